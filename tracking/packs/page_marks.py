"""What is laid over finished pages: their numbers, whose pages they are, and what an edition or preview says of itself.

Marks are artifacts of pagination: a screen reader passes over them, the page labels say the same. They are written
straight into the pages, in a few letters of the papers' own typeface, so that a thousand cost little more than one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from tracking.packs.lettering import Lettering, Weight

MARGIN: Final = 56.7
"""From the sides, in points: the page margin of paper.css."""
FROM_THE_FOOT: Final = 39.2
FROM_THE_FOOT_OF_OTHERS: Final = 14.0
FROM_THE_TOP: Final = 22.0
_LEAST_MARGIN: Final = 12.0
_NO_BOX: Final = (0.0, 0.0, 612.0, 792.0)
"""How large viewers show a page that does not say it: a US letter."""
SIZE: Final = 8.5
SIZE_AT_TOP: Final = 9.5
_GREY: Final = "0.231 0.259 0.271 rg"
_RED: Final = "0.541 0.173 0.090 rg"


@dataclass(frozen=True)
class PageMark:
    """What one page says of itself: `label` in the viewer, `words` at the lower right.

    On a page that is not our own, `of_others` says whose it is, before the words and at the very foot. `top` stands
    above everything.
    """

    label: str
    words: str
    of_others: str = ""
    top: str = ""

    @property
    def at_foot(self) -> str:
        return f"{self.of_others} · {self.words}" if self.of_others else self.words


def mark_pages(pdf: Pdf, marks: Sequence[PageMark]) -> None:
    """Write a mark on each page. Raises ValueError for more or fewer marks than pages."""
    writer = _Writer(pdf, (mark.at_foot for mark in marks), (mark.top for mark in marks), prefix="Mark")
    for page, mark in zip(pdf.pages, marks, strict=True):
        seen, is_of_others = _seen(page), bool(mark.of_others)
        foot = FROM_THE_FOOT_OF_OTHERS if is_of_others else FROM_THE_FOOT
        drawn = [writer.at_foot(mark.at_foot, seen, foot, on_white=is_of_others)]
        if mark.top:
            drawn.append(writer.at_top(mark.top, seen, at_right=False))
        writer.write(page.obj, seen, drawn)


def overlay(pdf: Pdf, words: str) -> None:
    """Write the same words at the upper right of every page."""
    writer = _Writer(pdf, (), [words], prefix="Over")
    for page in pdf.pages:
        seen = _seen(page)
        writer.write(page.obj, seen, [writer.at_top(words, seen, at_right=True)])


def page_labels(labels: Sequence[str]) -> Dictionary:
    """Return labels as a PDF writes them: a run of numbers as one range, anything else as a prefix of its own."""
    ranges: list[object] = []
    expected = ""
    for page, label in enumerate(labels):
        if label != expected or not label:
            ranges += [page, _range(label)]
        expected = str(int(label) + 1) if _is_number(label) else ""
    return Dictionary(Nums=Array(ranges))


def _range(label: str) -> Dictionary:
    return Dictionary(S=Name.D, St=int(label)) if _is_number(label) else Dictionary(P=String(label))


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdecimal() and label == str(int(label)) and label != "0"


class _Writer:
    """Writes words into the pages of one file. Pages that share their resources share the fonts, too."""

    def __init__(self, pdf: Pdf, foot: Iterable[str], top: Iterable[str], *, prefix: str) -> None:
        self.pdf = pdf
        prefix = _free(pdf, prefix)
        self.regular = Lettering(pdf, Weight.REGULAR, _characters(foot), f"{prefix}R")
        self.bold = Lettering(pdf, Weight.BOLD, _characters(top), f"{prefix}B")
        self.before = pdf.make_stream(b"q\n")
        self.with_fonts: set[tuple[int, int]] = set()

    def at_foot(self, words: str, seen: "_SeenPage", from_edge: float, *, on_white: bool) -> str:
        size = _fitting(self.regular, words, SIZE, seen)
        width = self.regular.width(words, size)
        left = seen.width - MARGIN - width
        box = _white(left, from_edge, width, size) if on_white else ""
        return _artifact(
            f"{box}{_GREY} BT {left:.2f} {from_edge:.2f} Td {self.regular.shown(words, size)} ET", "Footer"
        )

    def at_top(self, words: str, seen: "_SeenPage", *, at_right: bool) -> str:
        size = _fitting(self.bold, words, SIZE_AT_TOP, seen)
        width = self.bold.width(words, size)
        left, height = seen.width - MARGIN - width if at_right else MARGIN, seen.height - FROM_THE_TOP
        box = _white(left, height, width, size)
        return _artifact(f"{box}{_RED} BT {left:.2f} {height:.2f} Td {self.bold.shown(words, size)} ET", "Header")

    def write(self, page: Object, seen: "_SeenPage", drawn: Sequence[str]) -> None:
        """Put what was drawn after what is on the page, whatever state that leaves behind."""
        held = page.get(Name.Contents, Array())
        own = [part for part in (held if isinstance(held, Array) else [held]) if isinstance(part, Stream)]
        after = f"\nQ q {seen.matrix} cm\n" + "\n".join(drawn) + "\nQ"
        page.Contents = Array([self.before, *own, self.pdf.make_stream(after.encode())])
        self._give_fonts(page)

    def _give_fonts(self, page: Object) -> None:
        if not isinstance(page.get(Name.Resources), Dictionary):
            page.Resources = Dictionary()
        resources = page.Resources
        if resources.is_indirect and resources.objgen in self.with_fonts:
            return
        fonts = {str(name): font for name, font in (*self.regular.fonts.items(), *self.bold.fonts.items())}
        own = resources.get(Name.Font)
        resources.Font = Dictionary({**(dict(own.items()) if isinstance(own, Dictionary) else {}), **fonts})
        if resources.is_indirect:
            self.with_fonts.add(resources.objgen)


def _free(pdf: Pdf, prefix: str) -> str:
    """Return a beginning for names of fonts that no page has: pages that were marked before keep their own marks."""
    taken = {str(name).removeprefix("/") for page in pdf.pages for name in _fonts_of(page.obj)}
    while any(name.startswith(prefix) for name in taken):
        prefix += "x"
    return prefix


def _fonts_of(page: Object) -> Iterable[str]:
    resources = page.get(Name.Resources)
    fonts = resources.get(Name.Font) if isinstance(resources, Dictionary) else None
    return fonts.keys() if isinstance(fonts, Dictionary) else ()


def _characters(texts: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(texts))


def _fitting(lettering: Lettering, words: str, size: float, seen: "_SeenPage") -> float:
    """Return the size at which words stay on the page: narrow pages of others take smaller ones."""
    width = lettering.width(words, size)
    room = max(seen.width - MARGIN - _LEAST_MARGIN, 1)
    return size if width <= room else round(size * room / width, 2)


def _white(left: float, height: float, width: float, size: float) -> str:
    """A white ground, so that words can be read over whatever a page has there."""
    return f"1 g {left - 3:.2f} {height - 3:.2f} {width + 6:.2f} {size + 3.5:.2f} re f "


def _artifact(operators: str, subtype: str) -> str:
    return f"/Artifact <</Type /Pagination /Subtype /{subtype}>> BDC\n{operators}\nEMC"


@dataclass(frozen=True)
class _SeenPage:
    """A page as it is seen: how large, and the matrix that makes its lower left corner the origin."""

    width: float
    height: float
    matrix: str


def _seen(page: Page) -> _SeenPage:
    left, bottom, right, top = _box(page.obj)
    width, height = right - left, top - bottom
    match _turned(page.obj):
        case 90:
            return _SeenPage(height, width, f"0 1 -1 0 {right:g} {bottom:g}")
        case 180:
            return _SeenPage(width, height, f"-1 0 0 -1 {right:g} {top:g}")
        case 270:
            return _SeenPage(height, width, f"0 -1 1 0 {left:g} {top:g}")
        case _:
            return _SeenPage(width, height, f"1 0 0 1 {left:g} {bottom:g}")


def _box(page: Object) -> tuple[float, float, float, float]:
    """The part of a page that is seen. What makes no sense is passed over, as viewers do."""
    media = _edges(page.get(Name.MediaBox)) or _NO_BOX
    left, bottom, right, top = media
    cropped = _edges(page.get(Name.CropBox)) or media
    seen = max(left, cropped[0]), max(bottom, cropped[1]), min(right, cropped[2]), min(top, cropped[3])
    return seen if seen[0] < seen[2] and seen[1] < seen[3] else media


def _edges(box: object) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of a box, whichever corners it gives; None for what is no box."""
    edges = list(box) if isinstance(box, Array) else []
    if len(edges) != 4 or not all(isinstance(edge, int | float | Decimal) for edge in edges):
        return None
    (left, right), (bottom, top) = sorted(map(float, edges[0::2])), sorted(map(float, edges[1::2]))
    return (left, bottom, right, top) if left < right and bottom < top else None


def _turned(page: Object) -> int:
    turned = page.get(Name.Rotate, 0)
    return int(turned) % 360 if isinstance(turned, int | float | Decimal) else 0
