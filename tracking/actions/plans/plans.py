"""An improvement plan as a whole: started as a draft, published, and ended when another takes its place."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from tracking import dates, rules
from tracking.actions.changes import change_fields, free_slug, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.plans.guards import HANDED_OVER, open_for_writing, write_changes
from tracking.actions.state import change_state
from tracking.enums import PlanRoundState, PlanState, PostKind, SchemeUse
from tracking.exceptions import NotPossible, StaleState
from tracking.models import AssessmentScheme, Post, User
from tracking.models.plans import Aim, ImprovementPlan
from tracking.presenters.wording import written_date


class PlanDetails(TypedDict, total=False):
    """What is said about a plan. Leave a key out to leave the field as it is."""

    title: str
    introduction: str


@transaction.atomic
def create_plan(*, by: User, owning_post: Post, **details: Unpack[PlanDetails]) -> ImprovementPlan:
    """Start a draft with the council's scheme for plans; nobody but those of the owning post sees it.

    Raises NotAllowed unless `by` holds or contributes for the post, which is the council's own; NotPossible when the
    post has ended, there is no scheme for plans or no title. Writes the ImprovementPlan and one Event.
    """
    rules.is_of_the_owning_post.check(by, owning_post)
    if _has_ended(owning_post):
        raise NotPossible(f"{owning_post} ended on {written_date(owning_post.ended_on)}. Choose a post that exists.")
    plan = ImprovementPlan(owning_post=owning_post, scheme=_default_scheme(), **details)
    plan.slug = free_slug(ImprovementPlan, plan.title)
    store(plan)
    after = field_values(plan, ["title", "owning_post", "scheme"])
    record_event(by=by, type="created improvement plan", target=plan, after=after)
    return plan


@transaction.atomic
def edit_plan(*, by: User, plan: ImprovementPlan, reason: str = "", **details: Unpack[PlanDetails]) -> ImprovementPlan:
    """Change what is said about a plan; once it is published that is a correction, with its reason.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, no title is left or,
    once it is published, without a reason or a change. Writes the ImprovementPlan and one Event.
    """
    open_for_writing(by, plan)
    write_changes(by, plan, plan, details, reason=reason)
    return plan


@transaction.atomic
def hand_over_plan(*, by: User, plan: ImprovementPlan, post: Post, reason: str) -> ImprovementPlan:
    """Give a plan to another post of the council, which keeps it from now on; `by` may write it no more then.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, without a reason, or for a
    post that keeps it already, has ended or is an outside body; StaleState when it was handed over meanwhile. Writes
    the owning post and one Event.
    """
    kept_by = plan.owning_post_id
    open_for_writing(by, plan)
    if plan.owning_post_id != kept_by:
        raise StaleState(HANDED_OVER)
    if post.kind not in PostKind.of_the_council() or _has_ended(post):
        raise NotPossible(f"{post} cannot keep a plan. Choose a post of the council that exists.")
    if post.pk == plan.owning_post_id:
        raise NotPossible(f"{post} keeps this plan already. Choose another post.")
    if not reason.strip():
        raise NotPossible("Give the reason why another post keeps the plan. It is kept in the audit trail.")
    before, after = change_fields(plan, {"owning_post": post})
    record_event(
        by=by, type="handed over improvement plan", target=plan, before=before, after={**after, "reason": reason}
    )
    return plan


@transaction.atomic
def publish_plan(*, by: User, plan: ImprovementPlan) -> ImprovementPlan:
    """Let everyone read the plan, from today on.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when it is no draft or has no aim yet; StaleState
    when somebody else was faster. Writes the state, the day and one Event.
    """
    rules.can_edit_plan.check(by, plan)
    # Nobody removes the last aim meanwhile; the plan itself is compared as it was read.
    now = ImprovementPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if not rules.can_edit_plan(by, now):
        raise StaleState(HANDED_OVER)
    if not Aim.objects.filter(theme__plan=plan).exists():
        raise NotPossible("The plan has no aim yet. Add a theme and its first aim, then publish the plan.")
    change_state(plan, "publish", published_on=dates.today())
    after = {"state": plan.state, "published_on": plan.published_on}
    record_event(by=by, type="published improvement plan", target=plan, before={"state": PlanState.DRAFT}, after=after)
    return plan


@transaction.atomic
def end_plan(*, by: User, plan: ImprovementPlan, on: date, successor: ImprovementPlan | None = None) -> ImprovementPlan:
    """Say that a published plan is over since a day, and which one took its place; from then on nothing in it changes.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan is not published, while a month of it
    is open, for a day before its publication or still to come, or when the successor is this plan or not published;
    StaleState when somebody else was faster. Writes the state, the day, the successor and one Event.
    """
    rules.can_edit_plan.check(by, plan)
    if plan.published_on and on < plan.published_on:
        raise NotPossible(
            f"The plan was published on {written_date(plan.published_on)}. Enter that day or a later one."
        )
    if on > dates.today():
        raise NotPossible("This day is still to come. End the plan on the day.")
    if successor is not None:
        _require_possible_successor(plan, successor)
    # Nobody opens a month or hands the plan over meanwhile; the plan itself is compared as it was read.
    if not rules.can_edit_plan(by, ImprovementPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)):
        raise StaleState(HANDED_OVER)
    _require_no_open_month(plan)
    change_state(plan, "end", ended_on=on, successor=successor)
    after = field_values(plan, ["state", "ended_on", "successor"])
    record_event(by=by, type="ended improvement plan", target=plan, before={"state": PlanState.PUBLISHED}, after=after)
    return plan


def _has_ended(post: Post) -> bool:
    return post.ended_on is not None and post.ended_on <= dates.today()


def _require_no_open_month(plan: ImprovementPlan) -> None:
    month = plan.rounds.filter(state=PlanRoundState.OPEN).first()
    if month is not None:
        raise NotPossible(f"{month.name} is still open. Issue it first, then end the plan.")


def _require_possible_successor(plan: ImprovementPlan, successor: ImprovementPlan) -> None:
    if successor == plan:
        raise NotPossible("A plan cannot follow itself. Choose another plan.")
    lock(successor)
    if successor.state != PlanState.PUBLISHED:
        raise NotPossible(f"{successor} is {successor.get_state_display().lower()}. Only a published plan takes over.")


def _default_scheme() -> AssessmentScheme:
    scheme = AssessmentScheme.objects.filter(use=SchemeUse.PLANS, is_default=True).first()
    if scheme is None:
        raise NotPossible("No assessment scheme is set up for improvement plans. Ask an administrator to load one.")
    return scheme
