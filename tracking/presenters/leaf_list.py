"""The leaves of a meeting at the side of the page, in the order of the papers, with what became of each."""

from dataclasses import dataclass
from itertools import groupby

from tracking.enums import Outcome
from tracking.presenters.judgements import Tag, view_tags
from tracking.presenters.positions import short_title
from tracking.presenters.views_at_meeting import record_href
from tracking.queries.recording import RecordPage
from tracking.queries.views_at_meeting import LeafAtMeeting, ReportAtMeeting


@dataclass(frozen=True)
class ListedLeaf:
    """A leaf in the list: `mark` is what is seen of its state, `state` what it means in words."""

    reference: str
    label: str
    title: str
    href: str
    mark: str
    tone: str
    state: str
    is_settled: bool
    is_current: bool


@dataclass(frozen=True)
class ListedReport:
    """The leaves of one report; `deferred_from` says that they come from an earlier meeting."""

    title: str
    deferred_from: str
    leaves: tuple[ListedLeaf, ...]


def listed_reports(page: RecordPage) -> tuple[ListedReport, ...]:
    """Group the meeting's leaves by their reports, as they are taken."""
    here = {row.leaf.pk for row in page.leaves}
    groups = groupby(page.in_order, key=lambda pair: pair[0].report.pk)
    return tuple(_report(page, list(pairs), here) for _, pairs in groups)


def _report(page: RecordPage, pairs: list[tuple[ReportAtMeeting, LeafAtMeeting]], here: set[int]) -> ListedReport:
    row, slug = pairs[0][0], pairs[0][0].report.inquiry.slug
    is_here = row.report == page.report
    return ListedReport(
        title=str(row.report.inquiry),
        deferred_from=f"Deferred on {row.deferred_from.held_on:%-d %B %Y}" if row.deferred_from else "",
        leaves=tuple(
            ListedLeaf(
                reference=leaf.leaf.reference,
                label=leaf.leaf.label,
                title=short_title(leaf.leaf, 40),
                href=record_href(page.meeting, slug, leaf.leaf),
                mark=(tag := _tag(leaf)).number or tag.words,
                tone=tag.tone if tag.number else "",
                state=f"{tag.number} {tag.words}".strip() or "not recorded yet",
                is_settled=not leaf.waits,
                is_current=is_here and leaf.leaf.pk in here,
            )
            for _, leaf in pairs
        ),
    )


def _tag(leaf: LeafAtMeeting) -> Tag:
    """The category, or in a word or two what was recorded in its place."""
    view = leaf.view
    if view is None:
        return Tag("plain", "concluded before" if leaf.concluded_before else "")
    if view.category is None and view.outcome == Outcome.VIEWED:
        return Tag("concluded", "concluded")
    return view_tags(view)[0] if view.category else Tag("plain", Outcome(view.outcome).label.lower())
