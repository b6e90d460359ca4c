"""Documents that the clerk adds to a meeting's agenda: minutes, the work programme, any other PDF."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tracking import rules
from tracking.actions.agenda import check_agenda_open
from tracking.actions.changes import lock
from tracking.actions.conflicts import own_changes
from tracking.actions.events import field_values, record_event
from tracking.actions.evidence_files import InspectedFile
from tracking.actions.kept_files import discard_file, keep_file
from tracking.actions.openness import Openness
from tracking.exceptions import NotPossible, ScrutinyError, StaleState
from tracking.models import AgendaDocument, Meeting, User
from tracking.models.agenda import random_document_path

_OPENNESS = ("exemption", "exempt_paragraph", "public_interest_reason", "confidential_ground")


def add_document(
    *,
    meeting: Meeting,
    title: str,
    file: InspectedFile,
    openness: Openness,
    by: User,
    supplied_by: str = "",
    form_key: UUID | None = None,
) -> AgendaDocument:
    """Keep a PDF and put it last on a meeting's agenda. Its title is public, whoever may read the rest.

    `form_key` is that of the form it was added with: however often the same form is sent, it is added once, and what
    was added is returned. Raises NotAllowed unless `by` is clerk of the committee; NotPossible without a title or who
    may see it, for a file that is no PDF, once the minutes are approved or the meeting is cancelled, or when the form
    was sent before and what it added was taken off since. The file is stored, under a random name and outside the
    transaction, before its row is written: a crash leaves no row without its file. With a virus scanner it then waits
    to be scanned. Writes the document and one Event, which names neither the file nor why it is withheld.
    """
    rules.can_issue_papers.check(by, meeting)
    check_agenda_open(meeting)
    if not file.is_pdf:
        raise NotPossible(f"“{file.name}” is not a PDF. Save it as a PDF, then choose it once more.")
    document = AgendaDocument(
        meeting=meeting,
        recorded_by=by,
        form_key=form_key,
        title=_checked_title(title),
        supplied_by=supplied_by.strip(),
        **openness.checked().fields,
    )
    if (earlier := _added_before(document)) is not None:
        return earlier
    keep_file(document, file, random_document_path(document, file.name))
    try:
        written = _write(document)
    except (ScrutinyError, IntegrityError):
        discard_file(document)
        raise
    if written.pk != document.pk:
        discard_file(document)
    return written


@transaction.atomic
def _write(document: AgendaDocument) -> AgendaDocument:
    lock(document.meeting)
    check_agenda_open(document.meeting)
    if (earlier := _added_before(document)) is not None:
        return earlier
    document.save(force_insert=True)
    record_event(by=document.recorded_by, type="added agenda document", target=document, after=_as_data(document))
    return document


def _added_before(document: AgendaDocument) -> AgendaDocument | None:
    """Return what the same form, sent before by the same user, has added."""
    if document.form_key is None:
        return None
    sent = AgendaDocument.objects.filter(form_key=document.form_key, recorded_by=document.recorded_by)
    earlier = sent.filter(meeting=document.meeting).first()
    if earlier is not None and earlier.removed_reason:
        raise NotPossible("What this form added was taken off since. Open the page again to add something new.")
    return earlier


@transaction.atomic
def change_document(
    *,
    document: AgendaDocument,
    title: str,
    openness: Openness,
    by: User,
    supplied_by: str = "",
    read: Mapping[str, str] | None = None,
) -> None:
    """Change what is said of a document: its title, who supplied it and who may see it; not its file.

    `read` is the fingerprint of each as it was read (`conflicts`): what `by` did not change stays as others have saved
    it meanwhile. Raises NotAllowed unless `by` is clerk of the committee; NotPossible without a title or who may see
    it, once it was issued, or once the agenda cannot change; StaleState when it was taken off meanwhile; StaleText when
    somebody else changed the same. Writes the document and one Event; nothing for what is there already.
    """
    _lock_unissued(document, by)
    typed = {
        "title": _checked_title(title),
        "supplied_by": supplied_by.strip(),
        "openness": openness.checked().fields,
    }
    mine = own_changes(saved=document_as_saved(document), typed=typed, read=read, is_latest=True)
    if not mine:
        return
    before = _as_data(document)
    said = {name: value for name, value in mine.items() if name != "openness"} | mine.get("openness", {})
    for name, value in said.items():
        setattr(document, name, value)
    document.save()
    after = _as_data(document) | {"changed": sorted(mine)}
    record_event(by=by, type="changed agenda document", target=document, before=before, after=after)


@transaction.atomic
def remove_document(*, document: AgendaDocument, reason: str, by: User) -> None:
    """Take a document that was not issued off the agenda again. The row and its file stay, with the reason.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible without a reason, once it was issued, or once
    the agenda cannot change; StaleState when it was taken off already. Writes the document and one Event.
    """
    _lock_unissued(document, by)
    if not reason.strip():
        raise NotPossible("Say why it is taken off the agenda.")
    document.removed_reason = reason.strip()
    document.save(update_fields=["removed_reason"])
    record_event(by=by, type="removed agenda document", target=document, before=_as_data(document))


def document_as_saved(document: AgendaDocument) -> dict[str, Any]:
    """What is said of a document, as it may be changed."""
    return field_values(document, ["title", "supplied_by"]) | {"openness": field_values(document, _OPENNESS)}


def _lock_unissued(document: AgendaDocument, by: User) -> None:
    """Lock a document's meeting, then read the document again; raises where it can no longer be changed."""
    rules.can_issue_papers.check(by, document.meeting)
    lock(document.meeting)
    check_agenda_open(document.meeting)
    lock(document)
    if document.removed_reason:
        raise StaleState("Somebody has taken this document off the agenda meanwhile, so there is nothing to change.")
    if document.issued:
        raise NotPossible("This document was issued, and what was issued stays as it is. Add a new one instead.")


def _checked_title(title: str) -> str:
    if not title.strip():
        raise NotPossible("Give the document a title.")
    return title.strip()


def _as_data(document: AgendaDocument) -> dict[str, Any]:
    """A document as an Event holds it: administrators read Events and no withheld paper, but every title is public."""
    return field_values(document, ["meeting", "title", "exemption", "exempt_paragraph", "page_count", "sha256"])
