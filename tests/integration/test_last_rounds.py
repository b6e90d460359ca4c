"""A section starts from the last round: where it was left, the dates so far, the evidence then, and taking it over."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.factories import (
    AssessmentFactory,
    EvidenceFactory,
    MeetingFactory,
    category,
    current_revision,
    published_report,
)
from tests.pages import text_of
from tests.reporting import Reporting, page, r01, reporting, section_answers, signed_in
from tracking import dates
from tracking.enums import ScanState
from tracking.models import Draft, EvidenceUse, ProgressReport, ProgressUpdate, SelfAssessment

pytestmark = pytest.mark.django_db

SAID = "The plan was **agreed** in March.\n\n- libraries\n- schools"


@dataclass
class Round:
    """The last report on R01 and its one piece of evidence."""

    update: ProgressUpdate
    use: EvidenceUse


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def last(council: Reporting) -> Round:
    held_on = dates.today() - timedelta(days=90)
    meeting = MeetingFactory(committee=council.committee, held_on=held_on, state="held")
    claims = {
        "category": category(3),
        "anticipated_on": date(2016, 3, 31),
        "anticipated_text": "the end of March 2016",
        "pointer_text": "see appendix 4, page 8",
    }
    report = published_report([council.whole], meeting=meeting, claims=claims, lead_post=council.post)
    update = current_revision(report).updates.get()
    ProgressUpdate.objects.filter(pk=update.pk).update(evidence_text=SAID)
    AssessmentFactory(
        leaf=council.whole,
        meeting=meeting,
        category=category(5),
        asked_for="Show the figures for each ward.",
        agreed_due_on=date(2016, 2, 29),
    )
    use = EvidenceFactory(title="Figures for the wards").uses.create(update=update, pages="2")
    return Round(update, use)


@pytest.fixture
def draft(council: Reporting) -> ProgressReport:
    return council.draft()


def section_address(report: ProgressReport, reference: str = "R01") -> str:
    return f"/reports/{report.pk}/recommendations/{reference}/"


def earlier_address(report: ProgressReport, reference: str = "R01") -> str:
    return f"{section_address(report, reference)}earlier/"


def writer(council: Reporting) -> Client:
    return signed_in(council.holder)


def test_a_section_starts_from_the_last_round(council: Reporting, last: Round, draft: ProgressReport) -> None:
    content = text_of(writer(council).get(section_address(draft)))
    held_on = dates.today() - timedelta(days=90)
    for part in (
        "Not Achieved (Progress Made)",
        "Not Achieved (Insufficient Progress)",
        "Show the figures for each ward.",
        "Slipped 91 days in two moves. The dates since:",
        f"31 March 2016: anticipated in the report for {held_on:%-d %B %Y}, 122 days later",
        f"29 February 2016: agreed by the committee on {held_on:%-d %B %Y}, 31 days earlier",
        f"What the report for {held_on:%-d %B %Y} said and showed",
        "The plan was agreed in March.",
        "Figures for the wards",
    ):
        assert part in content


def test_last_times_choice_is_marked_with_what_was_given_and_nothing_is_chosen(
    council: Reporting, last: Round, draft: ProgressReport
) -> None:
    content = writer(council).get(section_address(draft)).content.decode()
    assert content.count("Chosen last time.") == 1
    assert "Chosen last time. " + category(3).criterion in content
    assert 'value="the end of March 2016"' in content
    assert 'name="r01-pointer_text" value=' not in content
    assert " checked" not in content


def test_once_this_rounds_answer_is_saved_it_alone_is_shown(
    council: Reporting, last: Round, draft: ProgressReport
) -> None:
    client = writer(council)
    client.post(section_address(draft), section_answers(r01(draft)))
    content = client.get(section_address(draft)).content.decode()
    assert 'value="the end of March 2016"' not in content
    assert "Chosen last time." in content


def test_saving_without_a_choice_claims_nothing_of_last_time(
    council: Reporting, last: Round, draft: ProgressReport
) -> None:
    answers = section_answers(r01(draft), **{"r01-choice": ""})
    writer(council).post(section_address(draft), answers)
    claim = SelfAssessment.objects.get(update=r01(draft), leaf=council.whole)
    assert (claim.category, claim.anticipated_on, claim.anticipated_text) == (None, None, "")


def test_the_first_round_says_so_plainly(council: Reporting, draft: ProgressReport) -> None:
    content = text_of(writer(council).get(section_address(draft)))
    assert "Nothing was reported or decided on R01 before: its first round." in content
    assert "No earlier report says anything about R01." in content


def test_the_form_is_saved_before_anything_is_taken_over(
    council: Reporting, last: Round, draft: ProgressReport
) -> None:
    answers = section_answers(r01(draft), go="earlier", evidence_text="An hour of work.")
    response = writer(council).post(section_address(draft), answers)
    assert (response["Location"], r01(draft).evidence_text) == (earlier_address(draft), "An hour of work.")
    assert Draft.objects.count() == 0


def choices(page_text: str, name: str) -> list[str]:
    return [part.split('"')[0] for part in page_text.split(f'name="{name}" value="')[1:]]


def test_what_is_chosen_is_put_behind_what_is_there(council: Reporting, last: Round, draft: ProgressReport) -> None:
    client, address = writer(council), earlier_address(draft)
    client.post(section_address(draft), section_answers(r01(draft), evidence_text="Mine."))
    content = client.get(address).content.decode()
    passages = choices(content, "passages")
    assert len(passages) == 2
    chosen = {
        "passages": [passages[1]],
        "evidence": choices(content, "evidence"),
        "pointers": choices(content, "pointers"),
    }
    response = client.post(address, chosen, follow=True)
    assert response.redirect_chain == [(section_address(draft), 302)]
    told = "1 passage, 1 file or link and 1 place to look are added to R01. Check that what it says still holds."
    assert told in text_of(response)
    update = r01(draft)
    assert update.evidence_text == "Mine.\n\n- libraries\n- schools"
    assert [(use.evidence, use.pages) for use in update.evidence_uses.all()] == [(last.use.evidence, "2")]
    assert update.self_assessments.get().pointer_text == "see appendix 4, page 8"
    client.post(address, chosen)
    assert r01(draft).evidence_text == "Mine.\n\n- libraries\n- schools"
    again = text_of(client.get(address))
    assert "Passage 2: it is in this section already" in again
    assert "Figures for the wards: it is in this section already" in again


def test_choosing_nothing_is_told_at_the_first_box(council: Reporting, last: Round, draft: ProgressReport) -> None:
    content = writer(council).post(earlier_address(draft), {}).content.decode()
    passage = choices(content, "passages")[0]
    assert f'<a href="#id_passages_{passage}">Choose at least one passage or file to take over.</a>' in content
    assert f'id="id_passages_{passage}"' in content


def test_a_passage_changed_meanwhile_is_told_and_the_other_choices_stay(
    council: Reporting, last: Round, draft: ProgressReport
) -> None:
    response = writer(council).post(earlier_address(draft), {"passages": ["gone"], "evidence": [last.use.pk]})
    content = response.content.decode()
    assert "The text you chose was changed meanwhile." in content
    assert f'name="evidence" value="{last.use.pk}" checked' in content
    assert r01(draft).evidence_text == ""


def test_evidence_that_the_virus_scanner_holds_back_is_not_offered(
    council: Reporting, last: Round, draft: ProgressReport
) -> None:
    last.use.evidence.scan_state = ScanState.INFECTED
    last.use.evidence.save()
    assert "Figures for the wards" not in page(council.holder, earlier_address(draft))[1]


def test_ones_own_other_sections_of_this_report_are_offered_too(council: Reporting, draft: ProgressReport) -> None:
    client = writer(council)
    client.post(section_address(draft), section_answers(r01(draft), evidence_text="It serves both."))
    content = text_of(client.get(earlier_address(draft, "R02")))
    assert "In this report: R01 Operational plan" in content
    assert "It serves both." in content


def test_with_nothing_said_before_the_page_says_what_will_appear(council: Reporting, draft: ProgressReport) -> None:
    content = text_of(writer(council).get(earlier_address(draft)))
    assert "Nothing was said about R01 in an earlier report, nor elsewhere in this one." in content
    assert "Once a report on R01 is published, its text and files can be taken over here in the next round." in content
