"""What templates of plans ask for a row: the links that those of the owning post have beside it."""

from django import template

from tracking.models.plans import PlanItem, Theme
from tracking.presenters.managing_shapes import Link
from tracking.presenters.plans import managing

register = template.Library()


@register.filter
def theme_links(theme: Theme) -> tuple[Link, ...]:
    return managing.theme_links(theme)


@register.filter
def item_links(item: PlanItem) -> tuple[Link, ...]:
    return managing.item_links(item)
