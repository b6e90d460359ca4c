"""Looking back: inquiries and their recommendations."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.enums import InquiryState
from tracking.exports.inquiry_progress import progress_csv
from tracking.filters import InquiryFilter
from tracking.models import Inquiry, Recommendation
from tracking.presenters.cabinet.answers import STAYS_TRACKED, answers_to_words, rejected_lines
from tracking.presenters.cabinet.response_pages import response_on_inquiry
from tracking.presenters.filters import filter_chips
from tracking.presenters.inquiries import inquiry_page
from tracking.presenters.inquiry_list import count_sentence, inquiry_line
from tracking.presenters.next_rounds import first_round_sentences
from tracking.presenters.plans.answers import plan_answers
from tracking.presenters.recommendations import recommendation_page
from tracking.queries.cabinet.responses import answers_to, live_response, rejected_in
from tracking.queries.change_scopes import of_inquiry, of_recommendation
from tracking.queries.inquiries import inquiry_history, inquiry_rows
from tracking.queries.next_rounds import proposed_first_round
from tracking.queries.plans.links import links_to_inquiry, links_to_recommendation, with_latest_month
from tracking.queries.recommendations import recommendation_history
from tracking.views.since import since_last_time

PAGE_SIZE = 25


@require_safe
def inquiry_list(request: HttpRequest) -> HttpResponse:
    visible = Inquiry.objects.visible_to(request.user)
    filtered = InquiryFilter(request.GET, visible, viewer=request.user)
    page = Paginator(filtered.qs.newest_first().with_tracking_committee(), PAGE_SIZE).get_page(request.GET.get("page"))
    chips = filter_chips(filtered.form, request.GET)
    rows = inquiry_rows(page, request.user, today=dates.today())
    context = {
        "form": filtered.form,
        "chips": chips,
        "page": page,
        "lines": [inquiry_line(row) for row in rows],
        "count": count_sentence(visible.count(), page.paginator.count, is_filtered=bool(chips)),
    }
    return render(request, "inquiries/list.html", context)


def _inquiry(request: HttpRequest, slug: str) -> Inquiry:
    inquiries = (
        Inquiry.objects.visible_to(request.user)
        .with_tracking_committee()
        .select_related("lead_member", "lead_officer")
        .prefetch_related("commissioned_by")
    )
    return get_object_or_404(inquiries, slug=slug)


@require_safe
def inquiry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = _inquiry(request, slug)
    today = dates.today()
    context = {
        "crumbs": [("Overview", reverse("overview")), ("Inquiries", reverse("inquiry_list"))],
        "inquiry": inquiry,
        "page": inquiry_page(inquiry_history(inquiry, request.user, today=today), today=today),
        "address": request.build_absolute_uri(request.path),
        "can_manage": rules.can_manage_inquiry(request.user, inquiry),
        "since": since_last_time(request, of_inquiry(inquiry, request.user)),
        "plan_answers": plan_answers(with_latest_month(links_to_inquiry(inquiry, request.user))),
        "executive_response": response_on_inquiry(inquiry, live_response(inquiry, request.user), request.user),
        "rejected": rejected_lines(rejected_in(inquiry, request.user)),
        "stays_tracked": STAYS_TRACKED,
        "first_round": first_round_sentences(proposed_first_round(inquiry, today=today)),
        "is_public": inquiry.state in InquiryState.public(),
        "is_under_way": inquiry.state in {InquiryState.DRAFT, InquiryState.PUBLISHED},
        "can_open_report": inquiry.state == InquiryState.PUBLISHED and rules.can_open_report_on(request.user, inquiry),
    }
    return render(request, "inquiries/detail.html", context)


@require_safe
def inquiry_progress_csv(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry, today = _inquiry(request, slug), dates.today()
    history = inquiry_history(inquiry, request.user, today=today)
    response = HttpResponse(progress_csv(history.standings, today=today), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{inquiry.slug}-progress.csv"'
    return response


@require_safe
def recommendation_detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    recommendations = (
        Recommendation.objects.visible_to(request.user)
        .filter(inquiry__slug=slug)
        .select_related("inquiry", "parent")
        .prefetch_related("inquiry__tracking_committees__committee")
    )
    recommendation = get_object_or_404(recommendations.at_reference(reference))
    if reference != recommendation.reference:
        return redirect("recommendation_detail", slug, recommendation.reference, permanent=True)
    inquiry = recommendation.inquiry
    today = dates.today()
    history = recommendation_history(recommendation, request.user, today=today)
    context = {
        "crumbs": [
            ("Overview", reverse("overview")),
            ("Inquiries", reverse("inquiry_list")),
            (inquiry.title, reverse("inquiry_detail", args=[inquiry.slug])),
        ],
        "inquiry": inquiry,
        "recommendation": recommendation,
        "history": history,
        "page": recommendation_page(history, today=today),
        "is_public": inquiry.state in InquiryState.public(),
        "address": request.build_absolute_uri(request.path),
        "since": since_last_time(request, of_recommendation(recommendation, request.user)),
        "plan_answers": plan_answers(with_latest_month(links_to_recommendation(recommendation, request.user))),
        "executive_answers": answers_to_words(answers_to(recommendation, request.user)),
        "stays_tracked": STAYS_TRACKED,
        "can_manage": rules.can_manage_inquiry(request.user, inquiry),
    }
    return render(request, "recommendations/detail.html", context)
