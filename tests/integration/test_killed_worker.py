"""Real workers that are killed while they make packs, at every stage, and what the next worker makes of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from tests.integration.killed_worker import MOMENTS
from tests.integration.test_stored_files import _database_url, check_files
from tests.pack_scene import clerk_of, made, report_to_come, withheld_file
from tracking.actions.pack_jobs import ask_for_packs
from tracking.actions.pack_making import make_waiting_packs
from tracking.actions.packs import issue_papers
from tracking.enums import JobState
from tracking.models import CommitteePack, MadeEdition, OutboxMail, PackJob

ROOT = Path(__file__).resolve().parents[2]
# In a cache of its own: there the report is not rendered yet.
COLD = "while a report is rendered"


def _hashes(job: PackJob) -> list[tuple[str, str, str]]:
    """What a job made, read from the store."""
    rows = [(made.edition, made.file, made.web_page) for made in job.editions.all()]
    return [(edition, *(_content(file.name) for file in files)) for edition, *files in rows]


def _content(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def _killed_at(moment: str, settings: Settings, tmp_path: Path) -> int:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "scrutiny.settings",
        "DATABASE_URL": _database_url(),
        "MEDIA_ROOT": settings.MEDIA_ROOT,
    }
    if moment == COLD:
        environment["PAPERS_CACHE_URL"] = f"filecache://{tmp_path / 'cold'}"
    if moment == MOMENTS[-1]:
        # What it ends by itself is what was kept: a pack made anew would print where the audit trail stands now.
        environment["PAPERS_CACHE_URL"] = f"filecache://{tmp_path / 'kept'}"
    command = [sys.executable, "-m", "tests.integration.killed_worker", moment]
    return subprocess.run(command, cwd=ROOT, env=environment, timeout=120, check=False).returncode


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_stage_and_another_one_end_with_one_correct_pack(
    settings: Settings, tmp_path: Path
) -> None:
    kept = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path / "kept")}
    settings.CACHES = settings.CACHES | {"papers": kept}
    report = report_to_come()
    withheld_file(report)
    clerk = clerk_of(report)
    undisturbed = _hashes(made(report.meeting, clerk))
    assert [edition for edition, *_ in undisturbed] == ["public", "restricted"]
    ended, left_by_it = {}, {}
    for moment in MOMENTS:
        job = ask_for_packs(meeting=report.meeting, by=clerk)
        ended[moment] = _killed_at(moment, settings, tmp_path)
        job.refresh_from_db()
        left_by_it[moment] = (job.state, job.editions.count())
        # Nobody takes it up before its lease is over.
        assert make_waiting_packs() == 0
        PackJob.objects.filter(pk=job.pk, state=JobState.MAKING).update(held_until=timezone.now())
        make_waiting_packs()
        job.refresh_from_db()
        assert (moment, job.state, _hashes(job)) == (moment, JobState.READY, undisturbed)
    assert ended == dict.fromkeys(MOMENTS, -signal.SIGKILL)
    unfinished = dict.fromkeys(MOMENTS[:-1], (JobState.MAKING, 0))
    assert left_by_it == unfinished | {"once all is committed": (JobState.READY, 2)}

    # One mail for each, and of files without a row only those of three moments: two, four and four.
    assert OutboxMail.objects.count() == PackJob.objects.count() == len(MOMENTS) + 1
    assert MadeEdition.objects.count() == 2 * PackJob.objects.count()
    printed, error = check_files()
    assert (printed.count("File without a row: packs/"), error) == (10, "10 files need looking into.")
    assert ("Row without its file" in printed, "hash is wrong" in printed) == (False, False)
    check_files("--clean", "--min-age-minutes", "0")
    assert check_files() == ("Every row has its file, and every file its row.\n", "")

    packs = issue_papers(meeting=report.meeting, job=PackJob.objects.first(), by=clerk)
    documents = [(pack.edition, pack.document) for pack in packs]
    issued = [(edition, _content(one.file.name), _content(one.web_page.name)) for edition, one in documents]
    assert (issued, CommitteePack.objects.count()) == (undisturbed, 2)
