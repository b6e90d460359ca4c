"""PDF files."""

from io import BytesIO
from tempfile import NamedTemporaryFile

import pikepdf

from tracking.inspection.verdicts import Facts, Refusal, Refused

# What libqpdf says when it had to guess what the file's own index would tell: the end of the file is missing.
_GUESSED = "unable to find trailer dictionary"


def look_into_pdf(content: bytes) -> Facts:
    """Return how many pages a PDF has and whether it is tagged; raises Refused.

    Both pikepdf and `qpdf --check` must get through it. What qpdf can put right by itself is no reason to refuse.
    """
    if not content.startswith(b"%PDF-"):
        raise Refused(Refusal.NOT_ITS_KIND)
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            facts = _facts(pdf)
            is_whole = not any(_GUESSED in warning for warning in pdf.get_warnings())
    except pikepdf.PasswordError:
        raise Refused(Refusal.PROTECTED) from None
    if not is_whole or not facts.page_count or not _passes_qpdf(content):
        raise Refused(Refusal.NOT_ITS_KIND)
    return facts


def _facts(pdf: pikepdf.Pdf) -> Facts:
    if pdf.is_encrypted:
        raise Refused(Refusal.PROTECTED)
    marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    return Facts(len(pdf.pages), bool(marked) and "/StructTreeRoot" in pdf.Root)


def _passes_qpdf(content: bytes) -> bool:
    """Whether `qpdf --check`, run by the library itself, ends without an error (exit code 2)."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        try:
            pikepdf.Job(["qpdf", "--check", "--", file.name]).run()
        except (pikepdf.PdfError, RuntimeError):
            return False
    return True
