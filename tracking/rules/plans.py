"""Improvement plans and their months: who may do what with them."""

from tracking.models import Post
from tracking.models.plans import ImprovementPlan, PlanRound, PlanUpdate
from tracking.rules.base import keeping_posts, rule_on_roles


def _keeping_posts(thing: ImprovementPlan | Post | PlanRound | PlanUpdate) -> frozenset[int]:
    """The post that owns a plan, and those that took over from it once it has ended."""
    if isinstance(thing, PlanRound | PlanUpdate):
        return _keeping_posts(thing.plan)
    return keeping_posts(thing if isinstance(thing, Post) else thing.owning_post)


def _update_posts(update: PlanUpdate) -> frozenset[int]:
    """The posts an update is by, and those that took over from one that has ended."""
    rows = update.update_posts.select_related("post")
    return frozenset().union(*(keeping_posts(row.post) for row in rows))


is_of_the_owning_post = rule_on_roles(lambda roles, thing: bool(roles.council_posts & _keeping_posts(thing)))
"""Asked of a plan or, before there is one, of the post that would own it: an outside body owns none.

What a post kept until it ended, its successors keep.
"""


holds_a_post_of_the_update = rule_on_roles(lambda roles, update: bool(roles.posts_held & _update_posts(update)))
contributes_to_a_post_of_the_update = rule_on_roles(
    lambda roles, update: bool(roles.posts_contributed_to & _update_posts(update))
)
can_draft_plan_update = holds_a_post_of_the_update | contributes_to_a_post_of_the_update
"""Asked of an update on a plan: those of the posts it is by, which lead; an outside body's too."""
can_submit_plan_update = holds_a_post_of_the_update
can_submit_plan_update_on_behalf = contributes_to_a_post_of_the_update


can_keep_month = is_of_the_owning_post
"""Asked of a plan, its month or an update: the owning post opens, returns, accepts, leaves out and stops asking."""
can_issue_month = rule_on_roles(
    lambda roles, thing: bool(roles.council_posts & roles.posts_held & _keeping_posts(thing))
)
can_issue_month_on_behalf = is_of_the_owning_post

can_edit_plan = is_of_the_owning_post
"""Holders and contributors of the owning post write, publish and end a plan (the council's process)."""
