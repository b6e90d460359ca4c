"""What is done for an attack in a child process of the pool; importable there."""

from dataclasses import dataclass

from tracking.packs.evidence import PrintableEvidence
from tracking.packs.merge import Fragment, PageMark, bound
from tracking.packs.pdf import render


@dataclass(frozen=True)
class Paper:
    html: str
    styles: str


def paper(request: Paper) -> bytes:
    return render(request.html, stylesheet=request.styles)


def bind(file: PrintableEvidence) -> bytes:
    """A pack of one file."""
    marks = [PageMark(str(page), f"Page {page}") for page in range(1, file.page_count + 1)]
    return bound([Fragment(file.content, "file-", file.is_tagged, file.claims_accessibility)], marks, title="Pack")
