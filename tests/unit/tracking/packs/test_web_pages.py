import re
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.full_agenda import PASSAGE, WHY, full_meeting
from tracking.enums import Edition, ScanState
from tracking.packs.layout import Layout
from tracking.packs.web_pages import web_page
from tracking.queries.pack_facts import PackPapers
from tracking.queries.pack_papers import pack_papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers() -> PackPapers:
    return pack_papers(full_meeting())


def _layout(papers: PackPapers, edition: Edition = Edition.PUBLIC) -> Layout:
    """Pages as they might be: the minutes on 3 to 5, the report from 6 on, the exempt document on 41 to 48."""
    minutes, report, settlement = (item.key for item in papers.public.items)
    extents = {
        f"{minutes}-sheet": (3, 5),
        f"{report}-report": (6, 12),
        f"{report}-late-news-1": (13, 13),
        f"{report}-evidence-1-sheet": (14, 16),
        f"{report}-evidence-2-sheet": (17, 17),
        f"{report}-evidence-3-sheet": (18, 19),
        f"{report}-evidence-4-sheet": (20, 20),
        f"{report}-exempt": (21, 22),
        f"{settlement}-sheet": (41, 48),
    }
    within = {"overview": 7, "tracking-process": 7, "tracked-today": 8, "r01": 8, "r02": 9, "concluded": 10}
    pages = {place: first for place, (first, _) in extents.items()}
    pages |= {f"{report}-{anchor}": page for anchor, page in within.items()} | {f"{report}-evidence": 11}
    gaps = {f"{report}-evidence-2-sheet", f"{report}-exempt", f"{settlement}-sheet"}
    withheld = frozenset(gaps) if edition == Edition.PUBLIC else frozenset[str]()
    return Layout(edition, pages, extents, withheld, 48)


def _page(papers: PackPapers, edition: Edition = Edition.PUBLIC) -> str:
    return web_page(papers, _layout(papers, edition))


def _said(html: str) -> str:
    """The words of a page, without what is only for narrow screens."""
    for_everyone = re.sub(r'<span class="app-paper-table__label".*?</span>', "", html)
    return " ".join(re.sub(r"<[^>]*>", " ", for_everyone).split())


def test_every_place_of_the_pdf_is_a_place_of_the_page(papers: PackPapers) -> None:
    for edition in Edition:
        ids = re.findall(r'\bid="([^"]*)"', _page(papers, edition))
        assert len(ids) == len(set(ids))
        assert set(_layout(papers, edition).pages) - set(ids) == set()


def test_every_link_within_the_page_leads_somewhere(papers: PackPapers) -> None:
    html = _page(papers)
    ids = set(re.findall(r'\bid="([^"]*)"', html))
    assert {target for target in re.findall(r'href="#([^"]*)"', html) if target not in ids} == set()


def test_headings_follow_each_other_from_the_second_level_down(papers: PackPapers) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", _page(papers, Edition.RESTRICTED))]
    assert levels[0] == 2
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_items_paragraphs_appendices_and_recommendations_have_the_references_of_the_pdf(papers: PackPapers) -> None:
    said = _said(_page(papers))
    title = "Progress Report on Implementation: Refreshing the Partnership: Service Birmingham"
    expected = [
        f"2. {title} Page 6 of the PDF Report of Deputy Leader",
        "Progress with the remaining recommendations is set out in Appendix 3 .",
        "Appendix 3: Recommendations being tracked today Page 8 of the PDF R01: Operational plan Page 8 of the PDF",
        "R01 b): completed on 31 March 2016",
        "In the supporting evidence pack: Evidence 1",
        "Withheld from the public: Exempt passage 1 (paragraph 3), in Appendix 6",
        "Appendix 4: Recommendations tracked previously and concluded Page 10 of the PDF",
        "1 Business plan R01 – plan.pdf Pages 14 to 16",
        "Supplement 1 to the report: late news Page 13 of the PDF",
        "The indicators were reported after all.",
        "In the PDF Pages 3 to 5 Open the document",
    ]
    assert [words for words in expected if words not in said] == []


def test_the_public_edition_says_which_pages_are_not_in_it(papers: PackPapers) -> None:
    said = _said(_page(papers))
    gaps = re.findall(r"Exempt: paragraph 3\. Pages? [\w ]+ (?:is|are) not in this edition\.", said)
    assert gaps == [
        "Exempt: paragraph 3. Page 17 is not in this edition.",
        "Exempt: paragraph 3. Pages 21 and 22 are not in this edition.",
        "Exempt: paragraph 3. Pages 41 to 48 are not in this edition.",
    ]


def test_the_public_edition_is_the_same_whatever_is_withheld(papers: PackPapers) -> None:
    assert _page(replace(papers, withheld=())) == _page(papers)


def test_the_restricted_edition_has_what_is_withheld_and_why(papers: PackPapers) -> None:
    html = _page(papers, Edition.RESTRICTED)
    said = _said(html)
    assert [words for words in (PASSAGE, f"Why it is withheld: {WHY}", "Contract prices") if words not in said] == []
    assert (said.count("Not for publication. Exempt: paragraph 3."), said.count("not in this edition")) == (3, 0)
    secret = papers.withheld[0].evidence[0].evidence
    assert f'<a class="govuk-link" href="/evidence/{secret.pk}/">Contract prices</a>' in html
    document = papers.withheld[1].document.document
    assert f'href="/committees/corporate-resources/meetings/2016-11-10/documents/{document.pk}/"' in html


def test_a_file_that_the_virus_scanner_holds_back_has_no_link(papers: PackPapers) -> None:
    item = papers.public.items[1]
    plan = replace(item.report.evidence[0], scan_state=ScanState.WAITING, stored_name="")
    report = replace(item.report, evidence=(plan, *item.report.evidence[1:]))
    items = (papers.public.items[0], replace(item, report=report), papers.public.items[2])
    html = _page(replace(papers, public=replace(papers.public, items=items)))
    assert f"/evidence/{plan.pk}/" not in html
    assert "Business plan This file was still being checked for viruses, so it is not printed here." in _said(html)


def test_a_supplement_with_late_news_alone_does_not_print_the_report_again(papers: PackPapers) -> None:
    item = replace(papers.public.items[1], is_whole=False)
    brought = PackPapers(replace(papers.public, items=(item,), number=2))
    layout = Layout(Edition.PUBLIC, {f"{item.key}-late-news-1": 3}, {}, frozenset(), 3)
    html = web_page(brought, layout)
    said = _said(html)
    assert "Late news. Report of Deputy Leader Page 3 of the PDF" in said
    assert ("Recommendations being tracked today" in said, html.count(f'id="{item.key}-late-news-1"')) == (False, 1)


def test_headings_that_people_type_stand_below_ours(papers: PackPapers) -> None:
    item = papers.public.items[1]
    report = replace(item.report, overview="# Typed", passages=())
    typed = replace(papers, public=replace(papers.public, items=(replace(item, report=report),)))
    html = web_page(typed, _layout(papers))
    assert "<h4>Typed</h4>" in html


def test_a_pack_without_its_evidence_still_names_it(papers: PackPapers) -> None:
    layout = _layout(papers)
    pages = {place: page for place, page in layout.pages.items() if not re.search(r"evidence-\d", place)}
    extents = {place: pages for place, pages in layout.extents.items() if not re.search(r"evidence-\d", place)}
    said = _said(web_page(papers, replace(layout, pages=pages, extents=extents, withheld=frozenset())))
    assert "1 Business plan R01 – plan.pdf Not printed" in said
    assert "2 Exempt: paragraph 3. In the restricted edition only. R02 – – Not printed" in said
