"""Writing a Progress Report: a recommendation, the overview, the contact officers."""

from datetime import timedelta

import pytest

from tests.factories import (
    AssessmentFactory,
    MeetingFactory,
    category,
    published_report,
)
from tests.pages import text_of
from tests.reporting import (
    Reporting,
    also_answering_for,
    page,
    r01,
    reporting,
    section_answers,
    signed_in,
)
from tracking import dates
from tracking.actions.reports import submit_report
from tracking.models import ProgressReport, SelfAssessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def draft(council: Reporting) -> ProgressReport:
    return council.draft()


def test_the_section_shows_the_words_the_criteria_and_where_it_stood_last_time(
    council: Reporting, draft: ProgressReport
) -> None:
    meeting = MeetingFactory(committee=council.committee, held_on=dates.today() - timedelta(days=90), state="held")
    published_report([council.whole], meeting=meeting, claims={"category": category(3)}, lead_post=council.post)
    AssessmentFactory(
        leaf=council.whole, meeting=meeting, category=category(5), asked_for="Show the figures for each ward."
    )
    content = page(council.holder, f"/reports/{draft.pk}/recommendations/R01/")[1]
    assert "That the council does thing 1." in content
    assert "November 2015 (30 November 2015)" in content
    assert category(4).criterion in content
    assert "Show the figures for each ward." in content
    assert "Not Achieved (Insufficient Progress)" in content
    assert "Propose to conclude" in content


def test_saving_leads_where_the_button_says(council: Reporting, draft: ProgressReport) -> None:
    client, address = signed_in(council.holder), f"/reports/{draft.pk}/recommendations/R01/"
    to = {}
    for go in ("tasks", "next", "evidence"):
        answers = section_answers(r01(draft), go=go, evidence_text=f"Saved for {go}.")
        to[go] = client.post(address, answers)["Location"]
    assert to == {
        "tasks": f"/reports/{draft.pk}/",
        "next": f"/reports/{draft.pk}/recommendations/R02/",
        "evidence": f"/reports/{draft.pk}/recommendations/R01/evidence/",
    }
    claim = SelfAssessment.objects.get(leaf=council.whole)
    assert (claim.category, claim.anticipated_on.month) == (category(3), 12)


def test_an_answer_the_claim_check_doubts_keeps_the_page_once_with_the_finding_under_it(
    council: Reporting, draft: ProgressReport
) -> None:
    client, address = signed_in(council.holder), f"/reports/{draft.pk}/recommendations/R01/"
    doubted = {"r01-choice": category(1).pk, "go": "next"}
    first = client.post(address, section_answers(r01(draft), **doubted), follow=True)
    assert first.redirect_chain == [(address, 302)]
    assert "R01 is said to be achieved, but no completion date is given." in first.content.decode()
    again = client.post(address, section_answers(r01(draft), **doubted))
    assert again["Location"] == f"/reports/{draft.pk}/recommendations/R02/"


def test_a_wrong_date_is_told_and_everything_typed_is_still_there(council: Reporting, draft: ProgressReport) -> None:
    answers = section_answers(
        r01(draft),
        **{"r01-anticipated_on_3_day": "31", "r01-anticipated_on_3_month": "2", "evidence_text": "My long text."},
    )
    response = signed_in(council.holder).post(f"/reports/{draft.pk}/recommendations/R01/", answers)
    content = response.content.decode()
    assert response.status_code == 200
    assert '<a href="#id_r01-anticipated_on_3_day">There is no such day in that month.' in content
    assert "My long text." in content
    assert "<title>Error:" in content
    assert r01(draft).evidence_text == ""


def test_what_stands_under_another_category_is_not_part_of_the_answer(
    council: Reporting, draft: ProgressReport
) -> None:
    answers = section_answers(
        r01(draft), **{"r01-choice": category(4).pk, "r01-obstacle_4": "The Act.", "r01-anticipated_on_3_day": "99"}
    )
    response = signed_in(council.holder).post(f"/reports/{draft.pk}/recommendations/R01/", answers)
    assert response.status_code == 302
    claim = SelfAssessment.objects.get(leaf=council.whole)
    assert (claim.category, claim.obstacle, claim.anticipated_on) == (category(4), "The Act.", None)


def test_a_proposal_to_conclude_asks_why(council: Reporting, draft: ProgressReport) -> None:
    client, address = signed_in(council.holder), f"/reports/{draft.pk}/recommendations/R01/"
    content = client.post(address, section_answers(r01(draft), **{"r01-choice": "propose"})).content.decode()
    assert "Choose why tracking of R01 should be concluded." in content
    assert "Explain why tracking of R01 should be concluded." in content
    proposal = {
        "r01-choice": "propose",
        "r01-proposed_conclusion": "overtaken",
        "r01-proposal_explanation": "The service is gone.",
    }
    assert client.post(address, section_answers(r01(draft), **proposal)).status_code == 302
    assert SelfAssessment.objects.get(leaf=council.whole).proposed_conclusion == "overtaken"


def test_words_that_name_a_day_fill_the_anticipated_date(council: Reporting, draft: ProgressReport) -> None:
    year = dates.today().year + 1
    answers = section_answers(r01(draft)) | {
        "r01-anticipated_on_3_day": "",
        "r01-anticipated_on_3_month": "",
        "r01-anticipated_on_3_year": "",
        "r01-anticipated_text_3": f"November {year}",
    }
    signed_in(council.holder).post(f"/reports/{draft.pk}/recommendations/R01/", answers)
    claim = SelfAssessment.objects.get(leaf=council.whole)
    assert (claim.anticipated_on, claim.anticipated_text) == (dates.last_day_of_month(year, 11), f"November {year}")


def test_of_two_saves_the_later_is_shown_both_texts_and_loses_none(council: Reporting, draft: ProgressReport) -> None:
    address, opened = f"/reports/{draft.pk}/recommendations/R01/", r01(draft)
    signed_in(council.contributor).post(address, section_answers(opened, evidence_text="What the officer wrote."))
    client = signed_in(council.holder)
    response = client.post(address, section_answers(opened, evidence_text="What the member wrote."))
    content, text = response.content.decode(), text_of(response)
    assert response.status_code == 409
    assert "This was saved while you were writing" in text
    assert text.count("What the officer wrote.") == 1
    assert text.count("What the member wrote.") == 2
    assert r01(draft).evidence_text == "What the officer wrote."
    assert '<input type="hidden" name="version" value="1"' in content
    client.post(address, section_answers(r01(draft), evidence_text="Both: officer and member."))
    assert r01(draft).evidence_text == "Both: officer and member."


def test_what_was_typed_is_shown_again_when_the_report_was_handed_in_meanwhile(council: Reporting) -> None:
    report = council.answered()
    update = r01(report)
    submit_report(report=report, by=council.holder)
    response = signed_in(council.contributor).post(
        f"/reports/{report.pk}/recommendations/R01/", section_answers(update, evidence_text="An hour of work.")
    )
    content = response.content.decode()
    assert (response.status_code, content.count("An hour of work.")) == (409, 1)
    assert "This report is no longer a draft" in content


def test_another_post_writes_its_own_recommendation_and_no_other(council: Reporting) -> None:
    other = also_answering_for(council.whole, council.other_post)
    report = council.draft()
    assert page(other, f"/reports/{report.pk}/recommendations/R01/")[0] == 200
    assert page(other, f"/reports/{report.pk}/recommendations/R02/")[0] == 404
    assert page(other, f"/reports/{report.pk}/overview/")[0] == 404
    assert page(other, f"/reports/{report.pk}/submit/")[0] == 404


def test_a_wrong_reference_is_not_there(council: Reporting, draft: ProgressReport) -> None:
    for reference in ("R99", "R02a", "nonsense"):
        assert page(council.holder, f"/reports/{draft.pk}/recommendations/{reference}/")[0] == 404


def test_the_overview_is_saved_and_the_later_of_two_saves_is_told(council: Reporting, draft: ProgressReport) -> None:
    address = f"/reports/{draft.pk}/overview/"
    client = signed_in(council.holder)
    assert client.post(address, {"overview": "First.", "version": 0})["Location"] == f"/reports/{draft.pk}/"
    response = client.post(address, {"overview": "Second.", "version": 0})
    content = response.content.decode()
    assert response.status_code == 409
    assert ("First." in content, "Second." in content) == (True, True)
    assert '<input type="hidden" name="version" value="1"' in content


def test_contact_officers_are_saved_and_a_nameless_one_is_told(council: Reporting, draft: ProgressReport) -> None:
    address, client = f"/reports/{draft.pk}/contact-officers/", signed_in(council.holder)
    rows = {"version": 0, "officer-TOTAL_FORMS": 2, "officer-INITIAL_FORMS": 0}
    nameless = client.post(address, rows | {"officer-0-telephone": "0121 496 0123"}).content.decode()
    assert "Enter the name of this contact officer" in nameless
    assert "0121 496 0123" in nameless
    client.post(address, rows | {"officer-0-name": "Head of ICT", "officer-0-email": "ict@example.org"})
    assert [row.name for row in draft.revisions.get().contact_officers.all()] == ["Head of ICT"]
