"""What was said of an aim or item month by month: its updates, its ratings, and whether it was asked about."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from tracking.enums import PlanRoundState, PlanUpdateState
from tracking.models import Viewer
from tracking.models.plans import (
    Aim,
    AskingChange,
    LeadAssessment,
    PlanItem,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    PlanUpdateUse,
    UpdatePost,
)
from tracking.queries.plans.month_names import MonthNames, month_names
from tracking.queries.plans.ratings import asking_changes


@dataclass(frozen=True)
class SaidOfAim:
    """An accepted update on an aim or item, with the ratings it gave to its units. `uses` are all it serves.

    Posts, aims, themes and ratings are called what they were called when its month was issued.
    """

    update: PlanUpdate
    text: str
    posts: tuple[UpdatePost, ...]
    uses: tuple[PlanUpdateUse, ...]
    ratings: tuple[LeadAssessment, ...]


@dataclass(frozen=True)
class MonthOfAim:
    """A month in the history of an aim or item; `round` is None where only the asking changed."""

    month: date
    round: PlanRound | None
    said: tuple[SaidOfAim, ...]
    asking: tuple[AskingChange, ...]


def months_of_aim(aim: Aim, viewer: Viewer) -> tuple[MonthOfAim, ...]:
    """Return the months in which something was said of an aim, the latest first, in a fixed number of queries.

    Accepted updates of issued months: those that serve the aim, and those that rate one of its units.
    """
    return _months(viewer, serving=Q(aim=aim), about=Q(aim=aim) | Q(item__aim=aim))


def months_of_item(rows: Collection[PlanItem], viewer: Viewer) -> tuple[MonthOfAim, ...]:
    """Return the same of an item of a whole theme, through all its wordings (`rows`).

    Accepted updates of issued months: those that serve the theme as a whole, and those that rate the item.
    """
    theme = next(iter(rows)).of_theme
    return _months(viewer, serving=Q(theme=theme), about=Q(item__in=[row.pk for row in rows]))


def _months(viewer: Viewer, *, serving: Q, about: Q) -> tuple[MonthOfAim, ...]:
    """`serving` says which updates serve it; `about` which ratings, and which changes of asking, are its own."""
    said: dict[date, list[SaidOfAim]] = defaultdict(list)
    rounds: dict[date, PlanRound] = {}
    names: dict[date, MonthNames] = {}
    for update in _updates(viewer, serving, about):
        month = update.round.month
        if month not in rounds:
            rounds[month], names[month] = update.round, month_names(update.round)
        said[month].append(_said(names[month].in_update(update), names[month]))
    asking: dict[date, list[AskingChange]] = defaultdict(list)
    for change in asking_changes(about):
        asking[change.month].append(change)
    months = sorted(said.keys() | asking.keys(), reverse=True)
    return tuple(MonthOfAim(month, rounds.get(month), tuple(said[month]), tuple(asking[month])) for month in months)


def _updates(viewer: Viewer, serving: Q, about: Q) -> list[PlanUpdate]:
    uses = PlanUpdateUse.objects.filter(serving).values("update")
    rating = LeadAssessment.objects.filter(about, revision__is_current=True)
    current = PlanUpdateRevision.objects.filter(is_current=True).prefetch_related(
        Prefetch(
            "assessments",
            LeadAssessment.objects.filter(about)
            .select_related("category__scheme", "item__aim__theme", "item__theme", "aim__theme")
            .prefetch_related("overrides"),
        )
    )
    rows = (
        PlanUpdate.objects.visible_to(viewer)
        .filter(state=PlanUpdateState.ACCEPTED, round__state=PlanRoundState.ISSUED)
        .filter(Q(pk__in=uses) | Q(pk__in=rating.values("revision__update")))
        .select_related("round__plan__scheme")
        .prefetch_related(
            Prefetch("revisions", current),
            Prefetch("uses", PlanUpdateUse.objects.select_related("aim__theme__plan", "theme__plan")),
            Prefetch("update_posts", UpdatePost.objects.select_related("post")),
        )
    )
    return list(rows.order_by("-round__month", "pk"))


def _said(update: PlanUpdate, names: MonthNames) -> SaidOfAim:
    revision = update.revisions.all()[0]
    return SaidOfAim(
        update=update,
        text=revision.text,
        posts=tuple(update.update_posts.all()),
        uses=tuple(update.uses.all()),
        ratings=tuple(names.assessment_as_called(row) for row in revision.assessments.all()),
    )
