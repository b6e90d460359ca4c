"""Changing what was recorded, always by a further row: a correction, an undoing, a leaf tracked again."""

from dataclasses import replace

from django.db import transaction

from tracking import rules
from tracking.actions.committee_views import CommitteeView
from tracking.actions.consequences import bring_up_to_date
from tracking.actions.events import field_values, record_event
from tracking.actions.news_mails import tell_followers_of_later_views
from tracking.actions.view_rows import (
    FIELDS,
    append,
    check_meeting,
    locked_inquiry,
    refuse_to_conclude_what_was_judged_later,
    standing_view,
    take_the_place_of_an_undone_view,
    written,
)
from tracking.enums import Decision, MeetingState, Outcome
from tracking.exceptions import NotPossible
from tracking.models import Assessment, Meeting, Recommendation, User
from tracking.presenters.wording import written_date

UNDONE = "Undone."


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
    inquiry = locked_inquiry(leaf.inquiry_id)
    corrected = written(view, leaf, assessment.self_assessment, assessment.considered_on, by)
    corrected.meeting, corrected.report = assessment.meeting, assessment.report
    corrected.source_text = assessment.source_text
    corrected.reopens = assessment.reopens and corrected.decision == Decision.CONTINUE
    corrected.supersedes, corrected.superseding_reason = assessment, superseding_reason
    refuse_to_conclude_what_was_judged_later(corrected)
    append(corrected)
    moved = bring_up_to_date(inquiry, assessment.meeting)
    tell_followers_of_later_views([corrected])
    record_event(
        by=by,
        type="corrected view",
        target=corrected,
        before=field_values(assessment, FIELDS),
        after=field_values(corrected, FIELDS) | moved,
    )
    return corrected


@transaction.atomic
def undo_view(*, assessment: Assessment, by: User) -> Assessment:
    """Take back a view until the minutes are approved, by a row that supersedes it; return that row.

    The leaf then waits for a view again; one reopened is concluded as it was. Raises NotAllowed unless `by` may record
    views at the meeting; NotPossible for a view carried over, or once the minutes are approved; StaleState when
    somebody else corrected or undid it first. Writes the Assessment and one Event; a report that was considered waits
    for its view again.
    """
    meeting, leaf = assessment.meeting, assessment.leaf
    rules.can_record_views.check(by, meeting or leaf)
    if meeting is None:
        raise NotPossible("This view was carried over from before. Correct it, with the reason.")
    inquiry = locked_inquiry(leaf.inquiry_id)
    meeting.refresh_from_db(fields=["state"], from_queryset=Meeting.objects.select_for_update(no_key=True))
    if meeting.state not in MeetingState.views_recorded():
        raise NotPossible("The minutes of this meeting are approved. Correct the view, with the reason.")
    undone = append(
        Assessment(
            leaf=leaf,
            meeting=meeting,
            report=assessment.report,
            self_assessment=assessment.self_assessment,
            considered_on=assessment.considered_on,
            outcome=Outcome.UNDONE,
            supersedes=assessment,
            superseding_reason=UNDONE,
            recorded_by=by,
        )
    )
    moved = bring_up_to_date(inquiry, meeting)
    record_event(
        by=by,
        type="undid view",
        target=undone,
        before=field_values(assessment, FIELDS),
        after=field_values(undone, FIELDS) | moved,
    )
    return undone


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
    inquiry = locked_inquiry(leaf.inquiry_id)
    check_meeting(meeting)
    concluded = _concluding_view(leaf, meeting)
    if not view.reason.strip():
        raise NotPossible(f"Enter why {leaf.label} is reopened.")
    reopening = replace(view, outcome=Outcome.VIEWED, agrees=False, decision=Decision.CONTINUE)
    row = written(reopening, leaf, None, meeting.held_on, by)
    row.meeting, row.reopens = meeting, True
    take_the_place_of_an_undone_view(row)
    assessment = append(row)
    moved = bring_up_to_date(inquiry, meeting)
    tell_followers_of_later_views([assessment])
    record_event(
        by=by,
        type="reopened recommendation",
        target=leaf,
        before=field_values(concluded, FIELDS),
        after=field_values(assessment, FIELDS) | moved,
    )
    return assessment


def _concluding_view(leaf: Recommendation, meeting: Meeting) -> Assessment:
    """The view that concluded a leaf before this meeting. Raises NotPossible when there is none."""
    concluded = standing_view(leaf)
    if concluded is None or not concluded.concludes:
        raise NotPossible(f"{leaf.label} is still tracked, so there is nothing to reopen.")
    if meeting.held_on <= concluded.considered_on:
        raise NotPossible(
            f"{leaf.label} was concluded on {written_date(concluded.considered_on)}. "
            "Only a later meeting can reopen it."
        )
    return concluded
