"""One's own account: what one signs in with, and where one is signed in."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_change, password_reset_from_key
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracking import rules
from tracking.actions.sign_ins import end_other_sessions, end_session
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import User
from tracking.presenters.sign_ins import account_lines, session_lines
from tracking.queries.sign_ins import identity_of, open_sessions, recovery_codes_left, second_steps_of


@never_cache
@require_safe
@login_required
def account_home(request: HttpRequest) -> HttpResponse:
    """Your account: everything of it on one page, with what leads to changing it."""
    user = cast("User", request.user)
    identity = identity_of(user)
    context = {
        "lines": account_lines(
            user, second_steps_of(user), recovery_codes_left(user), has_identity=identity is not None
        ),
        "identity": identity,
        "single_sign_on": settings.SSO_NAME if settings.SSO_ISSUER else "",
        "needs_second_step": rules.needs_second_step(user),
        "open_sessions": len(open_sessions(user, session_key=request.session.session_key)),
    }
    return render(request, "account/home.html", context)


@login_required
@transaction.atomic
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's password; there is nothing to change for those who have none."""
    if not cast("User", request.user).has_usable_password():
        return redirect("account_home")
    try:
        return cast("HttpResponse", password_change(request))
    except (NotAllowed, NotPossible) as error:
        messages.error(request, str(error))
        return redirect("account_home")


@never_cache
@transaction.atomic
def choose_new_password(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """The page of the link that lets somebody choose a password who has forgotten theirs."""
    try:
        return cast("HttpResponse", password_reset_from_key(request, uidb36=uidb36, key=key))
    except (NotAllowed, NotPossible) as error:
        messages.error(request, str(error))
        return redirect("account_reset_password")


@never_cache
@require_safe
@login_required
def account_sessions(request: HttpRequest) -> HttpResponse:
    """Where you are signed in."""
    sessions = open_sessions(cast("User", request.user), session_key=request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": session_lines(sessions)})


@never_cache
@login_required
def account_session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; whoever only opens the address is led to the page with the buttons."""
    return _end(request, pk=pk) if request.method == "POST" else redirect("account_sessions")


@never_cache
@login_required
def account_sessions_end(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    return _end_others(request) if request.method == "POST" else redirect("account_sessions")


@reauthentication_required
def _end(request: HttpRequest, pk: int) -> HttpResponse:
    end_session(by=cast("User", request.user), session_pk=pk)
    messages.success(request, "That session is ended: whoever used it has to sign in again.")
    return redirect("account_sessions")


@reauthentication_required
def _end_others(request: HttpRequest) -> HttpResponse:
    ended = end_other_sessions(by=cast("User", request.user), but=request.session.session_key)
    messages.success(
        request,
        "You are signed in nowhere else now." if ended else "You were signed in nowhere else, so nothing ended.",
    )
    return redirect("account_sessions")
