"""The commands that show what is held, and what was kept long enough."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests import factories
from tracking.enums import MailKind, MailState
from tracking.models import OutboxMail, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return factories.UserFactory(email="officer@example.org", person__name="Example Officer")


@pytest.fixture
def old_mail(user: User) -> OutboxMail:
    moment = timezone.now() - timedelta(days=91)
    told = {"kind": MailKind.ASKED, "key": "a key", "to": user, "text": "Dear officer"}
    return OutboxMail.objects.create(**told, state=MailState.SENT, queued_at=moment, sent_at=moment)


@pytest.mark.usefixtures("old_mail")
def test_retention_shows_what_is_past_its_time_and_removes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("retention")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "What mails that were sent or given up say: 1 (after 90 days, KEEP_SENT_MAILS_DAYS)"
    assert lines[-1] == "Nothing was removed. Remove it with: retention --delete"
    assert OutboxMail.objects.get().text == "Dear officer"


@pytest.mark.usefixtures("old_mail")
def test_retention_removes_it_when_told_to(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("retention", "--delete")

    assert capsys.readouterr().out.splitlines()[-1] == "Removed: 1 row."
    assert OutboxMail.objects.get().text == ""


def test_somebody_is_exported_by_address_or_by_number(user: User, capsys: pytest.CaptureFixture[str]) -> None:
    names = []
    for words in ("Officer@Example.org", str(user.person_id)):
        call_command("export_person", words)
        names.append(json.loads(capsys.readouterr().out)["person"]["name"])

    assert names == ["Example Officer", "Example Officer"]


@pytest.mark.usefixtures("user")
def test_the_export_is_written_to_a_new_file_only(tmp_path: Path) -> None:
    path = tmp_path / "held.json"
    call_command("export_person", "officer@example.org", "--output", str(path))

    assert json.loads(path.read_text())["person"]["name"] == "Example Officer"
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_person", "officer@example.org", "--output", str(path))


def test_nobody_is_said_to_be_nobody() -> None:
    with pytest.raises(CommandError, match="There is nobody with the address or number"):
        call_command("export_person", "nobody@example.org")
