from datetime import UTC, date, datetime

import pytest

from tests import factories
from tests.following import REPORTED_AT, VIEWED_AT, Scene, scene
from tracking.enums import ConclusionReason, Decision, InquiryState, NewsKind, Outcome, ReportState, SupplementState
from tracking.models import Inquiry, Meeting, ProgressReport
from tracking.presenters.news import news_entry
from tracking.queries.news import News, news_of_committee, news_of_inquiry, news_of_recommendation

pytestmark = pytest.mark.django_db

LATER = date(2016, 11, 30)


def _told(items: list[News]) -> list[tuple[str, list[str]]]:
    return [(item.kind.value, [row.leaf.reference for row in item.judged]) for item in items]


def _everything() -> Scene:
    """A report, late news on R02, and views: R01 concluded, R02 a moved, R02 b as claimed."""
    council = scene()
    report = council.report()
    council.late_news(report, recommendation=council.parent)
    council.view(
        council.whole,
        category=factories.category(1),
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.IMPLEMENTED,
    )
    council.view(council.part_a, agreed_due_on=LATER)
    council.view(council.part_b)
    return council


def test_what_happened_in_an_inquiry_is_told_newest_first() -> None:
    council = _everything()
    council.publish_views()
    items = news_of_inquiry(council.inquiry)
    assert _told(items) == [
        ("views", ["R01", "R02a", "R02b"]),
        ("concluded", ["R01"]),
        ("date-moved", ["R02a"]),
        ("late-news", []),
        ("report", ["R01", "R02a", "R02b"]),
    ]
    assert [item.at for item in items] == [VIEWED_AT] * 3 + [datetime(2016, 4, 11, 9, tzinfo=UTC), REPORTED_AT]


def test_views_that_are_not_published_are_told_nobody() -> None:
    council = _everything()
    assert {item.kind for item in news_of_inquiry(council.inquiry)} == {NewsKind.LATE_NEWS, NewsKind.REPORT}


def test_a_committee_is_told_of_its_own_meetings_alone() -> None:
    council = _everything()
    council.publish_views()
    elsewhere = factories.published_report([factories.RecommendationFactory()])
    assert _told(news_of_committee(council.committee)) == _told(news_of_inquiry(council.inquiry))
    assert _told(news_of_committee(elsewhere.meeting.committee)) == [
        ("report", [elsewhere.inquiry.recommendations.get().reference])
    ]


def test_a_recommendation_is_told_of_itself_and_its_parts() -> None:
    council = _everything()
    council.publish_views()
    assert _told(news_of_recommendation(council.parent)) == [
        ("views", ["R02a", "R02b"]),
        ("date-moved", ["R02a"]),
        ("late-news", []),
        ("report", ["R02a", "R02b"]),
    ]
    assert _told(news_of_recommendation(council.part_b)) == [
        ("views", ["R02b"]),
        ("late-news", []),
        ("report", ["R02b"]),
    ]
    assert _told(news_of_recommendation(council.whole)) == [
        ("views", ["R01"]),
        ("concluded", ["R01"]),
        ("report", ["R01"]),
    ]


def test_a_date_that_a_report_moves_is_news_of_the_report() -> None:
    council = scene()
    council.report(council.whole, anticipated_on=LATER)
    moved, report = reversed(news_of_inquiry(council.inquiry))
    assert (moved.kind, moved.at, report.kind) == (NewsKind.DATE_MOVED, REPORTED_AT, NewsKind.REPORT)
    assert moved.move is not None
    assert (moved.move.due_on, moved.move.days) == (LATER, 366)


def test_a_leaf_that_is_tracked_again_is_news() -> None:
    council = scene()
    council.view(council.whole, reopens=True, reason="The plan lapsed.")
    council.publish_views()
    assert _told(news_of_inquiry(council.inquiry)) == [("views", ["R01"]), ("reopened", ["R01"])]


def test_a_view_that_was_corrected_is_told_as_it_stands_now_and_since_when() -> None:
    council = scene()
    concluded = council.view(
        council.whole, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN, category=None
    )
    council.publish_views()
    corrected_at = datetime(2016, 5, 3, 10, tzinfo=UTC)
    council.view(council.whole, supersedes=concluded, superseding_reason="A slip.", recorded_at=corrected_at)
    (item,) = news_of_inquiry(council.inquiry)
    assert (item.kind, item.at) == (NewsKind.VIEWS, corrected_at)


def test_a_view_that_was_undone_is_no_news() -> None:
    council = scene()
    view = council.view(council.whole)
    council.publish_views()
    council.view(
        council.whole,
        outcome=Outcome.UNDONE,
        category=None,
        decision="",
        supersedes=view,
        superseding_reason="Undone.",
    )
    assert news_of_inquiry(council.inquiry) == []


def test_views_carried_over_from_before_are_no_news() -> None:
    council = scene()
    factories.AssessmentFactory(
        leaf=council.whole, meeting=None, considered_on=date(2014, 3, 1), source_text="Minutes of 1 March 2014."
    )
    assert news_of_inquiry(council.inquiry) == []


@pytest.mark.parametrize("state", sorted(set(ReportState) - ReportState.public() - {ReportState.WITHDRAWN}))
def test_a_report_that_is_not_published_is_told_nobody(state: ReportState) -> None:
    council = scene()
    report = council.report()
    ProgressReport.objects.filter(pk=report.pk).update(state=state)
    assert news_of_committee(council.committee) == []


def test_late_news_that_waits_for_the_clerk_is_told_nobody() -> None:
    council = scene()
    report = council.report(council.whole)
    council.late_news(report, state=SupplementState.HANDED_IN, number=None, published_by=None, published_at=None)
    assert {item.kind for item in news_of_inquiry(council.inquiry)} == {NewsKind.REPORT}


def test_an_inquiry_that_is_no_longer_public_is_told_nobody() -> None:
    council = _everything()
    council.publish_views()
    Inquiry.objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="A mistake.")
    assert news_of_committee(council.committee) == []


def test_the_latest_fifty_things_at_most_are_told() -> None:
    council = scene()
    leaves = [factories.RecommendationFactory(inquiry=council.inquiry, number=number) for number in range(10, 90)]
    for leaf in leaves:
        council.view(leaf, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN)
    council.publish_views()
    assert len(news_of_committee(council.committee)) == 50


class TestWords:
    def test_views_say_where_the_committee_did_not_share_the_assessment(self) -> None:
        council = scene()
        report = council.report(council.whole, category=factories.category(1))
        claim = report.revisions.get().updates.get().self_assessments.get()
        council.view(council.whole, report=report, self_assessment=claim)
        council.publish_views()
        entry = news_entry(news_of_inquiry(council.inquiry)[0])
        claimed, view = "1 Achieved (Fully)", "3 Not Achieved (Progress Made)"
        assert entry.title == "Committee’s views of 12 April 2016: Refreshing the Partnership"
        assert entry.lines == (
            "Corporate Resources considered 1 recommendation or part on 12 April 2016.",
            f"R01 Operational plan. Committee’s view: {view}. Cabinet Member’s assessment: {claimed}. They differ.",
        )

    def test_each_thing_has_a_name_of_its_own_made_of_public_addresses(self) -> None:
        council = _everything()
        council.publish_views()
        report = ProgressReport.objects.get()
        here = "inquiries/refreshing-the-partnership/recommendations"
        meeting = "committees/corporate-resources/meetings/2016-04-12"
        assert [news_entry(item).path for item in news_of_inquiry(council.inquiry)] == [
            f"{meeting}/views/refreshing-the-partnership",
            f"{here}/R01/concluded/{meeting}",
            f"{here}/R02a/date-moved/{meeting}",
            f"reports/{report.pk}/supplements/1",
            f"reports/{report.pk}",
        ]

    def test_the_same_thing_has_the_same_name_in_each_feed_and_what_says_less_another(self) -> None:
        council = _everything()
        council.publish_views()
        of_all = {news_entry(item).path for item in news_of_inquiry(council.inquiry)}
        of_one = {item.kind: news_entry(item).path for item in news_of_recommendation(council.whole)}
        assert {kind for kind, path in of_one.items() if path in of_all} == {NewsKind.CONCLUDED}

    def test_a_second_sitting_on_a_day_is_told_apart(self) -> None:
        council = scene()
        Meeting.objects.update(sequence=2)
        council.meeting.refresh_from_db()
        council.view(council.whole)
        council.publish_views()
        (item,) = news_of_inquiry(council.inquiry)
        assert "meetings/2016-04-12-2/" in news_entry(item).path
