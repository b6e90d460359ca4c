"""Two people who say at the same time why a warning may stand: neither reason is lost, and the later is told."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.cabinet_factories import a_template, section_of
from tests.cabinet_pages import a_report_to, as_clerk, at
from tests.factories import appointed, seated
from tests.pages import text_of
from tests.plan_months import MonthScene, address, month_scene, signed_in
from tracking.actions.cabinet.checking import accept_report, return_report
from tracking.actions.cabinet.sections import clear_section
from tracking.actions.plans.update_decisions import leave_out_updates, submit_update
from tracking.enums import CabinetReportState, CommitteeRole
from tracking.models import ClaimCheckOverride, Event
from tracking.models.cabinet import CabinetReport, SectionClearance

pytestmark = pytest.mark.django_db

THEIRS, MINE = "The rest is a new project.", "Legal advice came late."
CONFLICT = "Two versions of the same text"


@pytest.fixture
def scene() -> MonthScene:
    """An update with one warning: a rating that says complete, over words that say underway."""
    scene = month_scene()
    scene.open()
    scene.write("It is underway.", action="G", output="")
    return scene


def check_of(scene: MonthScene) -> str:
    return address("plan_update_check", scene.update.pk)


def opened(scene: MonthScene, client: Client) -> tuple[dict[str, str], list[str]]:
    """What the form of the check sends as it is opened, and the names of its boxes."""
    form = client.get(check_of(scene)).context["form"]
    names = list(form.names.values())
    return {"read": json.dumps(form["read"].initial)} | {name: form[name].initial or "" for name in names}, names


def reasons() -> list[str]:
    return list(ClaimCheckOverride.objects.order_by("pk").values_list("reason", flat=True))


def typed_in(answer: HttpResponse, name: str) -> str:
    """What stands in a box of the form that came back."""
    return str(answer.context["form"][name].value())


def test_a_reason_given_meanwhile_is_not_taken_back_by_a_box_left_empty(scene: MonthScene) -> None:
    lead, drafter = signed_in(scene.lead), signed_in(scene.drafter)
    form, (name,) = opened(scene, lead)
    drafter.post(check_of(scene), form | {name: THEIRS})
    assert lead.post(check_of(scene), form)["Location"] == address("plan_update_submit", scene.update.pk)
    assert reasons() == [THEIRS]


def test_a_reason_given_meanwhile_is_not_overwritten_and_both_are_shown(scene: MonthScene) -> None:
    lead, drafter = signed_in(scene.lead), signed_in(scene.drafter)
    form, (name,) = opened(scene, lead)
    drafter.post(check_of(scene), form | {name: THEIRS})
    answer = lead.post(check_of(scene), form | {name: MINE})
    said = text_of(answer)
    assert (answer.status_code, reasons(), typed_in(answer, name)) == (409, [THEIRS], MINE)
    assert [words in said for words in (CONFLICT, "Saved meanwhile", THEIRS, MINE)] == [True] * 4
    assert Event.objects.filter(type="overrode warnings").count() == 1


def test_whoever_has_read_both_writes_the_one_that_stands(scene: MonthScene) -> None:
    lead, drafter = signed_in(scene.lead), signed_in(scene.drafter)
    form, (name,) = opened(scene, lead)
    drafter.post(check_of(scene), form | {name: THEIRS})
    answer = lead.post(check_of(scene), form | {name: MINE})
    read = {"read": json.dumps(answer.context["form"]["read"].initial)}
    assert lead.post(check_of(scene), read | {name: f"{THEIRS} {MINE}"}).status_code == 302
    assert reasons() == [f"{THEIRS} {MINE}"]


def test_the_same_reason_given_twice_is_no_conflict(scene: MonthScene) -> None:
    lead, drafter = signed_in(scene.lead), signed_in(scene.drafter)
    form, (name,) = opened(scene, lead)
    for client in (drafter, lead):
        assert client.post(check_of(scene), form | {name: THEIRS}).status_code == 302
    assert (reasons(), Event.objects.filter(type="overrode warnings").count()) == ([THEIRS], 1)


def test_ones_own_reason_is_no_conflict_when_another_warning_is_still_open(scene: MonthScene) -> None:
    scene.write("It is underway.", action="G", output="G")
    lead = signed_in(scene.lead)
    form, (first, second) = opened(scene, lead)
    asked = lead.post(check_of(scene), form | {first: THEIRS})
    assert (asked.status_code, list(asked.context["form"].errors), reasons()) == (200, [second], [THEIRS])
    again = {"read": asked.context["form"]["read"].value(), first: f"{THEIRS} Soon.", second: MINE}
    assert lead.post(check_of(scene), again)["Location"] == address("plan_update_submit", scene.update.pk)
    assert reasons() == [f"{THEIRS} Soon.", MINE]


def test_a_reason_typed_while_the_update_was_handed_in_is_shown_once_more(scene: MonthScene) -> None:
    lead, drafter = signed_in(scene.lead), signed_in(scene.drafter)
    form, (name,) = opened(scene, lead)
    drafter.post(check_of(scene), form | {name: THEIRS})
    submit_update(by=scene.lead, update=scene.update)
    answer = lead.post(check_of(scene), form | {name: MINE})
    said = text_of(answer)
    assert (answer.status_code, reasons()) == (409, [THEIRS])
    assert ("This update is no longer a draft" in said, MINE in said) == (True, True)


def test_two_keepers_who_leave_an_update_out_keep_the_first_reason_and_the_second_typed(scene: MonthScene) -> None:
    leave_out = address("plan_update_leave_out", scene.update.pk)
    leave_out_updates(by=scene.deputy, plan_round=scene.update.round, updates=[scene.update], reason=THEIRS)
    answer = signed_in(scene.keeper).post(leave_out, {"reason": MINE})
    assert (scene.update.left_out_reason, typed_in(answer, "reason")) == (THEIRS, MINE)
    assert "left out already" in text_of(answer)


@pytest.fixture
def report(settings: Settings, tmp_path) -> CabinetReport:
    """A report that was handed in with a section that nobody cleared."""
    settings.MEDIA_ROOT = str(tmp_path)
    return a_report_to(a_template(), state=CabinetReportState.SUBMITTED)


def why(report: CabinetReport) -> str:
    """The name of the box for why that section goes without."""
    return f"why-{section_of(report, 'Legal Implications').pk}"


def accepted_by_another(report: CabinetReport) -> None:
    section = section_of(report, "Legal Implications")
    other = seated(report.meeting.committee, CommitteeRole.CLERK)
    accept_report(report=CabinetReport.objects.get(pk=report.pk), by=other, why_not_cleared={section.pk: THEIRS})


def test_a_clerk_who_accepts_after_another_is_shown_both_reasons(report: CabinetReport) -> None:
    clerk, name = as_clerk(report), why(report)
    accepted_by_another(report)
    answer = clerk.post(at("cabinet_report_accept", report), {name: MINE})
    said = text_of(answer)
    assert (answer.status_code, SectionClearance.objects.get().not_cleared_reason) == (409, THEIRS)
    assert [words in said for words in ("This report is accepted", THEIRS, MINE)] == [True] * 3


def test_a_clerk_who_accepts_what_another_returned_is_shown_what_they_typed(report: CabinetReport) -> None:
    clerk, name = as_clerk(report), why(report)
    other = seated(report.meeting.committee, CommitteeRole.CLERK)
    return_report(report=CabinetReport.objects.get(pk=report.pk), by=other, reason="Add the costs.")
    answer = clerk.post(at("cabinet_report_accept", report), {name: MINE})
    assert (answer.status_code, SectionClearance.objects.count()) == (409, 0)
    assert [words in text_of(answer) for words in ("This report is returned", MINE)] == [True, True]


def test_a_reason_typed_while_the_section_was_cleared_is_not_needed_any_more(report: CabinetReport) -> None:
    clerk, name, section = as_clerk(report), why(report), section_of(report, "Legal Implications")
    clear_section(section=section, version=section.version, by=appointed(section.heading.cleared_by))
    assert clerk.post(at("cabinet_report_accept", report), {name: MINE}).status_code == 302
    report.refresh_from_db()
    assert (report.state, SectionClearance.objects.get().not_cleared_reason) == (CabinetReportState.ACCEPTED, "")


def test_a_reason_to_return_what_another_returned_stays_in_the_form(report: CabinetReport) -> None:
    other = seated(report.meeting.committee, CommitteeRole.CLERK)
    return_report(report=CabinetReport.objects.get(pk=report.pk), by=other, reason=THEIRS)
    answer = as_clerk(report).post(at("cabinet_report_return", report), {"reason": MINE})
    assert typed_in(answer, "reason") == MINE
    assert report.revisions.get(is_current=False).returned_reason == THEIRS
