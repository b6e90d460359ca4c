"""What is appended to a report to Cabinet: PDFs that are uploaded, and documents that were issued before."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tracking import rules
from tracking.actions.cabinet.guards import GONE, current, open_for_writing, required
from tracking.actions.cabinet.ordering import move_in
from tracking.actions.cabinet.sections import OPENNESS
from tracking.actions.changes import store
from tracking.actions.conflicts import own_changes
from tracking.actions.events import field_values, record_event
from tracking.actions.evidence_files import InspectedFile
from tracking.actions.kept_files import discard_file, keep_file
from tracking.actions.openness import Openness
from tracking.exceptions import NotPossible, ScrutinyError, StaleState
from tracking.models import IssuedDocument, User
from tracking.models.cabinet import CabinetAppendix, CabinetFile, CabinetReport, CabinetReportRevision
from tracking.models.cabinet.appendices import random_appendix_path
from tracking.queries.cabinet.appending import documents_to_append

_TITLE = "Give the appendix a title."


def append_file(
    *,
    report: CabinetReport,
    title: str,
    file: InspectedFile,
    openness: Openness,
    by: User,
    form_key: UUID | None = None,
) -> CabinetAppendix:
    """Keep a PDF and append it to a report being written, last in order. Its title is public, whoever may read it.

    `form_key` is that of the form it was sent with: however often the same form is sent, it is appended once. Raises
    NotAllowed unless `by` is of the post the report is of; NotPossible without a title or who may see it, or for a file
    that is no PDF; StaleState when the report is not being written, or what the form added was taken out since. The
    file is stored, under a random name and outside the transaction, before its row: a crash leaves no row without its
    file. With a virus scanner it then waits to be scanned. Writes the file's row, the appendix and one Event.
    """
    rules.writes_cabinet_report.check(by, report)
    if not file.is_pdf:
        raise NotPossible(f"“{file.name}” is not a PDF. Save it as a PDF, then choose it once more.")
    said = {"title": required(title, _TITLE), **openness.checked().fields}
    if not report.is_editable:
        raise StaleState(GONE)
    row = CabinetFile(report=report, recorded_by=by, form_key=form_key)
    if (earlier := _appended_before(row)) is not None:
        return earlier
    keep_file(row, file, random_appendix_path(row, file.name))
    try:
        appendix = _write(row, said)
    except (ScrutinyError, IntegrityError):
        discard_file(row)
        raise
    if appendix.file_id != row.pk:
        discard_file(row)
    return appendix


@transaction.atomic
def _write(row: CabinetFile, said: Mapping[str, Any]) -> CabinetAppendix:
    revision = open_for_writing(row.recorded_by, row.report)
    if (earlier := _appended_before(row)) is not None:
        return earlier
    row.save(force_insert=True)
    return _append(revision, said, row.recorded_by, file=row)


def _appended_before(row: CabinetFile) -> CabinetAppendix | None:
    """Return what the same form, sent before by the same user, has appended."""
    if row.form_key is None:
        return None
    sent = CabinetFile.objects.filter(form_key=row.form_key, recorded_by=row.recorded_by, report=row.report).first()
    if sent is None:
        return None
    earlier = CabinetAppendix.objects.filter(file=sent, revision__is_current=True).first()
    if earlier is None:
        raise StaleState("What this form added was taken out since. Open the page again to add something new.")
    return earlier


@transaction.atomic
def append_document(
    *, report: CabinetReport, title: str, document: IssuedDocument, openness: Openness, by: User
) -> CabinetAppendix:
    """Append a document that was issued, such as the month of a plan, last in order.

    Raises NotAllowed unless `by` is of the post the report is of; NotPossible without a title or who may see it, for a
    document that not everyone may read, or one that is an appendix already; StaleState when the report is not being
    written. Writes the appendix and one Event.
    """
    revision = open_for_writing(by, report)
    if not documents_to_append().filter(pk=document.pk).exists():
        raise NotPossible("Choose a document that was issued for everyone.")
    said = {"title": required(title, _TITLE), **openness.checked().fields}
    return _append(revision, said, by, issued_document=document)


def _append(
    revision: CabinetReportRevision, said: Mapping[str, Any], by: User, **what: CabinetFile | IssuedDocument
) -> CabinetAppendix:
    last: int = revision.appendices.aggregate(last=Max("position"))["last"] or 0
    appendix = CabinetAppendix(revision=revision, position=last + 1, recorded_by=by, **said, **what)
    store(appendix)
    record_event(by=by, type="added appendix of report to Cabinet", target=appendix, after=_as_data(appendix))
    return appendix


@transaction.atomic
def change_appendix(
    *,
    appendix: CabinetAppendix,
    title: str,
    openness: Openness,
    by: User,
    read: Mapping[str, str] | None = None,
) -> None:
    """Change what is said of an appendix: its title and who may see it; not its file.

    `read` is the fingerprint of each as it was read (`conflicts`). Raises NotAllowed unless `by` is of the post the
    report is of; NotPossible without a title or who may see it; StaleText when somebody else changed the same;
    StaleState when the report was handed in or the appendix taken out. Writes one Event; nothing for what is there.
    """
    current(appendix, open_for_writing(by, appendix.revision.report))
    typed = {"title": required(title, _TITLE), "openness": openness.checked().fields}
    mine = own_changes(saved=appendix_as_saved(appendix), typed=typed, read=read, is_latest=True)
    if not mine:
        return
    before = _as_data(appendix)
    said = {name: value for name, value in mine.items() if name != "openness"} | mine.get("openness", {})
    for name, value in said.items():
        setattr(appendix, name, value)
    appendix.recorded_by, appendix.recorded_at = by, timezone.now()
    appendix.save()
    after = _as_data(appendix) | {"changed": sorted(mine)}
    record_event(by=by, type="changed appendix of report to Cabinet", target=appendix, before=before, after=after)


@transaction.atomic
def move_appendix(*, appendix: CabinetAppendix, up: bool, by: User) -> None:
    """Move an appendix one place up or down, and so change its number; at either end it stays. Raises as changing."""
    revision = open_for_writing(by, appendix.revision.report)
    current(appendix, revision)
    if move_in(CabinetAppendix.objects.filter(revision=revision), appendix, up=up):
        after = {"position": appendix.position}
        record_event(by=by, type="moved appendix of report to Cabinet", target=appendix, after=after)


@transaction.atomic
def remove_appendix(*, appendix: CabinetAppendix, by: User) -> None:
    """Take an appendix out of a report being written. Its file stays as a row; an earlier revision keeps its own.

    Raises NotAllowed unless `by` is of the post the report is of; StaleState when the report was handed in or it is
    gone already. Writes one Event.
    """
    current(appendix, open_for_writing(by, appendix.revision.report))
    report, before = appendix.revision.report, _as_data(appendix)
    appendix.delete()
    record_event(by=by, type="removed appendix of report to Cabinet", target=report, before=before)


def appendix_as_saved(appendix: CabinetAppendix) -> dict[str, Any]:
    """What is said of an appendix, as it may be changed."""
    return field_values(appendix, ["title"]) | {"openness": field_values(appendix, OPENNESS)}


def _as_data(appendix: CabinetAppendix) -> dict[str, Any]:
    """An appendix as an Event holds it: not why it is withheld, but every title is public."""
    names = ["title", "position", "exemption", "exempt_paragraph", "file", "issued_document"]
    return {"appendix": appendix.pk} | field_values(appendix, names)
