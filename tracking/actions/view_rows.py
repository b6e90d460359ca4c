"""What recording, correcting, undoing and reopening have in common: locks, states, and the row that is appended."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from tracking.actions.committee_views import CommitteeView, problems_with, settled
from tracking.enums import Decision, InquiryState, MeetingState, Outcome, ReportState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Assessment, Inquiry, Meeting, ProgressReport, Recommendation, SelfAssessment, User
from tracking.presenters.wording import written_date

FIELDS = (
    "leaf",
    "meeting",
    "report",
    "outcome",
    "category",
    "decision",
    "conclusion_reason",
    "conclusion_target",
    "conclusion_target_recommendation",
    "reason",
    "asked_for",
    "agreed_due_on",
    "minute",
    "reopens",
    "supersedes",
    "superseding_reason",
)
RECORDED_AGAIN = "Recorded again after it was undone."


def locked_inquiry(inquiry_id: int) -> Inquiry:
    """Have whoever else records views on this inquiry wait, so that its last leaf is seen to be the last."""
    return Inquiry.objects.select_for_update(no_key=True).get(pk=inquiry_id)


def open_for_recording(report: ProgressReport, meeting: Meeting) -> Inquiry:
    """Lock what follows from a view, read states afresh and refuse what is not open for a first view.

    A report for an earlier meeting is not refused here: a leaf of it may have been deferred to this one.
    """
    inquiry = locked_inquiry(report.inquiry_id)
    check_meeting(meeting)
    report.refresh_from_db(
        fields=["state", "meeting"], from_queryset=ProgressReport.objects.select_for_update(no_key=True)
    )
    if report.state not in ReportState.public() or inquiry.state not in InquiryState.public():
        raise NotPossible("Views are only recorded on reports published for this meeting. Publish the report first.")
    return inquiry


def check_meeting(meeting: Meeting) -> None:
    """Lock a meeting and raise NotPossible unless first views may be recorded at it."""
    meeting.refresh_from_db(fields=["state"], from_queryset=Meeting.objects.select_for_update(no_key=True))
    state = MeetingState(meeting.state)
    if state in MeetingState.views_recorded():
        return
    next_step = {
        MeetingState.PLANNED: "Issue its papers first.",
        MeetingState.MINUTES_APPROVED: "Its minutes are approved. A view that is recorded already can be corrected.",
    }.get(state, "")
    raise NotPossible(f"No view can be recorded at a meeting that is “{state.label.lower()}”. {next_step}".strip())


def first_view(
    leaf: Recommendation, meeting: Meeting, report: ProgressReport, view: CommitteeView, by: User
) -> Assessment:
    """Return the unsaved row for a leaf that the report claims something about and that was not concluded before.

    The report is for this meeting, or the leaf was deferred to it. Where a view was undone the row supersedes that.
    """
    claim = (
        SelfAssessment.objects.filter(leaf=leaf, update__revision__report=report, update__revision__is_current=True)
        .select_related("category")
        .first()
    )
    if claim is None:
        raise NotPossible(f"{leaf.label} is not in the Progress Report for this meeting.")
    if report.meeting_id != meeting.pk and not _was_deferred_to(meeting, leaf, report):
        raise NotPossible("Views are only recorded on reports published for this meeting. Publish the report first.")
    standing = standing_view(leaf)
    if standing is not None and standing.concludes and standing.meeting_id != meeting.pk:
        raise NotPossible(
            f"{leaf.label} was concluded on {written_date(standing.considered_on)}. Reopen it to give a new view."
        )
    row = written(view, leaf, claim, meeting.held_on, by)
    row.meeting, row.report = meeting, report
    take_the_place_of_an_undone_view(row)
    refuse_to_conclude_what_was_judged_later(row)
    return row


def _was_deferred_to(meeting: Meeting, leaf: Recommendation, report: ProgressReport) -> bool:
    """Whether a leaf comes back at a meeting with a report for an earlier one, or was recorded with it there."""
    of_leaf = Assessment.objects.filter(leaf=leaf, report=report)
    return (
        of_leaf.deferred().filter(Q(returns_to=meeting.pk)).exists() or of_leaf.live().filter(meeting=meeting).exists()
    )


def take_the_place_of_an_undone_view(row: Assessment) -> None:
    """Have a first view supersede the one of this leaf at this meeting that was undone, if there was one."""
    undone = (
        Assessment.objects.unsuperseded().filter(leaf=row.leaf, meeting=row.meeting, outcome=Outcome.UNDONE).first()
    )
    if undone is not None:
        row.supersedes, row.superseding_reason = undone, RECORDED_AGAIN


def written(view: CommitteeView, leaf: Recommendation, claim: SelfAssessment | None, day: date, by: User) -> Assessment:
    """Return the view as an unsaved row. Raises NotPossible with everything that is wrong with it."""
    given = settled(view, leaf=leaf, claim=claim)
    problems = problems_with(given, leaf=leaf, claim=claim, meeting_on=day)
    if problems:
        raise NotPossible(" ".join(problem.message for problem in problems))
    return Assessment(
        leaf=leaf,
        self_assessment=claim,
        considered_on=day,
        outcome=given.outcome,
        category=given.category,
        decision=given.decision,
        conclusion_reason=given.conclusion_reason,
        conclusion_target=given.conclusion_target.strip(),
        conclusion_target_recommendation=given.conclusion_target_recommendation,
        reason=given.reason.strip(),
        asked_for=given.asked_for.strip(),
        agreed_due_on=given.agreed_due_on,
        minute=given.minute.strip(),
        recorded_by=by,
    )


def append(row: Assessment) -> Assessment:
    """Save the row; the database has the last word on who was first. Raises StaleState, naming what stands."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        in_its_place = _in_the_place_of(row)
        if in_its_place is None:
            raise
        at = timezone.localtime(in_its_place.recorded_at)
        done = "undid it" if in_its_place.outcome == Outcome.UNDONE else "recorded it"
        raise StaleState(
            f"{row.leaf.label} already has a view that you have not seen: {in_its_place.recorded_by} {done} "
            f"at {at:%H:%M} on {written_date(at.date())}. Nothing was changed. Open it to read it or to correct it."
        ) from None
    return row


def _in_the_place_of(row: Assessment) -> Assessment | None:
    """What somebody else appended where this row was to go, as it stands now."""
    rows = Assessment.objects.select_related("recorded_by__person").filter(leaf=row.leaf, meeting=row.meeting)
    appended = rows.filter(supersedes=row.supersedes).first()
    return appended and (rows.unsuperseded().first() or appended)


def recorded_already(leaf: Recommendation, form_key: UUID | None, by: User) -> Assessment | None:
    """Return the view that was recorded with the same form, so that a form sent twice is recorded once.

    To be asked once the inquiry is locked. Raises NotPossible when somebody else used that key.
    """
    if form_key is None:
        return None
    row = Assessment.objects.filter(leaf=leaf, form_key=form_key).select_related("category", "leaf__parent").first()
    if row is not None and row.recorded_by_id != by.pk:
        raise NotPossible("This form was sent by somebody else. Open the recommendation again to record its view.")
    return row


def standing_view(leaf: Recommendation) -> Assessment | None:
    return Assessment.objects.filter(leaf=leaf).standing().first()


def refuse_to_conclude_what_was_judged_later(row: Assessment) -> None:
    """Raise NotPossible when a view newly concludes a leaf that a later meeting has considered again."""
    if row.decision != Decision.CONCLUDE or (row.supersedes is not None and row.supersedes.concludes):
        return
    later = Assessment.objects.filter(leaf=row.leaf, considered_on__gt=row.considered_on).live().last()
    if later is not None:
        raise NotPossible(
            f"{row.leaf.label} was considered again on {written_date(later.considered_on)}, "
            "so it cannot have been concluded before. Correct that later view instead."
        )
