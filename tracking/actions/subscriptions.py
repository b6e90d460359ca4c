"""Following an inquiry or a recommendation by e-mail: asking, confirming, ending.

Whoever does it need not be a user, so there is no `by`; what proves them is the key that only their mail holds. The
Events name the subscription, never the address.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tracking.actions.events import record_event
from tracking.actions.outbox import queue_to_subscribers
from tracking.enums import MailKind, MailState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.mail import confirm_words
from tracking.models import Inquiry, OutboxMail, Recommendation, Subscription
from tracking.queries.subscriptions import (
    asked_lately,
    public_inquiries,
    public_recommendations,
    public_subscriptions,
    subscription_at,
)

# Confirmation mails in an hour: to one address, and in all to addresses that have not confirmed.
MOST_FOR_AN_ADDRESS: Final = 3
MOST_UNCONFIRMED: Final = 20
KEPT_UNCONFIRMED: Final = timedelta(days=7)
MAILS_KEPT: Final = timedelta(days=30)


@transaction.atomic
def ask_to_follow(*, email: str, thing: Inquiry | Recommendation, now: datetime | None = None) -> None:
    """Ask whoever owns an address whether they want to follow something; the same happens to see whoever it is.

    Nothing is sent to an address that follows it already, was asked in the last hour, or was asked
    `MOST_FOR_AN_ADDRESS` times in it; the caller learns of none of that. Raises NotAllowed for what is not public;
    NotPossible when more than `MOST_UNCONFIRMED` unconfirmed addresses were asked in the last hour. Writes the
    Subscription, unconfirmed, queues its mail and writes one Event.
    Source: the UK GDPR's consent, and mail servers' practice against mail bombs: confirmed opt-in.
    """
    _check_is_public(thing)
    moment, address = now or timezone.now(), email.strip().lower()
    lately = asked_lately(moment)
    if lately.filter(confirmed_at__isnull=True).count() >= MOST_UNCONFIRMED:
        raise NotPossible("Too many people have asked to follow something in the last hour. Try again in an hour.")
    if lately.filter(email=address).count() >= MOST_FOR_AN_ADDRESS:
        return
    subscription, is_new = Subscription.objects.get_or_create(
        email=address, **_what(thing), defaults={"asked_at": moment}
    )
    if not is_new and not _is_asked_again(subscription, moment):
        return
    key = f"confirm/{moment:%Y%m%d%H%M%S%f}"
    queue_to_subscribers([subscription], kind=MailKind.CONFIRM, key=key, words=confirm_words(subscription), now=moment)
    record_event(by=None, type="asked to follow", target=subscription, after={"followed": thing.pk, **_kind(thing)})


def _check_is_public(thing: Inquiry | Recommendation) -> None:
    rows = public_inquiries() if isinstance(thing, Inquiry) else public_recommendations()
    if not rows.filter(pk=thing.pk).exists():
        raise NotAllowed("Only what is public can be followed.")


def _what(thing: Inquiry | Recommendation) -> dict[str, Inquiry | Recommendation]:
    return {"inquiry": thing} if isinstance(thing, Inquiry) else {"recommendation": thing}


def _kind(thing: Inquiry | Recommendation) -> dict[str, str]:
    return {"kind": thing._meta.label_lower}


def _is_asked_again(subscription: Subscription, moment: datetime) -> bool:
    """Whether an address that has not confirmed is asked once more; of several at the same moment, once."""
    unconfirmed = Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True)
    return bool(unconfirmed.exclude(pk__in=asked_lately(moment).values("pk")).update(asked_at=moment))


@transaction.atomic
def confirm_subscription(*, key: str) -> Subscription:
    """Confirm with the key of the mail, and return the subscription; confirming again changes nothing.

    Raises NotPossible when the key is of none any more. Writes when, and one Event.
    """
    subscription = subscription_at(key)
    if subscription is None:
        raise NotPossible("This link no longer works. Ask again on the page of what you want to follow.")
    moment = timezone.now()
    confirmed = Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True).update(confirmed_at=moment)
    if confirmed:
        subscription.confirmed_at = moment
        record_event(by=None, type="confirmed following", target=subscription)
    return subscription


@transaction.atomic
def end_subscription(*, key: str) -> None:
    """Delete the subscription of a key, its address and its mails with it; where there is none, nothing is left to do.

    Writes one Event. Source: RFC 8058: one request ends it, without a further question.
    """
    subscription = Subscription.objects.filter(key=key).first()
    if subscription is not None:
        record_event(by=None, type="stopped following", target=subscription)
        subscription.delete()


@transaction.atomic
def remove_old_subscriptions(*, now: datetime | None = None) -> int:
    """Delete addresses that were not confirmed within a week, and those that follow what is no longer public.

    The system's own act; also deletes what was sent to subscribers a month ago. Returns how many subscriptions were
    deleted, and writes one Event where there were any. Source: the UK GDPR: nothing is kept longer than it is needed.
    """
    moment = now or timezone.now()
    unconfirmed = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=moment - KEPT_UNCONFIRMED)
    hidden = Subscription.objects.exclude(pk__in=public_subscriptions().order_by().values("pk"))
    removed = sorted({*unconfirmed.values_list("pk", flat=True), *hidden.values_list("pk", flat=True)})
    old = OutboxMail.objects.filter(subscription__isnull=False, queued_at__lt=moment - MAILS_KEPT)
    old.exclude(state=MailState.WAITING).delete()
    if removed:
        Subscription.objects.filter(pk__in=removed).delete()
        record_event(by=None, type="removed subscriptions", target=None, after={"subscriptions": removed})
    return len(removed)
