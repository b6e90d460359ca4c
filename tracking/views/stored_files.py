"""Handing out an uploaded file."""

import logging

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from tracking.models import AgendaDocument, Evidence

_log = logging.getLogger(__name__)


def opened(file: FieldFile) -> File:
    """Open a row's file, whatever kind of store it is in. Raises Http404, and tells the log, where there is none."""
    if not file:
        raise Http404
    try:
        return file.open("rb")
    except FileNotFoundError as lost:
        _log.error("%s is not in the store. `manage.py check_files` tells more.", file.name)
        raise Http404 from lost


def hand_out(row: Evidence | AgendaDocument) -> FileResponse:
    """Answer with a row's file as a download that no browser keeps where it is withheld.

    That none runs it or guesses at it is said of every download (`middleware.guard`).

    The caller has made sure that the viewer may open it. Raises Http404 where there is no file.
    """
    response = FileResponse(
        opened(row.file), as_attachment=True, filename=row.original_name, content_type=row.content_type
    )
    response["Cache-Control"] = "private, no-store" if row.is_withheld else "private, no-cache"
    return response
