from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone
from pytest_django import Settings

from tests.factories import UserFactory
from tests.mail_server import running_mail_server
from tracking.actions.outbox import MOST_ATTEMPTS, Letter, queue_mails, queue_to_office, send_waiting_mails
from tracking.enums import MailKind, MailState
from tracking.mail import Words
from tracking.models import OutboxMail, User

pytestmark = pytest.mark.django_db

NOBODY_LISTENS = 9  # the discard port, where no mail server is


def _letter(to: User, key: str = "asked/1") -> Letter:
    return Letter(MailKind.ASKED, key, to, Words("Send progress", "By 1 April 2016.\n"), ())


def _queued(key: str = "asked/1") -> OutboxMail:
    (row,) = queue_mails([_letter(UserFactory(email="holder@example.org"), key)])
    return row


def _over_smtp(settings: Settings, port: int) -> None:
    # pytest-django puts its own backend in place of the one that the settings name.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5


class TestQueueing:
    def test_the_same_mail_is_queued_once(self) -> None:
        user = UserFactory()
        first = queue_mails([_letter(user)])
        assert (len(first), queue_mails([_letter(user)]), OutboxMail.objects.count()) == (1, [], 1)

    def test_a_user_who_may_not_sign_in_gets_none(self) -> None:
        assert queue_mails([_letter(UserFactory(is_active=False))]) == []

    def test_a_user_without_an_address_gets_none(self) -> None:
        assert queue_mails([_letter(UserFactory(email=""))]) == []


class TestSending:
    def test_a_mail_goes_out_once_as_it_was_written(self, settings: Settings) -> None:
        row = _queued()
        assert (send_waiting_mails(), send_waiting_mails()) == (1, 0)
        (sent,) = django_mail.outbox
        assert (sent.to, sent.subject, sent.body) == (["holder@example.org"], "Send progress", "By 1 April 2016.\n")
        row.refresh_from_db()
        assert (row.state, row.attempts, row.held_until, row.last_error) == (MailState.SENT, 1, None, "")

    def test_the_message_id_is_made_of_the_row(self) -> None:
        moment = datetime(2016, 3, 1, 9, 30, tzinfo=UTC)
        (row,) = queue_mails([_letter(UserFactory())], now=moment)
        send_waiting_mails()
        message_id = django_mail.outbox[0].message()["Message-ID"]
        assert message_id == f"<mail-{row.pk}-20160301093000000000@scrutiny.example.org>"

    def test_the_longest_waiting_goes_first(self) -> None:
        now = timezone.now()
        queue_mails([_letter(UserFactory(email="late@example.org"), "late")], now=now - timedelta(minutes=1))
        queue_mails([_letter(UserFactory(email="early@example.org"), "early")], now=now - timedelta(minutes=2))
        send_waiting_mails()
        assert [sent.to for sent in django_mail.outbox] == [["early@example.org"], ["late@example.org"]]

    def test_whoever_has_stopped_signing_in_meanwhile_gets_none(self) -> None:
        row = _queued()
        User.objects.filter(pk=row.to_id).update(is_active=False)
        assert send_waiting_mails() == 0
        row.refresh_from_db()
        assert (row.state, row.last_error) == (MailState.FAILED, "The user no longer signs in.")

    def test_what_another_worker_holds_is_passed_over_until_its_lease_is_over(self) -> None:
        row = _queued()
        OutboxMail.objects.filter(pk=row.pk).update(held_until=timezone.now() + timedelta(minutes=5), attempts=1)
        assert send_waiting_mails() == 0
        OutboxMail.objects.filter(pk=row.pk).update(held_until=timezone.now() - timedelta(seconds=1))
        assert send_waiting_mails() == 1


class TestAMailServerThatFails:
    def test_a_server_that_is_down_leaves_everything_waiting(self, settings: Settings) -> None:
        _over_smtp(settings, NOBODY_LISTENS)
        first, second = _queued("a"), _queued_to_another("b")
        before = timezone.now()
        assert send_waiting_mails() == 0
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, first.attempts, first.held_until) == (MailState.WAITING, 1, None)
        assert first.last_error.startswith("ConnectionRefusedError: ")
        assert timedelta(seconds=55) < first.next_attempt_at - before < timedelta(seconds=90)
        # The second would have fared no better, and was not tried.
        assert (second.state, second.attempts) == (MailState.WAITING, 0)

    def test_it_goes_out_once_the_server_is_back(self, settings: Settings) -> None:
        _over_smtp(settings, NOBODY_LISTENS)
        row = _queued()
        send_waiting_mails()
        OutboxMail.objects.update(next_attempt_at=timezone.now())
        with running_mail_server() as server:
            _over_smtp(settings, server.port)
            assert send_waiting_mails() == 1
            assert [mail["To"] for mail in server.received] == ["holder@example.org"]
        row.refresh_from_db()
        assert (row.state, row.attempts, row.last_error) == (MailState.SENT, 2, "")

    def test_a_mail_to_what_is_no_address_keeps_no_other_waiting(self, settings: Settings) -> None:
        for address in ("a@example.org, b@example.org", "auditor@example.org"):
            queue_to_office(address=address, kind=MailKind.AUDIT, key=address, words=Words("The trail", "Entry 1.\n"))
        with running_mail_server() as server:
            _over_smtp(settings, server.port)
            assert send_waiting_mails() == 1
            assert [mail["To"] for mail in server.received] == ["auditor@example.org"]
        faulty = OutboxMail.objects.get(state=MailState.WAITING)
        assert (faulty.attempts, faulty.last_error.partition(":")[0]) == (1, "ValueError")

    def test_a_mail_that_cannot_be_written_keeps_no_other_waiting(self) -> None:
        broken, other = _queued("a"), _queued_to_another("b")
        OutboxMail.objects.filter(pk=broken.pk).update(subject="Two\nlines")
        assert send_waiting_mails() == 1
        broken.refresh_from_db()
        other.refresh_from_db()
        assert (broken.state, broken.attempts, broken.held_until) == (MailState.WAITING, 1, None)
        assert broken.last_error.startswith("BadHeaderError: ")
        assert other.state == MailState.SENT

    @pytest.mark.parametrize(("attempts", "minutes"), [(1, 2), (4, 16), (7, 128), (8, 240), (20, 240)])
    def test_the_pause_grows_up_to_four_hours(self, settings: Settings, attempts: int, minutes: int) -> None:
        _over_smtp(settings, NOBODY_LISTENS)
        row = _queued()
        OutboxMail.objects.update(attempts=attempts)
        before = timezone.now()
        send_waiting_mails()
        row.refresh_from_db()
        assert round((row.next_attempt_at - before) / timedelta(minutes=1)) == minutes

    def test_it_is_given_up_after_the_most_attempts(self, settings: Settings) -> None:
        row = _queued()
        OutboxMail.objects.update(attempts=MOST_ATTEMPTS, last_error="ConnectionRefusedError: [Errno 111]")
        assert send_waiting_mails() == 0
        row.refresh_from_db()
        assert (row.state, row.last_error) == (MailState.FAILED, "ConnectionRefusedError: [Errno 111]")


def _queued_to_another(key: str) -> OutboxMail:
    (row,) = queue_mails([_letter(UserFactory(), key)])
    return row
