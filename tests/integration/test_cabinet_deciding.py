"""What Cabinet’s clerk does on the pages of a report, what everyone reads then, and the templates they keep."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.cabinet_factories import (
    WITHHELD,
    a_template,
    clearing_post,
    current_revision,
    section_of,
)
from tests.cabinet_pages import a_report_to, as_clerk, at, browser, errors_of
from tests.cabinet_publishing import ready
from tests.factories import CommitteeFactory, MeetingFactory, appointed, seated
from tests.pages import text_of
from tracking.enums import CabinetReportState, CommitteeRole, HeadingHolds, MeetingState
from tracking.models.cabinet import (
    CabinetReport,
    ExecutiveDecision,
    ReportTemplate,
    ReportTemplateVersion,
    SectionClearance,
)

pytestmark = pytest.mark.django_db

DECIDED = {"outcome": "agreed", "reasons": "It serves the plan."}


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def version() -> ReportTemplateVersion:
    return a_template()


@pytest.fixture
def report(version: ReportTemplateVersion) -> CabinetReport:
    return a_report_to(version)


def test_the_clerk_returns_a_report_and_its_writers_read_why(version: ReportTemplateVersion) -> None:
    report = a_report_to(version, state=CabinetReportState.SUBMITTED)
    clerk = as_clerk(report)
    assert errors_of(clerk.post(at("cabinet_report_return", report), {})) == [
        "Say why the report is returned, so that it can be put right."
    ]
    clerk.post(at("cabinet_report_return", report), {"reason": "Add the costs."})
    writers = browser(appointed(report.post)).get(at("cabinet_report", report))
    assert writers.context["returned"].returned_reason == "Add the costs."
    assert clerk.get(at("cabinet_report", report)).status_code == 200


def test_acceptance_asks_why_a_section_goes_without_being_cleared(version: ReportTemplateVersion) -> None:
    report = a_report_to(version, state=CabinetReportState.SUBMITTED)
    clerk, section = as_clerk(report), section_of(report, "Legal Implications")
    asked = clerk.post(at("cabinet_report_accept", report), {})
    assert errors_of(asked) == ["Say why “Legal Implications” goes without being cleared, or wait until it is."]
    clerk.post(at("cabinet_report_accept", report), {f"why-{section.pk}": "It is urgent."})
    report.refresh_from_db()
    assert report.state == CabinetReportState.ACCEPTED
    assert SectionClearance.objects.get().not_cleared_reason == "It is urgent."


def test_a_short_notice_is_told_in_plain_words_and_stops_nothing(version: ReportTemplateVersion) -> None:
    soon = MeetingFactory(committee=version.template.committee, held_on=timezone.localdate() + timedelta(days=20))
    report = a_report_to(version, state=CabinetReportState.ACCEPTED, is_key_decision=True, meeting=soon)
    clerk = as_clerk(report)
    warnings = clerk.get(at("cabinet_report_publish", report)).context["warnings"]
    due = f"{soon.held_on - timedelta(days=29):%-d %B %Y}"
    told = (
        f"The notice of the key decision must be published 28 clear days before the meeting, by {due}. "
        "No notice is recorded. The header does not say by which urgency route it is dealt with."
    )
    assert warnings == (told,)
    published = clerk.post(at("cabinet_report_publish", report), {"job": ready(report).pk}, follow=True)
    assert published.context["report"].state == CabinetReportState.PUBLISHED
    assert [link.text for link in published.context["links"]] == ["The report as PDF", "The report as Word"]


def test_late_papers_ask_for_the_reason_and_everyone_reads_it(version: ReportTemplateVersion) -> None:
    tomorrow = MeetingFactory(committee=version.template.committee, held_on=timezone.localdate() + timedelta(days=1))
    report = a_report_to(version, state=CabinetReportState.ACCEPTED, meeting=tomorrow)
    clerk, job = as_clerk(report), ready(report).pk
    assert errors_of(clerk.post(at("cabinet_report_publish", report), {"job": job})) == [
        "Say why the report is late, and why the matter is urgent."
    ]
    told = {"job": job, "tabled_late_reason": "The landlord has just answered."}
    clerk.post(at("cabinet_report_publish", report), told)
    assert "The report was late: The landlord has just answered." in Client().get(at("cabinet_report", report)).text


def test_what_is_withheld_is_marked_for_everyone_and_read_by_few(version: ReportTemplateVersion) -> None:
    report = a_report_to(version, state=CabinetReportState.PUBLISHED)
    section_of(report, "Executive Summary")
    current_revision(report).sections.filter(heading__heading="Executive Summary").update(text="The rent.", **WITHHELD)
    section = Client().get(at("cabinet_report", report)).context["paper"].sections[0]
    assert (section.paragraphs, section.withheld.words) == ((), "Not for publication. Exempt: paragraph 3")
    member = browser(seated(report.meeting.committee))
    read = member.get(at("cabinet_report", report)).context["paper"].sections[0]
    assert ("The rent." in read.paragraphs[0].html, read.withheld.why) == (
        True,
        "Why it is withheld: Prices are being negotiated.",
    )


def test_decisions_are_recorded_corrected_and_then_published(version: ReportTemplateVersion) -> None:
    report = a_report_to(version, state=CabinetReportState.PUBLISHED)
    clerk, recommended = as_clerk(report), current_revision(report).recommended_decisions.get()
    address = at("cabinet_decision", report)
    amended = clerk.post(address, DECIDED | {"on": recommended.pk, "outcome": "amended"})
    assert errors_of(amended) == ["Give the wording that was agreed."]
    clerk.post(address, DECIDED | {"on": recommended.pk})
    assert Client().get(at("cabinet_report", report)).context["paper"].decisions == ()

    first = ExecutiveDecision.objects.get()
    said = DECIDED | {"reasons": "It saves money.", "reason": "The first was a slip.", "meeting": report.meeting_id}
    clerk.post(at("cabinet_decision_correct", report, first.pk), said)
    assert ExecutiveDecision.objects.standing().get().supersedes == first

    assert [clerk.post(at("cabinet_decision_publish", report)).status_code for _ in range(2)] == [302, 302]
    page = Client().get(at("cabinet_report", report)).context["paper"]
    assert [line.outcome for line in page.decisions] == ["Agreed"]
    assert [line.superseded for line in page.earlier_decisions] == ["A later record takes the place of this one."]


def test_decisions_are_published_once_each_thing_is_decided_or_the_whole_is(version: ReportTemplateVersion) -> None:
    report = a_report_to(version, state=CabinetReportState.PUBLISHED)
    clerk = as_clerk(report)
    assert clerk.get(at("cabinet_decision_publish", report)).url == at("cabinet_decision", report)
    clerk.post(at("cabinet_decision", report), DECIDED | {"on": "whole"})
    assert clerk.get(at("cabinet_decision_publish", report)).status_code == 200


def test_a_meeting_to_come_has_decided_nothing(version: ReportTemplateVersion) -> None:
    meeting = MeetingFactory(committee=version.template.committee, held_on=timezone.localdate() + timedelta(days=9))
    report = a_report_to(version, state=CabinetReportState.PUBLISHED, meeting=meeting)
    clerk = as_clerk(report)
    assert "Record" not in text_of(clerk.get(at("cabinet_report", report)))
    page = clerk.get(at("cabinet_decision", report))
    assert "Record what was decided once it was held." in text_of(page)
    assert "What did Cabinet decide?" not in text_of(page)
    response = clerk.post(at("cabinet_decision", report), DECIDED | {"on": "whole"})
    assert DECIDED["reasons"] in text_of(response)
    assert errors_of(response) == ["This meeting is still to come. Record what was decided once it was held."]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (CabinetReportState.PUBLISHED, "Record what Cabinet decided"),
        (CabinetReportState.DECIDED, "Correct what is recorded"),
    ],
)
def test_the_clerk_is_offered_what_can_be_done_with_the_record(
    version: ReportTemplateVersion, state: CabinetReportState, offered: str
) -> None:
    report = a_report_to(version, state=state)
    assert offered in text_of(as_clerk(report).get(at("cabinet_report", report)))


def test_a_meeting_that_was_cancelled_has_decided_nothing(version: ReportTemplateVersion) -> None:
    meeting = MeetingFactory(
        committee=version.template.committee, state=MeetingState.CANCELLED, cancelled_reason="Not enough could come."
    )
    report = a_report_to(version, state=CabinetReportState.PUBLISHED, meeting=meeting)
    page = text_of(as_clerk(report).get(at("cabinet_decision", report)))
    assert "was cancelled, so nothing was decided at it." in page
    assert "What did Cabinet decide?" not in page


def test_a_used_template_is_changed_in_its_next_version(report: CabinetReport) -> None:
    template = report.template_version.template
    clerk = as_clerk(report)
    page = clerk.get(reverse("cabinet_template", args=[template.pk]))
    heading = {"heading": "Consultation", "level": 1, "holds": HeadingHolds.TEXT, "read": page.context["read"]}
    clerk.post(reverse("cabinet_heading_new", args=[template.pk]), heading)
    clerk.post(
        reverse("cabinet_template", args=[template.pk]),
        {"move": "up-7", "read": clerk.get(reverse("cabinet_template", args=[template.pk])).context["read"]},
    )
    lines = clerk.get(reverse("cabinet_template", args=[template.pk])).context["lines"]
    assert [line.heading for line in lines][-2:] == ["Consultation", "Appendices"]
    assert list(template.versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert report.template_version.headings.count() == 6
    stale = clerk.post(reverse("cabinet_heading_new", args=[template.pk]), heading)
    assert stale.status_code == 409


def test_a_new_template_begins_with_the_heading_that_every_report_needs() -> None:
    cabinet = a_template().template.committee
    clerk = browser(seated(cabinet, CommitteeRole.CLERK))
    address = reverse("cabinet_template_new")
    assert errors_of(clerk.post(address, {"committee": cabinet.pk, "name": "Note"})) == [
        "Enter the heading over the recommended decisions."
    ]
    clerk.post(address, {"committee": cabinet.pk, "name": "Note", "decisions_heading": "Recommendations"})
    made = ReportTemplate.objects.get(name="Note")
    assert [row.holds for row in made.versions.get().headings.all()] == [HeadingHolds.DECISIONS]


def test_a_heading_that_reports_need_is_not_taken_out(report: CabinetReport) -> None:
    template = report.template_version.template
    clerk = as_clerk(report)
    address = reverse("cabinet_heading_remove", args=[template.pk, 2])
    read = clerk.get(address).context["form"]["read"].value()
    refused = clerk.post(address, {"read": read})
    assert errors_of(refused) == ["One heading must hold the recommended decisions, and only one."]


def test_the_overview_tells_each_what_waits_for_them(version: ReportTemplateVersion) -> None:
    report = a_report_to(version, state=CabinetReportState.SUBMITTED)
    texts = {
        name: [line.text for line in browser(user).get(reverse("overview")).context["face"].needed]
        for name, user in {
            "writer": appointed(report.post),
            "clearing": appointed(clearing_post(report)),
            "clerk": seated(report.meeting.committee, CommitteeRole.CLERK),
        }.items()
    }
    assert texts == {
        "writer": [],
        "clearing": ["Clear a section of the report to Cabinet “The northern depot”"],
        "clerk": ["Check the report to Cabinet “The northern depot”"],
    }


def test_the_pages_of_a_cabinet_and_of_its_meeting_lead_to_what_is_published(version: ReportTemplateVersion) -> None:
    report = a_report_to(version, state=CabinetReportState.PUBLISHED)
    a_report_to(version, title="A draft")
    committee = report.meeting.committee
    visitor = Client()
    addresses = [
        reverse("committee_detail", args=[committee.slug]),
        reverse("meeting_detail", args=[committee.slug, report.meeting.date_slug]),
        reverse("cabinet_report_list"),
    ]
    for address in addresses:
        text = visitor.get(address).text
        assert ("The northern depot" in text, "A draft" in text) == (True, False)
    scrutiny = visitor.get(reverse("committee_detail", args=[CommitteeFactory().slug]))
    assert scrutiny.context["cabinet_reports"] is None
