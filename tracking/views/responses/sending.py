"""What becomes of an executive response: agreed by Cabinet, sent, published; or taken back before it is sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracking import rules
from tracking.actions.cabinet.response_sending import (
    agree_response,
    publish_response,
    send_response,
    take_back_response,
)
from tracking.enums import ResponseState
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.responses import AgreeForm, SendOnBehalfForm, TakeBackForm
from tracking.queries.cabinet.responses import cabinet_meetings
from tracking.queries.cabinet.rights import signatories
from tracking.tasks import send_waiting_mails, soon
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.responses.pages import form_page, opened_too_late, readable_response


@login_required
def response_agree(request: HttpRequest, slug: str) -> HttpResponse:
    response = readable_response(request, slug)
    rules.can_agree_response.check(request.user, response)
    if too_late := opened_too_late(request, response):
        return too_late
    meetings = cabinet_meetings(request.user, since=response.inquiry.approved_on)
    form = AgreeForm(posted(request), meetings=meetings)
    if form.is_valid() and attempt(form, agree_response, by=request.user, response=response, **form.cleaned_data):
        messages.success(request, "It is recorded that Cabinet agreed the response. It can be sent now.")
        return redirect("response_detail", slug=slug)
    page = form_page(
        response,
        "Record that Cabinet agreed the response",
        "Record it",
        "From then on nothing in it changes, unless it is taken back before it is sent.",
    )
    context = {"form": form, "page": page, "has_meeting": bool(meetings)}
    return render(request, "responses/agree.html", context, status=form.response_status)


@login_required
def response_back(request: HttpRequest, slug: str) -> HttpResponse:
    response = readable_response(request, slug)
    rules.can_take_back_response.check(request.user, response)
    if too_late := opened_too_late(request, response, in_state=ResponseState.AGREED):
        return too_late
    form = TakeBackForm(posted(request))
    if form.is_valid() and attempt(form, take_back_response, by=request.user, response=response, **form.cleaned_data):
        messages.success(request, "The response is a draft again. Cabinet has to agree it anew.")
        return redirect("response_detail", slug=slug)
    page = form_page(
        response,
        "Take the response back to change it",
        "Take it back",
        "It becomes a draft again. Cabinet then has to agree it anew before it can be sent.",
    )
    return show_form(request, form, page)


@login_required
def response_send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send it signed, or on behalf of a holder who approved it."""
    response = readable_response(request, slug)
    rules.can_write_response.check(request.user, response)
    if too_late := opened_too_late(request, response, in_state=ResponseState.AGREED):
        return too_late
    signs = rules.can_send_response(request.user, response)
    people = list(signatories(response))
    form: ManageForm = ConfirmForm(posted(request)) if signs else SendOnBehalfForm(posted(request), people=people)
    if form.is_valid() and attempt(form, send_response, by=request.user, response=response, **form.cleaned_data):
        messages.success(request, "The response is sent. Its clock has stopped.")
        return redirect("response_detail", slug=slug)
    page = form_page(
        response,
        "Send the response",
        "Sign and send" if signs else "Send on their behalf",
        f"It goes to {response.inquiry.tracking_committee or 'the committee that tracks the inquiry'}, as of today.",
        "From then on nothing in it changes.",
        *(() if people else ("Nobody holds a post that responds today. An administrator can appoint somebody.",)),
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def response_publish(request: HttpRequest, slug: str) -> HttpResponse:
    response = readable_response(request, slug)
    rules.can_publish_response.check(request.user, response)
    if too_late := opened_too_late(request, response, in_state=ResponseState.SENT):
        return too_late
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, publish_response, by=request.user, response=response):
        soon(send_waiting_mails)
        messages.success(request, "The response is published. Everyone can read it now.")
        return redirect("response_detail", slug=slug)
    page = form_page(response, "Publish the response", "Publish", "Everyone will be able to read it, as of today.")
    return show_form(request, form, page)
