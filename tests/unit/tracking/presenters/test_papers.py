from dataclasses import replace
from datetime import date, time

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.paper_scene import service_report
from tracking.presenters.packs import written_time
from tracking.presenters.paper_evidence import foot_label
from tracking.presenters.paper_rows import due_words
from tracking.presenters.papers import ReportDocument, report_document
from tracking.queries.paper_facts import DueFacts, ReportPaper
from tracking.queries.papers import report_paper

pytestmark = pytest.mark.django_db

TRACKED = "Recommendations being tracked today"
CONCLUDED = "Recommendations tracked previously and concluded"


@pytest.fixture
def paper() -> ReportPaper:
    return report_paper(service_report(), seen_by=AnonymousUser())


def _appendices(document: ReportDocument) -> list[tuple[str, str]]:
    return [(appendix.name, appendix.title) for appendix in document.appendices]


def test_appendices_are_numbered_in_order(paper: ReportPaper) -> None:
    assert _appendices(report_document(paper)) == [
        ("Appendix 1", "Overview"),
        ("Appendix 2", "The tracking process"),
        ("Appendix 3", TRACKED),
        ("Appendix 4", CONCLUDED),
        ("Appendix 5", "Supporting evidence pack"),
    ]


def test_empty_appendices_are_left_out_and_the_rest_close_up(paper: ReportPaper) -> None:
    document = report_document(replace(paper, overview=" ", concluded=(), evidence=()))
    assert _appendices(document) == [("Appendix 1", "The tracking process"), ("Appendix 2", TRACKED)]


def test_the_paragraphs_name_the_appendix_by_its_number(paper: ReportPaper) -> None:
    told = report_document(replace(paper, overview="")).paragraphs[1]
    assert (told.before, told.appendix.name if told.appendix else "", told.after) == (
        "Progress with the remaining recommendations is set out in ",
        "Appendix 2",
        ".",
    )


def test_a_first_report_speaks_of_all_recommendations(paper: ReportPaper) -> None:
    told = report_document(replace(paper, concluded=())).paragraphs[1]
    assert told.before == "Progress with the recommendations is set out in "


def test_the_inquiry_information_has_a_dash_for_what_is_not_known(paper: ReportPaper) -> None:
    unknown = replace(paper, last_tracked_on=None, lead_officer="")
    assert [(fact.name, fact.value) for fact in report_document(unknown).information] == [
        ("Date approved at City Council", "9 June 2015"),
        ("Member who led the original review", "Example Member, Councillor"),
        ("Lead officer for the review", "–"),
        ("Date last tracked", "–"),
    ]


@pytest.mark.parametrize(
    ("state", "mark"), [("draft", "Draft: not published"), ("accepted", "Draft: not published"), ("published", "")]
)
def test_a_report_that_is_not_public_says_so(paper: ReportPaper, state: str, mark: str) -> None:
    assert report_document(replace(paper, state=state)).mark == mark


def test_concluded_parts_are_printed_read_only_beside_those_still_tracked(paper: ReportPaper) -> None:
    lines = report_document(paper).tracked[0].lines
    assert [(line.label, line.lead_in, [tag.words for tag in line.tags]) for line in lines] == [
        ("R01", "", []),
        (
            "R01 a)",
            "Concluded before: committee’s view",
            ["Achieved (Fully)", "Concluded 12 April 2016: implemented"],
        ),
        ("R01 b)", "", ["Achieved (Fully)"]),
        ("R01 c)", "", ["Not Achieved (Progress Made)"]),
    ]


def test_dates_and_explanations_stand_below_the_evidence(paper: ReportPaper) -> None:
    assert [table.statements for table in report_document(paper).tracked] == [
        ("R01 b): completed on 31 March 2016", "R01 c): anticipated completion date: end of January (31 January 2017)"),
        ("R02: why tracking should be concluded: The service no longer exists.",),
    ]


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (DueFacts("Annual Review", date(2016, 1, 1), ongoing=False, recurs_every_months=12), "Annual Review"),
        (DueFacts("", date(2016, 1, 1), ongoing=False, recurs_every_months=None), "1 January 2016"),
        (DueFacts("", None, ongoing=False, recurs_every_months=6), "Every 6 months"),
        (DueFacts("", None, ongoing=True, recurs_every_months=None), "Ongoing"),
        (DueFacts("", None, ongoing=False, recurs_every_months=None), "No date was set"),
    ],
)
def test_the_original_date_is_printed_as_it_was_written(due: DueFacts, words: str) -> None:
    assert due_words(due) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [(time(14), "2pm"), (time(9, 30), "9:30am"), (time(0, 15), "12:15am"), (time(12), "12pm"), (None, "")],
)
def test_times_are_written_as_people_say_them(at: time | None, words: str) -> None:
    assert written_time(at) == words


def test_the_label_at_the_foot_fits_on_a_line() -> None:
    label = foot_label("Evidence 7", "Cabinet Member " * 20)
    assert (len(label) <= 95, label.startswith("Evidence 7, supplied by Cabinet Member")) == (True, True)
