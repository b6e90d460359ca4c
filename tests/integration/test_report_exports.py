"""A Progress Report as a Word document and its evidence as a zip: their addresses, names and readers."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from tests.paper_scene import service_report
from tests.reporting import reporting, signed_in
from tracking.models import EvidenceUse

pytestmark = pytest.mark.django_db

NAMES = {"report_docx": "progress-report", "report_evidence_zip": "evidence"}
ENDINGS = {"report_docx": "docx", "report_evidence_zip": "zip"}
TYPES = {
    "report_docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "report_evidence_zip": "application/zip",
}


@pytest.mark.parametrize("view", NAMES)
def test_it_is_a_download_named_after_its_inquiry_and_meeting(client: Client, view: str) -> None:
    response = client.get(reverse(view, args=[service_report().pk]))
    response.close()
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        TYPES[view],
        f'attachment; filename="{NAMES[view]}-service-birmingham-2016-11-10.{ENDINGS[view]}"',
    )


@pytest.mark.parametrize("view", NAMES)
def test_a_draft_is_named_a_draft_for_those_who_write_it(view: str) -> None:
    council = reporting()
    report = council.draft()
    response = signed_in(council.holder).get(reverse(view, args=[report.pk]))
    response.close()
    assert response["Content-Disposition"].startswith(f'attachment; filename="draft-{NAMES[view]}-')
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("view", NAMES)
def test_a_draft_is_not_found_by_everyone_else(client: Client, view: str) -> None:
    council = reporting()
    address = reverse(view, args=[council.draft().pk])
    answers = [browser.get(address) for browser in (client, signed_in(council.clerk), signed_in(council.officer))]
    told = [(answer.status_code, "Page not found" in answer.content.decode()) for answer in answers]
    assert told == [(404, True)] * 3


def test_the_word_document_is_the_report(client: Client) -> None:
    report = service_report()
    response = client.get(reverse("report_docx", args=[report.pk]))
    words = [paragraph.text for paragraph in Document(BytesIO(response.content)).paragraphs]
    assert "R01: Operational plan" in words


@pytest.mark.parametrize("typed", ["form\x0cfeed", "bell\x07", "\x0bcolumn", "\ufffe", "𝒮", "a\u2028b"])
def test_no_letter_that_is_typed_breaks_the_word_document(client: Client, typed: str) -> None:
    report = service_report()
    report.revisions.update(overview=typed)
    response = client.get(reverse("report_docx", args=[report.pk]))
    assert (response.status_code, len(Document(BytesIO(response.content)).tables) > 3) == (200, True)


def test_a_report_with_evidence_offers_its_files(client: Client) -> None:
    report = service_report()
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert reverse("report_docx", args=[report.pk]) in page
    assert reverse("report_evidence_zip", args=[report.pk]) in page
    EvidenceUse.objects.all().delete()
    assert "evidence.zip" not in client.get(f"/reports/{report.pk}/").content.decode()
    response = client.get(reverse("report_evidence_zip", args=[report.pk]))
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.namelist() == ["00 Contents.html"]
    response.close()
