"""Actions, outputs and leads in words: the same on the page of a plan and on that of an aim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from tracking.models import Recommendation
from tracking.models.base import DueDate
from tracking.models.plans import Aim, Lead, PlanItem, PlanLink
from tracking.presenters.links import Link, recommendation_href
from tracking.presenters.plans.footnotes import Footnotes
from tracking.presenters.positions import due_words
from tracking.presenters.wording import counted
from tracking.queries.plans.contents import ItemRow


@dataclass(frozen=True)
class LeadLine:
    """A post that leads, and the words as written where they say more than its name."""

    name: str
    href: str
    as_written: str


@dataclass(frozen=True)
class ItemLine:
    """An action or output in force. `leads` are its own, none where it has its aim's."""

    item: PlanItem
    html: SafeString
    due: str
    change: str
    leads: tuple[LeadLine, ...]


def month_words(day: date | None) -> str:
    """Return "August 2018"."""
    return f"{day:%B %Y}" if day else ""


def aim_href(aim: Aim) -> str:
    return reverse("plan_aim", args=[aim.plan.slug, aim.reference])


def item_due_words(due: DueDate) -> str:
    """The date as written with its day, and how often it comes back; nothing where nothing is said."""
    if not due.has_due_date:
        return ""
    words = due_words(due) if due.due_text or due.due_on else ""
    ongoing = "ongoing" if due.ongoing and "ongoing" not in words.lower() else ""
    recurs = _recurs_words(due.recurs_every_months) if due.recurs_every_months else ""
    said = ", ".join(filter(None, (words, ongoing, recurs)))
    return said[:1].upper() + said[1:]


def _recurs_words(months: int) -> str:
    return {1: "every month", 12: "every year"}.get(months, f"every {counted(months, 'month')}")


def lead_lines(leads: Iterable[Lead]) -> tuple[LeadLine, ...]:
    return tuple(
        LeadLine(
            name=lead.post.name,
            href=reverse("post_detail", args=[lead.post.slug]),
            as_written=lead.as_written if lead.as_written != lead.post.name else "",
        )
        for lead in leads
    )


def item_line(row: ItemRow, notes: Footnotes) -> ItemLine:
    item = row.item
    return ItemLine(
        item=item,
        html=notes.rendered(item.text),
        due=item_due_words(item),
        change=f"Changed in {month_words(item.changed_in)}" if item.changed_in else "",
        leads=lead_lines(row.own_leads),
    )


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
