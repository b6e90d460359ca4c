"""Where the editions of a report to Cabinet are opened: as PDF and as Word."""

from collections.abc import Iterable

from django.urls import reverse

from tracking.enums import Edition
from tracking.models.cabinet import CabinetReport
from tracking.presenters.links import Link

_ADDRESSES = {
    Edition.PUBLIC: ("cabinet_report_pdf", "cabinet_report_docx"),
    Edition.RESTRICTED: ("cabinet_restricted_pdf", "cabinet_restricted_docx"),
}


def edition_links(report: CabinetReport, editions: Iterable[Edition]) -> tuple[Link, ...]:
    """A link to the PDF and one to the Word file of each edition; before publication they say “draft”."""
    rows = list(editions)
    links = []
    for edition in rows:
        pdf, word = _ADDRESSES[edition]
        which = f"{edition.label} edition" if len(rows) > 1 else "The report"
        which = which if report.is_public else f"Draft: {which[:1].lower()}{which[1:]}"
        links.append(Link(f"{which} as PDF", reverse(pdf, args=[report.pk])))
        links.append(Link(f"{which} as Word", reverse(word, args=[report.pk])))
    return tuple(links)
