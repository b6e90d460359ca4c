"""Following an inquiry or a recommendation by e-mail: asking, confirming by the link of the mail, ending.

All of it is for everybody and about what is public, whoever asks. Mail scanners follow links, so none of them changes
anything by being opened.
"""

from hashlib import sha256
from http import HTTPStatus
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from tracking.actions.subscriptions import ask_to_follow, confirm_subscription, end_subscription
from tracking.exceptions import NotPossible
from tracking.forms.following import FollowForm
from tracking.models import Inquiry, Recommendation, Subscription
from tracking.presenters.following import ASKED, WHAT_COMES, followed_href, followed_title, href_of, title_of
from tracking.queries.subscriptions import public_inquiries, public_recommendations, subscription_at
from tracking.tasks import send_waiting_mails, soon
from tracking.views.form_pages import FormPage, posted, show_form

MOST_FROM_A_CLIENT: Final = 10
AN_HOUR: Final = 60 * 60


@never_cache
def inquiry_follow(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, get_object_or_404(public_inquiries(), slug=slug))


@never_cache
def recommendation_follow(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = public_recommendations().filter(inquiry__slug=slug).at_reference(reference)
    return _follow(request, get_object_or_404(found))


def _follow(request: HttpRequest, thing: Inquiry | Recommendation) -> HttpResponse:
    """Ask for an address; what is answered tells nothing of whether it is known here."""
    context = {"title": title_of(thing), "back": href_of(thing)}
    if request.method != "POST" and "asked" in request.GET:
        return render(request, "following/asked.html", context | {"sentences": ASKED})
    form = FollowForm(posted(request))
    if form.is_valid() and _may_ask(request, form):
        ask_to_follow(email=form.cleaned_data["email"], thing=thing)
        soon(send_waiting_mails)
        return redirect(f"{request.path}?asked")
    page = FormPage(
        "Follow by e-mail", "Send me a mail to confirm", context["back"], "Back", title_of(thing), WHAT_COMES
    )
    return show_form(request, form, page)


def _may_ask(request: HttpRequest, form: FollowForm) -> bool:
    """Whether this computer has not caused too many mails in this hour; otherwise the form says so.

    Each ask takes a place of its own for an hour: only adding is one step in every cache, and keeps to the time given.
    """
    address = get_adapter(request).get_client_ip(request) or ""
    key = f"following/{timezone.now():%Y%m%d%H}/{sha256(address.encode()).hexdigest()}"
    places = [f"{key}/{number}" for number in range(MOST_FROM_A_CLIENT)]
    taken = cache.get_many(places)
    may_ask = any(cache.add(place, 1, AN_HOUR) for place in places if place not in taken)
    if not may_ask:
        form.add_error(None, "Too many mails were asked for from your network in the last hour. Try again in an hour.")
    return may_ask


@never_cache
def follow_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Show what would be followed, with a button that confirms it; once confirmed, say so."""
    subscription = subscription_at(key)
    if subscription is not None and request.method == "POST":
        try:
            confirm_subscription(key=key)
        except NotPossible:
            return _gone(request)
        return redirect("follow_confirm", key)
    if subscription is None:
        return _gone(request)
    template = "following/confirmed.html" if subscription.confirmed_at else "following/confirm.html"
    return render(request, template, _about(subscription))


@csrf_exempt
@never_cache
def follow_end(request: HttpRequest, key: str) -> HttpResponse:
    """Ask before ending it; what is sent here ends it at once, also from a mail program's own button (RFC 8058)."""
    subscription = subscription_at(key)
    if request.method == "POST":
        end_subscription(key=key)
        return render(request, "following/ended.html", _about(subscription) if subscription else {})
    return render(request, "following/end.html", _about(subscription)) if subscription else _gone(request)


def _about(subscription: Subscription) -> dict[str, str]:
    return {
        "title": followed_title(subscription),
        "back": followed_href(subscription),
        "confirm_href": reverse("follow_confirm", args=[subscription.key]),
        "end_href": reverse("follow_end", args=[subscription.key]),
    }


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "following/gone.html", status=HTTPStatus.GONE)
