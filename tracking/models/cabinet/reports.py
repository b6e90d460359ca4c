"""Reports to Cabinet: their header, their parties and their revisions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils import timezone

from tracking.enums import CabinetReportState, PartyRole
from tracking.models.base import HandedIn
from tracking.models.cabinet.templates import ReportTemplateVersion, TemplateHeading
from tracking.models.committees import Committee, Meeting
from tracking.models.people import Person, User, Viewer, roles_of
from tracking.models.posts import Post


def kept_posts(posts) -> "models.QuerySet[Post, Any]":
    """`posts` by their primary keys, with those that have ended and that they took over: of these they keep reports."""
    return Post.objects.kept_by(posts, timezone.localdate()).values("pk")


def of_posts(posts, report: str = "") -> Q:
    """Whether a report is of one of `posts`, or names it as a Cabinet Member's; `report` is the path to it."""
    kept = kept_posts(posts)
    parties = CabinetParty.objects.filter(report=OuterRef(f"{report}pk"), post__in=kept)
    return Q(**{f"{report}post__in": kept}) | Q(Exists(parties))


def cleared_by_posts(posts, report: str = "") -> Q:
    """Whether the template of a report has a section that one of `posts` clears. `report` is the path to it."""
    headings = TemplateHeading.objects.filter(
        version=OuterRef(f"{report}template_version"), cleared_by__in=kept_posts(posts)
    )
    return Q(Exists(headings))


def with_clerk(report: str = "") -> Q:
    """Whether Cabinet's clerk may read it: handed in at least once. `report` is the path to it, ending in "__"."""
    signed = CabinetReportRevision.objects.filter(report=OuterRef(f"{report}pk"), submitted_at__isnull=False)
    withdrawn = Q(**{f"{report}state": CabinetReportState.WITHDRAWN}) & Q(Exists(signed))
    return Q(**{f"{report}state__in": CabinetReportState.seen_by_clerk()}) | withdrawn


class CabinetReportQuerySet(models.QuerySet["CabinetReport"]):
    def visible_to(self, viewer: Viewer) -> "CabinetReportQuerySet":
        """Published ones for everyone; the rest for those who write, clear, signed or were handed it.

        What is withheld in one is asked of its sections and appendices. Source: docs/domain-rules.md.
        """
        roles = roles_of(viewer)
        allowed = Q(state__in=CabinetReportState.public())
        if roles.council_posts:
            allowed |= of_posts(roles.council_posts) | cleared_by_posts(roles.council_posts)
        if roles.committees_clerked:
            allowed |= with_clerk() & Q(meeting__committee__in=roles.committees_clerked)
        if isinstance(viewer, User) and viewer.person_id:
            signed = CabinetReportRevision.objects.filter(report=OuterRef("pk"), signed_by=viewer.person_id)
            allowed |= Q(Exists(signed))
        return self.filter(allowed)

    def written_by(self, viewer: Viewer) -> "CabinetReportQuerySet":
        """Those of a post the viewer holds or contributes for."""
        return self.filter(post__in=kept_posts(roles_of(viewer).council_posts))

    def cleared_by(self, viewer: Viewer) -> "CabinetReportQuerySet":
        """Those with a compliance section that a post the viewer holds clears."""
        return self.filter(cleared_by_posts(roles_of(viewer).posts_held))

    def checked_by(self, viewer: Viewer) -> "CabinetReportQuerySet":
        """Those the viewer returns, accepts, publishes or records decisions on, once handed in."""
        return self.filter(with_clerk(), meeting__committee__in=roles_of(viewer).committees_clerked)

    def with_shown_title(self, viewer: Viewer) -> "CabinetReportQuerySet":
        """Annotate each with `shown_title`: its title in the revision that this viewer reads."""
        read = CabinetReportRevision.objects.read_by(viewer).filter(report=OuterRef("pk")).order_by("-number")
        title = Subquery(read.annotate(said=KT("frozen__title")).values("said")[:1])
        return self.annotate(shown_title=Coalesce(title, "title", output_field=models.CharField()))

    def public(self) -> "CabinetReportQuerySet":
        return self.filter(state__in=CabinetReportState.public())

    def newest_first(self) -> "CabinetReportQuerySet":
        return self.order_by("-meeting__held_on", "-meeting__sequence", "title", "pk")


class CabinetReport(models.Model):
    """A report asking a Cabinet for decisions at one of its meetings, with what its header says.

    What it says under its headings is in its revisions; the current one counts. The header here, with its parties, is
    the one that is being written: each revision that is handed in keeps its own. `is_key_decision` and
    `is_open_to_call_in` are empty until somebody says so. No wards named means that all are affected. The urgency
    fields say in words by which route it is dealt with at shorter notice than 28 clear days.
    """

    shown_title: str
    """Of those that `with_shown_title` read."""

    template_version = models.ForeignKey(ReportTemplateVersion, on_delete=models.PROTECT, related_name="reports")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="cabinet_reports")
    title = models.CharField("subject", max_length=300)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="cabinet_reports", verbose_name="the post the report is of"
    )
    wards = models.TextField("wards specially affected", blank=True)
    is_key_decision = models.BooleanField("key decision", null=True, blank=True)
    forward_plan_reference = models.CharField("Forward Plan reference", max_length=100, blank=True)
    key_notice_on = models.DateField("notice of the key decision published on", null=True, blank=True)
    key_urgency = models.TextField("urgency route of the key decision", blank=True)
    private_notice_on = models.DateField("notice of private business published on", null=True, blank=True)
    private_urgency = models.TextField("urgency route of the private business", blank=True)
    is_open_to_call_in = models.BooleanField("eligible for call-in", null=True, blank=True)
    no_call_in_reason = models.TextField("why it is not eligible for call-in", blank=True)
    state = models.CharField(max_length=9, choices=CabinetReportState, default=CabinetReportState.DRAFT)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    tabled_late_reason = models.TextField("why it is tabled late", blank=True)
    decided_on = models.DateField("the day of the meeting that decided", null=True, blank=True)
    decisions_published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decisions_published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = CabinetReportQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting__held_on", "title", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="cabinet_report_has_a_title"),
            models.CheckConstraint(
                condition=~Q(state__in=CabinetReportState.handed_in())
                | Q(is_key_decision__isnull=False, is_open_to_call_in__isnull=False),
                name="cabinet_report_handed_in_with_key_and_call_in",
            ),
            models.CheckConstraint(
                condition=Q(is_key_decision=True)
                | Q(forward_plan_reference="", key_notice_on__isnull=True, key_urgency=""),
                name="cabinet_report_notice_only_of_a_key_decision",
                violation_error_message="Only a key decision has a Forward Plan reference, a notice or an urgency.",
            ),
            models.CheckConstraint(
                condition=Q(is_open_to_call_in=False) | Q(no_call_in_reason=""),
                name="cabinet_report_no_reason_where_open_to_call_in",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CabinetReportState.public())
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="cabinet_report_published_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CabinetReportState.public() | {CabinetReportState.ACCEPTED})
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="cabinet_report_accepted_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CabinetReportState.DECIDED,
                    decided_on__isnull=False,
                    decisions_published_by__isnull=False,
                    decisions_published_at__isnull=False,
                )
                | (~Q(state=CabinetReportState.DECIDED) & Q(decided_on__isnull=True)),
                name="cabinet_report_decided_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=CabinetReportState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="cabinet_report_withdrawn_with_reason",
            ),
        )
        indexes = (models.Index(fields=("-published_at", "-id"), name="cabinet_report_by_publication"),)

    def __str__(self) -> str:
        return f"{self.title}, report to {self.meeting}"

    @property
    def is_editable(self) -> bool:
        return self.state in CabinetReportState.editable()

    @property
    def is_public(self) -> bool:
        return self.state in CabinetReportState.public()


class CabinetReportRevisionQuerySet(models.QuerySet["CabinetReportRevision"]):
    def read_by(self, viewer: Viewer) -> "CabinetReportRevisionQuerySet":
        """Those that a viewer may read; of each report they are shown the latest of them.

        What is being written is read by those who write or clear the report, what is published by everyone. Cabinet's
        clerk reads what was handed in, and who only signed it what they signed themselves.
        """
        roles = roles_of(viewer)
        current = Q(report__state__in=CabinetReportState.public())
        if roles.council_posts:
            current |= of_posts(roles.council_posts, "report__") | cleared_by_posts(roles.council_posts, "report__")
        handed_in = Q(report__meeting__committee__in=roles.committees_clerked)
        if isinstance(viewer, User) and viewer.person_id:
            handed_in |= Q(signed_by=viewer.person_id)
        return self.filter((Q(is_current=True) & current) | (Q(submitted_at__isnull=False) & handed_in))


class CabinetReportRevision(HandedIn):
    """What a report to Cabinet said when it was handed in. `version` counts savings of the recommended decisions.

    `frozen` is its header with its parties, as `queries.cabinet.facts.HeaderFacts`: written when it is handed in, and
    once more when it is published, because a published report names whoever holds a post on that day. From then on it
    stays, but for what data protection takes out (`actions/cabinet/frozen_headers.py`). Nothing else freezes a header.
    """

    report = models.ForeignKey(CabinetReport, on_delete=models.CASCADE, related_name="revisions")
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    frozen = models.JSONField("what its header says, as it was handed in", null=True, blank=True)

    objects = CabinetReportRevisionQuerySet.as_manager()

    class Meta:
        ordering = ("report", "number")
        constraints = (
            *HandedIn.constraints_of("report", prefix="cabinet_revision"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, frozen__isnull=True)
                | Q(submitted_at__isnull=False, frozen__isnull=False),
                name="cabinet_revision_frozen_once_handed_in",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report}, revision {self.number}"


class CabinetParty(models.Model):
    """Somebody in a report's header as it is being written, in order within their role.

    Those of a post are whoever holds it; a chair is of a committee; an author is a name with how to reach them. What
    they were called when it was handed in or published is in the revision (`CabinetReportRevision.frozen`).
    """

    report = models.ForeignKey(CabinetReport, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=14, choices=PartyRole)
    position = models.PositiveSmallIntegerField(default=1)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    title = models.CharField("job title", max_length=200, blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    email = models.EmailField("e-mail", blank=True)

    class Meta:
        ordering = ("report", "role", "position", "pk")
        verbose_name_plural = "cabinet parties"
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=PartyRole.of_a_post(), post__isnull=False, committee__isnull=True, name="")
                | (Q(role=PartyRole.SCRUTINY_CHAIR, committee__isnull=False, post__isnull=True) & ~Q(name=""))
                | (Q(role=PartyRole.AUTHOR, committee__isnull=True, post__isnull=True) & ~Q(name="")),
                name="party_a_post_a_chair_or_an_author",
            ),
            models.UniqueConstraint(
                fields=("report", "role", "post"), condition=Q(post__isnull=False), name="party_post_once_in_a_role"
            ),
            models.UniqueConstraint(
                fields=("report",), condition=Q(role=PartyRole.REPORT_OF), name="party_one_the_report_is_of"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.post or self.name}"
