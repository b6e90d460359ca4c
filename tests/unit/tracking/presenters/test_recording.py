"""What lies before the officer, in words."""

from datetime import date

import pytest

from tests.factories import AssessmentFactory, MeetingFactory, category
from tests.recording_scene import Scene, scene
from tracking.enums import Decision, MeetingState, Outcome, SupplementState
from tracking.models import Meeting, ProgressUpdate
from tracking.presenters.links import Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Scene:
    return scene()


def test_it_says_where_in_the_meeting_the_officer_is(council: Scene) -> None:
    council.report()
    face = council.face("R02a")
    assert (face.place, face.label, face.inquiry, face.recorded) == (
        "2 of 3",
        "R02 a)",
        "Refreshing the Partnership",
        "0 of 3 recorded",
    )


def test_the_dates_have_their_ledger_once_they_moved(council: Scene) -> None:
    council.report("R01", anticipated_on=date(2016, 6, 30))
    dates = council.face().leaves[0].dates
    assert (dates.original, dates.current, dates.moved) == (
        "November 2015 (30 November 2015)",
        "30 June 2016",
        "Slipped 213 days in one move.",
    )
    assert [row.due for row in dates.rows] == ["November 2015 (30 November 2015)", "30 June 2016"]


def test_dates_that_did_not_move_have_none(council: Scene) -> None:
    council.report("R01")
    dates = council.face().leaves[0].dates
    assert (dates.current, dates.moved, dates.rows) == ("", "", ())


def test_the_last_view_leaves_out_the_committees_own_name_and_what_stands_by_itself(council: Scene) -> None:
    council.last_view(asked_for="Figures.", minute="47")
    council.report("R01")
    leaf = council.face().leaves[0]
    assert leaf.last is not None
    assert (leaf.last.by, leaf.last.notes, leaf.asked_for) == ("10 November 2015, minute 47", (), "Figures.")


def test_the_last_view_of_another_committee_says_whose_it_was(council: Scene) -> None:
    other = MeetingFactory(committee__name="Housing O&S Committee", held_on=date(2015, 10, 1), state=MeetingState.HELD)
    AssessmentFactory(leaf=council.leaves["R01"], meeting=other)
    council.report("R01")
    leaf = council.face().leaves[0]
    assert leaf.last is not None
    assert leaf.last.by == "Housing O&S Committee, 1 October 2015"


def test_a_view_can_be_undone_until_the_minutes_are_approved(council: Scene) -> None:
    council.report("R01")
    AssessmentFactory(leaf=council.leaves["R01"], meeting=council.now)
    assert council.face().leaves[0].undo_href == council.address("view_undo")
    council.now.state, council.now.minutes_approved_on = MeetingState.MINUTES_APPROVED, date(2016, 5, 10)
    leaf = council.face().leaves[0]
    assert (leaf.undo_href, leaf.correct_href) == ("", council.address("view_correct"))


def test_one_part_leads_to_one_view_for_all_and_back(council: Scene) -> None:
    council.report()
    part, whole = council.face("R02a"), council.face("R02")
    assert part.other_scope == (Link("One view for all 2 parts of R02", council.address(reference="R02")),)
    assert whole.scope_words == "One part at a time:"
    assert whole.other_scope == (
        Link("R02 a)", council.address(reference="R02a")),
        Link("R02 b)", council.address(reference="R02b")),
    )


def test_one_part_alone_that_waits_leads_to_no_view_for_all(council: Scene) -> None:
    council.report()
    AssessmentFactory(leaf=council.leaves["R02b"], meeting=council.now)
    assert council.face("R02a").other_scope == ()


def test_the_list_has_every_leaf_with_what_was_recorded(council: Scene) -> None:
    council.report()
    AssessmentFactory(leaf=council.leaves["R01"], meeting=council.now, category=category(5))
    AssessmentFactory(
        leaf=council.leaves["R02a"], meeting=council.now, outcome=Outcome.DEFERRED, category=None, decision=""
    )
    (report,) = council.face("R02b").reports
    assert [(leaf.label, leaf.mark, leaf.tone, leaf.state) for leaf in report.leaves] == [
        ("R01", "5", "insufficient", "5 Not Achieved (Insufficient Progress)"),
        ("R02 a)", "deferred", "", "deferred"),
        ("R02 b)", "", "", "not recorded yet"),
    ]
    assert [leaf.is_current for leaf in report.leaves] == [False, False, True]
    assert [leaf.is_settled for leaf in report.leaves] == [True, True, False]


def test_the_list_says_what_was_concluded_without_a_category(council: Scene) -> None:
    council.report("R01")
    AssessmentFactory(
        leaf=council.leaves["R01"],
        meeting=council.now,
        category=None,
        decision=Decision.CONCLUDE,
        conclusion_reason="overtaken",
    )
    assert council.face().reports[0].leaves[0].state == "concluded"


def test_the_view_recorded_last_is_one_step_away(council: Scene) -> None:
    council.report()
    AssessmentFactory(leaf=council.leaves["R01"], meeting=council.now)
    assert council.face("R02a").last_recorded == Link("R01", council.address())
    assert council.face("R01").last_recorded is None


def test_late_news_is_of_this_recommendation_or_of_all(council: Scene) -> None:
    report = council.report()
    council.news(report, "All is well.")
    council.news(report, "R01 is done.", recommendation=council.leaves["R01"])
    council.news(report, "R02 is not.", recommendation=council.leaves["R02a"].parent)
    council.news(
        report, "Not out yet.", state=SupplementState.HANDED_IN, number=None, published_by=None, published_at=None
    )
    found = council.face().late_news
    assert [(line.title, line.text) for line in found] == [
        ("Supplement 1, 8 April 2016: the whole report", "All is well."),
        ("Supplement 2, 8 April 2016: R01", "R01 is done."),
    ]


def test_a_deferred_leaf_says_which_meeting_it_comes_from(council: Scene) -> None:
    report = council.last_report("R01")
    council.last_view(
        outcome=Outcome.DEFERRED,
        category=None,
        decision="",
        report=report,
        self_assessment=ProgressUpdate.objects.get(revision__report=report).self_assessments.get(),
    )
    Meeting.objects.filter(pk=council.then.pk).update(state=MeetingState.HELD)
    face = council.face()
    assert face.sentences == ("Deferred on 10 November 2015. This is the report for that meeting.",)
    assert face.reports[0].deferred_from == "Deferred on 10 November 2015"


def test_somebody_or_nobody_is_responsible(council: Scene) -> None:
    council.report("R01")
    assert council.face().responsible == "nobody today"
