"""Writing the themes and aims of a plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracking.actions.plans.themes import add_aim, add_theme, edit_aim, edit_theme, remove_aim, remove_theme
from tracking.forms.manage import ConfirmForm
from tracking.forms.plans import AimCorrectionForm, AimForm, ThemeCorrectionForm, ThemeForm
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.plans.pages import edited_aim, edited_plan, edited_theme, form_page, href_of


@login_required
def plan_theme_new(request: HttpRequest, slug: str) -> HttpResponse:
    plan = edited_plan(request, slug)
    form = ThemeForm(posted(request))
    if form.is_valid() and (theme := attempt(form, add_theme, by=request.user, plan=plan, **form.cleaned_data)):
        messages.success(request, f"Theme {theme.number} is added. Add its aims next.")
        return redirect(href_of(theme))
    return show_form(request, form, form_page(plan, "Add a theme", "Add the theme"))


@login_required
def plan_theme_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Edit in a draft; correct, with a reason, what is published."""
    theme = edited_theme(request, slug, number)
    is_draft = theme.plan.is_draft
    form = (ThemeForm if is_draft else ThemeCorrectionForm)(posted(request), initial=ThemeForm.initial_of(theme))
    if form.is_valid() and attempt(form, edit_theme, by=request.user, theme=theme, **form.cleaned_data):
        messages.success(request, "The theme is saved." if is_draft else "The correction is saved.")
        return redirect(href_of(theme))
    verb, button = ("Edit", "Save") if is_draft else ("Correct", "Save the correction")
    return show_form(request, form, form_page(theme, f"{verb} theme {number}", button))


@login_required
def plan_theme_remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    theme = edited_theme(request, slug, number)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, remove_theme, by=request.user, theme=theme):
        messages.success(request, f"Theme {number} is removed.")
        return redirect("plan_detail", slug=slug)
    sentence = "A theme can be removed while the plan is a draft, once it has no aims."
    return show_form(request, form, form_page(theme, f"Remove theme {theme}", "Remove", sentence, warning=True))


@login_required
def plan_aim_new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    theme = edited_theme(request, slug, number)
    form = AimForm(posted(request))
    if form.is_valid() and (aim := attempt(form, add_aim, by=request.user, theme=theme, **form.cleaned_data)):
        messages.success(request, f"Aim {aim.label} is added. Say what is required, and who leads on it.")
        return redirect(href_of(aim))
    return show_form(request, form, form_page(theme, f"Add an aim to theme {number}", "Add the aim"))


@login_required
def plan_aim_edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Edit in a draft; correct, with a reason, what is published."""
    aim = edited_aim(request, slug, reference)
    is_draft = aim.plan.is_draft
    form = (AimForm if is_draft else AimCorrectionForm)(posted(request), initial=AimForm.initial_of(aim))
    if form.is_valid() and attempt(
        form, edit_aim, by=request.user, aim=aim, **{"number": aim.number} | form.cleaned_data
    ):
        messages.success(request, "The aim is saved." if is_draft else "The correction is saved.")
        return redirect(href_of(aim))
    verb, button = ("Edit", "Save") if is_draft else ("Correct", "Save the correction")
    return show_form(request, form, form_page(aim, f"{verb} aim {aim.label}", button))


@login_required
def plan_aim_remove(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    aim = edited_aim(request, slug, reference)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, remove_aim, by=request.user, aim=aim):
        messages.success(request, f"Aim {aim.label} is removed.")
        return redirect(f"{reverse('plan_detail', args=[slug])}#theme-{aim.theme.number}")
    sentence = "Its actions, outputs, leads and links are removed with it. This cannot be undone."
    return show_form(request, form, form_page(aim, f"Remove aim {aim.label}", "Remove", sentence, warning=True))
