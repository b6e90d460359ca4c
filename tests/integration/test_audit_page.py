"""The audit trail as its administrator sees it: the page, its filters, its files; and what is told of it outside."""

import csv
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests import factories
from tests.audit import guards_lifted, link_what_waits
from tests.factories import administrator
from tests.reporting import Reporting, published, reporting, signed_in
from tracking import dates
from tracking.actions.audit_checks import check_and_tell, check_audit_trail
from tracking.actions.events import record_event
from tracking.actions.outbox import send_waiting_mails
from tracking.actions.people import create_person
from tracking.models import AuditCheck, AuditLink, Event, OutboxMail, User
from tracking.queries.audit_chain import audit_head

pytestmark = pytest.mark.django_db

SECRET = "The contract with the Example Company ends early."


@pytest.fixture
def admin() -> User:
    return administrator()


@pytest.fixture
def client(admin: User) -> Client:
    return signed_in(admin)


def _record(event_type: str = "edited", **fields: object) -> Event:
    event = record_event(**({"by": None, "type": event_type, "target": None} | fields))
    link_what_waits()
    return event


def _page(client: Client, **query: str) -> str:
    return client.get(reverse("audit"), query).text


def _titles(page: str) -> list[str]:
    return re.findall(r'<h3 class="app-results__title">(.*?)</h3>', page)


def _file(client: Client, name: str, **query: str) -> str:
    answer = client.get(reverse("audit"), {"format": name, **query})
    return b"".join(answer.streaming_content).decode("utf-8-sig")


# --- The page -----------------------------------------------------------------------------------------


def test_entries_are_told_in_plain_words_the_latest_first(client: Client, admin: User) -> None:
    create_person(by=admin, name="Ann Example")
    _record("removed files without a row", before={"files": 2}, at=datetime(2016, 4, 12, 9, 30, tzinfo=UTC))
    page = _page(client)
    assert _titles(page) == ["Removed files without a row", "Created person"]
    assert "Entry 2 · 12 April 2016 at 10:30 · " in page
    assert ">The system</a>" in page
    assert f">{admin.person.name}</a>" in page
    assert AuditLink.objects.get(number=2).hash in page


def test_an_account_that_is_gone_is_told_by_its_identifier(client: Client) -> None:
    gone = factories.UserFactory()
    _record(by=gone)
    key = str(gone.public_id)
    User.objects.filter(pk=gone.pk).delete()
    assert f"An account that is gone ({key})" in _page(client)


FILTERS = {
    "a name": ({"q": "Ann Exam"}, ["One"]),
    "an identifier": ({"q": "{ann}"}, ["One"]),
    "the system": ({"q": "System"}, ["Three", "Two"]),
    "a type": ({"type": "two"}, ["Two"]),
    "a kind": ({"kind": "tracking.post"}, ["Two", "One"]),
    "a kind and a key": ({"kind": "tracking.post", "key": "{post}"}, ["Two", "One"]),
    "a key that is none": ({"key": "none"}, []),
    "from a day": ({"since": "12 4 2016"}, ["Three", "Two"]),
    "until a day": ({"until": "12/4/2016"}, ["Two", "One"]),
    "on a day": ({"since": "12 April 2016", "until": "2016-04-12"}, ["Two"]),
    "a day that is none": ({"since": "31 2 2016"}, ["Three", "Two", "One"]),
    "a type that is none": ({"type": "four"}, ["Three", "Two", "One"]),
}


@pytest.mark.parametrize("what", FILTERS)
def test_entries_are_found_by(what: str, client: Client) -> None:
    ann = factories.UserFactory(person__name="Ann Example")
    post = factories.PostFactory()
    _record("one", by=ann, target=post, at=datetime(2016, 4, 11, 22, 59, tzinfo=UTC))
    _record("two", target=post, at=datetime(2016, 4, 11, 23, 0, tzinfo=UTC))
    _record("three", at=datetime(2016, 4, 12, 23, 0, tzinfo=UTC))
    query, found = FILTERS[what]
    values = {name: value.format(ann=ann.public_id, post=post.pk) for name, value in query.items()}
    assert _titles(_page(client, **values)) == found


def test_the_page_turns_after_fifty(client: Client) -> None:
    for number in range(51):
        record_event(by=None, type=f"edited {number}", target=None)
    link_what_waits()
    assert (len(_titles(_page(client))), _titles(_page(client, page="2"))) == (50, ["Edited 0"])


def test_the_page_says_what_the_last_check_found(client: Client) -> None:
    assert "Not checked yet." in _page(client)
    event = _record()
    check_audit_trail()
    AuditCheck.objects.update(checked_at=datetime(2016, 4, 12, 6, tzinfo=UTC))
    assert "Unbroken: 1 entry, last checked on 12 April 2016 at 07:00." in _page(client)
    with guards_lifted():
        Event.objects.filter(pk=event.pk).update(actor="somebody else")
    check_audit_trail()
    assert f"Entry 1 (event {event.pk}) was altered: it is not what was recorded. Change nothing" in _page(client)


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_nobody_else_gets_the_files(name: str) -> None:
    scene = reporting()
    for user in (scene.officer, scene.clerk, scene.holder):
        assert signed_in(user).get(reverse("audit"), {"format": name}).status_code == 404
    assert Client().get(reverse("audit"), {"format": name}).status_code == 302


# --- What is not shown --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"reason": SECRET},
        {"title": SECRET, "exemption": "exempt"},
        {"assessments": [{"leaf": 1, "reason": SECRET}]},
        {"leaves": {"12": {"obstacle": SECRET}}},
        {"overrides": {SECRET: SECRET}},
    ],
)
def test_words_of_papers_are_told_nowhere(values: dict[str, object], client: Client) -> None:
    _record("saved update", target=factories.ProgressReportFactory(), before=values, after=values)
    told = [_page(client), _file(client, "csv"), _file(client, "jsonl")]
    assert [SECRET in text for text in told] == [False, False, False]
    assert "not shown: words of papers" in told[0]


def test_what_the_administrator_manages_is_shown_before_and_after(client: Client) -> None:
    _record(
        "edited post",
        target=factories.PostFactory(),
        before={"name": "Old name"},
        after={"name": "New name", "on": None},
    )
    page = _page(client)
    assert ("Before: Old name" in page, "After: New name" in page, "After: nothing" in page) == (True, True, True)


def test_everything_that_goes_into_a_published_report_stays_unsaid(client: Client) -> None:
    """Acts as they are done, on a report that holds words of all kinds."""
    scene: Reporting = reporting()
    published(scene)
    link_what_waits()
    texts = {
        text
        for event in Event.objects.exclude(target_label__in=["tracking.post", "tracking.user"])
        for text in _texts([event.before, event.after])
        if " " in text
    }
    told = _page(client) + _file(client, "csv") + _file(client, "jsonl")
    assert texts
    assert [text for text in texts if text in told] == []


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


# --- The files ----------------------------------------------------------------------------------------


def test_the_csv_holds_what_the_filters_leave_and_no_formula(client: Client) -> None:
    post = factories.PostFactory()
    _record("one")
    _record("two", target=post, after={"name": "=1+1"}, at=datetime(2016, 4, 12, 9, 30, tzinfo=UTC))
    _record("=three")
    rows = list(csv.reader(_file(client, "csv").splitlines()))
    link = AuditLink.objects.get(number=2)
    assert [row[4] for row in rows] == ["type", "one", "two", "'=three"]
    assert rows[2] == [
        "2",
        "2016-04-12T09:30:00.000000+00:00",
        "",
        "",
        "two",
        "tracking.post",
        str(post.pk),
        "",
        '{"name": "=1+1"}',
        link.hash,
    ]
    assert len(_file(client, "csv", type="two").splitlines()) == 2


def _script() -> str:
    """The script that the documentation gives to strangers."""
    found = re.search(r"```python\n(.*?)```", Path("docs/audit.md").read_text(), re.DOTALL)
    assert found
    return found[1]


def _checked(path: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _script(), str(path)], capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_a_stranger_can_check_the_json_lines(client: Client, tmp_path: Path) -> None:
    scene = reporting()
    published(scene)
    _record("saved update", target=scene.whole, before={"evidence_text": SECRET, "ü": [1, None]}, after={"n": True})
    trail = tmp_path / "trail.jsonl"
    trail.write_text(_file(client, "jsonl"))
    head = audit_head()
    assert _checked(trail) == (0, f"Unbroken up to {head.number}:{head.hash}")

    lines = trail.read_text().splitlines()
    last = json.loads(lines[-1])
    last["event"]["after"]["n"] = False
    trail.write_text("\n".join([*lines[:-1], json.dumps(last)]))
    assert _checked(trail) == (1, f"Broken: entry {head.number} is not what was recorded.")

    trail.write_text("\n".join([*lines[:-2], lines[-1]]))
    broken = f"Broken: entry {head.number} does not follow on from entry {head.number - 2}."
    assert _checked(trail) == (1, broken)


def test_what_is_to_be_checked_is_the_whole_trail_and_what_is_to_be_looked_at_what_was_found(client: Client) -> None:
    """Entries that filters leave out could not be told from entries that are missing."""
    _record("one")
    _record("two")
    page = _page(client, type="two")
    assert re.findall(r'href="([^"]*format=[^"]*)"', page) == [
        "/audit/?format=csv&amp;type=two",
        "/audit/?format=jsonl",
    ]


# --- What is told outside -----------------------------------------------------------------------------


def _mailed() -> list[tuple[list[str], str]]:
    send_waiting_mails()
    return [(message.to, message.subject) for message in mail.outbox]


def test_once_a_week_the_head_is_mailed_to_the_address_of_the_setting(settings: Settings) -> None:
    settings.AUDIT_MAIL_TO = "auditor@example.org"
    _record(at=datetime(2016, 4, 12, 9, 30, tzinfo=UTC))
    for _ in range(2):
        check_and_tell()
    today = f"{dates.today():%-d %B %Y}"
    assert _mailed() == [(["auditor@example.org"], f"The audit trail on {today}: entry 1")]
    head = audit_head()
    assert f"\n1:{head.hash}\n" in mail.outbox[0].body
    assert "Last recorded: 12 April 2016 at 10:30" in mail.outbox[0].body
    assert Event.objects.count() == 1


def test_a_broken_trail_is_told_on_the_day(settings: Settings) -> None:
    settings.AUDIT_MAIL_TO = "auditor@example.org"
    event = _record()
    check_and_tell()
    with guards_lifted():
        Event.objects.filter(pk=event.pk).update(at=datetime(2016, 4, 12, tzinfo=UTC))
    check_and_tell()
    _, broken = _mailed()
    assert broken == (["auditor@example.org"], f"The audit trail is broken: {dates.today():%-d %B %Y}")
    assert f"Entry 1 (event {event.pk}) was altered: it is not what was recorded." in mail.outbox[1].body


def test_without_the_setting_nobody_is_told(settings: Settings) -> None:
    settings.AUDIT_MAIL_TO = ""
    _record()
    check_and_tell()
    assert (OutboxMail.objects.count(), AuditCheck.objects.count()) == (0, 1)
