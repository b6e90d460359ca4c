"""Issued documents: read by everyone where they are public, carried by an agenda, printed in its pack."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.full_agenda import full_meeting
from tests.pages import text_of
from tests.paper_scene import service_report
from tests.pdfs import bookmarks, claims_pdf_ua, pages_of, pdf_ua_faults, words_of
from tests.reporting import signed_in
from tracking.actions.agenda import put_issued_on_agenda
from tracking.enums import CommitteeRole, Edition, MeetingState
from tracking.models import CommitteePack, IssuedDocument, Meeting
from tracking.packs.papers import make_packs, report_pdf
from tracking.presenters.links import meeting_href
from tracking.presenters.since_issue import since_issue_face
from tracking.queries.agenda import issued_items
from tracking.queries.pack_contents import contents_of
from tracking.queries.pack_papers import all_papers, changes_since_issue, pack_papers
from tracking.queries.papers import report_paper
from tracking.queries.since_issue import since_issue

MONTH = "Improvement plan, September 2018"


def _issued(content: bytes, **fields: object) -> IssuedDocument:
    given = {"title": MONTH, "page_count": 3, "issued_at": datetime(2018, 10, 9, 12, tzinfo=UTC)}
    sha256 = hashlib.sha256(content).hexdigest()
    return factories.IssuedDocumentFactory(
        **(given | {"file": ContentFile(content, name="month.pdf"), "sha256": sha256} | fields)
    )


def _put_on(meeting: Meeting, document: IssuedDocument) -> None:
    clerk = factories.seated(meeting.committee, CommitteeRole.CLERK)
    put_issued_on_agenda(meeting=meeting, issued=document, by=clerk)


def _address(document: IssuedDocument) -> str:
    return reverse("issued_document", args=[document.pk])


# --- Reading one --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_public_one_is_served_byte_for_byte_to_everyone(client: Client) -> None:
    document = _issued(b"%PDF-1.7 the month")
    response = client.get(_address(document))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the month"
    assert (response["ETag"], response["Cache-Control"]) == (f'"{document.sha256}"', "no-cache")
    assert response["Content-Disposition"] == 'inline; filename="improvement-plan-september-2018.pdf"'
    assert client.get(_address(document), headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_one_that_is_not_public_is_not_there_even_for_the_clerk() -> None:
    pack = factories.CommitteePackFactory(edition=Edition.RESTRICTED)
    clerk = factories.seated(pack.meeting.committee, CommitteeRole.CLERK)
    assert signed_in(clerk).get(_address(pack.document)).status_code == 404


# --- On an agenda -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_agenda_lists_it_with_its_pages_and_a_link(client: Client) -> None:
    meeting = factories.MeetingFactory()
    document = _issued(b"%PDF-1.7 the month")
    _put_on(meeting, document)
    clerk = factories.seated(meeting.committee, CommitteeRole.CLERK)
    response = signed_in(clerk).get(meeting_href("meeting_pack_builder", meeting))
    assert f"{MONTH} PDF, 3 pages. Issued on 9 October 2018." in text_of(response)
    assert f'href="{_address(document)}"' in response.content.decode()


@pytest.mark.django_db
def test_its_pages_stand_in_the_pack_as_they_were_issued(tmp_path: Path) -> None:
    report = service_report()
    printed = report_pdf(report_paper(report, seen_by=factories.UserFactory())).content
    meeting = factories.MeetingFactory(committee=report.meeting.committee, held_on=date(2018, 10, 18))
    document = _issued(printed, page_count=len(pages_of(printed)))
    _put_on(meeting, document)
    (public,) = make_packs(pack_papers(meeting)).editions
    pages = pages_of(public.content)
    assert f"1. {MONTH} Issued on 9 October 2018" in pages[0] + pages[1]
    (sheet,) = [number for number, page in enumerate(pages) if "The pages that follow are as they were issued." in page]
    assert f"Issued on 9 October 2018 Extent {document.page_count} pages" in pages[sheet]
    behind = pages[sheet + 1 :]
    assert len(behind) == document.page_count
    assert [words_of(page) - words_of(after) for page, after in zip(pages_of(printed), behind, strict=True)] == [
        Counter()
    ] * len(behind)
    count = document.page_count
    assert [f"Page {n} of {count}" in page for n, page in enumerate(behind, start=1)] == [True] * count
    assert ("Item 1" in behind[0], "not checked for accessibility" in " ".join(behind)) == (True, False)
    assert MONTH in {title for _, title in bookmarks(public.content)}
    assert claims_pdf_ua(public.content)
    assert pdf_ua_faults(public.content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]


@pytest.mark.django_db
def test_the_html_edition_says_when_it_was_issued_and_leads_to_it() -> None:
    meeting = full_meeting()
    document = _issued(b"%PDF-1.7 broken on purpose")
    _put_on(meeting, document)
    for edition in make_packs(pack_papers(meeting)).editions:
        item = edition.web_page.partition(f"4. {MONTH}</h2>")[2]
        assert f'href="{_address(document)}"' in item
        assert "9 October 2018" in item


@pytest.mark.django_db
def test_what_is_issued_of_it_never_differs_until_another_takes_its_place() -> None:
    meeting = factories.MeetingFactory(state=MeetingState.PAPERS_ISSUED)
    minutes = factories.AgendaDocumentFactory(meeting=meeting, title="Minutes")
    contents = contents_of(pack_papers(meeting))
    factories.CommitteePackFactory(meeting=meeting, document__contents=contents)
    month = _issued(b"%PDF-1.7 the month")
    _put_on(meeting, month)
    face = since_issue_face(since_issue(all_papers(meeting), issued_items(meeting)))
    assert face.lines == (f"The document “{MONTH}” was added since.",)
    supplement = pack_papers(meeting)
    assert [(item.number, item.title) for item in supplement.public.items] == [(2, MONTH)]
    factories.CommitteePackFactory(meeting=meeting, number=2, document__contents=contents_of(supplement))
    assert (bool(changes_since_issue(meeting)), list(issued_items(meeting))) == (
        False,
        [f"document-{minutes.pk}", f"issued-{month.pk}"],
    )


@pytest.mark.django_db
def test_what_was_kept_of_packs_before_there_were_issued_documents_still_holds() -> None:
    """The digest of a document of the clerk's, as it was reckoned then."""
    meeting = factories.MeetingFactory()
    factories.AgendaDocumentFactory(
        pk=7, meeting=meeting, title="Minutes", supplied_by="Us", file="documents/a", size=1
    )
    (item,) = contents_of(pack_papers(meeting))["items"].values()
    assert item["digest"] == "2acc34bca65d74055f0aa634315de9703d7094a913f89be2fd23b2a9ee78c69c"


# --- From before --------------------------------------------------------------------------------------

BEFORE, AFTER = [("tracking", "0010_improvement_plans")], [("tracking", "0011_issued_documents")]
MOVED = (
    *("file", "sha256", "page_count", "web_page", "web_page_sha256", "contents", "contents_digest"),
    *("audit_number", "audit_hash", "issued_by_id", "issued_at"),
)


def _migrated(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.mark.django_db(transaction=True)
def test_what_packs_have_issued_moves_to_documents_and_back_as_it_is_and_no_other_document_is_lost() -> None:
    meeting = factories.MeetingFactory(
        committee=factories.CommitteeFactory(name="Resources"), held_on=date(2016, 4, 12), state="papers_issued"
    )
    factories.CommitteePackFactory(
        meeting=meeting,
        document__contents={"items": {"report-1": {"number": 1}}},
        document__contents_digest="d" * 64,
        document__audit_number=41,
        document__audit_hash="a" * 64,
    )
    factories.CommitteePackFactory(meeting=meeting, edition=Edition.RESTRICTED, late_reason="The figures came late.")
    factories.CommitteePackFactory(
        meeting=meeting, number=2, document__web_page="", document__web_page_sha256="", document__page_count=1
    )
    issued = {pack.pk: _values(pack.document) for pack in CommitteePack.objects.select_related("document")}
    other = _issued(b"%PDF-1.7 the month")
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        with pytest.raises(RuntimeError, match="Documents other than packs were issued"):
            _migrated(BEFORE)
        documents = _migrated(AFTER).get_model("tracking", "IssuedDocument").objects
        assert documents.filter(pk=other.pk, title=MONTH).delete()[0] == 1
        earlier = _migrated(BEFORE).get_model("tracking", "CommitteePack").objects.all()
        assert {pack.pk: _values(pack) for pack in earlier} == issued
        assert sorted(earlier.values_list("late_reason", flat=True)) == ["", "", "The figures came late."]
        later = _migrated(AFTER).get_model("tracking", "CommitteePack").objects.select_related("document")
        assert {pack.pk: _values(pack.document) for pack in later} == issued
        assert [(pack.document.title, pack.document.is_public) for pack in later.order_by("edition", "number")] == [
            ("Committee pack: Resources, 12 April 2016", True),
            ("Supplement 1 to the committee pack: Resources, 12 April 2016", True),
            ("Committee pack: Resources, 12 April 2016 (restricted edition)", False),
        ]
    finally:
        _migrated(leaves)


def _values(row: Any) -> dict[str, Any]:
    return {name: str(value) if name in {"file", "web_page"} else value for name, value in _pairs(row)}


def _pairs(row: Any) -> list[tuple[str, Any]]:
    return [(name, getattr(row, name)) for name in MOVED]
