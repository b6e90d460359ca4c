"""An improvement plan as a whole: started as a draft, published, and ended when another takes its place."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from tracking import dates, rules
from tracking.actions.changes import free_slug, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.plans.guards import open_for_writing, write_changes
from tracking.actions.state import change_state
from tracking.enums import PlanState, SchemeUse
from tracking.exceptions import NotPossible
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
    if owning_post.ended_on and owning_post.ended_on <= dates.today():
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
def publish_plan(*, by: User, plan: ImprovementPlan) -> ImprovementPlan:
    """Let everyone read the plan, from today on.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when it is no draft or has no aim yet; StaleState
    when somebody else was faster. Writes the state, the day and one Event.
    """
    rules.can_edit_plan.check(by, plan)
    # Nobody removes the last aim meanwhile; the plan itself is compared as it was read.
    ImprovementPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if not Aim.objects.filter(theme__plan=plan).exists():
        raise NotPossible("The plan has no aim yet. Add a theme and its first aim, then publish the plan.")
    change_state(plan, "publish", published_on=dates.today())
    after = {"state": plan.state, "published_on": plan.published_on}
    record_event(by=by, type="published improvement plan", target=plan, before={"state": PlanState.DRAFT}, after=after)
    return plan


@transaction.atomic
def end_plan(*, by: User, plan: ImprovementPlan, on: date, successor: ImprovementPlan | None = None) -> ImprovementPlan:
    """Say that a published plan is over since a day, and which one took its place; from then on nothing in it changes.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan is not published, for a day before
    its publication or still to come, or when the successor is this plan or not published; StaleState when somebody
    else was faster. Writes the state, the day, the successor and one Event.
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
    change_state(plan, "end", ended_on=on, successor=successor)
    after = field_values(plan, ["state", "ended_on", "successor"])
    record_event(by=by, type="ended improvement plan", target=plan, before={"state": PlanState.PUBLISHED}, after=after)
    return plan


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
