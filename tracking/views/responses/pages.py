"""What the pages about an executive response share: which one it is, and the words around a form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tracking.enums import ResponseState
from tracking.models import Inquiry
from tracking.models.cabinet import ExecutiveResponse
from tracking.queries.cabinet.responses import readable_responses
from tracking.views.form_pages import FormPage


def readable_response(request: HttpRequest, slug: str) -> ExecutiveResponse:
    """The live response to an inquiry, for those who may read it; to everyone else the address does not exist."""
    return get_object_or_404(readable_responses(request.user), inquiry__slug=slug)


def opened_too_late(
    request: HttpRequest, response: ExecutiveResponse, *, in_state: ResponseState = ResponseState.DRAFT
) -> HttpResponse | None:
    """Lead back, with the reason, whoever opens a form that could save nothing; what was sent is answered by it."""
    if request.method == "POST" or response.state == in_state:
        return None
    messages.warning(request, f"This response is {_state_of(response)}, so this cannot be done now.")
    return redirect(response_href(response.inquiry))


def response_href(inquiry: Inquiry) -> str:
    return reverse("response_detail", args=[inquiry.slug])


def form_page(response: ExecutiveResponse, title: str, button: str, *sentences: str, warning: bool = False) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        caption=response.inquiry.title,
        back=response_href(response.inquiry),
        back_text="The response",
        sentences=sentences,
        warning=warning,
    )


def _state_of(response: ExecutiveResponse) -> str:
    return "a draft" if response.is_draft else response.state_words
