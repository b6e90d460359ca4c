"""The months of a plan: opened for the leads' updates, and issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import record_event
from tracking.actions.plans.guards import open_for_writing
from tracking.actions.plans.mails import tell_of_opening
from tracking.actions.plans.opening import write_what_it_begins_with
from tracking.actions.signatures import approved_by, signature_fields
from tracking.actions.state import change_state
from tracking.enums import PlanRoundState, PlanState, PlanUpdateState
from tracking.exceptions import NotPossible
from tracking.models import Person, Post, User
from tracking.models.plans import CarriedUpdate, ImprovementPlan, PlanRound, PlanUpdate
from tracking.presenters.plans.lines import month_words
from tracking.queries.plans.month_words import frozen_words
from tracking.queries.plans.ratings import wordings_of
from tracking.queries.plans.round_pages import holders_of


@dataclass(frozen=True)
class Opened:
    """What came of opening a month: its drafts, users who get a mail, posts asked in which nobody signs in."""

    round: PlanRound
    updates: tuple[PlanUpdate, ...]
    told: tuple[User, ...]
    silent_posts: tuple[Post, ...]


@transaction.atomic
def open_round(*, by: User, plan: ImprovementPlan, month: date, due_on: date, message: str = "") -> Opened:
    """Open a month of a published plan: each group of leads gets a draft, begun from what they said last.

    Units that nobody leads on, or that are asked about no more, get none. What the month before printed and no draft
    begins with is carried over. Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan is not
    published, another month is open, this one was opened before, it is not after the last, or the day to send updates
    by has passed or is more than a year ahead. Writes the PlanRound with its drafts and one Event; queues a mail to
    everyone who is asked. Source: the council's process (docs/domain-rules.md, "The month").
    """
    open_for_writing(by, plan)
    if plan.state != PlanState.PUBLISHED:
        raise NotPossible("This plan is a draft. Publish it, then open its first month.")
    first = month.replace(day=1)
    _check_month(plan, first)
    _check_due_on(due_on)
    plan_round = PlanRound(plan=plan, month=first, due_on=due_on, message=message.strip(), opened_by=by)
    store(plan_round)
    updates = write_what_it_begins_with(plan_round, by)
    told, silent = tell_of_opening(plan_round, updates)
    after = {
        "month": first,
        "due_on": due_on,
        "updates": [row.pk for row in updates],
        "carried": list(plan_round.carried.values_list("update", flat=True)),
    }
    record_event(by=by, type="opened month of plan", target=plan_round, after=after)
    return Opened(plan_round, tuple(updates), told, silent)


def _check_month(plan: ImprovementPlan, first: date) -> None:
    if plan.published_on and first < plan.published_on.replace(day=1):
        words = month_words(plan.published_on)
        raise NotPossible(f"The plan was published in {words}. Choose that month or a later one.")
    if first > dates.add_months(dates.today().replace(day=1), 1):
        raise NotPossible("This month is too far ahead. Choose this month or the next one.")
    last = plan.rounds.first()
    if last is not None and last.is_open:
        raise NotPossible(f"{last.name} is still open. Issue it first, then open the next month.")
    if last is not None and first <= last.month:
        raise NotPossible(f"{last.name} has been issued already. Choose a later month.")


def _check_due_on(due_on: date) -> None:
    if due_on < dates.today():
        raise NotPossible("The day to send updates by has passed. Choose today or a later day.")
    if due_on > dates.add_months(dates.today(), 12):
        raise NotPossible("The day to send updates by is more than a year ahead. Choose an earlier day.")


@transaction.atomic
def change_round(*, by: User, plan_round: PlanRound, due_on: date, message: str = "") -> PlanRound:
    """Have the updates of an open month due on another day, or tell the leads something else.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the month is issued or the new day has
    passed or is more than a year ahead. Writes the PlanRound and one Event, nothing when nothing changes.
    """
    lock_open(by, plan_round)
    if due_on != plan_round.due_on:
        _check_due_on(due_on)
    before, after = change_fields(plan_round, {"due_on": due_on, "message": message.strip()})
    if after:
        record_event(by=by, type="changed month of plan", target=plan_round, before=before, after=after)
    return plan_round


@transaction.atomic
def carry_updates(*, by: User, plan_round: PlanRound, updates: Sequence[PlanUpdate]) -> None:
    """Say which updates of earlier months this one prints again: these, and no others.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the month is issued, an update is not an
    accepted one of an earlier month of the plan, or one of this month begins with it. Writes the CarriedUpdates and one
    Event, nothing when they are those.
    """
    lock_open(by, plan_round)
    begun = set(plan_round.updates.filter(left_out_reason="").values_list("begun_from", flat=True))
    for update in updates:
        if update.pk in begun:
            raise NotPossible("An update of this month begins with these words, so they are not printed again as well.")
        is_earlier = update.round.plan_id == plan_round.plan_id and update.round.month < plan_round.month
        if not (is_earlier and update.round.state == PlanRoundState.ISSUED and update.is_accepted):
            raise NotPossible("Only what an earlier month of the plan printed can be printed again.")
    before = set(plan_round.carried.values_list("update", flat=True))
    after = {update.pk for update in updates}
    if before == after:
        return
    plan_round.carried.filter(update__in=before - after).delete()
    CarriedUpdate.objects.bulk_create(CarriedUpdate(update_id=pk, round=plan_round) for pk in sorted(after - before))
    record_event(
        by=by,
        type="chose carried updates",
        target=plan_round,
        before={"carried": sorted(before)},
        after={"carried": sorted(after)},
    )


@transaction.atomic
def issue_round(
    *,
    by: User,
    plan_round: PlanRound,
    signed_by: Person | None = None,
    approved_how: str = "",
    approved_on: date | None = None,
) -> PlanRound:
    """Issue a month: from now on everyone may read it, and its ratings stand.

    The holder of the owning post issues it. A contributor does so on behalf of `signed_by`, a holder (the only one
    unless told), and says how and when they approved it. Raises NotAllowed for everyone else; NotPossible while an
    update is neither accepted nor left out, or when the approval is not told; StaleState when somebody was faster.
    Freezes the name and title of the signature, and the words of the plan. Writes the state and one Event.
    """
    rules.can_keep_month.check(by, plan_round)
    person = _signature(plan_round, by, signed_by, approved_how, approved_on)
    # Nobody hands in, returns or opens an update meanwhile; the month itself is compared as it was read.
    PlanRound.objects.select_for_update(no_key=True).get(pk=plan_round.pk)
    waiting = plan_round.updates.filter(left_out_reason="").exclude(state=PlanUpdateState.ACCEPTED).count()
    if waiting:
        are = "update is" if waiting == 1 else "updates are"
        raise NotPossible(f"{waiting} {are} neither accepted nor left out. Settle each, then issue the month.")
    frozen = frozen_words(plan_round, wordings_of(plan_round.plan))
    change_state(
        plan_round,
        "issue",
        issued_by=by,
        issued_at=timezone.now(),
        **signature_fields(
            person, plan_round.plan.owning_post.name, by=by, approved_how=approved_how, approved_on=approved_on
        ),
        frozen=frozen,
    )
    after = {"state": plan_round.state, "signed_by": person.pk, "approved_on": plan_round.approved_on}
    before = {"state": PlanRoundState.OPEN}
    record_event(by=by, type="issued month of plan", target=plan_round, before=before, after=after)
    return plan_round


def _signature(
    plan_round: PlanRound, by: User, signed_by: Person | None, approved_how: str, approved_on: date | None
) -> Person:
    if rules.can_issue_month(by, plan_round) and signed_by in (None, by.person):
        return by.person
    holders = holders_of([plan_round.plan.owning_post])
    return approved_by(holders, signed_by, approved_how, approved_on, thing="month")


def lock_open(by: User, plan_round: PlanRound) -> None:
    """Lock a month that `by` keeps.

    Raises NotAllowed unless `by` is of the owning post; NotPossible once it is issued.
    """
    rules.can_keep_month.check(by, plan_round)
    lock(plan_round)
    if not plan_round.is_open:
        raise NotPossible(f"{plan_round.name} is issued. It stays as it is.")
