"""Runs attacks one after the other, in a process that is watched (see tests.hostile.watch), and writes their fates.

`python -m tests.hostile.run OUTCOMES ADDRESS FILE WORDS NAME...`: without names the whole corpus.
"""

import csv
import json
import os
import sys
import time
import unicodedata
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import django
from django.conf import settings

django.setup()

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import FileResponse
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from xlsxwriter import Workbook

from tests.hostile import plants, rendering
from tests.hostile.attack import Attack, Bait, Fate, Target
from tests.hostile.corpus import all_attacks
from tests.hostile.harm import left_in_html, left_in_pdf
from tracking.actions.evidence_files import InspectedFile, inspect_file
from tracking.exceptions import UnacceptableFile
from tracking.exports.register import defused
from tracking.exports.register_xlsx import _OPTIONS as WORKBOOK_OPTIONS
from tracking.inspection import parent
from tracking.models import Evidence
from tracking.models.evidence import random_evidence_path
from tracking.packs import pool
from tracking.packs.evidence import FileFacts, PrintableEvidence, Unprintable, prepared
from tracking.packs.file_words import words_of_file
from tracking.packs.pdf import PaperError
from tracking.packs.pdf_strings import PdfFile, Unreadable, pages_of, strings_of
from tracking.packs.pool import Failed, Task
from tracking.presenters.prose import rendered_markdown

BEGINS = "/attack-begins/"
"""Before each attack a file of its name is looked for here, where there is none: the watch sees whose turn it is."""
_PAPER = '<!DOCTYPE html><html lang="en-GB"><head><title>A paper</title></head><body>{}</body></html>'
_FORMULAS = "=+-@\t\r"


def main(outcomes: str, address: str, file: str, words: str, *names: str) -> None:
    bait = Bait(address, file, words)
    known = all_attacks() | plants.all_plants()
    wanted = names or tuple(all_attacks())
    _in_child(rendering.paper, rendering.Paper(_PAPER.format("<p>Words</p>"), ""))
    found = {}
    for name in wanted:
        with_marker(name)
        begun = time.monotonic()
        found[name] = _outcome(known[name], bait) | {"seconds": time.monotonic() - begun}
    with_marker("end")
    Path(outcomes).write_text(json.dumps(found))
    pool.stop()


def with_marker(name: str) -> None:
    try:
        os.close(os.open(f"{BEGINS}{name}", os.O_RDONLY))
    except FileNotFoundError:
        return


def _outcome(attack: Attack, bait: Bait) -> dict[str, Any]:
    try:
        left = _RUNS[attack.target](attack, bait)
    except (UnacceptableFile, PaperError, MultiPartParserError) as refusal:
        return {"fate": Fate.REFUSED, "told": str(refusal), "left": []}
    except Exception as error:  # noqa: BLE001 - whatever else comes out is what the test tells
        return {"fate": "error", "told": f"{type(error).__name__}: {error}", "left": []}
    return {"fate": Fate.HARMLESS, "told": "", "left": left}


def _in_child(function: Callable[[Any], Any], argument: object) -> Any:
    return pool.run([Task("An attack", function, argument, is_kept=False)])[0]


def _file(attack: Attack, bait: Bait) -> list[str]:
    content = attack.make(bait)
    content = content.encode() if isinstance(content, str) else content
    kept = inspect_file(SimpleUploadedFile(attack.file_name, content))
    stored = default_storage.save(f"evidence/{attack.name}", ContentFile(content))
    facts = FileFacts(stored, kept.name, kept.content_type, kept.sha256)
    return _left_in_print(facts, bait) + _left_in_words(facts, content, bait) + _left_in_download(kept)


def _left_in_print(facts: FileFacts, bait: Bait) -> list[str]:
    """What is left in the pack. A file that cannot be printed is named there, with why."""
    printed = _in_child(prepared, facts)
    if isinstance(printed, Unprintable | Failed):
        return []
    assert isinstance(printed, PrintableEvidence)
    return _left_in_finished(_in_child(rendering.bind, printed), bait)


def _left_in_finished(pdf: bytes, bait: Bait) -> list[str]:
    return [*left_in_pdf(pdf, bait), *_said(pages_of, PdfFile(pdf), bait), *_said(strings_of, PdfFile(pdf), bait)]


def _left_in_words(facts: FileFacts, content: bytes, bait: Bait) -> list[str]:
    """What a file says is read to be searched for exempt words, whether it is printed or not."""
    if facts.content_type == "application/pdf":
        _said(pages_of, PdfFile(content), bait)
        return []
    return _said(words_of_file, facts, bait)


def _said(function: Callable[[Any], Any], argument: object, bait: Bait) -> list[str]:
    said = _in_child(function, argument)
    texts = () if isinstance(said, Unreadable | Failed) else [item.text for item in said]
    return ["the words nobody may see"] if bait.words in "".join(texts) else []


def _left_in_download(kept: InspectedFile) -> list[str]:
    response = FileResponse(BytesIO(b""), as_attachment=True, filename=kept.name, content_type=kept.content_type)
    disposition = response["Content-Disposition"]
    safe = disposition.startswith("attachment;") and disposition.isprintable()
    return [] if safe and "html" not in kept.content_type else [f"is handed out as {disposition}"]


def _paper(attack: Attack, bait: Bait) -> list[str]:
    styles = attack.styles(bait) if attack.styles else ""
    made = _in_child(rendering.paper, rendering.Paper(str(attack.make(bait)), styles))
    if isinstance(made, Failed):
        raise PaperError(made.reason)
    return _left_in_finished(made, bait)


def _words(attack: Attack, bait: Bait) -> list[str]:
    """On the page and in a paper, which must be made: words that stop it would stop a whole pack."""
    words = str(attack.make(bait))
    left = left_in_html(rendered_markdown(words)) + left_in_html(rendered_markdown(words, 3, printed=True))
    made = _in_child(rendering.paper, rendering.Paper(_PAPER.format(rendered_markdown(words, printed=True)), ""))
    if isinstance(made, Failed):
        return [*left, f"the paper is not made: {made.reason}"]
    return left + _left_in_finished(made, bait)


def _cell(attack: Attack, bait: Bait) -> list[str]:
    words = str(attack.make(bait))
    line = StringIO()
    csv.writer(line).writerow([defused(words), "next"])
    cells = next(csv.reader(StringIO(line.getvalue(), newline="")))
    left = [] if _is_words(cells[0]) and cells[1:] == ["next"] else [f"a line of {cells}"]
    with BytesIO() as target:
        with Workbook(target, WORKBOOK_OPTIONS) as book:
            book.add_worksheet().write_string(0, 0, words)
        with ZipFile(target) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
    return left + [f"a cell with {tag.decode()}" for tag in (b"<f>", b"<hyperlink") if tag in sheet]


def _is_words(cell: str) -> bool:
    """Whether no spreadsheet works a cell out, however it normalises and whatever it skips."""
    seen = unicodedata.normalize(
        "NFKC", "".join(c for c in cell if not c.isspace() and unicodedata.category(c)[0] != "C")
    )
    return not (cell[:1] in _FORMULAS or seen[:1] in _FORMULAS)


def _name(attack: Attack, bait: Bait) -> list[str]:
    upload = _sent(attack.file_name, bytes(attack.make(bait)))
    kept = inspect_file(upload)
    left = _left_in_download(kept)
    left += [f"a name with {sign!r}" for sign in kept.name if not sign.isprintable() or sign in "/\\:"]
    if kept.name.startswith(".") or len(kept.name) > 255:
        left.append(f"the name {kept.name}")
    stored = random_evidence_path(Evidence(), kept.name)
    stem = Path(attack.file_name).stem
    if Path(stored).is_absolute() or ".." in stored or (len(stem) > 1 and stem in stored):
        left.append(f"the place {stored}")
    return left


def _sent(name: str, content: bytes) -> "UploadedFile[Any]":
    """A file as the service gets it from a browser, or from whoever writes the request by hand."""
    body = b"".join([
        b'--line\r\nContent-Disposition: form-data; name="upload"; filename="', name.encode(),
        b'"\r\nContent-Type: text/html\r\n\r\n', content, b"\r\n--line--\r\n",
    ])  # fmt: skip
    request = RequestFactory().post("/", body, content_type="multipart/form-data; boundary=line")
    if "upload" not in request.FILES:
        raise UnacceptableFile("No file came.")
    return request.FILES["upload"]


_RUNS: dict[Target, Callable[[Attack, Bait], list[str]]] = {
    Target.FILE: _file,
    Target.PAPER: _paper,
    Target.WORDS: _words,
    Target.CELL: _cell,
    Target.NAME: _name,
}

if __name__ == "__main__":
    # Nothing here needs as long as is given in production.
    settings.RENDER_SECONDS, parent.SECONDS = 30, 8
    main(*sys.argv[1:])
