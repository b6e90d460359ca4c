"""The pages of a Progress Report: who sees what, opening one, lists, and query counts."""

import pytest

from tests.reporting import (
    Reporting,
    page,
    published,
    r01,
    reporting,
    section_answers,
    signed_in,
)
from tracking.actions.report_decisions import accept_report, return_report
from tracking.actions.reports import submit_report
from tracking.enums import MeetingState
from tracking.models import ProgressReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def draft(council: Reporting) -> ProgressReport:
    return council.draft()


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
