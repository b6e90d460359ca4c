import pytest

from tests import factories
from tests.pack_scene import clerk_of, issued, late_news, report_to_come
from tracking.enums import ReportState
from tracking.models import ProgressReport, User
from tracking.presenters.since_issue import since_issue_face
from tracking.queries.agenda import issued_items
from tracking.queries.pack_papers import all_papers
from tracking.queries.since_issue import since_issue

pytestmark = pytest.mark.django_db

TITLE = "Refreshing the Partnership: Service Birmingham"


@pytest.fixture
def report() -> ProgressReport:
    return report_to_come()


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return clerk_of(report)


def _told(report: ProgressReport) -> tuple[str, tuple[str, ...]]:
    face = since_issue_face(since_issue(all_papers(report.meeting), issued_items(report.meeting)))
    return face.state, face.lines


def test_before_anything_is_issued_nothing_has_changed_since(report: ProgressReport) -> None:
    assert since_issue(all_papers(report.meeting), issued_items(report.meeting)) is None


def test_nothing_changed_needs_no_supplement(report: ProgressReport, clerk: User) -> None:
    issued(report.meeting, clerk)
    assert _told(report) == ("Nothing has changed since the papers were issued.", ())


def test_every_change_is_told_and_whether_a_supplement_is_due(report: ProgressReport, clerk: User) -> None:
    document = factories.AgendaDocumentFactory(meeting=report.meeting, title="Minutes")
    issued(report.meeting, clerk)
    late_news(report)
    factories.AgendaDocumentFactory(meeting=report.meeting, title="Work programme")
    assert _told(report) == (
        "Supplement 1 is due.",
        ("The document “Work programme” was added since.", f"Late news 1 on {TITLE} was published since."),
    )
    report.inquiry.lead_officer = factories.PersonFactory(name="New Head")
    report.inquiry.save()
    assert f"The Progress Report on {TITLE} reads differently now." in _told(report)[1]
    assert document.title not in " ".join(_told(report)[1])


def test_what_was_taken_off_is_told_though_no_supplement_can_bring_that(report: ProgressReport, clerk: User) -> None:
    factories.AgendaDocumentFactory(meeting=report.meeting)
    issued(report.meeting, clerk)
    ProgressReport.objects.filter(pk=report.pk).update(state=ReportState.ACCEPTED)
    assert _told(report) == (
        "No supplement is due: nothing can be taken back from what was issued.",
        (f"Taken off the agenda: {TITLE}.",),
    )
