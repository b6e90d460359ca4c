"""Real papers, read with the tools that readers use."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

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
from tracking.models import Evidence
from tracking.packs import html
from tracking.packs.papers import pack_pdf, report_pdf
from tracking.presenters.papers import report_document
from tracking.queries.papers import pack_paper, report_paper

pytestmark = pytest.mark.django_db


def _report(state: ReportState = ReportState.PUBLISHED) -> bytes:
    return report_pdf(report_paper(service_report(state), seen_by=AnonymousUser())).content


def test_the_progress_report_says_everything_it_must() -> None:
    text = text_of(_report())
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
        "Signed by: Councillor Example Holder, Deputy Leader, 20 October 2016",
    ]
    assert [words for words in expected if words not in text] == []


def test_the_progress_report_prints_the_six_categories_with_their_criteria() -> None:
    report = service_report()
    text = text_of(report_pdf(report_paper(report, seen_by=AnonymousUser())).content)
    for category in report.inquiry.scheme.categories.all():
        criterion = category.criterion.split()
        assert (f"{category.number} {category.name.split()[0]}" in text, " ".join(criterion[:5]) in text) == (
            True,
            True,
        )


def test_every_word_of_the_report_is_in_its_tags(tmp_path: Path) -> None:
    paper = report_paper(service_report(), seen_by=AnonymousUser())
    source = html.report_html(report_document(paper))
    content = report_pdf(paper).content
    assert tagged_words(content, tmp_path) == html_words(source)
    assert roles(content)["Table"] == source.count("<table")
    assert roles(content)["TR"] == source.count("<tr")
    assert table_headers_without_scope(content) == 0
    assert dangling_links(content) == []


def test_the_report_and_the_pack_without_evidence_are_accessible(tmp_path: Path) -> None:
    report = service_report()
    single = report_pdf(report_paper(report, seen_by=AnonymousUser())).content
    pack = pack_pdf(pack_paper(report.meeting), with_evidence=False).content
    assert pdf_ua_faults(single, pack, directory=tmp_path) == ["0.pdf: valid PDF/UA-1", "1.pdf: valid PDF/UA-1"]
    assert (claims_pdf_ua(single), claims_pdf_ua(pack)) == (True, True)


def test_a_pack_whose_evidence_is_accessible_is_accessible_itself(tmp_path: Path) -> None:
    report = service_report()
    single = report_pdf(report_paper(report, seen_by=AnonymousUser())).content
    Evidence.objects.filter(title="Website").update(content_type="text/plain")
    plan = Evidence.objects.get(title="Business plan")
    with plan.file.open("wb") as file:
        file.write(single)
    pack = pack_pdf(pack_paper(report.meeting)).content
    assert pdf_ua_faults(pack, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]
    assert roles(pack)["Table"] > 2 * roles(single)["Table"]


def test_a_draft_says_so_on_every_page() -> None:
    pages = pages_of(_report(ReportState.DRAFT))
    assert [page for page in pages if "Draft: not published" not in page] == []


def test_every_page_is_numbered_and_the_foot_says_whose_it_is() -> None:
    pages = pages_of(_report())
    foot = "Corporate Resources Overview and Scrutiny Committee, 10 November 2016"
    assert [(f"Page {number} of {len(pages)}" in page, foot in page) for number, page in enumerate(pages, start=1)] == [
        (True, True)
    ] * len(pages)


def test_the_running_head_names_the_recommendation() -> None:
    page = next(page for page in pages_of(_report()) if "Appendix 3: Recommendations" in page and "R01: " in page)
    assert page.startswith("Progress Report on Implementation: Refreshing the Partnership: Service Birmingham R01 ")


def test_the_pack_has_cover_agenda_contents_report_and_evidence() -> None:
    report = service_report()
    pack = pack_pdf(pack_paper(report.meeting))
    pages = pages_of(pack.content)
    text = " ".join(pages)
    assert len(pages) == pack.page_count
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
    assert [note.split(".")[0] for note in pack.not_printed] == ["Evidence 4: Figures"]


def test_the_contents_give_the_page_on_which_each_thing_begins() -> None:
    pack = pack_pdf(pack_paper(service_report().meeting)).content
    pages = pages_of(pack)
    for title in ("Appendix 2: The tracking process", "Appendix 5: Supporting evidence pack", "Evidence 3: Website"):
        begins = next(n for n, page in enumerate(pages, 1) if title in page and n > 2 and "Appendices" not in page)
        assert f"{title} {begins}" in pages[1]


def test_the_pack_has_bookmarks_to_reports_recommendations_and_evidence() -> None:
    lines = bookmarks(pack_pdf(pack_paper(service_report().meeting)).content)
    title = "Progress Report on Implementation: Refreshing the Partnership: Service Birmingham"
    for line in (
        (0, title),
        (2, "R01: Operational plan"),
        (2, "R02: Communications"),
        (1, "Evidence 1: Business plan"),
    ):
        assert line in lines


def test_a_pack_with_untagged_evidence_makes_no_claim_and_every_link_leads_somewhere() -> None:
    pack = pack_pdf(pack_paper(service_report().meeting)).content
    assert (claims_pdf_ua(pack), dangling_links(pack)) == (False, [])


def test_the_same_papers_give_the_same_bytes() -> None:
    paper = pack_paper(service_report().meeting)
    assert pack_pdf(paper) == pack_pdf(paper)


def test_what_people_type_never_stops_a_paper() -> None:
    report = service_report()
    revision = report.revisions.get()
    revision.overview = (
        "# Heading\n\n[here](#nowhere) ![](file:///etc/passwd) <script>x</script> & < [x](/a)\n\n| a |\n|---|\n| b |"
    )
    revision.save()
    text = text_of(report_pdf(report_paper(report, seen_by=AnonymousUser())).content)
    assert "here <script>x</script> & < x" in text
