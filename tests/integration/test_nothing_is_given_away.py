"""Words that only some may read, looked for in everything that each kind of viewer comes to by following links.

Everybody looks around on SQLite; on PostgreSQL one of those from whom the same is kept.
"""

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import pdfs
from tests.council import Council, rolled_back
from tests.integration.matrix.roles import ASKED
from tests.marked import (
    CABINET_PUBLISHED,
    EVERYTHING,
    KEPT_FROM,
    NEVER,
    PLAN,
    PLAN_PUBLISHED,
    PLAN_PUBLISHED_FILE,
    PUBLISHED,
    SAT,
    marked_council,
)
from tests.reporting import signed_in
from tracking.models import Evidence, ProgressReport, User, Viewer
from tracking.models.cabinet import CabinetAppendix, CabinetReport

pytestmark = pytest.mark.usefixtures("one_evidence_store")


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media: Path) -> Iterator[Council]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)), rolled_back():
        yield marked_council()


_ONE_OF_EACH = {frozenset(words): name for name, words in reversed(KEPT_FROM.items())}.values()
LOOK_AROUND = [name for name in KEPT_FROM if connection.vendor == "sqlite" or name in _ONE_OF_EACH]
# Who sits on the committee, or runs it.
SIT = {"member", "scrutiny officer", "scrutiny officer with a cabinet post", "clerk"}
_PEOPLE = ("/admin/tracking/", "/manage/people/")
# What one has to know of: no page leads every reader there.
_KNOWN = ("/audit/", "/admin/", "/feeds/calendar.ics", "/figures.csv")


def _links(page: str) -> set[str]:
    """The addresses a page leads to on this site, without signing in and out and lists filtered or by people.

    With the editions of papers: the other one has the same address, and a query.
    """
    to_follow = r'href="(/[^"/?][^"?]*(?:\?edition=\w+)?(?:#[^"?]*)?|/)"'
    found = {unescape(href).partition("#")[0] for href in re.findall(to_follow, page)}
    # Data and feeds name their addresses in full.
    found |= {unescape(href) for href in re.findall(r'http://testserver(/[^"<>\s?#]*)', page)}
    return {href for href in found if not href.startswith(("/static/", "/accounts/", "/brand.css", *_PEOPLE))}


def _said_by(response: HttpResponseBase) -> str:
    """Everything a response gives away: its headers, and its words as a page, a paper or a file."""
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    led_by = " ".join(address for address, _ in getattr(response, "redirect_chain", ()))
    return f"{headers} {response.cookies.output()} {led_by} {_words_in(response.getvalue())}"  # type: ignore[attr-defined]


def _words_in(content: bytes) -> str:
    """The words of a page; of a paper, its metadata and attachments; of everything that a workbook or archive holds."""
    if content.startswith(b"%PDF"):
        attached = pdfs.attachments(content)
        inside = " ".join(f"{name} {_words_in(file)}" for name, file in attached.items())
        return f"{pdfs.text_of(content)} {pdfs.strings(content)} {inside}"
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            return " ".join(f"{name} {_words_in(archive.read(name))}" for name in archive.namelist())
    return content.decode(errors="replace")


def _everything_said_to(viewer: Viewer) -> dict[str, str]:
    """What is said at each address that can be reached from the first page by following links."""
    client = signed_in(viewer if isinstance(viewer, User) else None)
    said: dict[str, str] = {}
    reports = [f"/reports/{pk}/" for pk in ProgressReport.objects.values_list("pk", flat=True)]
    waiting = {
        "/",
        "/reports/",
        "/manage/",
        "/inquiries/?q=evidence",
        *_KNOWN,
        *(f"/recommendations/?format={kind}" for kind in ("csv", "xlsx", "json")),
        "/api/recommendations/?q=evidence",
        "/api/recommendations/own-inquiry/R01/",
        "/api/inquiries/",
        "/api/schema/",
        *reports,
        *(f"{row}report.pdf" for row in reports),
        *_of_cabinet(),
    }
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        said[address] = _said_by(response)
        if response.headers.get("Content-Type", "").startswith(_WITH_LINKS):
            waiting |= _links(said[address]) - said.keys()
        assert len(said) < 1000
    return said


def _of_cabinet() -> list[str]:
    """Reports to Cabinet with their files, whoever may have them, and what is appended to them."""
    files = ("", "report.pdf", "report.docx", "restricted.pdf", "restricted.docx")
    unpublished = ("publish/", "editions/", "editions/findings/", "editions/public.pdf", "editions/restricted.pdf")
    reports = [f"/cabinet-reports/{pk}/" for pk in CabinetReport.objects.values_list("pk", flat=True)]
    appended = CabinetAppendix.objects.values_list("revision__report", "pk")
    return [
        "/cabinet-reports/",
        *(f"{report}{file}" for report in reports for file in (*files, *unpublished)),
        *(f"/cabinet-reports/{report}/appendices/{pk}/" for report, pk in appended),
    ]


# Pages, and what machines read: both lead on.
_WITH_LINKS = ("text/html", "application/json", "application/atom+xml")

SaidTo = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def said_to(council: Council) -> SaidTo:
    """What somebody is told; asked once of each."""
    return cache(lambda name: _everything_said_to(council.viewers[name]))


class _Heard(logging.Handler):
    """Keeps every line of the log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module", autouse=True)
def log() -> Iterator[list[str]]:
    """What the service and Django write to the log, at their most talkative, while everybody looks around."""
    heard = _Heard()
    loggers = {name: logging.getLogger(name) for name in ("tracking", "django.request", "django.security")}
    levels = {name: logger.level for name, logger in loggers.items()}
    for logger in loggers.values():
        logger.addHandler(heard)
        logger.setLevel(logging.DEBUG)
    yield heard.lines
    for name, logger in loggers.items():
        logger.removeHandler(heard)
        logger.setLevel(levels[name])


def test_every_role_of_the_matrix_is_asked() -> None:
    assert set(ASKED) - KEPT_FROM.keys() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOOK_AROUND)
def test_nobody_comes_to_words_that_are_kept_from_them(said_to: SaidTo, name: str) -> None:
    said = said_to(name)
    given_away = {word: address for address, words in said.items() for word in KEPT_FROM[name] if word in words}
    assert given_away == {}
    assert any(PUBLISHED in words for words in said.values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOOK_AROUND)
def test_nobody_finds_what_is_kept_from_them_by_searching_for_it(council: Council, name: str) -> None:
    """Nor learns from a count that it is there."""
    viewer = council.viewers[name]
    client = signed_in(viewer if isinstance(viewer, User) else None)
    found = {}
    for word in (*sorted(KEPT_FROM[name]), PUBLISHED):
        listed = client.get("/recommendations/", {"q": word}).context["page"].paginator.count
        inquiries = client.get("/inquiries/", {"q": word}).context["page"].paginator.count
        data = client.get("/api/recommendations/", {"q": word}).json()["count"]
        found[word] = (listed, inquiries, data)
    assert {word for word, counts in found.items() if any(counts)} == {PUBLISHED}


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOOK_AROUND)
def test_everybody_reads_the_pack_and_some_its_restricted_edition(said_to: SaidTo, name: str) -> None:
    """Else the words of the pack would be looked for where none are."""
    said = said_to(name)
    public = [words for address, words in said.items() if address.endswith("/pack.pdf")]
    restricted = [words for address, words in said.items() if address.endswith("/pack.pdf?edition=restricted")]
    assert [PUBLISHED in words for words in public] == [True]
    assert [all(word in words for word in SAT) for words in restricted] == ([True] if name in SIT else [])


@pytest.mark.django_db
def test_everybody_reads_of_the_report_to_cabinet_that_is_published(said_to: SaidTo) -> None:
    assert CABINET_PUBLISHED in said_to("anonymous")["/cabinet-reports/"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOOK_AROUND)
def test_everybody_reads_the_public_evidence_of_an_issued_month(said_to: SaidTo, name: str) -> None:
    said = said_to(name)
    month = "/plans/marked/rounds/2018-08/"
    assert [PLAN_PUBLISHED in said[address] for address in (month, f"{month}month.pdf")] == [True, True]
    assert any(PLAN_PUBLISHED_FILE in words for address, words in said.items() if address.startswith("/evidence/"))


@pytest.mark.django_db
def test_evidence_of_a_plan_that_is_withheld_or_not_issued_is_not_handed_out(council: Council) -> None:
    kept = Evidence.objects.filter(title__in=PLAN).values_list("pk", flat=True)
    answers = {
        (name, pk): signed_in(viewer if isinstance(viewer, User) else None).get(f"/evidence/{pk}/").status_code
        for name, viewer in council.viewers.items()
        for pk in kept
    }
    assert set(answers.values()) == {404}
    assert len(answers) == 5 * len(council.viewers)


def test_every_word_is_read_by_somebody(said_to: SaidTo) -> None:
    """Else the words above prove nothing: they might be on no page at all."""
    said = [words for name in ("scrutiny officer", "cabinet member") for words in said_to(name).values()]
    assert {word for word in EVERYTHING if not any(word in words for words in said)} == NEVER


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({"anonymous", "administrator", "member", "clerk elsewhere"} & {*LOOK_AROUND}))
def test_nor_are_they_told_where_others_read_them(council: Council, said_to: SaidTo, name: str) -> None:
    """Refusals too hold nothing of what they refuse."""
    viewer = council.viewers[name]
    client = signed_in(viewer if isinstance(viewer, User) else None)
    read_by_others = {address for reader in ("scrutiny officer", "cabinet member") for address in said_to(reader)}
    given_away = {}
    for address in sorted(read_by_others - said_to(name).keys()):
        said = _said_by(client.get(address, follow=True)).replace(address, "")
        given_away |= {word: address for word in KEPT_FROM[name] if word in said}
    assert given_away == {}


@pytest.mark.django_db
def test_the_log_repeats_nothing_that_was_read(said_to: SaidTo, log: list[str]) -> None:
    for name in LOOK_AROUND:
        said_to(name)
    lines = "\n".join(log)
    assert {word for word in (*EVERYTHING, PUBLISHED) if word in lines} == set()
    assert "Not Found" in lines
