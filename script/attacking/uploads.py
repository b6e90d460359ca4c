"""An upload fuzzer of our own: files of every kind that is kept, spoilt in every way, and the whole corpus of attacks.

Whatever is sent, the service answers in time and without an error of its own; what it refuses leaves nothing behind;
what it keeps is handed out as a download of a kind that no browser runs, byte for byte. What the corpus calls harmless
is kept: a service that refuses everything would pass otherwise.
"""

import json
import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg2

from attacking.browsing import Form, browser, forms_of
from attacking.sites import Site
from attacking.tools import Finding

NAME = "upload fuzzer"
_SLOWEST_SECONDS = 45
_MOST_MEMORY_MB = 2500
_STATE = """
import json
from django.conf import settings
from pathlib import Path
from tracking.models import Evidence, ProgressUpdate
from tracking.enums import ReportState
drafts = ProgressUpdate.objects.filter(revision__report__state=ReportState.DRAFT).order_by("pk")
update = drafts.select_related("revision__report", "recommendation")[0]
files = [file for file in (Path(settings.MEDIA_ROOT) / "evidence").rglob("*") if file.is_file()]
print("STATE" + json.dumps({
    "form": f"/reports/{update.revision.report.pk}/recommendations/{update.recommendation.reference}/evidence/",
    "rows": list(Evidence.objects.order_by("pk").values_list("pk", flat=True)), "files": len(files),
    "types": sorted(set(Evidence.objects.values_list("content_type", flat=True))),
}))
"""
_TYPES = (
    "text/html",
    "image/svg+xml",
    "application/octet-stream",
    "text/javascript",
    "",
    "application/pdf",
    'a/b; c="d',
)


@dataclass(frozen=True)
class Sent:
    """A file as it is sent. The corpus says of some that they must not be kept, and of others that they must."""

    what: str
    name: str
    content: bytes
    content_type: str
    is_refused: bool = False
    is_kept: bool = False


def on_planted(site: Site, folder: Path, seconds: float) -> list[Finding]:
    planted = (
        Sent("a page", "a.html", b"<html><script>a()</script></html>", "text/html"),
        Sent("what brings it down", "a.txt", b"\x00", "text/plain"),
        Sent("what the corpus says is refused", "a.txt", b"\x01\x02", "text/plain", is_refused=True),
        Sent("what the corpus says is kept", "a.txt", b"\x02\x03", "text/plain", is_kept=True),
    )
    findings = _Fuzzer(site, folder).send_all(iter(planted), seconds)
    kinds = {finding.what for finding in findings}
    expected = {"is handed out as text/html", "answers 500", "keeps what it must refuse", "refuses what is harmless"}
    return findings if expected <= kinds else []


def on_product(site: Site, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    fuzzer = _Fuzzer(site, folder)
    findings = fuzzer.send_all(_files(), seconds)
    return findings, [] if fuzzer.finished_corpus else ["the corpus of attacks was not sent to its end"]


def _files() -> Iterator[Sent]:
    """The corpus first, then samples spoilt at random, for as long as there is time. The same each time it is run."""
    from tests.hostile.attack import Bait, Fate, Target
    from tests.hostile.corpus import all_attacks

    bait = Bait("http://127.0.0.1:9", "/etc/hostname", "words-that-nobody-may-see")
    chance = random.Random(2026)  # noqa: S311 - the same files each time are what is wanted
    for attack in all_attacks().values():
        if attack.target not in {Target.FILE, Target.NAME}:
            continue
        # A browser writes names in its own way, so that those which are refused do not arrive as they were.
        refused = attack.fate == Fate.REFUSED and attack.target == Target.FILE
        kept = attack.fate == Fate.HARMLESS
        content = attack.make(bait)
        content = content.encode() if isinstance(content, str) else content
        yield Sent(attack.name, attack.file_name, content, chance.choice(_TYPES), refused, kept)
    yield Sent("", "", b"", "")
    samples = _samples()
    while True:
        name, content = chance.choice(samples)
        other = chance.choice(samples)[1]
        yield Sent("a spoilt sample", name, _spoilt(content, other, chance), chance.choice(_TYPES))


def _samples() -> list[tuple[str, bytes]]:
    from tests import uploads

    return [
        ("Plan.pdf", uploads.pdf(tagged=True)),
        ("Plan.docx", uploads.docx({"word/media/a.png": uploads.picture("PNG")})),
        ("Figures.xlsx", uploads.xlsx()), ("Plan.odt", uploads.open_document(uploads.ODT_TYPE)),
        ("Figures.ods", uploads.open_document(uploads.ODS_TYPE)), ("Figures.csv", b"year,figure\n2016,12\n" * 20),
        ("Notes.txt", "Words – with “quotes”\n".encode() * 20), ("Picture.png", uploads.picture("PNG")),
        ("Picture.jpg", uploads.picture("JPEG")),
    ]  # fmt: skip


def _spoilt(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Change a few places: bits, lengths, pieces lost, doubled, or of another file."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place = chance.randrange(len(spoilt) or 1)
        end = min(len(spoilt), place + chance.choice((1, 2, 4, 16, 200)))
        match chance.randrange(7):
            case 0 if spoilt:
                spoilt[place] ^= 1 << chance.randrange(8)
            case 1:
                spoilt[place:end] = b"\xff" * (end - place)
            case 2:
                spoilt[place:end] = bytes(end - place)
            case 3:
                del spoilt[place:end]
            case 4:
                spoilt[place:place] = spoilt[place:end] * chance.choice((1, 2, 50))
            case 5:
                begin = chance.randrange(len(other))
                spoilt[place:end] = other[begin : begin + chance.choice((4, 40, 400))]
            case _:
                spoilt = spoilt[:place] if place > 4 and chance.random() < 0.2 else spoilt
    return bytes(spoilt)


class _Fuzzer:
    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.findings: list[Finding] = []
        self.finished_corpus = False
        self.kept = self.refused = 0
        self.form: Form | None = None
        connection = psycopg2.connect(site.database)
        connection.autocommit = True
        self.rows = connection.cursor()

    def send_all(self, files: Iterator[Sent], seconds: float) -> list[Finding]:
        before = self._state()
        end = time.monotonic() + seconds
        with browser(self.site, "contributor@example.org") as client, (self.folder / "sent.log").open("w") as log:
            for number, sent in enumerate(files):
                if time.monotonic() > end:
                    break
                if not sent.name:
                    self.finished_corpus = True
                    continue
                outcome = self._send(client, before["form"], sent, number)
                log.write(f"{number} {sent.what} {sent.name[:80]!r} {len(sent.content)}: {outcome}\n")
        self._check_state(before, self._state())
        return self.findings

    def _state(self) -> dict:
        said = self.site.manage("shell", "-c", _STATE)
        return json.loads(said.partition("STATE")[2])

    def _send(self, client: httpx.Client, address: str, sent: Sent, number: int) -> str:
        form = self._form(client, address)
        said = form.fields | {"title": f"File {number}", "exemption": "public", "form_key": str(uuid.uuid4())}
        begun = time.monotonic()
        try:
            answer = client.post(
                address, data=said, files={"upload": (sent.name, sent.content, sent.content_type or None)},
                headers={"Referer": f"{self.site.address}{address}"}, follow_redirects=False, timeout=120,
            )  # fmt: skip
        except httpx.HTTPError as error:
            self._found(f"does not answer: {type(error).__name__}", sent, number)
            return "no answer"
        took = time.monotonic() - begun
        self._check_answer(client, answer, took, sent, number)
        return f"{answer.status_code} in {took:.1f} s"

    def _form(self, client: httpx.Client, address: str) -> Form:
        """The form, read once: its page grows with every file that is kept. Its token stays good."""
        if self.form is None:
            self.form = next(form for form in forms_of(client.get(address)) if "upload" in form.fields)
            for name in ("upload", "also", "leaf", "pages", "link"):
                self.form.fields.pop(name, None)
        return self.form

    def _check_answer(self, client: httpx.Client, answer: httpx.Response, took: float, sent: Sent, number: int) -> None:
        if answer.status_code >= 500:
            self._found(f"answers {answer.status_code}", sent, number)
        if took > _SLOWEST_SECONDS:
            self._found(f"takes {took:.0f} s", sent, number)
        if self.site.memory_mb() > _MOST_MEMORY_MB:
            self._found(f"takes {self.site.memory_mb():.0f} MB of memory", sent, number)
        if answer.status_code != 302:
            self.refused += 1
            if sent.is_kept:
                self._found("refuses what is harmless", sent, number)
            return
        self.kept += 1
        if sent.is_refused:
            self._found("keeps what it must refuse", sent, number)
        self._check_download(client, sent, number)

    def _check_download(self, client: httpx.Client, sent: Sent, number: int) -> None:
        """Open the file that was just added."""
        self.rows.execute("SELECT max(id) FROM tracking_evidence")
        file = client.get(f"/evidence/{self.rows.fetchone()[0]}/")
        if file.status_code != 200:
            self._found(f"is kept and then not handed out: {file.status_code}", sent, number)
            return
        kind = file.headers.get("Content-Type", "")
        if file.content != sent.content:
            self._found("is handed out with other bytes", sent, number)
        if "html" in kind or "svg" in kind or "script" in kind:
            self._found(f"is handed out as {kind.partition(';')[0]}", sent, number)
        if not file.headers.get("Content-Disposition", "").startswith("attachment"):
            self._found("is opened in the browser", sent, number)
        if file.headers.get("X-Content-Type-Options") != "nosniff":
            self._found("leaves it to the browser what it is", sent, number)

    def _check_state(self, before: dict, after: dict) -> None:
        rows, files = len(after["rows"]) - len(before["rows"]), after["files"] - before["files"]
        if not rows == files == self.kept:
            self.findings.append(
                Finding(NAME, "leaves something behind", f"{self.kept} kept, {rows} rows, {files} files")
            )

    def _found(self, what: str, sent: Sent, number: int) -> None:
        kept = self.folder / f"{number}-{sent.what.replace(' ', '-')}"
        kept.write_bytes(sent.content)
        self.findings.append(Finding(NAME, what, f"{sent.what}, {sent.name[:80]!r}, {kept}"))
