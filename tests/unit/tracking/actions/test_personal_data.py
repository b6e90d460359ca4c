"""Removing somebody's personal data, and whatever was kept long enough."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests import cabinet_factories, factories
from tests.following import follower
from tracking.actions.personal_data import remove_expired, remove_personal_data
from tracking.enums import Capacity, CommitteeRole, DraftPage, MailKind, MailState, ReportState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import (
    ContactOfficer,
    Draft,
    Event,
    OutboxMail,
    Person,
    ProgressReport,
    ReportRevision,
    Subscription,
    User,
    WrittenPage,
)
from tracking.models.cabinet import CabinetReport, ExecutiveResponse

pytestmark = pytest.mark.django_db

LONG_AGO = date(2009, 6, 9)
NOBODYS = "removed.invalid"


@pytest.fixture
def admin() -> User:
    return factories.administrator()


def former(post_or_committee: object, **fields: object) -> User:
    """A user who was something until long ago: contributor for a post, or in a committee."""
    user = factories.UserFactory(email="former@example.org", person__name="Example Officer", person__title="Manager")
    rows = {
        "post": factories.AppointmentFactory,
        "committee": factories.CommitteeMembershipFactory,
    }
    name = "post" if isinstance(post_or_committee, factories.models.Post) else "committee"
    rows[name](person=user.person, **{name: post_or_committee}, starts_on=None, ends_on=LONG_AGO, **fields)
    return user


def former_contributor() -> User:
    return former(factories.PostFactory(), capacity=Capacity.CONTRIBUTOR)


def mail_to(user: User, *, key: str = "a key", state: MailState = MailState.SENT, **fields: object) -> OutboxMail:
    sent = {"sent_at": timezone.now()} if state == MailState.SENT else {}
    return OutboxMail.objects.create(
        kind=MailKind.ASKED, key=key, to=user, subject="Updates", text="Dear officer", state=state, **sent, **fields
    )


def to_address(key: str, **fields: object) -> OutboxMail:
    return OutboxMail.objects.create(
        kind=MailKind.NOTICE, key=key, address="former@example.org", subject="Your account", text="Dear", **fields
    )


def contact(report: ProgressReport, **fields: str) -> ContactOfficer:
    details = {"name": "Example Officer", "telephone": "0121 496 0000", "email": "former@example.org"} | fields
    return factories.current_revision(report).contact_officers.create(**details)


def stored(row: Person | User | ContactOfficer, *names: str) -> tuple[object, ...]:
    row.refresh_from_db()
    return tuple(getattr(row, name) for name in names)


class TestOnePersonsData:
    def test_an_officers_name_goes_with_everything_that_belongs_to_their_account(self, admin: User) -> None:
        user = former_contributor()
        EmailAddress.objects.create(user=user, email=user.email)
        mail_to(user)
        mail_to(user, key="another", state=MailState.WAITING)
        to_address(f"notice/{user.pk}/1/former")
        follower(factories.InquiryFactory(), email="former@example.org")
        report = factories.ProgressReportFactory()
        details = contact(report)
        Draft.objects.create(report=report, page=DraftPage.OVERVIEW, written_by=user, fields={"overview": ["Words"]})

        remove_personal_data(by=admin, person=user.person)

        person = Person.objects.get(pk=user.person_id)
        assert (person.name[:15], person.title, person.data_removed_at is None) == ("Former officer ", "", False)
        assert stored(user, "email", "is_active", "last_login") == (f"{user.public_id}@{NOBODYS}", False, None)
        assert user.has_usable_password() is False
        assert stored(details, "name", "telephone", "email") == ("Example Officer", "", "")
        assert [model._default_manager.count() for model in (EmailAddress, OutboxMail, Subscription, Draft)] == [
            0,
            0,
            0,
            0,
        ]

    @pytest.mark.parametrize(
        "make",
        [
            lambda: former(factories.PostFactory(), capacity=Capacity.HOLDER),
            lambda: former(factories.CommitteeFactory(), role=CommitteeRole.MEMBER),
            lambda: former(factories.CommitteeFactory(), role=CommitteeRole.SUBSTITUTE),
        ],
        ids=["a Cabinet Member", "a member", "a substitute"],
    )
    def test_the_name_of_who_held_public_office_stays(self, admin: User, make: Callable[[], User]) -> None:
        user = make()

        remove_personal_data(by=admin, person=user.person)

        assert stored(user.person, "name", "title") == ("Example Officer", "Manager")
        assert stored(user, "email") == (f"{user.public_id}@{NOBODYS}",)

    def test_the_name_of_who_signed_a_published_report_stays(self, admin: User) -> None:
        user = former_contributor()
        report = factories.published_report([factories.RecommendationFactory()])
        ReportRevision.objects.filter(report=report).update(signed_by=user.person)

        remove_personal_data(by=admin, person=user.person)

        assert stored(user.person, "name") == ("Example Officer",)

    def test_the_name_of_who_signed_what_may_yet_be_published_stays(self, admin: User) -> None:
        user = former_contributor()
        report = factories.published_report([factories.RecommendationFactory()])
        ReportRevision.objects.filter(report=report).update(signed_by=user.person)
        ProgressReport.objects.update(state=ReportState.SUBMITTED, published_at=None, published_by=None)

        remove_personal_data(by=admin, person=user.person)

        assert stored(user.person, "name") == ("Example Officer",)

    def test_the_name_goes_from_under_a_report_that_was_withdrawn(self, admin: User) -> None:
        user = former_contributor()
        report = factories.published_report([factories.RecommendationFactory()])
        ReportRevision.objects.filter(report=report).update(signed_by=user.person, signed_name="Example Officer")
        ProgressReport.objects.update(
            state=ReportState.WITHDRAWN, withdrawn_reason="Opened twice.", published_at=None, published_by=None
        )

        remove_personal_data(by=admin, person=user.person)

        person = Person.objects.get(pk=user.person_id)
        assert person.name.startswith("Former officer ")
        assert ReportRevision.objects.get(report=report).signed_name == person.name

    def test_the_name_of_who_is_named_in_a_published_inquiry_stays(self, admin: User) -> None:
        person = factories.PersonFactory(name="Example Officer")
        factories.InquiryFactory(lead_officer=person)

        remove_personal_data(by=admin, person=person)

        assert stored(person, "name") == ("Example Officer",)

    def test_what_they_recorded_stands_and_points_to_the_same_account(self, admin: User) -> None:
        user = former(factories.CommitteeFactory(), role=CommitteeRole.CLERK)
        leaf, meeting = factories.RecommendationFactory(), factories.MeetingFactory()
        view = factories.AssessmentFactory(leaf=leaf, meeting=meeting, recorded_by=user)

        remove_personal_data(by=admin, person=user.person)

        view.refresh_from_db()
        assert view.recorded_by_id == user.pk
        assert str(view.recorded_by)[:15] == "Former officer "

    def test_whoever_is_signed_in_is_out_at_once(self, admin: User) -> None:
        user = former_contributor()
        client = Client()
        client.force_login(user)

        remove_personal_data(by=admin, person=user.person)

        assert client.get("/manage/", follow=True).request["PATH_INFO"] == "/accounts/login/"

    def test_the_trail_says_that_it_was_done_and_names_nobody(self, admin: User) -> None:
        user = former_contributor()

        remove_personal_data(by=admin, person=user.person)

        event = Event.objects.get()
        assert (event.type, event.target_id, event.before, event.after) == (
            "removed personal data",
            str(user.person_id),
            {},
            {"name_stays": False},
        )

    def test_somebody_with_a_role_keeps_their_data(self, admin: User) -> None:
        user = factories.seated(factories.CommitteeFactory(name="Housing Committee"), CommitteeRole.CLERK)

        with pytest.raises(NotPossible, match="still has a role in Housing Committee"):
            remove_personal_data(by=admin, person=user.person)

    def test_nobody_removes_their_own(self, admin: User) -> None:
        with pytest.raises(NotPossible, match="You cannot remove your own data"):
            remove_personal_data(by=admin, person=admin.person)

    def test_it_is_done_once(self, admin: User) -> None:
        user = former_contributor()
        remove_personal_data(by=admin, person=user.person)

        with pytest.raises(NotPossible, match="This was done already"):
            remove_personal_data(by=admin, person=Person.objects.get(pk=user.person_id))

    def test_only_an_administrator_may(self) -> None:
        clerk = factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK)

        with pytest.raises(NotAllowed):
            remove_personal_data(by=clerk, person=former_contributor().person)


class TestWhatWasKeptLongEnough:
    def test_nothing_young_goes_and_no_event_is_written(self, admin: User) -> None:
        mail_to(admin)
        last_week = factories.MeetingFactory(held_on=timezone.localdate() - timedelta(days=7))
        contact(factories.published_report([factories.RecommendationFactory()], meeting=last_week))

        assert (remove_expired(), Event.objects.count()) == ({}, 0)

    def test_mails_lose_their_words_once_they_are_old_unless_they_still_wait(self, admin: User) -> None:
        old = timezone.now() - timedelta(days=91)
        mail_to(admin, key="old", queued_at=old)
        mail_to(admin, key="waiting", queued_at=old, state=MailState.WAITING)
        mail_to(admin, key="young", queued_at=timezone.now() - timedelta(days=89))

        assert remove_expired() == {"sent_mails": 1}
        said = OutboxMail.objects.exclude(text="")
        assert set(said.values_list("key", flat=True)) == {"waiting", "young"}
        assert [(event.type, event.actor, event.after) for event in Event.objects.all()] == [
            ("removed what was kept long enough", "", {"sent_mails": 1})
        ]

    def test_who_was_told_and_when_is_remembered_after_that(self, admin: User) -> None:
        old = timezone.now() - timedelta(days=91)
        mail = mail_to(admin, queued_at=old, last_error="mailbox full: officer@example.org")

        assert [remove_expired(), remove_expired()] == [{"sent_mails": 1}, {}]
        told = OutboxMail.objects.get()
        assert (told.pk, told.to, told.key, told.queued_at) == (mail.pk, admin, "a key", old)
        assert (told.subject, told.text, told.last_error) == ("", "", "")

    @pytest.mark.parametrize("kind", [MailKind.INVITATION, MailKind.PASSWORD, MailKind.NOTICE])
    def test_of_mails_about_signing_in_nothing_stays(self, admin: User, kind: MailKind) -> None:
        old = mail_to(admin, queued_at=timezone.now() - timedelta(days=91))
        OutboxMail.objects.filter(pk=old.pk).update(kind=kind)

        assert remove_expired() == {"sent_mails": 1}
        assert OutboxMail.objects.count() == 0

    def test_nor_of_mails_to_an_address_that_is_no_users(self, admin: User) -> None:
        for key, days in (("notice/1/1/former", 91), ("audit/2016-W01", 91), ("audit/2016-W02", 89)):
            moment = timezone.now() - timedelta(days=days)
            to_address(key, state=MailState.SENT, sent_at=moment, queued_at=moment)

        assert remove_expired() == {"sent_mails": 2}
        assert OutboxMail.objects.get().key == "audit/2016-W02"

    def test_a_setting_of_0_keeps_them_for_ever(self, admin: User, settings: Settings) -> None:
        settings.DAYS_KEPT = settings.DAYS_KEPT | {"KEEP_SENT_MAILS_DAYS": 0}
        mail_to(admin, queued_at=timezone.now() - timedelta(days=4000))

        assert remove_expired() == {}

    @pytest.mark.parametrize(
        ("state", "removed"), [(ReportState.DRAFT, {}), (ReportState.CONSIDERED, {"left_drafts": 1})]
    )
    def test_unsaved_words_go_when_the_report_can_no_longer_be_written(
        self, state: ReportState, removed: dict[str, int]
    ) -> None:
        report = (
            factories.ProgressReportFactory()
            if state == ReportState.DRAFT
            else factories.published_report([factories.RecommendationFactory()])
        )
        draft = draft_of_long_ago(report)

        assert remove_expired() == removed
        assert Draft.objects.filter(pk=draft.pk).exists() is not bool(removed)

    @pytest.mark.parametrize(
        ("make", "page"),
        [
            (factories.ExecutiveResponseFactory, DraftPage.INTRODUCTION),
            (cabinet_factories.a_report, DraftPage.CABINET_HEADER),
        ],
    )
    def test_unsaved_words_of_what_goes_to_cabinet_go_with_its_last_draft(
        self, make: Callable[[], ExecutiveResponse | CabinetReport], page: DraftPage
    ) -> None:
        owner = make()
        draft_of_long_ago(owner, page)
        assert remove_expired() == {}

        type(owner).objects.filter(pk=owner.pk).update(state="withdrawn", withdrawn_reason="No longer meant.")
        assert (remove_expired(), Draft.objects.count()) == ({"left_drafts": 1}, 0)

    def test_contact_officers_keep_their_name_in_an_old_report_and_lose_their_number(self) -> None:
        old = factories.published_report(
            [factories.RecommendationFactory()], meeting=factories.MeetingFactory(held_on=LONG_AGO)
        )
        details = contact(old)

        assert remove_expired() == {"contact_details": 1}
        assert stored(details, "name", "telephone", "email") == ("Example Officer", "", "")

    def test_an_account_goes_that_nobody_used_since_its_owner_left(self) -> None:
        long_ago = timezone.now() - timedelta(days=731)
        user = former_contributor()
        User.objects.update(last_login=long_ago, joined_at=long_ago)
        in_office = factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK)
        User.objects.filter(pk=in_office.pk).update(last_login=long_ago, joined_at=long_ago)

        assert remove_expired() == {"unused_accounts": 1}
        assert stored(user, "email") == (f"{user.public_id}@{NOBODYS}",)
        assert stored(in_office, "is_active") == (True,)
        assert remove_expired() == {}

    @pytest.mark.parametrize("field", ["invited_at", "last_login", "joined_at"])
    def test_an_account_stays_while_one_of_its_days_is_not_long_ago(self, field: str) -> None:
        user = former_contributor()
        long_ago, lately = timezone.now() - timedelta(days=731), timezone.now() - timedelta(days=729)
        days = {"joined_at": long_ago, "last_login": None, "invited_at": None} | {field: lately}
        User.objects.filter(pk=user.pk).update(**days)
        assert remove_expired() == {}

        User.objects.filter(pk=user.pk).update(**days | {field: long_ago})
        assert remove_expired() == {"unused_accounts": 1}

    def test_where_somebody_was_signed_in_goes_a_month_after_they_were_there_last(self, admin: User) -> None:
        for days in (29, 31):
            UserSession.objects.create(
                user=admin,
                ip="192.0.2.1",
                session_key=f"key of {days}",
                last_seen_at=timezone.now() - timedelta(days=days),
            )

        assert remove_expired() == {"session_records": 1}
        assert UserSession.objects.get().session_key == "key of 29"

    def test_sessions_go_when_they_are_over(self) -> None:
        for seconds in (-60, 60):
            session = SessionStore()
            session.set_expiry(seconds)
            session.create()

        assert remove_expired() == {"ended_sessions": 1}
        assert Session.objects.count() == 1


def draft_of_long_ago(
    owner: ProgressReport | ExecutiveResponse | CabinetReport, page: DraftPage = DraftPage.OVERVIEW
) -> Draft:
    return Draft.objects.create(
        **WrittenPage(owner, page).keys,
        written_by=factories.UserFactory(),
        fields={"overview": ["Words"]},
        saved_at=timezone.now() - timedelta(days=91),
    )
