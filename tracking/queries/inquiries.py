"""What the list of inquiries and the page of one show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from tracking.models import Assessment, Inquiry, Meeting, ProgressReport, Recommendation, RegisterEntry, Viewer
from tracking.models.inquiries import InquiryQuerySet
from tracking.models.register import audience_of
from tracking.queries.inquiry_documents import RoundDocuments, round_documents
from tracking.queries.inquiry_people import PostInvolved, posts_involved
from tracking.queries.inquiry_progress import Standing, standings
from tracking.queries.judgements import LeafRound, RoundsByLeaf, Sitting, rounds_by_leaf, sittings_of
from tracking.queries.next_rounds import known_next_rounds
from tracking.queries.recommendations import HandingOn, Position, handings_on, position
from tracking.queries.search import matching, search
from tracking.queries.supplements import published_supplements


@dataclass(frozen=True)
class NextMeeting:
    """The sitting an inquiry comes to next. `has_report` when a Progress Report the viewer may see is for it."""

    meeting: Meeting
    has_report: bool


@dataclass(frozen=True)
class InquiryRow:
    """One inquiry in the list: how many of its leaves are concluded, when it was last tracked, what comes next."""

    inquiry: Inquiry
    leaf_count: int
    concluded_count: int
    has_parts: bool
    last_tracked_on: date | None
    next_meeting: NextMeeting | None


@dataclass(frozen=True)
class GridRow:
    """A line of the grid: a recommendation or part with a round, or None, for each sitting.

    `position` is None for a recommendation with parts, which is never judged as a whole; rounds it has all the same
    were held before it was split.
    """

    recommendation: Recommendation
    position: Position | None
    rounds: tuple[LeafRound | None, ...]


@dataclass(frozen=True)
class GridGroup:
    """A whole recommendation and its parts."""

    whole: GridRow
    parts: tuple[GridRow, ...]

    @property
    def leaves(self) -> tuple[Position, ...]:
        return tuple(row.position for row in (self.whole, *self.parts) if row.position)


@dataclass(frozen=True)
class InquiryHistory:
    """Everything the page of an inquiry shows, limited to what the viewer may see."""

    inquiry: Inquiry
    sittings: tuple[Sitting, ...]
    groups: tuple[GridGroup, ...]
    reports: tuple[ProgressReport, ...]
    handings_on: tuple[HandingOn, ...]
    last_tracked_on: date | None
    next_meeting: NextMeeting | None
    next_round_on: date | None = None
    standings: tuple[Standing, ...] = ()
    documents: tuple[RoundDocuments, ...] = ()
    posts: tuple[PostInvolved, ...] = ()

    @property
    def leaves(self) -> tuple[Position, ...]:
        return tuple(leaf for group in self.groups for leaf in group.leaves)

    @property
    def is_tracked(self) -> bool:
        """Whether the committee has not concluded a leaf, as far as the viewer may know."""
        return any(not leaf.is_concluded for leaf in self.leaves)


def inquiries_matching(inquiries: InquiryQuerySet, words: str, viewer: Viewer) -> InquiryQuerySet:
    """Return those with a leaf in which, or in whose inquiry or evidence, all of the words occur (`queries.search`).

    An inquiry without recommendations is found by the words of its title.
    """
    looked_for = search(words)
    if not looked_for:
        return inquiries
    entries = matching(RegisterEntry.objects.filter(audience=audience_of(viewer)), looked_for)
    titled = Q()
    for word in words.split():
        titled &= Q(title__icontains=word)
    return inquiries.filter(Q(pk__in=entries.values("inquiry")) | titled)


def inquiry_rows(inquiries: Iterable[Inquiry], viewer: Viewer, *, today: date) -> list[InquiryRow]:
    """Return the rows of a page of inquiries, in the order given, in a fixed number of queries.

    The inquiries come from `visible_to(viewer).with_tracking_committee()`.
    """
    rows = list(inquiries)
    entries = RegisterEntry.objects.filter(audience=audience_of(viewer), inquiry__in=rows).order_by()
    concluded: dict[int, list[bool]] = {inquiry.pk: [] for inquiry in rows}
    for inquiry_id, is_concluded in entries.values_list("inquiry_id", "is_concluded"):
        concluded[inquiry_id].append(is_concluded)
    parts = Recommendation.objects.in_force().filter(inquiry__in=rows, parent__isnull=False)
    with_parts = set(parts.order_by().values_list("inquiry", flat=True))
    last_tracked = last_tracked_on(rows, viewer)
    meetings = next_meetings(rows, viewer, on=today)
    return [
        InquiryRow(
            inquiry=inquiry,
            leaf_count=len(concluded[inquiry.pk]),
            concluded_count=sum(concluded[inquiry.pk]),
            has_parts=inquiry.pk in with_parts,
            last_tracked_on=last_tracked[inquiry.pk],
            next_meeting=meetings.get(inquiry.pk),
        )
        for inquiry in rows
    ]


def inquiry_history(inquiry: Inquiry, viewer: Viewer, *, today: date) -> InquiryHistory:
    """Read the history of an inquiry that the viewer may see, in a fixed number of queries.

    `inquiry` comes from `visible_to(viewer).with_tracking_committee()`.
    """
    recommendations = list(
        Recommendation.objects.visible_to(viewer)
        .filter(inquiry=inquiry)
        .with_standing_assessment(viewer)
        .with_responsibilities()
    )
    rounds = rounds_by_leaf([row.pk for row in recommendations], viewer)
    sittings = sittings_of(row for found in rounds.values() for row in found)
    reports = _reports(inquiry, viewer)
    parents = {row.parent_id for row in recommendations}
    leaves = [(row, rounds[row.pk]) for row in recommendations if row.pk not in parents]
    return InquiryHistory(
        inquiry=inquiry,
        sittings=sittings,
        groups=_groups(recommendations, rounds, sittings),
        reports=reports,
        handings_on=handings_on(inquiry),
        last_tracked_on=last_tracked_on([inquiry], viewer)[inquiry.pk],
        next_meeting=next_meetings([inquiry], viewer, on=today).get(inquiry.pk),
        next_round_on=known_next_rounds([inquiry], viewer)[inquiry.pk],
        standings=standings(leaves, sittings, today=today),
        documents=round_documents(reports, viewer),
        posts=posts_involved(recommendations, since=inquiry.approved_on),
    )


def _reports(inquiry: Inquiry, viewer: Viewer) -> tuple[ProgressReport, ...]:
    """Those the viewer may see, the latest first."""
    return tuple(
        ProgressReport.objects.visible_to(viewer)
        .filter(inquiry=inquiry)
        .select_related("meeting__committee", "lead_post")
        .prefetch_related("posts", published_supplements(viewer))
        .order_by("-meeting__held_on", "-meeting__sequence", "pk")
    )


def _groups(
    recommendations: list[Recommendation], rounds: RoundsByLeaf, sittings: tuple[Sitting, ...]
) -> tuple[GridGroup, ...]:
    parts: dict[int, list[Recommendation]] = {}
    for row in recommendations:
        if row.parent_id is not None:
            parts.setdefault(row.parent_id, []).append(row)
    return tuple(
        GridGroup(
            whole=_grid_row(row, rounds, sittings, is_leaf=row.pk not in parts),
            parts=tuple(_grid_row(part, rounds, sittings, is_leaf=True) for part in parts.get(row.pk, [])),
        )
        for row in recommendations
        if row.parent_id is None
    )


def _grid_row(
    recommendation: Recommendation, rounds: RoundsByLeaf, sittings: tuple[Sitting, ...], *, is_leaf: bool
) -> GridRow:
    own = rounds[recommendation.pk]
    at = {row.sitting: row for row in own}
    return GridRow(
        recommendation=recommendation,
        position=position(recommendation, own) if is_leaf else None,
        rounds=tuple(at.get(sitting) for sitting in sittings),
    )


def last_tracked_on(inquiries: Iterable[Inquiry], viewer: Viewer) -> dict[int, date | None]:
    """Return when each inquiry was last tracked: the latest view given, or the date carried over; None for never.

    Source: the "date last tracked" of the council's Progress Reports.
    """
    rows = list(inquiries)
    # By the leaves themselves: joined to their inquiries, the database would rather look at every view there is.
    inquiry_of = dict(Recommendation.objects.filter(inquiry__in=rows).order_by().values_list("pk", "inquiry"))
    views = Assessment.objects.visible_to(viewer).standing().filter(leaf__in=list(inquiry_of))
    latest: dict[int, date] = {}
    for leaf_id, day in views.order_by().values_list("leaf").annotate(Max("considered_on")):
        latest[inquiry_of[leaf_id]] = max(day, latest.get(inquiry_of[leaf_id], day))
    return {
        row.pk: max((day for day in (latest.get(row.pk), row.last_tracked_on_carried_over) if day), default=None)
        for row in rows
    }


def next_meetings(inquiries: Iterable[Inquiry], viewer: Viewer, *, on: date) -> dict[int, NextMeeting]:
    """Return the sitting each inquiry comes to next, on or after a day; inquiries without one are left out.

    That of a live Progress Report the viewer may see, else the next one of the tracking committee. Reads the
    `with_tracking_committee` prefetch.
    """
    rows = list(inquiries)
    committees = {row.pk: row.tracking_committee for row in rows}
    upcoming = Meeting.objects.visible_to(viewer).upcoming(on).select_related("committee")
    first_of: dict[int, Meeting] = {}
    for meeting in upcoming.filter(committee__in={committee for committee in committees.values() if committee}):
        first_of.setdefault(meeting.committee_id, meeting)
    found = {
        pk: NextMeeting(first_of[committee.pk], has_report=False)
        for pk, committee in committees.items()
        if committee and committee.pk in first_of
    }
    reports = ProgressReport.objects.visible_to(viewer).live().filter(inquiry__in=rows, meeting__in=upcoming)
    for report in reports.select_related("meeting__committee").order_by("-meeting__held_on", "-meeting__sequence"):
        found[report.inquiry_id] = NextMeeting(report.meeting, has_report=True)
    return found
