"""Real papers, read with the tools that readers use."""

import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.full_agenda import EVERY_EXEMPT_WORD, PASSAGE, SECRET_PAGES, WHY, full_meeting
from tests.pdfs import (
    bookmarks,
    claims_pdf_ua,
    dangling_links,
    heading_levels,
    html_words,
    page_labels,
    pages_of,
    pdf_ua_faults,
    roles,
    table_headers_without_scope,
    tagged_words,
    text_of,
    title_and_language,
    untagged_pages,
)
from tracking.enums import Edition, ReportState
from tracking.packs import html
from tracking.packs.papers import FinishedPacks, make_packs, report_pdf
from tracking.packs.pdf import PaperError, render
from tracking.presenters.packs import ContentsEntry, late_news, pack_front
from tracking.presenters.paper_evidence import evidence_sheet
from tracking.presenters.papers import report_document
from tracking.presenters.withheld import exempt_appendix, gap_page
from tracking.queries.pack_facts import PackPapers
from tracking.queries.pack_papers import pack_papers
from tracking.queries.paper_facts import ReportPaper

pytestmark = pytest.mark.django_db

TITLE = "Progress Report on Implementation: Refreshing the Partnership: Service Birmingham"


@dataclass(frozen=True)
class Papers:
    """The same facts printed in every way."""

    facts: PackPapers
    report: bytes
    draft: bytes
    packs: FinishedPacks
    packs_without_evidence: FinishedPacks
    accessible_packs: FinishedPacks

    @property
    def report_facts(self) -> ReportPaper:
        return self.facts.public.items[1].report

    @property
    def public(self) -> bytes:
        return self.packs.editions[0].content

    @property
    def restricted(self) -> bytes:
        return self.packs.editions[1].content


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory) -> Papers:
    """Print the papers once: they are read many times below, and nothing of them stays in the database."""
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        facts = pack_papers(full_meeting())
        paper = facts.public.items[1].report
        report = report_pdf(paper).content
        printed = Papers(
            facts=facts,
            report=report,
            draft=report_pdf(replace(paper, state=ReportState.DRAFT)).content,
            packs=make_packs(facts),
            packs_without_evidence=make_packs(facts, with_evidence=False),
            accessible_packs=make_packs(_with_accessible_files(facts, report)),
        )
        transaction.set_rollback(True)
    return printed


def _with_accessible_files(facts: PackPapers, accessible: bytes) -> PackPapers:
    """The same papers with files that are valid PDF/UA themselves: a document, a public and an exempt file."""
    stored = default_storage.save("evidence/accessible", ContentFile(accessible))
    sha256 = hashlib.sha256(accessible).hexdigest()
    known = {"stored_name": stored, "sha256": sha256, "content_type": "application/pdf"}
    minutes, item, _ = facts.public.items
    plan, prices = item.report.evidence[:2]
    report = replace(
        item.report, evidence=(replace(plan, **known), prices), tracked=item.report.tracked[:1], concluded=()
    )
    withheld = facts.withheld[0]
    whole = replace(withheld.evidence[0], evidence=replace(withheld.evidence[0].evidence, **known))
    return replace(
        facts,
        public=replace(
            facts.public,
            items=(replace(minutes, document=replace(minutes.document, **known)), replace(item, report=report)),
        ),
        withheld=(replace(withheld, evidence=(whole,)),),
    )


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
        "Exempt: paragraph 3. In the restricted edition only.",
        "Withheld from the public: Exempt passage 1 (paragraph 3), in Appendix 6",
        "Appendix 6: Exempt information Exempt: paragraph 3. It is not published.",
        "Signed by Councillor Example Holder, Deputy Leader, 20 October 2016",
    ]
    assert [words for words in expected if words not in text] == []


def test_the_progress_report_prints_the_six_categories_with_their_criteria(papers: Papers) -> None:
    text = text_of(papers.report)
    categories = papers.report_facts.categories
    assert len(categories) == 6
    assert [row for row in categories if f"{row.number} {row.name}" not in text or row.criterion not in text] == []


def test_every_word_of_our_own_pages_is_in_their_tags(papers: Papers, tmp_path: Path) -> None:
    source = html.report_html(report_document(replace(papers.report_facts, passages=())))
    content = report_pdf(replace(papers.report_facts, passages=())).content
    assert tagged_words(content, tmp_path) == html_words(source.replace("Withheld from the public", ""))
    assert roles(content)["Table"] == source.count("<table")
    assert roles(content)["TR"] == source.count("<tr")


def test_every_word_of_the_pages_around_reports_is_in_their_tags(papers: Papers, tmp_path: Path) -> None:
    report = report_document(papers.report_facts)
    running = html.running_of(report)
    withheld = papers.facts.withheld[0]
    pages = (
        html.front_html(
            pack_front(
                papers.facts.public,
                Edition.PUBLIC,
                (ContentsEntry("Item", "front-cover", "1", is_within_an_item=False),),
            )
        ),
        html.sheet_html(
            evidence_sheet(withheld.evidence[0].evidence, report="Report", note="Note.", why_withheld=WHY), running
        ),
        html.gap_html(gap_page("Evidence 2 (exempt: paragraph 3)", (3, None), 41, 48), "sheet", running),
        html.exempt_html(exempt_appendix("Appendix 6: Exempt information", withheld.passages), running),
        html.late_news_html(late_news(papers.facts.public.items[1].late_news[0], papers.report_facts), running),
    )
    for source in pages:
        content = render(source, stylesheet=html.stylesheet())
        assert tagged_words(content, tmp_path) == html_words(source)
        assert roles(content)["Table"] == source.count("<table")


def test_every_edition_whose_files_are_accessible_is_so_itself(papers: Papers, tmp_path: Path) -> None:
    packs = (*papers.packs_without_evidence.editions, *papers.accessible_packs.editions)
    valid = (papers.report, papers.draft, *(edition.content for edition in packs))
    assert len(valid) == 5
    assert pdf_ua_faults(*valid, directory=tmp_path) == [f"{n}.pdf: valid PDF/UA-1" for n in range(len(valid))]
    assert [claims_pdf_ua(content) for content in (*valid, papers.public, papers.restricted)] == [True] * 5 + [
        False
    ] * 2


def test_a_pack_with_untagged_files_still_tags_everything_and_says_whose_they_are(papers: Papers) -> None:
    for content in (papers.public, papers.restricted):
        assert table_headers_without_scope(content) == 0
        assert dangling_links(content) == []
        assert untagged_pages(content) == []


def test_headings_never_skip_a_level(papers: Papers) -> None:
    for content in (papers.report, papers.public, papers.restricted):
        levels = heading_levels(content)
        assert levels[0] == 1
        assert [(one, next_one) for one, next_one in pairwise(levels) if next_one > one + 1] == []


def test_every_file_says_its_language_and_shows_its_title(papers: Papers) -> None:
    pack = "Committee pack: Corporate Resources Overview and Scrutiny Committee, 10 November 2016"
    assert [title_and_language(content) for content in (papers.report, papers.public, papers.restricted)] == [
        (TITLE, "en-GB", True),
        (pack, "en-GB", True),
        (pack, "en-GB", True),
    ]


def test_accessible_files_keep_their_structure_in_the_pack(papers: Papers) -> None:
    public, restricted = (edition.content for edition in papers.accessible_packs.editions)
    own = roles(papers.report)["Table"]
    assert roles(public)["Table"] > 2 * own
    assert roles(restricted)["Table"] > roles(public)["Table"] + own


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


def test_the_pack_has_cover_agenda_contents_reports_documents_and_evidence(papers: Papers) -> None:
    text = text_of(papers.public)
    expected = [
        "Committee pack Corporate Resources Overview and Scrutiny Committee",
        "Thursday 10 November 2016",
        "2pm",
        "Committee Room 6",
        "Scrutiny Officer, 0121 496 0001, scrutiny@example.org",
        "Edition Public",
        "Anyone may film, photograph or record it",
        "1. Minutes of the last meeting",
        f"2. {TITLE} Report of Deputy Leader",
        "3. Settlement with the partner Exempt: paragraph 3. In the restricted edition only.",
        "Minutes page 3",
        "Item 1, supplied by the scrutiny office, not checked for accessibility",
        "Supplement 1 to the report: late news",
        "The indicators were reported after all.",
        "Business plan page 1",
        "Business plan page 2",
        "Evidence 1, supplied by the Cabinet Member, not checked for accessibility",
        "“figures.csv” is not a document with pages",
    ]
    assert [words for words in expected if words not in text] == []
    assert [note.split(".")[0] for note in papers.packs.not_printed] == [
        "Evidence 2 (exempt: paragraph 3) of Refreshing the Partnership: Service Birmingham",
        "Evidence 4: Figures of Refreshing the Partnership: Service Birmingham",
    ]


def test_what_is_withheld_is_in_the_restricted_edition_alone(papers: Papers) -> None:
    public, restricted = text_of(papers.public), text_of(papers.restricted)
    assert [words for words in EVERY_EXEMPT_WORD if words in public] == []
    for words in (PASSAGE, WHY, f"{SECRET_PAGES} 4", "Evidence 2: Contract prices", "settlement.pdf"):
        assert words in restricted
    assert papers.packs.findings == ()


def test_one_page_stands_in_the_place_of_withheld_ones_and_the_numbering_goes_on(papers: Papers) -> None:
    last = papers.packs.editions[0].page_count
    labels = page_labels(papers.public)
    first = int(labels[-1].partition("–")[0])
    assert (labels[-1], last - first) == (f"{first}–{last}", 4)
    assert pages_of(papers.public)[-1].startswith(
        f"Settlement with the partner Exempt: paragraph 3. Pages {first} to {last} are not in this edition."
    )
    assert pages_of(papers.public)[-1].endswith(f"Pages {first}–{last} of {last}")


def test_both_editions_have_the_same_words_on_the_same_pages(papers: Papers) -> None:
    assert papers.packs.editions[0].page_count == papers.packs.editions[1].page_count
    restricted = dict(zip(page_labels(papers.restricted), pages_of(papers.restricted), strict=True))
    differ = [
        label
        for label, page in zip(page_labels(papers.public), pages_of(papers.public), strict=True)
        if page != restricted.get(label, "").replace("Restricted edition: not for publication ", "")
    ]
    gaps = [
        label
        for label, page in zip(page_labels(papers.public), pages_of(papers.public), strict=True)
        if "not in this edition" in page
    ]
    assert differ == ["1", *gaps]
    assert len(gaps) == 3


def test_the_label_of_every_page_is_the_number_printed_on_it(papers: Papers) -> None:
    for content in (papers.public, papers.restricted):
        last = papers.packs.editions[0].page_count
        printed = [page.rpartition("Page")[2].removeprefix("s ").strip() for page in pages_of(content)]
        assert printed == [f"{label} of {last}" for label in page_labels(content)]


def test_every_page_of_the_restricted_edition_says_that_it_is_not_for_publication(papers: Papers) -> None:
    mark = "Restricted edition: not for publication"
    assert [page for page in pages_of(papers.restricted) if mark not in page] == []
    assert mark not in text_of(papers.public)


def test_the_contents_give_the_page_on_which_each_thing_begins(papers: Papers) -> None:
    pages = pages_of(papers.public)
    labels = page_labels(papers.public)
    assert "Evidence 2 (exempt: paragraph 3)" in pages[1]
    for title in ("Appendix 2: The tracking process", "Appendix 5: Supporting evidence pack", "Evidence 3: Website"):
        begins = next(n for n, page in enumerate(pages) if title in page and n > 1 and "Appendices" not in page)
        assert f"{title} {labels[begins]}" in pages[1]


def test_the_pack_has_bookmarks_to_items_recommendations_and_evidence(papers: Papers) -> None:
    expected = [
        (0, "Minutes of the last meeting"),
        (0, TITLE),
        (2, "R01: Operational plan"),
        (2, "R02: Communications"),
        (1, "Evidence 1: Business plan"),
        (1, "Evidence 2 (exempt: paragraph 3)"),
        (1, "Appendix 6: Exempt information"),
        (0, "Settlement with the partner"),
    ]
    lines = bookmarks(papers.public)
    assert [line for line in lines if line in expected] == expected


def test_a_supplement_says_so_and_keeps_the_numbers_of_the_items(papers: Papers) -> None:
    _, item, _ = papers.facts.public.items
    brought = replace(papers.facts.public, items=(replace(item, is_whole=False),), number=3)
    pack = make_packs(PackPapers(public=brought))
    pages = pages_of(pack.editions[0].content)
    assert len(pack.editions) == 1
    assert pages[0].startswith("Demo Council Supplement 2 to the committee pack Corporate Resources")
    assert f"2. {TITLE} Late news. Report of Deputy Leader" in pages[1]
    assert (len(pages), "The indicators were reported after all." in pages[2]) == (3, True)


def test_one_of_our_own_pages_that_cannot_be_made_is_named(papers: Papers) -> None:
    with override_settings(RENDER_SECONDS=0.001), pytest.raises(PaperError) as error:
        report_pdf(replace(papers.report_facts, overview="Never printed before."))
    assert str(error.value) == f"“{TITLE}” could not be printed. It took longer than a paper may take."


def test_the_same_papers_give_the_same_bytes(papers: Papers) -> None:
    assert report_pdf(papers.report_facts).content == papers.report
    again = make_packs(papers.facts)
    assert [edition.content for edition in again.editions] == [papers.public, papers.restricted]
    assert again.contents_digest == papers.packs.contents_digest


def test_everything_the_editor_offers_prints_whole_tagged_and_without_bookmarks(papers: Papers, tmp_path: Path) -> None:
    rows = "\n".join(
        f"| Ward {number} | {number} homes | [list](https://example.org/{number}) |" for number in range(60)
    )
    typed = (
        f"# Done\n\n### In detail\n\n- **one**\n    - _two_\n\n1. three\n\n| Ward | Homes | Where |\n|-|-|-|\n{rows}\n"
    )
    wide = "|" + " Column |" * 12 + "\n|" + " - |" * 12 + "\n|" + " many words in a cell |" * 12
    first = replace(papers.report_facts.tracked[0], evidence_text=f"{typed}\n{wide}")
    paper = replace(papers.report_facts, overview=typed, tracked=(first,), concluded=(), passages=())
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
    paper = replace(papers.report_facts, overview=typed, tracked=(), concluded=(), evidence=())
    text = text_of(report_pdf(paper).content)
    assert "here ![](file:///etc/passwd) <script>x</script> & < x" in text
    assert "No recommendation of this inquiry is still being tracked." in text
