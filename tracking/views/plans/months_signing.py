"""An update on a plan after it is written: reading it, its signing, and what those of the owning post decide."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.plans.update_decisions import (
    accept_update,
    leave_out_updates,
    return_update,
    submit_update,
    take_update_back_in,
)
from tracking.enums import PlanUpdateState
from tracking.exceptions import ClaimContradicted, NotPossible, StaleState
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.plan_rounds import LeaveOutForm, ReturnUpdateForm
from tracking.forms.signing import OnBehalfForm
from tracking.models import User
from tracking.models.plans import PlanUpdate
from tracking.presenters.links import Link
from tracking.presenters.plans import update_pages as words
from tracking.queries.plans import round_pages as reads
from tracking.queries.plans.month_names import month_names
from tracking.tasks import send_waiting_mails, soon
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.plans.month_pages import (
    keeps,
    kept_update,
    page_about_round,
    plan_crumbs,
    readable_update,
    update_href,
    written_update,
)
from tracking.views.plans.months_writing import is_being_written, too_late


@require_safe
@login_required
def plan_update(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    """What an update says, how that differs from what was said before, and what the viewer can do with it."""
    update = readable_update(request, slug, month, update_pk)
    read = reads.read_update(update, request.user)
    context = {
        "crumbs": plan_crumbs(update.plan),
        "plan": update.plan,
        "round": update.round,
        "update": update,
        "called": month_names(update.round).plan,
        "face": words.update_face(update, today=dates.today()),
        "update_page": words.update_page(read, before=reads.ratings_before(update)),
        "links": [*_writers_links(update, read.is_writer), *_keepers_links(request, update)],
    }
    return render(request, "plans/rounds/update_page.html", context)


def _writers_links(update: PlanUpdate, is_writer: bool) -> list[Link]:
    if not (is_writer and is_being_written(update)):
        return []
    return [
        Link("Write the update", update_href(update, "plan_update_write")),
        Link("Check it and hand it in", update_href(update, "plan_update_check")),
    ]


def _keepers_links(request: HttpRequest, update: PlanUpdate) -> list[Link]:
    if not (update.round.is_open and keeps(request, update.plan)) or update.is_accepted:
        return []
    if update.left_out_reason:
        return [Link("Wait for it after all", update_href(update, "plan_update_take_back_in"))]
    links = []
    if update.state == PlanUpdateState.SUBMITTED:
        links = [
            Link("Accept it", update_href(update, "plan_update_accept")),
            Link("Return it", update_href(update, "plan_update_return")),
        ]
    return [*links, Link("Leave it out of the month", update_href(update, "plan_update_leave_out"))]


@login_required
def plan_update_submit(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    """Sign, or hand in on behalf of a holder who approved it."""
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    holders = reads.holders_of(reads.writing_posts(update))
    signs = rules.can_submit_plan_update(request.user, update)
    form: ManageForm = ConfirmForm(posted(request)) if signs else OnBehalfForm(posted(request), people=list(holders))
    handed_in = _hand_in(request, update, form) if form.is_valid() else None
    sentences = words.signing_sentences(update, signs=signs, holders=holders)
    page = page_about_round(
        update.round,
        f"Sign the {words.update_title(update).lower()}"
        if signs
        else f"Hand in the {words.update_title(update).lower()}",
        "Sign and hand in" if signs else "Hand in",
        *sentences,
        back=update_href(update),
    )
    return handed_in or show_form(request, form, page)


def _hand_in(request: HttpRequest, update: PlanUpdate, form: ManageForm) -> HttpResponse | None:
    """Hand the update in and say where to go; None when it is refused, and the form says why."""
    try:
        submit_update(update=update, by=cast("User", request.user), **form.cleaned_data)
    except ClaimContradicted:
        messages.warning(request, "Some ratings must be settled before the update can be handed in.")
        return redirect(update_href(update, "plan_update_check"))
    except StaleState:
        return too_late(request, update)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return None
    soon(send_waiting_mails)
    messages.success(request, f"The {words.update_title(update).lower()} is handed in.")
    return redirect("plan_updates", update.plan.slug, update.round.reference)


@login_required
def plan_update_accept(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    update = kept_update(request, slug, month, update_pk)
    form = ConfirmForm(posted(request))
    return _decide(
        request,
        update,
        form,
        accept_update,
        f"The {words.update_title(update).lower()} is accepted.",
        ("Accept", "From then on it is never edited. It is printed once the month is issued."),
        {"update": update},
    )


@login_required
def plan_update_return(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    update = kept_update(request, slug, month, update_pk)
    form = ReturnUpdateForm(posted(request))
    return _decide(
        request,
        update,
        form,
        return_update,
        f"The {words.update_title(update).lower()} is returned.",
        ("Return", "Those who wrote it get a mail with your reason. What they handed in is kept."),
        {"update": update},
    )


@login_required
def plan_update_leave_out(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    update = kept_update(request, slug, month, update_pk)
    form = LeaveOutForm(posted(request))
    return _decide(
        request,
        update,
        form,
        leave_out_updates,
        f"The {words.update_title(update).lower()} is left out of {update.round.name}.",
        ("Leave out", "What it began with is printed again instead. Ratings stay as they were."),
        {"plan_round": update.round, "updates": [update]},
    )


@login_required
def plan_update_take_back_in(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    update = kept_update(request, slug, month, update_pk)
    form = ConfirmForm(posted(request))
    return _decide(
        request,
        update,
        form,
        take_update_back_in,
        f"The {words.update_title(update).lower()} is waited for again.",
        ("Wait for", "Its posts can write it and hand it in again."),
        {"update": update},
    )


def _decide(
    request: HttpRequest,
    update: PlanUpdate,
    form: ManageForm,
    act: Any,
    success: str,
    said: tuple[str, str],
    what: dict[str, Any],
) -> HttpResponse:
    """Show the form of a decision of the owning post, and have it done."""
    if not (keeps(request, update.plan) and update.round.is_open):
        raise Http404
    button, sentence = said
    if form.is_valid() and is_done(form, act, by=request.user, **what, **form.cleaned_data):
        soon(send_waiting_mails)
        messages.success(request, success)
        return redirect("plan_round_work", update.plan.slug, update.round.reference)
    title = f"{button} the {words.update_title(update).lower()}"
    return show_form(request, form, page_about_round(update.round, title, button, sentence, back=update_href(update)))


def is_done(form: ManageForm, act: Any, **arguments: Any) -> bool:
    """Whether an action that may return nothing was done."""
    attempt(form, act, **arguments)
    return not form.errors
