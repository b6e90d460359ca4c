"""The papers as everyone reads them: one Progress Report, and a meeting’s packs as they were issued."""

import hashlib

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from tracking.enums import Edition, ReportState
from tracking.exceptions import NotPossible
from tracking.models import CommitteePack, IssuedDocument, Meeting, ProgressReport
from tracking.packs.papers import report_pdf as rendered_report
from tracking.presenters.pack_reading import reading_face
from tracking.queries.papers import check_edition, report_paper
from tracking.views.committees import visible_meeting
from tracking.views.stored_files import opened


@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One Progress Report. One that is not public yet says "Draft" on every page and in the file's name."""
    reports = ProgressReport.objects.visible_to(request.user).select_related("inquiry", "meeting__committee")
    report = get_object_or_404(reports, pk=pk)
    try:
        facts = report_paper(report, seen_by=request.user)
    except NotPossible as nothing_to_read:
        raise Http404 from nothing_to_read
    paper = rendered_report(facts)
    draft = "" if report.state in ReportState.public() else "draft-"
    return inline_pdf(paper.content, f"{draft}progress-report-{report.inquiry.slug}-{report.meeting.date_slug}.pdf")


@require_safe
def meeting_pack(request: HttpRequest, slug: str, date_slug: str, number: int | None = None) -> HttpResponseBase:
    """The frozen PDF of the pack, or of the supplement of that number. It stays what it is for ever."""
    meeting = visible_meeting(request.user, slug, date_slug)
    try:
        pack = _issued(request, meeting, number)
    except NotPossible as refusal:
        return _refused(request, meeting, refusal)
    return _as_issued(request, pack.document, file_name(meeting, pack.number, pack.edition))


@require_safe
def issued_document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The frozen PDF of what everyone may read, whatever it was issued for: what an agenda that carries it links to."""
    document = get_object_or_404(IssuedDocument.objects.visible_to(request.user), pk=pk)
    return _as_issued(request, document, f"{slugify(document.title)}.pdf")


def _as_issued(request: HttpRequest, document: IssuedDocument, name: str) -> HttpResponseBase:
    etag = quote_etag(document.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or FileResponse(opened(document.file), content_type="application/pdf", filename=name)
    return _kept_where_it_may_be(response, document, etag)


@require_safe
def meeting_papers(request: HttpRequest, slug: str, date_slug: str, number: int | None = None) -> HttpResponseBase:
    """The HTML edition of the pack, or of the supplement of that number, as it was issued, in a page of the site."""
    meeting = visible_meeting(request.user, slug, date_slug)
    try:
        pack = _issued(request, meeting, number)
    except NotPossible as refusal:
        return _refused(request, meeting, refusal)
    with opened(pack.document.web_page) as file:
        content = file.read().decode()
    packs = CommitteePack.objects.visible_to(request.user).filter(meeting=meeting).order_by("number", "edition")
    face = reading_face(pack, packs.select_related("meeting__committee"))
    response = render(request, "packs/web_frame.html", {"meeting": meeting, "face": face, "web_page": content})
    if request.user.is_authenticated:
        return response
    # The frame changes with the site, so the tag is that of the whole page.
    etag = quote_etag(hashlib.sha256(response.content).hexdigest())
    unchanged = get_conditional_response(request, etag=etag)
    return _kept_where_it_may_be(unchanged or response, pack.document, etag)


def _issued(request: HttpRequest, meeting: Meeting, supplement: int | None) -> CommitteePack:
    """The pack asked for; 404 where it was not issued, or not for this viewer. Raises NotPossible for no edition."""
    edition = asked_edition(request)
    if supplement == 0:
        raise Http404
    packs = CommitteePack.objects.visible_to(request.user).select_related("meeting__committee")
    return get_object_or_404(packs, meeting=meeting, edition=edition, number=(supplement or 0) + 1)


def _refused(request: HttpRequest, meeting: Meeting, refusal: NotPossible) -> HttpResponse:
    return render(request, "packs/edition_refused.html", {"meeting": meeting, "reason": str(refusal)}, status=400)


def _kept_where_it_may_be(response: HttpResponseBase, document: IssuedDocument, etag: str) -> HttpResponseBase:
    """Let whoever keeps a public edition ask whether it is still the same; nobody keeps a restricted one."""
    if document.is_public:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    else:
        response["Cache-Control"] = "private, no-store"
    return response


def asked_edition(request: HttpRequest) -> Edition:
    """The edition in the address, the public one where none is. Raises NotPossible where there is none of that name."""
    return check_edition(request.GET.get("edition", Edition.PUBLIC))


def file_name(meeting: Meeting, number: int, edition: str) -> str:
    """What a pack is called when it is downloaded; a restricted edition says so."""
    kind = "committee-pack" if number == 1 else f"supplement-{number - 1}"
    restricted = "restricted-" if edition == Edition.RESTRICTED else ""
    return f"{restricted}{kind}-{meeting.committee.slug}-{meeting.date_slug}.pdf"


def inline_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows, under a name for keeping it."""
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
