"""What a month begins with: an empty or pre-filled update for each group of leads, and what is printed again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from tracking.models import User
from tracking.models.plans import (
    Aim,
    CarriedUpdate,
    Lead,
    LeadAssessment,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    PlanUpdateUse,
    Theme,
    UpdatePost,
)
from tracking.queries.plans.contents import Unit
from tracking.queries.plans.ratings import Rating, UnitKey, asking_in, ratings_until, wordings_of
from tracking.queries.plans.round_pages import contents_in_month


@dataclass(frozen=True)
class Group:
    """What the same leads answer for in one aim, or in a theme as a whole."""

    of: Aim | Theme
    leads: tuple[Lead, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class _Earlier:
    """An update that the month before printed, with what it said."""

    update: PlanUpdate
    posts: tuple[int, ...]
    uses: tuple[PlanUpdateUse, ...]
    text: str


def groups_to_ask(plan_round: PlanRound) -> list[Group]:
    """Return who is asked about what in a month: units that nobody leads on, or that are asked no more, are left out.

    Source: the council's process; every lead says each month how far it is (docs/domain-rules.md, "The month").
    """
    plan, month = plan_round.plan, plan_round.month
    wordings = wordings_of(plan)
    asking = asking_in(plan, month, wordings)
    found: dict[tuple[str, int, tuple[int, ...]], list[Unit]] = defaultdict(list)
    for unit in contents_in_month(plan_round, wordings).units:
        if unit.leads and not asking.stopped(unit, wordings.key_of(unit)):
            of = unit.aim or unit.theme
            found[of._meta.model_name or "", of.pk, tuple(lead.post_id for lead in unit.leads)].append(unit)
    return [Group(units[0].aim or units[0].theme, units[0].leads, tuple(units)) for units in found.values()]


def write_what_it_begins_with(plan_round: PlanRound, by: User) -> list[PlanUpdate]:
    """Write a draft for each group, begun from what its leads said of the aim last, and carry the other updates over.

    Groups whose words were one passage on several aims go on with one draft. What the month before printed is printed
    again unless a draft begins with its words. Returns the drafts.
    """
    earlier = _printed_before(plan_round)
    wordings = wordings_of(plan_round.plan)
    ratings = ratings_until(plan_round.plan, plan_round.month, wordings)
    begun: dict[int, PlanUpdate] = {}
    drafts = []
    for group in groups_to_ask(plan_round):
        start = _start_of(group, earlier)
        draft = begun.get(start.update.pk) if start else None
        if draft is None:
            draft = _write_draft(plan_round, group, start, by)
            drafts.append(draft)
        if start:
            begun[start.update.pk] = draft
        revision = draft.revisions.get()
        LeadAssessment.objects.bulk_create(
            _as_rated_last(revision, unit, ratings.get(wordings.key_of(unit), ()), by) for unit in group.units
        )
    CarriedUpdate.objects.bulk_create(
        CarriedUpdate(update=row.update, round=plan_round) for row in earlier if row.update.pk not in begun
    )
    return drafts


def _printed_before(plan_round: PlanRound) -> list[_Earlier]:
    """What the month before printed, the latest first."""
    before = PlanRound.objects.issued().filter(plan=plan_round.plan, month__lt=plan_round.month).first()
    if before is None:
        return []
    rows = PlanUpdate.objects.printed_in(before).order_by("-round__month", "-pk")
    current = PlanUpdateRevision.objects.filter(is_current=True)
    return [
        _Earlier(
            update=row,
            posts=tuple(post.post_id for post in row.update_posts.all()),
            uses=tuple(row.uses.all()),
            text=row.revisions.all()[0].text,
        )
        for row in rows.prefetch_related("update_posts", "uses__aim", "uses__theme", Prefetch("revisions", current))
    ]


def _start_of(group: Group, earlier: Iterable[_Earlier]) -> _Earlier | None:
    """The latest update by the same posts that was printed in full there; without one, the latest that served it."""
    posts = tuple(lead.post_id for lead in group.leads)
    own = [row for row in earlier if row.posts == posts and any(use.of == group.of for use in row.uses)]
    return next((row for row in own if row.uses[0].of == group.of), own[0] if own else None)


def _write_draft(plan_round: PlanRound, group: Group, start: _Earlier | None, by: User) -> PlanUpdate:
    update = PlanUpdate.objects.create(
        round=plan_round,
        label=f"{plan_round.name} update",
        month=plan_round.month,
        begun_from=start.update if start else None,
        opened_by=by,
    )
    PlanUpdateRevision.objects.create(update=update, text=start.text if start else "")
    UpdatePost.objects.bulk_create(
        UpdatePost(update=update, post_id=lead.post_id, position=position, as_written=lead.as_written)
        for position, lead in enumerate(group.leads, start=1)
    )
    write_uses(update, [use.of for use in start.uses] if start else [group.of])
    return update


def write_uses(update: PlanUpdate, served: Iterable[Aim | Theme]) -> None:
    """Write what an update serves, in order."""
    PlanUpdateUse.objects.bulk_create(
        PlanUpdateUse(
            update=update,
            aim=of if isinstance(of, Aim) else None,
            theme=of if isinstance(of, Theme) else None,
            position=position,
        )
        for position, of in enumerate(served, start=1)
    )


def _as_rated_last(revision: PlanUpdateRevision, unit: Unit, ratings: Sequence[Rating], by: User) -> LeadAssessment:
    last = ratings[0].assessment if ratings else LeadAssessment()
    return LeadAssessment(
        revision=revision,
        item=unit.item,
        aim=None if unit.item else unit.aim,
        category=last.category,
        limited_to=last.limited_to,
        recovery_text=last.recovery_text,
        recovery_on=last.recovery_on,
        note=last.note,
        recorded_by=by,
    )


def unit_key(row: LeadAssessment) -> UnitKey:
    """What a rating is about in a form: "item" or "aim", and its primary key."""
    return ("item", row.item_id) if row.item_id else ("aim", row.aim_id or 0)
