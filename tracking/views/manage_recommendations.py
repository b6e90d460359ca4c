"""Managing recommendations, their parts and who is responsible: for the tracking committee's scrutiny officers."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tracking import dates
from tracking.actions.recommendations import (
    add_part,
    add_recommendation,
    correct_recommendation,
    edit_recommendation,
    split_recommendation,
    unsplittable,
    withdraw_recommendation,
)
from tracking.actions.responsibilities import (
    add_responsibility,
    end_responsibility,
    move_responsibility,
    put_responsibility_first,
)
from tracking.enums import InquiryState
from tracking.exceptions import NotPossible, StaleText
from tracking.forms.drafts import show_as_typed
from tracking.forms.manage import ConfirmForm, EndForm, ReasonForm
from tracking.forms.manage_inquiries import (
    MoveResponsibilityForm,
    NumberedRecommendationForm,
    PartForm,
    RecommendationCorrectionForm,
    RecommendationForm,
    ResponsibilityForm,
    SplitForm,
)
from tracking.models import Inquiry, Recommendation, Responsibility, User
from tracking.presenters import managing
from tracking.presenters.differences import Difference
from tracking.presenters.drafting import doubt_lines
from tracking.queries import managing as reads
from tracking.queries.drafting import doubts_in
from tracking.views.form_pages import FormPage, attempt, due_form, posted, show_form

TEMPLATE = "manage/recommendation.html"


@login_required
def manage_recommendation_new(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = _inquiry(request, slug)
    initial = {"number": reads.next_number(inquiry)}
    form, suggestion = due_form(request, NumberedRecommendationForm, initial)
    if form.is_valid() and (
        row := attempt(form, add_recommendation, by=request.user, inquiry=inquiry, **form.cleaned_data)
    ):
        messages.success(request, f"{row} is added. Say who is responsible for it.")
        return redirect("manage_responsibilities", slug=slug, reference=row.reference)
    page = _page(inquiry, "Add a recommendation", "Add the recommendation")
    return show_form(request, form, page, template=TEMPLATE, suggestion=suggestion)


@login_required
def manage_part_new(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    recommendation = _recommendation(request, slug, reference)
    form, suggestion = due_form(request, PartForm, {"letter": reads.next_letter(recommendation)})
    if form.is_valid() and (
        part := attempt(form, add_part, by=request.user, recommendation=recommendation, **form.cleaned_data)
    ):
        messages.success(request, f"{part} is added.")
        return redirect("manage_inquiry", slug=slug)
    page = _page(
        recommendation.inquiry,
        f"Add a part to {recommendation}",
        "Add the part",
        "A part without a date or responsible posts of its own has those of the recommendation.",
        "Judgements made before the recommendation was split stay with it as a whole.",
    )
    return show_form(request, form, page, template=TEMPLATE, suggestion=suggestion)


@login_required
def manage_recommendation(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Edit in a draft; correct, with a reason, what is published."""
    row = _recommendation(request, slug, reference)
    is_draft = row.inquiry.state == InquiryState.DRAFT
    draft_form = RecommendationForm if row.parent_id else NumberedRecommendationForm
    form, suggestion = due_form(
        request, draft_form if is_draft else RecommendationCorrectionForm, RecommendationForm.initial_of(row)
    )
    act = edit_recommendation if is_draft else correct_recommendation
    if form.is_valid() and attempt(form, act, by=request.user, recommendation=row, **form.cleaned_data):
        messages.success(request, f"{row} is saved." if is_draft else f"The correction of {row} is saved.")
        return redirect("manage_inquiry", slug=slug)
    sentence = "Correct a slip in what was copied from the report. Later dates come from the reports and the committee."
    page = _page(
        row.inquiry,
        f"Edit {row}" if is_draft else f"Correct {row}",
        "Save" if is_draft else "Save the correction",
        *([] if is_draft else [sentence]),
    )
    return show_form(request, form, page, template=TEMPLATE, suggestion=suggestion, **_doubts(row))


def _doubts(row: Recommendation) -> dict[str, Any]:
    """What is doubted in one row of a draft as it was saved."""
    if row.inquiry.state != InquiryState.DRAFT:
        return {}
    found = doubts_in(reads.managed_recommendations(row.inquiry), today=dates.today())
    return {"doubts": doubt_lines(row, found.get(row.pk, ())), "doubted": row.label}


@login_required
def manage_recommendation_split(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Make parts of the asks of a recommendation, proposed from its words."""
    row = _recommendation(request, slug, reference)
    if request.method != "POST" and (words := unsplittable(row)):
        messages.warning(request, words)
        return redirect("manage_inquiry", slug=slug)
    form = SplitForm(posted(request), row=row)
    differences: list[Difference] = []
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "text", "read")} | {"parts": form.parts}
        try:
            parts = split_recommendation(by=cast("User", request.user), recommendation=row, **said)
        except StaleText:
            differences = form.differences(row)
            form = SplitForm(None, row=row, typed=request.POST)
            show_as_typed(form, request.POST, seen=True)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row} has {len(parts)} parts now. Each is judged by itself.")
            return redirect("manage_inquiry", slug=slug)
    page = _page(
        row.inquiry,
        f"Split {row} into parts",
        "Make the parts",
        "Check the words of each part. A box that you empty makes no part.",
        "The parts have the date and the posts of the recommendation until you give them their own.",
    )
    context = {"form": form, "page": page, "differences": differences, "saved_words": "As it is saved now."}
    return render(request, "manage/split.html", context, status=409 if differences else form.response_status)


@login_required
def manage_recommendation_withdraw(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    row = _recommendation(request, slug, reference)
    form = ReasonForm(posted(request))
    if form.is_valid() and attempt(
        form, withdraw_recommendation, by=request.user, recommendation=row, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, f"{row} is withdrawn.")
        return redirect("manage_inquiry", slug=slug)
    page = FormPage(
        title=f"Withdraw {row}",
        button="Withdraw",
        caption=row.inquiry.title,
        back=reverse("manage_inquiry", args=[slug]),
        back_text="The inquiry",
        sentences=(
            "Withdraw what was entered by mistake. Its parts are withdrawn with it.",
            "This cannot be undone. Once it has been assessed, only the committee can conclude it.",
        ),
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def manage_responsibilities(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Who is responsible, now and before, and a form for a further post."""
    row = _recommendation(request, slug, reference)
    form = ResponsibilityForm(posted(request))
    if form.is_valid() and attempt(form, add_responsibility, by=request.user, recommendation=row, **form.cleaned_data):
        messages.success(request, f"{form.cleaned_data['post']} is responsible for {row}.")
        return redirect("manage_responsibilities", slug=slug, reference=row.reference)
    page = _page(row.inquiry, f"Who is responsible for {row}", "Add the post")
    table = managing.responsibility_table(reads.managed_responsibilities(row))
    return show_form(request, form, page, template="manage/responsibilities.html", table=table)


@login_required
def manage_responsibility_move(request: HttpRequest, slug: str, reference: str, responsibility_pk: int) -> HttpResponse:
    row = _responsibility(request, slug, reference, responsibility_pk)
    form = MoveResponsibilityForm(posted(request))
    if form.is_valid() and attempt(form, move_responsibility, by=request.user, responsibility=row, **form.cleaned_data):
        messages.success(request, f"{form.cleaned_data['post']} takes over from {row.post}.")
        return redirect("manage_responsibilities", slug=slug, reference=reference)
    page = _responsibility_page(row, f"Move {row.recommendation} from {row.post} to another post", "Move")
    return show_form(request, form, page)


@login_required
def manage_responsibility_end(request: HttpRequest, slug: str, reference: str, responsibility_pk: int) -> HttpResponse:
    row = _responsibility(request, slug, reference, responsibility_pk)
    form = EndForm(posted(request))
    if form.is_valid() and attempt(form, end_responsibility, by=request.user, responsibility=row, **form.cleaned_data):
        messages.success(request, f"{row.post} is no longer responsible for {row.recommendation}.")
        return redirect("manage_responsibilities", slug=slug, reference=reference)
    page = _responsibility_page(row, f"{row.post} is no longer responsible for {row.recommendation}", "End")
    return show_form(request, form, page)


@login_required
def manage_responsibility_first(
    request: HttpRequest, slug: str, reference: str, responsibility_pk: int
) -> HttpResponse:
    row = _responsibility(request, slug, reference, responsibility_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, put_responsibility_first, by=request.user, responsibility=row):
        messages.success(request, f"{row.post} stands first for {row.recommendation}.")
        return redirect("manage_responsibilities", slug=slug, reference=reference)
    page = _responsibility_page(row, f"Put {row.post} first for {row.recommendation}", "Put first")
    return show_form(request, form, page)


def _page(inquiry: Inquiry, title: str, button: str, *sentences: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        caption=inquiry.title,
        back=reverse("manage_inquiry", args=[inquiry.slug]),
        back_text="The inquiry",
        sentences=sentences,
    )


def _responsibility_page(row: Responsibility, title: str, button: str) -> FormPage:
    recommendation = row.recommendation
    return FormPage(
        title=title,
        button=button,
        caption=recommendation.inquiry.title,
        back=reverse("manage_responsibilities", args=[recommendation.inquiry.slug, recommendation.reference]),
        back_text=f"Who is responsible for {recommendation}",
    )


def _inquiry(request: HttpRequest, slug: str) -> Inquiry:
    return get_object_or_404(reads.managed_inquiries(request.user), slug=slug)


def _recommendation(request: HttpRequest, slug: str, reference: str) -> Recommendation:
    rows = reads.managed_recommendations(_inquiry(request, slug))
    return get_object_or_404(rows.at_reference(reference))


def _responsibility(request: HttpRequest, slug: str, reference: str, pk: int) -> Responsibility:
    rows = reads.managed_responsibilities(_recommendation(request, slug, reference))
    return get_object_or_404(rows, pk=pk)
