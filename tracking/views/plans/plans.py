"""Writing a plan as a whole: starting, editing, publishing and ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracking import dates
from tracking.actions.plans.plans import create_plan, edit_plan, end_plan, hand_over_plan, publish_plan
from tracking.forms.manage import ConfirmForm
from tracking.forms.plans import EndPlanForm, HandOverForm, NewPlanForm, PlanCorrectionForm, PlanForm
from tracking.queries.plans import lists as reads
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.plans.pages import edited_plan, form_page


@login_required
def plan_new(request: HttpRequest) -> HttpResponse:
    posts = reads.posts_that_may_own(request.user, on=dates.today())
    if not posts:
        raise Http404
    form = NewPlanForm(posted(request), posts=posts)
    if form.is_valid() and (plan := attempt(form, create_plan, by=request.user, **form.cleaned_data)):
        messages.success(request, "The plan is saved as a draft. Add its themes next.")
        return redirect("plan_detail", slug=plan.slug)
    page = FormPage(
        title="Start an improvement plan",
        button="Save as a draft",
        back=reverse("plan_list"),
        back_text="Plans",
        sentences=("Only those of the post that keeps it see it until you publish it.",),
    )
    return show_form(request, form, page)


@login_required
def plan_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit a draft; correct, with a reason, what is published."""
    plan = edited_plan(request, slug)
    form_class = PlanForm if plan.is_draft else PlanCorrectionForm
    form = form_class(posted(request), initial=PlanForm.initial_of(plan))
    if form.is_valid() and attempt(form, edit_plan, by=request.user, plan=plan, **form.cleaned_data):
        messages.success(request, "The plan is saved." if plan.is_draft else "The correction is saved.")
        return redirect("plan_detail", slug=slug)
    title, button = ("Edit the plan", "Save") if plan.is_draft else ("Correct the plan", "Save the correction")
    return show_form(request, form, form_page(plan, title, button))


@login_required
def plan_hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    plan = edited_plan(request, slug)
    form = HandOverForm(posted(request), posts=reads.posts_that_may_take_over(plan, on=dates.today()))
    if form.is_valid() and attempt(form, hand_over_plan, by=request.user, plan=plan, **form.cleaned_data):
        messages.success(request, f"{form.cleaned_data['post']} keeps the plan now.")
        # A draft that somebody else keeps now is none of theirs.
        return redirect("plan_list") if plan.is_draft else redirect("plan_detail", slug=slug)
    page = form_page(
        plan,
        "Have another post keep the plan",
        "Hand the plan over",
        f"{plan.owning_post} keeps it now. After this only those of the other post write it.",
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def plan_publish(request: HttpRequest, slug: str) -> HttpResponse:
    plan = edited_plan(request, slug)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, publish_plan, by=request.user, plan=plan):
        messages.success(request, "The plan is published. Everyone can read it now.")
        return redirect("plan_detail", slug=slug)
    page = form_page(
        plan,
        "Publish the plan",
        "Publish",
        "Everyone will be able to read the plan.",
        "From then on nothing in it is overwritten: a change gives its reason and month, and what was said stays.",
    )
    return show_form(request, form, page)


@login_required
def plan_end(request: HttpRequest, slug: str) -> HttpResponse:
    plan = edited_plan(request, slug)
    form = EndPlanForm(posted(request), plans=reads.possible_successors(plan))
    if form.is_valid() and attempt(form, end_plan, by=request.user, plan=plan, **form.cleaned_data):
        messages.success(request, "The plan has ended. Everyone can still read it.")
        return redirect("plan_detail", slug=slug)
    page = form_page(
        plan, "End the plan", "End the plan", "From then on nothing in it changes. This cannot be undone.", warning=True
    )
    return show_form(request, form, page)
