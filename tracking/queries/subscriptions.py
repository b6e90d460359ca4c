"""Who follows what by e-mail, and what may be followed: only what anybody may read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from tracking.models import Event, Inquiry, Recommendation, Subscription
from tracking.models.recommendations import RecommendationQuerySet

A_WHILE: Final = timedelta(hours=1)
# The type of the Event that each ask writes.
ASKED: Final = "asked to follow"


def public_inquiries() -> QuerySet[Inquiry]:
    """The inquiries that anybody may follow, whoever asks."""
    return Inquiry.objects.visible_to(AnonymousUser())


def public_recommendations() -> RecommendationQuerySet:
    """The recommendations and parts that anybody may follow, whoever asks."""
    return Recommendation.objects.visible_to(AnonymousUser()).select_related("inquiry", "parent")


def public_subscriptions() -> QuerySet[Subscription]:
    """Subscriptions to what anybody may still read, confirmed or not."""
    return Subscription.objects.still_visible_to(AnonymousUser()).with_everything()


def subscription_at(key: str) -> Subscription | None:
    """Return the subscription of a mailed link; None once it was ended, or what it is to is no longer public."""
    return public_subscriptions().filter(key=key).first()


def subscribers_within(inquiry: Inquiry) -> list[Subscription]:
    """Return who is told of an inquiry's news: each address once for the same thing.

    Whoever follows the inquiry hears of its recommendations in the same mail, and whoever follows a recommendation of
    its parts. The rows are locked, in the order of their keys: whoever ends one waits until the caller's transaction,
    which writes the mails, is over.
    """
    visible = Subscription.objects.still_visible_to(AnonymousUser())
    rows = visible.confirmed().within(inquiry).with_everything().order_by("pk")
    return list(_without_repeats(sorted(rows.select_for_update(no_key=True, of=("self",)), key=_widest_first)))


def _widest_first(row: Subscription) -> tuple[bool, str]:
    """The inquiry, then whole recommendations, then parts."""
    return row.recommendation is not None, row.recommendation.letter if row.recommendation else ""


def _without_repeats(rows: Iterable[Subscription]) -> Iterable[Subscription]:
    told: set[tuple[str, int | None]] = set()
    for row in rows:
        part_of = row.recommendation.parent_id if row.recommendation else None
        if told.isdisjoint({(row.email, None), (row.email, part_of or 0)}):
            told.add((row.email, row.recommendation_id))
            yield row


def asked_lately(now: datetime) -> QuerySet[Subscription]:
    """What was asked for in the last hour, confirmed since or not."""
    return Subscription.objects.filter(asked_at__gt=now - A_WHILE)


def unconfirmed_asks(now: datetime) -> int:
    """How often somebody asked in the last hour without confirming it since, whether or not a mail came of it."""
    labels = ("", Subscription._meta.label_lower)
    asked = Event.objects.filter(target_label__in=labels, type=ASKED, at__gt=now - A_WHILE)
    return asked.count() - asked_lately(now).filter(confirmed_at__isnull=False).count()
