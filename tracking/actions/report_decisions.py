"""What the committee's officers do with a Progress Report that was handed in, and moving one to another meeting."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.copies import write_copy
from tracking.actions.events import record_event
from tracking.actions.news_mails import tell_followers_of_report
from tracking.actions.report_mails import tell_of_return
from tracking.actions.state import change_state
from tracking.enums import MeetingState, ReportState
from tracking.exceptions import NotPossible, StaleReport
from tracking.models import (
    ContactOfficer,
    EvidenceUse,
    ExemptPassage,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    ReportRevision,
    SelfAssessment,
    User,
)


@transaction.atomic
def return_report(*, report: ProgressReport, reason: str, by: User) -> ReportRevision:
    """Give a submitted report back with the reason; a new revision, a copy, is opened for writing.

    Raises NotAllowed unless `by` is officer or clerk of the committee and of no cabinet post; NotPossible without a
    reason or from another state; StaleReport when somebody was faster. The returned revision stands as it was, stamped
    with who, when and why; the copy has its texts, answers, reasons against warnings, evidence, exempt passages and
    contact officers, each still recorded as by whoever wrote it. Queues a mail to those who write it. Returns the new
    revision. Source: the tracking process; nothing that was handed in is overwritten.
    """
    rules.can_return_or_accept_report.check(by, report)
    if not reason.strip():
        raise NotPossible("Say why the report is returned, so that it can be put right.")
    change_state(report, "return")
    old = report.revisions.get(is_current=True)
    old.is_current = False
    old.returned_by, old.returned_at, old.returned_reason = by, timezone.now(), reason.strip()
    old.save(update_fields=["is_current", "returned_by", "returned_at", "returned_reason"])
    new = _copy_of(old)
    tell_of_return(report, old)
    record_event(
        by=by,
        type="returned report",
        target=report,
        before={"state": ReportState.SUBMITTED, "revision": old.number},
        after={"state": report.state, "revision": new.number, "reason": reason.strip()},
    )
    return new


def _copy_of(old: ReportRevision) -> ReportRevision:
    """Write a revision like another, unsigned, as the report's current one."""
    new = ReportRevision.objects.create(report=old.report, number=old.number + 1, overview=old.overview)
    for contact in ContactOfficer.objects.filter(revision=old):
        write_copy(contact, revision=new)
    for update in ProgressUpdate.objects.filter(revision=old):
        claims = list(SelfAssessment.objects.filter(update=update).prefetch_related("overrides"))
        beside = [*EvidenceUse.objects.filter(update=update), *ExemptPassage.objects.filter(update=update)]
        write_copy(update, revision=new)
        for claim in claims:
            overrides = list(claim.overrides.all())
            write_copy(claim, update=update)
            for override in overrides:
                write_copy(override, self_assessment=claim)
        for row in beside:
            write_copy(row, update=update)
    return new


@transaction.atomic
def accept_report(*, report: ProgressReport, by: User) -> None:
    """Accept a submitted report as fit to go to the committee.

    Raises NotAllowed unless `by` is officer or clerk of the committee and of no cabinet post; NotPossible from another
    state; StaleReport when somebody was faster.
    """
    rules.can_return_or_accept_report.check(by, report)
    before = report.state
    change_state(report, "accept", accepted_by=by, accepted_at=timezone.now())
    record_event(by=by, type="accepted report", target=report, before={"state": before}, after={"state": report.state})


@transaction.atomic
def publish_report(*, report: ProgressReport, by: User, tabled_late_reason: str = "") -> None:
    """Publish an accepted report for its meeting: from now on everyone may read it.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible when the meeting was cancelled or is over, when
    its papers are out and the reason for tabling late is missing, or from another state; StaleReport when somebody was
    faster. Queues mails to those who follow it. Source: Local Government Act 1972, section 100B: an item whose papers
    were not open to inspection in time is taken only for urgency, with the reason.
    """
    rules.can_publish_report.check(by, report)
    meeting = lock_with_meeting(report, report.meeting_id)
    _check_is_to_come(meeting)
    reason = reason_for_lateness(meeting, tabled_late_reason)
    before = report.state
    change_state(report, "publish", published_by=by, published_at=timezone.now(), tabled_late_reason=reason)
    tell_followers_of_report(report)
    record_event(
        by=by,
        type="published report",
        target=report,
        before={"state": before},
        after={"state": report.state, "tabled_late_reason": reason},
    )


def lock_with_meeting(report: ProgressReport, meeting_id: int) -> Meeting:
    """Keep a meeting and the report as they are until the transaction ends, and return the meeting read afresh.

    Raises StaleReport when the report was moved since it was read.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    locked = ProgressReport.objects.select_for_update(no_key=True).filter(pk=report.pk)
    if locked.values_list("meeting", flat=True).get() != report.meeting_id:
        raise StaleReport("Somebody else has just moved this report. Open it again to see where it stands.")
    return meeting


def _check_is_to_come(meeting: Meeting) -> None:
    if meeting.state not in (MeetingState.PLANNED, MeetingState.PAPERS_ISSUED):
        raise NotPossible("This meeting is over or cancelled. Move the report to another meeting.")


def reason_for_lateness(meeting: Meeting, reason: str, *, of: str = "report") -> str:
    """Return the reason for tabling something late at a meeting, empty where its papers are not out yet.

    Raises NotPossible where it is missing. `of` is what is tabled.
    """
    if meeting.state == MeetingState.PLANNED:
        return ""
    if not reason.strip():
        raise NotPossible(f"The papers for this meeting are out. Say why the {of} is tabled late.")
    return reason.strip()


@transaction.atomic
def move_report(*, report: ProgressReport, meeting: Meeting, by: User, tabled_late_reason: str = "") -> None:
    """Move a report that was not considered to another meeting of the committee.

    Raises NotAllowed unless `by` is clerk of the committee or, while the report is written, of one of its posts;
    NotPossible when it is considered or withdrawn, a view on it is recorded, the meeting does not fit, its papers are
    out and the reason for tabling a published report late is missing, or another report of the same lead post is for
    that meeting; StaleReport when somebody was faster. Source: the council's process; meetings are cancelled and
    postponed, and the report then goes to another.
    """
    being_written = report.state in ReportState.editable()
    (rules.is_of_a_post_of_the_report if being_written else rules.can_publish_report).check(by, report)
    meeting = lock_with_meeting(report, meeting.pk)
    _check_may_move(report, meeting)
    published = report.state in ReportState.public()
    late_reason = reason_for_lateness(meeting, tabled_late_reason) if published else ""
    before = {"meeting": report.meeting_id, "tabled_late_reason": report.tabled_late_reason}
    try:
        with transaction.atomic():
            moved = ProgressReport.objects.filter(pk=report.pk, state=report.state, meeting=report.meeting_id).update(
                meeting=meeting, tabled_late_reason=late_reason
            )
    except IntegrityError:
        raise NotPossible("A report of the same lead post is for that meeting already.") from None
    if not moved:
        raise StaleReport("Somebody else has just changed this report. Open it again to see where it stands.")
    report.meeting, report.tabled_late_reason = meeting, late_reason
    record_event(
        by=by,
        type="moved report to another meeting",
        target=report,
        before=before,
        after={"meeting": meeting.pk, "tabled_late_reason": late_reason},
    )


def _check_may_move(report: ProgressReport, meeting: Meeting) -> None:
    if report.state not in ReportState.open():
        raise NotPossible(f"This report is {report.get_state_display().lower()}, so it stays with its meeting.")
    if report.assessments.live().exists():
        raise NotPossible("The committee has recorded a view on this report, so it stays with its meeting.")
    if meeting.pk == report.meeting_id or meeting.committee_id != rules.committee_of(report.inquiry):
        raise NotPossible("Choose another meeting of the committee that tracks the inquiry.")
    _check_is_to_come(meeting)
