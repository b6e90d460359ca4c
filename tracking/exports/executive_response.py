"""An executive response as a Word document."""

from tracking.exports.papers import paper_docx
from tracking.packs.html import response_html
from tracking.presenters.cabinet.response_document import ResponseDocument


def response_docx(document: ResponseDocument) -> bytes:
    """Return a response as a Word document of the words of its PDF."""
    return paper_docx(
        (response_html(document),),
        title=document.title,
        kind=document.kind,
        mark=document.mark,
        foot=", ".join(filter(None, (document.committee, document.date))),
        on=document.on,
    )
