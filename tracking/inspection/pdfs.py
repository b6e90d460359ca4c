"""PDF files."""

import sys
from io import BytesIO
from tempfile import NamedTemporaryFile

import pikepdf

from tracking.inspection.jbig2 import leave_packed
from tracking.inspection.pdf_actions import check_actions
from tracking.inspection.programs import is_program
from tracking.inspection.verdicts import Facts, Refusal, Refused

# What libqpdf says when it had to guess what the file's own index would tell: the end of the file is missing.
_GUESSED = "unable to find trailer dictionary"
# What one piece of a page may unpack to, and how many times smaller Flate makes what is all the same.
_MOST_DRAWN = 100 * 1024 * 1024
_MOST_PACKED = 1032


def look_into_pdf(content: bytes) -> Facts:
    """Return how many pages a PDF has and whether it is tagged; raises Refused.

    It must do nothing by itself (see `pdf_actions`), and both pikepdf and `qpdf --check` must get through it. What qpdf
    can put right by itself is no reason to refuse.
    """
    if not content.startswith(b"%PDF-"):
        raise Refused(Refusal.NOT_ITS_KIND)
    leave_packed()
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            facts = _facts(pdf)
            check_actions(pdf, is_program)
            _check_contents(pdf)
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


def _check_contents(pdf: pikepdf.Pdf) -> None:
    """Raise Refused for a page that draws more than anybody drew. One of gigabytes ends the process by its limits."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(stream, pikepdf.Stream) and stream.objgen not in seen:
                seen.add(stream.objgen)
                if _may_draw(stream) > _MOST_DRAWN and _drawn(stream) > _MOST_DRAWN:
                    raise Refused(Refusal.UNPACKS_TOO_FAR)


def _may_draw(stream: pikepdf.Stream) -> int:
    """What a stream unpacks to at most, as far as that is known without unpacking it.

    Packed twice, it grows by as much again; other ways to pack have other limits, or are spelt in other ways.
    """
    how = stream.get("/Filter")
    if how is None or how == pikepdf.Name.FlateDecode:
        return len(stream.read_raw_bytes()) * _MOST_PACKED
    return sys.maxsize


def _drawn(stream: pikepdf.Stream) -> int:
    try:
        return len(stream.read_bytes(decode_level=pikepdf.StreamDecodeLevel.specialized))
    except pikepdf.PdfError:
        # qpdf says whether that is an error.
        return 0


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
