"""The editions of a report to Cabinet as files: as they were issued, and before that as they would be."""

from typing import TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from tracking.enums import Edition
from tracking.exports.cabinet_report import cabinet_report_docx as written_edition
from tracking.exports.progress_report import DOCX
from tracking.models.cabinet import CabinetReport, CabinetReportEdition
from tracking.packs.cabinet import preview
from tracking.queries.cabinet.access import shown_revision
from tracking.queries.cabinet.facts import CabinetPaper
from tracking.queries.cabinet.frozen import paper_of_document
from tracking.queries.cabinet.papers import public_paper
from tracking.queries.cabinet.withheld import paper_of_revision
from tracking.views.cabinet.pages import readable_report
from tracking.views.papers import inline_pdf
from tracking.views.stored_files import opened

_LONGEST_NAME = 60
Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
def cabinet_report_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The public edition: once published, the bytes that were issued; before, a draft for those who write or check."""
    return _pdf(request, pk, Edition.PUBLIC)


@require_safe
def cabinet_restricted_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The edition with what is withheld, for those who may read all of it. Nobody keeps it on the way."""
    return _pdf(request, pk, Edition.RESTRICTED)


@require_safe
def cabinet_report_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The public edition as a Word document: the words of its PDF, for the same readers."""
    return _docx(request, pk, Edition.PUBLIC)


@require_safe
def cabinet_restricted_docx(request: HttpRequest, pk: int) -> HttpResponse:
    return _docx(request, pk, Edition.RESTRICTED)


def _pdf(request: HttpRequest, pk: int, edition: Edition) -> HttpResponseBase:
    report = readable_report(request, pk)
    if not report.is_public:
        paper = _draft(request, report, edition)
        response = inline_pdf(preview(paper, edition), f"{file_name(report, paper.title, edition)}.pdf")
        response["Cache-Control"] = "private, no-store"
        return response
    name = f"{file_name(report, report.title, edition)}.pdf"
    issued = _issued(request, report, edition)
    etag = quote_etag(issued.document.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _kept_where_it_may_be(unchanged, edition)
    file = FileResponse(opened(issued.document.file), content_type="application/pdf", filename=name)
    if edition == Edition.PUBLIC:
        file["ETag"] = etag
    return _kept_where_it_may_be(file, edition)


def _docx(request: HttpRequest, pk: int, edition: Edition) -> HttpResponse:
    report = readable_report(request, pk)
    if report.is_public:
        paper = paper_of_document(_issued(request, report, edition).document)
    else:
        paper = _draft(request, report, edition)
    content = written_edition(paper, edition, is_draft=not report.is_public)
    name = f"{file_name(report, paper.title, edition)}.docx"
    response = HttpResponse(
        content, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
    return _kept_where_it_may_be(response, edition if report.is_public else Edition.RESTRICTED)


def _issued(request: HttpRequest, report: CabinetReport, edition: Edition) -> CabinetReportEdition:
    """The edition as it was issued; 404 where there is none for this viewer."""
    editions = CabinetReportEdition.objects.visible_to(request.user).select_related("document")
    return get_object_or_404(editions, report=report, edition=edition)


def _draft(request: HttpRequest, report: CabinetReport, edition: Edition) -> CabinetPaper:
    """What an edition would say now; 404 for whom there is nothing yet, or who may not read all that is withheld."""
    revision = shown_revision(report, request.user)
    if revision is None:
        raise Http404
    if edition == Edition.PUBLIC:
        return public_paper(report, revision)
    paper = paper_of_revision(report, revision, request.user)
    readable = [*(row.is_readable for row in paper.sections), *(row.is_readable for row in paper.appendices)]
    if not paper.withholds or not all(readable):
        raise Http404
    return paper


def file_name(report: CabinetReport, title: str, edition: Edition) -> str:
    """What a file is called when it is kept, by the title it has in it; a draft and a restricted edition say so."""
    draft = "" if report.is_public else "draft-"
    restricted = "restricted-" if edition == Edition.RESTRICTED else ""
    words = slugify(title)[:_LONGEST_NAME].strip("-")
    return f"{draft}{restricted}report-to-{report.meeting.committee.slug}-{report.meeting.date_slug}-{words}"


def _kept_where_it_may_be(response: Response, edition: Edition) -> Response:
    """Let whoever keeps a public edition ask whether it is still the same; nobody keeps anything else."""
    response["Cache-Control"] = "no-cache" if edition == Edition.PUBLIC else "private, no-store"
    return response
