"""What the page of an action or output of a whole theme shows: what it said, who leads on it, and what it answers."""

from dataclasses import dataclass
from datetime import date

from tracking.models import Viewer
from tracking.models.plans import ImprovementPlan, Lead, PlanItem, PlanLink
from tracking.queries.plans.aims import ItemHistory, chains, item_history


@dataclass(frozen=True)
class ThemeItemHistory:
    """An item of a whole theme as it stands on a day, with the leads it had before."""

    history: ItemHistory
    past_leads: tuple[Lead, ...]

    @property
    def item(self) -> PlanItem:
        return self.history.item


def wordings_of_item(plan: ImprovementPlan, pk: int) -> tuple[PlanItem, ...]:
    """Return every row of the item that one of its rows is known by, the first first; none where the plan has none."""
    rows = PlanItem.objects.of_plan(plan).order_by("pk")
    return next((chain for chain in chains(rows) if any(row.pk == pk for row in chain)), ())


def theme_item_history(rows: tuple[PlanItem, ...], viewer: Viewer, *, on: date) -> ThemeItemHistory:
    """Read what became of an item of a whole theme, in a fixed number of queries."""
    leads = list(Lead.objects.filter(item=rows[-1]).select_related("post"))
    links = (
        PlanLink.objects.visible_to(viewer).filter(item=rows[-1]).select_related("inquiry", "recommendation__inquiry")
    )
    return ThemeItemHistory(
        history=item_history(rows, leads, links, on=on),
        past_leads=tuple(row for row in leads if row.ends_on and row.ends_on <= on),
    )


def taken_out_of_themes(plan: ImprovementPlan) -> list[PlanItem]:
    """Return what was taken out of the plan's themes as a whole: no page of an aim tells of it."""
    rows = PlanItem.objects.filter(theme__plan=plan).exclude(taken_out_reason="")
    return list(rows.select_related("theme__plan").order_by("theme__number", "position", "pk"))
