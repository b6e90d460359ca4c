"""Documents of an agenda: the clerk adds, changes and removes them, and whoever may see them opens the file."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from scrutiny.guard import DOWNLOAD_POLICY
from tests import factories
from tests.pages import text_of
from tests.reporting import Reporting, reporting, signed_in
from tests.uploads import pdf
from tracking.enums import Exemption, MeetingState, ScanState
from tracking.models import AgendaDocument, Meeting, User
from tracking.presenters.links import meeting_href
from tracking.queries.agenda import agenda_of

pytestmark = pytest.mark.django_db

EXEMPT = {
    "exemption": Exemption.EXEMPT,
    "exempt_paragraph": 3,
    "public_interest_reason": "Prices are being negotiated.",
}


@pytest.fixture
def council() -> Reporting:
    return reporting()


def documents(council: Reporting, *titles: str, **fields: object) -> list[AgendaDocument]:
    return [factories.AgendaDocumentFactory(meeting=council.meeting, title=title, **fields) for title in titles]


def new_address(council: Reporting) -> str:
    return meeting_href("agenda_document_add", council.meeting)


def document_address(name: str, document: AgendaDocument) -> str:
    meeting = document.meeting
    return reverse(name, args=[meeting.committee.slug, meeting.date_slug, document.pk])


def send(user: User, where: str, **data: object) -> HttpResponse:
    return signed_in(user).post(where, data, follow=True)


def _new_document(**changed: object) -> dict[str, object]:
    return {
        "form_key": str(uuid4()),
        "upload": SimpleUploadedFile("minutes.pdf", pdf(pages=2)),
        "title": "Minutes of the last meeting",
        "supplied_by": "Committee Services",
        "exemption": "public",
    } | changed


def test_a_document_is_added_once_however_often_its_form_is_sent(council: Reporting) -> None:
    sent = _new_document()
    response = send(council.clerk, new_address(council), **sent)
    assert "“Minutes of the last meeting” is on the agenda." in text_of(response)
    sent["upload"] = SimpleUploadedFile("minutes.pdf", pdf(pages=2))
    send(council.clerk, new_address(council), **sent)
    [document] = AgendaDocument.objects.all()
    assert (document.page_count, document.supplied_by, document.recorded_by) == (2, "Committee Services", council.clerk)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"upload": ""}, "Choose the PDF to add to the agenda."),
        (
            {"upload": lambda: SimpleUploadedFile("notes.csv", b"a,b\n")},
            "“notes.csv” is not a PDF. Save it as a PDF, then choose it once more.",
        ),
        (
            {"upload": lambda: SimpleUploadedFile("fake.pdf", b"words")},
            "“fake.pdf” is called a PDF but is not one, or is damaged. Save it again as a PDF, then choose it once",
        ),
        ({"title": ""}, "Enter a title for the document."),
        ({"title": ""}, "Choose minutes.pdf again: a file is kept only when everything is right."),
        ({"exemption": ""}, "Choose whether this is public, exempt or confidential."),
        ({"exemption": "exempt"}, "Choose the paragraph of Schedule 12A that applies."),
        ({"exemption": "confidential"}, "Say why it must be withheld."),
    ],
)
def test_what_is_wrong_with_a_new_document_is_said_and_nothing_is_kept(
    council: Reporting, changed: dict[str, object], told: str
) -> None:
    made = {name: value() if isinstance(value, Callable) else value for name, value in changed.items()}  # type: ignore[arg-type]
    response = send(council.clerk, new_address(council), **_new_document(**made))
    assert (told in text_of(response), AgendaDocument.objects.count()) == (True, 0)
    assert "<title>Error: Add a document" in response.content.decode()


def test_what_is_said_of_a_document_is_changed(council: Reporting) -> None:
    [document] = documents(council, "Minutes")
    where = document_address("agenda_document_change", document)
    shown = signed_in(council.clerk).get(where)
    sent = {"title": "Draft minutes", "supplied_by": "", "read": shown.context["form"]["read"].value(), **EXEMPT}
    response = send(council.clerk, where, **sent)
    assert ("The document is changed." in text_of(response), "Exempt: paragraph 3" in text_of(response)) == (True, True)
    document.refresh_from_db()
    assert (document.title, document.exemption) == ("Draft minutes", "exempt")


def test_two_clerks_who_change_the_same_see_what_the_other_wrote(council: Reporting) -> None:
    [document] = documents(council, "Minutes")
    where = document_address("agenda_document_change", document)
    AgendaDocument.objects.update(title="Theirs")
    sent = {"title": "Mine", "supplied_by": "", "exemption": "public", "read": "{}"}
    response = send(council.clerk, where, **sent)
    assert response.status_code == 409
    assert "It now says: “Theirs”, public." in text_of(response)
    assert 'value="Mine"' in response.content.decode()


def test_a_document_is_taken_off_with_a_reason(council: Reporting) -> None:
    [document] = documents(council, "Minutes")
    where = document_address("agenda_document_remove", document)
    assert "Give the reason." in text_of(send(council.clerk, where, reason=""))
    response = send(council.clerk, where, reason="Sent by mistake.")
    assert "“Minutes” is taken off the agenda." in text_of(response)
    assert agenda_of(council.meeting) == ()
    assert signed_in(council.clerk).get(where).status_code == 404


def opened(user: User | None, document: AgendaDocument) -> int:
    response = signed_in(user).get(document_address("agenda_document", document))
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[arg-type]
    return response.status_code


def test_until_it_is_issued_only_the_officers_open_a_document(council: Reporting) -> None:
    [document] = documents(council, "Minutes")
    viewers = (None, council.member, council.holder, council.administrator, council.officer, council.clerk)
    assert [opened(viewer, document) for viewer in viewers] == [404, 404, 404, 404, 200, 200]


def test_once_issued_everyone_opens_what_is_public_and_members_what_is_not(council: Reporting) -> None:
    [public] = documents(council, "Minutes", issued=True)
    [exempt] = documents(council, "Prices", issued=True, **EXEMPT)
    Meeting.objects.update(state=MeetingState.PAPERS_ISSUED)
    viewers = (None, council.holder, council.administrator, council.member, council.officer, council.clerk)
    assert [opened(viewer, public) for viewer in viewers] == [200] * 6
    assert [opened(viewer, exempt) for viewer in viewers] == [404, 404, 404, 200, 200, 200]


def test_a_file_with_a_virus_is_for_nobody_and_one_that_waits_for_its_uploader(council: Reporting) -> None:
    [waiting] = documents(council, "Waiting", scan_state=ScanState.WAITING, recorded_by=council.clerk)
    [bad] = documents(council, "Bad", scan_state=ScanState.INFECTED, recorded_by=council.clerk)
    assert [opened(council.clerk, waiting), opened(council.officer, waiting)] == [200, 404]
    assert [opened(council.clerk, bad), opened(council.officer, bad)] == [404, 404]
    html = signed_in(council.clerk).get(meeting_href("meeting_pack_builder", council.meeting)).content.decode()
    shown = [document_address("agenda_document", row) for row in (waiting, bad)]
    assert [f'href="{where}"' in html for where in shown] == [True, False]


def test_a_file_is_handed_out_so_that_no_browser_runs_or_keeps_it(council: Reporting) -> None:
    [document] = documents(council, "Prices", **EXEMPT)
    response = signed_in(council.clerk).get(document_address("agenda_document", document))
    assert b"".join(response.streaming_content) == pdf(pages=1)  # type: ignore[arg-type]
    assert {name: response[name] for name in ("Content-Security-Policy", "X-Content-Type-Options")} == {
        "Content-Security-Policy": DOWNLOAD_POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == 'attachment; filename="document.pdf"'


def test_at_the_address_of_another_meeting_there_is_no_such_document(council: Reporting) -> None:
    document = factories.AgendaDocumentFactory(meeting=factories.MeetingFactory(committee=council.committee))
    where = reverse("agenda_document", args=[council.committee.slug, council.meeting.date_slug, document.pk])
    assert signed_in(council.clerk).get(where).status_code == 404
