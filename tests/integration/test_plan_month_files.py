"""The month of a plan as files: its landscape paper, read with the tools that readers use, and its workbook."""

import hashlib
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.pdfs import (
    bookmarks,
    claims_pdf_ua,
    dangling_links,
    heading_levels,
    html_words,
    lines_of,
    page_labels,
    pages_of,
    pdf_ua_faults,
    roles,
    table_headers_without_scope,
    tagged_words,
    text_of,
    title_and_language,
)
from tests.reporting import signed_in
from tracking.actions.plans.month_documents import print_issued_months, print_month
from tracking.enums import Exemption, ExemptParagraph, ItemKind, PlanRoundState, PlanUpdateState
from tracking.exports.plan_months import month_xlsx
from tracking.models import Event, EvidenceUse, IssuedDocument, User
from tracking.models.plans import CarriedUpdate, PlanRound
from tracking.packs.pdf import PaperError
from tracking.packs.plan_months import body_html, front_html, month_pdf
from tracking.presenters.plans.month_columns import COLUMNS, plain_words
from tracking.presenters.plans.month_paper import MonthPaper, month_paper
from tracking.queries.plans.month_contents import month_contents, month_for_everyone
from tracking.views.plans import month_files

ISSUED = {"state": PlanRoundState.ISSUED}
ACCEPTED = {"state": PlanUpdateState.ACCEPTED}
GUIDE = "[Sound governance](https://example.org/sound), a guide"
SOURCE = f"[^1]\n\n[^1]: {GUIDE}"
BEFORE = {"recorded_at": datetime(2018, 7, 1, 9, tzinfo=UTC)}
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Printed:
    """The same month in every form."""

    paper: MonthPaper
    content: bytes
    workbook: bytes


def _month(**fields: object) -> PlanRound:
    """A month with what is hard to print: one update of two aims, a note twice, a table longer than a page, remarks."""
    plan = factories.ImprovementPlanFactory(title="Governance plan", slug="governance", introduction="For all.")
    first = factories.ThemeFactory(plan=plan, number=1, title="Leadership", statement=f"Lead well.{SOURCE}")
    second = factories.ThemeFactory(plan=plan, number=2, title="Culture")
    whole = factories.AimFactory(theme=first, number=1, text=f"Lead together.{SOURCE}")
    other = factories.AimFactory(theme=second, number=3, text="Speak\n\n- openly\n- kindly")
    factories.LeadFactory(aim=whole, post=factories.PostFactory(name="City Solicitor"), as_written="CS with others")
    items = [
        factories.PlanItemFactory(
            aim=whole, text=f"Hold meeting {number} with everybody.\n\nSay what came of it.", **BEFORE
        )
        for number in range(1, 31)
    ]
    output = factories.PlanItemFactory(theme=first, aim=None, kind=ItemKind.OUTPUT, text="=1+1 trust grows", **BEFORE)
    earlier = factories.PlanRoundFactory(plan=plan, month=date(2018, 8, 1), **ISSUED)
    row = factories.PlanRoundFactory(plan=plan, **({**ISSUED} | fields))
    said = factories.PlanUpdateFactory(round=row, aims=[whole, other], **ACCEPTED)
    said.revisions.update(text=f"Every **group** has met, says the note too.[^n]\n\n[^n]: {GUIDE}")
    revision = said.revisions.get()
    factories.LeadAssessmentFactory(revision=revision, item=items[0], letter="G", limited_to="for Cabinet")
    factories.LeadAssessmentFactory(
        revision=revision, item=items[1], letter="R", recovery_text="More time", recovery_on=date(2018, 12, 1)
    )
    factories.LeadAssessmentFactory(revision=revision, item=output, letter="A")
    before = factories.PlanUpdateFactory(round=earlier, label="August words", aims=[whole], **ACCEPTED)
    CarriedUpdate.objects.create(update=before, round=row)
    take = factories.NarrativeUpdateFactory(round=row, title="Temperature take", text="", precis="Warmer than before.")
    published = {"published_at": datetime(2018, 9, 20, 9, tzinfo=UTC), "published_by": row.opened_by}
    agreed = {"agreement": "By letter", "agreed_on": date(2018, 9, 19)}
    factories.RemarkFactory(narrative=take, text="They do listen.", **published, **agreed)
    factories.RemarkFactory(narrative=take, text="Quite unsayable.")
    late = published | {"published_at": datetime(2018, 10, 20, 9, tzinfo=UTC)}
    factories.RemarkFactory(narrative=take, text="Published afterwards.", **late, **agreed)
    return row


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory) -> Printed:
    """Print the month once: it is read many times below, and nothing of it stays in the database."""
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        contents = month_for_everyone(_month())
        paper = month_paper(contents)
        made = Printed(paper, month_pdf(paper).content, month_xlsx(contents))
        transaction.set_rollback(True)
    return made


# --- The paper ----------------------------------------------------------------------------------------


def test_the_paper_passes_verapdf_with_scopes_and_without_dangling_links(printed: Printed, tmp_path: Path) -> None:
    assert pdf_ua_faults(printed.content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]
    assert (claims_pdf_ua(printed.content), dangling_links(printed.content)) == (True, [])
    assert table_headers_without_scope(printed.content) == 0
    assert title_and_language(printed.content) == ("Governance plan: September 2018", "en-GB", True)


def test_every_page_is_landscape_a4_with_its_number(printed: Printed) -> None:
    with pikepdf.open(BytesIO(printed.content)) as pdf:
        sizes = {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages}
    pages = pages_of(printed.content)
    assert sizes == {(0, 0, 842, 595)}
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1)] == [True] * len(pages)
    assert page_labels(printed.content) == [str(number) for number in range(1, len(pages) + 1)]


def test_every_word_is_in_the_tags_and_every_table_is_one_table(printed: Printed, tmp_path: Path) -> None:
    sources = [front_html(printed.paper.front), *(body_html(part) for part in printed.paper.body.parts)]
    assert tagged_words(printed.content, tmp_path) == sum(map(html_words, sources), Counter())
    found = roles(printed.content)
    assert (found["Table"], found["TR"]) == tuple(sum(html.count(tag) for html in sources) for tag in ("<table", "<tr"))


def test_a_table_that_runs_over_a_page_repeats_its_head_there(printed: Printed) -> None:
    with_rows = [page for page in pages_of(printed.content) if "with everybody." in page]
    assert len(with_rows) > 1
    heads = [line for line in lines_of(printed.content) if line == "Aim Required action Output Lead Rating"]
    assert len(heads) == len(with_rows) + len(["Theme 1 as a whole", "Aim 2.3"])
    assert ["Aim 1.1" in page for page in with_rows[1:]] == [True] * len(with_rows[1:])


def test_bookmarks_and_headings_follow_themes_and_aims(printed: Printed) -> None:
    assert bookmarks(printed.content) == [
        (0, "Governance plan: September 2018"),
        (1, "What the ratings mean, and how many there are"),
        (1, "Contents, and ratings by theme"),
        (1, "1. Leadership"),
        (2, "Theme 1 as a whole"),
        (2, "1.1 Lead together.1"),
        (1, "2. Culture"),
        (2, "2.3 Speak openly kindly"),
        (1, "Beside the plan"),
        (2, "Temperature take"),
        (1, "Notes"),
    ]
    levels = heading_levels(printed.content)
    assert levels[0] == 1
    assert [after - before > 1 for before, after in pairwise(levels)].count(True) == 0


def test_state_and_words_stand_level_with_the_letter_beside_the_colour(printed: Printed) -> None:
    text = text_of(printed.content)
    level = "1.1 Hold meeting 2 with everybody. CS with others R Off track"
    assert level in lines_of(printed.content)
    assert "What will bring it back: More" in text
    assert "Due: September 2018 (30 September 2018)" in text
    assert "Complete or evaluated, for" in text
    assert "Limited: for Cabinet. It does not count as complete." in text


def test_an_update_is_in_full_once_and_elsewhere_leads_there(printed: Printed) -> None:
    text = text_of(printed.content)
    assert (text.count("Every group has met"), text.count("See 1.1")) == (1, 1)
    assert text.index("Latest update") < text.index("Earlier updates") < text.index("August words")


def test_notes_are_numbered_through_and_the_same_words_are_one_note(printed: Printed) -> None:
    assert [note.number for note in printed.paper.body.notes] == [1]
    assert len(printed.paper.body.notes[0].references) == 3
    assert pages_of(printed.content)[-1].count("Sound governance (https://example.org/sound), a guide") == 1


def test_remarks_are_printed_once_they_were_published_and_never_later_ones(printed: Printed) -> None:
    text = text_of(printed.content)
    said = ("They do listen.", "Quite unsayable.", "Published afterwards.", "Précis")
    assert [words in text for words in said] == [True, False, False, True]
    assert "Zenobia Fallow, 3 September 2018" in text


def test_the_contents_say_on_which_page_each_theme_begins(printed: Printed) -> None:
    pages = pages_of(printed.content)
    front, behind = " ".join(pages[:2]), list(enumerate(pages, start=1))[2:]
    leadership, culture = (
        next(number for number, page in behind if words in page) for words in ("1. Leadership", "2. Culture")
    )
    assert f"1. Leadership 0 1 1 1 28 31 {leadership}" in front
    assert f"2. Culture 0 0 0 0 1 1 {culture}" in front


@pytest.mark.django_db
def test_what_was_read_of_a_month_is_enough_for_its_paper_and_its_workbook(django_assert_num_queries) -> None:
    contents = month_for_everyone(_month())
    with django_assert_num_queries(0):
        month_paper(contents)
        month_xlsx(contents)


@pytest.mark.django_db
def test_withheld_evidence_is_named_in_no_paper_whoever_it_was_read_for() -> None:
    row = _small()
    said = factories.PlanUpdateFactory(round=row, aims=[row.plan.themes.get().aims.get()], **ACCEPTED)
    said.revisions.update(submitted_at=datetime(2018, 9, 20, 9, tzinfo=UTC))
    kept = {"exemption": Exemption.EXEMPT, "exempt_paragraph": ExemptParagraph.BUSINESS_AFFAIRS}
    files = [
        factories.EvidenceFactory(title="Open minutes"),
        factories.EvidenceFactory(title="Secret prices", public_interest_reason="Being negotiated.", **kept),
    ]
    for evidence in files:
        EvidenceUse.objects.create(evidence=evidence, plan_revision=said.revisions.get(), pages="2 to 3")
    contents = month_contents(row, factories.appointed(row.plan.owning_post))
    names = [use.evidence.title for use in contents.aims[0].latest[0].said.evidence]
    (part,) = month_paper(contents).body.parts
    assert names == ["Open minutes", "Secret prices"]
    assert ("Open minutes, pages 2 to 3" in body_html(part), "Secret prices" in body_html(part)) == (True, False)


# --- Kept as it was issued ----------------------------------------------------------------------------


def _address(name: str, row: PlanRound) -> str:
    return reverse(name, args=[row.plan.slug, row.reference])


def _body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content


def _small(**fields: object) -> PlanRound:
    aim = factories.AimFactory(theme__plan__slug="small", theme__plan__title="Small plan", theme__number=1, number=1)
    return factories.PlanRoundFactory(plan=aim.plan, **fields)


@pytest.mark.django_db
def test_an_issued_month_is_printed_once_and_served_byte_for_byte_for_ever(client: Client) -> None:
    row = _small(**ISSUED)
    assert (print_issued_months(), print_issued_months()) == (1, 0)
    row.refresh_from_db()
    address = _address("plan_round_pdf", row)
    row.plan.themes.update(title="Another title")
    response = client.get(address)
    content = _body(response)
    document = row.document
    assert (document.sha256, document.page_count) == (hashlib.sha256(content).hexdigest(), len(pages_of(content)))
    assert (response["ETag"], response["Cache-Control"]) == (f'"{document.sha256}"', "no-cache")
    assert response["Content-Disposition"] == 'inline; filename="small-2018-09.pdf"'
    unchanged = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (unchanged.status_code, _body(unchanged)) == (304, b"")


@pytest.mark.django_db
def test_what_was_printed_is_an_event_of_the_system_with_its_hash_and_names_the_trail() -> None:
    row = _small(**ISSUED)
    print_month(plan_round=row)
    told = Event.objects.get(type="printed month of plan")
    document = IssuedDocument.objects.get()
    assert (told.actor, told.target_id, told.after["sha256"]) == ("", str(row.pk), document.sha256)
    assert (document.issued_by, document.issued_at) == (row.issued_by, row.issued_at)
    assert document.contents["month"] == "2018-09"


@pytest.mark.django_db
def test_who_comes_second_keeps_nothing_and_leaves_no_file(settings) -> None:
    row = _small(**ISSUED)
    stale = PlanRound.objects.select_related("plan__owning_post", "plan__scheme").get(pk=row.pk)
    assert (print_month(plan_round=row), print_month(plan_round=stale)) == (True, False)
    assert IssuedDocument.objects.count() == 1
    assert len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db
def test_an_open_month_is_a_preview_for_those_who_work_on_it_and_no_one_else(client: Client) -> None:
    row = _small()
    keeper: User = factories.appointed(row.plan.owning_post)
    for name in ("plan_round_pdf", "plan_round_xlsx"):
        assert client.get(_address(name, row)).status_code == 404
    response = signed_in(keeper).get(_address("plan_round_pdf", row))
    assert response["Content-Disposition"] == 'inline; filename="preview-small-2018-09.pdf"'
    assert "no-store" in response["Cache-Control"]
    pages = pages_of(response.content)
    assert ["Preview: not issued" in page for page in pages] == [True] * len(pages)
    assert print_issued_months() == 0


@pytest.mark.django_db
def test_readers_of_a_month_that_is_not_printed_yet_are_told_to_come_back(client: Client) -> None:
    row = _small(**ISSUED)
    response = client.get(_address("plan_round_pdf", row))
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert "its paper is being made" in response.content.decode()
    print_issued_months()
    assert "Small plan September 2018" in text_of(_body(client.get(_address("plan_round_pdf", row))))


@pytest.mark.django_db
def test_a_preview_that_cannot_be_made_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    row = _small()

    def fails(_paper: object) -> None:
        raise PaperError("secret words")

    monkeypatch.setattr(month_files, "month_pdf", fails)
    response = signed_in(factories.appointed(row.plan.owning_post)).get(_address("plan_round_pdf", row))
    assert response.status_code == 503
    assert "could not be made" in response.content.decode()
    assert "secret words" not in response.content.decode()


# --- The workbook -------------------------------------------------------------------------------------


def _sheets(content: bytes) -> dict[str, list[list[str]]]:
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314 - our own file
    shared = ET.fromstring(parts["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in parts else []  # noqa: S314
    strings = ["".join(item.itertext()) for item in shared]
    names = [sheet.get("name", "") for sheet in book.iter(f"{CELL}sheet")]
    return {
        name: list(_rows(parts[f"xl/worksheets/sheet{number}.xml"], strings))
        for number, name in enumerate(names, start=1)
    }


def _rows(xml: str, strings: list[str]):
    for row in ET.fromstring(xml).iter(f"{CELL}row"):  # noqa: S314 - our own file
        cells = {"".join(filter(str.isalpha, cell.get("r", ""))): cell for cell in row}
        yield [_said(cells.get(_column(number)), strings) for number in range(len(COLUMNS))]


def _column(number: int) -> str:
    return chr(ord("A") + number)


def _said(cell: ET.Element | None, strings: list[str]) -> str:
    if cell is None:
        return ""
    words = "".join(cell.itertext())
    return strings[int(words)] if cell.get("t") == "s" else words


def test_the_workbook_has_a_row_for_each_unit_in_the_columns_of_the_paper(printed: Printed) -> None:
    sheets = _sheets(printed.workbook)
    head, *rows = sheets["Plan"]
    assert list(sheets) == ["Plan", "Notes", "About"]
    assert head[:6] == ["Month", "Theme", "Aim", "Improvement aim", "Required action", "Output"]
    assert len(rows) == 1 + 30 + 1
    red = dict(zip(head, rows[2], strict=True))
    assert (red["Month"], red["Aim"], red["Rating"]) == ("September 2018", "1.1", "R Off track")
    assert red["Required action"] == "Hold meeting 2 with everybody.\nSay what came of it."
    assert (red["Due on"], red["Back on track by"]) == ("43373", "43435")
    assert (red["Lead"], red["What will bring it back"]) == ("CS with others", "More time")
    assert red["Latest update"].endswith("Every group has met, says the note too. [1]")
    assert rows[-1][head.index("Latest update")].endswith("see 1.1")
    assert sheets["Notes"][0][:2] == ["[1]", "Sound governance (https://example.org/sound), a guide"]


def test_no_cell_of_the_workbook_is_a_formula(printed: Printed) -> None:
    with ZipFile(BytesIO(printed.workbook)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert (
        "<f>" in xml,
        "=1+1 trust grows" in [cell for row in _sheets(printed.workbook)["Plan"] for cell in row],
    ) == (
        False,
        True,
    )


@pytest.mark.django_db
def test_the_workbook_may_be_kept_once_the_month_is_issued(client: Client) -> None:
    row = _small(**ISSUED)
    response = client.get(_address("plan_round_xlsx", row))
    assert response["Content-Disposition"] == 'attachment; filename="small-2018-09.xlsx"'
    again = client.get(_address("plan_round_xlsx", row), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, response["Cache-Control"]) == (304, "no-cache")


def test_html_becomes_plain_words_line_by_line() -> None:
    html = '<p>One &amp; two<sup class="note-mark"><a href="#n">3</a></sup></p><ul><li>a</li><li><p>b</p></li></ul>'
    assert plain_words(html) == "One & two [3]\n• a\n• b"
