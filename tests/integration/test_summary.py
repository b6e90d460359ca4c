"""The summary of recommendations: a page, a PDF and a Word document of the same words, and what is open in a draft."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tests import factories
from tests.pages import text_of
from tests.pdfs import claims_pdf_ua, html_words, pages_of, pdf_ua_faults, table_headers_without_scope, words_of
from tracking.enums import CommitteeRole, InquiryState
from tracking.models import Committee, Inquiry, Recommendation, User
from tracking.packs.html import summary_html
from tracking.presenters.summary import SummaryFace, summary_face
from tracking.queries.summary import inquiry_summary

pytestmark = pytest.mark.django_db

HEADS = ("No", "Recommendation", "Responsibility", "Completion date")


@pytest.fixture
def committee() -> Committee:
    return factories.CommitteeFactory(name="Resources Committee", slug="resources")


@pytest.fixture
def inquiry(committee: Committee) -> Inquiry:
    """R01 with two parts, one with a post and a date of its own; R02 without words of its own but a title."""
    row = factories.InquiryFactory(
        title="Partnership", slug="partnership", tracking_committee=committee, approved_on=date(2015, 6, 9)
    )
    leader = factories.PostFactory(name="Deputy Leader")
    body = factories.PostFactory(name="Service Company")
    whole = factories.RecommendationFactory(
        inquiry=row,
        number=1,
        title="",
        text="That the partners are open:",
        due_text="November 2015",
        due_on=date(2015, 11, 30),
        success_measure="Minutes that **both** partners have agreed.",
    )
    factories.ResponsibilityFactory(recommendation=whole, post=leader)
    factories.PartFactory(parent=whole, letter="a", text="about costs;", due_text="", due_on=None)
    part = factories.PartFactory(parent=whole, letter="b", text="about delays.", due_text="Annual review", due_on=None)
    factories.ResponsibilityFactory(recommendation=part, post=body, as_written="SC Ltd")
    second = factories.RecommendationFactory(
        inquiry=row, number=2, title="A user group", text="That one is set up.", due_text="", due_on=None
    )
    factories.ResponsibilityFactory(
        recommendation=second, post=leader, starts_on=date(2015, 6, 9), ends_on=date(2016, 5, 24)
    )
    factories.ResponsibilityFactory(recommendation=second, post=body, starts_on=date(2016, 5, 24))
    return row


@pytest.fixture
def draft(committee: Committee) -> Inquiry:
    """R01 with everything open, R02 with nothing open."""
    row = factories.InquiryFactory(
        title="Trees", slug="trees", tracking_committee=committee, state=InquiryState.DRAFT, approved_on=None
    )
    factories.RecommendationFactory(
        inquiry=row,
        number=1,
        title="Care",
        text="Care for trees:\n\n- water each tree\n- replace any that died\n- tell the neighbours",
        due_text="Soon",
        due_on=None,
    )
    clear = factories.RecommendationFactory(inquiry=row, number=2, success_measure="A list of trees.")
    factories.ResponsibilityFactory(recommendation=clear)
    return row


@pytest.fixture
def officer(committee: Committee) -> User:
    return factories.seated(committee, CommitteeRole.SCRUTINY_OFFICER)


def face_of(inquiry: Inquiry) -> SummaryFace:
    return summary_face(inquiry_summary(inquiry, AnonymousUser(), today=date(2017, 1, 1)))


def address(kind: str, slug: str = "partnership") -> str:
    return reverse(f"inquiry_summary{kind}", args=[slug])


def rows_of(document: WordDocument) -> list[tuple[str, ...]]:
    (table,) = [table for table in document.tables if len(table.columns) == 4]
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_each_part_has_a_row_of_its_own_with_its_post_and_date(inquiry: Inquiry) -> None:
    lines = [line for group in face_of(inquiry).groups for line in group]
    assert [(line.label, line.text, line.responsibility, line.due) for line in lines] == [
        ("R01", "That the partners are open:", ("Deputy Leader",), "November 2015"),
        ("R01 a)", "about costs;", ("Deputy Leader",), "November 2015"),
        ("R01 b)", "about delays.", ("SC Ltd",), "Annual review"),
        ("R02", "That one is set up.", ("Deputy Leader",), "No date was set"),
    ]


def test_a_parent_without_words_or_a_date_says_that_its_parts_follow(inquiry: Inquiry) -> None:
    Recommendation.objects.filter(number=1, letter="").update(title="Openness", text="", due_text="", due_on=None)
    own = face_of(inquiry).groups[0][0]
    assert (own.title, own.text, own.due) == ("Openness", "In these parts:", "–")


def test_the_page_says_what_the_report_said_and_where_the_rest_is(client: Client, inquiry: Inquiry) -> None:
    words = text_of(client.get(address("")))
    assert "2 recommendations in 3 parts." in words
    assert "How the committee will know Minutes that both partners have agreed." in words
    assert "Responsibility as on 9 June 2015. Who answers today, and later dates, are on the page of each" in words


def test_what_was_entered_by_mistake_is_left_out(client: Client, inquiry: Inquiry) -> None:
    inquiry.recommendations.filter(number=1).update(withdrawn_reason="Entered twice")
    words = text_of(client.get(address("")))
    assert ("1 recommendation." in words, "R01" in words) == (True, False)


def test_an_inquiry_without_recommendations_says_what_will_come(client: Client) -> None:
    factories.InquiryFactory(slug="empty")
    response = client.get(address("", "empty"))
    assert "Recommendations will appear here once a scrutiny officer has entered them." in text_of(response)
    assert address("_pdf", "empty") not in response.text
    assert client.get(address("_pdf", "empty")).status_code == 200


def test_the_inquiry_leads_to_its_summary_and_the_summary_to_its_files(client: Client, inquiry: Inquiry) -> None:
    assert address("") in client.get(reverse("inquiry_detail", args=["partnership"])).text
    page = client.get(address("")).text
    assert (address("_pdf") in page, address("_docx") in page) == (True, True)


def test_the_pdf_is_accessible_and_repeats_the_head_of_the_table(
    client: Client, inquiry: Inquiry, tmp_path: Path
) -> None:
    for number in range(3, 30):
        factories.RecommendationFactory(inquiry=inquiry, number=number, text="That a long story is told. " * 12)
    content = client.get(address("_pdf")).content
    pages = pages_of(content)
    assert pdf_ua_faults(content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]
    assert claims_pdf_ua(content) is True
    assert table_headers_without_scope(content) == 0
    assert len(pages) > 3
    assert [" ".join(HEADS) in page for page in pages] == [True] * len(pages)


def test_a_recommendation_stays_with_its_parts_on_a_page(client: Client, inquiry: Inquiry) -> None:
    for number in (3, 5, 7, 9, 11):
        factories.RecommendationFactory(inquiry=inquiry, number=number, text="That a long story is told. " * 30)
        whole = factories.RecommendationFactory(inquiry=inquiry, number=number + 1, text="That these are done:")
        for letter in "abc":
            factories.PartFactory(parent=whole, letter=letter, text="A part in a sentence or two. " * 5)
    pages = pages_of(client.get(address("_pdf")).content)
    for number in (4, 6, 8, 10, 12):
        with_it = {n for n, page in enumerate(pages) for letter in "abc" if f"R{number:02d} {letter})" in page}
        whole_on = {
            n for n, page in enumerate(pages) if f"R{number:02d} Recommendation" in page or f"R{number:02d} " in page
        }
        assert len(with_it | whole_on) == 1


def test_the_word_document_has_the_words_of_the_pdf_and_its_table(client: Client, inquiry: Inquiry) -> None:
    document = Document(BytesIO(client.get(address("_docx")).content))
    said = " ".join(
        "".join("\n" if node.tag == qn("w:br") else node.text for node in part.iter(qn("w:t"), qn("w:br")))
        for part in document.element.body.iter(qn("w:p"))
    )
    assert words_of(said) == html_words(summary_html(face_of(inquiry)))
    head, *rows = rows_of(document)
    assert head == HEADS
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("R01", "Deputy Leader", "November 2015"),
        ("R01 a)", "Deputy Leader", "November 2015"),
        ("R01 b)", "SC Ltd", "Annual review"),
        ("R02", "Deputy Leader", "No date was set"),
    ]


def test_in_word_the_head_repeats_and_parts_stay_with_their_parent(client: Client, inquiry: Inquiry) -> None:
    document = Document(BytesIO(client.get(address("_docx")).content))
    (table,) = [table for table in document.tables if len(table.columns) == 4]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True] + [False] * 4
    kept = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [None, True, True, None, None]


@pytest.mark.parametrize("kind", ["_pdf", "_docx"])
def test_who_has_a_file_already_is_told_that_it_is_the_same(client: Client, inquiry: Inquiry, kind: str) -> None:
    first = client.get(address(kind))
    again = client.get(address(kind), headers={"If-None-Match": first["ETag"]})
    assert (first["Cache-Control"], again.status_code, again.content) == ("no-cache", 304, b"")
    inquiry.recommendations.filter(number=2).update(text="That two are set up.")
    assert client.get(address(kind), headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("kind", ["_pdf", "_docx"])
def test_the_file_of_a_draft_says_so_and_is_kept_by_nobody(
    client: Client, draft: Inquiry, officer: User, kind: str
) -> None:
    assert client.get(address(kind, "trees")).status_code == 404
    client.force_login(officer)
    response = client.get(address(kind, "trees"))
    assert "no-store" in response["Cache-Control"]
    assert 'filename="draft-summary-of-recommendations-trees.' in response["Content-Disposition"]
    if kind == "_pdf":
        assert all("Draft: not published" in page for page in pages_of(response.content))
    else:
        header = Document(BytesIO(response.content)).sections[0].header.paragraphs[0].text
        assert header == "Draft: not published · Summary of recommendations: Trees"


def test_those_who_draft_it_see_what_is_open_and_where_to_settle_it(
    client: Client, draft: Inquiry, officer: User
) -> None:
    client.force_login(officer)
    manage = "/manage/inquiries/trees/recommendations/R01/"
    for page in (address("", "trees"), reverse("manage_inquiry_publish", args=["trees"])):
        response = client.get(page)
        words = text_of(response)
        assert "4 things are still open. You may publish the inquiry all the same. R01 No post answers for it." in words
        assert "“Soon” names no day, so nobody can say when it is late." in words
        assert "It asks for 3 things in one list." in words
        assert "“How will the committee know?” is not answered yet." in words
        for link in ("responsibilities/", "split/", "#id_due_text", "#id_success_measure"):
            assert f'href="{manage}{link}"' in response.text


def test_it_stands_beside_the_recommendation_where_it_is_managed(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    listed = text_of(client.get(reverse("manage_inquiry", args=["trees"])))
    assert "Care Still open: No post answers for it. Add a post to R01" in listed
    assert listed.count("Still open:") == 1
    edited = text_of(client.get(reverse("manage_recommendation", args=["trees", "R01"])))
    assert "Still open in R01 No post answers for it." in edited
    clear = text_of(client.get(reverse("manage_recommendation", args=["trees", "R02"])))
    assert "Still open" not in clear


def test_a_published_inquiry_is_warned_of_nothing(client: Client, inquiry: Inquiry, officer: User) -> None:
    client.force_login(officer)
    for page in (address(""), reverse("manage_inquiry", args=["partnership"])):
        assert "still open" not in text_of(client.get(page)).lower()


def test_warnings_stop_nothing(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    client.post(reverse("manage_inquiry_publish", args=["trees"]))
    draft.refresh_from_db()
    assert draft.state == InquiryState.PUBLISHED


def test_a_list_of_asks_is_split_as_it_is_proposed(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    page = reverse("manage_recommendation_split", args=["trees", "R01"])
    form = client.get(page).context["form"]
    proposed = {name: form[name].value() or "" for name in form.fields}
    assert proposed == {
        "title": "Care",
        "text": "Care for trees:",
        "part_a": "Water each tree",
        "part_b": "Replace any that died",
        "part_c": "Tell the neighbours",
        "part_d": "",
        "read": form["read"].value(),
    }

    response = client.post(page, proposed | {"part_b": "Replace dead trees"}, follow=True)

    assert "R01 has 3 parts now. Each is judged by itself." in response.text
    parts = draft.recommendations.filter(parent__isnull=False).values_list("letter", "text")
    assert list(parts) == [("a", "Water each tree"), ("b", "Replace dead trees"), ("c", "Tell the neighbours")]


def test_a_split_that_is_refused_keeps_what_was_typed(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    typed = {"title": "Care", "part_a": "Only this"}
    response = client.post(reverse("manage_recommendation_split", args=["trees", "R01"]), typed)
    assert "Enter the words of at least two parts. One ask needs no parts." in response.text
    assert "Only this</textarea>" in response.text


def test_asks_beyond_the_last_letter_stay_with_the_whole(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    draft.recommendations.update(text="\n".join(f"- Publish list {number}" for number in range(30)))
    form = client.get(reverse("manage_recommendation_split", args=["trees", "R01"])).context["form"]
    assert form["part_z"].value() == "Publish list 25"
    assert form["text"].value() == "- Publish list 26\n- Publish list 27\n- Publish list 28\n- Publish list 29"


def test_a_split_does_not_overwrite_what_somebody_else_saved(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    page = reverse("manage_recommendation_split", args=["trees", "R01"])
    form = client.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"part_d": "Mine as well"}
    draft.recommendations.filter(number=1).update(text="- Water each tree\n- Name each tree")

    conflict = client.post(page, typed)

    parts = draft.recommendations.filter(parent__isnull=False)
    assert (conflict.status_code, parts.count()) == (409, 0)
    assert "Name each tree" in conflict.context["differences"][0].saved
    form = conflict.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert again["part_d"] == "Mine as well"
    assert client.post(page, again).status_code == 302
    assert parts.count() == 4


def test_what_cannot_be_split_leads_back_with_the_reason(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    Inquiry.objects.update(state=InquiryState.PUBLISHED)
    page = client.get(reverse("manage_recommendation_split", args=["trees", "R01"]), follow=True)
    assert "The inquiry is no longer a draft." in page.text


def test_the_answer_is_typed_shown_and_put_before_who_reports(client: Client, draft: Inquiry, officer: User) -> None:
    client.force_login(officer)
    page = reverse("manage_recommendation", args=["trees", "R01"])
    client.post(page, {"number": "1", "title": "Care", "text": "Care.", "success_measure": "Trees that are alive."})
    told = text_of(client.get(reverse("recommendation_detail", args=["trees", "R01"])))
    assert "How the committee will know Trees that are alive." in told
