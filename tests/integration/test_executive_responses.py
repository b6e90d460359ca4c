"""Executive responses on the pages and as papers: written together, sent, read beside the recommendations."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from tests.factories import (
    CommitteeFactory,
    ExecutiveResponseFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PostFactory,
    RecommendationFactory,
    ResponseItemFactory,
    ResponsibilityFactory,
    appointed,
    seated,
)
from tests.pdfs import (
    bookmarks,
    claims_pdf_ua,
    dangling_links,
    heading_levels,
    html_words,
    pdf_ua_faults,
    table_headers_without_scope,
    tagged_words,
    text_of,
    title_and_language,
    untagged_pages,
)
from tests.register import registered
from tracking.enums import Capacity, CommitteeKind, CommitteeRole, MeetingState, ResponseAnswer, ResponseState
from tracking.models import Inquiry, Post, User
from tracking.models.cabinet import ExecutiveResponse, ResponseItem
from tracking.packs.html import response_html
from tracking.presenters.cabinet.response_document import ResponseDocument, response_document
from tracking.queries.cabinet.responses import response_contents

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
REJECTED = {
    "answer": ResponseAnswer.REJECTED,
    "reason": "It costs **too much**.",
    "action": "",
    "post": None,
    "due_text": "",
    "due_on": None,
}


@pytest.fixture
def post() -> Post:
    return PostFactory(name="Deputy Leader")


@pytest.fixture
def inquiry(post: Post) -> Inquiry:
    committee = CommitteeFactory(name="Resources Overview and Scrutiny Committee")
    inquiry = InquiryFactory(
        title="Left Offline", slug="left-offline", tracking_committee=committee, received_on=date(2015, 6, 9)
    )
    for number in (1, 2):
        row = RecommendationFactory(inquiry=inquiry, number=number, title=f"Thing {number}", text=f"Do thing {number}.")
        ResponsibilityFactory(recommendation=row, post=post)
    return inquiry


@pytest.fixture
def holder(post: Post) -> User:
    return appointed(post)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, **more: object) -> str:
    return reverse(name, kwargs={"slug": "left-offline"} | more)


def answered(inquiry: Inquiry, state: ResponseState = ResponseState.DRAFT) -> ExecutiveResponse:
    """R01 in two parts of which one is accepted, the other in part; R02 rejected."""
    response: ExecutiveResponse = ExecutiveResponseFactory(
        inquiry=inquiry, state=state, introduction="We agree.\n\n- mostly"
    )
    whole, other = inquiry.recommendations.get(number=1, letter=""), inquiry.recommendations.get(number=2)
    ResponseItemFactory(response=response, recommendation=PartFactory(parent=whole, letter="a", text="Lend tablets."))
    ResponseItemFactory(
        response=response,
        recommendation=PartFactory(parent=whole, letter="b", text="Wire buildings."),
        answer=ResponseAnswer.IN_PART,
        reason="Lines are dear.",
    )
    ResponseItemFactory(response=response, recommendation=other, **REJECTED)
    if response.sent_on:
        Inquiry.objects.filter(pk=inquiry.pk).update(responded_on=response.sent_on)
    registered()
    return response


def document_of(response: ExecutiveResponse) -> ResponseDocument:
    return response_document(response_contents(response, response.recorded_by), today=TODAY)


def test_a_response_goes_from_its_first_answer_to_its_publication(inquiry: Inquiry, holder: User) -> None:
    cabinet = CommitteeFactory(name="Cabinet", kind=CommitteeKind.CABINET)
    meeting = MeetingFactory(committee=cabinet, held_on=TODAY, state=MeetingState.PAPERS_ISSUED)
    writer, clerk = signed_in(holder), signed_in(seated(cabinet, CommitteeRole.CLERK))
    officer = signed_in(seated(inquiry.tracking_committees.get().committee, CommitteeRole.CLERK))

    assert "Write the executive response" in writer.get(address("inquiry_detail")).content.decode()
    started = writer.post(address("response_new"), follow=True)
    assert started.context["page"].state[0] == "This is a draft: 0 of 2 recommendations are answered."
    assert started.context["page"].acts[0].text == "Answer R01"
    form = {"version": "0", "read": "", "answer": "accepted", "action": "Do it.", "due_text": "Ongoing"}
    form["post"] = str(holder.person.appointments.get().post_id)
    for reference in ("R01", "R02"):
        sent = writer.post(address("response_item", reference=reference), form)
        assert sent.headers["Location"] == f"{address('response_detail')}#{reference}"
    writer.post(address("response_edit"), {"version": "0", "read": "", "introduction": "We agree."})
    clerk.post(address("response_agree"), {"meeting": meeting.pk})
    writer.post(address("response_send"))
    page = officer.post(address("response_publish"), follow=True).context["page"]
    assert page.heading == "Executive response: published"
    inquiry.refresh_from_db()
    assert inquiry.responded_on == TODAY
    public = Client().get(address("response_detail")).content.decode()
    assert [words in public for words in ("We agree.", "Do it.", "2 accepted", "The first tracking is proposed")] == [
        True
    ] * 4


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(inquiry: Inquiry, holder: User) -> None:
    ExecutiveResponseFactory(inquiry=inquiry)
    typed = {"version": "0", "read": "", "answer": "in_part", "action": "Half of it."}
    form = signed_in(holder).post(address("response_item", reference="R01"), typed).context["form"]
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "reason": ["Say why it is accepted only in part, or rejected."],
        "post": ["Choose the post that does it."],
        "due_text": ["Say by when it will be done, in words or as a date below."],
    }
    assert form["action"].value() == "Half of it."
    assert ResponseItem.objects.count() == 0


def test_an_answer_starts_from_the_post_and_the_date_of_the_recommendation(
    inquiry: Inquiry, holder: User, post: Post
) -> None:
    ExecutiveResponseFactory(inquiry=inquiry)
    inquiry.recommendations.filter(number=1).update(due_text="November 2015", due_on=date(2015, 11, 30))
    form = signed_in(holder).get(address("response_item", reference="R01")).context["form"]
    assert (form.initial["post"], form.initial["due_on"], form["due_text"].value()) == (
        post,
        date(2015, 11, 30),
        "November 2015",
    )
    suggested = signed_in(holder).post(
        address("response_item", reference="R01"),
        {"version": "0", "read": "", "due_text": "March 2016", "suggest": "yes"},
    )
    assert suggested.context["form"].initial["due_on"] == date(2016, 3, 31)


def test_two_versions_of_an_answer_are_shown_side_by_side(inquiry: Inquiry, holder: User, post: Post) -> None:
    ExecutiveResponseFactory(inquiry=inquiry)
    where = address("response_item", reference="R01")
    mine, theirs = signed_in(holder), signed_in(appointed(post, Capacity.CONTRIBUTOR))
    form = {"answer": "accepted", "action": "First.", "post": post.pk, "due_text": "Ongoing", "version": "0"}
    mine.post(where, form | {"read": ""})
    read = mine.get(where).context["form"].initial
    shown = form | {"version": read["version"], "read": mine.get(where).context["form"]["read"].value()}
    assert theirs.post(where, shown | {"action": "Second."}).status_code == 302
    conflict = mine.post(where, shown | {"action": "Third."})
    assert conflict.status_code == 409
    assert [(row.label, row.saved, row.typed) for row in conflict.context["differences"]] == [
        ("What will be done", "Second.", "Third.")
    ]
    assert conflict.context["form"]["action"].value() == "Third."
    assert ResponseItem.objects.get().action == "Second."


def test_who_changes_an_answer_that_was_removed_is_told_and_loses_nothing(
    inquiry: Inquiry, holder: User, post: Post
) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry)
    ResponseItemFactory(response=response, recommendation=inquiry.recommendations.get(number=1), post=post)
    client, where = signed_in(holder), address("response_item", reference="R01")
    read = client.get(where).context["form"]["read"].value()
    ResponseItem.objects.all().delete()
    form = {"answer": "accepted", "action": "Mine.", "post": post.pk, "due_text": "Ongoing"}
    conflict = client.post(where, form | {"version": "1", "read": read})
    assert (conflict.status_code, ResponseItem.objects.count()) == (409, 0)
    assert "Somebody removed this answer meanwhile." in conflict.content.decode()
    shown = conflict.context["form"]
    again = form | {
        "version": shown["version"].value(),
        "read": shown["read"].value(),
        "action": shown["action"].value(),
    }
    assert client.post(where, again).status_code == 302
    assert ResponseItem.objects.get().action == "Mine."


def test_a_form_that_could_save_nothing_leads_back_with_the_reason(inquiry: Inquiry, holder: User) -> None:
    answered(inquiry, ResponseState.SENT)
    client = signed_in(holder)
    for where in (
        address("response_edit"),
        address("response_item", reference="R01a"),
        address("response_item_remove", reference="R01a"),
        address("response_withdraw"),
        address("response_send"),
    ):
        page = client.get(where, follow=True)
        assert page.redirect_chain == [(address("response_detail"), 302)]
        assert "This response is sent, so this cannot be done now." in page.content.decode()


def test_two_versions_of_the_introduction_are_shown_side_by_side(inquiry: Inquiry, holder: User) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry)
    client = signed_in(holder)
    read = client.get(address("response_edit")).context["form"]["read"].value()
    client.post(address("response_edit"), {"version": "0", "read": read, "introduction": "First."})
    conflict = client.post(address("response_edit"), {"version": "0", "read": read, "introduction": "Second."})
    assert (conflict.status_code, conflict.context["differences"][0].saved) == (409, "First.")
    response.refresh_from_db()
    assert response.introduction == "First."


def test_a_recommendation_with_parts_is_offered_whole_until_a_part_is_answered(inquiry: Inquiry, holder: User) -> None:
    ExecutiveResponseFactory(inquiry=inquiry)
    part = PartFactory(parent=inquiry.recommendations.get(number=1), letter="a")
    client = signed_in(holder)
    row = client.get(address("response_detail")).context["page"].recommendations[0]
    assert [link.text for link in row.links] == ["Answer R01 as a whole instead"]
    ResponseItemFactory(response=ExecutiveResponse.objects.get(), recommendation=part)
    row = client.get(address("response_detail")).context["page"].recommendations[0]
    assert ([link.text for link in row.links], [link.text for link in row.answers[0].links]) == (
        [],
        ["Change the answer", "Remove the answer"],
    )


def test_what_is_rejected_stands_beside_the_standing_view_with_its_reason(client: Client, inquiry: Inquiry) -> None:
    answered(inquiry, ResponseState.PUBLISHED)
    page = client.get(address("recommendation_detail", reference="R02")).content.decode()
    assert "R02: rejected by the executive" in page
    assert "It costs <strong>too much</strong>." in page
    assert "A rejected recommendation stays tracked until the committee concludes it." in page
    of_inquiry = client.get(address("inquiry_detail"))
    assert [row.title for row in of_inquiry.context["rejected"]] == ["R02 Thing 2"]
    assert "Read the executive’s response" in of_inquiry.content.decode()


def test_an_answer_beside_its_recommendation_names_the_post_as_it_was_called_when_it_was_given(
    client: Client, inquiry: Inquiry
) -> None:
    response = answered(inquiry, ResponseState.PUBLISHED)
    promised = response.items.get(answer=ResponseAnswer.ACCEPTED)
    name = promised.post.name
    Post.objects.filter(pk=promised.post_id).update(name="Renamed since")
    reference = promised.recommendation.reference
    (given,) = client.get(address("recommendation_detail", reference=reference)).context["executive_answers"]
    assert (given.said.post, given.said.action) == (name, promised.action)


@pytest.mark.parametrize("state", ["draft", "agreed", "sent"])
def test_nobody_outside_reads_a_word_before_it_is_published(client: Client, inquiry: Inquiry, state: str) -> None:
    answered(inquiry, ResponseState(state))
    for where in (address("inquiry_detail"), address("recommendation_detail", reference="R02")):
        page = client.get(where).content.decode()
        assert [words in page for words in ("too much", "Rejected by the executive", "Lines are dear")] == [False] * 3
    for name in ("response_detail", "response_pdf", "response_docx"):
        assert client.get(address(name)).status_code == 404


def test_the_overview_says_who_is_to_do_what(inquiry: Inquiry, holder: User) -> None:
    cabinet = CommitteeFactory(name="Cabinet", kind=CommitteeKind.CABINET)
    clerk = seated(cabinet, CommitteeRole.CLERK)
    officer = seated(inquiry.tracking_committees.get().committee, CommitteeRole.SCRUTINY_OFFICER)

    def first(user: User) -> str:
        needed = signed_in(user).get(reverse("overview")).context["face"].needed
        return next((line.text for line in needed if "response" in line.text), "")

    assert first(holder) == "Write the executive response to Left Offline"
    response = answered(inquiry)
    assert (first(holder), first(clerk)) == (
        "Go on with the executive response to Left Offline",
        "Record when Cabinet agrees the response to Left Offline",
    )
    ExecutiveResponse.objects.filter(pk=response.pk).delete()
    response = ExecutiveResponseFactory(inquiry=inquiry, state=ResponseState.AGREED)
    assert (first(holder), first(clerk)) == ("Send the executive response to Left Offline", "")
    ExecutiveResponse.objects.filter(pk=response.pk).delete()
    ExecutiveResponseFactory(inquiry=inquiry, state=ResponseState.SENT)
    Inquiry.objects.update(responded_on=date(2015, 8, 7))
    assert (first(holder), first(officer)) == ("", "Publish the executive response to Left Offline")


def test_the_form_of_the_dates_leaves_the_day_to_the_response(inquiry: Inquiry) -> None:
    answered(inquiry, ResponseState.SENT)
    client = signed_in(seated(inquiry.tracking_committees.get().committee, CommitteeRole.SCRUTINY_OFFICER))
    page = client.get(address("manage_inquiry_response"))
    assert ("responded_on" in page.context["form"].fields, "is written here" in page.content.decode()) == (False, True)
    received = {"received_on_day": "10", "received_on_month": "6", "received_on_year": "2015"}
    assert client.post(address("manage_inquiry_response"), received).status_code == 302
    inquiry.refresh_from_db()
    assert (inquiry.received_on, inquiry.responded_on) == (date(2015, 6, 10), date(2015, 8, 7))


# --- As a paper ---------------------------------------------------------------------------------


def test_the_paper_is_valid_pdf_ua_and_holds_every_word(client: Client, inquiry: Inquiry, tmp_path: Path) -> None:
    response = answered(inquiry, ResponseState.PUBLISHED)
    pdf = client.get(address("response_pdf"))
    assert pdf.headers["Content-Disposition"] == 'inline; filename="executive-response-left-offline.pdf"'
    content = pdf.content
    assert pdf_ua_faults(content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]
    assert claims_pdf_ua(content) is True
    assert (table_headers_without_scope(content), dangling_links(content), untagged_pages(content)) == (0, [], [])
    assert title_and_language(content) == ("Executive response: Left Offline", "en-GB", True)
    assert heading_levels(content)[:3] == [1, 2, 2]
    assert bookmarks(content)[0] == (0, "Executive response: Left Offline")
    assert tagged_words(content, tmp_path) == html_words(response_html(document_of(response)))


def test_what_is_not_published_says_so_on_every_page(inquiry: Inquiry, holder: User) -> None:
    answered(inquiry, ResponseState.AGREED)
    pdf = signed_in(holder).get(address("response_pdf"))
    assert "not-published-executive-response" in pdf.headers["Content-Disposition"]
    assert "Not published" in text_of(pdf.content)


def test_the_word_document_has_the_same_words(client: Client, inquiry: Inquiry) -> None:
    answered(inquiry, ResponseState.PUBLISHED)
    document = Document(BytesIO(client.get(address("response_docx")).content))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert ("We agree." in words, "Do thing 2." in words) == (True, True)
    assert {"Accepted", "Accepted in part", "Rejected", "It costs too much."} <= cells
