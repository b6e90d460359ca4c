from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default as modern

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from tests import factories
from tests.following import follower, mailed, scene
from tests.mail_server import running_mail_server
from tracking.actions.events import record_event
from tracking.actions.outbox import queue_to_subscribers, send_waiting_mails
from tracking.actions.subscriptions import (
    MOST_FOR_AN_ADDRESS,
    MOST_UNCONFIRMED,
    ask_to_follow,
    confirm_subscription,
    end_subscription,
    remove_old_subscriptions,
)
from tracking.enums import InquiryState, MailKind, MailState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.mail import Words
from tracking.models import Event, Inquiry, OutboxMail, Recommendation, Subscription

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
EMAIL = "resident@example.org"


def _asked(thing: Inquiry | Recommendation, email: str = EMAIL, *, now: datetime = NOW) -> None:
    ask_to_follow(email=email, thing=thing, now=now)


class TestAsking:
    def test_the_owner_of_the_address_is_asked_whether_they_meant_it(self) -> None:
        inquiry = scene().inquiry
        _asked(inquiry, " Resident@Example.ORG ")
        subscription = Subscription.objects.get()
        assert (subscription.email, subscription.inquiry, subscription.confirmed_at) == (EMAIL, inquiry, None)
        mail = OutboxMail.objects.get()
        assert mail.kind == MailKind.CONFIRM
        assert mail.subject == "Confirm that you want to follow: Refreshing the Partnership"
        assert f"https://scrutiny.example.org/follow/{subscription.key}/\n" in mail.text

    def test_the_event_names_the_subscription_and_never_the_address(self) -> None:
        council = scene()
        _asked(council.whole)
        event = Event.objects.get()
        subscription = Subscription.objects.get()
        assert (event.type, event.actor) == ("asked to follow", "")
        assert (event.target_label, event.target_id) == ("tracking.subscription", str(subscription.pk))
        assert event.after == {"followed": council.whole.pk, "kind": "tracking.recommendation"}

    @pytest.mark.parametrize("state", [InquiryState.DRAFT, InquiryState.WITHDRAWN])
    def test_what_is_not_public_cannot_be_followed(self, state: InquiryState) -> None:
        council = scene()
        Inquiry.objects.update(state=state, withdrawn_reason="A mistake.")
        for thing in (council.inquiry, council.whole):
            with pytest.raises(NotAllowed):
                _asked(thing)
        assert (Subscription.objects.count(), Event.objects.count()) == (0, 0)

    def test_whoever_follows_it_already_gets_no_mail(self) -> None:
        inquiry = scene().inquiry
        follower(inquiry)
        _asked(inquiry)
        assert (Subscription.objects.count(), mailed()) == (1, [])
        event = Event.objects.get()
        assert (event.type, event.target_label, event.target_id) == ("asked to follow", "", "")

    def test_a_title_of_several_lines_makes_a_subject_of_one(self) -> None:
        inquiry = scene().inquiry
        Inquiry.objects.update(title="Refreshing\r\n the\x0b Partnership")
        inquiry.refresh_from_db()
        _asked(inquiry)
        assert OutboxMail.objects.get().subject == "Confirm that you want to follow: Refreshing the Partnership"
        assert send_waiting_mails() == 1

    def test_whoever_has_not_confirmed_is_asked_again_after_an_hour(self) -> None:
        inquiry = scene().inquiry
        counts = []
        for minutes in (0, 59, 60):
            _asked(inquiry, now=NOW + timedelta(minutes=minutes))
            counts.append(len(mailed()))
        assert counts == [1, 1, 2]
        assert Subscription.objects.get().asked_at == NOW + timedelta(minutes=60)

    def test_an_address_is_asked_three_times_an_hour_at_most(self) -> None:
        council = scene()
        things = [council.inquiry, council.whole, council.parent, council.part_a, council.part_b]
        for thing in things:
            _asked(thing)
        assert len(mailed()) == Subscription.objects.count() == MOST_FOR_AN_ADDRESS == 3
        _asked(council.part_b, now=NOW + timedelta(hours=1))
        assert len(mailed()) == 4

    def test_when_too_many_have_asked_in_an_hour_the_next_get_no_mail_until_it_is_over(self) -> None:
        inquiry = scene().inquiry
        for number in range(MOST_UNCONFIRMED):
            _asked(inquiry, f"resident{number}@example.org")
        _asked(inquiry)
        assert Subscription.objects.filter(email=EMAIL).count() == 0
        assert Event.objects.count() == MOST_UNCONFIRMED
        _asked(inquiry, now=NOW + timedelta(hours=1))
        assert Subscription.objects.filter(email=EMAIL).count() == 1

    @pytest.mark.parametrize("known", ["no", "confirmed", "confirmed lately", "asked lately", "asked too often"])
    def test_every_ask_counts_alike_so_that_ones_own_next_one_does_not_tell_who_is_known(self, known: str) -> None:
        council = scene()
        if known == "confirmed":
            follower(council.inquiry)
        if known == "confirmed lately":
            follower(council.inquiry, asked_at=NOW, confirmed_at=NOW)
            record_event(by=None, type="asked to follow", target=Subscription.objects.get(), at=NOW)
        if known == "asked lately":
            follower(council.inquiry, asked_at=NOW - timedelta(minutes=59), confirmed_at=None)
        if known == "asked too often":
            for thing in (council.whole, council.part_a, council.part_b):
                follower(thing, asked_at=NOW - timedelta(minutes=59), confirmed_at=None)
        _asked(council.inquiry)
        for number in range(MOST_UNCONFIRMED):
            _asked(council.inquiry, f"mine{number}@example.org")
        mine = [email for email, _ in mailed() if email.startswith("mine")]
        assert len(mine) == MOST_UNCONFIRMED - 1

    def test_those_who_have_confirmed_do_not_count_as_too_many(self) -> None:
        inquiry = scene().inquiry
        for number in range(MOST_UNCONFIRMED):
            _asked(inquiry, f"resident{number}@example.org")
        for subscription in Subscription.objects.all():
            confirm_subscription(key=subscription.key)
        _asked(inquiry)
        assert mailed()[-1][0] == EMAIL


class TestConfirming:
    def test_the_key_of_the_mail_confirms_once(self) -> None:
        subscription = follower(scene().inquiry, confirmed_at=None)
        first = confirm_subscription(key=subscription.key)
        again = confirm_subscription(key=subscription.key)
        assert first.confirmed_at is not None
        assert again.confirmed_at == first.confirmed_at
        assert [(event.type, event.after) for event in Event.objects.all()] == [("confirmed following", {})]

    def test_a_key_of_nothing_is_refused_in_plain_words(self) -> None:
        with pytest.raises(NotPossible, match="no longer works"):
            confirm_subscription(key="made-up")

    def test_what_is_no_longer_public_is_not_confirmed(self) -> None:
        subscription = follower(scene().inquiry, confirmed_at=None)
        Inquiry.objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="A mistake.")
        with pytest.raises(NotPossible):
            confirm_subscription(key=subscription.key)

    def test_every_key_is_long_and_different(self) -> None:
        council = scene()
        keys = {follower(thing).key for thing in (council.inquiry, council.whole, council.part_a)}
        assert {len(key) for key in keys} == {43}
        assert len(keys) == 3


class TestEnding:
    def test_the_address_and_its_mails_are_deleted(self) -> None:
        subscription = follower(scene().inquiry)
        queue_to_subscribers([subscription], kind=MailKind.NEWS, key="news/1", words=Words("News", "Text.\n"))
        end_subscription(key=subscription.key)
        assert (Subscription.objects.count(), OutboxMail.objects.count()) == (0, 0)
        event = Event.objects.get()
        assert (event.type, event.target_id, event.after) == ("stopped following", str(subscription.pk), {})

    def test_ending_what_was_ended_changes_nothing(self) -> None:
        end_subscription(key="made-up")
        assert Event.objects.count() == 0


class TestRemovingOldOnes:
    def test_an_address_that_was_not_confirmed_within_a_week_is_deleted(self) -> None:
        inquiry = scene().inquiry
        for email, days in (("old@example.org", 8), ("new@example.org", 6)):
            follower(inquiry, email, confirmed_at=None, asked_at=NOW - timedelta(days=days))
        kept = follower(inquiry, "confirmed@example.org")
        assert (remove_old_subscriptions(now=NOW), remove_old_subscriptions(now=NOW)) == (1, 0)
        assert set(Subscription.objects.values_list("email", flat=True)) == {"new@example.org", kept.email}
        assert [event.type for event in Event.objects.all()] == ["removed subscriptions"]

    def test_whoever_follows_what_is_no_longer_public_is_deleted(self) -> None:
        council = scene()
        follower(council.inquiry)
        follower(council.whole)
        Inquiry.objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="A mistake.")
        assert remove_old_subscriptions(now=NOW) == 2

    def test_what_was_sent_a_month_ago_is_deleted_and_what_waits_is_not(self) -> None:
        subscription = follower(scene().inquiry)
        for key in ("sent", "waiting"):
            words = Words("News", "Text.\n")
            moment = NOW - timedelta(days=31)
            queue_to_subscribers([subscription], kind=MailKind.NEWS, key=key, words=words, now=moment)
        OutboxMail.objects.filter(key__startswith="sent").update(state=MailState.SENT, sent_at=NOW)
        assert remove_old_subscriptions(now=NOW) == 0
        assert [mail.state for mail in OutboxMail.objects.all()] == [MailState.WAITING]


class TestSending:
    def _queued(self, **fields: object) -> Subscription:
        subscription = follower(scene().inquiry, **fields)
        queue_to_subscribers([subscription], kind=MailKind.NEWS, key="news/1", words=Words("News", "Text.\n"))
        return subscription

    def test_news_can_be_stopped_with_one_click(self) -> None:
        subscription = self._queued()
        assert send_waiting_mails() == 1
        (sent,) = django_mail.outbox
        end = f"https://scrutiny.example.org/follow/{subscription.key}/end/"
        assert sent.to == ["resident@example.org"]
        assert sent.extra_headers["List-Unsubscribe"] == f"<{end}>"
        assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert sent.body == f"Text.\n\nYou follow this by e-mail. Stop these mails: {end}\n"

    def test_a_mail_server_gets_the_headers_whole(self, settings: Settings) -> None:
        subscription = self._queued()
        with running_mail_server() as server:
            # pytest-django puts its own backend in place of the one that the settings name.
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            assert send_waiting_mails() == 1
            mail = message_from_bytes(server.received[0].as_bytes(), policy=modern)
        assert mail["To"] == subscription.email
        assert mail["List-Unsubscribe"].strip() == f"<https://scrutiny.example.org/follow/{subscription.key}/end/>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_the_same_news_is_queued_once_for_each_subscriber(self) -> None:
        council = scene()
        rows = [follower(council.inquiry), follower(council.whole)]
        for _ in range(2):
            queue_to_subscribers(rows, kind=MailKind.NEWS, key="news/1", words=Words("News", "Text.\n"))
        assert OutboxMail.objects.count() == 2

    def test_thousands_are_queued_in_a_few_statements(self) -> None:
        inquiry = scene().inquiry
        rows = [Subscription(email=f"resident{number}@example.org", inquiry=inquiry) for number in range(2000)]
        Subscription.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as queries:
            queue_to_subscribers(rows, kind=MailKind.NEWS, key="news/1", words=Words("News", "Text.\n"))
        assert OutboxMail.objects.count() == 2000
        assert len(queries) < 40

    def test_other_mails_go_before_news(self) -> None:
        self._queued()
        user = factories.UserFactory(email="clerk@example.org")
        OutboxMail.objects.create(
            kind=MailKind.PACK, key="pack/1", to=user, subject="Packs", text="Text.\n", queued_at=timezone.now()
        )
        send_waiting_mails()
        assert [sent.to for sent in django_mail.outbox] == [["clerk@example.org"], ["resident@example.org"]]
