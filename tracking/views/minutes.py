"""What comes out of a meeting: its draft minutes, the interests declared at it, and the actions for each post."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.declarations import record_declaration, remove_declaration
from tracking.actions.meeting_mails import mail_actions
from tracking.exports.minutes import minutes_docx, minutes_text
from tracking.forms.manage import ConfirmForm
from tracking.forms.minutes import DeclarationForm
from tracking.models import Meeting, User, Viewer
from tracking.presenters.links import meeting_href
from tracking.presenters.meeting_actions import actions_face, sent_words
from tracking.presenters.minutes import minutes_of
from tracking.presenters.minutes_document import Minutes
from tracking.presenters.minutes_pages import declarations_face, declared_words, minutes_face
from tracking.queries.meeting_actions import meeting_actions
from tracking.queries.minutes import declarations_at, minutes_facts
from tracking.tasks import send_waiting_mails, soon
from tracking.views.committees import visible_meeting
from tracking.views.form_pages import FormPage, attempt, posted, show_form

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_required
def meeting_minutes(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = _meeting_to_minute(request.user, slug, date_slug)
    context = {"meeting": meeting, "minutes": _minutes(meeting, request.user), "face": minutes_face(meeting)}
    return render(request, "minutes/minutes.html", context)


@require_safe
@login_required
def meeting_minutes_docx(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = _meeting_to_minute(request.user, slug, date_slug)
    return _file(minutes_docx(_minutes(meeting, request.user)), DOCX, meeting, "docx")


@require_safe
@login_required
def meeting_minutes_text(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = _meeting_to_minute(request.user, slug, date_slug)
    content = minutes_text(_minutes(meeting, request.user)).encode()
    return _file(content, "text/plain; charset=utf-8", meeting, "txt")


@login_required
def meeting_declarations(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """The interests declared, and below them the form that enters one more."""
    user = cast("User", request.user)
    meeting = _meeting_to_minute(user, slug, date_slug)
    form = DeclarationForm(posted(request), meeting=meeting)
    if form.is_valid() and attempt(form, record_declaration, meeting=meeting, by=user, **form.cleaned_data):
        messages.success(request, "The declaration is entered. It stands in the draft minutes.")
        return redirect("meeting_declarations", slug, date_slug)
    face = declarations_face(meeting, declarations_at(meeting))
    context = {"meeting": meeting, "face": face, "form": form}
    return render(request, "minutes/declarations.html", context, status=form.response_status)


@login_required
def meeting_declaration_remove(request: HttpRequest, slug: str, date_slug: str, pk: int) -> HttpResponse:
    """Take a declaration away that was entered by mistake, having shown it once more."""
    user = cast("User", request.user)
    meeting = _meeting_to_minute(user, slug, date_slug)
    declaration = get_object_or_404(declarations_at(meeting), pk=pk)
    declaration.meeting = meeting
    form = ConfirmForm(posted(request))
    if form.is_valid() and attempt(form, remove_declaration, declaration=declaration, by=user):
        messages.success(request, "The declaration is removed.")
        return redirect("meeting_declarations", slug, date_slug)
    page = FormPage(
        title="Remove this declaration",
        button="Remove it",
        caption=str(meeting),
        back=meeting_href("meeting_declarations", meeting),
        back_text="Declarations of interest",
        sentences=(declared_words(declaration), "Remove it only if it was entered by mistake."),
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def meeting_actions_page(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """What follows for each post and who knows it; sending it mails those to whom it is news."""
    user = cast("User", request.user)
    meeting = _meeting_to_minute(user, slug, date_slug)
    form = ConfirmForm(posted(request))
    if form.is_valid() and (mailed := attempt(form, mail_actions, meeting=meeting, by=user)):
        soon(send_waiting_mails)
        messages.success(request, sent_words(len(mailed.told), mailed.silent_posts))
        return redirect("meeting_actions", slug, date_slug)
    face = actions_face(meeting_actions(meeting, user, today=dates.today()))
    context = {"meeting": meeting, "face": face, "form": form}
    return render(request, "minutes/actions.html", context, status=form.response_status)


def _meeting_to_minute(viewer: Viewer, slug: str, date_slug: str) -> Meeting:
    """The meeting, for those who run its committee; to everyone else these addresses do not exist."""
    meeting = visible_meeting(viewer, slug, date_slug)
    rules.can_manage_meetings_of.check(viewer, meeting)
    return meeting


def _minutes(meeting: Meeting, viewer: Viewer) -> Minutes:
    return minutes_of(minutes_facts(meeting, viewer))


def _file(content: bytes, content_type: str, meeting: Meeting, ending: str) -> HttpResponse:
    name = f"minutes-{meeting.committee.slug}-{meeting.date_slug}.{ending}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
