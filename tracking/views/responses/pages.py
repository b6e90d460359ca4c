"""What the pages about an executive response share: which one it is, and the words around a form."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tracking.enums import ResponseState
from tracking.models import Inquiry, WrittenPage
from tracking.models.cabinet import ExecutiveResponse
from tracking.queries.cabinet.responses import readable_responses, withdrawn_response
from tracking.views.form_pages import FormPage
from tracking.views.too_late import TooLate, told_too_late


def readable_response(request: HttpRequest, slug: str) -> ExecutiveResponse:
    """The live response to an inquiry, for those who may read it; to everyone else the address does not exist."""
    return get_object_or_404(readable_responses(request.user), inquiry__slug=slug)


def response_typed_into(request: HttpRequest, slug: str) -> ExecutiveResponse:
    """The live response, for a form that writes it; where there is none, the one that was withdrawn.

    Else whoever typed would be told that there is no such page, and lose the text.
    """
    response = readable_responses(request.user).filter(inquiry__slug=slug).first()
    response = response or withdrawn_response(slug, request.user)
    if response is None:
        raise Http404
    return response


def opened_too_late(
    request: HttpRequest, response: ExecutiveResponse, *, in_state: ResponseState = ResponseState.DRAFT
) -> HttpResponse | None:
    """Lead back, with the reason, whoever opens a form that could save nothing; what was sent is answered by it."""
    if request.method == "POST" or response.state == in_state:
        return None
    messages.warning(request, _refusal(response))
    return redirect(response_href(response.inquiry))


def typed_too_late(request: HttpRequest, response: ExecutiveResponse, of: WrittenPage) -> HttpResponse:
    """Tell that the response is no longer a draft, on a page that keeps drafts (`views.too_late`)."""
    is_withdrawn = response.state == ResponseState.WITHDRAWN
    words = TooLate(
        thing="response",
        ended="Somebody withdrew it" if is_withdrawn else "Cabinet agreed it",
        again="if the response is taken back",
        href=reverse("inquiry_detail", args=[response.inquiry.slug])
        if is_withdrawn
        else response_href(response.inquiry),
        refusal=_refusal(response),
    )
    # What is withdrawn is never a draft again: nothing kept of it would be found.
    return told_too_late(request, words, None if is_withdrawn else of)


def _refusal(response: ExecutiveResponse) -> str:
    return f"This response is {_state_of(response)}, so this cannot be done now."


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
