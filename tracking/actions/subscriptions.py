"""Following an inquiry or a recommendation by e-mail: asking, confirming, ending.

Whoever does it need not be a user, so there is no `by`; what proves them is the key that only their mail holds. The
Events name the subscription, never the address.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tracking.actions.events import record_event
from tracking.actions.outbox import queue_to_subscribers
from tracking.enums import MailKind, MailState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.mail import confirm_words
from tracking.models import Inquiry, OutboxMail, Recommendation, Subscription
from tracking.queries.subscriptions import (
    ASKED,
    asked_lately,
    public_inquiries,
    public_recommendations,
    public_subscriptions,
    subscription_at,
    unconfirmed_asks,
)

# In an hour: confirmation mails to one address, and asks in all that were not confirmed.
MOST_FOR_AN_ADDRESS: Final = 3
MOST_UNCONFIRMED: Final = 20
KEPT_UNCONFIRMED: Final = timedelta(days=7)
MAILS_KEPT: Final = timedelta(days=30)


@transaction.atomic
def ask_to_follow(*, email: str, thing: Inquiry | Recommendation, now: datetime | None = None) -> None:
    """Ask whoever owns an address whether they want to follow something; the same happens to see whoever it is.

    Nothing is sent to an address that follows it already, was asked in the last hour, or was asked
    `MOST_FOR_AN_ADDRESS` times in it, nor to any once there were `MOST_UNCONFIRMED` asks in the last hour that nobody
    confirmed; the caller learns of none of that. Raises NotAllowed for what is not public. Writes the Subscription,
    unconfirmed, queues its mail and writes one Event. An ask that brings no mail writes the Event without a target, so
    that it counts like any other: otherwise one's own next ask would tell whether an address was known.
    Source: the UK GDPR's consent, and mail servers' practice against mail bombs: confirmed opt-in.
    """
    _check_is_public(thing)
    moment = now or timezone.now()
    if unconfirmed_asks(moment) >= MOST_UNCONFIRMED:
        return
    subscription = _to_be_asked(email.strip().lower(), thing, moment)
    if subscription is not None:
        key, words = f"confirm/{moment:%Y%m%d%H%M%S%f}", confirm_words(subscription)
        queue_to_subscribers([subscription], kind=MailKind.CONFIRM, key=key, words=words, now=moment)
    record_event(by=None, type=ASKED, target=subscription, after={"followed": thing.pk, **_kind(thing)}, at=moment)


def _to_be_asked(address: str, thing: Inquiry | Recommendation, moment: datetime) -> Subscription | None:
    """Return the subscription, new or still unconfirmed, whose owner gets a mail; None where nobody gets one."""
    if asked_lately(moment).filter(email=address).count() >= MOST_FOR_AN_ADDRESS:
        return None
    subscription, is_new = Subscription.objects.get_or_create(
        email=address, **_what(thing), defaults={"asked_at": moment}
    )
    return subscription if is_new or _is_asked_again(subscription, moment) else None


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
    # Locked first: whoever is writing a mail for it finishes, and that mail is deleted as well.
    subscription = Subscription.objects.select_for_update().filter(key=key).first()
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
    unconfirmed = Q(confirmed_at__isnull=True, asked_at__lt=moment - KEPT_UNCONFIRMED)
    hidden = ~Q(pk__in=public_subscriptions().order_by().values("pk"))
    locked = Subscription.objects.filter(unconfirmed | hidden).order_by("pk").select_for_update()
    removed = list(locked.values_list("pk", flat=True))
    old = OutboxMail.objects.filter(subscription__isnull=False, queued_at__lt=moment - MAILS_KEPT)
    old.exclude(state=MailState.WAITING).delete()
    if removed:
        Subscription.objects.filter(pk__in=removed).delete()
        record_event(by=None, type="removed subscriptions", target=None, after={"subscriptions": removed})
    return len(removed)
