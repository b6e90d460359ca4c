"""What is typed into a response or a report to Cabinet is not lost: a session that ends, somebody faster, no script."""

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from tests.cabinet_factories import a_report, section_of
from tests.cabinet_pages import browser
from tests.factories import (
    ExecutiveResponseFactory,
    InquiryFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    UserFactory,
    appointed,
)
from tests.pages import text_of
from tracking.actions.cabinet.response_writing import withdraw_response
from tracking.actions.drafts import keep_draft
from tracking.enums import CabinetReportState, Capacity, DraftPage, ResponseState
from tracking.exceptions import NotAllowed
from tracking.forms.drafts import DraftToken
from tracking.models import Draft, Event, Post, User, WrittenPage
from tracking.models.cabinet import CabinetReport, ExecutiveResponse
from tracking.queries.cabinet.frozen import frozen_header
from tracking.queries.cabinet.headers import header_today

pytestmark = pytest.mark.django_db

TEXT = "An hour of work on wards & words."


@dataclass
class Page:
    """One of the pages: whose it is, what it sends when it is filled in, what it is called, what ends its draft."""

    of: WrittenPage
    address: str
    field: str
    filled: dict[str, Any]
    called: str
    saved: Callable[[], str]
    ended: Callable[[], object]
    told_of_it: str
    """Where its writer is told that they have a draft."""
    post: Post

    @property
    def draft_address(self) -> str:
        return f"{self.address}draft/"

    def opened(self, by: User) -> dict[str, Any]:
        """What the form would send as a user sees it."""
        response = browser(by).get(self.address)
        said = {field.html_name: field.value() for field in response.context["form"]}
        return {name: value for name, value in said.items() if isinstance(value, str | int)} | {
            "read": response.context["form"]["read"].value(),
            "draft_token": response.context["draft_token"],
        }

    def typed(self, by: User) -> dict[str, Any]:
        return self.opened(by) | self.filled | {self.field: TEXT}


def _of_report(kind: DraftPage) -> Page:
    report = a_report()
    CabinetReport.objects.filter(pk=report.pk).update(is_key_decision=False, is_open_to_call_in=True)
    section = section_of(report, "Executive Summary")
    is_section = kind == DraftPage.CABINET_SECTION
    field = "text" if is_section else "wards"
    name, place = ("cabinet_section", [section.heading.place]) if is_section else ("cabinet_header", [])
    return Page(
        of=WrittenPage(report, kind, section.heading if is_section else None),
        address=reverse(name, args=[report.pk, *place]),
        field=field,
        filled={} if is_section else {"is_key_decision": "no", "is_open_to_call_in": "yes"},
        called="“Executive Summary”" if is_section else "the header",
        saved=lambda: _said(section if is_section else report, field),
        ended=lambda: CabinetReport.objects.filter(pk=report.pk).update(state=CabinetReportState.SUBMITTED),
        told_of_it=reverse("cabinet_report_check", args=[report.pk]),
        post=report.post,
    )


def _of_response(kind: DraftPage) -> Page:
    post, inquiry = PostFactory(), InquiryFactory()
    first = RecommendationFactory(inquiry=inquiry)
    ResponsibilityFactory(recommendation=first, post=post)
    response = ExecutiveResponseFactory(inquiry=inquiry)
    is_answer = kind == DraftPage.ANSWER
    name, reference = ("response_item", [first.reference]) if is_answer else ("response_edit", [])
    return Page(
        of=WrittenPage(response, kind, first if is_answer else None),
        address=reverse(name, args=[inquiry.slug, *reference]),
        field="reason" if is_answer else "introduction",
        filled={"answer": "rejected"} if is_answer else {},
        called=f"the answer to {first.label}" if is_answer else "the introduction",
        saved=lambda: _said(*(response.items.get(), "reason") if is_answer else (response, "introduction")),
        ended=lambda: _agreed(response),
        told_of_it=reverse("response_detail", args=[inquiry.slug]),
        post=post,
    )


def _said(row: Any, field: str) -> str:
    row.refresh_from_db()
    return str(getattr(row, field))


def _agreed(response: ExecutiveResponse) -> None:
    like = ExecutiveResponseFactory(state=ResponseState.AGREED)
    ExecutiveResponse.objects.filter(pk=response.pk).update(
        state=ResponseState.AGREED, **{name: getattr(like, name) for name in ("cabinet_meeting", "agreed_by", "frozen")}
    )


@pytest.fixture(params=["cabinet_section", "cabinet_header", "answer", "introduction"])
def page(request: pytest.FixtureRequest) -> Page:
    kind = DraftPage(request.param)
    return _of_report(kind) if kind.startswith("cabinet") else _of_response(kind)


@pytest.fixture
def writer(page: Page) -> User:
    return appointed(page.post)


@pytest.fixture
def other(page: Page) -> User:
    return appointed(page.post, Capacity.CONTRIBUTOR)


def by_script(client: Client, page: Page, form: dict[str, Any]) -> HttpResponse:
    return client.post(page.draft_address, form, headers={"accept": "application/json"})


def shown(user: User, address: str) -> str:
    return unescape(browser(user).get(address).content.decode())


def test_what_is_typed_is_in_its_writers_form_again_and_in_nobody_elses(page: Page, writer: User, other: User) -> None:
    before = Event.objects.count()
    told = by_script(browser(writer), page, page.typed(writer)).json()
    assert (told["state"], told["words"][:18], Event.objects.count()) == ("kept", "Saved as draft at ", before)
    mine, theirs = shown(writer, page.address), shown(other, page.address)
    assert (TEXT in mine, TEXT in theirs) == (True, False)
    assert ["and is not saved yet." in text for text in (mine, theirs)] == [True, False]
    assert "app-autosave" in mine


def test_without_javascript_a_button_keeps_the_draft(page: Page, writer: User) -> None:
    answer = browser(writer).post(page.draft_address, page.typed(writer))
    assert (answer.status_code, answer["Location"]) == (303, page.address)
    assert Draft.objects.get().fields[page.field] == [TEXT]


def test_saving_ends_the_savers_draft_alone(page: Page, writer: User, other: User) -> None:
    for user in (writer, other):
        by_script(browser(user), page, page.typed(user))
    assert browser(writer).post(page.address, page.typed(writer)).status_code == 302
    assert ([draft.written_by for draft in Draft.objects.all()], page.saved()) == ([other], TEXT)


def test_text_that_comes_after_the_session_ended_is_kept_for_its_writer_and_shown_to_nobody(
    page: Page, writer: User, other: User
) -> None:
    form = page.typed(writer)
    answers = [client.post(page.address, form) for client in (Client(), browser(other))]
    assert [(answer.status_code, TEXT in unescape(answer.content.decode())) for answer in answers] == [(403, False)] * 2
    assert "What was typed is kept as a draft" in text_of(answers[0])
    assert [draft.written_by for draft in Draft.objects.all()] == [writer]
    assert TEXT in shown(writer, page.address)


def test_text_that_comes_too_late_is_kept_and_shown_once_more(page: Page, writer: User) -> None:
    form = page.typed(writer)
    page.ended()
    answer = browser(writer).post(page.address, form)
    assert (answer.status_code, answer.context["typed"][-1:]) == (409, [TEXT])
    assert "no longer a draft" in text_of(answer)
    assert "It is kept as your draft" in text_of(answer)
    assert TEXT in shown(writer, page.address)


def test_discarding_asks_first_and_goes_back_to_what_is_saved(page: Page, writer: User) -> None:
    client = browser(writer)
    by_script(client, page, page.typed(writer))
    asked = client.get(page.draft_address)
    assert f"Discard your draft of {page.called}?" in text_of(asked)
    assert TEXT in text_of(asked)
    said = {"go": "discard", **{name: asked.context[name] for name in ("draft_token", "kept_at")}}
    done = client.post(page.draft_address, said, follow=True)
    assert (done.redirect_chain, Draft.objects.count()) == ([(page.address, 302)], 0)
    assert TEXT not in unescape(done.content.decode())


def test_of_two_versions_the_own_one_stays_a_draft_until_it_is_saved_or_discarded(
    page: Page, writer: User, other: User
) -> None:
    form = page.typed(writer)
    browser(other).post(page.address, page.typed(other) | {page.field: "Theirs."})
    answer = browser(writer).post(page.address, form)
    first = answer.context["differences"][0]
    assert (answer.status_code, page.saved(), (first.saved, first.typed)) == (409, "Theirs.", ("Theirs.", TEXT))
    assert f'href="{page.draft_address}">discard yours</a>' in answer.content.decode()
    assert Draft.objects.get(written_by=writer).fields[page.field] == [TEXT]


def test_the_writer_is_told_of_a_draft_that_is_not_in_what_is_handed_in(page: Page, writer: User, other: User) -> None:
    by_script(browser(writer), page, page.typed(writer))
    told = f"You have a draft of {page.called}. It is not saved"
    assert [told in shown(user, page.told_of_it) for user in (writer, other)] == [True, False]


def test_who_does_not_write_a_page_keeps_nothing_of_it(page: Page, writer: User) -> None:
    stranger = appointed(PostFactory())
    form = page.typed(writer) | {"draft_token": DraftToken.of(stranger, page.of)}
    assert by_script(browser(stranger), page, form).status_code == 422
    assert browser(stranger).get(page.draft_address).status_code == 404
    assert Draft.objects.count() == 0


def test_who_may_no_longer_sign_in_keeps_nothing(page: Page, writer: User) -> None:
    form = page.typed(writer)
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert by_script(Client(), page, form).status_code == 422
    assert Draft.objects.count() == 0


def test_a_heading_of_another_template_has_no_draft_in_a_report() -> None:
    report, elsewhere = a_report(), a_report()
    heading = section_of(elsewhere, "Executive Summary").heading
    with pytest.raises(NotAllowed):
        keep_draft(
            of=WrittenPage(report, DraftPage.CABINET_SECTION, heading),
            fields={"text": [TEXT]},
            by=appointed(report.post),
        )


def test_a_recommendation_of_another_inquiry_has_no_draft_in_a_response() -> None:
    page = _of_response(DraftPage.ANSWER)
    elsewhere = RecommendationFactory()
    ResponsibilityFactory(recommendation=elsewhere, post=page.post)
    with pytest.raises(NotAllowed):
        keep_draft(
            of=WrittenPage(page.of.owner, DraftPage.ANSWER, elsewhere),
            fields={"reason": [TEXT]},
            by=appointed(page.post),
        )


@pytest.mark.parametrize("kind", [DraftPage.ANSWER, DraftPage.INTRODUCTION])
def test_text_for_a_response_that_was_withdrawn_meanwhile_is_shown_once_more(kind: DraftPage) -> None:
    page = _of_response(kind)
    writer, response = appointed(page.post), page.of.owner
    form = page.typed(writer)
    withdraw_response(by=appointed(page.post), response=response, reason="Not meant any more.")
    answer = browser(writer).post(page.address, form)
    assert answer.status_code == 409
    assert all(words in text_of(answer) for words in (TEXT, "Somebody withdrew it", "Copy what you need"))
    inquiry = reverse("inquiry_detail", args=[response.inquiry.slug])
    assertRedirects(browser(writer).get(page.address), inquiry, fetch_redirect_response=False)
    assert "This response is withdrawn" in text_of(browser(writer).get(page.address, follow=True))
    assert not Draft.objects.exists()
    stranger = appointed(PostFactory())
    assert browser(stranger).post(page.address, form).status_code in {403, 404}


def test_a_report_that_is_returned_has_the_draft_in_its_form_again() -> None:
    page = _of_report(DraftPage.CABINET_SECTION)
    writer, report = appointed(page.post), page.of.owner
    form = page.typed(writer)
    page.ended()
    browser(writer).post(page.address, form)
    revision = report.revisions.get()
    revision.is_current, revision.returned_reason = False, "Say more."
    revision.submitted_at = revision.returned_at = timezone.now()
    revision.submitted_by = revision.returned_by = UserFactory()
    revision.signed_by, revision.signed_name = revision.submitted_by.person, "Councillor Example"
    revision.frozen = frozen_header(header_today(report))
    revision.save()
    sections = list(revision.sections.all())
    revision.pk, revision.number, revision.is_current = None, 2, True
    revision.save()
    for section in sections:
        section.pk, section.revision = None, revision
        section.save()
    CabinetReport.objects.filter(pk=report.pk).update(state=CabinetReportState.RETURNED)
    assert TEXT in shown(writer, page.address)
