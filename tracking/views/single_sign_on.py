"""Signing in with the council's account: leaving for the provider and coming back."""

from contextlib import ExitStack
from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from tracking.actions.identities import disconnect_identity
from tracking.adapters.single_sign_on import PROVIDER, CouncilExchange, SingleSignOnAdapter, failed_page
from tracking.exceptions import NotPossible
from tracking.models import User


def leave(request: HttpRequest, *, process: str = AuthProcess.LOGIN, invitation: str = "") -> HttpResponse:
    """Answer with a page that goes on to the provider.

    A page, and no redirect: what a form may lead to is guarded, and a provider may lead on to others that nobody here
    knows of.
    """
    _require_provider()
    provider = SingleSignOnAdapter().get_provider(request, PROVIDER)
    try:
        answer = provider.begin(
            request, process=process, next_url=get_next_redirect_url(request), invitation=invitation
        )
    except (RequestException, OAuth2Error, KeyError, ValueError):
        return failed_page(request)
    context = {"href": answer.headers["Location"], "identity": settings.SSO_NAME}
    return render(request, "account/single_sign_on_leaving.html", context)


@never_cache
def sso_login(request: HttpRequest) -> HttpResponse:
    """Leave for the provider; whoever only opens the address is led to the sign-in page."""
    _require_provider()
    return leave(request) if request.method == "POST" else redirect("account_login")


@never_cache
@login_required
def sso_connect(request: HttpRequest) -> HttpResponse:
    """Have the council's account open one's own account from now on."""
    _require_provider()
    return _connect(request) if request.method == "POST" else redirect("account_home")


@never_cache
@login_required
def sso_disconnect(request: HttpRequest) -> HttpResponse:
    """Have it open one's account no longer."""
    _require_provider()
    return _disconnect(request) if request.method == "POST" else redirect("account_home")


def _require_provider() -> None:
    if not settings.SSO_ISSUER:
        raise Http404


@reauthentication_required(app="allauth.socialaccount")
def _connect(request: HttpRequest) -> HttpResponse:
    return leave(request, process=AuthProcess.CONNECT)


@reauthentication_required(app="allauth.socialaccount")
def _disconnect(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker; login_required has seen to it
    try:
        disconnect_identity(by=request.user)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The council’s account is disconnected. You sign in with your password.")
    return redirect("account_home")


@never_cache
@require_safe
def sso_callback(request: HttpRequest) -> HttpResponse:
    """Where the provider sends somebody back to."""
    _require_provider()
    try:
        with ExitStack() as transactions:
            exchange = CouncilExchange(request, PROVIDER, transactions)
            return cast("HttpResponse", OAuth2CallbackView.adapter_view(exchange)(request))
    except (KeyError, ValueError):
        return failed_page(request)


@never_cache
@require_safe
@login_required
def sso_again(request: HttpRequest) -> HttpResponse:
    """Confirm that it is you, for somebody who signs in with the council's account alone."""
    _require_provider()
    return render(request, "account/single_sign_on_again.html", {"next": get_next_redirect_url(request) or ""})
