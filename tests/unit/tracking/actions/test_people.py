"""People, users, appointments and memberships."""

from collections.abc import Callable
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from tests.factories import (
    AppointmentFactory,
    CommitteeFactory,
    CommitteeMembershipFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    administrator,
    appointed,
    seated,
)
from tracking.actions.people import (
    add_membership,
    appoint,
    create_person,
    edit_person,
    edit_user,
    end_appointment,
    end_membership,
    make_user,
)
from tracking.actions.sign_ins import take_password_away
from tracking.enums import Capacity, CommitteeKind, CommitteeRole, MailKind
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Event, OutboxMail, Person, User
from tracking.presenters.sign_ins import invitation_words
from tracking.queries.sign_ins import invitation_href, invited_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return administrator()


def test_a_person_is_created_and_edited_and_the_trail_names_nobody(admin: User) -> None:
    person = create_person(by=admin, name="Example Member", title="Councillor")
    edit_person(by=admin, person=person, name="Example Member", title="Deputy Leader")

    person.refresh_from_db()
    assert (person.name, person.title) == ("Example Member", "Deputy Leader")
    assert list(Event.objects.order_by("pk").values_list("type", "target_id", "before", "after")) == [
        ("created person", str(person.pk), {}, {}),
        ("edited person", str(person.pk), {"title": None}, {"title": None}),
    ]


def test_a_person_has_a_name(admin: User) -> None:
    with pytest.raises(NotPossible):
        create_person(by=admin, name="")

    assert Event.objects.count() == 0


def test_a_new_user_has_no_password_and_is_invited_to_choose_one(admin: User) -> None:
    person = PersonFactory()
    user = make_user(by=admin, person=person, email="Example.Member@example.org")

    user.refresh_from_db()
    assert (user.email, user.is_active, user.is_administrator) == ("example.member@example.org", True, False)
    assert user.has_usable_password() is False
    made, sent = Event.objects.order_by("pk")
    assert (made.type, made.target_id) == ("made user", str(user.pk))
    assert made.after == {"person": person.pk, "is_active": True, "is_administrator": False}
    assert (sent.type, sent.target_id, OutboxMail.objects.get().to) == ("sent invitation", str(user.pk), user)


def test_a_new_user_who_may_not_sign_in_is_not_invited(admin: User) -> None:
    user = make_user(by=admin, person=PersonFactory(), email="later@example.org", is_active=False)

    assert (user.invited_at, OutboxMail.objects.count()) == (None, 0)


def test_a_person_is_one_user_with_an_address_of_their_own(admin: User) -> None:
    taken = UserFactory(email="taken@example.org")
    with pytest.raises(NotPossible, match="is a user already"):
        make_user(by=admin, person=taken.person, email="other@example.org")
    with pytest.raises(NotPossible, match="Somebody else signs in"):
        make_user(by=admin, person=PersonFactory(), email="TAKEN@example.org")


def test_a_user_is_edited_and_an_old_address_opens_nothing_any_more(admin: User) -> None:
    user = UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=user, email="old@example.org", primary=True)

    edit_user(by=admin, user=user, email="new@example.org", is_active=False, is_administrator=False)

    user.refresh_from_db()
    assert (user.email, user.is_active) == ("new@example.org", False)
    assert EmailAddress.objects.count() == 0
    event = Event.objects.get(type="edited user")
    assert (event.before, event.after) == ({"email": None, "is_active": True}, {"email": None, "is_active": False})


def test_a_new_address_is_told_to_the_old_one_and_to_the_new(admin: User) -> None:
    user = UserFactory(email="old@example.org")

    edit_user(by=admin, user=user, email="new@example.org", is_active=True, is_administrator=False)

    told = {mail.address or mail.to.email: mail.subject for mail in OutboxMail.objects.all()}
    subject = "Your Scrutiny account: An administrator has changed the e-mail address that you sign in with"
    assert told == {"old@example.org": subject, "new@example.org": subject}


def test_an_invitation_to_a_wrong_address_opens_nothing_once_it_is_put_right(admin: User) -> None:
    user = make_user(by=admin, person=PersonFactory(), email="mistyped@example.org")
    former = invitation_href(user)
    edit_user(by=admin, user=user, email="right@example.org", is_active=True, is_administrator=False)

    assert [invited_user(href.rstrip("/").rpartition("/")[2]) for href in (former, invitation_href(user))] == [
        None,
        user,
    ]
    assert OutboxMail.objects.filter(kind=MailKind.INVITATION, to=user).count() == 2


def test_an_address_is_changed_of_somebody_whose_password_was_taken_away_and_who_has_the_councils_account(
    admin: User,
) -> None:
    user = UserFactory(email="old@example.org")
    SocialAccount.objects.create(user=user, provider="council", uid="tenant:object")
    take_password_away(by=admin, user=user)
    waits = invitation_words(user)
    edit_user(by=admin, user=user, email="new@example.org", is_active=True, is_administrator=False)

    user.refresh_from_db()
    assert (waits, user.email, user.invited_at) == ("", "new@example.org", None)
    assert OutboxMail.objects.filter(kind=MailKind.INVITATION).count() == 0


def test_an_invitation_to_a_wrong_address_of_a_closed_account_does_not_open_with_it(admin: User) -> None:
    user = make_user(by=admin, person=PersonFactory(), email="mistyped@example.org")
    former = invitation_href(user)
    edit_user(by=admin, user=user, email="right@example.org", is_active=False, is_administrator=False)
    edit_user(by=admin, user=user, email="right@example.org", is_active=True, is_administrator=False)

    assert invited_user(former.rstrip("/").rpartition("/")[2]) is None


@pytest.mark.parametrize(("is_active", "is_administrator"), [(True, False), (False, True)])
def test_an_administrator_does_not_lock_themselves_out(admin: User, is_active: bool, is_administrator: bool) -> None:
    with pytest.raises(NotPossible, match="Ask another administrator"):
        edit_user(by=admin, user=admin, email=admin.email, is_active=is_active, is_administrator=is_administrator)


def test_an_appointment_begins_and_ends(admin: User) -> None:
    person, post = PersonFactory(), PostFactory()
    appointment = appoint(
        by=admin, person=person, post=post, capacity=Capacity.CONTRIBUTOR, starts_on=date(2015, 5, 19)
    )
    end_appointment(by=admin, appointment=appointment, ends_on=date(2016, 5, 24))

    appointment.refresh_from_db()
    assert (appointment.starts_on, appointment.ends_on) == (date(2015, 5, 19), date(2016, 5, 24))
    assert list(Event.objects.order_by("pk").values_list("type", "before", "after")) == [
        (
            "appointed person",
            {},
            {
                "person": person.pk,
                "post": post.pk,
                "capacity": "contributor",
                "starts_on": "2015-05-19",
                "ends_on": None,
            },
        ),
        ("ended appointment", {"ends_on": None}, {"ends_on": "2016-05-24"}),
    ]


def test_an_appointment_is_open_once_and_ends_once(admin: User) -> None:
    row = AppointmentFactory(starts_on=date(2015, 5, 19))
    with pytest.raises(NotPossible, match="End that one first"):
        appoint(by=admin, person=row.person, post=row.post, capacity=row.capacity, starts_on=None)
    with pytest.raises(NotPossible, match="same as or after the start date"):
        end_appointment(by=admin, appointment=row, ends_on=date(2015, 5, 18))
    end_appointment(by=admin, appointment=row, ends_on=date(2016, 5, 24))
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        end_appointment(by=admin, appointment=row, ends_on=date(2016, 6, 1))


def test_nobody_is_appointed_to_a_post_that_has_ended(admin: User) -> None:
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        appoint(
            by=admin,
            person=PersonFactory(),
            post=PostFactory(ended_on=date(2016, 5, 24)),
            capacity=Capacity.HOLDER,
            starts_on=date(2016, 5, 24),
        )


def test_a_membership_begins_and_ends(admin: User) -> None:
    person, committee = PersonFactory(), CommitteeFactory()
    membership = add_membership(
        by=admin, person=person, committee=committee, role=CommitteeRole.CLERK, starts_on=date(2015, 5, 19)
    )
    with pytest.raises(NotPossible, match="End that one first"):
        add_membership(by=admin, person=person, committee=committee, role=CommitteeRole.CLERK, starts_on=None)
    end_membership(by=admin, membership=membership, ends_on=date(2016, 5, 24))
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        end_membership(by=admin, membership=membership, ends_on=date(2016, 6, 1))

    assert list(Event.objects.order_by("pk").values_list("type", flat=True)) == [
        "added membership",
        "ended membership",
    ]


def test_nobody_joins_an_abolished_committee(admin: User) -> None:
    with pytest.raises(NotPossible, match="abolished on 24 May 2016"):
        add_membership(
            by=admin,
            person=PersonFactory(),
            committee=CommitteeFactory(abolished_on=date(2016, 5, 24)),
            role=CommitteeRole.MEMBER,
            starts_on=date(2016, 6, 1),
        )


def test_cabinet_has_a_clerk_and_no_scrutiny_officer(admin: User) -> None:
    cabinet, person = CommitteeFactory(kind=CommitteeKind.CABINET), PersonFactory()
    with pytest.raises(NotPossible, match=r"It has no scrutiny officer\.$"):
        add_membership(
            by=admin,
            person=person,
            committee=cabinet,
            role=CommitteeRole.SCRUTINY_OFFICER,
            starts_on=date(2016, 6, 1),
        )
    add_membership(by=admin, person=person, committee=cabinet, role=CommitteeRole.CLERK, starts_on=date(2016, 6, 1))
    assert list(person.memberships.values_list("role", flat=True)) == [CommitteeRole.CLERK]


def test_an_administrator_gives_themselves_no_role(admin: User) -> None:
    with pytest.raises(NotPossible, match="Ask another administrator to do it"):
        appoint(by=admin, person=admin.person, post=PostFactory(), capacity=Capacity.CONTRIBUTOR, starts_on=None)
    with pytest.raises(NotPossible, match="Ask another administrator to do it"):
        add_membership(
            by=admin, person=admin.person, committee=CommitteeFactory(), role=CommitteeRole.CLERK, starts_on=None
        )

    assert Event.objects.count() == 0


ACTS: list[Callable[[User, Person], object]] = [
    lambda by, person: create_person(by=by, name="Mine"),
    lambda by, person: edit_person(by=by, person=person, name="Mine", title=""),
    lambda by, person: make_user(by=by, person=person, email="mine@example.org"),
    lambda by, person: edit_user(by=by, user=by, email="mine@example.org", is_active=True, is_administrator=True),
    lambda by, person: appoint(by=by, person=person, post=PostFactory(), capacity=Capacity.HOLDER, starts_on=None),
    lambda by, person: end_appointment(by=by, appointment=AppointmentFactory(person=person), ends_on=date(2016, 1, 1)),
    lambda by, person: add_membership(
        by=by, person=person, committee=CommitteeFactory(), role=CommitteeRole.CLERK, starts_on=None
    ),
    lambda by, person: end_membership(
        by=by, membership=CommitteeMembershipFactory(person=person), ends_on=date(2016, 1, 1)
    ),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_an_administrator_manages_people(act: Callable[[User, Person], object]) -> None:
    committee = CommitteeFactory()
    for user in (
        seated(committee, CommitteeRole.SCRUTINY_OFFICER),
        seated(committee, CommitteeRole.CLERK),
        seated(committee),
        appointed(PostFactory()),
        UserFactory(is_administrator=True, is_active=False),
    ):
        with pytest.raises(NotAllowed):
            act(user, PersonFactory())

    assert Event.objects.count() == 0
