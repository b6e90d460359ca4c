from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from tests.paper_scene import service_report
from tracking.enums import Edition, MeetingState, ReportState, ScanState
from tracking.exceptions import NotPossible
from tracking.models import Evidence, Meeting, ProgressReport, Recommendation
from tracking.queries.papers import check_edition, report_paper

pytestmark = pytest.mark.django_db


def _paper(report: ProgressReport):
    return report_paper(report, seen_by=AnonymousUser())


def test_a_report_is_frozen_with_its_posts_and_history() -> None:
    paper = _paper(service_report())
    assert (paper.report_of, paper.approved_on, paper.last_tracked_on) == (
        ("Deputy Leader",),
        date(2015, 6, 9),
        date(2016, 4, 12),
    )
    assert [(item.label, [leaf.label for leaf in item.leaves]) for item in paper.tracked] == [
        ("R01", ["R01 a)", "R01 b)", "R01 c)"]),
        ("R02", ["R02"]),
    ]
    assert [leaf.label for leaf in paper.concluded] == ["R01 a)", "R03"]


def test_a_view_given_at_the_reports_own_meeting_does_not_change_the_paper() -> None:
    report = service_report()
    before = _paper(report)
    factories.AssessmentFactory(leaf=Recommendation.objects.get(number=2), meeting=report.meeting)
    Meeting.objects.filter(pk=report.meeting_id).update(state=MeetingState.HELD)
    assert _paper(report) == before


def test_a_view_that_is_not_public_yet_is_not_in_a_public_paper() -> None:
    report = service_report()
    Meeting.objects.exclude(pk=report.meeting_id).update(views_published_at=None)
    paper = _paper(report)
    assert (paper.last_tracked_on, paper.concluded) == (None, ())


def test_the_date_last_tracked_may_be_carried_over() -> None:
    report = service_report()
    Meeting.objects.exclude(pk=report.meeting_id).update(views_published_at=None)
    report.inquiry.last_tracked_on_carried_over = date(2015, 12, 1)
    report.inquiry.save()
    assert _paper(report).last_tracked_on == date(2015, 12, 1)


def test_withheld_evidence_keeps_its_number_and_is_never_read() -> None:
    report = service_report()
    secret = Evidence.objects.get(title="Contract prices")
    paper = _paper(report)
    assert [(item.number, item.title, item.is_withheld, item.exempt_paragraph) for item in paper.evidence] == [
        (1, "Business plan", False, None),
        (2, "", True, 3),
        (3, "Website", False, None),
        (4, "Figures", False, None),
    ]
    assert secret.file.name not in repr(paper)


@pytest.mark.parametrize("state", sorted(ScanState.held_back()))
def test_a_file_that_the_virus_scanner_holds_back_keeps_its_number_and_is_never_read(state: ScanState) -> None:
    report = service_report()
    Evidence.objects.filter(title="Business plan").update(scan_state=state)
    facts = _paper(report).evidence[0]
    assert (facts.number, facts.title, facts.is_held_back, facts.stored_name) == (1, "Business plan", True, "")


def test_evidence_belongs_to_the_recommendation_it_is_used_for() -> None:
    assert [item.evidence for item in _paper(service_report()).tracked] == [(1,), (2, 3, 4)]


def test_an_edition_that_does_not_exist_is_refused_in_one_line() -> None:
    with pytest.raises(NotPossible) as error:
        check_edition("secret")
    assert str(error.value) == "There is no edition called “secret”. Ask for public or restricted."


@pytest.mark.parametrize("edition", list(Edition))
def test_there_are_two_editions(edition: Edition) -> None:
    assert check_edition(edition.value) is edition


@pytest.mark.parametrize("number", [3, 30])
def test_reading_a_report_takes_the_same_queries_however_long_it_is(number: int, django_assert_num_queries) -> None:
    report = factories.ProgressReportFactory(
        state=ReportState.PUBLISHED, published_by=factories.UserFactory(), published_at=timezone.now()
    )
    revision = factories.current_revision(report)
    for _ in range(number):
        leaf = factories.RecommendationFactory(inquiry=report.inquiry)
        factories.ResponsibilityFactory(recommendation=leaf, post=report.lead_post)
        update = factories.ProgressUpdateFactory(revision=revision, recommendation=leaf)
        factories.SelfAssessmentFactory(update=update, leaf=leaf)
    report = ProgressReport.objects.select_related("meeting__committee").get()
    with django_assert_num_queries(14):
        assert len(_paper(report).tracked) == number
