"""Who follows what by e-mail, and what may be followed: only what anybody may read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from tracking.models import Inquiry, Recommendation, Subscription
from tracking.models.recommendations import RecommendationQuerySet

A_WHILE: Final = timedelta(hours=1)


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
    its parts.
    """
    visible = Subscription.objects.still_visible_to(AnonymousUser())
    return list(_without_repeats(visible.confirmed().within(inquiry).with_everything()))


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
