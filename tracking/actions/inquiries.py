"""Inquiries: entering, editing, publishing, correcting, withdrawing and handing them on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction

from tracking import dates, rules
from tracking.actions.changes import Changes, change_fields, free_slug, lock, store
from tracking.actions.events import record_event
from tracking.actions.state import change_state
from tracking.enums import InquiryState, SchemeUse
from tracking.exceptions import NotPossible
from tracking.models import (
    AssessmentScheme,
    Committee,
    Inquiry,
    Person,
    TrackingCommittee,
    User,
)
from tracking.models.cabinet import ExecutiveResponse
from tracking.presenters.wording import written_date
from tracking.queries.managing import has_been_tracked


@dataclass(frozen=True)
class NewPerson:
    """Somebody who led a review and is not among the people yet."""

    name: str
    title: str = ""


class InquiryDetails(TypedDict, total=False):
    """What an officer enters about an inquiry. Leave a key out to leave the field as it is."""

    title: str
    summary: str
    commissioned_by: Iterable[Committee]
    lead_member: Person | NewPerson | None
    lead_officer: Person | NewPerson | None
    approving_body: str
    approved_on: date | None
    last_tracked_on_carried_over: date | None


@transaction.atomic
def create_inquiry(
    *, by: User, committee: Committee, tracked_from: date | None = None, **details: Unpack[InquiryDetails]
) -> Inquiry:
    """Enter an inquiry as a draft that `committee` tracks, with the council's default scheme.

    Raises NotAllowed unless `by` is scrutiny officer of that committee; NotPossible without a title or a default
    scheme, or when the committee is abolished or none of scrutiny. Writes the Inquiry, its TrackingCommittee, a Person
    for each new name, and one Event.
    """
    rules.can_manage_inquiry.check(by, committee)
    _require_scrutiny(committee)
    if committee.abolished_on and committee.abolished_on <= dates.today():
        raise NotPossible(f"{committee} was abolished on {written_date(committee.abolished_on)}. Choose another.")
    values = _with_people(details)
    commissioned_by = list(values.pop("commissioned_by", ()))
    inquiry = Inquiry(slug=free_slug(Inquiry, values.get("title", "")), scheme=_default_scheme(), **values)
    store(inquiry)
    inquiry.commissioned_by.set(commissioned_by)
    store(TrackingCommittee(inquiry=inquiry, committee=committee, starts_on=tracked_from))
    record_event(
        by=by,
        type="created inquiry",
        target=inquiry,
        after={"title": inquiry.title, "slug": inquiry.slug, "tracking_committee": committee.pk},
    )
    return inquiry


@transaction.atomic
def edit_inquiry(*, by: User, inquiry: Inquiry, **details: Unpack[InquiryDetails]) -> Inquiry:
    """Change what is said about a draft.

    Raises NotAllowed unless `by` is scrutiny officer of its tracking committee; NotPossible once it is published,
    when `correct_inquiry` asks for the reason. Writes the Inquiry, a Person for each new name, and one Event.
    """
    rules.can_manage_inquiry.check(by, inquiry)
    lock(inquiry)
    if inquiry.state != InquiryState.DRAFT:
        raise NotPossible("This inquiry is no longer a draft. Correct it, and give the reason.")
    before, after = _change_details(inquiry, details)
    record_event(by=by, type="edited inquiry", target=inquiry, before=before, after=after)
    return inquiry


@transaction.atomic
def correct_inquiry(*, by: User, inquiry: Inquiry, reason: str, **details: Unpack[InquiryDetails]) -> Inquiry:
    """Put right what is said about an inquiry that is published or concluded.

    Raises NotAllowed unless `by` is scrutiny officer of its tracking committee; NotPossible for a draft or a withdrawn
    inquiry, without a reason, or when nothing changes. Writes the Inquiry, a Person for each new name, and one Event
    with the reason.
    """
    rules.can_manage_inquiry.check(by, inquiry)
    lock(inquiry)
    if inquiry.state not in InquiryState.public():
        raise NotPossible("Only a published inquiry is corrected. Edit a draft instead.")
    _require_reason(reason, "the correction")
    before, after = _change_details(inquiry, details)
    if not after:
        raise NotPossible("Nothing was changed. Change what is wrong, then save the correction.")
    record_event(by=by, type="corrected inquiry", target=inquiry, before=before, after={**after, "reason": reason})
    return inquiry


@transaction.atomic
def publish_inquiry(*, by: User, inquiry: Inquiry) -> Inquiry:
    """Open a draft to everyone.

    Raises NotAllowed unless `by` is scrutiny officer of its tracking committee; NotPossible unless it is a draft with
    at least one recommendation; StaleState when somebody was faster. Writes the state and one Event.
    """
    rules.can_manage_inquiry.check(by, inquiry)
    if not inquiry.recommendations.in_force().exists():
        raise NotPossible("This inquiry has no recommendations yet. Add them before you publish it.")
    before = {"state": inquiry.state}
    change_state(inquiry, "publish")
    record_event(by=by, type="published inquiry", target=inquiry, before=before, after={"state": inquiry.state})
    return inquiry


@transaction.atomic
def withdraw_inquiry(*, by: User, inquiry: Inquiry, reason: str) -> Inquiry:
    """Take back an inquiry that was entered by mistake. Its row stays, for the committee's officers.

    Raises NotAllowed unless `by` is scrutiny officer of its tracking committee; NotPossible without a reason, once it
    has a report, a self-assessment or a view (only the committee concludes what it has begun to track), or when it is
    concluded; StaleState when somebody was faster. Writes the state, the reason and one Event.
    """
    rules.can_manage_inquiry.check(by, inquiry)
    _require_reason(reason, "the withdrawal")
    if has_been_tracked(inquiry):
        raise NotPossible("The tracking of this inquiry has begun. Only the committee can conclude it, at a meeting.")
    before = {"state": inquiry.state}
    change_state(inquiry, "withdraw", withdrawn_reason=reason)
    after = {"state": inquiry.state, "reason": reason}
    record_event(by=by, type="withdrew inquiry", target=inquiry, before=before, after=after)
    return inquiry


@transaction.atomic
def hand_on_inquiry(*, by: User, inquiry: Inquiry, committee: Committee, on: date) -> TrackingCommittee:
    """Have another committee track the inquiry from a day on; returns the new row.

    Raises NotAllowed unless `by` is scrutiny officer of the committee that tracks it now; NotPossible when the
    committee is the same, abolished by then or none of scrutiny, or the day lies ahead or before the present one began.
    Writes the end of the present TrackingCommittee, the next one, and one Event.
    """
    rules.can_manage_inquiry.check(by, inquiry)
    lock(inquiry)
    present = inquiry.tracking_committees.get(ends_on__isnull=True)
    if committee == present.committee:
        raise NotPossible(f"{committee} tracks this inquiry already. Choose another committee.")
    _require_scrutiny(committee)
    if committee.abolished_on and committee.abolished_on <= on:
        raise NotPossible(f"{committee} was abolished on {written_date(committee.abolished_on)}. Choose another.")
    if on > dates.today():
        raise NotPossible(
            "An inquiry cannot be handed on before the day has come. Enter today’s date or an earlier one."
        )
    change_fields(present, {"ends_on": on})
    following = TrackingCommittee(inquiry=inquiry, committee=committee, starts_on=on)
    store(following)
    record_event(
        by=by,
        type="handed on inquiry",
        target=inquiry,
        before={"tracking_committee": present.committee_id},
        after={"tracking_committee": committee.pk, "on": on},
    )
    return following


@transaction.atomic
def record_executive_response(
    *, by: User, inquiry: Inquiry, received_on: date | None, notice_on: date | None, responded_on: date | None
) -> Inquiry:
    """Record the dates of the executive's response clock: Local Government Act 2000, section 9FE.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible for a withdrawn inquiry, a
    date that lies ahead, a response before the report was received, or another day of the response while one is
    written here: its sending says when. Writes the dates and one Event.
    """
    rules.can_manage_inquiry.check(by, inquiry)
    lock(inquiry)
    if responded_on != inquiry.responded_on and ExecutiveResponse.objects.live().filter(inquiry=inquiry).exists():
        raise NotPossible("The response to this inquiry is written here. The day it is sent is recorded by itself.")
    before, after = write_response_dates(
        inquiry, received_on=received_on, notice_on=notice_on, responded_on=responded_on
    )
    record_event(by=by, type="recorded executive response", target=inquiry, before=before, after=after)
    return inquiry


def write_response_dates(
    inquiry: Inquiry, *, received_on: date | None, notice_on: date | None, responded_on: date | None
) -> Changes:
    """Write the dates of the response clock on a locked inquiry, and return what changed: the one place that does.

    For actions, which ask who may and record the Event. Raises NotPossible for a withdrawn inquiry, a date that lies
    ahead, or a response before the report was received.
    """
    if inquiry.state == InquiryState.WITHDRAWN:
        raise NotPossible("This inquiry was withdrawn. Nothing more can be recorded on it.")
    if any(day and day > dates.today() for day in (received_on, notice_on, responded_on)):
        raise NotPossible("These dates say what has happened. Enter today’s date or earlier ones.")
    if received_on and responded_on and responded_on < received_on:
        raise NotPossible("The executive cannot respond before it received the report. Check the two dates.")
    changes = {"received_on": received_on, "notice_on": notice_on, "responded_on": responded_on}
    return change_fields(inquiry, changes)


def _default_scheme() -> AssessmentScheme:
    scheme = AssessmentScheme.objects.filter(use=SchemeUse.INQUIRIES, is_default=True).first()
    if scheme is None:
        raise NotPossible("No assessment scheme is set up for new inquiries. Ask an administrator to load one.")
    return scheme


def _with_people(details: InquiryDetails) -> dict[str, Any]:
    """Return the details with a stored Person in place of each new name."""
    values: dict[str, Any] = dict(details)
    for name in ("lead_member", "lead_officer"):
        if isinstance(new := values.get(name), NewPerson):
            person = Person(name=new.name, title=new.title)
            store(person)
            values[name] = person
    return values


def _change_details(inquiry: Inquiry, details: InquiryDetails) -> Changes:
    values = _with_people(details)
    commissioned_by = values.pop("commissioned_by", None)
    before, after = change_fields(inquiry, values)
    if commissioned_by is not None:
        old = sorted(inquiry.commissioned_by.values_list("pk", flat=True))
        new = sorted(committee.pk for committee in commissioned_by)
        if old != new:
            inquiry.commissioned_by.set(new)
            before["commissioned_by"], after["commissioned_by"] = old, new
    return before, after


def _require_reason(reason: str, of: str) -> None:
    if not reason.strip():
        raise NotPossible(f"Give the reason for {of}. It is kept in the audit trail.")


def _require_scrutiny(committee: Committee) -> None:
    if not committee.is_of_scrutiny:
        raise NotPossible(f"{committee} is no Overview and Scrutiny committee. Only those track inquiries.")
