"""What those of the owning post can do with a plan and what is in it: links, and the table of leads."""

from collections.abc import Iterable
from textwrap import shorten

from django.urls import reverse

from tracking.models.plans import Aim, ImprovementPlan, Lead, PlanItem, PlanLink, Theme
from tracking.presenters.managing_shapes import Link, Row, Table, period
from tracking.presenters.plans.lines import answered_link

LONGEST_HINT = 60
"""Characters of an action's or output's words in the name of a link."""


def plan_links(plan: ImprovementPlan) -> tuple[Link, ...]:
    here = [plan.slug]
    ends = (
        Link("Publish the plan", reverse("plan_publish", args=here))
        if plan.is_draft
        else Link("End the plan", reverse("plan_end", args=here))
    )
    return (
        Link(f"{_verb(plan)} what is said about the plan", reverse("plan_edit", args=here)),
        Link("Add a theme", reverse("plan_theme_new", args=here)),
        Link("Have another post keep it", reverse("plan_hand_over", args=here)),
        ends,
    )


def theme_links(theme: Theme) -> tuple[Link, ...]:
    here, hint = [theme.plan.slug, theme.number], f"theme {theme.number}"
    links = (
        Link(_verb(theme.plan), reverse("plan_theme_edit", args=here), hint),
        Link("Add an aim", reverse("plan_aim_new", args=here), f"to {hint}"),
        Link("Add an action or output of the whole theme", reverse("plan_theme_item_new", args=here), hint),
    )
    return (*links, Link("Remove", reverse("plan_theme_remove", args=here), hint)) if theme.plan.is_draft else links


def aim_links(aim: Aim) -> tuple[Link, ...]:
    here, hint = [aim.plan.slug, aim.reference], f"aim {aim.label}"
    links = (
        Link(f"{_verb(aim.plan)} the words of the aim", reverse("plan_aim_edit", args=here)),
        Link("Add an action or output", reverse("plan_item_new", args=here)),
        Link("Say who leads", reverse("plan_aim_leads", args=here), f"on {hint}"),
        Link("Link an inquiry or recommendation", reverse("plan_aim_link_new", args=here), f"to {hint}"),
        *_asking(aim.plan, reverse("plan_aim_asking", args=here), hint),
    )
    return (*links, Link("Remove the aim", reverse("plan_aim_remove", args=here))) if aim.plan.is_draft else links


def item_hint(item: PlanItem) -> str:
    """How the words of an action or output begin, in quotation marks: what a link or a heading calls it."""
    return f"“{shorten(item.text, LONGEST_HINT, placeholder='…')}”"


def item_links(item: PlanItem) -> tuple[Link, ...]:
    here, hint = [item.plan.slug, item.pk], item_hint(item)
    return (
        Link("Edit" if item.plan.is_draft else "Change", reverse("plan_item_edit", args=here), hint),
        Link("Leads", reverse("plan_item_leads", args=here), f"of {hint}"),
        Link("Link", reverse("plan_item_link_new", args=here), f"{hint} to an inquiry or recommendation"),
        Link("Take out", reverse("plan_item_take_out", args=here), hint),
        *_asking(item.plan, reverse("plan_item_asking", args=here), hint),
    )


def _asking(plan: ImprovementPlan, href: str, hint: str) -> tuple[Link, ...]:
    """Nobody is asked about a draft yet."""
    return () if plan.is_draft else (Link("Stop asking or ask again", href, f"about {hint}"),)


def lead_table(leads: Iterable[Lead]) -> Table:
    return Table(
        "Posts that lead, in order",
        ("Post", "As written", "When", "Actions"),
        tuple(
            Row(str(row.post), "", (row.as_written or "–", period(row)), _lead_links(row, is_first=not place))
            for place, row in enumerate(leads)
        ),
        "Posts that lead will appear here once you add one. An action or output without its own has those of its aim.",
    )


def _lead_links(lead: Lead, *, is_first: bool) -> tuple[Link, ...]:
    if lead.ends_on:
        return ()
    here = [lead.on.plan.slug, lead.pk]
    return (
        *((Link("Take off", reverse("plan_lead_remove", args=here), str(lead.post)),) if lead.on.plan.is_draft else ()),
        Link("End", reverse("plan_lead_end", args=here), f"for {lead.post}"),
        *(() if is_first else (Link("Put first", reverse("plan_lead_first", args=here), str(lead.post)),)),
    )


def link_words(link: PlanLink) -> str:
    """What is linked: "Aim 1.4 and R06 of Refreshing the Partnership"."""
    return f"{source_words(link.source)} and {answered_link(link).text}"


def source_words(source: Aim | PlanItem) -> str:
    """ "Aim 1.4", "the output of aim 1.4"."""
    if isinstance(source, Aim):
        return f"aim {source.label}"
    return f"{source.get_kind_display().lower()} {item_hint(source)}"


def _verb(plan: ImprovementPlan) -> str:
    return "Edit" if plan.is_draft else "Correct"
