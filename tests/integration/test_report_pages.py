"""The pages of a Progress Report: writing it, checking it, signing it, and reading it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AssessmentFactory,
    MeetingFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    category,
    published_report,
)
from tests.reporting import Reporting, also_answering_for, reporting
from tracking import dates
from tracking.actions.report_decisions import accept_report, publish_report, return_report
from tracking.actions.reports import submit_report
from tracking.actions.updates import Answer
from tracking.enums import MeetingState, ReportState
from tracking.models import Event, ProgressReport, ProgressUpdate, SelfAssessment, User

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def draft(council: Reporting) -> ProgressReport:
    return council.draft()


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def page(user: User | None, address: str) -> tuple[int, str]:
    response = signed_in(user).get(address)
    return response.status_code, response.content.decode()


def section_answers(update: ProgressUpdate, **changed: object) -> dict[str, object]:
    """What the form of R01 sends: progress made, expected by the end of next year."""
    year = dates.today().year + 1
    return {
        "version": update.version,
        "evidence_text": "The plan was agreed.",
        "r01-choice": category(3).pk,
        "r01-anticipated_on_3_day": "31",
        "r01-anticipated_on_3_month": "12",
        "r01-anticipated_on_3_year": str(year),
        "go": "tasks",
    } | changed


def r01(report: ProgressReport) -> ProgressUpdate:
    return ProgressUpdate.objects.get(revision__report=report, revision__is_current=True, recommendation__number=1)


# Who sees what


@pytest.mark.parametrize("who", ["officer", "clerk", "member", "administrator", None])
def test_a_draft_is_not_there_for_anybody_who_does_not_write_it(
    council: Reporting, draft: ProgressReport, who: str | None
) -> None:
    user = getattr(council, who) if who else None
    assert [page(user, f"/reports/{draft.pk}/{rest}")[0] for rest in ("", "preview/")] == [404, 404]
    for rest in ("check/", "submit/", "overview/", "contact-officers/", "recommendations/R01/"):
        assert page(user, f"/reports/{draft.pk}/{rest}")[0] in ({302} if user is None else {404})


def test_those_who_write_a_draft_see_its_task_list(council: Reporting, draft: ProgressReport) -> None:
    for user in (council.holder, council.contributor):
        status, content = page(user, f"/reports/{draft.pk}/")
        assert status == 200
        assert "0 of 2 recommendations are complete." in content
        assert "21 days left" not in content.split("papers go out")[0]
        assert "R01 Operational plan" in content


def test_a_report_handed_in_is_read_by_officers_and_not_by_members(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    status, content = page(council.officer, f"/reports/{report.pk}/")
    assert status == 200
    assert "Submitted Progress Report" in content
    assert "Accept the report" in content
    assert page(council.member, f"/reports/{report.pk}/")[0] == 404
    assert page(None, f"/reports/{report.pk}/")[0] == 404


def test_a_published_report_is_read_by_everyone_without_anything_to_do(council: Reporting) -> None:
    report = published(council)
    status, content = page(None, f"/reports/{report.pk}/")
    assert status == 200
    assert f"Signed by {council.holder.person.name}, Deputy Leader" in content
    assert "The plan was agreed in <strong>March</strong>." in content
    assert "Withdraw it" not in content


def published(council: Reporting) -> ProgressReport:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.officer)
    publish_report(report=report, by=council.clerk)
    return report


def test_after_a_return_officers_read_what_was_handed_in_and_not_the_new_draft(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    return_report(report=report, reason="Figures, please.", by=council.officer)
    update = r01(report)
    signed_in(council.holder).post(
        f"/reports/{report.pk}/recommendations/R01/", section_answers(update, evidence_text="Not yet for your eyes.")
    )
    assert "Not yet for your eyes." not in page(council.officer, f"/reports/{report.pk}/")[1]
    assert "The plan was agreed in" in page(council.officer, f"/reports/{report.pk}/")[1]
    writer = page(council.holder, f"/reports/{report.pk}/")[1]
    assert "Figures, please." in writer
    assert "Returned Progress Report" in writer
    assert "Not yet for your eyes." in page(council.holder, f"/reports/{report.pk}/preview/")[1]


# Opening


def test_opening_offers_coming_meetings_and_leads_to_the_task_list(council: Reporting) -> None:
    client = signed_in(council.holder)
    response = client.post(
        "/reports/new/refreshing-the-partnership/",
        {
            "meeting": council.meeting.pk,
            "lead_post": council.post.pk,
            "recommendations": [council.whole.pk, council.parent.pk],
        },
    )
    report = ProgressReport.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/reports/{report.pk}/")


def test_opening_without_a_choice_tells_what_to_choose(council: Reporting) -> None:
    content = signed_in(council.holder).post("/reports/new/refreshing-the-partnership/", {}).content.decode()
    assert "There is a problem" in content
    assert "Choose the post the report is of." in content
    assert '<a href="#id_lead_post_0">' in content
    assert ProgressReport.objects.count() == 0


def test_without_a_meeting_planned_the_page_says_what_must_come_first(council: Reporting) -> None:
    council.meeting.state, council.meeting.cancelled_reason = MeetingState.CANCELLED, "No quorum."
    council.meeting.save()
    assert "no meeting planned" in page(council.holder, "/reports/new/refreshing-the-partnership/")[1]


def test_others_do_not_open_a_report(council: Reporting) -> None:
    assert page(council.member, "/reports/new/refreshing-the-partnership/")[0] == 404
    assert page(None, "/reports/new/refreshing-the-partnership/")[0] == 302


# One recommendation


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
    content = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else saved this while you were writing." in content
    assert content.count("What the officer wrote.") == 1
    assert content.count("What the member wrote.") == 2
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


# Overview and contact officers


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


# Checking and signing


def test_check_lists_what_must_be_settled_and_signing_waits_for_it(council: Reporting, draft: ProgressReport) -> None:
    client, address = signed_in(council.holder), f"/reports/{draft.pk}/check/"
    assert "3 answers must be settled before the report can be signed." in client.get(address).content.decode()
    content = client.post(address, {"go": "sign"}).content.decode()
    assert "There is a problem" in content
    assert "R02 a) has no assessment." in content
    assert client.get(f"/reports/{draft.pk}/submit/")["Location"] == address


def test_a_reason_settles_a_warning_and_the_committee_reads_it(council: Reporting) -> None:
    report = council.answered()
    council.answer(report, r01(report), Answer(category=category(1)))
    client, address = signed_in(council.holder), f"/reports/{report.pk}/check/"
    name = f"reason-{council.whole.pk}-completion-date-missing"
    told = client.post(address, {name: "", "go": "sign"}).content.decode()
    assert f'<a href="#id_{name}">' in told
    assert client.post(address, {name: "The day was not recorded.", "go": "sign"})["Location"] == (
        f"/reports/{report.pk}/submit/"
    )
    client.post(f"/reports/{report.pk}/submit/")
    content = page(council.officer, f"/reports/{report.pk}/")[1]
    assert "R01 is said to be achieved, but no completion date is given." in content
    assert "Answer: The day was not recorded." in content


def test_a_holder_signs_and_is_told_what_happens_next(council: Reporting) -> None:
    report = council.answered()
    response = signed_in(council.holder).post(f"/reports/{report.pk}/submit/", follow=True)
    content = response.content.decode()
    assert response.redirect_chain == [(f"/reports/{report.pk}/submitted/", 302)]
    assert f"PR-{report.pk:05d}" in content
    assert "What happens next" in content


def test_a_double_click_on_sign_makes_one_submission(council: Reporting) -> None:
    report = council.answered()
    client = signed_in(council.holder)
    statuses = [client.post(f"/reports/{report.pk}/submit/").status_code for _ in range(2)]
    assert statuses == [302, 409]
    assert Event.objects.filter(type="submitted report").count() == 1


def test_a_contributor_says_how_and_when_it_was_approved(council: Reporting) -> None:
    report = council.answered()
    client, address = signed_in(council.contributor), f"/reports/{report.pk}/submit/"
    content = client.post(address, {"approved_how": "By e-mail"}).content.decode()
    assert "Enter the date when the Cabinet Member approved the report." in content
    assert 'value="By e-mail"' in content
    today = dates.today()
    client.post(
        address,
        {
            "signed_by": council.holder.person.pk,
            "approved_how": "By e-mail",
            "approved_on_day": today.day,
            "approved_on_month": today.month,
            "approved_on_year": today.year,
        },
    )
    revision = report.revisions.get()
    assert (revision.signed_by, revision.approved_how, revision.approved_on) == (
        council.holder.person,
        "By e-mail",
        today,
    )


# Deciding


def test_officers_return_with_a_reason_accept_and_the_clerk_publishes(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    officer, clerk = signed_in(council.officer), signed_in(council.clerk)
    assert "Say why the report is returned" in officer.post(f"/reports/{report.pk}/return/", {}).content.decode()
    officer.post(f"/reports/{report.pk}/return/", {"reason": "Figures, please."})
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    submit_report(report=report, by=council.holder)
    officer.post(f"/reports/{report.pk}/accept/")
    assert officer.get(f"/reports/{report.pk}/publish/").status_code == 404
    clerk.post(f"/reports/{report.pk}/publish/")
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


@pytest.mark.parametrize("act", ["return", "accept", "publish"])
def test_those_who_write_never_decide(council: Reporting, act: str) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    client = signed_in(council.holder)
    address = f"/reports/{report.pk}/{act}/"
    assert (client.get(address).status_code, client.post(address, {"reason": "Mine."}).status_code) == (404, 404)


def test_an_act_the_state_no_longer_allows_leads_back_with_a_word(council: Reporting) -> None:
    report = published(council)
    response = signed_in(council.officer).get(f"/reports/{report.pk}/accept/", follow=True)
    assert response.redirect_chain == [(f"/reports/{report.pk}/", 302)]
    assert "This report is published, so this cannot be done now." in response.content.decode()


def test_of_two_decisions_the_later_is_told_with_the_reason_still_typed(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.clerk)
    response = signed_in(council.officer).post(f"/reports/{report.pk}/return/", {"reason": "Figures, please."})
    assert "This Progress Report is accepted" in response.content.decode()
    assert "Figures, please." in response.content.decode()


def test_publishing_late_asks_for_the_reason(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.officer)
    council.meeting.state = MeetingState.PAPERS_ISSUED
    council.meeting.save()
    client = signed_in(council.clerk)
    assert "Say why the report is tabled late." in client.post(f"/reports/{report.pk}/publish/").content.decode()
    client.post(f"/reports/{report.pk}/publish/", {"tabled_late_reason": "The ombudsman wrote."})
    assert "The ombudsman wrote." in page(None, f"/reports/{report.pk}/")[1]


def test_a_report_is_moved_and_withdrawn(council: Reporting, draft: ProgressReport) -> None:
    later = MeetingFactory(committee=council.committee, held_on=council.meeting.held_on + timedelta(days=30))
    client = signed_in(council.holder)
    client.post(f"/reports/{draft.pk}/move/", {"meeting": later.pk})
    draft.refresh_from_db()
    assert draft.meeting == later
    client.post(f"/reports/{draft.pk}/withdraw/", {"reason": "Begun too early."})
    draft.refresh_from_db()
    assert (draft.state, draft.withdrawn_reason) == (ReportState.WITHDRAWN, "Begun too early.")


# Lists and query counts


def test_the_list_says_what_waits_for_whom(council: Reporting) -> None:
    assert "Open a report on Refreshing the Partnership" in page(council.holder, "/reports/")[1]
    report = council.answered()
    assert "You have 1 report to write." in page(council.holder, "/reports/")[1]
    assert "No report waits for you." in page(council.officer, "/reports/")[1]
    submit_report(report=report, by=council.holder)
    assert "You have 1 report to check." in page(council.officer, "/reports/")[1]
    accept_report(report=report, by=council.officer)
    assert "You have 1 report to publish." in page(council.clerk, "/reports/")[1]
    assert page(council.member, "/reports/")[0] == 404
    assert page(None, "/reports/")[0] == 302


def queries(user: User | None, address: str) -> int:
    client = signed_in(user)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def with_recommendations(council: Reporting, number: int) -> None:
    for extra in range(number):
        row = RecommendationFactory(inquiry=council.inquiry, number=10 + extra)
        ResponsibilityFactory(recommendation=row, post=council.post)


@pytest.mark.parametrize("rest", ["", "check/", "preview/"])
def test_a_long_report_takes_as_many_queries_as_a_short_one(council: Reporting, rest: str) -> None:
    short = council.draft()
    before = queries(council.holder, f"/reports/{short.pk}/{rest}")
    with_recommendations(council, 30)
    short.state, short.withdrawn_reason = ReportState.WITHDRAWN, "Too short."
    short.save()
    assert queries(council.holder, f"/reports/{council.draft().pk}/{rest}") == before


def test_a_published_report_takes_as_many_queries_however_long(council: Reporting) -> None:
    meeting = MeetingFactory(committee=council.committee, state=MeetingState.PAPERS_ISSUED)
    short = published_report([council.whole], meeting=meeting, lead_post=council.post)
    before = queries(None, f"/reports/{short.pk}/")
    rows = [RecommendationFactory(inquiry=council.inquiry, number=20 + extra) for extra in range(30)]
    other = MeetingFactory(committee=council.committee, held_on=meeting.held_on, sequence=2, state="papers_issued")
    long = published_report(rows, meeting=other, lead_post=council.post)
    assert queries(None, f"/reports/{long.pk}/") == before


def test_a_long_list_takes_as_many_queries_as_a_short_one(council: Reporting) -> None:
    def more(number: int) -> None:
        for day in range(number):
            held_on = council.meeting.held_on + timedelta(days=day + 1 + ProgressReport.objects.count())
            meeting = MeetingFactory(committee=council.committee, held_on=held_on, state=MeetingState.PAPERS_ISSUED)
            published_report([council.whole], meeting=meeting, lead_post=council.post)

    more(3)
    before = queries(council.holder, "/reports/")
    more(20)
    assert queries(council.holder, "/reports/") == before
