"""What the page of a meeting shows, limited to what the viewer may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q

from tracking import dates
from tracking.enums import MeetingState
from tracking.models import Assessment, ClosedDay, CommitteePack, Meeting, ProgressReport, UpdateRound, User, Viewer
from tracking.models.committees import MeetingQuerySet
from tracking.queries.last_rounds import slip_ledgers
from tracking.queries.slips import DateMove
from tracking.queries.supplements import published_supplements
from tracking.queries.views_at_meeting import ReportAtMeeting, reports_at_meeting

REPORTS_PER_PAGE = 5


@dataclass(frozen=True)
class MeetingPage:
    """One meeting: its reports in any state the viewer may see, its papers, and what was decided.

    `before` and `after` are the committee's meetings on either side of it that were not cancelled. `shown` are the
    reports of one page of what was decided, `moves` how that meeting moved the dates of their leaves, by primary key.
    `awaits_views` where the viewer will read the views only once the clerk publishes them.
    """

    meeting: Meeting
    papers_due_on: date
    reports: tuple[ProgressReport, ...]
    packs: tuple[CommitteePack, ...]
    considered: tuple[ReportAtMeeting, ...]
    reopened: tuple[Assessment, ...]
    update_round: UpdateRound | None = None
    before: Meeting | None = None
    after: Meeting | None = None
    shown: tuple[ReportAtMeeting, ...] = ()
    moves: Mapping[int, tuple[DateMove, ...]] = field(default_factory=dict)
    awaits_views: bool = False

    @property
    def decided(self) -> tuple[ReportAtMeeting, ...]:
        """The reports on which any view is recorded that the viewer may see."""
        return _decided(self.considered)

    @property
    def total(self) -> int:
        return sum(len(row.leaves) for row in self.considered)

    @property
    def waiting(self) -> int:
        return sum(len(row.waiting) for row in self.considered)

    @property
    def recorded(self) -> int:
        return self.total - self.waiting


def papers_deadlines(meetings: Iterable[Meeting]) -> dict[int, date]:
    """Return by meeting the last day on which its papers can go out in time, in one query.

    Source: `dates.papers_due_on`; how many clear working days is the council's setting.
    """
    closed = frozenset(ClosedDay.objects.values_list("day", flat=True))
    return {row.pk: dates.papers_due_on(row.held_on, settings.CLEAR_WORKING_DAYS, closed) for row in meetings}


def meeting_page(meeting: Meeting, viewer: Viewer, *, page: int | str | None = 1) -> MeetingPage:
    """Read a meeting's papers and what was decided at it, in a fixed number of queries.

    `page` is that of what was decided, REPORTS_PER_PAGE to each.
    """
    reports = (
        ProgressReport.objects.visible_to(viewer)
        .live()
        .filter(meeting=meeting)
        .select_related("inquiry", "lead_post")
        .prefetch_related(published_supplements(viewer))
        .order_by("inquiry__title", "pk")
    )
    reopened = Assessment.objects.visible_to(viewer).live().filter(meeting=meeting, reopens=True)
    considered = reports_at_meeting(meeting, viewer)
    shown = tuple(Paginator(_decided(considered), REPORTS_PER_PAGE).get_page(page))
    return MeetingPage(
        meeting=meeting,
        papers_due_on=papers_deadlines([meeting])[meeting.pk],
        reports=tuple(reports),
        packs=tuple(
            CommitteePack.objects.visible_to(viewer)
            .filter(meeting=meeting)
            .select_related("meeting__committee")
            .order_by("edition", "number")
        ),
        considered=considered,
        reopened=tuple(
            reopened.select_related("leaf__inquiry", "leaf__parent", "category").order_by("leaf__number", "pk")
        ),
        update_round=UpdateRound.objects.filter(meeting=meeting).first(),
        before=_neighbours(meeting, viewer).filter(_earlier(meeting)).order_by("-held_on", "-sequence").first(),
        after=_neighbours(meeting, viewer).exclude(_earlier(meeting)).order_by("held_on", "sequence").first(),
        shown=shown,
        moves=_moves(shown, meeting, viewer),
        awaits_views=meeting.views_published_at is None and not isinstance(viewer, User),
    )


def _decided(considered: Iterable[ReportAtMeeting]) -> tuple[ReportAtMeeting, ...]:
    return tuple(row for row in considered if any(leaf.view for leaf in row.leaves))


def _earlier(meeting: Meeting) -> Q:
    return Q(held_on__lt=meeting.held_on) | Q(held_on=meeting.held_on, sequence__lt=meeting.sequence)


def _neighbours(meeting: Meeting, viewer: Viewer) -> MeetingQuerySet:
    others = Meeting.objects.visible_to(viewer).filter(committee=meeting.committee_id).exclude(pk=meeting.pk)
    return others.exclude(state=MeetingState.CANCELLED).select_related("committee")


def _moves(shown: Iterable[ReportAtMeeting], meeting: Meeting, viewer: Viewer) -> dict[int, tuple[DateMove, ...]]:
    """By leaf how the claims for a meeting, and the views given at it, moved the completion date."""
    leaves = [row.leaf for report in shown for row in report.leaves if row.view]
    return {
        pk: tuple(move for move in ledger.moves if move.sitting.meeting == meeting)
        for pk, ledger in slip_ledgers(leaves, viewer).items()
    }
