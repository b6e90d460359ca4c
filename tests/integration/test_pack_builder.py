"""The pack builder: what it says of a meeting's papers, and what the clerk does there without scripts."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests import factories
from tests.pack_scene import ready
from tests.pages import text_of
from tests.reporting import Reporting, reporting, signed_in
from tracking import dates
from tracking.actions.agenda import leave_out
from tracking.actions.packs import issue_papers
from tracking.enums import Exemption, JobState, MeetingState, ReportState, ScanState
from tracking.models import AgendaDocument, Committee, Meeting, ProgressReport, UpdateRound, User
from tracking.presenters.links import meeting_href
from tracking.queries.agenda import agenda_of, document_key

pytestmark = pytest.mark.django_db

EXEMPT = {
    "exemption": Exemption.EXEMPT,
    "exempt_paragraph": 3,
    "public_interest_reason": "Prices are being negotiated.",
}


@pytest.fixture
def council() -> Reporting:
    """A meeting in six weeks with a published report, whose committee says whom to contact."""
    council = reporting()
    Committee.objects.update(contact_name="Committee Services")
    Meeting.objects.filter(pk=council.meeting.pk).update(held_on=dates.today() + timedelta(days=42))
    council.meeting.refresh_from_db()
    return council


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    return factories.published_report([council.whole], meeting=council.meeting, lead_post=council.post)


def documents(council: Reporting, *titles: str, **fields: object) -> list[AgendaDocument]:
    return [factories.AgendaDocumentFactory(meeting=council.meeting, title=title, **fields) for title in titles]


def address(council: Reporting, name: str = "meeting_pack_builder", **more: str) -> str:
    return meeting_href(name, council.meeting, **more)


def document_address(name: str, document: AgendaDocument) -> str:
    meeting = document.meeting
    return reverse(name, args=[meeting.committee.slug, meeting.date_slug, document.pk])


def page(council: Reporting, user: User | None = None) -> str:
    return text_of(signed_in(user or council.clerk).get(address(council)))


def order(council: Reporting) -> list[str]:
    return [entry.key for entry in agenda_of(council.meeting)]


def send(user: User, where: str, **data: object) -> HttpResponse:
    return signed_in(user).post(where, data, follow=True)


def test_an_empty_agenda_says_what_will_be_there_and_offers_no_pack(council: Reporting) -> None:
    said = page(council)
    assert "Nothing will go into the pack yet." in said
    assert "What is missing Nothing is on the agenda that can go into the pack." in said
    assert "Progress Reports will appear here once they are published for this meeting, and documents once" in said
    assert "Make the packs" not in said


def test_items_are_numbered_in_order_with_whose_they_are_and_how_they_stand(
    council: Reporting, report: ProgressReport
) -> None:
    documents(council, "Minutes", supplied_by="Committee Services")
    documents(council, "Prices", **EXEMPT)
    [out] = documents(council, "Work programme")
    leave_out(meeting=council.meeting, key=document_key(out.pk), by=council.clerk)
    said = page(council)
    assert "3 items will go into the pack. 1 is left out." in said
    for words in (
        "Item 1 Refreshing the Partnership Report of Deputy Leader Goes in",
        "Item 2 Minutes PDF, 1 page",
        "Supplied by Committee Services. Goes in",
        "Item 3 Prices",
        "Goes in Exempt: paragraph 3",
        "Work programme PDF, 1 page",
        "Left out",
        "Make the packs",
        "Nothing is missing.",
    ):
        assert words in said


def test_it_says_by_when_the_papers_must_be_out_and_when_they_are_late(council: Reporting) -> None:
    assert "The papers must be out by" in page(council)
    assert "5 clear working days before the meeting" in page(council)
    Meeting.objects.filter(pk=council.meeting.pk).update(held_on=dates.today() + timedelta(days=1))
    council.meeting.refresh_from_db()
    assert "They are late." in page(council)


def test_what_is_missing_is_named(council: Reporting, report: ProgressReport) -> None:
    Committee.objects.update(contact_name="")
    Meeting.objects.filter(pk=council.meeting.pk).update(place="", starts_at=None)
    council.meeting.refresh_from_db()
    for title, state in (("Handed in", ReportState.SUBMITTED), ("Awaited", ReportState.DRAFT)):
        inquiry = factories.InquiryFactory(title=title, tracking_committee=council.committee)
        factories.ProgressReportFactory(inquiry=inquiry, meeting=council.meeting, state=state)
    UpdateRound.objects.create(meeting=council.meeting, due_on=dates.today(), recorded_by=council.officer)
    documents(council, "Waiting", scan_state=ScanState.WAITING)
    documents(council, "Bad", scan_state=ScanState.INFECTED)
    said = page(council)
    for words in (
        "The cover will not say the time and place of the meeting. Add the time and place",
        "The cover will not say whom to contact.",
        "“Waiting” is still being checked for viruses. Wait until it is done, or it is left out.",
        "A virus was found in “Bad”. It is left out.",
        "1 report handed in but not published is left out. See which",
        "1 report asked for is not handed in. See which",
        "Handed in Report of",
        "Submitted: will be left out.",
        "Asked for, not handed in: will be left out.",
        "Waiting for the virus scanner",
        "Virus found",
    ):
        assert words in said


def test_what_is_left_out_has_nothing_missing(council: Reporting) -> None:
    documents(council, "Minutes")
    [document] = documents(council, "Bad", scan_state=ScanState.INFECTED)
    leave_out(meeting=council.meeting, key=document_key(document.pk), by=council.clerk)
    assert "Nothing is missing." in page(council)


def test_the_buttons_move_an_item_and_say_where_it_is(council: Reporting, report: ProgressReport) -> None:
    [minutes] = documents(council, "Minutes")
    key = document_key(minutes.pk)
    response = send(council.clerk, address(council, "agenda_item_move", key=key), direction="up")
    assert response.redirect_chain == [(f"{address(council)}#{key}", 302)]
    assert "“Minutes” is now 1 of 2 on the agenda." in text_of(response)
    assert order(council) == [key, f"report-{report.pk}"]


def test_each_button_is_named_for_its_item_and_none_leads_beyond_an_end(council: Reporting) -> None:
    documents(council, "First", "Last")
    said = page(council)
    assert ("Move down : First" in said, "Move up : Last" in said) == (True, True)
    assert ("Move up : First" in said, "Move down : Last" in said) == (False, False)


def test_leaving_out_and_putting_back(council: Reporting) -> None:
    [minutes] = documents(council, "Minutes")
    key = document_key(minutes.pk)
    out = send(council.clerk, address(council, "agenda_item_leave_out", key=key))
    assert ("“Minutes” is left out of the pack." in text_of(out), "Put back : Minutes" in text_of(out)) == (True, True)
    back = send(council.clerk, address(council, "agenda_item_put_back", key=key))
    assert ("“Minutes” goes into the pack." in text_of(back), "Leave out : Minutes" in text_of(back)) == (True, True)


def test_a_whole_order_as_by_dragging(council: Reporting) -> None:
    keys = [document_key(row.pk) for row in documents(council, "One", "Two", "Three")]
    response = send(council.clerk, address(council, "agenda_order"), keys=" ".join(keys[::-1]))
    assert "The agenda is in its new order." in text_of(response)
    assert order(council) == keys[::-1]


def test_an_order_of_an_agenda_that_changed_meanwhile_is_refused_and_the_agenda_shown(council: Reporting) -> None:
    keys = [document_key(row.pk) for row in documents(council, "One", "Two")]
    documents(council, "Added meanwhile")
    response = send(council.clerk, address(council, "agenda_order"), keys=" ".join(keys[::-1]))
    said = text_of(response)
    assert response.status_code == 409
    assert "There is a problem The agenda has changed since you opened this page, so nothing was moved." in said
    assert "Added meanwhile" in said
    assert order(council)[:2] == keys


@pytest.mark.parametrize("name", ["agenda_item_move", "agenda_item_leave_out", "agenda_item_put_back"])
def test_an_item_that_is_gone_is_refused_in_plain_words(council: Reporting, name: str) -> None:
    response = send(council.clerk, address(council, name, key="document-999"), direction="up")
    assert response.status_code == 409
    assert "Somebody has taken this off the agenda meanwhile, so there is nothing to change." in text_of(response)


@pytest.mark.parametrize("name", ["agenda_item_move", "agenda_order"])
def test_nonsense_leads_back_to_the_builder_and_changes_nothing(council: Reporting, name: str) -> None:
    [row, _] = documents(council, "One", "Two")
    more = {"key": document_key(row.pk)} if name == "agenda_item_move" else {}
    response = send(council.clerk, address(council, name, **more), direction="sideways", keys="")
    assert response.request["PATH_INFO"] == address(council)
    assert order(council)[0] == document_key(row.pk)


def test_a_scrutiny_officer_looks_without_a_button(council: Reporting, report: ProgressReport) -> None:
    documents(council, "Minutes")
    said = page(council, council.officer)
    assert "Item 2 Minutes" in said
    assert [words for words in ("Move up", "Leave out", "Add a document", "Make the packs") if words in said] == []


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (MeetingState.MINUTES_APPROVED, "The minutes of this meeting are approved. Its papers stay as they are."),
        (MeetingState.CANCELLED, "This meeting is cancelled. Its papers stay as they are."),
    ],
)
def test_once_the_meeting_is_over_nothing_can_be_changed(council: Reporting, state: MeetingState, told: str) -> None:
    documents(council, "Minutes")
    day, reason = (dates.today(), "") if state == MeetingState.MINUTES_APPROVED else (None, "No room.")
    Meeting.objects.update(state=state, minutes_approved_on=day, cancelled_reason=reason)
    said = page(council)
    assert (told in said, "Move up" in said, "Add a document" in said) == (True, False, False)


# --- The packs ---------------------------------------------------------------------------------


def test_packs_that_are_ready_can_be_issued_and_looked_at(council: Reporting, report: ProgressReport) -> None:
    documents(council, "Prices", **EXEMPT)
    ready(council.meeting, council.clerk)
    said = page(council)
    for words in (
        "Public edition 12 pages",
        "Restricted edition 12 pages",
        "Nothing exempt was found in the public edition.",
        "Issue the public and restricted packs",
    ):
        assert words in said
    assert "Out of date" not in said
    html = signed_in(council.clerk).get(address(council)).content.decode()
    hrefs = [f"{address(council, 'meeting_pack_preview')}?edition={edition}" for edition in ("public", "restricted")]
    assert [f'href="{href}"' in html for href in [*hrefs, address(council, "meeting_pack_issue")]] == [True] * 3


def test_without_anything_withheld_there_is_one_pack(council: Reporting, report: ProgressReport) -> None:
    ready(council.meeting, council.clerk)
    said = page(council)
    assert "Nothing is withheld, so there is no restricted edition. Issue the pack" in said


def test_packs_of_an_agenda_that_changed_since_are_made_again(council: Reporting, report: ProgressReport) -> None:
    ready(council.meeting, council.clerk)
    documents(council, "Minutes")
    said = page(council)
    assert "Out of date" in said
    assert "Something has changed since. Make them again before you issue. Make the packs again" in said
    assert "Issue the pack" not in said


def test_what_may_be_exempt_is_looked_at_before_issuing(council: Reporting, report: ProgressReport) -> None:
    found = {"words": "Secretprice", "source": "Evidence 1", "where": "Text of page 3"}
    job = ready(council.meeting, council.clerk, findings=[found])
    said = page(council)
    assert "1 place in the public edition may be exempt. Look at each before you issue." in said
    assert ("Look at what may be exempt" in said, "Issue the pack" in said) == (True, False)
    job.findings = [found | {"reason": "The price is public."}]
    job.save()
    said = page(council)
    assert "1 place in the public edition may be exempt, each with your reason why not. " in said
    assert "Issue the pack" in said


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (JobState.WAITING, "Being made now. See how far they are"),
        (JobState.MAKING, "Being made now. See how far they are"),
        (JobState.FAILED, "A page was too long. Make the packs again"),
        (JobState.CANCELLED, "Not made yet. Make the packs"),
    ],
)
def test_packs_that_are_not_ready_say_how_they_stand(
    council: Reporting, report: ProgressReport, state: JobState, told: str
) -> None:
    factories.PackJobFactory(meeting=council.meeting, state=state)
    assert told in page(council)


def test_once_issued_nothing_is_due_until_something_changes(council: Reporting, report: ProgressReport) -> None:
    [minutes] = documents(council, "Minutes")
    issue_papers(meeting=council.meeting, job=ready(council.meeting, council.clerk), by=council.clerk)
    said = page(council)
    for words in (
        "The pack is issued, and nothing has changed since.",
        "What changed since issue Nothing has changed since the papers were issued.",
        "What was issued",
        "Item 2 Minutes PDF, 1 page",
        "Issued",
        "Add a document",
    ):
        assert words in said
    assert [words for words in ("Move up", "Leave out", "Make ", "Remove") if words in said] == []
    refused = send(council.clerk, document_address("agenda_document_remove", minutes), reason="Late.")
    assert "This document was issued, and what was issued stays as it is." in text_of(refused)

    documents(council, "Late letter")
    said = page(council)
    for words in (
        "The pack is issued. 1 item changed since, so supplement 1 is due.",
        "The document “Late letter” was added since.",
        "Supplement 1 Not made yet. Make supplement 1",
        "Item 3 Late letter",
    ):
        assert words in said
    ready(council.meeting, council.clerk)
    assert "Issue supplement 1" in page(council)
