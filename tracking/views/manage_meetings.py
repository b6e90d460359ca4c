"""Managing meetings and closed days: for the officers and clerks of a committee."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.meetings import (
    add_closed_day,
    approve_minutes,
    cancel_meeting,
    edit_meeting,
    hold_meeting,
    plan_meeting,
    remove_closed_day,
)
from tracking.enums import MeetingState
from tracking.forms.manage import ConfirmForm, ReasonForm
from tracking.forms.manage_structure import ClosedDayForm, MeetingForm, MinutesForm
from tracking.models import Meeting
from tracking.presenters import managing_meetings as managing
from tracking.queries import managing as reads
from tracking.queries.views_at_meeting import views_waiting
from tracking.views.form_pages import FormPage, attempt, page_of, posted, show_form


@require_safe
@login_required
def manage_meetings(request: HttpRequest) -> HttpResponse:
    (rules.is_scrutiny_officer | rules.is_clerk).check(request.user)
    page = page_of(request, reads.managed_meetings(request.user))
    context = {
        "list_page": page,
        "table": managing.meeting_table(page),
        "committees": reads.committees_run_by(request.user).current(dates.today()),
    }
    return render(request, "manage/meetings.html", context)


@login_required
def manage_meeting_new(request: HttpRequest, slug: str) -> HttpResponse:
    committee = get_object_or_404(reads.committees_run_by(request.user), slug=slug)
    form = MeetingForm(posted(request))
    if form.is_valid() and (
        meeting := attempt(form, plan_meeting, by=request.user, committee=committee, **form.cleaned_data)
    ):
        messages.success(request, f"The meeting of {managing.meeting_name(meeting)} is planned.")
        return redirect("manage_meeting", slug=slug, date_slug=meeting.date_slug)
    page = FormPage(
        title="Plan a meeting",
        button="Plan the meeting",
        caption=committee.name,
        back=reverse("manage_meetings"),
        back_text="Your committees’ meetings",
        sentences=("Everyone can see a planned meeting.",),
    )
    return show_form(request, form, page)


@login_required
def manage_meeting(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Where a meeting stands, what can be done, and while it is planned the form that changes it."""
    meeting = _managed(request, slug, date_slug)
    form = MeetingForm(posted(request), initial=MeetingForm.initial_of(meeting))
    if form.is_valid() and attempt(form, edit_meeting, by=request.user, meeting=meeting, **form.cleaned_data):
        messages.success(request, "The meeting is saved.")
        return redirect("manage_meeting", slug=slug, date_slug=meeting.date_slug)
    page = FormPage(
        title=f"Meeting of {managing.meeting_name(meeting)}",
        button="Save",
        caption=meeting.committee.name,
        back=reverse("manage_meetings"),
        back_text="Your committees’ meetings",
        sentences=(managing.meeting_sentence(meeting),),
    )
    return show_form(
        request,
        form,
        page,
        template="manage/meeting.html",
        links=managing.meeting_links(meeting),
        can_edit=meeting.state == MeetingState.PLANNED or form.is_bound,
    )


@login_required
def manage_meeting_hold(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = _managed(request, slug, date_slug)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, hold_meeting, by=request.user, meeting=meeting):
        messages.success(request, "The meeting is recorded as held. The clerk can publish its views now.")
        return _to_meeting(meeting)
    waiting, total = views_waiting([meeting], request.user)[meeting.pk]
    page = _page(
        meeting,
        "Say that the meeting was held",
        "The meeting was held",
        *managing.holding_sentences(waiting=waiting, total=total),
    )
    return show_form(request, form, page)


@login_required
def manage_meeting_approve_minutes(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = _managed(request, slug, date_slug)
    form = MinutesForm(posted(request))
    if form.is_valid() and attempt(form, approve_minutes, by=request.user, meeting=meeting, **form.cleaned_data):
        messages.success(request, "The approval of the minutes is recorded.")
        return _to_meeting(meeting)
    page = _page(meeting, "Record that the minutes were approved", "Save")
    return show_form(request, form, page)


@login_required
def manage_meeting_cancel(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = _managed(request, slug, date_slug)
    form = ReasonForm(posted(request))
    if form.is_valid() and attempt(form, cancel_meeting, by=request.user, meeting=meeting, **form.cleaned_data):
        messages.success(request, "The meeting is cancelled.")
        return _to_meeting(meeting)
    page = _page(
        meeting,
        "Cancel the meeting",
        "Cancel the meeting",
        "This cannot be undone. The meeting’s page will say that it was cancelled, and why.",
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def manage_closed_days(request: HttpRequest) -> HttpResponse:
    """The days on which the offices are closed, and a form for another."""
    rules.is_clerk.check(request.user)
    form = ClosedDayForm(posted(request))
    if form.is_valid() and (added := attempt(form, add_closed_day, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{added} is in the list.")
        return redirect("manage_closed_days")
    page = FormPage(
        title="Closed days",
        button="Add the day",
        back=reverse("manage_home"),
        back_text="Manage",
        sentences=(
            "The offices are closed on these days. They are not counted among the clear working days before a meeting.",
            "Bank holidays of England and weekends are left out already.",
        ),
    )
    days = page_of(request, reads.closed_days())
    table = managing.closed_day_table(days)
    return show_form(request, form, page, template="manage/closed_days.html", list_page=days, table=table)


@login_required
def manage_closed_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rules.is_clerk.check(request.user)
    closed_day = get_object_or_404(reads.closed_days(), pk=pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, remove_closed_day, by=request.user, closed_day=closed_day):
        messages.success(request, f"{closed_day} is removed.")
        return redirect("manage_closed_days")
    page = FormPage(
        title=f"Remove {closed_day}",
        button="Remove the day",
        back=reverse("manage_closed_days"),
        back_text="Closed days",
        sentences=("It will count as a working day again.",),
        warning=True,
    )
    return show_form(request, form, page)


def _managed(request: HttpRequest, slug: str, date_slug: str) -> Meeting:
    meetings = reads.managed_meetings(request.user).filter(committee__slug=slug)
    return get_object_or_404(meetings.at_address(date_slug))


def _to_meeting(meeting: Meeting) -> HttpResponse:
    return redirect("manage_meeting", slug=meeting.committee.slug, date_slug=meeting.date_slug)


def _page(meeting: Meeting, title: str, button: str, *sentences: str, warning: bool = False) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        caption=str(meeting),
        back=reverse("manage_meeting", args=[meeting.committee.slug, meeting.date_slug]),
        back_text="The meeting",
        sentences=sentences,
        warning=warning,
    )
