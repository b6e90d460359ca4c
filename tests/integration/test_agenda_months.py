"""An issued month of a plan on a committee's agenda: chosen by its clerk, printed in the pack, taken off again."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests import factories
from tests.pages import text_of
from tests.pdfs import bookmarks, pages_of, pdf_ua_faults
from tests.reporting import signed_in
from tracking.actions.plans.month_documents import print_month
from tracking.enums import CommitteeRole, MeetingState, PlanRoundState
from tracking.models import AgendaItem, IssuedDocument, Meeting
from tracking.models.plans import PlanRound
from tracking.packs.papers import make_packs
from tracking.presenters.links import meeting_href
from tracking.queries.agenda import issued_key
from tracking.queries.pack_papers import pack_papers

pytestmark = pytest.mark.django_db

TITLE = "Small plan: September 2018"


@pytest.fixture
def document() -> IssuedDocument:
    aim = factories.AimFactory(theme__plan__title="Small plan", theme__number=1, number=1)
    month: PlanRound = factories.PlanRoundFactory(plan=aim.plan, state=PlanRoundState.ISSUED)
    print_month(plan_round=month)
    return IssuedDocument.objects.get()


@pytest.fixture
def meeting() -> Meeting:
    return factories.MeetingFactory()


@pytest.fixture
def clerk(meeting: Meeting):
    return signed_in(factories.seated(meeting.committee, CommitteeRole.CLERK))


def test_the_clerk_puts_an_issued_month_on_the_agenda(meeting: Meeting, document: IssuedDocument, clerk) -> None:
    factories.PlanRoundFactory(plan__title="Still open")
    address = meeting_href("agenda_month_add", meeting)
    page = clerk.get(address).content.decode()
    assert (TITLE in page, "Still open" in page) == (True, False)
    response = clerk.post(address, {"month": document.pk})
    builder = meeting_href("meeting_pack_builder", meeting)
    assert response["Location"] == f"{builder}#{issued_key(document.pk)}"
    assert f"{TITLE} PDF, {document.page_count} pages." in text_of(clerk.get(builder))
    assert "Every issued month is on the agenda" in text_of(clerk.get(address))


def test_nothing_chosen_is_asked_for_again(meeting: Meeting, document: IssuedDocument, clerk) -> None:
    response = clerk.post(meeting_href("agenda_month_add", meeting), {"month": ""})
    assert "Choose the month to put on the agenda." in text_of(response)
    assert AgendaItem.objects.count() == 0


def test_a_cancelled_meeting_leads_back_with_the_reason(meeting: Meeting, document: IssuedDocument, clerk) -> None:
    Meeting.objects.update(state=MeetingState.CANCELLED, cancelled_reason="Snow.")
    page = clerk.get(meeting_href("agenda_month_add", meeting), follow=True)
    assert page.redirect_chain == [(meeting_href("meeting_pack_builder", meeting), 302)]
    assert "This meeting is cancelled, so nothing is added to its agenda." in text_of(page)


def test_the_clerk_takes_it_off_again(meeting: Meeting, document: IssuedDocument, clerk) -> None:
    clerk.post(meeting_href("agenda_month_add", meeting), {"month": document.pk})
    address = f"{meeting_href('meeting_pack_builder', meeting)}issued/{document.pk}/remove/"
    assert f'href="{address}"' in clerk.get(meeting_href("meeting_pack_builder", meeting)).content.decode()
    assert f"Take “{TITLE}” off the agenda?" in text_of(clerk.get(address))
    clerk.post(address)
    assert (AgendaItem.objects.count(), IssuedDocument.objects.count()) == (0, 1)
    assert clerk.get(address).status_code == 404


def test_its_landscape_pages_stand_in_the_pack_with_its_tags_and_bookmarks(
    meeting: Meeting, document: IssuedDocument, clerk, tmp_path: Path
) -> None:
    clerk.post(meeting_href("agenda_month_add", meeting), {"month": document.pk})
    (public,) = make_packs(pack_papers(meeting)).editions
    with pikepdf.open(BytesIO(public.content)) as pdf:
        wide = [page for page in pdf.pages if page.mediabox[2] > page.mediabox[3]]
    assert len(wide) == document.page_count
    assert any("1.1" in page and "Aim" in page for page in pages_of(public.content))
    assert TITLE in {title for _, title in bookmarks(public.content)}
    assert pdf_ua_faults(public.content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]
