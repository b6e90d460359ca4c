"""Papers as HTML: the words of presenters.papers in the templates of templates/packs/."""

from django.conf import settings
from django.template.loader import render_to_string

from tracking.presenters.papers import ReportDocument


def stylesheet() -> str:
    """The one stylesheet of all papers, in the council's colour."""
    return render_to_string("packs/paper.css", {"brand_colour": settings.BRAND_COLOUR})


def report_html(document: ReportDocument) -> str:
    return render_to_string(
        "packs/report.html",
        {
            "document": document,
            "title": document.title,
            "subject": document.title,
            "committee": document.committee,
            "date": document.date,
            "mark": document.mark,
            "council_name": settings.COUNCIL_NAME,
        },
    )
