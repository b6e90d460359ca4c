"""Rows and files: uploads that are killed on the way, and what `check_files` says of the store."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from tests.cabinet_factories import CabinetReportJobFactory, MadeCabinetEditionFactory
from tests.factories import AgendaDocumentFactory, CommitteePackFactory, MadeEditionFactory, PackJobFactory
from tests.integration.killed_upload import MOMENTS
from tests.reporting import reporting
from tests.uploads import inspected
from tracking.actions.evidence import add_evidence
from tracking.actions.openness import Openness
from tracking.enums import Exemption
from tracking.models import Event, Evidence, ProgressUpdate

ROOT = Path(__file__).resolve().parents[2]


def check_files(*arguments: str) -> tuple[str, str]:
    """What the command prints, and its last word when it ends with an error."""
    printed = io.StringIO()
    try:
        call_command("check_files", *arguments, stdout=printed)
    except CommandError as error:
        return printed.getvalue(), str(error)
    return printed.getvalue(), ""


def stored(settings: Settings) -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def _database_url() -> str:
    """The address of the database that this very test runs on, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(name)}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@pytest.mark.django_db(transaction=True)
def test_an_upload_killed_at_any_moment_leaves_no_row_without_its_file(settings: Settings) -> None:
    council = reporting()
    update = ProgressUpdate.objects.get(revision__report=council.draft(), recommendation=council.whole)
    environment = os.environ | {"DATABASE_URL": _database_url(), "MEDIA_ROOT": settings.MEDIA_ROOT}
    command = [sys.executable, "-m", "tests.integration.killed_upload"]
    processes = [
        subprocess.Popen(
            [*command, moment, str(update.pk), str(council.holder.pk)],
            cwd=ROOT,
            env=environment | {"DJANGO_SETTINGS_MODULE": "scrutiny.settings"},
        )
        for moment in MOMENTS
    ]
    ended = [process.wait(timeout=120) for process in processes]
    assert dict(zip(MOMENTS, ended, strict=True)) == dict.fromkeys(MOMENTS, -signal.SIGKILL)

    rows = list(Evidence.objects.values_list("title", flat=True))
    claimed = {str(evidence.file.name) for evidence in Evidence.objects.all()}
    unclaimed = [name for name in stored(settings) if name not in claimed]
    # One half-written, two without their name and three without their row; nothing of the first moment.
    assert (rows, len(unclaimed)) == (["once all is committed"], 6)
    assert sum(name.endswith(".part") for name in unclaimed) == 3
    printed, error = check_files()
    assert all(f"File without a row: {name}" in printed for name in unclaimed)
    assert ("Row without its file" in printed, "hash is wrong" in printed) == (False, False)
    assert error == "6 files need looking into."

    assert check_files("--clean")[1] == "6 files need looking into."
    before = Event.objects.count()
    printed, error = check_files("--clean", "--min-age-minutes", "0")
    assert (printed.count(": removed"), error, stored(settings)) == (6, "", sorted(claimed))
    event = Event.objects.latest("pk")
    assert (Event.objects.count() - before, event.actor, event.before) == (1, "", {"files": unclaimed})
    assert check_files() == ("Every row has its file, and every file its row.\n", "")


@pytest.fixture
def evidence() -> Evidence:
    council = reporting()
    update = ProgressUpdate.objects.get(revision__report=council.draft(), recommendation=council.whole)
    openness = Openness(Exemption.PUBLIC)
    return add_evidence(update=update, title="Plan", file=inspected(), openness=openness, by=council.holder).evidence


@pytest.mark.django_db
def test_a_row_whose_file_is_gone_is_named(evidence: Evidence) -> None:
    default_storage.delete(evidence.file.name)
    told = f"Row without its file: evidence {evidence.pk}, {evidence.file.name}\n"
    assert check_files("--clean") == (told, "1 file needs looking into.")


@pytest.mark.django_db
def test_every_file_of_agendas_and_packs_has_its_row() -> None:
    document, issued = AgendaDocumentFactory(), CommitteePackFactory().document
    made = MadeEditionFactory(job=PackJobFactory())
    of_report = MadeCabinetEditionFactory(job=CabinetReportJobFactory())
    assert check_files() == ("Every row has its file, and every file its row.\n", "")
    files = {
        f"agenda document {document.pk}": document.file.name,
        f"issued document {issued.pk}": issued.file.name,
        f"made edition {made.pk}": made.file.name,
        f"made cabinet edition {of_report.pk}": of_report.file.name,
    }
    pages = {f"issued document {issued.pk}": issued.web_page.name, f"made edition {made.pk}": made.web_page.name}
    for name in (*files.values(), *pages.values()):
        default_storage.delete(name)
    told = [f"Row without its file: {row}, {name}" for rows in (files, pages) for row, name in rows.items()]
    printed, error = check_files()
    assert (sorted(printed.splitlines()), error) == (sorted(told), "6 files need looking into.")


@pytest.mark.django_db
def test_a_file_whose_hash_is_wrong_is_named_and_left(evidence: Evidence) -> None:
    Path(evidence.file.path).write_bytes(b"something else")
    told = f"File whose hash is wrong: evidence {evidence.pk}, {evidence.file.name}\n"
    assert check_files("--clean") == (told, "1 file needs looking into.")
    assert Path(evidence.file.path).read_bytes() == b"something else"


@pytest.mark.django_db
def test_a_young_file_without_a_row_may_be_an_upload_under_way(evidence: Evidence) -> None:
    name = default_storage.save("evidence/ab/young", ContentFile(b"words"))
    printed, error = check_files("--clean")
    assert "(younger than 60 minutes: an upload may be under way)" in printed
    assert (error, default_storage.exists(name)) == ("1 file needs looking into.", True)


@pytest.mark.django_db
def test_a_store_that_was_never_used_is_in_order() -> None:
    assert check_files() == ("Every row has its file, and every file its row.\n", "")


def test_a_stored_file_is_never_written_over(settings: Settings) -> None:
    names = [default_storage.save("evidence/ab/same", ContentFile(content)) for content in (b"first", b"second")]
    assert [Path(settings.MEDIA_ROOT, name).read_bytes() for name in names] == [b"first", b"second"]
    assert oct(Path(settings.MEDIA_ROOT, names[0]).stat().st_mode)[-3:] == "640"
