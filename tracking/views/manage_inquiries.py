"""Managing inquiries: for the scrutiny officers of the committee that tracks them."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.inquiries import (
    correct_inquiry,
    create_inquiry,
    edit_inquiry,
    hand_on_inquiry,
    publish_inquiry,
    record_executive_response,
    withdraw_inquiry,
)
from tracking.drafting_check import Doubt
from tracking.enums import InquiryState
from tracking.forms.manage import ConfirmForm, ReasonForm
from tracking.forms.manage_inquiries import (
    ExecutiveResponseForm,
    HandOnForm,
    InquiryCorrectionForm,
    InquiryForm,
    NewInquiryForm,
)
from tracking.models import Inquiry, Recommendation
from tracking.presenters import managing
from tracking.presenters.drafting import doubt_list
from tracking.presenters.wording import written_date
from tracking.queries import managing as reads
from tracking.queries.cabinet.responses import is_written_here
from tracking.queries.drafting import doubts_in
from tracking.views.form_pages import FormPage, attempt, page_of, posted, show_form


@require_safe
@login_required
def manage_home(request: HttpRequest) -> HttpResponse:
    """What this viewer may manage; nothing here for those who may manage nothing."""
    sections = managing.home_sections(request.user, reads.schemes().values_list("name", "slug"))
    if not sections:
        raise Http404
    return render(request, "manage/home.html", {"sections": sections})


@require_safe
@login_required
def manage_inquiries(request: HttpRequest) -> HttpResponse:
    rules.can_manage_inquiries.check(request.user)
    page = page_of(request, reads.listed_inquiries(request.user))
    return render(request, "manage/inquiries.html", {"list_page": page, "table": managing.inquiry_table(page)})


@login_required
def manage_inquiry_new(request: HttpRequest) -> HttpResponse:
    rules.can_manage_inquiries.check(request.user)
    form = NewInquiryForm(
        posted(request),
        committees=reads.committees_supported_by(request.user).current(dates.today()),
        initial={"approving_body": Inquiry._meta.get_field("approving_body").default},
    )
    if form.is_valid() and (
        inquiry := attempt(
            form,
            create_inquiry,
            by=request.user,
            committee=form.cleaned_data["committee"],
            tracked_from=form.cleaned_data["tracked_from"],
            **form.details,
        )
    ):
        messages.success(request, "The inquiry is saved as a draft. Add its recommendations next.")
        return redirect("manage_inquiry", slug=inquiry.slug)
    page = FormPage(
        title="Enter a new inquiry",
        button="Save as a draft",
        back=reverse("manage_inquiries"),
        back_text="Your committees’ inquiries",
        sentences=("Only your committee’s officers see it until you publish it.",),
    )
    return show_form(request, form, page)


@require_safe
@login_required
def manage_inquiry(request: HttpRequest, slug: str) -> HttpResponse:
    """One inquiry with its recommendations and everything that can be done with it."""
    inquiry = _managed(request, slug)
    rows = list(reads.managed_recommendations(inquiry))
    doubts = _doubts(inquiry, rows)
    context = {
        "inquiry": inquiry,
        "sentence": managing.inquiry_sentence(inquiry, sum(row.parent_id is None for row in rows)),
        "lines": managing.inquiry_lines(inquiry),
        "recommendations": managing.recommendation_rows(
            inquiry, rows, judged=reads.judged_recommendations(inquiry), doubts=doubts, today=dates.today()
        ),
        "is_draft": inquiry.state == InquiryState.DRAFT,
        "doubts": doubt_list(rows, doubts),
        "next_step": managing.inquiry_next_step(inquiry, has_recommendations=bool(rows)),
        "links": managing.inquiry_links(inquiry, has_been_tracked=reads.has_been_tracked(inquiry)),
    }
    return render(request, "manage/inquiry.html", context)


def _doubts(inquiry: Inquiry, rows: Sequence[Recommendation]) -> dict[int, tuple[Doubt, ...]]:
    """What is doubted in the recommendations of a draft; nothing afterwards, when they can only be corrected."""
    return doubts_in(rows, today=dates.today()) if inquiry.state == InquiryState.DRAFT else {}


@login_required
def manage_inquiry_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit a draft; correct, with a reason, what is published."""
    inquiry = _managed(request, slug)
    is_draft = inquiry.state == InquiryState.DRAFT
    form_class = InquiryForm if is_draft else InquiryCorrectionForm
    form = form_class(posted(request), initial=InquiryForm.initial_of(inquiry))
    if form.is_valid():
        act = edit_inquiry if is_draft else correct_inquiry
        reason = {} if is_draft else {"reason": form.cleaned_data["reason"]}
        if attempt(form, act, by=request.user, inquiry=inquiry, **reason, **form.details):
            messages.success(request, "The inquiry is saved." if is_draft else "The correction is saved.")
            return redirect("manage_inquiry", slug=inquiry.slug)
    page = FormPage(
        title="Edit the inquiry" if is_draft else "Correct the inquiry",
        button="Save" if is_draft else "Save the correction",
        caption=inquiry.title,
        back=reverse("manage_inquiry", args=[slug]),
        back_text="The inquiry",
    )
    return show_form(request, form, page)


@login_required
def manage_inquiry_publish(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = _managed(request, slug)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, publish_inquiry, by=request.user, inquiry=inquiry):
        messages.success(request, "The inquiry is published. Everyone can read it now.")
        return redirect("manage_inquiry", slug=slug)
    page = FormPage(
        title="Publish the inquiry",
        button="Publish",
        caption=inquiry.title,
        back=reverse("manage_inquiry", args=[slug]),
        back_text="The inquiry",
        sentences=(
            "Everyone will be able to read the inquiry and its recommendations.",
            "From then on every change is a correction that gives its reason.",
        ),
    )
    rows = list(reads.managed_recommendations(inquiry))
    doubts = doubt_list(rows, _doubts(inquiry, rows))
    return show_form(request, form, page, template="manage/publish.html", doubts=doubts)


@login_required
def manage_inquiry_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = _managed(request, slug)
    form = ReasonForm(posted(request))
    if form.is_valid() and attempt(
        form, withdraw_inquiry, by=request.user, inquiry=inquiry, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, "The inquiry is withdrawn.")
        return redirect("manage_inquiry", slug=slug)
    page = FormPage(
        title="Withdraw the inquiry",
        button="Withdraw",
        caption=inquiry.title,
        back=reverse("manage_inquiry", args=[slug]),
        back_text="The inquiry",
        sentences=(
            "Withdraw an inquiry that was entered by mistake. Only your committee’s officers will see it.",
            "This cannot be undone. Once its tracking has begun, only the committee can conclude it.",
        ),
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def manage_inquiry_hand_on(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = _managed(request, slug)
    form = HandOnForm(posted(request), committees=reads.committees_other_than(inquiry.tracking_committee))
    if form.is_valid() and (
        following := attempt(form, hand_on_inquiry, by=request.user, inquiry=inquiry, **form.cleaned_data)
    ):
        since = written_date(following.starts_on)
        messages.success(request, f"{inquiry} is handed on. {following.committee} tracks it since {since}.")
        return redirect("manage_inquiries")
    page = FormPage(
        title="Hand the inquiry on to another committee",
        button="Hand on",
        caption=inquiry.title,
        back=reverse("manage_inquiry", args=[slug]),
        back_text="The inquiry",
        sentences=(
            f"{inquiry.tracking_committee} tracks it now.",
            "From then on the officers of the other committee manage it. Its history stays as it is.",
        ),
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def manage_inquiry_response(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = _managed(request, slug)
    written_here = is_written_here(inquiry)
    initial = ExecutiveResponseForm.initial_of(inquiry)
    form = ExecutiveResponseForm(posted(request), initial=initial, is_written_here=written_here)
    if form.is_valid() and attempt(
        form,
        record_executive_response,
        by=request.user,
        inquiry=inquiry,
        **{"responded_on": inquiry.responded_on, **form.cleaned_data},
    ):
        messages.success(request, "The dates of the executive response are saved.")
        return redirect("manage_inquiry", slug=slug)
    page = FormPage(
        title="Executive response",
        button="Save",
        caption=inquiry.title,
        back=reverse("manage_inquiry", args=[slug]),
        back_text="The inquiry",
        sentences=(
            "The executive has two months, which begin when it receives the report or, if later, the notice.",
            "While neither date is known, nothing is overdue.",
            *(
                ("The response is written here, on the page of the inquiry: the day it is sent is recorded by itself.",)
                if written_here
                else ()
            ),
        ),
    )
    return show_form(request, form, page)


def _managed(request: HttpRequest, slug: str) -> Inquiry:
    return get_object_or_404(reads.managed_inquiries(request.user), slug=slug)
