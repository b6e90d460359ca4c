"""The register to take along: what a filter leaves of it, as a file."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from tracking.exports.register import Taken, register_csv, register_json
from tracking.exports.register_xlsx import register_xlsx
from tracking.models import Viewer
from tracking.models.register import RegisterEntryQuerySet
from tracking.presenters.register_columns import LICENCE_ADDRESS

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_response(
    format: str,  # noqa: A002 - the name of the query parameter
    entries: RegisterEntryQuerySet,
    *,
    viewer: Viewer,
    today: date,
    filters_in_words: Iterable[str] = (),
) -> HttpResponseBase | None:
    """Return the file of `entries`, in their order: `csv`, `xlsx` or `json`. None for any other format.

    `entries` come from `visible_to(viewer)`, filtered and sorted as the page is.
    """
    make = _FORMATS.get(format)
    if make is None:
        return None
    response = make(Taken(entries, viewer, today, tuple(filters_in_words)))
    response["Content-Disposition"] = f'attachment; filename="recommendations-{today:%Y-%m-%d}.{format}"'
    response["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
    return response


def _csv(taken: Taken) -> StreamingHttpResponse:
    return StreamingHttpResponse(register_csv(taken), content_type="text/csv; charset=utf-8")


def _json(taken: Taken) -> StreamingHttpResponse:
    return StreamingHttpResponse(register_json(taken), content_type="application/json")


def _xlsx(taken: Taken) -> FileResponse:
    return FileResponse(register_xlsx(taken), content_type=_XLSX)


_FORMATS: Final[dict[str, Callable[[Taken], StreamingHttpResponse]]] = {"csv": _csv, "json": _json, "xlsx": _xlsx}
