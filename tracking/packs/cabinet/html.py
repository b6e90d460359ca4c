"""A report to Cabinet as HTML, the same for its PDF and its Word file."""

from tracking.packs.html import paper_html
from tracking.presenters.cabinet.paper import cabinet_document, cabinet_running
from tracking.queries.audit_chain import Head
from tracking.queries.cabinet.facts import CabinetPaper


def cabinet_report_html(paper: CabinetPaper, trail: Head | None = None) -> str:
    """The report without the pages of its appendices. `trail` is the last entry of the audit trail."""
    document = cabinet_document(paper, trail)
    return paper_html("packs/cabinet/report.html", document.title, cabinet_running(paper), document=document)
