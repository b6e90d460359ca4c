"""Files of the register: the same rows in each format, no formulas, never everything in memory."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.register import registered
from tracking.enums import ConclusionReason, Decision, MeetingState
from tracking.exports import register as files
from tracking.exports.register import Taken, defused, register_csv, register_json
from tracking.exports.register_xlsx import register_xlsx
from tracking.models import Inquiry, Meeting, Recommendation, RegisterEntry, Viewer
from tracking.presenters.register_columns import COLUMNS, LICENCE

TODAY = date(2016, 6, 1)
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = '=HYPERLINK("https://evil.example.org","Click")'


def _taken(viewer: Viewer | None = None, **more: object) -> Taken:
    viewer = viewer or AnonymousUser()
    entries = RegisterEntry.objects.visible_to(viewer).order_by("leaf__number", "leaf__letter")
    return Taken(entries, viewer, TODAY, **more)


def _csv_rows(taken: Taken) -> list[dict[str, str]]:
    text = b"".join(register_csv(taken)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def _json(taken: Taken) -> dict:
    return json.loads(b"".join(register_json(taken)))


def _sheets(taken: Taken) -> tuple[list[list[str]], list[list[str]], str]:
    """The cells of the two sheets as text, and everything the workbook's files hold."""
    with register_xlsx(taken) as file, ZipFile(BytesIO(file.read())) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    strings = _strings(parts.get("xl/sharedStrings.xml", ""))
    rows, about = (list(_cells(parts[f"xl/worksheets/sheet{number}.xml"], strings)) for number in (1, 2))
    return rows, about, " ".join(parts.values())


def _strings(xml: str) -> list[str]:
    return ["".join(item.itertext()) for item in ET.fromstring(xml)] if xml else []  # noqa: S314 - our own file


def _cells(xml: str, strings: list[str]) -> Iterator[list[str]]:
    for row in ET.fromstring(xml).iter(f"{CELL}row"):  # noqa: S314 - our own file
        yield [
            strings[int("".join(cell.itertext()))] if cell.get("t") == "s" else "".join(cell.itertext()) for cell in row
        ]


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    committee = factories.CommitteeFactory(name="Housing Overview and Scrutiny Committee", slug="housing")
    return factories.InquiryFactory(title="Empty homes", slug="empty-homes", tracking_committee=committee)


def _sitting(inquiry: Inquiry, **more: object) -> Meeting:
    committee = inquiry.tracking_committees.get().committee
    return factories.MeetingFactory(committee=committee, state=MeetingState.HELD, **more)


def _judged(inquiry: Inquiry) -> Recommendation:
    """R01 b): claimed as achieved, viewed as not, its date moved by 152 days."""
    whole = factories.RecommendationFactory(inquiry=inquiry, number=1, text="That the council:")
    leaf = factories.PartFactory(parent=whole, letter="b", text="counts, “once a year”,\nwhat stands empty")
    factories.ResponsibilityFactory(recommendation=whole, post=factories.PostFactory(name="Deputy Leader"))
    factories.ResponsibilityFactory(recommendation=whole, post=factories.PostFactory(name="Water Company"), position=2)
    meeting = _sitting(inquiry)
    report = factories.published_report([leaf], meeting=meeting, claims={"category": factories.category(1)})
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        report=report,
        self_assessment=leaf.self_assessments.get(),
        agreed_due_on=date(2016, 4, 30),
    )
    return leaf


@pytest.mark.django_db
def test_a_row_says_what_was_promised_claimed_viewed_and_moved(inquiry: Inquiry) -> None:
    _judged(inquiry)
    registered()
    (row,) = _json(_taken())["recommendations"]
    assert row == {
        "id": "https://scrutiny.example.org/inquiries/empty-homes/recommendations/R01b/",
        "inquiry": "Empty homes",
        "inquiry_address": "https://scrutiny.example.org/inquiries/empty-homes/",
        "approved_on": "2015-06-09",
        "municipal_year": "2015/16",
        "reference": "R01b",
        "title": "",
        "introduction": "That the council:",
        "text": "counts, “once a year”,\nwhat stands empty",
        "committee": "Housing Overview and Scrutiny Committee",
        "posts": ["Deputy Leader", "Water Company"],
        "due_as_written": "November 2015",
        "original_date": "2015-11-30",
        "current_date": "2016-04-30",
        "days_slipped": 152,
        "date_moves": 1,
        "claimed_number": 1,
        "claimed_category": "Achieved (Fully)",
        "claimed_proposal": None,
        "claimed_on": "2016-04-12",
        "viewed_number": 3,
        "viewed_category": "Not Achieved (Progress Made)",
        "viewed_on": "2016-04-12",
        "state": "tracked",
        "ending": "tracked",
        "conclusion_reason": None,
        "concluded_on": None,
        "differs": True,
        "overdue": True,
        "as_at": "2016-06-01",
    }


@pytest.mark.django_db
def test_control_characters_break_no_file(inquiry: Inquiry) -> None:
    """JSON and Excel write them down in their own ways, so a reader of the file gets back what was typed."""
    factories.RecommendationFactory(inquiry=inquiry, number=1, title="Pl\x0ba\x1fns")
    registered()
    rows, _, _ = _sheets(_taken(filters=("Words: pl\x0bans",)))
    place = [column.name for column in COLUMNS].index("title")
    assert rows[1][place] == "Pl_x000B_a_x001F_ns"
    assert _json(_taken())["recommendations"][0]["title"] == "Pl\x0ba\x1fns"
    assert [row["title"] for row in _csv_rows(_taken())] == ["Pl\x0ba\x1fns"]


@pytest.mark.django_db
def test_a_concluded_one_says_why_and_when_and_is_not_overdue(inquiry: Inquiry) -> None:
    leaf = factories.RecommendationFactory(inquiry=inquiry, number=2)
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=_sitting(inquiry),
        category=None,
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.OVERTAKEN,
    )
    registered()
    (row,) = _json(_taken())["recommendations"]
    said = {name: row[name] for name in ("state", "ending", "conclusion_reason", "concluded_on", "overdue")}
    assert said == {
        "state": "concluded",
        "ending": "overtaken",
        "conclusion_reason": "overtaken",
        "concluded_on": "2016-04-12",
        "overdue": False,
    }
    assert [row["claimed_number"], row["viewed_number"], row["viewed_category"]] == [None, None, None]


@pytest.mark.django_db
def test_csv_has_the_same_rows_as_json_and_names_the_licence(inquiry: Inquiry) -> None:
    _judged(inquiry)
    registered()
    (row,) = _csv_rows(_taken())
    assert list(row) == [*(column.name for column in COLUMNS), "licence"]
    assert (
        row["text"],
        row["posts"],
        row["days_slipped"],
        row["differs"],
        row["claimed_proposal"],
        row["licence"],
    ) == (
        "counts, “once a year”,\nwhat stands empty",
        "Deputy Leader; Water Company",
        "152",
        "true",
        "",
        LICENCE,
    )


@pytest.mark.django_db
def test_csv_begins_with_a_byte_order_mark_and_ends_its_lines_as_the_standard_has_it(inquiry: Inquiry) -> None:
    registered()
    content = b"".join(register_csv(_taken()))
    assert (content[:5], content[-2:]) == (b"\xef\xbb\xbfid", b"\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\ttext",
        "\rtext",
        "\ntext",
        "  =1",
        "\N{NO-BREAK SPACE}=1",
        "\N{ZERO WIDTH SPACE}=1",
        "\N{ZERO WIDTH NO-BREAK SPACE}=1",
        "\x00=1",
        "＝1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "﹦1",
        " ＝1",
        FORMULA,
    ],
)
def test_what_a_spreadsheet_might_take_for_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "   ", "That 1 = 1", "R01", "100 % – more", "‘Quoted’", "“=”", "1-2"])
def test_every_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@pytest.mark.django_db
def test_no_cell_of_a_csv_file_is_a_formula_wherever_the_words_come_from(inquiry: Inquiry) -> None:
    Inquiry.objects.update(title=FORMULA)
    leaf = factories.RecommendationFactory(
        inquiry=inquiry, title="@SUM(A1)", text="- a list\n=1", due_text="+1", number=1
    )
    factories.ResponsibilityFactory(recommendation=leaf, post=factories.PostFactory(name="=cmd|' /C calc'!A0"))
    registered()
    (row,) = _csv_rows(_taken())
    assert [row[name] for name in ("inquiry", "title", "text", "due_as_written", "posts")] == [
        f"'{FORMULA}",
        "'@SUM(A1)",
        "'- a list\n=1",
        "'+1",
        "'=cmd|' /C calc'!A0",
    ]
    assert [cell for cell in row.values() if re.match(r"[=+\-@\t\r]", cell)] == []


@pytest.mark.django_db
def test_a_number_below_zero_stays_a_number(inquiry: Inquiry) -> None:
    leaf = factories.RecommendationFactory(inquiry=inquiry, number=1)
    factories.AssessmentFactory(leaf=leaf, meeting=_sitting(inquiry), agreed_due_on=date(2015, 11, 20))
    registered()
    assert [row["days_slipped"] for row in _csv_rows(_taken())] == ["-10"]


@pytest.mark.django_db
def test_a_workbook_holds_texts_dates_and_numbers_but_no_formula_and_no_link(inquiry: Inquiry) -> None:
    leaf = _judged(inquiry)
    Recommendation.objects.filter(pk=leaf.pk).update(text=FORMULA, title="https://example.org/", due_text="2015")
    registered()
    (head, row), _, everything = _sheets(_taken())
    assert head == [column.label for column in COLUMNS]
    cells = dict(zip([column.name for column in COLUMNS if column.name not in _EMPTY], row, strict=True))
    assert (cells["text"], cells["title"], cells["due_as_written"]) == (FORMULA, "https://example.org/", "2015")
    # Days from 30 December 1899, as Excel counts them.
    assert (cells["original_date"], cells["days_slipped"], cells["differs"], cells["state"]) == (
        "42338",
        "152",
        "Yes",
        "Still tracked",
    )
    assert re.findall(r"<f[ >]|<hyperlink", everything) == []


# What the judged part has no value for, so that the sheet has no cell.
_EMPTY = {"claimed_proposal", "conclusion_reason", "concluded_on"}


@pytest.mark.django_db
def test_a_workbook_says_where_it_is_from(inquiry: Inquiry) -> None:
    _judged(inquiry)
    registered()
    _, about, _ = _sheets(_taken(filters=("Committee: Housing", "Overdue")))
    assert about == [
        ["Title", "Recommendations of Overview and Scrutiny"],
        ["Published by", "Demo Council"],
        ["As at", "1 June 2016"],
        ["Made for", "Everyone"],
        ["Rows", "1 recommendation or part"],
        ["Filters", "Committee: Housing\nOverdue"],
        [
            "Licence",
            "Open Government Licence v3.0: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ],
        ["What the columns mean", "https://scrutiny.example.org/open-data/"],
    ]


@pytest.mark.django_db
def test_a_text_too_long_for_excel_is_shortened_and_says_so(inquiry: Inquiry) -> None:
    factories.RecommendationFactory(inquiry=inquiry, number=1, text="a" * 40_000)
    registered()
    (_, row), _, _ = _sheets(_taken())
    (long,) = [cell for cell in row if cell.startswith("aaa")]
    assert (len(long), long[-28:]) == (32_767, "address in the first column)")


@pytest.mark.django_db
def test_the_same_data_gives_the_same_workbook(inquiry: Inquiry) -> None:
    _judged(inquiry)
    registered()
    with register_xlsx(_taken()) as first, register_xlsx(_taken()) as second:
        assert first.read() == second.read()


@pytest.mark.django_db
def test_json_says_where_it_is_from(inquiry: Inquiry) -> None:
    registered()
    assert _json(_taken(filters=("Overdue",))) == {
        "about": {
            "title": "Recommendations of Overview and Scrutiny",
            "published_by": "Demo Council",
            "as_at": "2016-06-01",
            "made_for": "Everyone",
            "licence": "Open Government Licence v3.0",
            "licence_address": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "data_dictionary": "https://scrutiny.example.org/open-data/",
            "filters": ["Overdue"],
        },
        "recommendations": [],
    }


@pytest.mark.django_db
def test_a_view_that_is_not_published_is_in_nobodys_file_but_a_users_which_says_so(inquiry: Inquiry) -> None:
    leaf = factories.RecommendationFactory(inquiry=inquiry, number=1)
    factories.AssessmentFactory(leaf=leaf, meeting=_sitting(inquiry, views_published_by=None))
    registered()
    public, own = _json(_taken()), _json(_taken(factories.UserFactory()))
    assert [row["viewed_number"] for row in public["recommendations"] + own["recommendations"]] == [None, 3]
    assert [file["about"]["made_for"] for file in (public, own)] == [
        "Everyone",
        "Somebody signed in: may hold what is not published yet",
    ]


@pytest.mark.django_db
def test_what_leaves_the_public_while_a_file_is_read_is_left_out_of_it(inquiry: Inquiry) -> None:
    _judged(inquiry)
    registered()
    lines = register_csv(_taken())
    head = next(lines)
    Inquiry.objects.update(state="withdrawn", withdrawn_reason="Entered twice.")
    registered()
    assert (head.count(b"\r\n"), b"".join(lines)) == (1, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("make", [register_csv, register_json])
def test_a_file_is_read_some_rows_at_a_time(inquiry: Inquiry, make: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "AT_ONCE", 2)
    for number in range(1, 6):
        factories.RecommendationFactory(inquiry=inquiry, number=number)
    registered()
    stream = make(_taken())
    with CaptureQueriesContext(connection) as queries:
        counts = [len(queries) for _ in stream]
    keys, rows_of_a_chunk = 1, 4
    at_each_chunk = [keys + rows_of_a_chunk * chunk for chunk in (1, 2, 3)]
    assert [count for count in counts if count][: len(at_each_chunk)] == at_each_chunk
    assert counts[-1] == at_each_chunk[-1]
