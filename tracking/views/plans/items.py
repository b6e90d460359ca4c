"""Writing required actions and outputs: edited in a draft, changed with reason and month once the plan is published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracking import dates
from tracking.actions.plans.items import add_item, change_item, edit_item, take_out_item
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.plans import ItemChangeForm, ItemForm, TakeOutForm
from tracking.models.plans import Aim, Theme
from tracking.views.form_pages import attempt, due_form, posted, show_form
from tracking.views.plans.pages import edited_aim, edited_item, edited_theme, form_page, href_of

TEMPLATE = "manage/recommendation.html"


@login_required
def plan_item_new(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    aim = edited_aim(request, slug, reference)
    return _new(request, aim, f"Add an action or output to aim {aim.label}")


@login_required
def plan_theme_item_new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    theme = edited_theme(request, slug, number)
    return _new(request, theme, f"Add an action or output to theme {number} as a whole")


def _new(request: HttpRequest, of: Aim | Theme, title: str) -> HttpResponse:
    form, suggestion = due_form(request, ItemForm, {})
    if form.is_valid() and (item := attempt(form, add_item, by=request.user, of=of, **form.cleaned_data)):
        messages.success(request, f"The {item.get_kind_display().lower()} is added.")
        return redirect(href_of(of))
    return show_form(request, form, form_page(of, title, "Add"), template=TEMPLATE, suggestion=suggestion)


@login_required
def plan_item_edit(request: HttpRequest, slug: str, item_pk: int) -> HttpResponse:
    """Edit in a draft; change, with reason and month, what is published."""
    item = edited_item(request, slug, item_pk)
    is_draft, thing = item.plan.is_draft, item.get_kind_display().lower()
    more: dict[str, Any] = {} if is_draft else {"plan": item.plan, "today": dates.today()}
    form, suggestion = due_form(request, ItemForm if is_draft else ItemChangeForm, ItemForm.initial_of(item), **more)
    act = edit_item if is_draft else change_item
    if form.is_valid() and attempt(form, act, by=request.user, item=item, **form.cleaned_data):
        messages.success(request, f"The {thing} is saved." if is_draft else f"The {thing} is changed.")
        return redirect(href_of(item))
    sentences = (
        () if is_draft else ("What it says now stays in the plan’s history, and its first date stays in sight.",)
    )
    page = form_page(item, f"{'Edit' if is_draft else 'Change'} the {thing}", "Save", *sentences)
    return show_form(request, form, page, template=TEMPLATE, suggestion=suggestion)


@login_required
def plan_item_take_out(request: HttpRequest, slug: str, item_pk: int) -> HttpResponse:
    item = edited_item(request, slug, item_pk)
    thing = item.get_kind_display().lower()
    form: ManageForm
    if item.plan.is_draft:
        form, sentence = ConfirmForm(posted(request)), "The plan is a draft, so nothing of it is kept."
    else:
        form = TakeOutForm(posted(request), plan=item.plan, today=dates.today())
        where = "the page of its aim" if item.aim else "a page of its own"
        sentence = f"It stays on {where}, with your reason. Nobody is asked about it any more."
    if form.is_valid() and attempt(form, take_out_item, by=request.user, item=item, **form.cleaned_data):
        messages.success(request, f"The {thing} is taken out of the plan.")
        return redirect(href_of(item))
    page = form_page(item, f"Take the {thing} out of the plan", "Take out", item.text, sentence, warning=True)
    return show_form(request, form, page)
