"""Handing out an uploaded file."""

from django.http import FileResponse, Http404

from tracking.models import AgendaDocument, Evidence


def hand_out(row: Evidence | AgendaDocument) -> FileResponse:
    """Answer with a row's file as a download that no browser runs, guesses at, or keeps where it is withheld.

    The caller has made sure that the viewer may open it. Raises Http404 where there is no file.
    """
    if not row.file or not row.file.storage.exists(str(row.file.name)):
        raise Http404
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.original_name, content_type=row.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store" if row.is_withheld else "private, no-cache"
    return response
