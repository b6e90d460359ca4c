"""What was issued elsewhere on an agenda: the clerk puts a month of an improvement plan on it, and takes it off."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tracking.actions.agenda import put_issued_on_agenda, take_issued_off_agenda
from tracking.enums import MeetingState
from tracking.forms.agenda_issued import IssuedMonthForm
from tracking.forms.manage import ConfirmForm
from tracking.models import IssuedDocument, Meeting, User
from tracking.presenters.links import meeting_href
from tracking.queries.agenda import issued_documents_of, issued_key
from tracking.queries.plans.agenda_months import months_for_agenda
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.pack_builder import meeting_to_build


@login_required
def agenda_month_add(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Choose among the issued months; what is chosen comes last on the agenda."""
    meeting = meeting_to_build(request, slug, date_slug)
    if request.method != "POST" and meeting.state == MeetingState.CANCELLED:
        messages.warning(request, "This meeting is cancelled, so nothing is added to its agenda.")
        return redirect(meeting_href("meeting_pack_builder", meeting))
    months = months_for_agenda(meeting)
    form = IssuedMonthForm(posted(request), months=months)
    if form.is_valid():
        month: IssuedDocument = form.cleaned_data["month"]
        attempt(form, put_issued_on_agenda, meeting=meeting, issued=month, by=cast("User", request.user))
        if not form.errors:
            messages.success(request, f"“{month}” is on the agenda.")
            return redirect(f"{meeting_href('meeting_pack_builder', meeting)}#{issued_key(month.pk)}")
    there = "It comes last on the agenda. You can move it there."
    none = "Every issued month is on the agenda, or none is printed yet. A month is printed soon after it is issued."
    page = _page(meeting, "Add an improvement plan’s month", "Add this month", there if months.exists() else none)
    return show_form(request, form, page)


@login_required
def agenda_issued_remove(request: HttpRequest, slug: str, date_slug: str, pk: int) -> HttpResponse:
    """Take it off the agenda again; the document stays where it is."""
    meeting = meeting_to_build(request, slug, date_slug)
    issued = get_object_or_404(issued_documents_of(meeting), pk=pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, take_issued_off_agenda, meeting=meeting, issued=issued, by=cast("User", request.user))
        if not form.errors:
            messages.success(request, f"“{issued}” is taken off the agenda.")
            return redirect(meeting_href("meeting_pack_builder", meeting))
    page = _page(meeting, f"Take “{issued}” off the agenda?", "Take it off", "You can add it again later.")
    return show_form(request, form, page)


def _page(meeting: Meeting, title: str, button: str, *sentences: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=meeting_href("meeting_pack_builder", meeting),
        back_text="Papers",
        caption=str(meeting),
        sentences=sentences,
    )
