"""What is laid over finished pages: "Page x of y" on each, and on those of others the label that says whose they are.

Stamps are artifacts of pagination: a screen reader passes over them, the page labels say the same.
"""

from collections.abc import Mapping
from io import BytesIO

from django.template.loader import render_to_string
from pikepdf import Dictionary, Name, Object, Page, Pdf

from tracking.packs.html import stylesheet
from tracking.packs.pdf import render_untagged
from tracking.packs.tags import saved

MARGIN = 56.7
"""From the right edge, in points: the page margin of paper.css."""
FROM_THE_FOOT = 34.0
FROM_THE_FOOT_OF_OTHERS = 10.0
_ARTIFACT = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n"


def stamped(content: bytes, *, labels: Mapping[int, str]) -> bytes:
    """Return a file with "Page x of y" at the foot of every page.

    `labels` are the words to go before it on pages that are not our own, by page counted from 0; there the stamp
    stands at the very edge, on white.
    """
    with Pdf.open(BytesIO(content)) as pdf, Pdf.open(BytesIO(_stamps(len(pdf.pages), labels))) as stamps:
        for number, (page, stamp) in enumerate(zip(pdf.pages, stamps.pages, strict=True)):
            _lay_over(pdf, page, stamp, name=Name(f"/Stamp{number}"), foot=_foot(is_of_others=number in labels))
        return saved(pdf)


def _foot(*, is_of_others: bool) -> float:
    return FROM_THE_FOOT_OF_OTHERS if is_of_others else FROM_THE_FOOT


def _stamps(count: int, labels: Mapping[int, str]) -> bytes:
    words = [_words(number, count, labels.get(number, "")) for number in range(count)]
    return render_untagged(render_to_string("packs/page_numbers.html", {"stamps": words}), stylesheet=stylesheet())


def _words(number: int, count: int, label: str) -> str:
    page = f"Page {number + 1} of {count}"
    return f"{label} · {page}" if label else page


def _lay_over(pdf: Pdf, page: Page, stamp: Page, *, name: Name, foot: float) -> None:
    picture: Object = pdf.copy_foreign(stamp.as_form_xobject())
    width, height = (float(stamp.mediabox[2]), float(stamp.mediabox[3]))
    own = page.obj.get(Name.Resources, Dictionary())
    # Pages share their resources; a stamp belongs to one page.
    resources = Dictionary(dict(own.items()))
    resources.XObject = Dictionary({**dict(own.get(Name.XObject, Dictionary()).items()), str(name): picture})
    page.obj.Resources = resources
    matrix = " ".join(f"{value:.3f}" for value in _placed(page, width, height, foot))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + _ARTIFACT + f"q {matrix} cm {name} Do Q\nEMC".encode())


def _placed(page: Page, width: float, height: float, foot: float) -> tuple[float, ...]:
    """The matrix that puts a stamp at the lower right of the page as it is seen, turned pages included."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    inset = width + MARGIN
    match int(page.obj.get(Name.Rotate, 0)) % 360:
        case 90:
            return (0, 1, -1, 0, right - foot, top - inset)
        case 180:
            return (-1, 0, 0, -1, left + inset, top - foot)
        case 270:
            return (0, -1, 1, 0, left + foot, bottom + inset)
        case _:
            return (1, 0, 0, 1, right - inset, bottom + foot)
