"""The facts of the documents on an agenda: those that the clerk adds, and issued ones."""

from typing import Final

from tracking import dates
from tracking.enums import ScanState
from tracking.models import AgendaDocument, IssuedDocument
from tracking.queries.pack_facts import DocumentFacts, IssuedFacts

_PDF: Final = "application/pdf"


def document_as_public(pk: int) -> DocumentFacts:
    """Return the facts of a document for everyone: of a withheld one only title and paragraph are read."""
    document = AgendaDocument.objects.public().filter(pk=pk).first()
    if document is None:
        fields = AgendaDocument.objects.filter(pk=pk).values_list("title", "exempt_paragraph").get()
        return DocumentFacts(pk, fields[0], is_withheld=True, exempt_paragraph=fields[1])
    return document_facts(document)


def document_facts(document: AgendaDocument) -> DocumentFacts:
    """The facts of a document that the edition prints."""
    scan_state = ScanState(document.scan_state)
    return DocumentFacts(
        pk=document.pk,
        title=document.title,
        supplied_by=document.supplied_by,
        stored_name="" if scan_state in ScanState.held_back() else document.file.name or "",
        original_name=document.original_name,
        content_type=document.content_type,
        sha256=document.sha256,
        page_count=document.page_count,
        scan_state=scan_state,
        is_withheld=document.is_withheld,
        exempt_paragraph=document.exempt_paragraph,
    )


def issued_facts(document: IssuedDocument) -> IssuedFacts:
    """The facts of an issued document that an agenda carries."""
    return IssuedFacts(
        pk=document.pk,
        title=document.title,
        stored_name=document.file.name or "",
        content_type=_PDF,
        sha256=document.sha256,
        page_count=document.page_count,
        issued_on=dates.today(document.issued_at),
    )
