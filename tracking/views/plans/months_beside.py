"""Texts beside a plan, what people said, and whether anybody is asked about an aim or an item."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tracking import dates
from tracking.actions.plans.asking import change_asking
from tracking.actions.plans.narratives import (
    add_narrative,
    add_remark,
    edit_narrative,
    edit_remark,
    publish_remark,
    remove_narrative,
    remove_remark,
    unpublish_remark,
)
from tracking.forms.manage import ConfirmForm
from tracking.forms.plan_rounds import (
    AskingForm,
    NarrativeForm,
    PublishRemarkForm,
    RemarkForm,
    TakeRemarkBackForm,
)
from tracking.models import Post
from tracking.models.plans import Aim, NarrativeUpdate, PlanItem, PlanRound, Remark
from tracking.presenters.plans import managing
from tracking.queries.plans import round_pages as reads
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.plans.month_pages import keeps, kept_round, page_about_round
from tracking.views.plans.months_signing import is_done
from tracking.views.plans.months_work import open_round_of_keeper
from tracking.views.plans.pages import edited_aim, edited_item, form_page, href_of


def _back_to_work(row: PlanRound) -> HttpResponse:
    return redirect("plan_round_work", row.plan.slug, row.reference)


@login_required
def plan_narrative_new(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    row = open_round_of_keeper(request, slug, month)
    form = NarrativeForm(posted(request), posts=Post.objects.current(dates.today()))
    if form.is_valid() and attempt(form, add_narrative, by=request.user, plan_round=row, **form.cleaned_data):
        messages.success(request, "The text is saved. It is printed once the month is issued.")
        return _back_to_work(row)
    return show_form(request, form, page_about_round(row, "Add a text beside the plan", "Save"))


@login_required
def plan_narrative_edit(request: HttpRequest, slug: str, month: str, text_pk: int) -> HttpResponse:
    row = open_round_of_keeper(request, slug, month)
    narrative = _narrative(row, text_pk)
    form = NarrativeForm(posted(request), posts=Post.objects.current(dates.today()), narrative=narrative)
    if form.is_valid() and is_done(form, edit_narrative, by=request.user, narrative=narrative, **form.cleaned_data):
        messages.success(request, "The text is saved.")
        return _back_to_work(row)
    return show_form(request, form, page_about_round(row, f"Edit “{narrative.title}”", "Save"))


@login_required
def plan_narrative_remove(request: HttpRequest, slug: str, month: str, text_pk: int) -> HttpResponse:
    row = open_round_of_keeper(request, slug, month)
    narrative = _narrative(row, text_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and is_done(form, remove_narrative, by=request.user, narrative=narrative):
        messages.success(request, "The text is taken out.")
        return _back_to_work(row)
    sentence = "Its remarks go with it. This cannot be undone."
    page = page_about_round(row, f"Take “{narrative.title}” out of the month", "Take out", sentence, warning=True)
    return show_form(request, form, page)


def _narrative(row: PlanRound, pk: int) -> NarrativeUpdate:
    return get_object_or_404(reads.narratives_of(row), pk=pk)


@login_required
def plan_remark_new(request: HttpRequest, slug: str, month: str, text_pk: int) -> HttpResponse:
    row = _kept_and_changed(request, slug, month)
    narrative = _narrative(row, text_pk)
    form = RemarkForm(posted(request))
    if form.is_valid() and attempt(form, add_remark, by=request.user, narrative=narrative, **form.cleaned_data):
        messages.success(request, "The remark is saved. Only those of the owning post see it until you publish it.")
        return _back_to_work(row)
    sentence = "Only those of the post that keeps the plan see it, until you publish it with the speaker’s agreement."
    return show_form(request, form, page_about_round(row, f"Add a remark to “{narrative.title}”", "Save", sentence))


@login_required
def plan_remark_edit(request: HttpRequest, slug: str, month: str, remark_pk: int) -> HttpResponse:
    row = _kept_and_changed(request, slug, month)
    remark = _remark(row, remark_pk)
    form = RemarkForm(posted(request), remark=remark)
    if form.is_valid() and is_done(form, edit_remark, by=request.user, remark=remark, **form.cleaned_data):
        messages.success(request, "The remark is saved.")
        return _back_to_work(row)
    return show_form(request, form, page_about_round(row, f"Edit the remark of {remark.speaker}", "Save"))


@login_required
def plan_remark_remove(request: HttpRequest, slug: str, month: str, remark_pk: int) -> HttpResponse:
    row = _kept_and_changed(request, slug, month)
    remark = _remark(row, remark_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and is_done(form, remove_remark, by=request.user, remark=remark):
        messages.success(request, "The remark is taken out.")
        return _back_to_work(row)
    title = f"Take out the remark of {remark.speaker}"
    page = page_about_round(row, title, "Take out", remark.text, "This cannot be undone.", warning=True)
    return show_form(request, form, page)


@login_required
def plan_remark_publish(request: HttpRequest, slug: str, month: str, remark_pk: int) -> HttpResponse:
    row = _kept_and_changed(request, slug, month)
    remark = _remark(row, remark_pk)
    form = PublishRemarkForm(posted(request))
    if form.is_valid() and attempt(form, publish_remark, by=request.user, remark=remark, **form.cleaned_data):
        messages.success(request, "The remark is published. Everyone reads it once the month is issued.")
        return _back_to_work(row)
    sentence = "Everyone will read these words with the speaker’s name, once the month is issued."
    page = page_about_round(row, f"Publish the remark of {remark.speaker}", "Publish", remark.text, sentence)
    return show_form(request, form, page)


@login_required
def plan_remark_take_back(request: HttpRequest, slug: str, month: str, remark_pk: int) -> HttpResponse:
    row = _kept_and_changed(request, slug, month)
    remark = _remark(row, remark_pk)
    form = TakeRemarkBackForm(posted(request))
    if form.is_valid() and is_done(form, unpublish_remark, by=request.user, remark=remark, **form.cleaned_data):
        messages.success(request, "The remark is taken back. Only those of the owning post see it now.")
        return _back_to_work(row)
    sentence = "It leaves the month’s page. Papers that were issued with it stay as they are."
    page = page_about_round(row, f"Take the remark of {remark.speaker} back", "Take back", remark.text, sentence)
    return show_form(request, form, page)


def _kept_and_changed(request: HttpRequest, slug: str, month: str) -> PlanRound:
    """A month of a plan the viewer keeps, issued or not: remarks may be published later."""
    row = kept_round(request, slug, month)
    if not keeps(request, row.plan):
        raise Http404
    return row


def _remark(row: PlanRound, pk: int) -> Remark:
    return get_object_or_404(reads.remarks_of(row), pk=pk)


@login_required
def plan_aim_asking(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _asking(request, edited_aim(request, slug, reference))


@login_required
def plan_item_asking(request: HttpRequest, slug: str, item_pk: int) -> HttpResponse:
    return _asking(request, edited_item(request, slug, item_pk))


def _asking(request: HttpRequest, on: Aim | PlanItem) -> HttpResponse:
    """Stop asking about a thing, or ask again: the opposite of what holds."""
    if on.plan.is_draft:
        raise Http404
    asks = not reads.is_asked_about(on)
    form = AskingForm(posted(request), months=_months(on))
    done = "It is asked about again." if asks else "Nobody is asked about it any more. It keeps the rating it has."
    said: dict[str, Any] = {"by": request.user, "on": on, "asks": asks}
    if form.is_valid() and attempt(form, change_asking, **said, **form.cleaned_data):
        messages.success(request, done)
        return redirect(href_of(on))
    words = managing.source_words(on)
    title, button = (f"Ask again about {words}", "Ask again") if asks else (f"Stop asking about {words}", "Stop asking")
    sentence = (
        "Its leads get a form again from the next month that is opened."
        if asks
        else "Its leads get no form from the next month that is opened. It does not count as complete."
    )
    return show_form(request, form, form_page(on, title, button, sentence))


def _months(on: Aim | PlanItem) -> list[date]:
    """This month and the eleven before, none before the plan was published."""
    this, published = dates.today().replace(day=1), on.plan.published_on
    months = [dates.add_months(this, -back) for back in range(12)]
    return [month for month in months if published is None or month >= published.replace(day=1)]
