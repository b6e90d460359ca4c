"""What an officer has before them while a view is recorded, corrected, or a leaf reopened."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracking.enums import Outcome
from tracking.models import Assessment, Meeting, ProgressReport, Recommendation, Viewer
from tracking.models.recommendations import reference_parts
from tracking.queries.report_content import LeafInReport, Section
from tracking.queries.reports import read_report
from tracking.queries.views_at_meeting import LeafAtMeeting, ReportAtMeeting, reports_at_meeting

_IS_KEY = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class RecordPage:
    """One leaf, or all parts of a recommendation, at a meeting.

    `waiting` are those of the leaves that still wait for a view. `place` is the first leaf's among the meeting's
    `total`, in the order of the papers; `previous` and `next` are its neighbours; `next_waiting` is where to go on once
    this is recorded. `deferred_from` is the earlier meeting whose report this comes from, if it was deferred there;
    `in_order` are all leaves of the meeting, each with its report.
    """

    meeting: Meeting
    report: ProgressReport
    recommendation: Recommendation
    section: Section
    leaves: tuple[LeafInReport, ...]
    waiting: tuple[LeafInReport, ...]
    place: int
    total: int
    previous: LeafAtMeeting | None
    next: LeafAtMeeting | None
    next_waiting: LeafAtMeeting | None
    deferred_from: Meeting | None
    in_order: tuple[tuple[ReportAtMeeting, LeafAtMeeting], ...]

    @property
    def is_several(self) -> bool:
        return len(self.leaves) > 1


def record_page(meeting: Meeting, viewer: Viewer, inquiry_slug: str, reference: str) -> RecordPage | None:
    """Read what is on the table for a leaf, or for a recommendation with all its parts, in a fixed number of queries.

    None when no public report for the meeting holds it.
    """
    reports = reports_at_meeting(meeting, viewer)
    in_order = [(row, leaf) for row in reports for leaf in row.leaves]
    places = [place for place, pair in enumerate(in_order) if _is_called(*pair, inquiry_slug, reference)]
    if not places:
        return None
    report = in_order[places[0]][0].report
    at_meeting = {leaf.leaf: leaf for row, leaf in (in_order[place] for place in places) if row.report == report}
    first = next(iter(at_meeting))
    whole = first.parent or first
    section = read_report(report, viewer=viewer, recommendation=whole).sections[0]
    here = tuple(replace(row, view=at_meeting[row.leaf].view) for row in section.tracked if row.leaf in at_meeting)
    return RecordPage(
        meeting=meeting,
        report=report,
        recommendation=first if first.reference == reference else whole,
        section=section,
        leaves=here,
        waiting=tuple(row for row in here if at_meeting[row.leaf].waits),
        deferred_from=in_order[places[0]][0].deferred_from,
        in_order=tuple(in_order),
        place=places[0] + 1,
        total=len(in_order),
        previous=in_order[places[0] - 1][1] if places[0] else None,
        next=in_order[places[-1] + 1][1] if places[-1] + 1 < len(in_order) else None,
        next_waiting=_next_waiting([leaf for _, leaf in in_order], places),
    )


def _is_called(report: ReportAtMeeting, leaf: LeafAtMeeting, inquiry_slug: str, reference: str) -> bool:
    """Whether a leaf goes by a reference, its own or that of the recommendation it is a part of."""
    whole = leaf.leaf.parent
    names = {leaf.leaf.reference, whole.reference if whole else ""}
    return report.report.inquiry.slug == inquiry_slug and reference in names


def _next_waiting(in_order: Sequence[LeafAtMeeting], places: Sequence[int]) -> LeafAtMeeting | None:
    """The next leaf to record after these, from the start again after the last."""
    after = [*in_order[places[-1] + 1 :], *in_order[: places[0]]]
    return next((leaf for leaf in after if leaf.waits), None)


def at_reference(reports: Iterable[ReportAtMeeting], reference: str, *, first_of: str) -> Recommendation | None:
    """Return the leaf of a meeting called by a reference ("6b"), or the recommendation of which parts are here ("6").

    Of several inquiries' the one whose slug is `first_of` comes first, then one that still waits.
    """
    called = reference_parts(reference)
    found = [
        (leaf.leaf.inquiry.slug != first_of, not leaf.waits, named)
        for row in reports
        for leaf in row.leaves
        for named in (leaf.leaf, leaf.leaf.parent)
        if named is not None and (named.number, named.letter) == called
    ]
    return min(found, key=lambda row: row[:2])[2] if found else None


def live_view(
    meeting: Meeting, viewer: Viewer, inquiry_slug: str, reference: str, *, seen: str = ""
) -> Assessment | None:
    """The view of a leaf at a meeting that nothing supersedes: the one to correct.

    With `seen`, the primary key that a form was sent with, the one somebody had before them, whatever became of it.
    """
    leaves = Recommendation.objects.visible_to(viewer).filter(inquiry__slug=inquiry_slug).at_reference(reference)
    views = Assessment.objects.visible_to(viewer).filter(meeting=meeting, leaf__in=leaves)
    views = views.exclude(outcome=Outcome.UNDONE).filter(pk=int(seen)) if _IS_KEY.fullmatch(seen) else views.live()
    return views.select_related(
        "leaf__inquiry__scheme",
        "leaf__parent",
        "meeting__committee",
        "report",
        "self_assessment__category",
        "category",
        "recorded_by__person",
        "conclusion_target_recommendation__inquiry",
    ).first()
