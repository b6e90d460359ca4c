"""What waits for a user in the months of plans: read from states and dates, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from tracking.enums import PlanRoundState, PlanUpdateState
from tracking.models import Viewer, roles_of
from tracking.models.plans import PlanRound, PlanUpdate


@dataclass(frozen=True)
class PlanTask:
    """An open month with what a user has to do in it: `to_write` by their posts, `to_check` and to issue as keeper."""

    round: PlanRound
    to_write: int = 0
    to_check: int = 0
    awaited: int = 0
    is_kept: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands between a month they keep and its issue."""
        return self.is_kept and not self.to_check and not self.awaited


def plan_tasks(viewer: Viewer) -> list[PlanTask]:
    """Return the open months in which a viewer has something to do, in three queries; none for who holds no post."""
    roles = roles_of(viewer)
    if not roles.posts:
        return []
    writes = PlanUpdate.objects.awaited().written_by(viewer)
    left_in = Q(updates__left_out_reason="")
    rows = (
        PlanRound.objects.visible_to(viewer)
        .filter(state=PlanRoundState.OPEN)
        .select_related("plan")
        .annotate(
            to_write=Count("updates", filter=Q(updates__in=writes.values("pk")), distinct=True),
            to_check=Count("updates", filter=left_in & Q(updates__state=PlanUpdateState.SUBMITTED), distinct=True),
            awaited=Count("updates", filter=left_in & Q(updates__state__in=PlanUpdateState.editable()), distinct=True),
        )
        .order_by("due_on", "pk")
    )
    kept = frozenset(PlanRound.objects.kept_by(viewer).filter(state=PlanRoundState.OPEN).values_list("pk", flat=True))
    return [task for task in _tasks(rows, kept) if task.to_write or task.to_check or task.is_ready]


def _tasks(rows: Iterable[PlanRound], kept: frozenset[int]) -> Iterable[PlanTask]:
    for row in rows:
        is_kept = row.pk in kept
        counts = {name: getattr(row, name) for name in ("to_write", "to_check", "awaited")}
        yield PlanTask(row, counts["to_write"], counts["to_check"] if is_kept else 0, counts["awaited"], is_kept)
