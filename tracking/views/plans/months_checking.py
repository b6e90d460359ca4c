"""Checking an update on a plan before it is signed: what the claim check doubts, and reasons against that."""

from collections.abc import Sequence
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracking import dates
from tracking.actions.plans.overrides import override_warnings
from tracking.enums import DraftPage
from tracking.exceptions import NotPossible, StaleState, StaleText
from tracking.forms.drafts import show_as_typed, with_read
from tracking.forms.plan_rounds import ReasonsForm
from tracking.models import User, WrittenPage
from tracking.models.plans import PlanUpdate
from tracking.presenters.differences import Difference
from tracking.presenters.plans import update_checks
from tracking.presenters.plans import update_pages as words
from tracking.queries.drafts import own_draft
from tracking.queries.plans import round_pages as reads
from tracking.queries.plans.claims import CheckedRating, checked_ratings
from tracking.views.form_pages import posted
from tracking.views.plans.month_pages import update_href, written_update
from tracking.views.plans.months_writing import is_being_written, too_late


@login_required
def plan_update_check(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    """What was written, with what the claim check doubts and a box for the reason."""
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    form = ReasonsForm(posted(request), checked=_checked(update))
    return _save_reasons(request, update, form) if form.is_valid() else _check_page(request, update, form)


def _checked(update: PlanUpdate) -> tuple[CheckedRating, ...]:
    return checked_ratings(update.revisions.get(is_current=True))


def _save_reasons(request: HttpRequest, update: PlanUpdate, form: ReasonsForm) -> HttpResponse:
    """Save a valid form and say where to go, or show what stands in the way."""
    by = cast("User", request.user)
    try:
        override_warnings(update=update, reasons=form.reasons, read=form.cleaned_data["read"], by=by)
    except StaleText:
        shown = ReasonsForm(checked=_checked(update))
        show_as_typed(shown, request.POST, seen=True)
        return _check_page(request, update, shown, form.differences(shown))
    except StaleState:
        return too_late(request, update)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _check_page(request, update, form)
    return _after_saving(request, update)


def _after_saving(request: HttpRequest, update: PlanUpdate) -> HttpResponse:
    """Go on to sign once nothing is open; else say what is, with the reasons just saved."""
    checked, read = _checked(update), reads.read_update(update, request.user)
    still_open = [finding for row in checked for finding in row.open_findings]
    if not (still_open or read.says_nothing or read.has_virus):
        return redirect(update_href(update, "plan_update_submit"))
    form = ReasonsForm(request.POST, checked=checked)
    form.data = with_read(request.POST, form.initial["read"])
    for finding in still_open:
        form.ask_for_reason(finding)
    return _check_page(request, update, form)


def _check_page(
    request: HttpRequest, update: PlanUpdate, form: ReasonsForm, differences: Sequence[Difference] = ()
) -> HttpResponse:
    checked, read = _checked(update), reads.read_update(update, request.user)
    boxes = {key: form[name] for key, name in form.names.items()}
    context = {
        "plan": update.plan,
        "round": update.round,
        "update": update,
        "face": words.update_face(update, today=dates.today()),
        "update_page": words.update_page(read, before=None),
        "ratings": update_checks.checked_lines(read.assessments, checked, boxes),
        "sentence": update_checks.check_sentence(checked, read),
        "form": form,
        "differences": differences,
        "unsaved": own_draft(WrittenPage(update, DraftPage.PLAN_UPDATE), request.user) is not None,
    }
    return render(request, "plans/rounds/check.html", context, status=409 if differences else 200)
