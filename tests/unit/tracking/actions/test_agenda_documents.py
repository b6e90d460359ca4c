"""Adding a document to an agenda, changing what is said of it, and taking it off again."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings

from tests import factories
from tests.uploads import inspected, pdf
from tracking.actions.agenda_documents import add_document, change_document, document_as_saved, remove_document
from tracking.actions.conflicts import fingerprints
from tracking.actions.openness import Openness
from tracking.enums import CommitteeRole, Exemption, MeetingState, ScanState
from tracking.exceptions import NotAllowed, NotPossible, StaleState, StaleText
from tracking.models import AgendaDocument, Event, Meeting, User

pytestmark = pytest.mark.django_db

PUBLIC = Openness(Exemption.PUBLIC)
EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


@pytest.fixture
def meeting() -> Meeting:
    return factories.MeetingFactory()


@pytest.fixture
def clerk(meeting: Meeting) -> User:
    return factories.seated(meeting.committee, CommitteeRole.CLERK)


def add(meeting: Meeting, by: User, **changed: object) -> AgendaDocument:
    values: dict[str, object] = {
        "title": "Minutes",
        "file": inspected("secret-name.pdf", pdf(pages=3)),
        "openness": PUBLIC,
    }
    return add_document(meeting=meeting, by=by, **values | changed)  # type: ignore[arg-type]


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_document_is_kept_under_a_random_name_with_its_hash(meeting: Meeting, clerk: User) -> None:
    document = add(meeting, clerk, title=" Minutes ", supplied_by=" Committee Services ")
    assert (document.title, document.supplied_by, document.page_count) == ("Minutes", "Committee Services", 3)
    assert (document.content_type, document.original_name) == ("application/pdf", "secret-name.pdf")
    assert "secret" not in str(document.file.name)
    assert Path(document.file.path).read_bytes() == pdf(pages=3)
    assert (document.scan_state, document.issued, document.removed_reason) == (ScanState.NOT_SCANNED, False, "")


def test_its_event_names_neither_the_file_nor_why_it_is_withheld(meeting: Meeting, clerk: User) -> None:
    document = add(meeting, clerk, openness=EXEMPT, supplied_by="The contractor")
    event = Event.objects.get()
    assert (event.type, event.actor, event.target_id) == (
        "added agenda document",
        str(clerk.public_id),
        str(document.pk),
    )
    assert event.after == {
        "meeting": meeting.pk,
        "title": "Minutes",
        "exemption": "exempt",
        "exempt_paragraph": 3,
        "page_count": 3,
        "sha256": document.sha256,
    }


def test_with_a_virus_scanner_it_waits_to_be_scanned(meeting: Meeting, clerk: User, settings: LazySettings) -> None:
    settings.CLAMAV_SOCKET = "tcp://127.0.0.1:1"
    assert add(meeting, clerk).scan_state == ScanState.WAITING


def test_the_same_form_sent_twice_adds_once(meeting: Meeting, clerk: User) -> None:
    key = uuid4()
    first, again = add(meeting, clerk, form_key=key), add(meeting, clerk, form_key=key)
    assert (first.pk, AgendaDocument.objects.count(), len(stored()), Event.objects.count()) == (again.pk, 1, 1, 1)
    remove_document(document=first, reason="The wrong file.", by=clerk)
    with pytest.raises(NotPossible, match="What this form added was taken off since"):
        add(meeting, clerk, form_key=key)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": "  "}, "Give the document a title"),
        ({"openness": Openness("")}, "Choose whether this is public"),
        ({"openness": Openness(Exemption.EXEMPT, 3, " ")}, "Say which paragraph"),
        ({"file": inspected("figures.csv")}, "“figures.csv” is not a PDF"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_and_no_file_is_left(
    meeting: Meeting, clerk: User, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(NotPossible, match=told):
        add(meeting, clerk, **changed)
    assert (AgendaDocument.objects.count(), stored(), Event.objects.count()) == (0, [], 0)


def test_nothing_is_added_once_the_minutes_are_approved(meeting: Meeting, clerk: User) -> None:
    stale = Meeting.objects.get(pk=meeting.pk)
    Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=meeting.held_on)
    with pytest.raises(NotPossible, match="The minutes of this meeting are approved"):
        add(stale, clerk)
    assert stored() == []


def test_what_is_said_of_a_document_can_change_until_it_is_issued(meeting: Meeting, clerk: User) -> None:
    document = add(meeting, clerk)
    change_document(document=document, title="Draft minutes", supplied_by="", openness=EXEMPT, by=clerk)
    document.refresh_from_db()
    assert (document.title, document.exemption, document.exempt_paragraph) == ("Draft minutes", "exempt", 3)
    event = Event.objects.latest("pk")
    assert (event.type, event.before["title"], event.after["title"]) == (
        "changed agenda document",
        "Minutes",
        "Draft minutes",
    )
    assert event.after["changed"] == ["openness", "title"]
    change_document(document=document, title="Draft minutes", supplied_by="", openness=EXEMPT, by=clerk)
    assert Event.objects.latest("pk") == event


def test_two_clerks_keep_what_the_other_changed(meeting: Meeting, clerk: User) -> None:
    document = add(meeting, clerk)
    read = fingerprints(document_as_saved(document))
    change_document(document=document, title="Draft minutes", openness=PUBLIC, by=clerk, read=read)
    change_document(document=document, title="Minutes", openness=EXEMPT, by=clerk, read=read)
    document.refresh_from_db()
    assert (document.title, document.exemption) == ("Draft minutes", "exempt")
    with pytest.raises(StaleText):
        change_document(document=document, title="Other minutes", openness=EXEMPT, by=clerk, read=read)


def test_a_document_taken_off_keeps_its_row_its_file_and_the_reason(meeting: Meeting, clerk: User) -> None:
    document = add(meeting, clerk)
    with pytest.raises(NotPossible, match="Say why it is taken off"):
        remove_document(document=document, reason=" ", by=clerk)
    remove_document(document=document, reason="Sent by mistake.", by=clerk)
    document.refresh_from_db()
    assert (document.removed_reason, len(stored())) == ("Sent by mistake.", 1)
    assert list(AgendaDocument.objects.on_agenda()) == []
    assert Event.objects.latest("pk").type == "removed agenda document"
    with pytest.raises(StaleState, match="meanwhile"):
        remove_document(document=document, reason="Again.", by=clerk)


def test_what_was_issued_stays_as_it_is(meeting: Meeting, clerk: User) -> None:
    document = add(meeting, clerk)
    AgendaDocument.objects.update(issued=True)
    with pytest.raises(NotPossible, match="what was issued stays as it is"):
        change_document(document=document, title="New", openness=PUBLIC, by=clerk)
    with pytest.raises(NotPossible, match="what was issued stays as it is"):
        remove_document(document=document, reason="Late.", by=clerk)


@pytest.mark.parametrize("role", [CommitteeRole.SCRUTINY_OFFICER, CommitteeRole.MEMBER])
def test_only_the_committees_clerk_adds_changes_and_removes(meeting: Meeting, clerk: User, role: CommitteeRole) -> None:
    document, by = add(meeting, clerk), factories.seated(meeting.committee, role)
    for act in (
        lambda: add(meeting, by),
        lambda: change_document(document=document, title="New", openness=PUBLIC, by=by),
        lambda: remove_document(document=document, reason="Why.", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (AgendaDocument.objects.count(), len(stored()), Event.objects.count()) == (1, 1, 1)
