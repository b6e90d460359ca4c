"""Runs attacks one after the other, in a process that is watched (see tests.hostile.watch), and writes their fates.

`python -m tests.hostile.run OUTCOMES ADDRESS FILE WORDS NAME...`: without names the whole corpus.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import FileResponse
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory

from tests.hostile import plants, rendering
from tests.hostile.attack import BEGINS, Attack, Bait, Fate, Target
from tests.hostile.corpus import all_attacks
from tests.hostile.harm import left_in_cells, left_in_html, left_in_pdf
from tracking.actions.evidence_files import InspectedFile, inspect_file
from tracking.exceptions import UnacceptableFile
from tracking.exports.figures import figures_csv
from tracking.inspection import parent
from tracking.models import Evidence
from tracking.models.evidence import random_evidence_path
from tracking.packs import pool
from tracking.packs.evidence import FileFacts, PrintableEvidence, Unprintable, prepared
from tracking.packs.file_words import words_of_file
from tracking.packs.pdf import PaperError
from tracking.packs.pdf_strings import PdfFile, Unreadable, pages_of, strings_of
from tracking.packs.pool import Failed, Task
from tracking.presenters.figure_rows import FigureRow
from tracking.presenters.prose import rendered_markdown

_PAPER = '<!DOCTYPE html><html lang="en-GB"><head><title>A paper</title></head><body>{}</body></html>'
_PDF, _PICTURES = "application/pdf", ("image/png", "image/jpeg")
# In seconds: a busy machine may take its time over what ends by itself; what does not is not waited for as long.
_LONG, _SHORT, _ENDLESS = 30, 5, {"svg-use-doubled"}
NOT_PRINTED = "not printed"
NOT_READ = "its words are not read"


def main(outcomes: str, address: str, file: str, words: str, *names: str) -> None:
    bait = Bait(address, file, words)
    known = all_attacks() | plants.all_plants()
    wanted = names or tuple(all_attacks())
    _in_child(rendering.paper, rendering.Paper(_PAPER.format("<p>Words</p>"), ""))
    found = {}
    for name in wanted:
        with_marker(name)
        settings.RENDER_SECONDS = _SHORT if name in _ENDLESS else _LONG
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
    """What is left in the pack. A file that cannot be printed is named there, with why: its test says which those are.

    Otherwise a child that always fails would pass for one that lets nothing through.
    """
    if facts.content_type not in {_PDF, *_PICTURES}:
        return []
    printed = _in_child(prepared, facts)
    if isinstance(printed, Unprintable | Failed):
        return [NOT_PRINTED]
    assert isinstance(printed, PrintableEvidence)
    return _left_in_finished(_in_child(rendering.bind, printed), bait)


def _left_in_finished(pdf: bytes, bait: Bait) -> list[str]:
    return [*left_in_pdf(pdf, bait), *_said(pages_of, PdfFile(pdf), bait), *_said(strings_of, PdfFile(pdf), bait)]


def _left_in_words(facts: FileFacts, content: bytes, bait: Bait) -> list[str]:
    """What a file says is read to be searched for exempt words, whether it is printed or not."""
    if facts.content_type in _PICTURES:
        return []
    if facts.content_type != _PDF:
        return _said(words_of_file, facts, bait)
    # It is the file itself that is searched, where its words are still in it.
    return [fault for fault in _said(pages_of, PdfFile(content), bait) if fault == NOT_READ]


def _said(function: Callable[[Any], Any], argument: object, bait: Bait) -> list[str]:
    said = _in_child(function, argument)
    if isinstance(said, Unreadable | Failed):
        return [NOT_READ]
    return ["the words nobody may see"] if bait.words in "".join(item.text for item in said) else []


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
    """In the one file of cells that needs no database; the tests have the others made from one."""
    words = str(attack.make(bait))
    row = FigureRow(municipal_year=words, year_of=words, committee=words, measure=words, number="1", denominator="2")
    return left_in_cells(figures_csv([row], today=date(2016, 6, 1)))


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
    parent.SECONDS = 8
    main(*sys.argv[1:])
