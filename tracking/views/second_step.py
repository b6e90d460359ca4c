"""The second step of signing in: setting it up, recovery codes, taking it away."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracking import rules
from tracking.actions.second_steps import make_recovery_codes
from tracking.actions.sign_ins import record_change
from tracking.enums import SignInChange
from tracking.exceptions import NotPossible
from tracking.models import User
from tracking.presenters.sign_ins import readable_codes, readable_key, second_step_lines
from tracking.queries.sign_ins import recovery_codes_left, second_steps_of
from tracking.tasks import send_waiting_mails, soon


@never_cache
@require_safe
@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """What one's second step is, why one is needed, and how to set one up."""
    user = cast("User", request.user)
    steps = list(second_steps_of(user))
    context = {
        "steps": second_step_lines(steps),
        "has_app": any(step.type == Authenticator.Type.TOTP for step in steps),
        "is_needed": rules.needs_second_step(user),
        "for_everyone": settings.SECOND_STEP_FOR == "everyone",
        "codes_left": recovery_codes_left(user),
    }
    return render(request, "account/second_step.html", context)


class _ThenCodes:
    """Leads from the first second step to its recovery codes."""

    request: HttpRequest

    def get_success_url(self) -> str:
        has_codes = recovery_codes_left(cast("User", self.request.user)) > 0
        return reverse("mfa_index" if has_codes else "recovery_codes")


class AddApp(_ThenCodes, totp.ActivateTOTPView):
    template_name = "account/add_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"key": readable_key(context["form"].secret)}

    @transaction.atomic
    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer = super().form_valid(form)
        user = cast("User", self.request.user)
        record_change(user=user, change=SignInChange.APP_ADDED, by=user)
        soon(send_waiting_mails)
        return answer


class AddPasskey(_ThenCodes, webauthn.AddWebAuthnView):
    template_name = "account/add_passkey.html"


class TakeAppAway(totp.DeactivateTOTPView):
    template_name = "account/take_app_away.html"


class TakePasskeyAway(webauthn.RemoveWebAuthnView):
    """Asks first; the last second step of somebody who needs one stays."""

    template_name = "account/take_passkey_away.html"

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if get_adapter().can_delete_authenticator(self.get_object()):
            return super().form_valid(form)
        messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"passkey": self.object.wrap().name}


@never_cache
@login_required
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, and show them this once."""
    user = cast("User", request.user)
    if not second_steps_of(user).exists():
        return redirect("mfa_index")
    codes: list[str] = []
    if request.method == "POST":
        try:
            codes = readable_codes(make_recovery_codes(by=user))
        except NotPossible as error:
            messages.error(request, str(error))
            return redirect("mfa_index")
    context = {"codes": codes, "codes_left": recovery_codes_left(user)}
    return render(request, "account/recovery_codes.html", context)
