"""Papers as HTML: the words of the presenters in the templates of templates/packs/."""

from django.conf import settings
from django.template.loader import render_to_string

from tracking.presenters.annual_report import AnnualReportFace
from tracking.presenters.packs import LateNews, PackFront, Running
from tracking.presenters.paper_evidence import EvidenceSheet
from tracking.presenters.papers import ReportDocument
from tracking.presenters.withheld import ExemptAppendix, GapPage


def stylesheet() -> str:
    """The one stylesheet of all papers, in the council's colour."""
    return render_to_string("packs/paper.css", {"brand_colour": settings.BRAND_COLOUR})


def running_of(document: ReportDocument) -> Running:
    """What runs along the pages of a report and all that is behind it."""
    return Running(document.title, document.committee, document.date, document.mark)


def report_html(document: ReportDocument) -> str:
    return _paper("packs/report.html", document.title, running_of(document), document=document)


def front_html(front: PackFront) -> str:
    return _paper("packs/front.html", front.title, Running(front.title, front.committee, front.date), front=front)


def sheet_html(sheet: EvidenceSheet, running: Running) -> str:
    """The separator page before a file."""
    return _paper("packs/evidence_sheet.html", sheet.heading, running, sheet=sheet)


def gap_html(gap: GapPage, anchor: str, running: Running) -> str:
    """The page in the place of those that the edition leaves out."""
    return _paper("packs/gap.html", gap.heading, running, gap=gap, anchor=anchor)


def exempt_html(appendix: ExemptAppendix, running: Running) -> str:
    """The appendix of exempt passages, for the restricted edition."""
    return _paper("packs/exempt.html", appendix.heading, running, appendix=appendix)


def late_news_html(news: LateNews, running: Running) -> str:
    return _paper("packs/late_news.html", news.heading, running, news=news)


def annual_report_html(face: AnnualReportFace) -> str:
    title = f"{face.title}, {face.year}"
    running = Running(title, settings.COUNCIL_NAME, f"as at {face.as_at}")
    return _paper("packs/annual_report.html", title, running, face=face)


def _paper(template: str, title: str, running: Running, **context: object) -> str:
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
