"""Asking for updates for a meeting, seeing how far they are, and reminding."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tracking import dates, rules
from tracking.actions.reminders import remind_now
from tracking.actions.rounds import ask_for_updates
from tracking.enums import MeetingState
from tracking.forms.manage import ConfirmForm
from tracking.forms.rounds import AskForm
from tracking.models import Meeting, User
from tracking.presenters.links import meeting_href
from tracking.presenters.rounds import asked_sentence, round_face
from tracking.presenters.wording import counted, written_list
from tracking.queries.recipients import recipients_of
from tracking.queries.rounds import inquiries_to_ask, reports_asked_for, reports_awaited, round_of, suggested_due_on
from tracking.tasks import send_waiting_mails, soon
from tracking.views.committees import visible_meeting
from tracking.views.form_pages import FormPage, attempt, posted, show_form


@login_required
def meeting_ask(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """What was asked for and how far it is; below it the form that asks for more."""
    user = cast("User", request.user)
    meeting = visible_meeting(user, slug, date_slug)
    rules.can_ask_for_updates.check(user, meeting)
    today = dates.today()
    update_round = round_of(meeting)
    form = AskForm(
        posted(request),
        rows=inquiries_to_ask(meeting, user, today=today),
        update_round=update_round,
        suggested_due_on=suggested_due_on(meeting, today=today),
    )
    if form.is_valid() and _ask(request, meeting, form, user):
        return redirect("meeting_ask", slug, date_slug)
    context = {
        "meeting": meeting,
        "form": form,
        "face": round_face(meeting, update_round, reports_asked_for(meeting, today=today), today=today),
        "update_round": update_round,
        "can_ask": meeting.state == MeetingState.PLANNED and meeting.held_on >= today,
    }
    return render(request, "rounds/ask.html", context, status=form.response_status)


def _ask(request: HttpRequest, meeting: Meeting, form: AskForm, user: User) -> bool:
    """Ask, and say what came of it; False when it is refused, and the form says why."""
    asked = attempt(
        form,
        ask_for_updates,
        meeting=meeting,
        due_on=form.cleaned_data["due_on"],
        message=form.cleaned_data["message"],
        asks=form.asks,
        by=user,
    )
    if asked is None:
        return False
    soon(send_waiting_mails)
    messages.success(
        request,
        asked_sentence(people=len(asked.told), opened=len(asked.opened), silent_posts=asked.silent_posts),
    )
    return True


@login_required
def report_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who write a report, having said who they are."""
    user = cast("User", request.user)
    today = dates.today()
    report = get_object_or_404(reports_awaited(today=today), pk=pk)
    rules.can_ask_for_updates.check(user, report.meeting)
    back = meeting_href("meeting_ask", report.meeting)
    form = ConfirmForm(posted(request))
    if form.is_valid() and (told := attempt(form, remind_now, report=report, by=user)):
        soon(send_waiting_mails)
        messages.success(request, f"{counted(len(told), 'person gets', 'people get')} a reminder.")
        return redirect(back)
    people = written_list(str(person) for person in recipients_of([report], today=today)[pk].users)
    page = FormPage(
        title="Remind now",
        button="Remind now",
        caption=str(report.inquiry),
        back=back,
        back_text="Updates asked for",
        sentences=(f"A mail goes to {people}." if people else "Nobody who writes this report signs in.",),
    )
    return show_form(request, form, page)
