"""Reading an executive response: as a page, a PDF and a Word document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.enums import ResponseState
from tracking.exports.executive_response import response_docx as written_response
from tracking.exports.papers import DOCX
from tracking.models.cabinet import ExecutiveResponse
from tracking.packs.papers import response_pdf as rendered_response
from tracking.presenters.cabinet.response_document import ResponseDocument, response_document
from tracking.presenters.cabinet.response_pages import response_page
from tracking.presenters.drafts import unsaved_words
from tracking.presenters.next_rounds import first_round_sentences
from tracking.queries.cabinet.responses import response_contents
from tracking.queries.drafts import drafts_in
from tracking.queries.next_rounds import proposed_first_round
from tracking.views.papers import inline_pdf
from tracking.views.responses.pages import readable_response


@require_safe
def response_detail(request: HttpRequest, slug: str) -> HttpResponse:
    response, today = readable_response(request, slug), dates.today()
    inquiry = response.inquiry
    context = {
        "crumbs": [
            ("Overview", reverse("overview")),
            ("Inquiries", reverse("inquiry_list")),
            (inquiry.title, reverse("inquiry_detail", args=[slug])),
        ],
        "inquiry": inquiry,
        "unsaved": unsaved_words(drafts_in(response, request.user), "response") if response.is_draft else "",
        "page": response_page(response_contents(response, request.user), request.user, today=today),
        "first_round": first_round_sentences(proposed_first_round(inquiry, today=today)),
    }
    return render(request, "responses/detail.html", context)


@require_safe
def response_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The response as a paper. One that is not published says so on every page and in the file's name."""
    response = readable_response(request, slug)
    return inline_pdf(rendered_response(_document(request, response)).content, f"{_name(response)}.pdf")


@require_safe
def response_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """The same words, for the same readers, as the PDF."""
    response = readable_response(request, slug)
    return HttpResponse(
        written_response(_document(request, response)),
        content_type=DOCX,
        headers={"Content-Disposition": f'attachment; filename="{_name(response)}.docx"'},
    )


def _document(request: HttpRequest, response: ExecutiveResponse) -> ResponseDocument:
    return response_document(response_contents(response, request.user), today=dates.today())


def _name(response: ExecutiveResponse) -> str:
    draft = "" if response.state == ResponseState.PUBLISHED else "not-published-"
    return f"{draft}executive-response-{response.inquiry.slug}"
