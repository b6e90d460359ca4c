"""A month of a plan to take along: its paper as it was issued, and its rows for a spreadsheet."""

import hashlib
import logging

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from tracking.exports.plan_months import month_xlsx
from tracking.exports.workbook import XLSX
from tracking.models import IssuedDocument
from tracking.models.plans import PlanRound
from tracking.packs.pdf import PaperError
from tracking.packs.plan_months import month_pdf
from tracking.presenters.plans.month_paper import month_file_name, month_paper
from tracking.queries.plans.month_contents import month_contents, month_for_everyone
from tracking.queries.plans.months import MonthContents
from tracking.views.plans.month_pages import readable_round
from tracking.views.stored_files import opened

_log = logging.getLogger(__name__)

_PDF = "application/pdf"
_RETRY_AFTER = "120"


@require_safe
def plan_round_pdf(request: HttpRequest, slug: str, month: str) -> HttpResponseBase:
    """The paper of a month, byte for byte as it was issued; of an open month, a preview for those who work on it.

    The worker makes that of an issued month. Until it has, readers are told to come back.
    """
    row = readable_round(request, slug, month)
    if row.document is not None:
        return _as_issued(request, row, row.document)
    if not row.is_open:
        return _not_yet(request, row)
    try:
        paper = month_pdf(month_paper(_contents(request, row)))
    except PaperError as error:
        # Not what it says, nor where it came from: papers may not be quoted in a log.
        _log.error("The preview of month %s could not be made (%s).", row.pk, type(error).__name__)
        return _not_yet(request, row)
    return _answer(request, row, paper.content, _PDF, f'inline; filename="{month_file_name(row, "pdf")}"')


@require_safe
def plan_round_xlsx(request: HttpRequest, slug: str, month: str) -> HttpResponseBase:
    """The month as a workbook: a row for each action, output or aim that is rated."""
    row = readable_round(request, slug, month)
    content = month_xlsx(_contents(request, row))
    return _answer(request, row, content, XLSX, f'attachment; filename="{month_file_name(row, "xlsx")}"')


def _not_yet(request: HttpRequest, row: PlanRound) -> HttpResponse:
    response = render(request, "plans/rounds/being_made.html", {"round": row}, status=503)
    response["Retry-After"] = _RETRY_AFTER
    response["Cache-Control"] = "private, no-store"
    return response


def _contents(request: HttpRequest, row: PlanRound) -> MonthContents:
    return month_contents(row, request.user) if row.is_open else month_for_everyone(row)


def _as_issued(request: HttpRequest, row: PlanRound, document: IssuedDocument) -> HttpResponseBase:
    etag = quote_etag(document.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _kept_where_it_may_be(unchanged, row, etag)
    response = FileResponse(opened(document.file), content_type=_PDF, filename=month_file_name(row, "pdf"))
    return _kept_where_it_may_be(response, row, etag)


def _answer(request: HttpRequest, row: PlanRound, content: bytes, kind: str, disposition: str) -> HttpResponseBase:
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    unchanged = None if row.is_open else get_conditional_response(request, etag=etag)
    answer = HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
    return _kept_where_it_may_be(unchanged or answer, row, etag)


def _kept_where_it_may_be(response: HttpResponseBase, row: PlanRound, etag: str) -> HttpResponseBase:
    """Let whoever keeps an issued month ask whether it is still the same; nobody keeps an open one."""
    if row.is_open:
        response["Cache-Control"] = "private, no-store"
    else:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    return response
