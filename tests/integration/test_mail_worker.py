"""Real processes that send mails to a real mail server: what is left of a mail when they are killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.factories import UserFactory
from tests.mail_server import MailServer, running_mail_server
from tracking.actions.outbox import Letter, queue_mails, send_waiting_mails
from tracking.enums import MailKind, MailState
from tracking.mail import Words
from tracking.models import OutboxMail

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
SEND = """
import django
django.setup()
from datetime import timedelta
from tracking.actions.outbox import send_waiting_mails
print(send_waiting_mails(lease=timedelta(seconds={lease})))
"""
PATIENCE = 30


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


def _queue(number: int) -> None:
    queue_mails(
        Letter(MailKind.ASKED, f"asked/{index}", UserFactory(), Words(f"Mail {index}", "Text.\n"), ())
        for index in range(number)
    )


@contextmanager
def worker(server: MailServer, *, lease: float) -> Iterator[subprocess.Popen[str]]:
    """Send what waits in a process of its own, on the test's database."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "scrutiny.settings",
        "DATABASE_URL": _database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SEND.format(lease=lease)], cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _database_url() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def test_a_mail_whose_worker_was_killed_is_sent_once_the_lease_is_over(server: MailServer, settings: Settings) -> None:
    _queue(1)
    server.hold()
    with worker(server, lease=60) as first:
        assert server.got_one.wait(PATIENCE), "the worker sent nothing"
        first.kill()
        first.wait()
    row = OutboxMail.objects.get()
    assert (row.state, row.attempts, row.held_until is None) == (MailState.WAITING, 1, False)
    server.release()
    # pytest-django puts its own backend in place of the one that the settings name.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    assert send_waiting_mails() == 0
    OutboxMail.objects.update(held_until=timezone.now())
    assert send_waiting_mails() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.held_until) == (MailState.SENT, 2, None)
    # It went out twice, and whoever reads it is shown it once.
    assert server.message_ids == [server.message_ids[0]] * 2


def test_of_two_workers_at_once_one_sends_each_mail(server: MailServer) -> None:
    _queue(12)
    with worker(server, lease=60) as one, worker(server, lease=60) as other:
        counts = [int(process.communicate(timeout=PATIENCE)[0]) for process in (one, other)]
    assert sum(counts) == 12
    assert len(server.received) == len(set(server.message_ids)) == 12
    assert set(OutboxMail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}
