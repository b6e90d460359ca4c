"""What the owning post sees of a month it works on: its updates, who was told what, and what stands in its way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tracking import dates, rules
from tracking.enums import PlanUpdateState
from tracking.models import OutboxMail, Post, Viewer, roles_of
from tracking.models.plans import CarriedUpdate, Lead, NarrativeUpdate, PlanRound, PlanUpdate
from tracking.queries.plans.month_contents import month_contents
from tracking.queries.plans.month_names import month_names
from tracking.queries.plans.months import RatingCounts
from tracking.queries.plans.recipients import UpdateToWrite, awaited_updates, updates_to_write
from tracking.queries.plans.round_pages import narratives_of, updates_in


@dataclass(frozen=True)
class UpdateAtWork:
    """An update of a month, with the mails about it, the earliest first."""

    update: PlanUpdate
    mails: tuple[OutboxMail, ...]

    @property
    def is_awaited(self) -> bool:
        return self.update.state in PlanUpdateState.editable() and not self.update.left_out_reason

    @property
    def is_to_be_looked_at(self) -> bool:
        return self.update.state == PlanUpdateState.SUBMITTED and not self.update.left_out_reason


@dataclass(frozen=True)
class RoundAtWork:
    """A month with its updates, the texts beside it, what it prints again and how many are what so far."""

    round: PlanRound
    updates: tuple[UpdateAtWork, ...]
    narratives: tuple[NarrativeUpdate, ...]
    carried: int
    counts: RatingCounts

    @property
    def awaited(self) -> tuple[UpdateAtWork, ...]:
        return tuple(row for row in self.updates if row.is_awaited)

    @property
    def to_be_looked_at(self) -> tuple[UpdateAtWork, ...]:
        return tuple(row for row in self.updates if row.is_to_be_looked_at)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands between the month and its issue."""
        return not self.awaited and not self.to_be_looked_at


def work_on(plan_round: PlanRound, viewer: Viewer) -> RoundAtWork:
    """Read a month for those who work on it, in a fixed number of queries; an issued one in the words it keeps."""
    names = month_names(plan_round)
    updates = [names.in_update(row) for row in updates_in(plan_round)]
    mails = _mails_about(updates)
    return RoundAtWork(
        round=plan_round,
        updates=tuple(UpdateAtWork(row, tuple(mails[row.pk])) for row in updates),
        narratives=tuple(names.in_text(row) for row in narratives_of(plan_round)),
        carried=plan_round.carried.count(),
        counts=month_contents(plan_round, viewer).counts,
    )


def _mails_about(updates: Sequence[PlanUpdate]) -> dict[int, list[OutboxMail]]:
    found: dict[int, list[OutboxMail]] = defaultdict(list)
    links = OutboxMail.plan_updates.through.objects.filter(planupdate__in=[row.pk for row in updates])
    rows = links.select_related("outboxmail__to__person").order_by("outboxmail__queued_at", "outboxmail")
    for row in rows:
        found[row.planupdate_id].append(row.outboxmail)
    return found


def to_be_reminded(plan_round: PlanRound) -> list[UpdateToWrite]:
    """Return the updates still awaited, with who writes each."""
    return updates_to_write(awaited_updates().filter(round=plan_round), today=dates.today())


def updates_awaited_in(plan_round: PlanRound) -> QuerySet[PlanUpdate]:
    """Return the updates of a month that nobody has handed in or left out."""
    return updates_in(plan_round).filter(state__in=PlanUpdateState.editable(), left_out_reason="")


def updates_to_carry(plan_round: PlanRound) -> QuerySet[PlanUpdate]:
    """Return what the month before printed, and what is carried over already: what may be printed again.

    What an update of this month begins with is not, unless that is left out.
    """
    before = PlanRound.objects.issued().filter(plan=plan_round.plan, month__lt=plan_round.month).order_by("-month")[:1]
    printed = [pk for row in before for pk in PlanUpdate.objects.printed_in(row).values_list("pk", flat=True)]
    begun = plan_round.updates.filter(left_out_reason="").values_list("begun_from", flat=True)
    rows = PlanUpdate.objects.filter(pk__in={*printed, *carried_into(plan_round)} - set(begun))
    return rows.select_related("round__plan").prefetch_related(
        "update_posts__post", "uses__aim__theme", "uses__theme", "revisions"
    )


def carried_into(plan_round: PlanRound) -> list[int]:
    return list(CarriedUpdate.objects.filter(round=plan_round).values_list("update", flat=True))


def posts_that_may_start(plan_round: PlanRound, viewer: Viewer) -> list[Post]:
    """Return the posts a viewer may start an update for: their own that lead, all that lead for the owning post."""
    leading = Lead.objects.of_plan(plan_round.plan).in_force(dates.today()).values("post")
    posts = Post.objects.filter(pk__in=leading)
    if not rules.can_keep_month(viewer, plan_round):
        posts = posts.filter(pk__in=roles_of(viewer).posts)
    return list(posts.order_by("name"))
