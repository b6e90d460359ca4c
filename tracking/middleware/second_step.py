"""Whoever needs a second step does nothing else before it is set up and used."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import add_query_params
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tracking import rules
from tracking.adapters.second_step import has_proved_second_step
from tracking.middleware import Handler
from tracking.models import User

# What it takes to set one up, to prove it, or to leave.
OPEN: Final = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "sso_again",
        "sso_login",
        "sso_callback",
        "brand_css",
        "accessibility",
    }
)


class SecondStepFirst:
    """Leads to the page that says why. A class, because only classes may look at the view that was found."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer in place of any other view; the session alone says whether it was proved, so that costs no query."""
        user = request.user
        if settings.SECOND_STEP_FOR == "nobody" or not isinstance(user, User) or self._is_open(request):
            return None
        if has_proved_second_step(request, user) or not rules.needs_second_step(user):
            return None
        proofs = [method for method in get_adapter().get_reauthentication_methods(user) if "mfa" in method["id"]]
        if proofs:
            return HttpResponseRedirect(add_query_params(proofs[0]["url"], {"next": request.get_full_path()}))
        return HttpResponseRedirect(reverse("mfa_index"))

    @staticmethod
    def _is_open(request: HttpRequest) -> bool:
        found = request.resolver_match
        return found is not None and not found.namespaces and found.url_name in OPEN
