"""The page of an invitation's link. Opening it changes nothing: mail scanners open links."""

from http import HTTPStatus

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tracking.actions.invitations import accept_with_password
from tracking.exceptions import NotPossible
from tracking.forms.account import InvitationForm
from tracking.models import User
from tracking.queries.sign_ins import invited_user
from tracking.views.form_pages import posted
from tracking.views.single_sign_on import leave


@sensitive_post_parameters()
@never_cache
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Ask somebody who is invited with what they want to sign in, then sign them in."""
    user = invited_user(key)
    if user is None:
        return _gone(request)
    if settings.SSO_ISSUER and "single_sign_on" in request.POST:
        return leave(request, invitation=key)
    form = InvitationForm(user, posted(request))
    if form.is_valid():
        try:
            accept_with_password(user=user, password=form.cleaned_data["password"])
        except NotPossible:
            return _gone(request)
        return _signed_in(request, user)
    context = {
        "form": form,
        "invited": user,
        "single_sign_on": settings.SSO_NAME if settings.SSO_ISSUER else "",
    }
    return render(request, "account/invitation.html", context)


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    if request.user.is_authenticated:
        request.session.flush()
    record_authentication(request, user, method="password")
    return perform_login(request, Login(user=user))


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "account/invitation_gone.html", status=HTTPStatus.GONE)
