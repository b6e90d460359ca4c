"""A Progress Report as a Word document, for officers who must edit it."""

from collections.abc import Iterator

from tracking.exports.papers import DOCX, paper_docx
from tracking.packs.html import gap_html, report_html, running_of
from tracking.presenters.papers import ReportDocument, report_document
from tracking.presenters.withheld import without_pages
from tracking.queries.paper_facts import ReportPaper

__all__ = ["DOCX", "report_docx"]


def report_docx(paper: ReportPaper) -> bytes:
    """Return a report as a Word document of the words of its PDF. One that is not public says so above every page."""
    said = report_document(paper)
    return paper_docx(
        tuple(_papers(paper, said)),
        title=said.title,
        kind=said.kind,
        mark=said.mark,
        foot=f"{said.committee}, {said.date}",
        on=paper.meeting.held_on,
    )


def _papers(paper: ReportPaper, said: ReportDocument) -> Iterator[str]:
    """The report, and behind it the page in the place of what is withheld of its text, to which it leads."""
    html = report_html(said)
    if said.exempt is None:
        yield html
        return
    yield html.replace(f'href="{said.exempt.href}"', f'href="#{said.exempt.anchor}"')
    page = without_pages(said.exempt.heading, tuple(place.exempt_paragraph for place in paper.passages))
    yield gap_html(page, said.exempt.anchor, running_of(said))
