"""What is held about a person, and what of it the law has us keep. Sources: UK GDPR articles 15, 17 and 89."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from tracking.enums import (
    CabinetReportState,
    Capacity,
    CommitteeRole,
    InquiryState,
    PostKind,
    ReportState,
    SupplementState,
)
from tracking.models import (
    Appointment,
    CommitteeMembership,
    ContactOfficer,
    Declaration,
    Event,
    Inquiry,
    OutboxMail,
    Person,
    ReportRevision,
    ReportSupplement,
    Subscription,
    User,
)
from tracking.models.cabinet import CabinetParty, CabinetReportRevision
from tracking.models.plans import PlanRound, PlanUpdateRevision
from tracking.queries.cabinet.frozen import frozen_parties, reaches, telling_how_to_reach

# What is told in full of rows that are about a person. Of every other row that points to them (what they recorded,
# published, accepted …) only which it is and when: its words are the council's record and may be exempt.
_IN_FULL: Final[dict[str, tuple[str, ...]]] = {
    "tracking.user": ("email", "is_active", "is_administrator", "joined_at", "invited_at", "last_login", "public_id"),
    "tracking.appointment": ("post", "capacity", "starts_on", "ends_on"),
    "tracking.committeemembership": ("committee", "role", "starts_on", "ends_on"),
    "tracking.declaration": ("meeting", "interest", "recorded_at"),
    "tracking.cabinetreportrevision": ("signed_name", "signed_title", "approved_on"),
    "tracking.reportrevision": ("signed_name", "signed_title", "approved_on"),
    "tracking.reportsupplement": ("signed_name", "signed_title", "approved_on"),
    "tracking.planround": ("signed_name", "signed_title", "approved_on"),
    "tracking.planupdaterevision": ("signed_name", "signed_title", "approved_on"),
    "tracking.outboxmail": ("subject", "text", "state", "queued_at", "sent_at"),
    "account.emailaddress": ("email", "verified", "primary"),
    "mfa.authenticator": ("type", "created_at", "last_used_at"),
    "usersessions.usersession": ("ip", "user_agent", "created_at", "last_seen_at"),
    "socialaccount.socialaccount": ("provider", "uid", "last_login", "date_joined", "extra_data"),
}
_WHEN: Final = (models.DateTimeField, models.DateField)
_COUNCILLORS: Final = (CommitteeRole.MEMBER, CommitteeRole.SUBSTITUTE)


def everything_held(person: Person) -> dict[str, Any]:
    """Return everything held about a person: values that JSON can say, by kind of row and how it points to them.

    The keys of "rows" are such as "tracking.appointment.person". Neither passwords nor keys of a second step are told.
    """
    user = user_of(person)
    held: dict[str, Any] = {
        "person": {"key": person.pk, "name": person.name, "title": person.title},
        "made_at": timezone.now(),
        "rows": dict(_rows_about(person)),
    }
    if user is not None:
        held["rows"].update(_rows_about(user))
        held["former_addresses"] = list(
            notices_of(user).filter(to=None).values("address", "subject", "text", "queued_at")
        )
        held["following"] = list(_subscriptions_of(user).values("inquiry__title", "recommendation", "confirmed_at"))
        held["contact_officer"] = list(
            contact_details_of(user).values("revision__report", "name", "telephone", "email")
        )
        held["cabinet_report_author"] = list(
            cabinet_contact_details_of(user).values("report", "name", "telephone", "email")
        )
        held["cabinet_report_author_as_handed_in"] = list(_handed_in_contact_details_of(user))
    held["audit_trail"] = list(_events_about(person, user).values("at", "type", "target_label", "target_id"))
    return held


def user_of(person: Person) -> User | None:
    """The user somebody is, None for who never signed in."""
    return User.objects.filter(person=person).first()


def _rows_about(row: Person | User) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model: type[models.Model] = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: row}).order_by("pk")
        if rows.exists():
            names = ["pk", *_fields_told(model)]
            yield f"{model._meta.label_lower}.{relation.field.name}", list(rows.values(*names))


def _fields_told(model: type[models.Model]) -> Iterable[str]:
    when = [field.name for field in model._meta.concrete_fields if isinstance(field, _WHEN)]
    return _IN_FULL.get(model._meta.label_lower, when)


def _events_about(person: Person, user: User | None) -> QuerySet[Event]:
    about = Q(target_label=person._meta.label_lower, target_id=str(person.pk))
    if user is not None:
        about |= Q(actor=str(user.public_id)) | Q(target_label=user._meta.label_lower, target_id=str(user.pk))
    return Event.objects.filter(about).order_by("pk")


def _subscriptions_of(user: User) -> QuerySet[Subscription]:
    return Subscription.objects.filter(email__iexact=user.email).order_by("pk")


def notices_of(user: User) -> QuerySet[OutboxMail]:
    """Mails that told a user how they sign in now; some went to an address they had before."""
    return OutboxMail.objects.filter(key__startswith=f"notice/{user.pk}/").order_by("pk")


def contact_details_of(user: User) -> QuerySet[ContactOfficer]:
    """Where a user's address stands as a contact officer's."""
    return ContactOfficer.objects.filter(email__iexact=user.email).order_by("pk")


def cabinet_contact_details_of(user: User) -> QuerySet[CabinetParty]:
    """Where a user's address stands as that of an author of a report to Cabinet."""
    return CabinetParty.objects.filter(email__iexact=user.email).order_by("pk")


def _handed_in_contact_details_of(user: User) -> Iterator[dict[str, Any]]:
    for revision in telling_how_to_reach(CabinetReportRevision.objects.order_by("pk"), user.email):
        for party in frozen_parties(revision):
            if reaches(party, user.email):
                said = {name: party[name] for name in ("name", "telephone", "email")}
                yield {"report": revision.report_id, "revision": revision.number} | said


def roles_still_held(person: Person) -> list[str]:
    """What somebody is today or is to become: none of it may be left when their data goes."""
    today = timezone.localdate()
    open_end = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    posts = Appointment.objects.filter(open_end, person=person).select_related("post")
    committees = CommitteeMembership.objects.filter(open_end, person=person).select_related("committee")
    return [*(row.post.name for row in posts), *(row.committee.name for row in committees)]


def why_name_stays(person: Person) -> list[str]:
    """Return the parts of the public record that name somebody, in words; with none of them the name may go.

    Source: UK GDPR article 17(3)(b) and (d); Local Government Act 1972, section 100C (minutes and reports stay open to
    inspection): who held public office, signed a published report or declared an interest is part of the record.
    """
    held = Appointment.objects.filter(person=person, capacity=Capacity.HOLDER, post__kind=PostKind.PORTFOLIO)
    sat = CommitteeMembership.objects.filter(person=person, role__in=_COUNCILLORS)
    led = Inquiry.objects.filter(Q(lead_member=person) | Q(lead_officer=person)).exclude(state=InquiryState.DRAFT)
    reasons = [
        *(f"They were {row.post.name}." for row in held.select_related("post")),
        *(f"They sat on {row.committee.name}." for row in sat.select_related("committee")),
        *(f"They are named in the inquiry {inquiry.title}." for inquiry in led),
    ]
    reasons += _why_signed(person)
    if Declaration.objects.filter(person=person).exists():
        reasons.append("They declared an interest at a meeting.")
    return list(dict.fromkeys(reasons))


def _why_signed(person: Person) -> Iterator[str]:
    """What they signed and is public, or may still become so; not what was withdrawn or declined."""
    reports = ReportRevision.objects.filter(signed_by=person).exclude(report__state=ReportState.WITHDRAWN)
    news = ReportSupplement.objects.filter(signed_by=person).exclude(state=SupplementState.DECLINED)
    to_cabinet = CabinetReportRevision.objects.filter(signed_by=person)
    to_cabinet = to_cabinet.exclude(report__state=CabinetReportState.WITHDRAWN)
    public = (
        reports.filter(report__state__in=ReportState.public()),
        news.filter(published_at__isnull=False),
        to_cabinet.filter(report__state__in=CabinetReportState.public()),
    )
    if any(rows.exists() for rows in public):
        yield "They signed a published report."
    elif any(rows.exists() for rows in (reports, news, to_cabinet)):
        yield "They signed a report that is not published yet."
    yield from _why_signed_on_a_plan(person)


def _why_signed_on_a_plan(person: Person) -> Iterator[str]:
    """Months they issued, and updates they handed in, all of which an issued month may print."""
    if PlanRound.objects.filter(signed_by=person).exists():
        yield "They issued a month of an improvement plan."
    if PlanUpdateRevision.objects.filter(signed_by=person).exists():
        yield "They handed in an update on an improvement plan."
