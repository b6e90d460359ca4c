"""Writing a report to Cabinet on its pages, from the first word to the signature, filled in well and badly."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.cabinet_factories import (
    a_template,
    clearing_post,
    current_revision,
    section_of,
)
from tests.cabinet_pages import a_day, a_report_to, at, browser, errors_of, place_of
from tests.factories import MeetingFactory, PostFactory, UserFactory, appointed
from tests.uploads import csv_file, pdf
from tracking.actions.cabinet.sections import save_section
from tracking.actions.openness import Openness
from tracking.enums import CabinetReportState, Capacity, MeetingState, PostKind
from tracking.models import Event
from tracking.models.cabinet import (
    CabinetReport,
    ReportTemplateVersion,
    SectionClearance,
)

pytestmark = pytest.mark.django_db

PUBLIC = {"exemption": "public"}


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def version() -> ReportTemplateVersion:
    return a_template()


@pytest.fixture
def report(version: ReportTemplateVersion) -> CabinetReport:
    return a_report_to(version)


@pytest.fixture
def writer(client: Client, report: CabinetReport) -> Client:
    client.force_login(appointed(report.post))
    return client


def test_a_report_is_started_after_a_template_of_the_same_cabinet(version: ReportTemplateVersion) -> None:
    post = PostFactory(kind=PostKind.OFFICER)
    meeting = MeetingFactory(committee=version.template.committee, held_on=timezone.localdate() + timedelta(days=30))
    elsewhere = a_template()
    client = browser(appointed(post))
    said = {"title": "A lease", "post": post.pk, "meeting": meeting.pk}

    wrong = client.post(reverse("cabinet_report_new"), said | {"template": elsewhere.template_id})
    assert errors_of(wrong) == [f"Choose a template of {meeting.committee}."]
    right = client.post(reverse("cabinet_report_new"), said | {"template": version.template_id}, follow=True)

    started = CabinetReport.objects.get()
    assert (started.title, started.template_version) == ("A lease", version)
    assert [task.state.words for task in right.context["tasks"].sections] == ["Not started"] * 4
    assert right.context["tasks"].check.state.words == "6 to settle"


def test_an_empty_form_says_what_to_do_about_each_question(version: ReportTemplateVersion) -> None:
    PostFactory(kind=PostKind.OFFICER)
    user = appointed(PostFactory(kind=PostKind.OFFICER))
    response = browser(user).post(reverse("cabinet_report_new"), {})
    assert errors_of(response) == [
        "Enter the subject of the report.",
        "Choose the post the report is of.",
        "Choose the meeting the report is for.",
        "Choose the template the report follows.",
    ]


def test_what_is_only_asked_of_a_key_decision_is_not_kept_for_another(writer: Client, report: CabinetReport) -> None:
    form = writer.get(at("cabinet_header", report))
    said = {
        "title": "The northern depot",
        "is_key_decision": "no",
        "forward_plan_reference": "0001/2019",
        "is_open_to_call_in": "yes",
        "read": form.context["form"]["read"].value(),
    }
    writer.post(at("cabinet_header", report), said)
    report.refresh_from_db()
    assert (report.is_key_decision, report.forward_plan_reference, report.is_open_to_call_in) == (False, "", True)


def test_two_people_in_the_header_are_shown_what_the_other_saved(writer: Client, report: CabinetReport) -> None:
    read = writer.get(at("cabinet_header", report)).context["form"].initial["read"]
    first = {"title": "Their subject", "read": json.dumps(read)}
    assert writer.post(at("cabinet_header", report), first).status_code == 302
    second = writer.post(at("cabinet_header", report), first | {"title": "Mine"})
    assert second.status_code == 409
    assert [(row.saved, row.typed) for row in second.context["differences"]] == [("Their subject", "Mine")]
    assert second.context["form"]["title"].value() == "Mine"


def test_an_author_needs_a_way_to_be_reached(writer: Client, report: CabinetReport) -> None:
    address = at("cabinet_party_new", report, "author")
    unreachable = writer.post(address, {"name": "An Author"})
    assert errors_of(unreachable) == [
        "Say how the author can be reached: enter a telephone number or an e-mail address."
    ]
    listed = writer.post(address, {"name": "An Author", "telephone": "0121 496 0000"}, follow=True)
    assert [row.name for row in listed.context["groups"][2].rows] == ["An Author"]


def test_nobody_is_added_as_the_post_the_report_is_of(writer: Client, report: CabinetReport) -> None:
    assert writer.get(at("cabinet_party_new", report, "report-of")).status_code == 404
    assert writer.get(at("cabinet_party_new", report, "mayor")).status_code == 404


def test_a_section_is_written_or_not_required_but_not_both(writer: Client, report: CabinetReport) -> None:
    address = at("cabinet_section", report, place_of(report, "Procurement Implications"))
    both = writer.post(address, PUBLIC | {"text": "Something.", "not_required_reason": "Nothing.", "version": 0})
    assert errors_of(both) == ["Say why it is not required or write the text, not both."]
    writer.post(address, PUBLIC | {"text": "", "not_required_reason": "Nothing is bought.", "version": 0})
    assert section_of(report, "Procurement Implications").not_required_reason == "Nothing is bought."
    required = writer.get(at("cabinet_section", report, place_of(report, "Legal Implications")))
    assert "not_required_reason" not in required.context["form"].fields


def test_what_is_exempt_says_by_which_paragraph_and_why(writer: Client, report: CabinetReport) -> None:
    address = at("cabinet_section", report, place_of(report, "Executive Summary"))
    response = writer.post(address, {"text": "The rent.", "exemption": "exempt", "version": 0})
    assert errors_of(response) == [
        "Choose the paragraph of Schedule 12A that applies.",
        "Say why the public interest is in withholding it.",
    ]


def test_a_section_that_somebody_else_saved_is_shown_beside_what_was_typed(
    writer: Client, report: CabinetReport
) -> None:
    section = section_of(report, "Executive Summary")
    save_section(
        section=section,
        text="Theirs.",
        openness=Openness("public"),
        version=0,
        by=appointed(report.post, Capacity.CONTRIBUTOR),
    )
    address = at("cabinet_section", report, 1)
    both = writer.post(address, PUBLIC | {"text": "Mine.", "version": 0})
    assert both.status_code == 409
    assert [(row.saved, row.typed) for row in both.context["differences"]] == [("Theirs.", "Mine.")]
    form = both.context["form"]
    assert (form["text"].value(), form["version"].value()) == ("Mine.", 1)
    writer.post(address, PUBLIC | {"text": "Mine.", "version": 1})
    section.refresh_from_db()
    assert section.text == "Mine."


def test_nothing_typed_is_lost_when_the_report_was_handed_in_meanwhile(writer: Client, report: CabinetReport) -> None:
    CabinetReport.objects.filter(pk=report.pk).update(
        state=CabinetReportState.SUBMITTED, is_key_decision=False, is_open_to_call_in=True
    )
    response = writer.post(at("cabinet_section", report, 1), PUBLIC | {"text": "A long text.", "version": 0})
    assert (response.status_code, response.context["typed"]) == (409, ["A long text."])


def test_recommended_decisions_are_added_changed_moved_and_taken_out(writer: Client, report: CabinetReport) -> None:
    first = current_revision(report).recommended_decisions.get()
    writer.post(at("cabinet_recommended_new", report), {"text": "To note the risks."})
    writer.post(at("cabinet_recommended", report), {"move": f"down-{first.pk}"})
    writer.post(at("cabinet_recommended_edit", report, first.pk), {"text": "To approve the lease.", "was": first.text})
    shown = writer.get(at("cabinet_recommended", report)).context["shown"]
    assert [(row.number, "lease" in row.html) for row in shown.rows] == [("2.2", False), ("2.3", True)]
    stale = writer.post(at("cabinet_recommended_edit", report, first.pk), {"text": "Mine.", "was": "Before."})
    assert (stale.status_code, stale.context["differences"][0].saved) == (409, "To approve the lease.")
    writer.post(at("cabinet_recommended_remove", report, first.pk))
    assert current_revision(report).recommended_decisions.count() == 1


def test_only_a_pdf_is_appended_and_one_form_appends_it_once(writer: Client, report: CabinetReport) -> None:
    address = at("cabinet_appendix_file", report)
    key = {"form_key": "2b1f0d4e-6a53-4a0e-9a3c-0c7b5d6f1a11", "title": "The plan"} | PUBLIC
    refused = writer.post(address, key | {"upload": csv_file()})
    assert errors_of(refused)[0] == "“figures.csv” is not a PDF. Save it as a PDF, then choose it once more."
    for _ in range(2):
        writer.post(address, key | {"upload": SimpleUploadedFile("plan.pdf", pdf(pages=1))})
    rows = writer.get(at("cabinet_appendices", report)).context["rows"]
    assert [(line.paragraph, line.name, line.title) for line, _ in rows] == [("4.1", "Appendix 1", "The plan")]


def test_a_post_clears_its_section_and_a_change_asks_for_it_again(writer: Client, report: CabinetReport) -> None:
    solicitor = browser(appointed(clearing_post(report)))
    place = place_of(report, "Legal Implications")
    page = solicitor.get(at("cabinet_clear", report, place))
    assert page.context["section"].heading == "Legal Implications"
    solicitor.post(at("cabinet_clear", report, place), {"version": 0})
    assert SectionClearance.objects.standing().count() == 1
    assert "Cleared by" in solicitor.get(at("cabinet_clear", report, place)).text

    read_before = writer.post(at("cabinet_section", report, place), PUBLIC | {"text": "New.", "version": 0})
    assert read_before.status_code == 302
    assert SectionClearance.objects.standing().count() == 0
    late = solicitor.post(at("cabinet_clear", report, place), {"version": 0})
    assert late.status_code == 409
    solicitor.post(at("cabinet_clear", report, place), {"version": 1})
    solicitor.post(at("cabinet_clear", report, place), {"go": "take-back"})
    assert SectionClearance.objects.standing().count() == 0


@pytest.mark.parametrize("sent", ["9" * 5000, "", "x", "1"], ids=["huge", "empty", "no-number", "not-current"])
def test_nothing_is_cleared_as_it_was_never_read(report: CabinetReport, sent: str) -> None:
    solicitor = browser(appointed(clearing_post(report)))
    address = at("cabinet_clear", report, place_of(report, "Legal Implications"))
    assert solicitor.post(address, {"version": sent}).status_code == 409
    assert not SectionClearance.objects.exists()


def test_the_check_leads_to_what_is_missing_and_nothing_is_signed_before(writer: Client, report: CabinetReport) -> None:
    section = section_of(report, "Executive Summary")
    section.text = ""
    section.save()
    check = writer.get(at("cabinet_report_check", report))
    assert [line.text for line in check.context["missing"]] == [
        "Say whether this is a key decision.",
        "Say whether the decision is eligible for call-in.",
        "Write 1 Executive Summary.",
    ]
    assert writer.get(at("cabinet_report_submit", report)).url == at("cabinet_report_check", report)


def test_a_contributor_says_who_approved_it_and_how(report: CabinetReport) -> None:
    CabinetReport.objects.update(is_key_decision=False, is_open_to_call_in=True)
    holder, contributor = appointed(report.post), appointed(report.post, Capacity.CONTRIBUTOR)
    client = browser(contributor)
    assert errors_of(client.post(at("cabinet_report_submit", report), {})) == [
        "Choose who approved the report.",
        "Say how the holder of the post approved the report.",
        "Enter the date when the holder of the post approved the report.",
    ]
    today = timezone.localdate()
    said = {"signed_by": holder.person_id, "approved_how": "By e-mail"} | a_day("approved_on", today)
    handed_in = client.post(at("cabinet_report_submit", report), said, follow=True)
    assert "It is handed in for" in handed_in.context["state"]
    assert current_revision(report).signed_by == holder.person


def test_a_report_moves_to_another_meeting_and_back_again(writer: Client, report: CabinetReport) -> None:
    other = MeetingFactory(committee=report.meeting.committee, held_on=timezone.localdate() + timedelta(days=90))
    writer.post(at("cabinet_report_move", report), {"meeting": other.pk})
    report.refresh_from_db()
    assert report.meeting == other
    assert Event.objects.filter(type="moved report to Cabinet").count() == 1


def test_withdrawing_says_why_and_ends_the_writing(writer: Client, report: CabinetReport) -> None:
    assert errors_of(writer.post(at("cabinet_report_withdraw", report), {})) == ["Say why the report is withdrawn."]
    for _ in range(2):
        gone = writer.post(at("cabinet_report_withdraw", report), {"reason": "No longer needed."}, follow=True)
    assert "Why it was withdrawn: No longer needed." in gone.text
    assert writer.get(at("cabinet_section", report, 1)).status_code == 302


def test_a_cancelled_meeting_takes_noa_report_to(version: ReportTemplateVersion) -> None:
    MeetingFactory(
        committee=version.template.committee,
        held_on=timezone.localdate() + timedelta(days=9),
        state=MeetingState.CANCELLED,
        cancelled_reason="Snow.",
    )
    page = browser(appointed(PostFactory(kind=PostKind.OFFICER))).get(reverse("cabinet_report_new"))
    assert list(page.context["form"].fields["meeting"].queryset) == []


def test_somebody_without_a_post_starts_nothing() -> None:
    assert browser(UserFactory()).get(reverse("cabinet_report_new")).status_code == 404
