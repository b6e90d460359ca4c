"""Who is responsible, in order and with dates."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.factories import (
    CommitteeFactory,
    InquiryFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    administrator,
    appointed,
    seated,
)
from tracking.actions.responsibilities import (
    add_responsibility,
    end_responsibility,
    move_responsibility,
    put_responsibility_first,
)
from tracking.enums import CommitteeRole
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Committee, Event, Post, Recommendation, Responsibility, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory()


@pytest.fixture
def officer(committee: Committee) -> User:
    return seated(committee, CommitteeRole.SCRUTINY_OFFICER)


@pytest.fixture
def recommendation(committee: Committee) -> Recommendation:
    return RecommendationFactory(inquiry=InquiryFactory(tracking_committee=committee))


@pytest.fixture
def leader(recommendation: Recommendation) -> Responsibility:
    return ResponsibilityFactory(
        recommendation=recommendation, post=PostFactory(name="Deputy Leader"), starts_on=date(2015, 6, 9)
    )


def in_order(recommendation: Recommendation) -> list[tuple[Post, date | None, date | None]]:
    return [(row.post, row.starts_on, row.ends_on) for row in recommendation.responsibilities.all()]


def test_a_further_post_stands_behind_those_before_it(
    officer: User, recommendation: Recommendation, leader: Responsibility
) -> None:
    body = PostFactory()
    row = add_responsibility(by=officer, recommendation=recommendation, post=body, as_written="With the contractor")

    assert in_order(recommendation) == [(leader.post, date(2015, 6, 9), None), (body, None, None)]
    event = Event.objects.get()
    assert (event.type, event.target_id) == ("added responsibility", str(row.pk))
    assert event.after == {
        "recommendation": recommendation.pk,
        "post": body.pk,
        "position": 2,
        "starts_on": None,
        "as_written": "With the contractor",
    }


def test_a_post_is_responsible_once_at_a_time(
    officer: User, recommendation: Recommendation, leader: Responsibility
) -> None:
    with pytest.raises(NotPossible, match="Deputy Leader is responsible for R"):
        add_responsibility(by=officer, recommendation=recommendation, post=leader.post)


def test_a_post_that_has_ended_takes_nothing_on(officer: User, recommendation: Recommendation) -> None:
    post = PostFactory(ended_on=date(2016, 5, 24))
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        add_responsibility(by=officer, recommendation=recommendation, post=post, starts_on=date(2016, 6, 1))


def test_a_responsibility_ends_and_stays_as_history(officer: User, leader: Responsibility) -> None:
    end_responsibility(by=officer, responsibility=leader, ends_on=date(2016, 5, 24))

    assert in_order(leader.recommendation) == [(leader.post, date(2015, 6, 9), date(2016, 5, 24))]
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "ended responsibility",
        {"ends_on": None},
        {"ends_on": "2016-05-24"},
    )
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        end_responsibility(by=officer, responsibility=leader, ends_on=date(2016, 6, 1))


def test_a_responsibility_does_not_end_before_it_begins(officer: User, leader: Responsibility) -> None:
    with pytest.raises(NotPossible, match="same as or after the start date"):
        end_responsibility(by=officer, responsibility=leader, ends_on=date(2015, 6, 8))


def test_a_portfolio_moves_and_the_order_stays(
    officer: User, recommendation: Recommendation, leader: Responsibility
) -> None:
    body = ResponsibilityFactory(recommendation=recommendation, position=2)
    resources = PostFactory()

    following = move_responsibility(by=officer, responsibility=leader, post=resources, on=date(2016, 5, 24))

    assert [row.post for row in recommendation.responsibilities.all() if row.in_force(date(2016, 5, 24))] == [
        resources,
        body.post,
    ]
    event = Event.objects.get()
    assert event.before == {"post": leader.post_id}
    assert event.after == {"post": resources.pk, "on": "2016-05-24", "responsibility": following.pk}


def test_the_order_changes(officer: User, recommendation: Recommendation, leader: Responsibility) -> None:
    body = ResponsibilityFactory(recommendation=recommendation, position=2)

    put_responsibility_first(by=officer, responsibility=body)

    assert [row.post for row in recommendation.responsibilities.all()] == [body.post, leader.post]
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "put responsibility first",
        {"position": 2},
        {"position": 1},
    )


ACTS: list[Callable[[User, Responsibility], object]] = [
    lambda by, row: add_responsibility(by=by, recommendation=row.recommendation, post=PostFactory()),
    lambda by, row: end_responsibility(by=by, responsibility=row, ends_on=date(2016, 5, 24)),
    lambda by, row: move_responsibility(by=by, responsibility=row, post=PostFactory(), on=date(2016, 5, 24)),
    lambda by, row: put_responsibility_first(by=by, responsibility=row),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_the_scrutiny_officer_of_the_tracking_committee_says_who_is_responsible(
    committee: Committee, leader: Responsibility, act: Callable[[User, Responsibility], object]
) -> None:
    for user in (seated(committee, CommitteeRole.CLERK), seated(committee), appointed(leader.post), administrator()):
        with pytest.raises(NotAllowed):
            act(user, leader)

    assert Event.objects.count() == 0
