"""The committee's view of a leaf: recorded at a meeting, corrected by a further row, never edited.

Only a committee concludes, and only at a meeting (docs/domain-rules.md, "Only a committee concludes").
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.committee_views import CommitteeView, problems_with, settled
from tracking.actions.consequences import bring_up_to_date
from tracking.actions.events import field_values, record_event
from tracking.enums import Decision, InquiryState, MeetingState, Outcome, ReportState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import (
    Assessment,
    Inquiry,
    Meeting,
    ProgressReport,
    Recommendation,
    SelfAssessment,
    User,
)
from tracking.presenters.wording import written_date

_FIELDS = (
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


@transaction.atomic
def record_view(
    *, leaf: Recommendation, meeting: Meeting, report: ProgressReport, view: CommitteeView, by: User
) -> Assessment:
    """Record the committee's first view on a leaf at a meeting; return it.

    Raises NotAllowed unless `by` runs the meeting's committee and has nothing to do with a cabinet post; NotPossible
    when the papers are not issued, the report is not published for this meeting, the leaf is not in it or concluded
    before, or the view lacks something; StaleState when somebody recorded this leaf at this meeting already.

    Writes the Assessment and one Event. The report is considered when nothing in it waits for a view, and the inquiry
    concluded when its last leaf is.
    """
    rules.can_record_views.check(by, meeting)
    inquiry = _open_for_recording(report, meeting)
    assessment = _append(_first_view(leaf, meeting, report, view, by))
    moved = bring_up_to_date(inquiry, meeting)
    record_event(by=by, type="recorded view", target=assessment, after=field_values(assessment, _FIELDS) | moved)
    return assessment


@transaction.atomic
def record_view_for_all_parts(
    *, parts: Sequence[Recommendation], meeting: Meeting, report: ProgressReport, view: CommitteeView, by: User
) -> list[Assessment]:
    """Record one view for several parts of a recommendation in one act: all of them, or none; return the rows.

    Where the view agrees, each part gets its own claim. Raises and writes as `record_view` does for each part, but one
    Event for the act, on the recommendation the parts belong to.
    """
    rules.can_record_views.check(by, meeting)
    if not parts or len({part.parent_id for part in parts}) > 1 or parts[0].parent is None:
        raise NotPossible("Choose at least one part, all of the same recommendation.")
    inquiry = _open_for_recording(report, meeting)
    assessments = [_append(_first_view(part, meeting, report, view, by)) for part in parts]
    moved = bring_up_to_date(inquiry, meeting)
    record_event(
        by=by,
        type="recorded view on parts",
        target=parts[0].parent,
        after={"assessments": [assessment.pk for assessment in assessments]} | moved,
    )
    return assessments


@transaction.atomic
def correct_view(*, assessment: Assessment, view: CommitteeView, superseding_reason: str, by: User) -> Assessment:
    """Append a view that supersedes an earlier one and says why, also after the minutes were approved; return it.

    Raises NotAllowed unless `by` may record views at the meeting (for a view carried over: for the committee that
    tracks the leaf); NotPossible without a reason or when the view lacks something; StaleState when somebody else
    corrected the same view first. Writes the Assessment and one Event; reports and inquiry follow as in `record_view`,
    and a concluded inquiry is open again when a leaf of it is tracked again.
    """
    leaf = assessment.leaf
    rules.can_record_views.check(by, assessment.meeting or leaf)
    if not superseding_reason.strip():
        raise NotPossible(f"Enter why the view on {leaf.label} is corrected.")
    inquiry = _locked_inquiry(leaf.inquiry_id)
    corrected = _written(view, leaf, assessment.self_assessment, assessment.considered_on, by)
    corrected.meeting, corrected.report = assessment.meeting, assessment.report
    corrected.source_text = assessment.source_text
    corrected.reopens = assessment.reopens and corrected.decision == Decision.CONTINUE
    corrected.supersedes, corrected.superseding_reason = assessment, superseding_reason
    _refuse_to_conclude_what_was_judged_later(corrected)
    _append(corrected)
    moved = bring_up_to_date(inquiry, assessment.meeting)
    record_event(
        by=by,
        type="corrected view",
        target=corrected,
        before=field_values(assessment, _FIELDS),
        after=field_values(corrected, _FIELDS) | moved,
    )
    return corrected


@transaction.atomic
def reopen_leaf(*, leaf: Recommendation, meeting: Meeting, view: CommitteeView, by: User) -> Assessment:
    """Track a concluded leaf again, from a later meeting of the committee that tracks it on; return the new view.

    The view gives the category it stands in now and the reason; tracking continues. Raises NotAllowed unless `by` may
    record views at that meeting and for that leaf; NotPossible when the leaf is not concluded, the meeting is not
    later than the one that concluded it, or the view lacks its reason; StaleState when the meeting has a view of the
    leaf already. Writes the Assessment and one Event; a concluded inquiry is published again.
    """
    rules.can_record_views.check(by, meeting)
    rules.can_record_views.check(by, leaf)
    if rules.committee_of(leaf) != meeting.committee_id:
        raise NotPossible(f"{leaf.label} is tracked by another committee. Reopen it at a meeting of that one.")
    inquiry = _locked_inquiry(leaf.inquiry_id)
    _check_meeting(meeting)
    concluded = _standing_view(leaf)
    if concluded is None or not concluded.concludes:
        raise NotPossible(f"{leaf.label} is still tracked, so there is nothing to reopen.")
    if meeting.held_on <= concluded.considered_on:
        raise NotPossible(
            f"{leaf.label} was concluded on {written_date(concluded.considered_on)}. "
            "Only a later meeting can reopen it."
        )
    if not view.reason.strip():
        raise NotPossible(f"Enter why {leaf.label} is reopened.")
    reopening = replace(view, outcome=Outcome.VIEWED, agrees=False, decision=Decision.CONTINUE)
    row = _written(reopening, leaf, None, meeting.held_on, by)
    row.meeting, row.reopens = meeting, True
    assessment = _append(row)
    moved = bring_up_to_date(inquiry, meeting)
    record_event(
        by=by,
        type="reopened recommendation",
        target=leaf,
        before=field_values(concluded, _FIELDS),
        after=field_values(assessment, _FIELDS) | moved,
    )
    return assessment


def _locked_inquiry(inquiry_id: int) -> Inquiry:
    """Have whoever else records views on this inquiry wait, so that its last leaf is seen to be the last."""
    return Inquiry.objects.select_for_update(no_key=True).get(pk=inquiry_id)


def _open_for_recording(report: ProgressReport, meeting: Meeting) -> Inquiry:
    """Lock what follows from a view, read states afresh and refuse what is not open for a first view."""
    inquiry = _locked_inquiry(report.inquiry_id)
    _check_meeting(meeting)
    report.refresh_from_db(
        fields=["state", "meeting"], from_queryset=ProgressReport.objects.select_for_update(no_key=True)
    )
    is_public = report.state in ReportState.public() and inquiry.state in InquiryState.public()
    if report.meeting_id != meeting.pk or not is_public:
        raise NotPossible("Views are only recorded on reports published for this meeting. Publish the report first.")
    return inquiry


def _check_meeting(meeting: Meeting) -> None:
    meeting.refresh_from_db(fields=["state"], from_queryset=Meeting.objects.select_for_update(no_key=True))
    state = MeetingState(meeting.state)
    if state in MeetingState.views_recorded():
        return
    next_step = {
        MeetingState.PLANNED: "Issue its papers first.",
        MeetingState.MINUTES_APPROVED: "Its minutes are approved. A view that is recorded already can be corrected.",
    }.get(state, "")
    raise NotPossible(f"No view can be recorded at a meeting that is “{state.label.lower()}”. {next_step}".strip())


def _first_view(
    leaf: Recommendation, meeting: Meeting, report: ProgressReport, view: CommitteeView, by: User
) -> Assessment:
    """Return the unsaved row for a leaf that the report claims something about and that was not concluded before."""
    claim = (
        SelfAssessment.objects.filter(leaf=leaf, update__revision__report=report, update__revision__is_current=True)
        .select_related("category")
        .first()
    )
    if claim is None:
        raise NotPossible(f"{leaf.label} is not in the Progress Report for this meeting.")
    standing = _standing_view(leaf)
    if standing is not None and standing.concludes and standing.meeting_id != meeting.pk:
        raise NotPossible(
            f"{leaf.label} was concluded on {written_date(standing.considered_on)}. Reopen it to give a new view."
        )
    row = _written(view, leaf, claim, meeting.held_on, by)
    row.meeting, row.report = meeting, report
    _refuse_to_conclude_what_was_judged_later(row)
    return row


def _written(
    view: CommitteeView, leaf: Recommendation, claim: SelfAssessment | None, day: date, by: User
) -> Assessment:
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


def _append(row: Assessment) -> Assessment:
    """Save the row; the database has the last word on who was first. Raises StaleState, naming what stands."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        in_its_place = (
            Assessment.objects.filter(leaf=row.leaf, meeting=row.meeting, supersedes=row.supersedes)
            .select_related("recorded_by__person")
            .first()
        )
        if in_its_place is None:
            raise
        at = timezone.localtime(in_its_place.recorded_at)
        raise StaleState(
            f"{row.leaf.label} already has a view that you have not seen: {in_its_place.recorded_by} recorded it "
            f"at {at:%H:%M} on {written_date(at.date())}. Nothing was changed. Open it to read it or to correct it."
        ) from None
    return row


def _standing_view(leaf: Recommendation) -> Assessment | None:
    return Assessment.objects.filter(leaf=leaf).standing().first()


def _refuse_to_conclude_what_was_judged_later(row: Assessment) -> None:
    if row.decision != Decision.CONCLUDE or (row.supersedes is not None and row.supersedes.concludes):
        return
    later = Assessment.objects.filter(leaf=row.leaf, considered_on__gt=row.considered_on).live().last()
    if later is not None:
        raise NotPossible(
            f"{row.leaf.label} was considered again on {written_date(later.considered_on)}, "
            "so it cannot have been concluded before. Correct that later view instead."
        )
