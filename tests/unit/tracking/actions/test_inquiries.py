"""Entering, editing, publishing, correcting, withdrawing and handing on inquiries."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PersonFactory,
    PostFactory,
    ProgressReportFactory,
    RecommendationFactory,
    administrator,
    appointed,
    seated,
    six_categories,
)
from tracking.actions.inquiries import (
    NewPerson,
    correct_inquiry,
    create_inquiry,
    edit_inquiry,
    hand_on_inquiry,
    publish_inquiry,
    record_executive_response,
    withdraw_inquiry,
)
from tracking.dates import today
from tracking.enums import CommitteeKind, CommitteeRole, InquiryState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Committee, Event, Inquiry, Person, TrackingCommittee, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory()


@pytest.fixture
def officer(committee: Committee) -> User:
    return seated(committee, CommitteeRole.SCRUTINY_OFFICER)


@pytest.fixture
def draft(committee: Committee) -> Inquiry:
    return InquiryFactory(state=InquiryState.DRAFT, tracking_committee=committee, title="Libraries")


@pytest.fixture
def published(committee: Committee) -> Inquiry:
    return InquiryFactory(tracking_committee=committee, title="Libraries", approved_on=date(2015, 6, 9))


def everybody_else(committee: Committee) -> list[User]:
    """One user of every role that does not manage this committee's inquiries."""
    return [
        seated(committee, CommitteeRole.CLERK),
        seated(committee, CommitteeRole.MEMBER),
        seated(CommitteeFactory(), CommitteeRole.SCRUTINY_OFFICER),
        appointed(PostFactory()),
        administrator(),
    ]


def test_a_new_inquiry_is_a_draft_that_the_committee_tracks(committee: Committee, officer: User) -> None:
    six_categories()
    predecessor = CommitteeFactory()

    inquiry = create_inquiry(
        by=officer,
        committee=committee,
        tracked_from=date(2015, 6, 9),
        title="The library service",
        commissioned_by=[predecessor],
        lead_member=NewPerson("Example Member", "Councillor"),
    )

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.slug, inquiry.scheme.slug) == ("draft", "the-library-service", "six-categories")
    assert list(inquiry.commissioned_by.all()) == [predecessor]
    assert inquiry.lead_member == Person.objects.get(name="Example Member", title="Councillor")
    row = TrackingCommittee.objects.get(inquiry=inquiry)
    assert (row.committee, row.starts_on, row.ends_on) == (committee, date(2015, 6, 9), None)
    event = Event.objects.get()
    assert (event.type, event.actor, event.target_id) == (
        "created inquiry",
        str(officer.public_id),
        str(inquiry.pk),
    )
    assert event.after == {
        "title": "The library service",
        "slug": "the-library-service",
        "tracking_committee": committee.pk,
    }


def test_a_second_inquiry_of_the_same_title_has_an_address_of_its_own(committee: Committee, officer: User) -> None:
    six_categories()
    slugs = [create_inquiry(by=officer, committee=committee, title="Buses").slug for _ in range(2)]

    assert slugs == ["buses", "buses-2"]


def test_an_inquiry_needs_a_title(committee: Committee, officer: User) -> None:
    six_categories()
    with pytest.raises(NotPossible):
        create_inquiry(by=officer, committee=committee, title="")

    assert Inquiry.objects.count() == 0


def test_an_abolished_committee_starts_nothing(committee: Committee, officer: User) -> None:
    Committee.objects.filter(pk=committee.pk).update(abolished_on=date(2016, 5, 1))
    committee.refresh_from_db()
    with pytest.raises(NotPossible, match="abolished on 1 May 2016"):
        create_inquiry(by=officer, committee=committee, title="Buses")


def test_only_the_committees_scrutiny_officer_enters_its_inquiries(committee: Committee) -> None:
    for user in everybody_else(committee):
        with pytest.raises(NotAllowed):
            create_inquiry(by=user, committee=committee, title="Buses")

    assert Inquiry.objects.count() == 0


def test_a_draft_is_edited_and_the_event_says_what_changed(officer: User, draft: Inquiry) -> None:
    edit_inquiry(by=officer, inquiry=draft, title="Public libraries", approved_on=date(2015, 6, 10))

    draft.refresh_from_db()
    assert (draft.title, draft.approved_on) == ("Public libraries", date(2015, 6, 10))
    event = Event.objects.get()
    assert event.type == "edited inquiry"
    assert event.before == {"title": "Libraries", "approved_on": "2015-06-09"}
    assert event.after == {"title": "Public libraries", "approved_on": "2015-06-10"}


def test_a_published_inquiry_is_not_edited(officer: User, published: Inquiry) -> None:
    with pytest.raises(NotPossible, match="Correct it, and give the reason"):
        edit_inquiry(by=officer, inquiry=published, title="Buses")

    assert Event.objects.count() == 0


def test_a_published_inquiry_is_corrected_with_a_reason(officer: User, published: Inquiry) -> None:
    committee = CommitteeFactory()
    correct_inquiry(
        by=officer, inquiry=published, reason="Misread", title="Public libraries", commissioned_by=[committee]
    )

    published.refresh_from_db()
    assert published.title == "Public libraries"
    event = Event.objects.get()
    assert event.type == "corrected inquiry"
    assert event.before == {"title": "Libraries", "commissioned_by": []}
    assert event.after == {"title": "Public libraries", "commissioned_by": [committee.pk], "reason": "Misread"}


@pytest.mark.parametrize(("reason", "title"), [(" ", "Buses"), ("Misread", "Libraries")])
def test_a_correction_needs_a_reason_and_a_change(officer: User, published: Inquiry, reason: str, title: str) -> None:
    with pytest.raises(NotPossible):
        correct_inquiry(by=officer, inquiry=published, reason=reason, title=title)

    assert Event.objects.count() == 0


def test_a_draft_is_edited_not_corrected(officer: User, draft: Inquiry) -> None:
    with pytest.raises(NotPossible):
        correct_inquiry(by=officer, inquiry=draft, reason="Misread", title="Buses")


def test_a_draft_with_recommendations_is_published(officer: User, draft: Inquiry) -> None:
    RecommendationFactory(inquiry=draft)
    publish_inquiry(by=officer, inquiry=draft)

    draft.refresh_from_db()
    assert draft.state == InquiryState.PUBLISHED
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "published inquiry",
        {"state": "draft"},
        {"state": "published"},
    )


def test_an_inquiry_without_recommendations_is_not_published(officer: User, draft: Inquiry) -> None:
    RecommendationFactory(inquiry=draft, withdrawn_reason="Entered twice")
    with pytest.raises(NotPossible, match="no recommendations yet"):
        publish_inquiry(by=officer, inquiry=draft)


def test_an_inquiry_entered_by_mistake_is_withdrawn(officer: User, published: Inquiry) -> None:
    withdraw_inquiry(by=officer, inquiry=published, reason="Entered twice")

    published.refresh_from_db()
    assert (published.state, published.withdrawn_reason) == ("withdrawn", "Entered twice")
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "withdrew inquiry",
        {"state": "published"},
        {"state": "withdrawn", "reason": "Entered twice"},
    )


def test_a_withdrawal_needs_a_reason(officer: User, published: Inquiry) -> None:
    with pytest.raises(NotPossible, match="Give the reason"):
        withdraw_inquiry(by=officer, inquiry=published, reason="")


def test_an_inquiry_whose_tracking_has_begun_is_not_withdrawn(
    committee: Committee, officer: User, published: Inquiry
) -> None:
    leaf = RecommendationFactory(inquiry=published)
    AssessmentFactory(leaf=leaf, meeting=MeetingFactory(committee=committee))
    with pytest.raises(NotPossible, match="Only the committee can conclude it"):
        withdraw_inquiry(by=officer, inquiry=published, reason="Entered twice")


def test_an_inquiry_with_a_report_is_not_withdrawn(officer: User, published: Inquiry) -> None:
    ProgressReportFactory(inquiry=published)
    with pytest.raises(NotPossible, match="Only the committee can conclude it"):
        withdraw_inquiry(by=officer, inquiry=published, reason="Entered twice")


def test_handing_on_ends_one_committees_tracking_and_starts_the_next(
    committee: Committee, officer: User, published: Inquiry
) -> None:
    following = CommitteeFactory()
    hand_on_inquiry(by=officer, inquiry=published, committee=following, on=date(2016, 5, 24))

    rows = published.tracking_committees.values_list("committee", "starts_on", "ends_on")
    assert list(rows) == [
        (committee.pk, date(2015, 6, 9), date(2016, 5, 24)),
        (following.pk, date(2016, 5, 24), None),
    ]
    event = Event.objects.get()
    assert event.type == "handed on inquiry"
    assert event.before == {"tracking_committee": committee.pk}
    assert event.after == {"tracking_committee": following.pk, "on": "2016-05-24"}
    with pytest.raises(NotAllowed):
        edit_inquiry(by=officer, inquiry=published, title="Not mine any more")


@pytest.mark.parametrize(
    ("on", "message"),
    [(date(2015, 6, 8), "end date must be the same as or after"), (today() + timedelta(days=1), "before the day")],
)
def test_an_inquiry_is_not_handed_on_at_an_impossible_time(
    officer: User, published: Inquiry, on: date, message: str
) -> None:
    with pytest.raises(NotPossible, match=message):
        hand_on_inquiry(by=officer, inquiry=published, committee=CommitteeFactory(), on=on)

    assert published.tracking_committees.count() == 1


def test_an_inquiry_is_not_handed_on_to_its_own_or_an_abolished_committee(
    committee: Committee, officer: User, published: Inquiry
) -> None:
    abolished = CommitteeFactory(abolished_on=date(2016, 5, 1))
    for to in (committee, abolished):
        with pytest.raises(NotPossible, match="Choose another"):
            hand_on_inquiry(by=officer, inquiry=published, committee=to, on=date(2016, 5, 24))


def test_only_a_committee_of_scrutiny_tracks(committee: Committee, officer: User, published: Inquiry) -> None:
    with pytest.raises(NotPossible, match=r"Only those track inquiries\.$"):
        hand_on_inquiry(
            by=officer,
            inquiry=published,
            committee=CommitteeFactory(kind=CommitteeKind.CABINET),
            on=date(2016, 5, 24),
        )
    Committee.objects.filter(pk=committee.pk).update(kind=CommitteeKind.CABINET)
    committee.refresh_from_db()
    with pytest.raises(NotPossible, match=r"Only those track inquiries\.$"):
        create_inquiry(by=officer, committee=committee, title="Buses")
    assert list(published.tracking_committees.values_list("committee", flat=True)) == [committee.pk]


def test_the_dates_of_the_executive_response_are_recorded(officer: User, published: Inquiry) -> None:
    record_executive_response(
        by=officer,
        inquiry=published,
        received_on=date(2015, 6, 9),
        notice_on=None,
        responded_on=date(2015, 8, 7),
    )

    published.refresh_from_db()
    assert (published.received_on, published.responded_on) == (date(2015, 6, 9), date(2015, 8, 7))
    event = Event.objects.get()
    assert event.before == {"received_on": None, "responded_on": None}
    assert event.after == {"received_on": "2015-06-09", "responded_on": "2015-08-07"}


@pytest.mark.parametrize(
    ("received_on", "responded_on"),
    [(date(2015, 6, 9), date(2015, 6, 8)), (today() + timedelta(days=1), None)],
)
def test_impossible_response_dates_are_refused(
    officer: User, published: Inquiry, received_on: date, responded_on: date | None
) -> None:
    with pytest.raises(NotPossible):
        record_executive_response(
            by=officer, inquiry=published, received_on=received_on, notice_on=None, responded_on=responded_on
        )


ACTS: list[Callable[[User, Inquiry], object]] = [
    lambda by, inquiry: edit_inquiry(by=by, inquiry=inquiry, title="Mine"),
    lambda by, inquiry: correct_inquiry(by=by, inquiry=inquiry, reason="Mine", title="Mine"),
    lambda by, inquiry: publish_inquiry(by=by, inquiry=inquiry),
    lambda by, inquiry: withdraw_inquiry(by=by, inquiry=inquiry, reason="Mine"),
    lambda by, inquiry: hand_on_inquiry(by=by, inquiry=inquiry, committee=CommitteeFactory(), on=date(2016, 5, 1)),
    lambda by, inquiry: record_executive_response(
        by=by, inquiry=inquiry, received_on=None, notice_on=None, responded_on=None
    ),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_the_scrutiny_officer_of_the_tracking_committee_manages_an_inquiry(
    committee: Committee, draft: Inquiry, act: Callable[[User, Inquiry], object]
) -> None:
    PersonFactory()
    for user in everybody_else(committee):
        with pytest.raises(NotAllowed):
            act(user, draft)

    assert Event.objects.count() == 0
