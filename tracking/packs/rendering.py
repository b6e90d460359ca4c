"""What is done in child processes: facts in, finished pages out.

Each function takes one frozen object of plain facts, so that its result can be kept under their digest (packs.kept).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.packs import html
from tracking.packs.layout import Layout
from tracking.packs.merge import page_count, places
from tracking.packs.pdf import render
from tracking.packs.web_pages import web_page
from tracking.presenters.annual_report import AnnualReportFace
from tracking.presenters.cabinet.response_document import ResponseDocument
from tracking.presenters.packs import LateNews, PackFront, Running
from tracking.presenters.paper_evidence import EvidenceSheet
from tracking.presenters.papers import report_document
from tracking.presenters.summary import SummaryFace
from tracking.presenters.withheld import ExemptAppendix, GapPage
from tracking.queries.audit_chain import Head
from tracking.queries.pack_facts import PackPapers
from tracking.queries.paper_facts import ReportPaper


@dataclass(frozen=True)
class Rendered:
    """Pages of ours: a tagged PDF without page numbers. `places` are its named places, by page counted from 0."""

    content: bytes
    page_count: int
    places: Mapping[str, int]


@dataclass(frozen=True)
class Sheet:
    """A separator page to render."""

    sheet: EvidenceSheet
    running: Running


@dataclass(frozen=True)
class Gap:
    """A page to render in the place of withheld ones; `anchor` is the name of its place."""

    gap: GapPage
    anchor: str
    running: Running


@dataclass(frozen=True)
class Exempt:
    """An appendix of exempt passages to render."""

    appendix: ExemptAppendix
    running: Running


@dataclass(frozen=True)
class News:
    """Late news to render."""

    news: LateNews
    running: Running


@dataclass(frozen=True)
class WebPage:
    """An edition to render as a web page."""

    papers: PackPapers
    layout: Layout
    trail: Head | None = None


def render_report(paper: ReportPaper) -> Rendered:
    """Raises PaperError, as all of these do, when anything would be missing from the pages."""
    return rendered(html.report_html(report_document(paper)))


def render_front(front: PackFront) -> Rendered:
    return rendered(html.front_html(front))


def render_sheet(request: Sheet) -> Rendered:
    return rendered(html.sheet_html(request.sheet, request.running))


def render_gap(request: Gap) -> Rendered:
    return rendered(html.gap_html(request.gap, request.anchor, request.running))


def render_exempt(request: Exempt) -> Rendered:
    return rendered(html.exempt_html(request.appendix, request.running))


def render_late_news(request: News) -> Rendered:
    return rendered(html.late_news_html(request.news, request.running))


def render_annual_report(face: AnnualReportFace) -> Rendered:
    return rendered(html.annual_report_html(face))


def render_summary(face: SummaryFace) -> Rendered:
    return rendered(html.summary_html(face))


def render_response(document: ResponseDocument) -> Rendered:
    return rendered(html.response_html(document))


def render_web_page(request: WebPage) -> str:
    return web_page(request.papers, request.layout, request.trail)


def rendered(document: str) -> Rendered:
    """Our own HTML as finished pages. Raises PaperError when anything would be missing from them."""
    content = render(document, stylesheet=html.stylesheet())
    return Rendered(content, page_count(content), places(content))
