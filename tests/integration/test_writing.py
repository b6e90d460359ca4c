"""Writing in Markdown: the preview that the editor asks for, and the one of browsers without JavaScript."""

import pytest
from django.urls import reverse

from tests.reporting import Reporting, page, r01, reporting, section_answers, signed_in
from tracking.forms.fields import LONGEST_TEXT
from tracking.models import ProgressReport

pytestmark = pytest.mark.django_db

PREVIEW = reverse("writing_preview")


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def draft(council: Reporting) -> ProgressReport:
    return council.draft()


def test_a_text_is_answered_as_it_will_read(council: Reporting) -> None:
    typed = {"text": "## Done\r\n\r\n- **a**\r\n", "heading_level": "3"}
    response = signed_in(council.holder).post(PREVIEW, typed)
    html = "<h3>Done</h3>\n<ul>\n<li><strong>a</strong></li>\n</ul>"
    assert (response.status_code, response.content.decode().strip()) == (200, html)


def test_a_text_too_long_to_save_is_told_in_the_preview(council: Reporting) -> None:
    response = signed_in(council.holder).post(PREVIEW, {"text": "a" * (LONGEST_TEXT + 1)})
    words = "This text has 50001 characters. Shorten it to 50000, or put part of it in a file."
    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_the_preview_without_javascript_keeps_everything_typed_and_saves_nothing(
    council: Reporting, draft: ProgressReport
) -> None:
    address = f"/reports/{draft.pk}/recommendations/R01/"
    typed = section_answers(
        r01(draft), go="preview", evidence_text="- It was **done**.", **{"r01-pointer_text": "see appendix 4"}
    )
    content = signed_in(council.holder).post(address, typed).content.decode()
    assert "<li>It was <strong>done</strong>.</li>" in content
    assert "- It was **done**.</textarea>" in content
    assert 'value="see appendix 4"' in content
    assert r01(draft).evidence_text == ""
    assert '<section class="app-editor__preview" id="id_evidence_text_preview"' in content


def test_the_preview_of_the_overview_saves_nothing_either(council: Reporting, draft: ProgressReport) -> None:
    address = f"/reports/{draft.pk}/overview/"
    content = signed_in(council.holder).post(address, {"go": "preview", "overview": "## Ahead", "version": 0}).content
    assert b"<h2>Ahead</h2>" in content
    assert draft.revisions.get().overview == ""


def test_a_page_that_is_only_read_shows_no_preview(council: Reporting, draft: ProgressReport) -> None:
    content = page(council.holder, f"/reports/{draft.pk}/recommendations/R01/")[1]
    assert 'aria-labelledby="id_evidence_text_preview_title" tabindex="-1" hidden>' in content
