"""The summary of recommendations of one inquiry: as a page, a PDF and a Word document."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.enums import InquiryState
from tracking.exports.progress_report import DOCX
from tracking.exports.summary import summary_docx
from tracking.models import Inquiry
from tracking.packs.papers import summary_pdf
from tracking.presenters.drafting import doubt_list
from tracking.presenters.summary import SummaryFace, summary_face
from tracking.queries.drafting import doubts_in
from tracking.queries.managing import managed_recommendations
from tracking.queries.summary import inquiry_summary as summarised
from tracking.views.papers import inline_pdf


@require_safe
def inquiry_summary(request: HttpRequest, slug: str) -> HttpResponse:
    """The table, and above it what could be clearer for those who draft the inquiry."""
    inquiry = _inquiry(request, slug)
    context = {
        "crumbs": [
            ("Overview", reverse("overview")),
            ("Inquiries", reverse("inquiry_list")),
            (inquiry.title, reverse("inquiry_detail", args=[slug])),
        ],
        "inquiry": inquiry,
        "face": _face(request, inquiry),
    }
    if inquiry.state == InquiryState.DRAFT and rules.can_manage_inquiry(request.user, inquiry):
        rows = list(managed_recommendations(inquiry))
        context["doubts"] = doubt_list(rows, doubts_in(rows, today=dates.today()))
    return render(request, "inquiries/summary.html", context)


@require_safe
def inquiry_summary_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    inquiry = _inquiry(request, slug)
    paper = summary_pdf(_face(request, inquiry))
    return _kept_where_it_may_be(request, inquiry, inline_pdf(paper.content, f"{_name(inquiry)}.pdf"))


@require_safe
def inquiry_summary_docx(request: HttpRequest, slug: str) -> HttpResponseBase:
    inquiry = _inquiry(request, slug)
    content = summary_docx(_face(request, inquiry), today=dates.today())
    disposition = f'attachment; filename="{_name(inquiry)}.docx"'
    response = HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": disposition})
    return _kept_where_it_may_be(request, inquiry, response)


def _inquiry(request: HttpRequest, slug: str) -> Inquiry:
    inquiries = (
        Inquiry.objects.visible_to(request.user)
        .with_tracking_committee()
        .select_related("lead_member", "lead_officer")
        .prefetch_related("commissioned_by")
    )
    return get_object_or_404(inquiries, slug=slug)


def _face(request: HttpRequest, inquiry: Inquiry) -> SummaryFace:
    return summary_face(summarised(inquiry, request.user, today=dates.today()))


def _name(inquiry: Inquiry) -> str:
    draft = "" if inquiry.state in InquiryState.public() else "draft-"
    return f"{draft}summary-of-recommendations-{inquiry.slug}"


def _kept_where_it_may_be(request: HttpRequest, inquiry: Inquiry, response: HttpResponse) -> HttpResponseBase:
    """Let whoever keeps the file ask whether it is still the same; nobody keeps that of a draft."""
    if inquiry.state not in InquiryState.public():
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = "no-cache"
    response["ETag"] = etag = quote_etag(hashlib.sha256(response.content).hexdigest())
    return get_conditional_response(request, etag=etag, response=response) or response
