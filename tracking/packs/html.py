"""Papers as HTML: the words of presenters.papers in the templates of templates/packs/."""

from django.conf import settings
from django.template.loader import render_to_string

from tracking.presenters.packs import PackFront
from tracking.presenters.paper_evidence import EvidenceSheet
from tracking.presenters.papers import ReportDocument


def stylesheet() -> str:
    """The one stylesheet of all papers, in the council's colour."""
    return render_to_string("packs/paper.css", {"brand_colour": settings.BRAND_COLOUR})


def report_html(document: ReportDocument, *, mark: str = "") -> str:
    """`mark` is what a pack that is not issued says of itself; a report that is not public has its own."""
    return _paper(
        "packs/report.html",
        title=document.title,
        subject=document.title,
        of=document,
        mark=document.mark or mark,
        document=document,
    )


def front_html(front: PackFront, *, mark: str) -> str:
    return _paper("packs/front.html", title=front.title, subject=front.title, of=front, mark=mark, front=front)


def sheet_html(sheet: EvidenceSheet, *, of: ReportDocument, mark: str) -> str:
    """The separator page before one of a report's evidence files."""
    return _paper("packs/evidence_sheet.html", title=sheet.heading, subject=of.title, of=of, mark=mark, sheet=sheet)


def _paper(
    template: str, *, title: str, subject: str, of: ReportDocument | PackFront, mark: str, **context: object
) -> str:
    """`subject` is in the running head, the committee and date of `of` at the foot, `mark` above every page."""
    return render_to_string(
        template,
        {
            "title": title,
            "subject": subject,
            "committee": of.committee,
            "date": of.date,
            "mark": mark,
            "council_name": settings.COUNCIL_NAME,
            **context,
        },
    )
