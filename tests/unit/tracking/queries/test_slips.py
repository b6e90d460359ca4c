"""The slip ledger: what moved a completion date, by whom and how far."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import Decision, MeetingState
from tracking.queries.judgements import rounds_by_leaf
from tracking.queries.slips import SlipLedger, slip_ledger

pytestmark = pytest.mark.django_db

ORIGINAL = date(2015, 11, 30)


@pytest.fixture
def leaf():
    return factories.RecommendationFactory(due_text="November 2015", due_on=ORIGINAL)


def held(leaf, day: date):
    return factories.MeetingFactory(committee=leaf.inquiry.tracking_committee, held_on=day, state=MeetingState.HELD)


def claimed(leaf, day: date, number: int = 3, **fields):
    claims = {"category": factories.category(number), **fields}
    factories.published_report([leaf], meeting=held(leaf, day), claims=claims)


def ledger_of(leaf) -> SlipLedger:
    return slip_ledger(leaf, rounds_by_leaf([leaf.pk], AnonymousUser())[leaf.pk])


def moves_of(leaf) -> list[tuple[date, int | None, int | None]]:
    return [(move.due_on, move.days, move.days_in_all) for move in ledger_of(leaf).moves]


def test_without_rounds_the_original_date_is_the_current_one(leaf):
    ledger = ledger_of(leaf)

    assert ledger == SlipLedger(original_text="November 2015", original_on=ORIGINAL)
    assert (ledger.current_on, ledger.days) == (ORIGINAL, 0)


def test_each_anticipated_date_is_a_move_counted_from_the_one_before_and_from_the_original(leaf):
    claimed(leaf, date(2015, 12, 1), anticipated_on=date(2016, 3, 31))
    claimed(leaf, date(2016, 4, 12), anticipated_on=date(2016, 6, 29))

    assert moves_of(leaf) == [(date(2016, 3, 31), 122, 122), (date(2016, 6, 29), 90, 212)]
    assert ledger_of(leaf).days == 212


def test_a_date_agreed_by_the_committee_comes_after_the_one_anticipated_at_the_same_meeting(leaf):
    claimed(leaf, date(2016, 4, 12), anticipated_on=date(2016, 6, 30))
    meeting = leaf.inquiry.reports.get().meeting
    view = factories.AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2016, 9, 30))

    ledger = ledger_of(leaf)

    assert [(move.due_on, move.view) for move in ledger.moves] == [
        (date(2016, 6, 30), None),
        (date(2016, 9, 30), view),
    ]
    assert ledger.current_on == date(2016, 9, 30)


def test_a_date_given_again_is_no_move(leaf):
    claimed(leaf, date(2015, 12, 1), anticipated_on=date(2016, 3, 31))
    claimed(leaf, date(2016, 1, 12), anticipated_on=date(2016, 3, 31))

    assert moves_of(leaf) == [(date(2016, 3, 31), 122, 122)]


def test_a_date_brought_forward_counts_backwards(leaf):
    claimed(leaf, date(2015, 10, 1), anticipated_on=date(2015, 11, 20))

    assert moves_of(leaf) == [(date(2015, 11, 20), -10, -10)]


def test_an_achieved_leaf_moves_no_date(leaf):
    claimed(leaf, date(2016, 4, 12), 1, completed_on=date(2015, 11, 1), anticipated_on=date(2016, 6, 30))

    assert moves_of(leaf) == []


def test_a_date_that_a_correction_superseded_never_was_a_move(leaf):
    meeting = held(leaf, date(2016, 4, 12))
    wrong = factories.AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2026, 9, 30))
    factories.AssessmentFactory(
        leaf=leaf, meeting=meeting, agreed_due_on=date(2016, 9, 30), supersedes=wrong, superseding_reason="Mistyped"
    )

    assert moves_of(leaf) == [(date(2016, 9, 30), 305, 305)]


def test_a_leaf_reopened_with_a_new_date_moves_on_from_the_last(leaf):
    claimed(leaf, date(2015, 12, 1), anticipated_on=date(2016, 3, 31))
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=held(leaf, date(2016, 4, 12)),
        category=factories.category(2),
        decision=Decision.CONCLUDE,
        conclusion_reason="implemented",
    )
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=held(leaf, date(2016, 11, 10)),
        reopens=True,
        reason="It stopped working.",
        agreed_due_on=date(2017, 3, 31),
    )

    assert moves_of(leaf) == [(date(2016, 3, 31), 122, 122), (date(2017, 3, 31), 365, 487)]


def test_a_date_carried_over_comes_before_those_given_here(leaf):
    claimed(leaf, date(2016, 4, 12), anticipated_on=date(2016, 6, 30))
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=None,
        considered_on=date(2015, 12, 1),
        source_text="Minutes of 1 December 2015",
        agreed_due_on=date(2016, 3, 31),
    )

    assert [move.due_on for move in ledger_of(leaf).moves] == [date(2016, 3, 31), date(2016, 6, 30)]


def test_a_part_without_a_date_counts_from_that_of_its_recommendation(leaf):
    part = factories.PartFactory(parent=leaf, due_text="", due_on=None)
    claimed(part, date(2016, 4, 12), anticipated_on=date(2015, 12, 1))

    assert moves_of(part) == [(date(2015, 12, 1), 1, 1)]


def test_without_an_original_day_the_first_date_given_has_nothing_to_count_from():
    leaf = factories.RecommendationFactory(due_text="Ongoing", due_on=None, ongoing=True)
    claimed(leaf, date(2016, 4, 12), anticipated_on=date(2016, 6, 30))
    claimed(leaf, date(2016, 11, 10), anticipated_on=date(2016, 7, 30))

    assert moves_of(leaf) == [(date(2016, 6, 30), None, None), (date(2016, 7, 30), 30, None)]
    assert ledger_of(leaf).days is None
