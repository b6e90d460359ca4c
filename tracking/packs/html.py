"""Papers as HTML: the words of the presenters in the templates of templates/packs/."""

from django.conf import settings
from django.template.loader import render_to_string

from tracking.presenters.annual_report import AnnualReportFace
from tracking.presenters.cabinet.response_document import ResponseDocument
from tracking.presenters.packs import LateNews, PackFront, Running
from tracking.presenters.paper_evidence import EvidenceSheet
from tracking.presenters.papers import ReportDocument
from tracking.presenters.summary import SummaryFace
from tracking.presenters.withheld import ExemptAppendix, GapPage


def stylesheet() -> str:
    """The one stylesheet of all papers, in the council's colour."""
    return render_to_string("packs/paper.css", {"brand_colour": settings.BRAND_COLOUR})


def running_of(document: ReportDocument) -> Running:
    """What runs along the pages of a report and all that is behind it."""
    return Running(document.title, document.committee, document.date, document.mark)


def report_html(document: ReportDocument) -> str:
    return paper_html("packs/report.html", document.title, running_of(document), document=document)


def front_html(front: PackFront) -> str:
    return paper_html("packs/front.html", front.title, Running(front.title, front.committee, front.date), front=front)


def sheet_html(sheet: EvidenceSheet, running: Running) -> str:
    """The separator page before a file."""
    return paper_html("packs/evidence_sheet.html", sheet.heading, running, sheet=sheet)


def gap_html(gap: GapPage, anchor: str, running: Running) -> str:
    """The page in the place of those that the edition leaves out."""
    return paper_html("packs/gap.html", gap.heading, running, gap=gap, anchor=anchor)


def exempt_html(appendix: ExemptAppendix, running: Running) -> str:
    """The appendix of exempt passages, for the restricted edition."""
    return paper_html("packs/exempt.html", appendix.heading, running, appendix=appendix)


def late_news_html(news: LateNews, running: Running) -> str:
    return paper_html("packs/late_news.html", news.heading, running, news=news)


def annual_report_html(face: AnnualReportFace) -> str:
    title = f"{face.title}, {face.year}"
    running = Running(title, settings.COUNCIL_NAME, f"as at {face.as_at}")
    return paper_html("packs/annual_report.html", title, running, face=face)


def summary_html(face: SummaryFace) -> str:
    running = Running(face.full_title, settings.COUNCIL_NAME, face.when, face.mark)
    return paper_html("packs/summary.html", face.full_title, running, face=face)


def response_html(document: ResponseDocument) -> str:
    running = Running(document.title, document.committee, document.date, document.mark)
    return paper_html("packs/executive_response.html", document.title, running, document=document)


def paper_html(template: str, title: str, running: Running, **context: object) -> str:
    """`running` goes along the head and foot of every page."""
    return render_to_string(
        template,
        {
            "title": title,
            "subject": running.subject,
            "committee": running.committee,
            "date": running.date,
            "mark": running.mark,
            "council_name": settings.COUNCIL_NAME,
            **context,
        },
    )
