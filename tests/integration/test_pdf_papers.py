"""Real papers, read with the tools that readers use."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.paper_scene import service_report
from tests.pdfs import (
    bookmarks,
    claims_pdf_ua,
    dangling_links,
    html_words,
    pages_of,
    pdf_ua_faults,
    roles,
    table_headers_without_scope,
    tagged_words,
    text_of,
)
from tracking.enums import ReportState
from tracking.packs import html
from tracking.packs.papers import FinishedPaper, pack_pdf, report_pdf
from tracking.presenters.papers import report_document
from tracking.queries.paper_facts import PackPaper
from tracking.queries.papers import pack_paper

pytestmark = pytest.mark.django_db

TITLE = "Progress Report on Implementation: Refreshing the Partnership: Service Birmingham"


@dataclass(frozen=True)
class Papers:
    """The same facts printed in every way."""

    facts: PackPaper
    report: bytes
    draft: bytes
    pack: FinishedPaper
    pack_without_evidence: bytes
    accessible_pack: bytes


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory) -> Papers:
    """Print the papers once: they are read many times below, and nothing of them stays in the database."""
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        facts = pack_paper(service_report().meeting)
        report = report_pdf(facts.reports[0]).content
        printed = Papers(
            facts=facts,
            report=report,
            draft=report_pdf(replace(facts.reports[0], state=ReportState.DRAFT)).content,
            pack=pack_pdf(facts),
            pack_without_evidence=pack_pdf(facts, with_evidence=False).content,
            accessible_pack=pack_pdf(_with_accessible_evidence(facts, report)).content,
        )
        transaction.set_rollback(True)
    return printed


def _with_accessible_evidence(facts: PackPaper, accessible: bytes) -> PackPaper:
    """The same papers with one evidence file, which is valid PDF/UA itself."""
    stored = default_storage.save("evidence/accessible", ContentFile(accessible))
    plan = replace(facts.reports[0].evidence[0], stored_name=stored)
    return replace(facts, reports=(replace(facts.reports[0], evidence=(plan,), tracked=facts.reports[0].tracked[:1]),))


def test_the_progress_report_says_everything_it_must(papers: Papers) -> None:
    text = text_of(papers.report)
    expected = [
        "Progress Report on Implementation: Refreshing the Partnership: Service Birmingham",
        "Report of Deputy Leader",
        "To Corporate Resources Overview and Scrutiny Committee",
        "Date 10 November 2016",
        "Date approved at City Council 9 June 2015",
        "Member who led the original review Example Member, Councillor",
        "Lead officer for the review Head of Scrutiny",
        "Date last tracked 12 April 2016",
        "Appendix 3: Recommendations being tracked today",
        "Appendix 4: Recommendations tracked previously and concluded",
        "Evidence of progress (and anticipated completion date if not achieved)",
        "Exempt: paragraph 3. Not in this edition.",
        "Signed by Councillor Example Holder, Deputy Leader, 20 October 2016",
    ]
    assert [words for words in expected if words not in text] == []


def test_the_progress_report_prints_the_six_categories_with_their_criteria(papers: Papers) -> None:
    text = text_of(papers.report)
    categories = papers.facts.reports[0].categories
    assert len(categories) == 6
    assert [row for row in categories if f"{row.number} {row.name}" not in text or row.criterion not in text] == []


def test_every_word_of_the_report_is_in_its_tags(papers: Papers, tmp_path: Path) -> None:
    source = html.report_html(report_document(papers.facts.reports[0]))
    assert tagged_words(papers.report, tmp_path) == html_words(source)
    assert roles(papers.report)["Table"] == source.count("<table")
    assert roles(papers.report)["TR"] == source.count("<tr")
    assert table_headers_without_scope(papers.report) == 0


def test_reports_and_packs_without_untagged_evidence_are_accessible(papers: Papers, tmp_path: Path) -> None:
    valid = (papers.report, papers.draft, papers.pack_without_evidence, papers.accessible_pack)
    assert pdf_ua_faults(*valid, directory=tmp_path) == [f"{n}.pdf: valid PDF/UA-1" for n in range(len(valid))]
    assert [claims_pdf_ua(content) for content in (*valid, papers.pack.content)] == [True] * 4 + [False]


def test_every_link_leads_somewhere(papers: Papers) -> None:
    files = (papers.report, papers.pack.content, papers.pack_without_evidence, papers.accessible_pack)
    assert [dangling_links(content) for content in files] == [[]] * len(files)


def test_accessible_evidence_keeps_its_structure_in_the_pack(papers: Papers) -> None:
    assert roles(papers.accessible_pack)["Table"] > 2 * roles(papers.report)["Table"]


def test_a_draft_says_so_on_every_page(papers: Papers) -> None:
    pages = pages_of(papers.draft)
    assert [page for page in pages if "Draft: not published" not in page] == []


def test_every_page_is_numbered_and_the_foot_says_whose_it_is(papers: Papers) -> None:
    pages = pages_of(papers.report)
    foot = "Corporate Resources Overview and Scrutiny Committee, 10 November 2016"
    assert [(f"Page {number} of {len(pages)}" in page, foot in page) for number, page in enumerate(pages, start=1)] == [
        (True, True)
    ] * len(pages)


def test_the_running_head_names_the_recommendation(papers: Papers) -> None:
    page = next(page for page in pages_of(papers.report) if "Appendix 3: Recommendations" in page and "R01: " in page)
    assert page.startswith(f"{TITLE} R01 ")


def test_the_pack_has_cover_agenda_contents_report_and_evidence(papers: Papers) -> None:
    pages = pages_of(papers.pack.content)
    text = " ".join(pages)
    assert len(pages) == papers.pack.page_count
    for words in (
        "Committee pack Corporate Resources Overview and Scrutiny Committee",
        "Thursday 10 November 2016",
        "2pm",
        "Committee Room 6",
        "Scrutiny Officer, 0121 496 0001, scrutiny@example.org",
        "Anyone may film, photograph or record it",
        "Report of Deputy Leader",
        "Business plan page 1",
        "Business plan page 2",
        "Evidence 1, supplied by the Cabinet Member, not checked for accessibility",
        "“figures.csv” is not a document with pages",
    ):
        assert words in text
    assert ("secret" in text, "Contract prices" in text, "prices.txt" in text) == (False, False, False)
    assert [note.split(".")[0] for note in papers.pack.not_printed] == ["Evidence 4: Figures"]


def test_the_contents_give_the_page_on_which_each_thing_begins(papers: Papers) -> None:
    pages = pages_of(papers.pack.content)
    for title in ("Appendix 2: The tracking process", "Appendix 5: Supporting evidence pack", "Evidence 3: Website"):
        begins = next(n for n, page in enumerate(pages, 1) if title in page and n > 2 and "Appendices" not in page)
        assert f"{title} {begins}" in pages[1]


def test_the_pack_has_bookmarks_to_reports_recommendations_and_evidence(papers: Papers) -> None:
    expected = [(0, TITLE), (2, "R01: Operational plan"), (2, "R02: Communications"), (1, "Evidence 1: Business plan")]
    lines = bookmarks(papers.pack.content)
    assert [line for line in expected if line not in lines] == []


def test_the_same_papers_give_the_same_bytes(papers: Papers) -> None:
    assert report_pdf(papers.facts.reports[0]).content == papers.report
    assert pack_pdf(papers.facts, with_evidence=False).content == papers.pack_without_evidence


def test_everything_the_editor_offers_prints_whole_tagged_and_without_bookmarks(papers: Papers, tmp_path: Path) -> None:
    rows = "\n".join(
        f"| Ward {number} | {number} homes | [list](https://example.org/{number}) |" for number in range(60)
    )
    typed = (
        f"# Done\n\n### In detail\n\n- **one**\n    - _two_\n\n1. three\n\n| Ward | Homes | Where |\n|-|-|-|\n{rows}\n"
    )
    wide = "|" + " Column |" * 12 + "\n|" + " - |" * 12 + "\n|" + " many words in a cell |" * 12
    first = replace(papers.facts.reports[0].tracked[0], evidence_text=f"{typed}\n{wide}")
    paper = replace(papers.facts.reports[0], overview=typed, tracked=(first,), concluded=())
    content = report_pdf(paper).content
    source = html.report_html(report_document(paper))
    assert tagged_words(content, tmp_path) == html_words(source)
    assert roles(content)["Table"] == source.count("<table")
    assert pdf_ua_faults(content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]
    assert [title for _, title in bookmarks(content) if title in {"Done", "In detail"}] == []


def test_what_people_type_never_stops_a_paper(papers: Papers) -> None:
    typed = (
        "# Heading\n\n[here](#nowhere) ![](file:///etc/passwd) <script>x</script> & < [x](/a)\n\n| a |\n|---|\n| b |"
    )
    paper = replace(papers.facts.reports[0], overview=typed, tracked=(), concluded=(), evidence=())
    text = text_of(report_pdf(paper).content)
    assert "here ![](file:///etc/passwd) <script>x</script> & < x" in text
    assert "No recommendation of this inquiry is still being tracked." in text
