"""Plans in lists: all that a viewer may read, those they edit, those of a post."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from tracking.enums import PlanState, PostKind
from tracking.models import Post, Viewer, roles_of
from tracking.models.plans import Aim, ImprovementPlan, Lead, PlanItem, PlanLink, Theme
from tracking.models.plans.items import PlanItemQuerySet, PlanLinkQuerySet
from tracking.models.plans.plans import AimQuerySet, PlanQuerySet
from tracking.models.posts import PostQuerySet
from tracking.queries.plans.said import MonthSays, Source, latest_says


@dataclass(frozen=True)
class PlansOfPost:
    """Plans that a post owns, and what it leads on today: aims, and actions or outputs that have it as their own lead.

    `says` is what the latest issued month of a plan says of each.
    """

    owned: tuple[ImprovementPlan, ...]
    led: tuple[Source, ...]
    says: dict[Source, MonthSays]


def listed_plans(viewer: Viewer) -> PlanQuerySet:
    """Return the plans a viewer may read with `aim_count`, those that go on first."""
    counted = ImprovementPlan.objects.visible_to(viewer).annotate(aim_count=Count("themes__aims"))
    return counted.select_related("owning_post").newest_first()


def edited_plans(viewer: Viewer) -> PlanQuerySet:
    """Return the plans a viewer may change now."""
    return ImprovementPlan.objects.edited_by(viewer).select_related("owning_post")


def posts_that_may_own(viewer: Viewer, *, on: date) -> PostQuerySet:
    """Return the posts for which a viewer may start a plan."""
    return Post.objects.current(on).filter(pk__in=roles_of(viewer).council_posts)


def posts_that_may_take_over(plan: ImprovementPlan, *, on: date) -> PostQuerySet:
    """Return the other posts of the council that exist on a day."""
    return Post.objects.current(on).filter(kind__in=PostKind.of_the_council()).exclude(pk=plan.owning_post_id)


def possible_successors(plan: ImprovementPlan) -> PlanQuerySet:
    """Return the published plans that may take the place of one."""
    return ImprovementPlan.objects.filter(state=PlanState.PUBLISHED).exclude(pk=plan.pk)


def aims_of(plan: ImprovementPlan) -> AimQuerySet:
    return Aim.objects.filter(theme__plan=plan).select_related("theme__plan")


def items_of(plan: ImprovementPlan) -> PlanItemQuerySet:
    """Return every row of the plan's actions and outputs, those that were changed or taken out as well."""
    return PlanItem.objects.of_plan(plan)


def themes_of(plan: ImprovementPlan) -> QuerySet[Theme]:
    return Theme.objects.filter(plan=plan).select_related("plan")


def plans_of_post(post: Post, viewer: Viewer, *, on: date) -> PlansOfPost:
    """Read what a post owns, and what it leads on today in plans that have not ended."""
    visible = ImprovementPlan.objects.visible_to(viewer)
    going_on = visible.exclude(state=PlanState.ENDED)
    leads = Lead.objects.in_force(on).filter(post=post)
    aims = Aim.objects.filter(pk__in=leads.filter(aim__isnull=False).values("aim"), theme__plan__in=going_on)
    items = PlanItem.objects.current().filter(
        Q(aim__theme__plan__in=going_on) | Q(theme__plan__in=going_on),
        pk__in=leads.filter(item__isnull=False).values("item"),
    )
    led: list[Source] = [
        *aims.select_related("theme__plan"),
        *items.select_related("aim__theme__plan", "theme__plan"),
    ]
    return PlansOfPost(
        owned=tuple(visible.filter(owning_post=post).newest_first()),
        led=tuple(sorted(led, key=_place)),
        says=latest_says(led),
    )


def _place(source: Source) -> tuple[str, int, int, int, int]:
    """By plan, then in its order: what is of a whole theme first, an aim before its items."""
    aim, theme = (source, source.theme) if isinstance(source, Aim) else (source.aim, source.of_theme)
    at_aim, at_item = aim.position if aim else 0, 0 if isinstance(source, Aim) else source.position
    return theme.plan.title, theme.plan_id, theme.number, at_aim, at_item


def leads_of(plan: ImprovementPlan) -> QuerySet[Lead]:
    """Return everyone who leads or led on anything in the plan."""
    return Lead.objects.of_plan(plan).select_related("aim__theme__plan", "item__aim__theme__plan", "item__theme__plan")


def leads_on(thing: Aim | PlanItem) -> list[Lead]:
    """Return everyone who leads or led on an aim or item, in order."""
    return list(leads_of(thing.plan).filter(**{"aim" if isinstance(thing, Aim) else "item": thing}))


def links_of(plan: ImprovementPlan) -> PlanLinkQuerySet:
    """Return what anything in the plan answers."""
    return PlanLink.objects.of_plans([plan]).select_related("inquiry", "recommendation__inquiry")
