from datetime import timedelta

import pytest

from tests import factories
from tests.following import follower, mailed, scene
from tests.reporting import Reporting, published, reporting
from tracking import dates
from tracking.actions.assessments import agree_with_the_rest, record_view, record_view_for_all_parts
from tracking.actions.committee_views import CommitteeView
from tracking.actions.meetings import publish_views
from tracking.actions.news_mails import tell_followers_of_report, tell_followers_of_views
from tracking.actions.supplements import hand_in_late_news, publish_supplement
from tracking.actions.view_corrections import correct_view, reopen_leaf, undo_view
from tracking.enums import ConclusionReason, Decision, MeetingState
from tracking.models import Assessment, Meeting, OutboxMail, ProgressReport, Recommendation, SelfAssessment

pytestmark = pytest.mark.django_db

CONCLUDED = CommitteeView(category=None, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN)


def _held(council: Reporting) -> ProgressReport:
    """A published report whose meeting is being held today; the mails of its publication are gone."""
    report = published(council)
    Meeting.objects.update(held_on=dates.today(), state=MeetingState.HELD)
    council.meeting.refresh_from_db()
    report.refresh_from_db()
    OutboxMail.objects.all().delete()
    return report


def _record(council: Reporting, report: ProgressReport, leaf: Recommendation, view: CommitteeView) -> Assessment:
    return record_view(leaf=leaf, meeting=council.meeting, report=report, view=view, by=council.officer)


def _agreed(council: Reporting, report: ProgressReport, leaf: Recommendation) -> Assessment:
    return _record(council, report, leaf, CommitteeView(agrees=True))


def _news() -> str:
    (mail,) = OutboxMail.objects.filter(subscription__isnull=False)
    return mail.text


class TestReports:
    def test_those_who_follow_the_inquiry_or_something_in_the_report_are_told_once(self) -> None:
        council = reporting()
        follower(council.inquiry, "inquiry@example.org")
        follower(council.part_a, "part@example.org")
        follower(factories.InquiryFactory(), "elsewhere@example.org")
        follower(council.inquiry, "unconfirmed@example.org", confirmed_at=None)
        report = published(council)
        subject = "Progress Report published: Refreshing the Partnership"
        assert mailed() == [("inquiry@example.org", subject), ("part@example.org", subject)]
        tell_followers_of_report(report)
        assert len(mailed()) == 2

    def test_those_who_follow_what_is_not_in_the_report_are_not_told(self) -> None:
        council = scene()
        follower(council.whole, "told@example.org")
        follower(council.part_a, "another@example.org")
        tell_followers_of_report(council.report(council.whole))
        assert [email for email, _ in mailed()] == ["told@example.org"]

    def test_the_mail_says_what_happened_and_where_to_read_it(self) -> None:
        council = reporting()
        follower(council.part_b)
        report = published(council)
        text = _news()
        assert text.startswith("A Progress Report was published. Dates moved: 1.\n")
        assert f"Report of {council.post}, for the meeting of the {council.committee}" in text
        assert "R02 b) That the council does part b. Cabinet Member’s assessment: 3 Not Achieved" in text
        assert f"https://scrutiny.example.org/reports/{report.pk}/\n" in text
        assert "R01" not in text

    def test_whoever_follows_an_inquiry_and_its_recommendations_gets_one_mail(self) -> None:
        council = reporting()
        for thing in (council.part_a, council.parent, council.whole, council.inquiry):
            follower(thing)
        published(council)
        assert len(mailed()) == 1
        assert OutboxMail.objects.get(subscription__isnull=False).subscription.inquiry == council.inquiry

    def test_whoever_follows_a_recommendation_and_its_part_gets_one_mail(self) -> None:
        council = reporting()
        for thing in (council.part_a, council.parent):
            follower(thing)
        published(council)
        assert OutboxMail.objects.get(subscription__isnull=False).subscription.recommendation == council.parent


class TestLateNews:
    def test_late_news_is_told_to_those_it_concerns(self) -> None:
        council = reporting()
        report = published(council)
        for thing, email in ((council.inquiry, "inquiry"), (council.whole, "r01"), (council.part_a, "r02a")):
            follower(thing, f"{email}@example.org")
        supplement = hand_in_late_news(
            report=report, text="Secret until published.", recommendation=council.parent, by=council.holder
        )
        assert mailed() == []
        publish_supplement(supplement=supplement, by=council.clerk)
        subject = "Late news on R02: Refreshing the Partnership"
        assert mailed() == [("inquiry@example.org", subject), ("r02a@example.org", subject)]


class TestViews:
    def test_views_are_told_once_they_are_published_and_never_before(self) -> None:
        council = reporting()
        report = _held(council)
        follower(council.inquiry)
        _record(council, report, council.whole, CONCLUDED)
        record_view_for_all_parts(
            parts=[council.part_a, council.part_b],
            meeting=council.meeting,
            report=report,
            view=CommitteeView(agrees=True),
            by=council.officer,
        )
        assert mailed() == []
        publish_views(meeting=council.meeting, by=council.clerk)
        text = _news()
        assert text.startswith("The committee’s views were published. Concluded: 1.\n")
        assert "R01 Operational plan. Committee’s view: Concluded" in text
        tell_followers_of_views(council.meeting)
        assert len(mailed()) == 1

    def test_a_view_recorded_after_the_others_were_published_is_told_by_itself(self) -> None:
        council = reporting()
        report = _held(council)
        for thing, email in ((council.whole, "r01"), (council.parent, "r02")):
            follower(thing, f"{email}@example.org")
        _agreed(council, report, council.whole)
        publish_views(meeting=council.meeting, by=council.clerk)
        assert [email for email, _ in mailed()] == ["r01@example.org"]
        claims = SelfAssessment.objects.filter(leaf__parent=council.parent).select_related(
            "leaf__parent", "leaf__inquiry", "category", "update__revision__report"
        )
        agree_with_the_rest(meeting=council.meeting, claims=list(claims), by=council.officer)
        assert [email for email, _ in mailed()] == ["r01@example.org", "r02@example.org"]

    def test_a_correction_is_told_only_where_it_changes_the_judgement(self) -> None:
        council = reporting()
        report = _held(council)
        view = _agreed(council, report, council.whole)
        publish_views(meeting=council.meeting, by=council.clerk)
        follower(council.inquiry)
        view = correct_view(
            assessment=view,
            view=CommitteeView(category=view.category, decision=Decision.CONTINUE, minute="47"),
            superseding_reason="The minute was missing.",
            by=council.officer,
        )
        assert mailed() == []
        correct_view(assessment=view, view=CONCLUDED, superseding_reason="A slip.", by=council.officer)
        assert [subject for _, subject in mailed()] == [
            f"Committee’s views of {dates.today():%-d %B %Y}: Refreshing the Partnership"
        ]
        assert "Concluded: 1." in _news()

    def test_a_view_that_is_undone_is_no_news(self) -> None:
        council = reporting()
        report = _held(council)
        view = _agreed(council, report, council.whole)
        publish_views(meeting=council.meeting, by=council.clerk)
        follower(council.inquiry)
        undo_view(assessment=view, by=council.officer)
        assert mailed() == []

    def test_a_leaf_that_is_tracked_again_is_told_with_the_views_of_that_meeting(self) -> None:
        council = reporting()
        report = _held(council)
        _record(council, report, council.whole, CONCLUDED)
        publish_views(meeting=council.meeting, by=council.clerk)
        Meeting.objects.update(held_on=dates.today() - timedelta(days=30))
        Assessment.objects.update(considered_on=dates.today() - timedelta(days=30))
        follower(council.whole)
        later = factories.MeetingFactory(
            committee=council.committee, held_on=dates.today(), state=MeetingState.HELD, views_published_by=None
        )
        again = CommitteeView(category=factories.category(3), reason="It lapsed.")
        reopen_leaf(leaf=council.whole, meeting=later, view=again, by=council.officer)
        assert mailed() == []
        publish_views(meeting=later, by=council.clerk)
        assert "R01 is tracked again. Refreshing the Partnership\n" in _news()
