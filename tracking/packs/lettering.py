"""A few words of the papers' own typeface written straight into pages, without laying out a document for them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Final

from django.contrib.staticfiles import finders
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

_FILE: Final = "fonts/atkinson-hyperlegible-next-{script}-{weight}-normal.woff2"
_SCRIPTS: Final = ("latin", "latin-ext")
_UNKNOWN: Final = "?"
"""Printed for a letter that the typeface lacks; who copies or searches the text still gets the letter itself."""
_SYMBOLIC: Final = 4
_MOST_IN_A_BLOCK: Final = 100


class Weight(IntEnum):
    """How bold."""

    REGULAR = 400
    BOLD = 700


@dataclass(frozen=True)
class _Face:
    """A font with only the letters asked for, coded from 1 in their order, and how wide each is at size 1000."""

    program: bytes
    letters: str
    widths: dict[str, int]
    glyphs: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


@dataclass(frozen=True)
class _Letter:
    font: Name
    code: str
    width: int


class Lettering:
    """Letters of one weight, known in a file by names that begin with `prefix`."""

    def __init__(self, pdf: Pdf, weight: Weight, characters: Iterable[str], prefix: str) -> None:
        self._faces = {
            Name(f"/{prefix}{number}"): face for number, face in enumerate(_faces(weight, frozenset(characters)))
        }
        self.fonts = {name: _embedded(pdf, face) for name, face in self._faces.items()}

        self._letters = {
            letter: _Letter(name, f"{code:04X}", face.widths[letter])
            for name, face in self._faces.items()
            for code, letter in enumerate(face.letters, start=1)
        }

    def width(self, text: str, size: float) -> float:
        return sum(self._letters[character].width for character in text) * size / 1000

    def shown(self, text: str, size: float) -> str:
        """Return the operators that show a text, one run for each font."""
        runs = groupby((self._letters[character] for character in text), key=lambda letter: letter.font)
        return " ".join(f"{font} {size} Tf <{''.join(letter.code for letter in run)}> Tj" for font, run in runs)


@cache
def _faces(weight: Weight, characters: frozenset[str]) -> tuple[_Face, ...]:
    """Return the fonts that the characters are in. What is in neither is in the first, as a question mark."""
    fonts = [_opened(_FILE.format(script=script, weight=weight)) for script in _SCRIPTS]
    first, second = ({chr(code) for code in font.getBestCmap()} for font in fonts)
    chosen = (characters - (second - first), characters & (second - first))
    return tuple(_cut(font, sorted(letters)) for font, letters in zip(fonts, chosen, strict=True) if letters)


def _opened(path: str) -> TTFont:
    found = finders.find(path)
    if found is None:
        raise FileNotFoundError(f"The typeface {path} is missing: run script/build.")
    return TTFont(found, recalcTimestamp=False)


def _cut(font: TTFont, letters: list[str]) -> _Face:
    """Return a font with these letters alone."""
    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "gasp", "prep", "name"]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(letters) + _UNKNOWN)
    cutter.subset(font)
    glyph_of, widths, metrics = font.getBestCmap(), font["hmtx"].metrics, font["hhea"]
    names = [glyph_of.get(ord(letter)) or glyph_of[ord(_UNKNOWN)] for letter in letters]
    head = font["head"]
    per_em = head.unitsPerEm
    cut = _Face(
        program=_saved(font),
        letters="".join(letters),
        widths={letter: round(widths[name][0] * 1000 / per_em) for letter, name in zip(letters, names, strict=True)},
        glyphs=tuple(font.getGlyphID(name) for name in names),
        box=(head.xMin, head.yMin, head.xMax, head.yMax),
        ascent=metrics.ascent,
        descent=metrics.descent,
    )
    font.close()
    return cut


def _saved(font: TTFont) -> bytes:
    target = BytesIO()
    font.flavor = None
    font.save(target, reorderTables=True)
    return target.getvalue()


def _embedded(pdf: Pdf, face: _Face) -> Object:
    """Put a font into a file, with its letters' own characters, so that what is printed can be searched and read."""
    name = Name(f"/{_tag(face)}+AtkinsonHyperlegibleNext")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_SYMBOLIC,
        FontBBox=Array(face.box),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.ascent,
        StemV=80,
        FontFile2=pdf.make_stream(face.program, Length1=len(face.program)),
    )
    to_glyphs = b"".join(glyph.to_bytes(2, "big") for glyph in (0, *face.glyphs))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=pdf.make_stream(to_glyphs),
        W=Array([1, Array([face.widths[letter] for letter in face.letters])]),
    )
    whole = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(font)]),
        ToUnicode=pdf.make_stream(_to_unicode(face)),
    )
    return pdf.make_indirect(whole)


def _tag(face: _Face) -> str:
    """Six capitals, as a font of which only some letters are there must have."""
    number = int.from_bytes(hashlib.sha256(face.program).digest()[:6], "big")
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _to_unicode(face: _Face) -> bytes:
    pairs = [
        f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
        for code, letter in enumerate(face.letters, start=1)
    ]
    blocks = [pairs[start : start + _MOST_IN_A_BLOCK] for start in range(0, len(pairs), _MOST_IN_A_BLOCK)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{mapped}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()
