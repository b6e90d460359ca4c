"""Following an inquiry or a recommendation by e-mail, in words: its pages and its mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.urls import reverse

from tracking.enums import NewsKind
from tracking.models import Inquiry, Recommendation, Subscription
from tracking.presenters.links import recommendation_href
from tracking.presenters.news import NewsEntry, news_entry
from tracking.presenters.positions import full_title
from tracking.queries.news import News

Followed = Inquiry | Recommendation

WHAT_COMES = (
    "We send you a mail when a Progress Report, late news or the committee’s views are published.",
    "You also get one when the executive’s response is published.",
    "So you do when a recommendation is concluded or tracked again.",
    "We use your address for nothing else. Each mail has a link with which you stop them.",
)
ASKED = (
    "We have sent a mail to the address that you gave. Follow the link in it to confirm.",
    "If no mail comes, look among the unwanted ones.",
    "You also get none if you follow this already, or if too many mails were asked for in the last hour.",
    "In that case, try again in an hour.",
)


@dataclass(frozen=True)
class NewsMail:
    """What a mail to those who follow something says: `title` and `href` are of what they follow."""

    subject: str
    sentence: str
    title: str
    href: str
    parts: tuple[NewsEntry, ...]


def followed(subscription: Subscription) -> Followed:
    """Return what is followed."""
    return cast("Followed", subscription.inquiry or subscription.recommendation)


def title_of(thing: Followed) -> str:
    """ "Refreshing the Partnership", or "R01 b) Operational plan, Refreshing the Partnership"."""
    return str(thing) if isinstance(thing, Inquiry) else f"{full_title(thing)}, {thing.inquiry}"


def href_of(thing: Followed) -> str:
    """The page of what is followed."""
    if isinstance(thing, Inquiry):
        return reverse("inquiry_detail", args=[thing.slug])
    return recommendation_href(thing.inquiry, thing)


def followed_title(subscription: Subscription) -> str:
    return title_of(followed(subscription))


def followed_href(subscription: Subscription) -> str:
    return href_of(followed(subscription))


def news_mail(thing: Followed, items: Sequence[News]) -> NewsMail:
    """Say in one mail what happened on one occasion to what somebody follows."""
    entries = tuple(news_entry(item) for item in items)
    first = items[0]
    kinds = [item.kind for item in items]
    return NewsMail(
        subject=entries[0].title,
        sentence=" ".join(filter(None, (_SENTENCES[first.kind], _counts(kinds)))),
        title=title_of(thing),
        href=href_of(thing),
        parts=entries,
    )


def _counts(kinds: Sequence[NewsKind]) -> str:
    """ "Concluded: 3. Tracked again: 1. Dates moved: 2."; what did not happen is left out, and what happened alone."""
    counts = [(words, kinds.count(kind)) for kind, words in _COUNTED.items()]
    return " ".join(f"{words}: {count}." for words, count in counts if count and len(kinds) > 1)


_SENTENCES = {
    NewsKind.REPORT: "A Progress Report was published.",
    NewsKind.VIEWS: "The committee’s views were published.",
    NewsKind.CONCLUDED: "The committee concluded a recommendation.",
    NewsKind.REOPENED: "The committee tracks a recommendation again.",
    NewsKind.DATE_MOVED: "The date of a recommendation moved.",
    NewsKind.LATE_NEWS: "Late news on a Progress Report was published.",
}
_COUNTED = {
    NewsKind.CONCLUDED: "Concluded",
    NewsKind.REOPENED: "Tracked again",
    NewsKind.DATE_MOVED: "Dates moved",
}
