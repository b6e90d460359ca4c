"""Saying who leads on an aim, or on an action or output, and what they answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tracking.actions.plans.leads import add_lead, end_lead, put_lead_first, remove_lead
from tracking.actions.plans.links import add_link, remove_link
from tracking.forms.manage import ConfirmForm, EndForm
from tracking.forms.plans import LeadForm, LinkForm
from tracking.models.plans import Aim, Lead, PlanItem
from tracking.presenters.plans import managing
from tracking.queries.plans import lists as reads
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.plans.pages import edited_aim, edited_item, edited_plan, form_page, href_of


@login_required
def plan_aim_leads(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _leads(request, edited_aim(request, slug, reference))


@login_required
def plan_item_leads(request: HttpRequest, slug: str, item_pk: int) -> HttpResponse:
    return _leads(request, edited_item(request, slug, item_pk))


def _leads(request: HttpRequest, on: Aim | PlanItem) -> HttpResponse:
    """Who leads, now and before, and a form for a further post."""
    form = LeadForm(posted(request))
    if form.is_valid() and attempt(form, add_lead, by=request.user, on=on, **form.cleaned_data):
        messages.success(request, f"{form.cleaned_data['post']} leads on {managing.source_words(on)}.")
        return redirect(_leads_href(on))
    page = form_page(on, f"Who leads on {managing.source_words(on)}", "Add the post")
    table = managing.lead_table(reads.leads_on(on))
    return show_form(request, form, page, template="manage/responsibilities.html", table=table)


@login_required
def plan_lead_end(request: HttpRequest, slug: str, lead_pk: int) -> HttpResponse:
    lead = _lead(request, slug, lead_pk)
    form = EndForm(posted(request))
    if form.is_valid() and attempt(form, end_lead, by=request.user, lead=lead, **form.cleaned_data):
        messages.success(request, f"{lead.post} no longer leads on {managing.source_words(lead.on)}.")
        return redirect(_leads_href(lead.on))
    title = f"{lead.post} no longer leads on {managing.source_words(lead.on)}"
    return show_form(request, form, form_page(lead.on, title, "End"))


@login_required
def plan_lead_remove(request: HttpRequest, slug: str, lead_pk: int) -> HttpResponse:
    """Take out of a draft a post that was put down by mistake."""
    lead = _lead(request, slug, lead_pk)
    if not lead.on.plan.is_draft:
        raise Http404
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, remove_lead, by=request.user, lead=lead):
        messages.success(request, f"{lead.post} is taken off {managing.source_words(lead.on)}.")
        return redirect(_leads_href(lead.on))
    title = f"Take {lead.post} off {managing.source_words(lead.on)}"
    return show_form(request, form, form_page(lead.on, title, "Take off", warning=True))


@login_required
def plan_lead_first(request: HttpRequest, slug: str, lead_pk: int) -> HttpResponse:
    lead = _lead(request, slug, lead_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, put_lead_first, by=request.user, lead=lead):
        messages.success(request, f"{lead.post} stands first on {managing.source_words(lead.on)}.")
        return redirect(_leads_href(lead.on))
    title = f"Put {lead.post} first on {managing.source_words(lead.on)}"
    return show_form(request, form, form_page(lead.on, title, "Put first"))


@login_required
def plan_aim_link_new(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _new_link(request, edited_aim(request, slug, reference))


@login_required
def plan_item_link_new(request: HttpRequest, slug: str, item_pk: int) -> HttpResponse:
    return _new_link(request, edited_item(request, slug, item_pk))


def _new_link(request: HttpRequest, source: Aim | PlanItem) -> HttpResponse:
    form = LinkForm(posted(request), viewer=request.user)
    if form.is_valid() and attempt(form, add_link, by=request.user, source=source, target=form.target):
        messages.success(request, "The link is there, on both sides.")
        return redirect(href_of(source))
    sentence = "The inquiry’s page will lead here. No rating in the plan concludes a recommendation."
    title = f"What {managing.source_words(source)} answers"
    return show_form(request, form, form_page(source, title, "Add the link", sentence))


@login_required
def plan_link_remove(request: HttpRequest, slug: str, link_pk: int) -> HttpResponse:
    plan = edited_plan(request, slug)
    link = get_object_or_404(reads.links_of(plan), pk=link_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, remove_link, by=request.user, link=link):
        messages.success(request, "The link is removed, on both sides.")
        return redirect(href_of(link.source))
    page = form_page(link.source, f"Remove the link between {managing.link_words(link)}", "Remove", warning=True)
    return show_form(request, form, page)


def _lead(request: HttpRequest, slug: str, pk: int) -> Lead:
    return get_object_or_404(reads.leads_of(edited_plan(request, slug)), pk=pk)


def _leads_href(on: Aim | PlanItem) -> str:
    if isinstance(on, Aim):
        return reverse("plan_aim_leads", args=[on.plan.slug, on.reference])
    return reverse("plan_item_leads", args=[on.plan.slug, on.pk])
