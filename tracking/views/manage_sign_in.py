"""How somebody else signs in: for administrators, who set nobody's password and see nobody's codes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tracking import rules
from tracking.actions.invitations import invite, withdraw_invitation
from tracking.actions.second_steps import take_second_step_away
from tracking.actions.sign_ins import end_sessions, take_password_away
from tracking.forms.manage import ConfirmForm
from tracking.queries import managing as reads
from tracking.tasks import send_waiting_mails, soon
from tracking.views.form_pages import FormPage, attempt, posted, show_form

_CHECK_FIRST: Final = "Be sure who asks you for it: see them, or call them back on a number you know."


@dataclass(frozen=True)
class Act:
    """Something that an administrator does about how somebody signs in, in words, and the action that does it."""

    action: Callable[..., Any]
    title: str
    button: str
    done: str
    sentences: tuple[str, ...]
    warning: bool = True


ACTS: Final = {
    "invite": Act(
        invite,
        "Send an invitation",
        "Send it",
        "The invitation is on its way.",
        ("They get a mail with a link, good for seven days. A link that they got before stops working.",),
        warning=False,
    ),
    "withdraw": Act(
        withdraw_invitation,
        "Withdraw the invitation",
        "Withdraw it",
        "The invitation is withdrawn: its link does not work any more.",
        ("The link that they were sent stops working at once.",),
    ),
    "password": Act(
        take_password_away,
        "Take their password away",
        "Take it away",
        "Their password is taken away. They get a mail with a link.",
        (
            "They are signed out everywhere at once, and get a mail with a link to choose another password.",
            "Their second step stays as it is.",
        ),
    ),
    "second-step": Act(
        take_second_step_away,
        "Take their second step away",
        "Take it away",
        "Their second step is taken away. They get a mail that says so.",
        (
            _CHECK_FIRST,
            "They are signed out everywhere at once. Where a second step is needed they set up another.",
        ),
    ),
    "sessions": Act(
        end_sessions,
        "Sign them out everywhere",
        "Sign them out",
        "They are signed out everywhere.",
        ("What they have typed and not saved is kept for them as a draft.",),
    ),
}


@login_required
def manage_sign_in(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask before doing one of these things, then do it."""
    rules.can_administer.check(request.user)
    person = get_object_or_404(reads.everyone(), pk=pk)
    user, chosen = reads.user_of(person), ACTS.get(act)
    if user is None or chosen is None:
        raise Http404
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, chosen.action, by=request.user, user=user)
        if not form.errors:
            soon(send_waiting_mails)
            messages.success(request, chosen.done)
            return redirect("manage_person", pk=pk)
    back = reverse("manage_person", args=[pk])
    page = FormPage(
        title=chosen.title,
        button=chosen.button,
        back=back,
        back_text=person.name,
        caption=person.name,
        sentences=chosen.sentences,
        warning=chosen.warning,
    )
    return show_form(request, form, page)
