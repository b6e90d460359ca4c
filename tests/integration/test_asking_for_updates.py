from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AppointmentFactory, PostFactory, ResponsibilityFactory
from tests.pages import text_of
from tests.reporting import Reporting, reporting, signed_in
from tracking import dates
from tracking.actions.rounds import Ask, ask_for_updates
from tracking.models import Inquiry, OutboxMail, Post, ProgressReport, UpdateRound
from tracking.presenters.wording import written_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Reporting:
    return reporting()


def _address(scene: Reporting, name: str = "meeting_ask") -> str:
    return reverse(name, args=[scene.committee.slug, scene.meeting.date_slug])


def _form(scene: Reporting, **changed: object) -> dict[str, object]:
    due_on = dates.today() + timedelta(days=10)
    return {
        "inquiries": [scene.inquiry.pk],
        "due_on_day": due_on.day,
        "due_on_month": due_on.month,
        "due_on_year": due_on.year,
        "message": "",
    } | changed


def _water_company(scene: Reporting) -> Post:
    """Another post that answers for one of the three leaves, in which nobody signs in."""
    post = PostFactory(name="Water Company")
    AppointmentFactory(post=post)
    ResponsibilityFactory(recommendation=scene.whole, post=post, position=2)
    return post


class TestThePage:
    def test_the_officer_comes_to_it_from_the_meeting_and_from_the_overview(self, scene: Reporting) -> None:
        officer = signed_in(scene.officer)
        assert "Ask for updates Nobody has been asked yet." in text_of(officer.get(_address(scene, "meeting_detail")))
        overview = officer.get(reverse("overview"))
        assert f"Ask for updates for {scene.committee} on {written_date(scene.meeting.held_on)}" in text_of(overview)
        assert f'href="{_address(scene)}"' in overview.content.decode()

    def test_the_clerk_is_not_offered_it(self, scene: Reporting) -> None:
        clerk = signed_in(scene.clerk)
        assert "Ask for updates" not in text_of(clerk.get(_address(scene, "meeting_detail")))
        assert "Ask for updates" not in text_of(clerk.get(reverse("overview")))

    def test_it_lists_what_is_tracked_with_its_posts_and_who_cannot_be_mailed(self, scene: Reporting) -> None:
        _water_company(scene)
        page = text_of(signed_in(scene.officer).get(_address(scene)))
        assert (
            "3 recommendations and parts still tracked, of Deputy Leader and Water Company. Never tracked. "
            "Nobody signs in for Water Company: ask them another way."
        ) in page

    def test_it_says_by_when_the_next_report_is_due(self, scene: Reporting) -> None:
        Inquiry.objects.update(next_round_on=date(2016, 10, 12))
        page = text_of(signed_in(scene.officer).get(_address(scene)))
        assert "of Deputy Leader. Never tracked. Next report due by 12 October 2016." in page

    def test_sending_it_opens_the_reports_and_says_who_is_told(self, scene: Reporting) -> None:
        company = _water_company(scene)
        sent = _form(scene) | {
            f"posts-{scene.inquiry.pk}": [scene.post.pk, company.pk],
            f"lead-{scene.inquiry.pk}": company.pk,
        }
        answer = signed_in(scene.officer).post(_address(scene), sent, follow=True)
        assert (
            "1 report is open for writing. 2 people get a mail. "
            "Nobody signs in for Water Company: ask them another way."
        ) in text_of(answer)
        report = ProgressReport.objects.get()
        assert [row.post for row in report.report_posts.all()] == [company, scene.post]

    def test_a_day_that_does_not_fit_is_told_with_everything_typed(self, scene: Reporting) -> None:
        sent = _form(scene, due_on_year=dates.today().year + 3, message="Figures, please.")
        answer = signed_in(scene.officer).post(_address(scene), sent)
        assert "The updates must be due between today and the meeting" in answer.content.decode()
        assert "Figures, please." in text_of(answer)
        assert UpdateRound.objects.count() == 0


class TestTheRound:
    @pytest.fixture
    def report(self, scene: Reporting) -> ProgressReport:
        due_on = dates.today() + timedelta(days=9)
        asks = [Ask(scene.inquiry, (scene.post,))]
        return ask_for_updates(meeting=scene.meeting, due_on=due_on, asks=asks, by=scene.officer).opened[0]

    def test_it_says_how_far_each_report_is_and_who_was_told_when(
        self, scene: Reporting, report: ProgressReport
    ) -> None:
        page = text_of(signed_in(scene.officer).get(_address(scene)))
        due_on, today = dates.today() + timedelta(days=9), dates.today()
        assert f"Due on {written_date(due_on)}: 9 days left. 0 of 1 report is handed in." in page
        assert f"Asked on {written_date(today)}: {scene.holder} and {scene.contributor}." in page
        assert "State Not started" in page
        scene.answer(report, report.revisions.get().updates.first())
        assert "State In progress" in text_of(signed_in(scene.officer).get(_address(scene)))

    def test_the_officer_reminds_them(self, scene: Reporting, report: ProgressReport) -> None:
        address = reverse("report_remind", args=[report.pk])
        officer = signed_in(scene.officer)
        assert f"A mail goes to {scene.holder} and {scene.contributor}." in text_of(officer.get(address))
        answer = officer.post(address, follow=True)
        assert "2 people get a reminder." in text_of(answer)
        assert f"Reminded on {written_date(dates.today())}" in text_of(answer)
        assert OutboxMail.objects.count() == 4

    def test_the_task_list_and_the_overview_of_the_posts_say_when_it_is_due(
        self, scene: Reporting, report: ProgressReport
    ) -> None:
        holder = signed_in(scene.holder)
        due = f"{written_date(dates.today() + timedelta(days=9))}: 9 days left"
        tasks = text_of(holder.get(reverse("report_detail", args=[report.pk])))
        assert f"Due to the scrutiny office on {due}." in tasks
        assert f"Due {due}" in text_of(holder.get(reverse("overview")))
