"""Withheld pages, made so that a failure says nothing of what they say.

What goes wrong is read in the worker's log and on a page that more people see than may read the restricted edition.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tracking.packs.evidence import FileFacts, PrintableEvidence, Unprintable, prepared
from tracking.packs.pdf import PaperError
from tracking.packs.rendering import Exempt, Rendered, Sheet, render_exempt, render_sheet

NOT_MADE = (
    "Something that is withheld could not be printed or read, so the packs were not made. Try again. "
    "If that does not help, tell whoever runs this service."
)


@contextmanager
def discreet() -> Iterator[None]:
    """Raise a PaperError again without its words, and without what led to it."""
    try:
        yield
    except PaperError:
        raise PaperError(NOT_MADE) from None


def prepared_withheld(file: FileFacts) -> PrintableEvidence | Unprintable:
    """Do as `prepared`, for a file that is withheld."""
    with discreet():
        return prepared(file)


def render_withheld_sheet(sheet: Sheet) -> Rendered:
    """Do as `render_sheet`, for the sheet before a withheld file."""
    with discreet():
        return render_sheet(sheet)


def render_withheld_passages(exempt: Exempt) -> Rendered:
    """Do as `render_exempt`."""
    with discreet():
        return render_exempt(exempt)
