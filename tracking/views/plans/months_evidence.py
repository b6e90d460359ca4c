"""Evidence of an update on a plan while it is written: adding it, changing what is said of it, its order."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tracking.actions.plans.evidence import (
    add_plan_evidence,
    change_plan_evidence,
    move_plan_evidence,
    remove_plan_evidence,
)
from tracking.exceptions import NotPossible, StaleText
from tracking.forms.drafts import show_as_typed
from tracking.forms.evidence import AddPlanEvidenceForm, ChangePlanEvidenceForm, MoveEvidenceForm
from tracking.forms.manage import ConfirmForm
from tracking.models import EvidenceUse, User
from tracking.models.plans import PlanUpdate
from tracking.presenters.evidence import changed_meanwhile, evidence_lines
from tracking.queries.plans.evidence import evidence_being_written
from tracking.queries.plans.round_pages import read_update
from tracking.tasks import scan_waiting_files, soon
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.plans.month_pages import page_about_update, update_href, written_update
from tracking.views.plans.months_signing import is_done
from tracking.views.plans.months_writing import is_being_written, too_late


@login_required
def plan_update_evidence_add(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    """A new file or link."""
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    form = AddPlanEvidenceForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid() and _add(form, update, request):
        soon(scan_waiting_files)
        messages.success(request, "The evidence is added.")
        return _back_to_writing(update)
    page = page_about_update(update, "Add evidence", "Add this evidence")
    return show_form(request, form, page, template="reports/evidence_add.html")


def _add(form: AddPlanEvidenceForm, update: PlanUpdate, request: HttpRequest) -> EvidenceUse | None:
    said = form.cleaned_data
    return attempt(
        form,
        add_plan_evidence,
        update=update,
        title=said["title"],
        openness=form.openness,
        file=said["upload"],
        link=said["link"],
        pages=said["pages"],
        form_key=said["form_key"],
        by=cast("User", request.user),
    )


def _back_to_writing(update: PlanUpdate) -> HttpResponse:
    return redirect(update_href(update, "plan_update_write"))


def _use(request: HttpRequest, update: PlanUpdate, pk: int) -> EvidenceUse:
    return get_object_or_404(evidence_being_written(update, request.user), pk=pk)


@login_required
def plan_update_evidence_change(
    request: HttpRequest, slug: str, month: str, update_pk: int, use_pk: int
) -> HttpResponse:
    """What the update says of a piece of evidence: its title, pages, and who may see it."""
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    use = _use(request, update, use_pk)
    form = ChangePlanEvidenceForm(posted(request), use=use)
    if form.is_valid():
        try:
            _change(form, use, cast("User", request.user))
        except StaleText:
            use = _use(request, update, use_pk)
            form = ChangePlanEvidenceForm(use=use)
            form.response_status = 409
            show_as_typed(form, request.POST, seen=True)
            messages.warning(request, changed_meanwhile(use))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The evidence is changed.")
            return _back_to_writing(update)
    page = page_about_update(update, f"Change “{use.evidence.title}”", "Save")
    return show_form(request, form, page, template="reports/evidence_change.html")


def _change(form: ChangePlanEvidenceForm, use: EvidenceUse, by: User) -> None:
    said = form.cleaned_data
    change_plan_evidence(
        use=use, title=said["title"], openness=form.openness, pages=said["pages"], read=said["read"], by=by
    )


@login_required
def plan_update_evidence_order(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    """The evidence of an update in its order, with buttons that move each piece up and down."""
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    form = MoveEvidenceForm(posted(request), uses=list(evidence_being_written(update, request.user)))
    if form.is_valid():
        use, up = form.moved
        if is_done(form, move_plan_evidence, use=use, up=up, by=request.user):
            messages.success(request, f"“{use.evidence.title}” is moved {'up' if up else 'down'}.")
            return redirect(f"{update_href(update, 'plan_update_evidence_order')}#evidence-{use.pk}")
    page = page_about_update(
        update, "Put the evidence in order", "Back to the update", "It is listed and printed in this order."
    )
    context = {"evidence": evidence_lines(read_update(update, request.user).evidence, for_writers=True)}
    return show_form(request, form, page, template="reports/evidence_order.html", **context)


@login_required
def plan_update_evidence_remove(
    request: HttpRequest, slug: str, month: str, update_pk: int, use_pk: int
) -> HttpResponse:
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    use = _use(request, update, use_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and is_done(form, remove_plan_evidence, use=use, by=request.user):
        messages.success(request, "The evidence is taken out of this update.")
        return _back_to_writing(update)
    page = page_about_update(
        update,
        f"Take “{use.evidence.title}” out of the update?",
        "Take it out",
        "What was handed in before with it keeps it.",
    )
    return show_form(request, form, page)
