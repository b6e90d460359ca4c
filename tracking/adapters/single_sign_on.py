"""Single sign-on by OpenID Connect. Who somebody is, is what their provider knows them by: never an e-mail address."""

import logging
import secrets
import time
from contextlib import ExitStack
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from tracking.actions.invitations import accept
from tracking.adapters.account import was_lately
from tracking.adapters.id_tokens import claims_of
from tracking.exceptions import NotPossible
from tracking.queries.sign_ins import identity_of, invited_user

logger = logging.getLogger("tracking.security")

PROVIDER: Final = "council"
# Words of `amr` (RFC 8176 and Entra's) that say that more than a password was asked for.
_SECOND_STEPS: Final = frozenset({"mfa", "ngcmfa", "hwk", "fido"})


class CouncilExchange(OpenIDConnectOAuth2Adapter):
    """The exchange with the provider: its metadata are the issuer's that the settings name, its tokens are checked.

    What is written after it is one transaction, which begins when the provider has said all that it is asked: one that
    takes long keeps no database waiting.
    """

    def __init__(self, request: HttpRequest, provider_id: str, transactions: ExitStack | None = None) -> None:
        super().__init__(request, provider_id)
        self._transactions = transactions

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != settings.SSO_ISSUER:
            raise OAuth2Error("The provider calls itself by another name than SSO_ISSUER.")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return str(build_absolute_uri(request, reverse("sso_callback"), self.redirect_uri_protocol))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        with SingleSignOnAdapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        id_token = str(kwargs["response"].get("id_token", ""))
        claims = claims_of(id_token, keys, issuer=self.openid_config["issuer"], client_id=app.client_id)
        if self._transactions is not None:
            self._transactions.enter_context(transaction.atomic())
        return self.get_provider().sociallogin_from_response(request, claims)


class CouncilProvider(OpenIDConnectProvider):
    """The council's provider. Of what it says, only who somebody is there is kept."""

    oauth2_adapter_class = CouncilExchange

    def get_default_scope(self) -> list[str]:
        # Entra tells `oid` only with the profile.
        return ["openid", "profile"] if settings.SSO_IS_ENTRA else ["openid"]

    def begin(self, request: HttpRequest, *, process: str, next_url: str | None, invitation: str = "") -> HttpResponse:
        """Send somebody to the provider. What it answers is good in this session, for this purpose, and once.

        Whoever is signed in already is to prove once more who they are: the provider has to ask them again.
        """
        nonce = secrets.token_urlsafe(24)
        again = request.user.is_authenticated and process == AuthProcess.LOGIN and not invitation
        asked = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if again else {})
        return self.redirect(
            request, process, next_url=next_url, auth_params=asked, nonce=nonce, invitation=invitation, again=again
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The tenant and the object at Entra; elsewhere the issuer and its subject, which it gives to nobody else."""
        if settings.SSO_IS_ENTRA:
            if not (data.get("tid") and data.get("oid")):
                raise OAuth2Error("The provider says neither tenant nor object.")
            return f"{data['tid']}:{data['oid']}"
        return sha256(f"{data['iss']} {data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        login = super().sociallogin_from_response(request, response)
        login.nonce = str(response["nonce"])
        login.counts_as_second_step = settings.SSO_IS_SECOND_STEP or _says_second_step(response)
        login.proved_at = _proved_at(response)
        return login


def _says_second_step(claims: dict[str, Any]) -> bool:
    methods = claims.get("amr")
    return isinstance(methods, list) and not _SECOND_STEPS.isdisjoint(map(str, methods))


def _proved_at(claims: dict[str, Any]) -> float | None:
    """When somebody proved to the provider who they are, which may be long before they came here; None if unsaid."""
    told = claims.get("auth_time")
    return min(told, time.time()) if isinstance(told, int | float) and not isinstance(told, bool) else None


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """What allauth asks of a product about single sign-on, answered for this one."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> CouncilProvider:
        return CouncilProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The one provider that the settings name; nothing that a row of the database may say."""
        (described,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] if settings.SSO_ISSUER else (None,)
        return [SocialApp(provider="openid_connect", **described)] if described else []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("account_home")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Go on only for an identity that is known here, or that somebody who is invited or signed in brings."""
        if not constant_time_compare(sociallogin.nonce, sociallogin.state.get("nonce", "")):
            logger.warning("Single sign-on: a token was answered to another question.")
            raise ImmediateHttpResponse(failed_page(request))
        if sociallogin.state.get("again") and not was_lately(sociallogin.proved_at):
            logger.warning(
                "Single sign-on: asked to sign somebody in once more, the provider does not say that it has."
            )
            raise ImmediateHttpResponse(_page(request, "not_again", HTTPStatus.FORBIDDEN))
        if sociallogin.state.get("invitation"):
            self._accept_invitation(request, sociallogin)
        elif sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._require_one_identity(request, sociallogin)
        elif not sociallogin.is_existing:
            logger.warning("Single sign-on: an identity that is not known here.")
            raise ImmediateHttpResponse(_page(request, "unknown", HTTPStatus.FORBIDDEN))

    def _accept_invitation(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        user = invited_user(sociallogin.state["invitation"])
        if user is None:
            raise ImmediateHttpResponse(render(request, "account/invitation_gone.html", status=HTTPStatus.GONE))
        if sociallogin.is_existing:
            raise ImmediateHttpResponse(_page(request, "taken", HTTPStatus.CONFLICT))
        try:
            with transaction.atomic():
                accept(user=user, by_means_of="socialaccount")
                sociallogin.connect(request, user)
        except NotPossible as error:
            gone = render(request, "account/invitation_gone.html", status=HTTPStatus.GONE)
            raise ImmediateHttpResponse(gone) from error

    def _require_one_identity(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        own = identity_of(request.user) if request.user.is_authenticated else None
        is_others = sociallogin.is_existing and sociallogin.user != request.user
        if is_others or (own is not None and own.uid != sociallogin.account.uid):
            raise ImmediateHttpResponse(_page(request, "taken", HTTPStatus.CONFLICT))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say in plain words that it did not work; the log says no more than that, as the provider's words may be."""
        if error != AuthError.CANCELLED:
            logger.warning("Single sign-on failed: %s.", type(exception).__name__ if exception else error)
        raise ImmediateHttpResponse(failed_page(request))


def failed_page(request: HttpRequest) -> HttpResponse:
    """Say that signing in with the council's account did not work, and what to do."""
    return _page(request, "failed", HTTPStatus.UNAUTHORIZED)


def _page(request: HttpRequest, name: str, status: HTTPStatus) -> HttpResponse:
    context = {"identity": settings.SSO_NAME}
    return render(request, f"account/single_sign_on_{name}.html", context, status=status)
