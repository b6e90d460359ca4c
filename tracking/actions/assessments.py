"""The committee's view of a leaf, recorded at a meeting: one at a time, for several parts, or for all the rest.

Only a committee concludes, and only at a meeting (docs/domain-rules.md, "Only a committee concludes").
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from tracking import rules
from tracking.actions.committee_views import CommitteeView
from tracking.actions.consequences import bring_up_to_date
from tracking.actions.events import field_values, record_event
from tracking.actions.news_mails import tell_followers_of_later_views
from tracking.actions.view_rows import FIELDS, append, first_view, locked_inquiry, open_for_recording, recorded_already
from tracking.exceptions import NotPossible
from tracking.models import Assessment, Inquiry, Meeting, ProgressReport, Recommendation, SelfAssessment, User


@transaction.atomic
def record_view(
    *,
    leaf: Recommendation,
    meeting: Meeting,
    report: ProgressReport,
    view: CommitteeView,
    by: User,
    form_key: UUID | None = None,
) -> Assessment:
    """Record the committee's first view on a leaf at a meeting; return it.

    A view undone before is no view. The same `form_key` sent again by the same user writes nothing and returns what it
    recorded, whatever became of it since. Raises NotAllowed unless `by` runs the meeting's committee and has nothing to
    do with a cabinet post; NotPossible when the papers are not issued, the report is not published for this meeting
    (nor the leaf deferred to it), the leaf is not in it or concluded before, or the view lacks something; StaleState
    when somebody recorded this leaf at this meeting already.

    Writes the Assessment and one Event. What follows from the view is in `consequences.bring_up_to_date`.
    """
    rules.can_record_views.check(by, meeting)
    inquiry = open_for_recording(report, meeting)
    if again := recorded_already(leaf, form_key, by):
        return again
    row = first_view(leaf, meeting, report, view, by)
    row.form_key = form_key
    assessment = append(row)
    moved = bring_up_to_date(inquiry, meeting)
    tell_followers_of_later_views([assessment])
    record_event(by=by, type="recorded view", target=assessment, after=field_values(assessment, FIELDS) | moved)
    return assessment


@transaction.atomic
def record_view_for_all_parts(
    *,
    parts: Sequence[Recommendation],
    meeting: Meeting,
    report: ProgressReport,
    view: CommitteeView,
    by: User,
    form_key: UUID | None = None,
) -> list[Assessment]:
    """Record one view for several parts of a recommendation in one act: all of them, or none; return the rows.

    Where the view agrees, each part gets its own claim. Raises and writes as `record_view` does for each part, but one
    Event for the act, on the recommendation the parts belong to.
    """
    rules.can_record_views.check(by, meeting)
    if not parts or len({part.parent_id for part in parts}) > 1 or parts[0].parent is None:
        raise NotPossible("Choose at least one part, all of the same recommendation.")
    inquiry = open_for_recording(report, meeting)
    again = [row for part in parts if (row := recorded_already(part, form_key, by))]
    if again:
        return again
    rows = [first_view(part, meeting, report, view, by) for part in parts]
    for row in rows:
        row.form_key = form_key
        append(row)
    moved = bring_up_to_date(inquiry, meeting)
    tell_followers_of_later_views(rows)
    record_event(
        by=by,
        type="recorded view on parts",
        target=parts[0].parent,
        after={"assessments": [row.pk for row in rows]} | moved,
    )
    return rows


@transaction.atomic
def agree_with_the_rest(*, meeting: Meeting, claims: Sequence[SelfAssessment], by: User) -> list[Assessment]:
    """Record for each of several claims that the committee agrees with it: all of them, or none; return the rows.

    For a room that is content. Raises and writes as `record_view` does for each leaf, but one Event for the act, on the
    meeting. A claim whose category decides nothing by itself cannot be agreed with in this way. Reads `leaf.parent`,
    `leaf.inquiry` and `update.revision.report` of the claims.
    """
    rules.can_record_views.check(by, meeting)
    if not claims:
        raise NotPossible("Choose at least one recommendation to agree with.")
    reports = {claim.update.revision.report_id: claim.update.revision.report for claim in claims}
    # Every inquiry before the meeting, which whoever records one view locks after its inquiry, and in one order: so two
    # officers never wait for each other.
    for inquiry_id in sorted({report.inquiry_id for report in reports.values()}):
        locked_inquiry(inquiry_id)
    inquiries: dict[int, Inquiry] = {}
    for _, report in sorted(reports.items()):
        inquiries[report.inquiry_id] = open_for_recording(report, meeting)
    agreeing = CommitteeView(agrees=True)
    rows = [
        append(first_view(claim.leaf, meeting, reports[claim.update.revision.report_id], agreeing, by))
        for claim in claims
    ]
    moved = {str(pk): bring_up_to_date(inquiry, meeting) for pk, inquiry in inquiries.items()}
    tell_followers_of_later_views(rows)
    record_event(
        by=by,
        type="agreed with the rest",
        target=meeting,
        after={
            "assessments": [row.pk for row in rows],
            "inquiries": {pk: what for pk, what in moved.items() if what},
        },
    )
    return rows
