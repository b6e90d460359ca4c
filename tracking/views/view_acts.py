"""Acts of meeting mode beside recording one view: agreeing with the rest, undoing, going to a reference, publishing."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracking import rules
from tracking.actions.assessments import agree_with_the_rest
from tracking.actions.meetings import publish_views
from tracking.actions.view_corrections import undo_view
from tracking.forms.agreeing import AgreeForm
from tracking.forms.manage import ConfirmForm
from tracking.presenters import views_at_meeting as listing
from tracking.presenters.links import meeting_href
from tracking.presenters.wording import counted
from tracking.queries.recording import at_reference, live_view
from tracking.queries.views_at_meeting import reports_at_meeting, views_waiting
from tracking.views.committees import meeting_to_record, visible_meeting
from tracking.views.form_pages import FormPage, attempt, posted, show_form


@login_required
def views_agree(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Agree with all the rest as submitted, once it is confirmed what that means for each leaf."""
    meeting = meeting_to_record(request.user, slug, date_slug)
    form = AgreeForm(posted(request), meeting=meeting, reports=reports_at_meeting(meeting, request.user))
    if form.is_valid() and (
        rows := attempt(form, agree_with_the_rest, meeting=meeting, claims=form.claims_chosen(), by=request.user)
    ):
        messages.success(request, f"{counted(len(rows), 'view')} recorded: the committee agrees.")
        return redirect(meeting_href("meeting_views", meeting))
    context = {"meeting": meeting, "form": form, "closed": listing.closed_words(meeting)}
    return render(request, "views_at_meeting/agree.html", context, status=form.response_status)


@login_required
def view_undo(request: HttpRequest, slug: str, date_slug: str, inquiry_slug: str, reference: str) -> HttpResponse:
    """Undo what was recorded of a leaf; whoever comes here otherwise than by the button is shown the leaf."""
    meeting = meeting_to_record(request.user, slug, date_slug)
    assessment = live_view(meeting, request.user, inquiry_slug, reference, seen=request.POST.get("seen", ""))
    if assessment is None:
        raise Http404
    if request.method != "POST":
        return redirect(listing.record_href(meeting, inquiry_slug, assessment.leaf))
    form = ConfirmForm(request.POST)
    if attempt(form, undo_view, assessment=assessment, by=request.user) is None:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    else:
        state = "It is concluded, as before." if assessment.reopens else "It waits for a view again."
        messages.success(request, f"The view on {assessment.leaf.label} is undone. {state}")
    if assessment.reopens:
        return redirect(meeting_href("meeting_views", meeting))
    return redirect(listing.record_href(meeting, inquiry_slug, assessment.leaf))


@require_safe
@login_required
def view_jump(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Go to a leaf of the meeting by its reference, as people say it: 6b, R06 b). Of two, the one that waits first."""
    meeting = meeting_to_record(request.user, slug, date_slug)
    typed = request.GET.get("to", "")
    reports = reports_at_meeting(meeting, request.user)
    found = at_reference(reports, re.sub(r"[\s.)]", "", typed), first_of=request.GET.get("inquiry", ""))
    if found is None:
        messages.error(request, f"There is no “{typed}” at this meeting. Enter a reference like 6b.")
        return redirect(meeting_href("meeting_views", meeting))
    return redirect(listing.record_href(meeting, found.inquiry.slug, found))


@login_required
def meeting_publish_views(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = visible_meeting(request.user, slug, date_slug)
    rules.can_publish_views.check(request.user, meeting)
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, publish_views, by=request.user, meeting=meeting):
        messages.success(request, "The committee’s views are published.")
        return redirect(meeting_href("meeting_detail", meeting))
    waiting, total = views_waiting([meeting], request.user)[meeting.pk]
    page = FormPage(
        title="Publish the committee’s views",
        button="Publish the views",
        caption=str(meeting),
        back=meeting_href("meeting_detail", meeting),
        back_text="The meeting",
        sentences=listing.publishing_sentences(meeting, waiting=waiting, total=total),
    )
    return show_form(request, form, page)
