"""Files called text that are something else, or text that hides something."""

from collections.abc import Iterator

from tests import uploads
from tests.hostile.attack import Attack, Fate, Target


def text_attacks() -> Iterator[Attack]:
    for name, tries, fate, content in (
        ("program", "is a program", Fate.REFUSED, b"MZ\x90\x00\x03\x00\x00\x00"),
        ("archive", "is an archive", Fate.REFUSED, uploads.docx()),
        ("pdf", "is a PDF", Fate.REFUSED, b"%PDF-1.7\nwords"),
        ("picture", "is a picture", Fate.REFUSED, uploads.picture("PNG")),
        ("nul", "hides what is behind a zero", Fate.REFUSED, b"a\x00b"),
        ("terminal", "changes the terminal that shows it", Fate.REFUSED, b"\x1b]0;a\x07\x1b[2J"),
        ("half-letter", "breaks what reads letters", Fate.REFUSED, b"\xff\xfea\xd8"),
        ("page", "is a page with a script", Fate.HARMLESS, b"<html><script>alert(document.domain)</script></html>"),
        (
            "seven-bits",
            "is a page in an encoding that only browsers guess",
            Fate.HARMLESS,
            b"+ADw-script+AD4-a()+ADw-/script+AD4-",
        ),
        ("formula", "starts a program from a cell", Fate.HARMLESS, b"year,figure\n=cmd|' /C calc'!A0,1\n"),
        ("shell", "is a script for a shell", Fate.REFUSED, b"#!/bin/sh\nrm -rf /\n"),
        ("rich", "is rich text with an object in it", Fate.REFUSED, b"{\\rtf1{\\object\\objupdate}}"),
        ("postscript", "is PostScript, which starts a program", Fate.REFUSED, b"%!PS-Adobe-3.0\n(%pipe%id) (w) file\n"),
        ("line-long", "is one line of twenty megabytes", Fate.HARMLESS, b"a," * 10_000_000),
        ("turned", "turns its words round", Fate.HARMLESS, "a\u202eb\u2066c\n".encode()),
    ):
        yield Attack(
            f"text-{name}", tries, Target.FILE, fate, lambda bait, content=content: content, file_name="Figures.csv"
        )
