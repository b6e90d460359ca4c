"""The claim check on the pages: beside the answer it doubts, overridden with a reason, read by the committee."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tests.factories import AssessmentFactory, EvidenceFactory, MeetingFactory, category
from tests.pages import text_of
from tests.pdfs import text_of as text_of_pdf
from tests.reporting import Reporting, page, r01, reporting, signed_in
from tracking.actions.overrides import override_warnings
from tracking.actions.report_decisions import accept_report, move_report, publish_report
from tracking.actions.reports import submit_report
from tracking.actions.updates import Answer, save_update
from tracking.exceptions import ClaimContradicted
from tracking.models import ClaimCheckOverride, Event, ProgressReport
from tracking.queries.papers import report_paper
from tracking.queries.reports import read_report

pytestmark = pytest.mark.django_db

LOOKS_AHEAD = "looks ahead: “The guide will be published in May”."


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def claimed(council: Reporting) -> ProgressReport:
    """Everything is answered; R01 is said to be achieved while its evidence looks ahead."""
    report = council.answered()
    _claim(council, report, "The guide will be published in May.")
    return report


def _claim(council: Reporting, report: ProgressReport, evidence_text: str, pointer_text: str = "") -> None:
    update = r01(report)
    achieved = Answer(category=category(1), completed_on=council.whole.due_on, pointer_text=pointer_text)
    save_update(
        report=report,
        update=update,
        evidence_text=evidence_text,
        overall_statement="",
        answers={council.whole.pk: achieved},
        version=update.version,
        by=council.holder,
    )


def _found(report: ProgressReport, council: Reporting) -> list[str]:
    return [finding.code for finding in read_report(report, viewer=council.holder).open_findings]


def _reason_box(council: Reporting, code: str = "still-to-be-done") -> str:
    return f"reason-{council.whole.pk}-{code}"


def _override(council: Reporting, report: ProgressReport, reason: str) -> None:
    reasons = {(council.whole.pk, "still-to-be-done"): reason}
    override_warnings(report=report, reasons=reasons, by=council.holder)


def test_a_finding_stands_right_under_the_answer_it_doubts(council: Reporting, claimed: ProgressReport) -> None:
    _claim(council, claimed, "The guide will be published in May.", pointer_text="See appendix 9")
    text = text_of(signed_in(council.holder).get(f"/reports/{claimed.pk}/recommendations/R01/"))
    order = [
        "Where to look in the evidence",
        "R01 points to “appendix 9”, but this report will have no Appendix 9.",
        "Evidence of progress",
        LOOKS_AHEAD,
        "Overall statement (optional)",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_what_doubts_a_choice_stands_before_what_it_reveals_and_a_date_after_its_box(
    council: Reporting, claimed: ProgressReport
) -> None:
    council.answer(claimed, r01(claimed), Answer(category=category(1)))
    text = text_of(signed_in(council.holder).get(f"/reports/{claimed.pk}/recommendations/R01/"))
    asked = text.index("When was R01 completed?")
    assert asked < text.index("R01 is said to be achieved, but no completion date is given.") < text.index("2 Achieved")


def test_check_your_answers_shows_each_finding_below_its_answer(council: Reporting, claimed: ProgressReport) -> None:
    client, address = signed_in(council.holder), f"/reports/{claimed.pk}/check/"
    text = text_of(client.get(address))
    assert "1 answer must be settled before the report can be signed." in text
    assert text.index("R01 Operational plan") < text.index("Evidence of progress") < text.index(LOOKS_AHEAD)
    assert text.index(LOOKS_AHEAD) < text.index("R02 Communications")
    response = client.post(address, {_reason_box(council): "It was published a week early.", "go": "sign"})
    assert response["Location"] == f"/reports/{claimed.pk}/submit/"


def test_a_reason_is_read_beside_the_claim_on_every_page_and_in_the_papers(
    council: Reporting, claimed: ProgressReport
) -> None:
    _override(council, claimed, "Only the reprint is still to come.")
    preview = page(council.holder, f"/reports/{claimed.pk}/preview/")[1]
    submit_report(report=claimed, by=council.holder)
    accept_report(report=claimed, by=council.officer)
    publish_report(report=claimed, by=council.clerk)
    published = page(None, f"/reports/{claimed.pk}/")[1]
    for content in (preview, published):
        assert LOOKS_AHEAD in content
        assert "Answer: Only the reprint is still to come." in content
    pdf = text_of_pdf(signed_in(None).get(f"/reports/{claimed.pk}/report.pdf").content)
    assert f"{LOOKS_AHEAD} The Cabinet Member explains: Only the reprint is still to come." in pdf
    timeline = page(None, f"/inquiries/{council.inquiry.slug}/recommendations/R01/")[1]
    assert "Only the reprint is still to come." in timeline


def test_a_reason_against_other_words_is_asked_for_again_and_offered(
    council: Reporting, claimed: ProgressReport
) -> None:
    _override(council, claimed, "Only the reprint is still to come.")
    assert _found(claimed, council) == []
    _claim(council, claimed, "The law will be drafted in June.")
    assert _found(claimed, council) == ["still-to-be-done"]
    with pytest.raises(ClaimContradicted):
        submit_report(report=claimed, by=council.holder)
    paper = report_paper(claimed, seen_by=council.holder)
    assert [leaf.claim.explanations for row in paper.tracked for leaf in row.leaves if leaf.claim] == [(), (), ()]
    client, address = signed_in(council.holder), f"/reports/{claimed.pk}/check/"
    content = client.get(address).content.decode()
    assert "The reason given before was against a warning that read otherwise." in content
    assert "Only the reprint is still to come.</textarea>" in content
    client.post(address, {_reason_box(council): "Only the reprint is still to come.", "go": "save"})
    override = ClaimCheckOverride.objects.get()
    assert override.message.endswith("looks ahead: “The law will be drafted in June”.")
    assert _found(claimed, council) == []


def test_saying_the_same_reason_again_against_the_same_words_writes_nothing(
    council: Reporting, claimed: ProgressReport
) -> None:
    _override(council, claimed, "Only the reprint is still to come.")
    before = Event.objects.count()
    _override(council, claimed, "Only the reprint is still to come.")
    assert Event.objects.count() == before


def test_pointers_are_resolved_against_the_files_and_the_paper_really_there(
    council: Reporting, claimed: ProgressReport
) -> None:
    _claim(council, claimed, "It was done.", pointer_text="See appendix 3, p3")
    assert _found(claimed, council) == ["pointer-leads-nowhere"]
    evidence = EvidenceFactory(
        title="Business plan", file=ContentFile(b"x", name="plan.pdf"), original_name="plan.pdf", page_count=2
    )
    evidence.uses.create(update=r01(claimed))
    assert _found(claimed, council) == ["pointer-leads-nowhere"]
    evidence.page_count = 3
    evidence.save()
    assert _found(claimed, council) == []
    held = MeetingFactory(
        committee=council.committee, held_on=council.meeting.held_on - timedelta(days=90), state="held"
    )
    concluded = {"decision": "conclude", "conclusion_reason": "overtaken", "category": None}
    AssessmentFactory(leaf=council.part_b, meeting=held, **concluded)
    assert "Appendix 4: Supporting evidence pack" in text_of_pdf(
        signed_in(council.holder).get(f"/reports/{claimed.pk}/report.pdf").content
    )
    _claim(council, claimed, "It was done.", pointer_text="See appendix 4, p3; not appendix 5")
    (finding,) = read_report(claimed, viewer=council.holder).open_findings
    assert finding.message == "R01 points to “appendix 5”, but this report will have no Appendix 5."
    assert finding.settle == "The evidence pack will be Appendix 4. Correct the number, or add the file."


def test_dates_are_checked_again_at_signing_after_the_meeting_moved(council: Reporting) -> None:
    report = council.answered()
    after_the_date = council.meeting.held_on + timedelta(days=201)
    later = MeetingFactory(committee=council.committee, held_on=after_the_date)
    move_report(report=report, meeting=later, by=council.holder)
    with pytest.raises(ClaimContradicted) as told:
        submit_report(report=ProgressReport.objects.get(pk=report.pk), by=council.holder)
    assert [finding.code for finding in told.value.findings] == ["anticipated-by-meeting"] * 3


def test_officers_see_what_is_doubted_since_a_report_handed_in_was_moved(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    assert "The claim check now doubts" not in page(council.officer, f"/reports/{report.pk}/")[1]
    later = MeetingFactory(committee=council.committee, held_on=council.meeting.held_on + timedelta(days=201))
    move_report(report=report, meeting=later, by=council.clerk)
    content = page(council.officer, f"/reports/{report.pk}/")[1]
    assert "The claim check now doubts this" in content
    assert content.count("which is not after the meeting on") == 3
    assert "The claim check now doubts" not in page(council.holder, f"/reports/{report.pk}/")[1]


def test_the_preview_is_what_everyone_reads_once_it_is_published(council: Reporting) -> None:
    report = council.answered()
    preview = _report_on_page(signed_in(council.holder).get(f"/reports/{report.pk}/preview/"))
    draft = text_of_pdf(signed_in(council.holder).get(f"/reports/{report.pk}/report.pdf").content)
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.officer)
    publish_report(report=report, by=council.clerk)
    published = _report_on_page(signed_in(None).get(f"/reports/{report.pk}/"))
    final = text_of_pdf(signed_in(None).get(f"/reports/{report.pk}/report.pdf").content)
    signature = f"{council.holder.person.name}, Deputy Leader, {report.revisions.get().submitted_at:%-d %B %Y}"
    unsigned = published.replace(signature, "Not signed yet", 1).replace(signature, "")
    assert " ".join(unsigned.split()) == preview
    assert "Draft: not published" in draft
    assert "Draft" not in final
    unmarked = draft.replace("Draft: not published · ", "").replace("Draft: not published ", "")
    assert final.replace(signature, "Not yet signed") == unmarked


def _report_on_page(response: object) -> str:
    """The report itself, from whose it is on, without the way on to signing."""
    text = text_of(response)
    return text[text.index("Report of") :].removesuffix(" Check answers and sign Back to the task list")


def test_the_preview_leads_to_the_pdf_and_on_to_signing(council: Reporting) -> None:
    report = council.answered()
    content = page(council.holder, f"/reports/{report.pk}/preview/")[1]
    assert f'href="/reports/{report.pk}/check/"' in content
    assert f'href="/reports/{report.pk}/report.pdf"' in content
    submit_report(report=report, by=council.holder)
    assert f'href="/reports/{report.pk}/check/"' not in page(council.officer, f"/reports/{report.pk}/preview/")[1]
