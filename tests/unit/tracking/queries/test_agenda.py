import pytest

from tests import factories
from tests.full_agenda import add_document, full_meeting
from tests.paper_scene import pdf_of, service_report
from tracking.enums import ReportState
from tracking.models import AgendaDocument, AgendaItem, CommitteePack, Meeting, ProgressReport
from tracking.queries.agenda import agenda_of, issued_items

pytestmark = pytest.mark.django_db


def _titles(meeting: Meeting) -> list[tuple[int | None, str]]:
    return [(entry.number, str(entry.document or "report")) for entry in agenda_of(meeting)]


def issue(meeting: Meeting, *keys: str, number: int = 1) -> CommitteePack:
    items = {key: {"number": place, "title": key, "late_news": []} for place, key in enumerate(keys, start=1)}
    return factories.CommitteePackFactory(meeting=meeting, number=number, document__contents={"items": items})


def test_the_clerks_order_comes_first_and_what_has_no_place_comes_last() -> None:
    assert _titles(full_meeting()) == [
        (1, "Minutes of the last meeting"),
        (2, "report"),
        (3, "Settlement with the partner"),
    ]


def test_without_any_order_reports_come_before_documents() -> None:
    report = service_report()
    add_document(report.meeting, "Work programme", pdf_of("Work"), "work.pdf")
    assert _titles(report.meeting) == [(1, "report"), (2, "Work programme")]


def test_what_is_left_out_has_no_number_and_the_rest_close_up() -> None:
    meeting = full_meeting()
    AgendaItem.objects.filter(document__title="Minutes of the last meeting").update(left_out=True)
    assert _titles(meeting) == [
        (None, "Minutes of the last meeting"),
        (1, "report"),
        (2, "Settlement with the partner"),
    ]


def test_reports_that_are_not_public_and_documents_taken_off_are_not_on_it() -> None:
    meeting = full_meeting()
    ProgressReport.objects.update(state=ReportState.ACCEPTED, published_by=None, published_at=None)
    AgendaDocument.objects.filter(title="Settlement with the partner").update(removed_reason="Not ready.")
    assert _titles(meeting) == [(1, "Minutes of the last meeting")]


def test_issued_items_keep_place_and_number_whatever_is_ordered_or_left_out_since() -> None:
    meeting = full_meeting()
    report = ProgressReport.objects.get()
    minutes = AgendaDocument.objects.get(title="Minutes of the last meeting")
    issue(meeting, f"report-{report.pk}", f"document-{minutes.pk}")
    AgendaItem.objects.update(left_out=True)
    assert _titles(meeting) == [
        (1, "report"),
        (2, "Minutes of the last meeting"),
        (3, "Settlement with the partner"),
    ]
    assert [entry.is_issued for entry in agenda_of(meeting)] == [True, True, False]


def test_the_last_word_on_an_issued_item_is_that_of_the_latest_supplement() -> None:
    meeting = full_meeting()
    issue(meeting, "report-1")
    later = issue(meeting, "report-1", number=2).document
    later.contents["items"]["report-1"] |= {"late_news": [1], "digest": "abc"}
    later.save()
    assert issued_items(meeting) == {"report-1": {"number": 1, "title": "report-1", "late_news": [1], "digest": "abc"}}


def test_an_agenda_is_read_in_the_same_queries_however_long_it_is(django_assert_num_queries) -> None:
    meeting = full_meeting()
    for number in range(10):
        add_document(meeting, f"Paper {number}", pdf_of("Paper"), "paper.pdf")
    with django_assert_num_queries(4):
        assert len(agenda_of(meeting)) == 13
