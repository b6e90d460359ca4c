"""Documents of an agenda: the clerk adds, changes and removes them; whoever may see them opens the file."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from tracking.actions.agenda_documents import add_document, change_document, remove_document
from tracking.exceptions import NotPossible, StaleText
from tracking.forms.agenda import AddDocumentForm, ChangeDocumentForm
from tracking.forms.drafts import show_as_typed
from tracking.forms.manage import ReasonForm
from tracking.models import AgendaDocument, Meeting, User
from tracking.presenters.agenda import document_changed_meanwhile
from tracking.presenters.links import meeting_href
from tracking.queries.agenda import document_key
from tracking.tasks import scan_waiting_files, soon
from tracking.views.committees import visible_meeting
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.pack_builder import meeting_to_build
from tracking.views.stored_files import hand_out


@require_safe
def agenda_document(request: HttpRequest, slug: str, date_slug: str, pk: int) -> HttpResponseBase:
    """Hand out a document, as evidence is handed out."""
    meeting = visible_meeting(request.user, slug, date_slug)
    documents = AgendaDocument.objects.openable_by(request.user).filter(meeting=meeting)
    return hand_out(get_object_or_404(documents, pk=pk))


@login_required
def agenda_document_add(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """A PDF with its title, who supplied it and who may see it."""
    meeting = meeting_to_build(request, slug, date_slug)
    sent = request.method == "POST"
    form = AddDocumentForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        said = form.cleaned_data
        document: AgendaDocument | None = attempt(
            form,
            add_document,
            meeting=meeting,
            title=said["title"],
            supplied_by=said["supplied_by"],
            file=said["upload"],
            openness=form.openness,
            form_key=said["form_key"],
            by=cast("User", request.user),
        )
        if document is not None:
            soon(scan_waiting_files)
            messages.success(request, f"“{document.title}” is on the agenda.")
            return _back(meeting, document)
    page = _page(meeting, "Add a document", "Add this document", "It comes last on the agenda. You can move it there.")
    return show_form(request, form, page, template="manage/file_form.html")


@login_required
def agenda_document_change(request: HttpRequest, slug: str, date_slug: str, pk: int) -> HttpResponse:
    """What is said of a document; another file is another document."""
    meeting, document = _document(request, slug, date_slug, pk)
    form = ChangeDocumentForm(posted(request), document=document)
    if form.is_valid():
        try:
            _change(form, document, cast("User", request.user))
        except StaleText:
            _, document = _document(request, slug, date_slug, pk)
            form = ChangeDocumentForm(document=document)
            form.response_status = 409
            show_as_typed(form, request.POST, seen=True)
            messages.warning(request, document_changed_meanwhile(document))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The document is changed.")
            return _back(meeting, document)
    page = _page(
        meeting, f"Change “{document.title}”", "Save", "To put another file in its place, remove it and add the other."
    )
    return show_form(request, form, page, template="manage/file_form.html")


@login_required
def agenda_document_remove(request: HttpRequest, slug: str, date_slug: str, pk: int) -> HttpResponse:
    """Take a document off the agenda again, and say why."""
    meeting, document = _document(request, slug, date_slug, pk)
    form = ReasonForm(posted(request))
    if form.is_valid():
        attempt(form, remove_document, document=document, reason=form.cleaned_data["reason"], by=request.user)
        if not form.errors:
            messages.success(request, f"“{document.title}” is taken off the agenda.")
            return redirect(meeting_href("meeting_pack_builder", meeting))
    page = _page(meeting, f"Take “{document.title}” off the agenda?", "Take it off")
    return show_form(request, form, page)


def _document(request: HttpRequest, slug: str, date_slug: str, pk: int) -> tuple[Meeting, AgendaDocument]:
    """A document on the agenda and its meeting, for the clerk."""
    meeting = meeting_to_build(request, slug, date_slug)
    documents = AgendaDocument.objects.visible_to(request.user).on_agenda().filter(meeting=meeting)
    return meeting, get_object_or_404(documents.select_related("meeting"), pk=pk)


def _change(form: ChangeDocumentForm, document: AgendaDocument, by: User) -> None:
    said = form.cleaned_data
    change_document(
        document=document,
        title=said["title"],
        supplied_by=said["supplied_by"],
        openness=form.openness,
        read=said["read"],
        by=by,
    )


def _back(meeting: Meeting, document: AgendaDocument) -> HttpResponse:
    """To the document's place on the builder."""
    return redirect(f"{meeting_href('meeting_pack_builder', meeting)}#{document_key(document.pk)}")


def _page(meeting: Meeting, title: str, button: str, *sentences: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        back=meeting_href("meeting_pack_builder", meeting),
        back_text="Papers",
        caption=str(meeting),
        sentences=sentences,
    )
