"""Actions, outputs and leads in words: the same on the page of a plan and on that of an aim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from tracking.models import Recommendation
from tracking.models.base import DueDate
from tracking.models.plans import Aim, Lead, PlanItem, PlanLink, Theme
from tracking.presenters.judgements import Tag
from tracking.presenters.links import Link, recommendation_href
from tracking.presenters.plans.footnotes import Footnotes
from tracking.presenters.positions import due_in_full
from tracking.queries.plans.contents import ItemRow

_HEARD = 60


@dataclass(frozen=True)
class LeadLine:
    """A post that leads, and the words as written where they say more than its name."""

    name: str
    href: str
    as_written: str


@dataclass(frozen=True)
class RatingLines:
    """A unit's rating: its tag, and what is said of it in further lines, one sentence each."""

    tag: Tag
    facts: tuple[str, ...]
    is_late: bool = False
    before: Tag | None = None


@dataclass(frozen=True)
class ItemLine:
    """An action or output in force. `leads` are its own, none where it has its aim's."""

    item: PlanItem
    html: SafeString
    due: str
    change: str
    leads: tuple[LeadLine, ...]
    rating: RatingLines | None = None
    history: Link | None = None
    """To its own page, where it has one: an aim's page tells of the others."""


def month_words(day: date | None) -> str:
    """Return "August 2018"."""
    return f"{day:%B %Y}" if day else ""


def aim_href(aim: Aim) -> str:
    return reverse("plan_aim", args=[aim.plan.slug, aim.reference])


def plan_theme_href(theme: Theme) -> str:
    """Where the plan's page begins to speak of a theme."""
    return f"{reverse('plan_detail', args=[theme.plan.slug])}#theme-{theme.number}"


def item_href(item: PlanItem) -> str:
    """Where an action or output is read: on the page of its aim or, if it is of a whole theme, on its own."""
    if item.aim:
        return f"{aim_href(item.aim)}#item-{item.pk}"
    return reverse("plan_item", args=[item.plan.slug, item.pk])


def anchor_of(of: Aim | Theme) -> str:
    """Where a month's page or paper begins to speak of it; an unnumbered aim in second place is not aim 2."""
    if isinstance(of, Aim):
        return f"aim-{of.theme.number}-{of.number or f'at-{of.position}'}"
    return f"whole-theme-{of.number}"


def item_name(item: PlanItem) -> str:
    """ "Output of aim 1.4", "Required action of theme 2 as a whole"."""
    whole = f"aim {item.aim.label}" if item.aim else f"theme {item.of_theme.number} as a whole"
    return f"{item.get_kind_display()} of {whole}"


def item_due_words(due: DueDate) -> str:
    """The date as written with its day, and how often it comes back; nothing where nothing is said."""
    return due_in_full(due)


def lead_lines(leads: Iterable[Lead]) -> tuple[LeadLine, ...]:
    return tuple(
        LeadLine(
            name=lead.post.name,
            href=reverse("post_detail", args=[lead.post.slug]),
            as_written=lead.as_written if lead.as_written != lead.post.name else "",
        )
        for lead in leads
    )


def item_line(row: ItemRow, notes: Footnotes, *, rating: RatingLines | None = None) -> ItemLine:
    item = row.item
    return ItemLine(
        item=item,
        html=notes.rendered(item.text),
        due=item_due_words(item),
        change=f"Changed in {month_words(item.changed_in)}" if item.changed_in else "",
        leads=lead_lines(row.own_leads),
        rating=rating,
        history=None
        if item.aim_id
        else Link("Its history", item_href(item), f"{item.get_kind_display()} “{short(item.text)}”"),
    )


def short(text: str) -> str:
    """The first words of a text, for what is heard and not seen."""
    return Truncator(" ".join(text.split())).chars(_HEARD)


@dataclass(frozen=True)
class Answered:
    """What an aim or item answers; `pk` is the link's."""

    pk: int
    link: Link


def answered(links: Iterable[PlanLink]) -> tuple[Answered, ...]:
    return tuple(Answered(link.pk, answered_link(link)) for link in links)


def answered_link(link: PlanLink) -> Link:
    """What an aim or item answers: "R06 of Refreshing the Partnership"."""
    target = link.target
    if isinstance(target, Recommendation):
        words = f"{target.label} of {target.inquiry}"
        return Link(words, recommendation_href(target.inquiry, target), target.title)
    return Link(str(target), reverse("inquiry_detail", args=[target.slug]))
