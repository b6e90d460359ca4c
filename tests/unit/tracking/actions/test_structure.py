"""Posts, committees and the wording of the assessment scheme: what an administrator keeps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.factories import (
    AppointmentFactory,
    CommitteeFactory,
    CommitteeMembershipFactory,
    InquiryFactory,
    MeetingFactory,
    PostFactory,
    administrator,
    appointed,
    category,
    seated,
    six_categories,
)
from tracking.actions.committees import abolish_committee, create_committee, edit_committee
from tracking.actions.posts import create_post, edit_post, end_post
from tracking.actions.schemes import edit_category, edit_standing_questions
from tracking.dates import today
from tracking.enums import CommitteeKind, CommitteeRole, InquiryState, PostKind
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return administrator()


def test_a_post_is_created_and_renamed_and_keeps_its_address(admin: User) -> None:
    post = create_post(by=admin, name="Deputy Leader", kind=PostKind.PORTFOLIO)
    edit_post(by=admin, post=post, name="Deputy Leader and Resources", kind=PostKind.PORTFOLIO)

    post.refresh_from_db()
    assert (post.name, post.slug) == ("Deputy Leader and Resources", "deputy-leader")
    assert list(Event.objects.order_by("pk").values_list("type", "before", "after")) == [
        ("created post", {}, {"name": "Deputy Leader", "slug": "deputy-leader", "kind": "portfolio"}),
        ("edited post", {"name": "Deputy Leader"}, {"name": "Deputy Leader and Resources"}),
    ]


def test_two_posts_do_not_share_a_name(admin: User) -> None:
    PostFactory(name="Deputy Leader")
    with pytest.raises(NotPossible, match="There is a post called deputy leader already"):
        create_post(by=admin, name="deputy leader", kind=PostKind.PORTFOLIO)
    with pytest.raises(NotPossible, match="There is a post called Deputy Leader already"):
        edit_post(by=admin, post=PostFactory(), name="Deputy Leader", kind=PostKind.PORTFOLIO)


def test_a_post_ends_with_its_appointments_and_names_its_successors(admin: User) -> None:
    post, successor = PostFactory(), PostFactory()
    appointment = AppointmentFactory(post=post, starts_on=date(2015, 5, 19))

    end_post(by=admin, post=post, on=date(2016, 5, 24), successors=[successor])

    post.refresh_from_db()
    appointment.refresh_from_db()
    assert (post.ended_on, list(post.successors.all())) == (date(2016, 5, 24), [successor])
    assert appointment.ends_on == date(2016, 5, 24)
    event = Event.objects.get()
    assert event.type == "ended post"
    assert event.after == {
        "ended_on": "2016-05-24",
        "successors": [successor.pk],
        "ended_appointments": [appointment.pk],
    }
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        end_post(by=admin, post=post, on=date(2016, 6, 1))


def test_a_post_does_not_succeed_itself_or_end_before_its_holder_begins(admin: User) -> None:
    post = PostFactory()
    with pytest.raises(NotPossible, match="cannot succeed itself"):
        end_post(by=admin, post=post, on=date(2016, 5, 24), successors=[post])
    AppointmentFactory(post=post, starts_on=date(2016, 6, 1))
    with pytest.raises(NotPossible, match="Choose a later day"):
        end_post(by=admin, post=post, on=date(2016, 5, 24))


def test_a_committee_is_created_and_edited(admin: User) -> None:
    committee = create_committee(by=admin, name="Housing O&S Committee", tracking_interval_months=6)
    edit_committee(by=admin, committee=committee, name="Homes O&S Committee")

    committee.refresh_from_db()
    assert (committee.slug, committee.name) == ("housing-os-committee", "Homes O&S Committee")
    assert list(Event.objects.order_by("pk").values_list("type", "before", "after")) == [
        (
            "created committee",
            {},
            {"name": "Housing O&S Committee", "slug": "housing-os-committee", "tracking_interval_months": 6},
        ),
        ("edited committee", {"name": "Housing O&S Committee"}, {"name": "Homes O&S Committee"}),
    ]
    with pytest.raises(NotPossible, match="There is a committee called"):
        create_committee(by=admin, name="Homes O&S Committee")


def test_who_a_committees_contact_is_stays_out_of_the_trail(admin: User) -> None:
    committee = create_committee(by=admin, name="Housing", contact_name="Ann", contact_telephone="0121 496 0000")
    edit_committee(by=admin, committee=committee, contact_name="Bob", contact_email="bob@example.org")

    committee.refresh_from_db()
    assert (committee.contact_name, committee.contact_email) == ("Bob", "bob@example.org")
    nothing = {"contact_name": None, "contact_email": None}
    assert list(Event.objects.order_by("pk").values_list("before", "after")) == [
        ({}, {"name": "Housing", "slug": "housing", "contact_name": None, "contact_telephone": None}),
        (nothing, nothing),
    ]


def test_a_committee_that_had_to_do_with_scrutiny_stays_of_scrutiny(admin: User) -> None:
    tracks, commissioned, supported = CommitteeFactory(), CommitteeFactory(), CommitteeFactory()
    InquiryFactory(tracking_committee=tracks).tracking_committees.update(ends_on=date(2016, 5, 24))
    InquiryFactory().commissioned_by.add(commissioned)
    CommitteeMembershipFactory(committee=supported, role=CommitteeRole.SCRUTINY_OFFICER)

    for committee in (tracks, commissioned, supported):
        with pytest.raises(NotPossible, match=r"It stays with scrutiny\.$"):
            edit_committee(by=admin, committee=committee, kind=CommitteeKind.CABINET)
        committee.refresh_from_db()
        assert committee.kind == CommitteeKind.SCRUTINY


def test_a_committee_with_nothing_of_scrutiny_becomes_cabinet(admin: User) -> None:
    committee = CommitteeFactory()
    edit_committee(by=admin, committee=committee, kind=CommitteeKind.CABINET)

    committee.refresh_from_db()
    assert committee.kind == CommitteeKind.CABINET


def test_a_committee_is_abolished_with_its_memberships(admin: User) -> None:
    committee = CommitteeFactory()
    membership = CommitteeMembershipFactory(committee=committee)

    abolish_committee(by=admin, committee=committee, on=date(2016, 5, 24))

    committee.refresh_from_db()
    membership.refresh_from_db()
    assert (committee.abolished_on, membership.ends_on) == (date(2016, 5, 24), date(2016, 5, 24))
    event = Event.objects.get()
    assert event.after == {"abolished_on": "2016-05-24", "ended_memberships": [membership.pk]}
    with pytest.raises(NotPossible, match="was abolished on 24 May 2016"):
        abolish_committee(by=admin, committee=committee, on=date(2016, 5, 25))


def test_a_committee_with_work_left_is_not_abolished(admin: User) -> None:
    committee = CommitteeFactory()
    inquiry = InquiryFactory(tracking_committee=committee)
    with pytest.raises(NotPossible, match="still tracks 1 inquiry"):
        abolish_committee(by=admin, committee=committee, on=today())
    type(inquiry).objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="Entered twice")
    MeetingFactory(committee=committee, held_on=today() + timedelta(days=7))
    with pytest.raises(NotPossible, match="has 1 meeting to come"):
        abolish_committee(by=admin, committee=committee, on=today())


def test_the_wording_of_a_category_is_edited_and_its_meaning_stays(admin: User) -> None:
    row = category(1)
    old = row.criterion
    edit_category(by=admin, category=row, name=row.name, criterion="All of it was done by the date.")

    row.refresh_from_db()
    assert (row.criterion, row.number, row.achieved) == ("All of it was done by the date.", 1, True)
    event = Event.objects.get()
    assert (event.before, event.after) == ({"criterion": old}, {"criterion": "All of it was done by the date."})


def test_two_categories_do_not_share_a_name(admin: User) -> None:
    with pytest.raises(NotPossible, match="Choose another name"):
        edit_category(by=admin, category=category(1), name=category(2).name, criterion="x")


def test_the_standing_questions_are_replaced_in_order(admin: User) -> None:
    scheme = six_categories()
    old = [question.text for question in scheme.standing_questions.all()]
    edit_standing_questions(by=admin, scheme=scheme, questions=["What was done?", " ", "What helped?"])

    assert list(scheme.standing_questions.values_list("position", "text")) == [
        (1, "What was done?"),
        (2, "What helped?"),
    ]
    event = Event.objects.get()
    assert event.before == {"standing_questions": old}
    assert event.after == {"standing_questions": ["What was done?", "What helped?"]}


ACTS: list[Callable[[User], object]] = [
    lambda by: create_post(by=by, name="Mine", kind=PostKind.PORTFOLIO),
    lambda by: edit_post(by=by, post=PostFactory(), name="Mine", kind=PostKind.PORTFOLIO),
    lambda by: end_post(by=by, post=PostFactory(), on=date(2016, 5, 24)),
    lambda by: create_committee(by=by, name="Mine"),
    lambda by: edit_committee(by=by, committee=CommitteeFactory(), name="Mine"),
    lambda by: abolish_committee(by=by, committee=CommitteeFactory(), on=date(2016, 5, 24)),
    lambda by: edit_category(by=by, category=category(1), name="Mine", criterion="Mine"),
    lambda by: edit_standing_questions(by=by, scheme=six_categories(), questions=["Mine?"]),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_an_administrator_keeps_the_structure(act: Callable[[User], object]) -> None:
    committee = CommitteeFactory()
    for user in (
        seated(committee, CommitteeRole.SCRUTINY_OFFICER),
        seated(committee, CommitteeRole.CLERK),
        seated(committee),
        appointed(PostFactory()),
    ):
        with pytest.raises(NotAllowed):
            act(user)

    assert Event.objects.count() == 0
