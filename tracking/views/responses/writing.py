"""Writing an executive response: starting it, its introduction, each answer, withdrawing it."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from tracking import dates, rules
from tracking.actions.cabinet.response_writing import (
    remove_answer,
    save_answer,
    save_introduction,
    start_response,
    withdraw_response,
)
from tracking.enums import DraftPage
from tracking.exceptions import NotPossible, StaleText
from tracking.forms.drafts import show_as_typed, with_read
from tracking.forms.fields import is_preview
from tracking.forms.manage import ConfirmForm, ReasonForm
from tracking.forms.responses import AnswerForm, IntroductionForm
from tracking.models import Inquiry, Recommendation, User, WrittenPage
from tracking.models.cabinet import ExecutiveResponse, ResponseItem
from tracking.presenters.differences import Difference
from tracking.presenters.inquiry_facts import response_sentences
from tracking.presenters.positions import full_title
from tracking.queries.cabinet.responses import live_response, posts_to_name
from tracking.queries.cabinet.rights import may_write_answer
from tracking.queries.drafts import LastSave, last_save_told
from tracking.views.drafts import draft_context, keep_or_discard, keeps_what_is_typed, show_draft
from tracking.views.form_pages import FormPage, attempt, due_form, posted, show_form
from tracking.views.responses.pages import (
    form_page,
    opened_too_late,
    readable_response,
    response_typed_into,
    typed_too_late,
)


@login_required
def response_new(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = get_object_or_404(Inquiry.objects.visible_to(request.user), slug=slug)
    rules.can_write_response.check(request.user, inquiry)
    if live_response(inquiry, request.user):
        return redirect("response_detail", slug=slug)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, start_response, by=request.user, inquiry=inquiry):
        messages.success(request, "The response is started. Answer each recommendation next.")
        return redirect("response_detail", slug=slug)
    page = FormPage(
        title="Write the executive response",
        button="Start the response",
        caption=inquiry.title,
        back=reverse("inquiry_detail", args=[slug]),
        back_text="The inquiry",
        sentences=(
            *response_sentences(inquiry, today=dates.today()),
            "The posts that answer for the recommendations write it together.",
            "Until it is sent, only they and the clerk of Cabinet read it.",
        ),
    )
    return show_form(request, form, page)


@keeps_what_is_typed
@login_required
def response_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The introduction."""
    response = response_typed_into(request, slug)
    rules.can_write_response.check(request.user, response)
    of = WrittenPage(response, DraftPage.INTRODUCTION)
    if not response.is_draft:
        return typed_too_late(request, response, of)
    form = IntroductionForm(posted(request), response=response)
    show_draft(request, form, of)
    differences: list[Difference] = []
    if not is_preview(request.POST) and form.is_valid():
        try:
            save_introduction(by=cast("User", request.user), response=response, **form.cleaned_data)
        except StaleText:
            response.refresh_from_db()
            typed = form.cleaned_data["introduction"]
            differences = [Difference("Introduction", response.introduction, typed)]
            form = IntroductionForm(response=response)
            show_as_typed(form, request.POST, seen=True)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The introduction is saved.")
            return redirect("response_detail", slug=slug)
    page = form_page(response, "Introduction", "Save")
    kept = draft_context(request, of, last_save=last_save_told(response, "saved introduction of a response"))
    return _writing_page(request, form, page, "responses/introduction.html", differences, **kept)


# The token is what admits to this (`views.drafts`).
@csrf_exempt
def response_edit_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a draft, as a script asks or by a button; throw it away; or ask whether to."""

    def find() -> WrittenPage:
        response = readable_response(request, slug)
        rules.can_write_response.check(request.user, response)
        return WrittenPage(response, DraftPage.INTRODUCTION)

    return keep_or_discard(request, find)


@keeps_what_is_typed
@login_required
def response_item(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The answer to a recommendation or part."""
    response, recommendation = _answered(request, response_typed_into(request, slug), reference)
    of = WrittenPage(response, DraftPage.ANSWER, recommendation)
    if not response.is_draft:
        return typed_too_late(request, response, of)
    item = _item(response, recommendation)
    initial = AnswerForm.initial_of(item, recommendation, _post_that_answers(recommendation))
    form, suggestion = due_form(request, AnswerForm, initial, posts=posts_to_name())
    show_draft(request, form, of)
    differences: list[Difference] = []
    if form.is_valid():
        try:
            save_answer(
                by=cast("User", request.user), response=response, recommendation=recommendation, **form.cleaned_data
            )
        except StaleText as conflict:
            item = _item(response, recommendation)
            form, differences = _both_versions(request, cast("AnswerForm", form), item, recommendation, str(conflict))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The answer to {recommendation.label} is saved.")
            return redirect(f"{reverse('response_detail', args=[slug])}#{recommendation.reference[:3]}")
    page = form_page(response, f"Answer {full_title(recommendation)}", "Save the answer")
    kept = draft_context(request, of, last_save=LastSave(item.recorded_by, item.recorded_at) if item else None)
    about = {"suggestion": suggestion, "recommendation": recommendation}
    return _writing_page(request, form, page, "responses/answer.html", differences, **about, **kept)


def _both_versions(
    request: HttpRequest, typed: AnswerForm, item: ResponseItem | None, recommendation: Recommendation, told: str
) -> tuple[AnswerForm, list[Difference]]:
    """The form with what was typed, and where it differs from what others saved; `told` where they removed it."""
    initial = AnswerForm.initial_of(item, recommendation, None)
    if item is None:
        form = AnswerForm(_as_new(request.POST, initial), posts=posts_to_name())
        form.add_error(None, told)
        form.response_status = 409
        return form, []
    form = AnswerForm(initial=initial, posts=posts_to_name())
    show_as_typed(form, request.POST, seen=True)
    return form, typed.differences(item)


# The token is what admits to this (`views.drafts`).
@csrf_exempt
def response_item_draft(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Keep a draft, as a script asks or by a button; throw it away; or ask whether to."""

    def find() -> WrittenPage:
        response, recommendation = _answered(request, readable_response(request, slug), reference)
        return WrittenPage(response, DraftPage.ANSWER, recommendation)

    return keep_or_discard(request, find)


@login_required
def response_item_remove(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    response, recommendation = _answered(request, readable_response(request, slug), reference)
    if too_late := opened_too_late(request, response):
        return too_late
    if _item(response, recommendation) is None:
        return redirect("response_detail", slug=slug)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        done = attempt(form, _removed, by=request.user, response=response, recommendation=recommendation)
        if done:
            messages.success(request, f"The answer to {recommendation.label} is removed.")
            return redirect("response_detail", slug=slug)
    page = form_page(
        response,
        f"Remove the answer to {recommendation.label}",
        "Remove the answer",
        "Its words are kept in the audit trail and nowhere else.",
        "Remove it to answer part by part instead of as a whole, or the other way about.",
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def response_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    response = readable_response(request, slug)
    rules.can_write_response.check(request.user, response)
    if too_late := opened_too_late(request, response):
        return too_late
    form = ReasonForm(posted(request))
    if form.is_valid() and attempt(form, withdraw_response, by=request.user, response=response, **form.cleaned_data):
        messages.success(request, "The response is withdrawn. Another can be started.")
        return redirect("inquiry_detail", slug=slug)
    page = form_page(
        response,
        "Withdraw the response",
        "Withdraw it",
        "Withdraw it only if it is no longer meant. Nobody reads it any more, and this cannot be undone.",
        warning=True,
    )
    return show_form(request, form, page)


def _removed(**arguments: Any) -> bool:
    remove_answer(**arguments)
    return True


def _answered(
    request: HttpRequest, response: ExecutiveResponse, reference: str
) -> tuple[ExecutiveResponse, Recommendation]:
    """The response and the recommendation or part with this reference, for those who write that answer."""
    rows = Recommendation.objects.visible_to(request.user).filter(inquiry=response.inquiry_id)
    recommendation = get_object_or_404(rows.with_responsibilities().at_reference(reference))
    if not may_write_answer(response, recommendation, request.user):
        raise Http404
    return response, recommendation


def _item(response: ExecutiveResponse, recommendation: Recommendation) -> ResponseItem | None:
    items = response.items.filter(recommendation=recommendation)
    return items.select_related("post", "recorded_by__person").first()


def _as_new(sent: QueryDict, initial: Mapping[str, Any]) -> QueryDict:
    """What was typed into an answer that is gone, now that its writer is told: saved again it is a new one."""
    again = with_read(sent, initial["read"])
    again["version"] = str(initial["version"])
    return again


def _post_that_answers(recommendation: Recommendation) -> Any:
    responsible = recommendation.responsibilities_on(dates.today())
    return responsible[0].post if responsible else None


def _writing_page(
    request: HttpRequest, form: Any, page: FormPage, template: str, differences: list[Difference], **context: Any
) -> HttpResponse:
    said = {"form": form, "page": page, "differences": differences, "drafted": "this response"}
    return render(request, template, said | context, status=409 if differences else form.response_status)
