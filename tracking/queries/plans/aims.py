"""What the page of one aim shows: its items with what they said before, who leads, and what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tracking.models import Viewer
from tracking.models.plans import Aim, Lead, PlanItem, PlanLink
from tracking.queries.slips import Ledger, Move, moves_between


@dataclass(frozen=True, kw_only=True)
class ItemMove(Move):
    """A later date, or an earlier one, that a changed item gave."""

    item: PlanItem


@dataclass(frozen=True)
class ItemHistory:
    """An action or output, the row in force last: what it said first, and each row that took the place of one."""

    rows: tuple[PlanItem, ...]
    leads: tuple[Lead, ...]
    links: tuple[PlanLink, ...]
    slips: Ledger[ItemMove]

    @property
    def item(self) -> PlanItem:
        """The last row: the one in force, unless it was taken out."""
        return self.rows[-1]

    @property
    def earlier(self) -> tuple[PlanItem, ...]:
        """What it said before, the latest first."""
        return self.rows[-2::-1]


@dataclass(frozen=True)
class AimHistory:
    """An aim as it stands on a day. `before` and `after` are its neighbours in the plan."""

    aim: Aim
    leads: tuple[Lead, ...]
    past_leads: tuple[Lead, ...]
    items: tuple[ItemHistory, ...]
    taken_out: tuple[ItemHistory, ...]
    links: tuple[PlanLink, ...]
    before: Aim | None
    after: Aim | None


def aim_history(aim: Aim, viewer: Viewer, *, on: date) -> AimHistory:
    """Read an aim with everything that became of its items, in a fixed number of queries."""
    leads = list(Lead.objects.filter(Q(aim=aim) | Q(item__aim=aim)).select_related("post"))
    links = list(
        PlanLink.objects.visible_to(viewer)
        .filter(Q(aim=aim) | Q(item__aim=aim))
        .select_related("inquiry", "recommendation__inquiry")
    )
    rows = aim.items.select_related("supersedes", "recorded_by__person")
    histories = [item_history(chain, leads, links, on=on) for chain in chains(rows)]
    own = [row for row in leads if row.aim_id]
    before, after = _neighbours(aim)
    return AimHistory(
        aim=aim,
        leads=tuple(row for row in own if row.in_force(on)),
        past_leads=tuple(row for row in own if row.ends_on and row.ends_on <= on),
        items=tuple(row for row in histories if not row.item.taken_out_reason),
        taken_out=tuple(row for row in histories if row.item.taken_out_reason),
        links=tuple(row for row in links if row.aim_id),
        before=before,
        after=after,
    )


def chains(rows: Iterable[PlanItem]) -> list[tuple[PlanItem, ...]]:
    """Return items with what each took the place of, the first said first; in the order of the plan."""
    following = {}
    first = []
    for row in rows:
        if row.supersedes_id:
            following[row.supersedes_id] = row
        else:
            first.append(row)
    return [tuple(_from(row, following)) for row in first]


def _from(row: PlanItem, following: dict[int, PlanItem]) -> Iterable[PlanItem]:
    current: PlanItem | None = row
    while current is not None:
        yield current
        current = following.get(current.pk)


def item_ledger(rows: tuple[PlanItem, ...]) -> Ledger[ItemMove]:
    """Derive what became of an item's date from the rows of its chain; a row without a day moves nothing.

    The first row's date is the original one. Source: the council's process (docs/domain-rules.md, "Dates").
    """
    first, *later = rows
    given: Iterable[tuple[date, dict[str, Any]]] = [(row.due_on, {"item": row}) for row in later if row.due_on]
    return Ledger(first.due_text, first.due_on, moves_between(first.due_on, given, ItemMove))


def item_history(
    rows: tuple[PlanItem, ...], leads: Iterable[Lead], links: Iterable[PlanLink], *, on: date
) -> ItemHistory:
    """Return an item, from its first row to its last, with those of the leads and links that are its own on a day."""
    key = rows[-1].pk
    return ItemHistory(
        rows=rows,
        leads=tuple(row for row in leads if row.item_id == key and row.in_force(on)),
        links=tuple(row for row in links if row.item_id == key),
        slips=item_ledger(rows),
    )


def _neighbours(aim: Aim) -> tuple[Aim | None, Aim | None]:
    aims = Aim.objects.filter(theme__plan=aim.plan).select_related("theme")
    before = aims.filter(
        Q(theme__number__lt=aim.theme.number) | Q(theme=aim.theme, position__lt=aim.position)
    ).order_by("-theme__number", "-position")
    after = aims.filter(Q(theme__number__gt=aim.theme.number) | Q(theme=aim.theme, position__gt=aim.position)).order_by(
        "theme__number", "position"
    )
    return before.first(), after.first()
