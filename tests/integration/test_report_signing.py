"""Checking a Progress Report, signing it, and what the committee's officers decide."""

from datetime import timedelta

import pytest
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import (
    MeetingFactory,
    category,
)
from tests.reporting import (
    Reporting,
    page,
    published,
    r01,
    reporting,
    signed_in,
)
from tracking import dates
from tracking.actions.report_decisions import accept_report
from tracking.actions.reports import submit_report
from tracking.actions.updates import Answer
from tracking.enums import MeetingState, ReportState
from tracking.models import Event, ProgressReport
from tracking.queries.meetings import papers_deadlines

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def draft(council: Reporting) -> ProgressReport:
    return council.draft()


def test_the_mails_of_handing_in_and_of_returning_are_for_the_worker_at_once(
    council: Reporting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = council.answered()
    steps = ((council.holder, "submit", {}), (council.officer, "return", {"reason": "Figures, please."}))
    for user, step, said in steps:
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(user).post(f"/reports/{report.pk}/{step}/", said)
        assert [row.task["func"] for row in OrmQ.objects.all()] == ["tracking.tasks.send_waiting_mails"]
        OrmQ.objects.all().delete()


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
    meeting_on = f"{council.meeting.held_on:%-d %B %Y}"
    assert f"{council.committee} considers it on {meeting_on}." in content
    papers_out_on = papers_deadlines([council.meeting])[council.meeting.pk]
    assert f"The clerk publishes it with the papers, which go out by {papers_out_on:%-d %B %Y}." in content


def test_a_double_click_on_sign_makes_one_submission_and_ends_at_its_confirmation(council: Reporting) -> None:
    report = council.answered()
    client = signed_in(council.holder)
    responses = [client.post(f"/reports/{report.pk}/submit/") for _ in range(3)]
    assert [response["Location"] for response in responses] == [f"/reports/{report.pk}/submitted/"] * 3
    assert Event.objects.filter(type="submitted report").count() == 1
    assert report.revisions.count() == 1


def test_who_signs_after_somebody_else_is_told_that_it_is_no_draft_any_more(council: Reporting) -> None:
    report = council.answered()
    signed_in(council.holder).post(f"/reports/{report.pk}/submit/")
    response = signed_in(council.contributor).post(f"/reports/{report.pk}/submit/", {"approved_how": "By e-mail"})
    assert response.status_code == 409
    assert "This report is no longer a draft" in response.content.decode()


def test_a_report_withdrawn_or_returned_has_no_confirmation(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    address = f"/reports/{report.pk}/submitted/"
    assert page(council.holder, address)[0] == 200
    ProgressReport.objects.filter(pk=report.pk).update(state=ReportState.WITHDRAWN, withdrawn_reason="Too early.")
    assert page(council.holder, address)[0] == 404
    assert signed_in(council.holder).get(f"/reports/{report.pk}/submit/")["Location"] == f"/reports/{report.pk}/"


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
