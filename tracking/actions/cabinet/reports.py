"""A report to Cabinet as a whole, by those of its post: started, headed, signed, moved and withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.cabinet.guards import open_for_writing, required
from tracking.actions.cabinet.mails import tell_of_submission
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.conflicts import own_changes
from tracking.actions.drafts import discard_draft
from tracking.actions.events import field_values, record_event
from tracking.actions.signatures import approved_by, hand_in, handed_in_words
from tracking.actions.state import change_state
from tracking.enums import CabinetReportState, CommitteeKind, DraftPage, Exemption, MeetingState, PartyRole, PostKind
from tracking.exceptions import NotPossible
from tracking.models import IssuedDocument, Meeting, Person, Post, User, WrittenPage
from tracking.models.cabinet import (
    CabinetAppendix,
    CabinetParty,
    CabinetReport,
    CabinetReportJob,
    CabinetReportRevision,
    CabinetSection,
    ReportTemplate,
)
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.access import signatories, signing_title
from tracking.queries.cabinet.appending import documents_to_append
from tracking.queries.cabinet.frozen import frozen_header
from tracking.queries.cabinet.headers import header_today
from tracking.queries.cabinet.readiness import missing_of
from tracking.queries.cabinet.templates import latest_version


class HeaderDetails(TypedDict, total=False):
    """What the header says beside its parties. Leave a key out to leave the field as it is."""

    title: str
    wards: str
    is_key_decision: bool | None
    forward_plan_reference: str
    key_notice_on: date | None
    key_urgency: str
    private_notice_on: date | None
    private_urgency: str
    is_open_to_call_in: bool | None
    no_call_in_reason: str


HEADER_FIELDS = tuple(HeaderDetails.__annotations__)
_A_MOMENT = timedelta(minutes=1)
_OF_A_KEY_DECISION: HeaderDetails = {"forward_plan_reference": "", "key_notice_on": None, "key_urgency": ""}


@dataclass(frozen=True)
class Beginning:
    """What a report starts with: facts and counts, never prose, for its first section; and documents to append."""

    text: str = ""
    documents: Mapping[str, IssuedDocument] = field(default_factory=dict)
    """By title, in order."""


@transaction.atomic
def start_report(
    *,
    template: ReportTemplate,
    meeting: Meeting,
    title: str,
    post: Post,
    by: User,
    beginning: Beginning = Beginning(),
) -> CabinetReport:
    """Start the draft of a report of a post for a meeting of a Cabinet, after the latest version of its template.

    The version is frozen with it. Raises NotAllowed unless `by` holds or contributes for the post, which is the
    council's own; NotPossible when the post has ended, the template is another Cabinet's, retired or without headings,
    or the meeting is no Cabinet's, over or cancelled. Writes the report, its first party and revision, a section for
    each heading with text under it, public until somebody withholds it, an appendix for each document of the
    beginning, and one Event; a draft that `by` started just like it a moment ago is returned instead.
    """
    rules.can_start_cabinet_report_of.check(by, post)
    _check_post(post)
    _check_meeting(meeting, template)
    version = latest_version(template)
    if version is None or template.retired:
        raise NotPossible("This template cannot be used. Choose another, or ask Cabinet’s clerk.")
    lock(version)
    said = {
        "template_version": version,
        "meeting": meeting,
        "title": required(title, "Enter the subject of the report."),
        "post": post,
        "opened_by": by,
    }
    moment_ago = timezone.now() - _A_MOMENT
    twice = CabinetReport.objects.filter(**said, state=CabinetReportState.DRAFT, opened_at__gte=moment_ago).first()
    if twice is not None:
        return twice
    report = CabinetReport(**said)
    store(report)
    CabinetParty.objects.create(report=report, role=PartyRole.REPORT_OF, post=post)
    revision = CabinetReportRevision.objects.create(report=report)
    _write_sections(revision, beginning.text, by)
    _append(revision, beginning.documents, by)
    after = field_values(report, ["title", "meeting", "post", "template_version"])
    record_event(by=by, type="started report to Cabinet", target=report, after=after)
    return report


def _check_post(post: Post) -> None:
    if post.kind == PostKind.OUTSIDE_BODY:
        raise NotPossible("An outside body does not report to Cabinet. Choose a post of the council.")
    if post.ended_on and post.ended_on <= dates.today():
        raise NotPossible(f"{post} ended on {written_date(post.ended_on)}. Choose a post that exists.")


def _check_meeting(meeting: Meeting, template: ReportTemplate) -> None:
    if meeting.committee.kind != CommitteeKind.CABINET or meeting.committee_id != template.committee_id:
        raise NotPossible("Choose a meeting of the Cabinet whose template this is.")
    check_is_to_come(Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk))


def check_is_to_come(meeting: Meeting) -> None:
    """Raise NotPossible for a meeting to which no report goes any more."""
    is_open = meeting.state in (MeetingState.PLANNED, MeetingState.PAPERS_ISSUED)
    if not is_open or meeting.held_on < dates.today():
        raise NotPossible("This meeting is over or cancelled. Choose one that is still to come.")


def _write_sections(revision: CabinetReportRevision, text: str, by: User) -> None:
    headings = [row for row in revision.report.template_version.headings.order_by("position") if row.is_written]
    for place, heading in enumerate(headings):
        CabinetSection.objects.create(
            revision=revision,
            heading=heading,
            text=text.strip() if place == 0 else "",
            exemption=Exemption.PUBLIC,
            recorded_by=by,
        )


def _append(revision: CabinetReportRevision, documents: Mapping[str, IssuedDocument], by: User) -> None:
    """Nothing is appended that is not known to be public."""
    if documents_to_append().filter(pk__in=[row.pk for row in documents.values()]).count() != len(documents):
        raise NotPossible("What it starts from cannot be appended: not everyone may read it.")
    for position, (title, document) in enumerate(documents.items(), start=1):
        CabinetAppendix.objects.create(
            revision=revision,
            position=position,
            title=title,
            issued_document=document,
            exemption=Exemption.PUBLIC,
            recorded_by=by,
        )


@transaction.atomic
def change_header(
    *, report: CabinetReport, by: User, read: Mapping[str, str] | None = None, **details: Unpack[HeaderDetails]
) -> CabinetReport:
    """Say what the header says. What is only asked of a key decision goes when it is none.

    `read` is the fingerprint of each field as it was read (`conflicts`). Raises NotAllowed unless `by` is of the post
    the report is of; NotPossible without a subject or for a notice of a day to come; StaleText when somebody else
    changed the same; StaleState when the report was handed in. Writes what differs and one Event, or nothing. Discards
    the saver's draft.
    """
    open_for_writing(by, report)
    typed = {**details, **({} if details.get("is_key_decision", True) else _OF_A_KEY_DECISION)}
    if details.get("is_open_to_call_in", False):
        typed["no_call_in_reason"] = ""
    told = {name: value.strip() if isinstance(value, str) else value for name, value in typed.items()}
    for name in ("key_notice_on", "private_notice_on"):
        if isinstance(day := told.get(name), date) and day > dates.today():
            raise NotPossible("A notice cannot have been published on a day to come.")
    mine = own_changes(saved=_plain(header_as_saved(report)), typed=_plain(told), read=read, is_latest=True)
    discard_draft(of=WrittenPage(report, DraftPage.CABINET_HEADER), by=by)
    before, after = change_fields(report, {name: told[name] for name in mine})
    if after:
        record_event(by=by, type="changed header of report to Cabinet", target=report, before=before, after=after)
    return report


def header_as_saved(report: CabinetReport) -> dict[str, object]:
    """What the header says, as it may be changed; days as their ISO words (`conflicts` digests them)."""
    return _plain(field_values(report, HEADER_FIELDS))


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@transaction.atomic
def submit_report(
    *,
    report: CabinetReport,
    by: User,
    signed_by: Person | None = None,
    approved_how: str = "",
    approved_on: date | None = None,
) -> CabinetReportRevision:
    """Sign a report and hand it in to Cabinet's clerk.

    A holder of its post signs. A contributor submits on behalf of `signed_by`, a holder (the only one unless told), and
    says how and when they approved it. Raises NotAllowed for everyone else; NotPossible when the approval is not told
    or something is still missing (`queries.cabinet.readiness`); StaleState when somebody was faster. Freezes the header
    with its parties, and the name and the title of the signature; queues mails to Cabinet's clerks; writes one Event.
    Source: the council's process.
    """
    person = _signature(report, by, signed_by, approved_how, approved_on)
    revision = open_for_writing(by, report)
    if missing_of(report, revision):
        raise NotPossible("Something in this report is still missing. Look at its check, then sign.")
    before = report.state
    change_state(report, "submit")
    revision.frozen = frozen_header(header_today(report))
    hand_in(revision, person, signing_title(report, person), by=by, approved_how=approved_how, approved_on=approved_on)
    record_event(
        by=by,
        type="submitted report to Cabinet",
        target=report,
        before={"state": before},
        after=handed_in_words(report, revision),
    )
    tell_of_submission(report, revision, by)
    return revision


def _signature(
    report: CabinetReport, by: User, signed_by: Person | None, approved_how: str, approved_on: date | None
) -> Person:
    """Return who signs, having checked that `by` may hand it in for them and says how they approved it."""
    if rules.can_submit_cabinet_report(by, report) and signed_by in (None, by.person):
        return by.person
    rules.can_submit_cabinet_report_on_behalf.check(by, report)
    return approved_by(signatories(report), signed_by, approved_how, approved_on, thing="report", holding="its post")


@transaction.atomic
def withdraw_report(*, report: CabinetReport, reason: str, by: User) -> None:
    """Withdraw a report that is not published, with the reason.

    Raises NotAllowed unless `by` is of the post the report is of; NotPossible without a reason or from another state;
    StaleState when somebody was faster. Editions that are being made are stopped.
    """
    rules.writes_cabinet_report.check(by, report)
    why = required(reason, "Say why the report is withdrawn.")
    before = report.state
    change_state(report, "withdraw", withdrawn_reason=why)
    CabinetReportJob.objects.unfinished().filter(report=report).update(cancel_requested=True)
    after = {"state": report.state, "reason": why}
    record_event(by=by, type="withdrew report to Cabinet", target=report, before={"state": before}, after=after)
