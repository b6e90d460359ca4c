"""Late news in the browser: handed in, published or declined, and read beside the report, which never changes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.pages import text_of
from tests.reporting import Reporting, page, published, reporting, signed_in
from tracking import dates
from tracking.actions.supplements import decline_supplement, hand_in_late_news, publish_supplement
from tracking.enums import MeetingState, ReportState
from tracking.models import Meeting, ProgressReport, ReportSupplement
from tracking.presenters.wording import written_date

pytestmark = pytest.mark.django_db

NEWS = "The survey was finished."
TODAY = written_date(dates.today())


@pytest.fixture
def scene() -> Reporting:
    return reporting()


@pytest.fixture
def report(scene: Reporting) -> ProgressReport:
    return published(scene)


@pytest.fixture
def handed_in(scene: Reporting, report: ProgressReport) -> ReportSupplement:
    return hand_in_late_news(report=report, text=NEWS, recommendation=scene.whole, by=scene.holder)


@pytest.fixture
def supplement(scene: Reporting, handed_in: ReportSupplement) -> ReportSupplement:
    publish_supplement(supplement=handed_in, by=scene.clerk)
    return handed_in


def _address(name: str, report: ProgressReport, supplement: ReportSupplement | None = None) -> str:
    more = {"supplement_pk": supplement.pk} if supplement else {}
    return reverse(name, kwargs={"pk": report.pk, **more})


class TestHandingIn:
    def test_a_holder_signs_and_is_told_what_happens_next(self, scene: Reporting, report: ProgressReport) -> None:
        client = signed_in(scene.holder)
        sent = {"about": "R01", "text": "The survey\r\nwas finished."}
        response = client.post(_address("supplement_new", report), sent, follow=True)
        assert response.redirect_chain == [(_address("report_detail", report), 302)]
        words = text_of(response)
        assert "The late news is handed in. The clerk publishes it, or tells you why not." in words
        assert f"Waiting for the clerk: Handed in on {TODAY}: R01" in words
        supplement = ReportSupplement.objects.get()
        assert (supplement.text, supplement.recommendation) == ("The survey\nwas finished.", scene.whole)

    def test_a_contributor_says_who_approved_it_how_and_when(self, scene: Reporting, report: ProgressReport) -> None:
        today = dates.today()
        sent = {
            "about": "all",
            "text": NEWS,
            "signed_by": scene.holder.person.pk,
            "approved_how": "By e-mail to me",
            "approved_on_day": today.day,
            "approved_on_month": today.month,
            "approved_on_year": today.year,
        }
        signed_in(scene.contributor).post(_address("supplement_new", report), sent)
        supplement = ReportSupplement.objects.get()
        assert (supplement.signed_by, supplement.approved_on) == (scene.holder.person, today)
        assert supplement.recommendation is None

    def test_what_is_missing_is_told_and_what_was_typed_is_kept(self, scene: Reporting, report: ProgressReport) -> None:
        response = signed_in(scene.contributor).post(_address("supplement_new", report), {"text": NEWS})
        words = text_of(response)
        for message in (
            "Choose what the late news is about.",
            "Say how the Cabinet Member approved the late news.",
            "Enter the date when the Cabinet Member approved the late news.",
        ):
            assert message in words
        assert NEWS in words
        assert ReportSupplement.objects.count() == 0

    def test_the_preview_without_javascript_shows_the_text_and_no_error(
        self, scene: Reporting, report: ProgressReport
    ) -> None:
        sent = {"text": "It is **done**.", "go": "preview"}
        response = signed_in(scene.holder).post(_address("supplement_new", report), sent)
        assert "It is <strong>done</strong>." in response.content.decode()
        assert "There is a problem" not in text_of(response)
        assert ReportSupplement.objects.count() == 0

    def test_pressing_the_button_twice_ends_where_once_does(self, scene: Reporting, report: ProgressReport) -> None:
        client = signed_in(scene.holder)
        answers = [client.post(_address("supplement_new", report), {"about": "all", "text": NEWS}) for _ in range(2)]
        assert [answer.headers["Location"] for answer in answers] == [_address("report_detail", report)] * 2
        assert ReportSupplement.objects.count() == 1

    def test_too_late_leads_back_to_the_report_with_the_reason(self, scene: Reporting, report: ProgressReport) -> None:
        Meeting.objects.update(state=MeetingState.HELD)
        response = signed_in(scene.holder).get(_address("supplement_new", report), follow=True)
        assert "is over. Put what is new into the next report." in text_of(response)

    def test_what_was_typed_too_late_is_kept_on_the_page(self, scene: Reporting, report: ProgressReport) -> None:
        ProgressReport.objects.update(state=ReportState.CONSIDERED, considered_on=dates.today())
        sent = {"about": "all", "text": NEWS}
        words = text_of(signed_in(scene.holder).post(_address("supplement_new", report), sent))
        assert "The committee has considered this report. Put what is new into the next one." in words
        assert NEWS in words

    def test_the_link_is_there_for_those_who_may_while_there_is_time(
        self, scene: Reporting, report: ProgressReport
    ) -> None:
        people = {"holder": scene.holder, "contributor": scene.contributor, "clerk": scene.clerk, "public": None}

        def offered() -> set[str]:
            address = _address("supplement_new", report)
            return {
                name for name, user in people.items() if address in page(user, _address("report_detail", report))[1]
            }

        assert offered() == {"holder", "contributor"}
        Meeting.objects.update(state=MeetingState.HELD)
        assert offered() == set()


class TestDeciding:
    def test_the_clerk_publishes_it_with_the_reason_for_lateness(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement
    ) -> None:
        Meeting.objects.update(state=MeetingState.PAPERS_ISSUED)
        client, address = signed_in(scene.clerk), _address("supplement_publish", report, handed_in)
        assert "Say why the late news is tabled late." in text_of(client.post(address))
        response = client.post(address, {"tabled_late_reason": "The survey ended on Friday."}, follow=True)
        words = text_of(response)
        assert "The supplement is published." in words
        assert f"Supplement 1, {TODAY}: R01" in words
        assert "Tabled late because: The survey ended on Friday." in words

    def test_the_clerk_declines_it_and_only_those_who_may_know_read_why(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement
    ) -> None:
        address, reason = _address("supplement_decline", report, handed_in), "It is in the report already."
        signed_in(scene.clerk).post(address, {"reason": reason})
        people = {
            "holder": scene.holder,
            "contributor": scene.contributor,
            "officer": scene.officer,
            "clerk": scene.clerk,
            "member": scene.member,
            "administrator": scene.administrator,
            "public": None,
        }
        readers = {name for name, user in people.items() if reason in page(user, _address("report_detail", report))[1]}
        assert readers == {"holder", "contributor", "officer", "clerk"}

    @pytest.mark.parametrize("name", ["supplement_publish", "supplement_decline"])
    def test_pressing_the_button_twice_ends_at_the_report(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement, name: str
    ) -> None:
        client, address = signed_in(scene.clerk), _address(name, report, handed_in)
        answers = [client.post(address, {"reason": "Too long."}) for _ in range(2)]
        assert [answer.headers["Location"] for answer in answers] == [_address("report_detail", report)] * 2

    def test_whoever_comes_second_is_told_and_keeps_what_was_typed(
        self, scene: Reporting, report: ProgressReport, supplement: ReportSupplement
    ) -> None:
        response = signed_in(scene.clerk).post(_address("supplement_decline", report, supplement), {"reason": "No."})
        assert "This supplement is published" in text_of(response)
        assert ReportSupplement.objects.get().state == "published"

    def test_a_page_for_what_was_decided_leads_back_to_the_report(
        self, scene: Reporting, report: ProgressReport, supplement: ReportSupplement
    ) -> None:
        response = signed_in(scene.clerk).get(_address("supplement_publish", report, supplement), follow=True)
        assert "This late news was published already." in text_of(response)

    def test_after_the_meeting_the_clerk_is_offered_only_to_decline(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement
    ) -> None:
        Meeting.objects.update(state=MeetingState.PAPERS_ISSUED, held_on=dates.today() - timedelta(days=1))
        content = page(scene.clerk, _address("report_detail", report))[1]
        assert _address("supplement_publish", report, handed_in) not in content
        assert _address("supplement_decline", report, handed_in) in content
        assert "It can only be declined now." in content

    def test_late_news_is_not_found_at_the_address_of_another_report(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement
    ) -> None:
        address = reverse("supplement_publish", kwargs={"pk": report.pk + 1, "supplement_pk": handed_in.pk})
        assert page(scene.clerk, address)[0] == 404


class TestReading:
    def test_everyone_reads_it_on_each_page_that_leads_to_the_report(
        self, scene: Reporting, report: ProgressReport, supplement: ReportSupplement
    ) -> None:
        pages = [
            _address("report_detail", report),
            reverse("meeting_detail", args=[scene.committee.slug, scene.meeting.date_slug]),
            reverse("inquiry_detail", args=[scene.inquiry.slug]),
            reverse("recommendation_detail", args=[scene.inquiry.slug, "R01"]),
        ]
        title = f"Supplement 1, {TODAY}: R01"
        assert {address: title in page(None, address)[1] for address in pages} == dict.fromkeys(pages, True)

    def test_the_page_of_a_recommendation_leaves_out_what_is_about_another(
        self, scene: Reporting, supplement: ReportSupplement
    ) -> None:
        address = reverse("recommendation_detail", args=[scene.inquiry.slug, "R02"])
        assert "Supplement 1" not in page(None, address)[1]

    def test_before_it_is_published_none_of_these_pages_speaks_of_it(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement
    ) -> None:
        pages = [
            _address("report_detail", report),
            reverse("meeting_detail", args=[scene.committee.slug, scene.meeting.date_slug]),
            reverse("inquiry_detail", args=[scene.inquiry.slug]),
            reverse("recommendation_detail", args=[scene.inquiry.slug, "R01"]),
        ]
        for user in (None, scene.member):
            found = [address for address in pages if "ate news" in page(user, address)[1]]
            assert found == []

    def test_the_report_its_preview_and_its_pdf_stay_as_they_were(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement
    ) -> None:
        addresses = [_address("report_preview", report), _address("report_pdf", report)]
        before = [_printed(address) for address in addresses]
        publish_supplement(supplement=handed_in, by=scene.clerk)
        declined = hand_in_late_news(report=report, text="More.", by=scene.holder)
        decline_supplement(supplement=declined, reason="It is in the report.", by=scene.clerk)
        assert [_printed(address) for address in addresses] == before


def _printed(address: str) -> bytes:
    response = signed_in(None).get(address)
    return b"".join(response.streaming_content) if response.streaming else response.content


class TestTheOverview:
    def test_the_clerk_has_to_answer_it_and_the_others_wait(
        self, scene: Reporting, report: ProgressReport, handed_in: ReportSupplement
    ) -> None:
        meeting = written_date(scene.meeting.held_on)
        needed = f"Publish or decline late news on Refreshing the Partnership for {meeting}"
        waiting = f"The clerk publishes or declines late news on Refreshing the Partnership for {meeting}"
        people = {"clerk": scene.clerk, "officer": scene.officer, "holder": scene.holder, "member": scene.member}
        told = {name: page(user, reverse("overview"))[1] for name, user in people.items()}
        assert {name for name, content in told.items() if needed in content} == {"clerk"}
        assert {name for name, content in told.items() if waiting in content} == {"officer", "holder"}

    def test_once_it_is_answered_nobody_waits(self, scene: Reporting, supplement: ReportSupplement) -> None:
        for user in (scene.clerk, scene.holder):
            assert "late news" not in page(user, reverse("overview"))[1]
