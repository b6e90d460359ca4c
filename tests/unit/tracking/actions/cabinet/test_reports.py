"""A report to Cabinet from its start to being handed in, given back or withdrawn."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import cabinet_factories as cabinet
from tests.factories import (
    AppointmentFactory,
    MeetingFactory,
    PostFactory,
    UserFactory,
    administrator,
    appointed,
    seated,
)
from tracking.actions.cabinet.checking import accept_report, return_report
from tracking.actions.cabinet.moving import move_report
from tracking.actions.cabinet.parties import add_party
from tracking.actions.cabinet.reports import (
    Beginning,
    change_header,
    header_as_saved,
    start_report,
    submit_report,
    withdraw_report,
)
from tracking.actions.cabinet.sections import clear_section
from tracking.actions.conflicts import fingerprints
from tracking.enums import CabinetReportState, Capacity, CommitteeRole, HeadingHolds, MeetingState, PartyRole, PostKind
from tracking.exceptions import NotAllowed, NotPossible, StaleState, StaleText
from tracking.models import Appointment, Event, Meeting, Post, User
from tracking.models.cabinet import CabinetReport, ReportTemplateVersion, SectionClearance
from tracking.queries.cabinet.access import shown_revision
from tracking.queries.cabinet.readiness import Gap, clearing_of, missing_of
from tracking.queries.cabinet.tasks import cabinet_tasks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return PostFactory(name="Chief Executive", kind=PostKind.OFFICER)


@pytest.fixture
def writer(post: Post) -> User:
    return appointed(post, Capacity.CONTRIBUTOR)


@pytest.fixture
def version() -> ReportTemplateVersion:
    return cabinet.a_template()


@pytest.fixture
def meeting(version: ReportTemplateVersion) -> Meeting:
    return MeetingFactory(committee=version.template.committee, held_on=timezone.localdate() + timedelta(days=60))


def _start(version: ReportTemplateVersion, meeting: Meeting, post: Post, by: User, **more: Any) -> CabinetReport:
    told = {"template": version.template, "meeting": meeting, "title": "Refuse vehicles", "post": post, "by": by}
    return start_report(**told | more)


@pytest.fixture
def draft(post: Post, version: ReportTemplateVersion, meeting: Meeting) -> CabinetReport:
    return cabinet.a_report(
        post=post, template_version=version, meeting=meeting, is_key_decision=False, is_open_to_call_in=True
    )


@pytest.fixture
def clerk(version: ReportTemplateVersion) -> User:
    return seated(version.template.committee, CommitteeRole.CLERK)


def _submit(report: CabinetReport) -> User:
    holder = appointed(report.post)
    submit_report(report=report, by=holder)
    return holder


def test_a_report_starts_with_a_section_for_each_heading_that_text_stands_under(
    version: ReportTemplateVersion, meeting: Meeting, post: Post, writer: User
) -> None:
    report = _start(version, meeting, post, writer)
    sections = cabinet.current_revision(report).sections.all()
    assert [section.heading.heading for section in sections] == [
        "Executive Summary",
        "Recommendations",
        "Legal Implications",
        "Procurement Implications",
    ]
    assert {(section.text, section.exemption) for section in sections} == {("", "public")}
    assert [(party.role, party.post) for party in report.parties.all()] == [("report_of", post)]
    assert (report.state, report.is_key_decision, report.is_open_to_call_in) == ("draft", None, None)
    event = Event.objects.get()
    assert (event.type, event.after["template_version"]) == ("started report to Cabinet", version.pk)


def test_a_beginning_fills_the_first_section_and_appends_documents(
    version: ReportTemplateVersion, meeting: Meeting, post: Post, writer: User
) -> None:
    month = cabinet.IssuedDocumentFactory()
    cabinet.CabinetReportEditionFactory(
        report=cabinet.CabinetReportFactory(state=CabinetReportState.PUBLISHED), document=month
    )
    beginning = Beginning("Green: 12 of 46", {"Improvement plan, September 2018": month})
    report = _start(version, meeting, post, writer, beginning=beginning)
    revision = cabinet.current_revision(report)
    assert [section.text for section in revision.sections.all()] == ["Green: 12 of 46", "", "", ""]
    assert [(row.title, row.issued_document) for row in revision.appendices.all()] == [
        ("Improvement plan, September 2018", month)
    ]


def test_only_those_of_a_post_of_the_council_start_its_report(
    version: ReportTemplateVersion, meeting: Meeting, post: Post
) -> None:
    body = PostFactory(kind=PostKind.OUTSIDE_BODY)
    for stranger, of in ((UserFactory(), post), (administrator(), post), (appointed(body), body)):
        with pytest.raises(NotAllowed):
            _start(version, meeting, of, stranger)


def test_a_report_goes_to_a_meeting_to_come_of_the_cabinet_whose_template_it_follows(
    version: ReportTemplateVersion, post: Post, writer: User
) -> None:
    elsewhere = MeetingFactory(held_on=date(2030, 1, 1))
    over = MeetingFactory(committee=version.template.committee, state=MeetingState.HELD)
    for meeting in (elsewhere, over):
        with pytest.raises(NotPossible):
            _start(version, meeting, post, writer)


def test_a_retired_or_empty_template_starts_no_report(meeting: Meeting, post: Post, writer: User) -> None:
    empty = cabinet.ReportTemplateVersionFactory(template__committee=meeting.committee)
    retired = cabinet.a_template(template__committee=meeting.committee, template__retired=True)
    for version in (empty, retired):
        with pytest.raises(NotPossible, match="template"):
            _start(version, meeting, post, writer)


def test_what_is_asked_of_a_key_decision_goes_when_it_is_none(draft: CabinetReport, writer: User) -> None:
    change_header(
        report=draft, by=writer, is_key_decision=True, forward_plan_reference="6123", key_notice_on=date(2026, 11, 2)
    )
    assert (draft.forward_plan_reference, draft.key_notice_on) == ("6123", date(2026, 11, 2))
    change_header(report=draft, by=writer, is_key_decision=False)
    draft.refresh_from_db()
    assert (draft.is_key_decision, draft.forward_plan_reference, draft.key_notice_on) == (False, "", None)


def test_two_who_change_the_same_of_a_header_are_told(draft: CabinetReport, writer: User) -> None:
    read = fingerprints(header_as_saved(draft))
    change_header(report=draft, by=writer, wards="Ladywood", read=read)
    change_header(report=draft, by=writer, title="Vehicles", wards=draft.wards, read=read)
    with pytest.raises(StaleText):
        change_header(report=draft, by=writer, wards="Nechells", read=read)
    draft.refresh_from_db()
    assert (draft.title, draft.wards) == ("Vehicles", "Ladywood")


def test_a_header_is_for_the_report_s_own_post(draft: CabinetReport, clerk: User) -> None:
    for stranger in (clerk, administrator(), appointed(cabinet.clearing_post(draft))):
        with pytest.raises(NotAllowed):
            change_header(report=draft, by=stranger, wards="Ladywood")


def test_the_holder_signs_and_the_signature_stays(draft: CabinetReport) -> None:
    holder = _submit(draft)
    revision = cabinet.current_revision(draft)
    assert (draft.state, revision.signed_name, revision.signed_title, revision.submitted_by) == (
        "submitted",
        holder.person.name,
        "Chief Executive",
        holder,
    )
    assert Event.objects.get(type="submitted report to Cabinet").after["signed_by"] == holder.person_id


def test_a_contributor_submits_on_behalf_and_says_how_it_was_approved(draft: CabinetReport, writer: User) -> None:
    holder = appointed(draft.post)
    with pytest.raises(NotPossible, match="how and when"):
        submit_report(report=draft, by=writer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(NotPossible, match="still to come"):
        submit_report(report=draft, by=writer, approved_how="By e-mail.", approved_on=tomorrow)
    today = timezone.localdate()
    revision = submit_report(report=draft, by=writer, approved_how="By e-mail.", approved_on=today)
    assert (revision.signed_by, revision.submitted_by, revision.approved_how) == (holder.person, writer, "By e-mail.")


def test_nobody_else_submits(draft: CabinetReport, clerk: User) -> None:
    for stranger in (clerk, administrator(), appointed(cabinet.clearing_post(draft))):
        with pytest.raises(NotAllowed):
            submit_report(report=draft, by=stranger)


def test_what_is_missing_is_told_in_the_order_of_the_pages(version: ReportTemplateVersion, meeting: Meeting) -> None:
    report = cabinet.CabinetReportFactory(template_version=version, meeting=meeting)
    revision = cabinet.current_revision(report)
    for heading in version.headings.exclude(holds__in=[HeadingHolds.HEADINGS, HeadingHolds.APPENDICES]):
        cabinet.CabinetSectionFactory(revision=revision, heading=heading, text="")
    procurement = cabinet.section_of(report, "Procurement Implications")
    procurement.not_required_reason = "Nothing is bought."
    procurement.save()
    assert [(row.gap, row.heading) for row in missing_of(report, revision)] == [
        (Gap.KEY_DECISION, ""),
        (Gap.CALL_IN, ""),
        (Gap.SECTION, "Executive Summary"),
        (Gap.SECTION, "Legal Implications"),
        (Gap.DECISIONS, ""),
    ]
    with pytest.raises(NotPossible, match="missing"):
        submit_report(report=report, by=appointed(report.post))


def test_a_returned_report_stands_and_its_copy_is_written(draft: CabinetReport, clerk: User) -> None:
    legal = cabinet.section_of(draft, "Legal Implications")
    clear_section(section=legal, version=0, by=appointed(cabinet.clearing_post(draft)))
    cabinet.CabinetAppendixFactory(revision=cabinet.current_revision(draft), title="Survey")
    _submit(draft)
    old = cabinet.current_revision(draft)
    new = return_report(report=draft, reason="The costs are missing.", by=clerk)
    old.refresh_from_db()
    assert (draft.state, new.number, old.is_current, old.returned_reason) == (
        "returned",
        2,
        False,
        "The costs are missing.",
    )
    assert [row.text for row in new.sections.all()] == [row.text for row in old.sections.all()]
    assert [row.text for row in new.recommended_decisions.all()] == [
        row.text for row in old.recommended_decisions.all()
    ]
    assert new.appendices.get().file == old.appendices.get().file
    assert [row.is_cleared for row in clearing_of(new)] == [True]
    assert (new.submitted_at, new.signed_name) == (None, "")


def test_only_cabinet_s_clerk_returns_or_accepts(draft: CabinetReport) -> None:
    holder = _submit(draft)
    officer = seated(draft.meeting.committee, CommitteeRole.SCRUTINY_OFFICER)
    elsewhere = seated(cabinet.a_cabinet(), CommitteeRole.CLERK)
    for stranger in (holder, administrator(), officer, elsewhere, seated(draft.meeting.committee)):
        with pytest.raises(NotAllowed):
            return_report(report=draft, reason="No.", by=stranger)
        with pytest.raises(NotAllowed):
            accept_report(report=draft, by=stranger)


def test_a_return_says_why(draft: CabinetReport, clerk: User) -> None:
    _submit(draft)
    with pytest.raises(NotPossible, match="Say why"):
        return_report(report=draft, reason="  ", by=clerk)


def test_acceptance_asks_why_a_section_was_not_cleared(draft: CabinetReport, clerk: User) -> None:
    _submit(draft)
    with pytest.raises(NotPossible, match="Legal Implications"):
        accept_report(report=draft, by=clerk)
    assert draft.state == CabinetReportState.SUBMITTED
    legal = cabinet.section_of(draft, "Legal Implications")
    accept_report(report=draft, by=clerk, why_not_cleared={legal.pk: "The solicitor is away; agreed by telephone."})
    draft.refresh_from_db()
    assert (draft.state, draft.accepted_by) == ("accepted", clerk)
    row = SectionClearance.objects.get()
    assert (row.post, row.not_cleared_reason, row.recorded_by) == (
        None,
        "The solicitor is away; agreed by telephone.",
        clerk,
    )
    assert Event.objects.get(type="accepted report to Cabinet").after["not_cleared"] == ["Legal Implications"]


def test_a_cleared_report_is_accepted_as_it_is(draft: CabinetReport, clerk: User) -> None:
    legal = cabinet.section_of(draft, "Legal Implications")
    clear_section(section=legal, version=0, by=appointed(cabinet.clearing_post(draft)))
    _submit(draft)
    accept_report(report=draft, by=clerk)
    assert (draft.state, SectionClearance.objects.filter(post=None).count()) == ("accepted", 0)


def test_who_comes_second_is_told(draft: CabinetReport, clerk: User) -> None:
    _submit(draft)
    read_by_another = CabinetReport.objects.get(pk=draft.pk)
    return_report(report=draft, reason="Once more.", by=clerk)
    with pytest.raises(StaleState):
        return_report(report=read_by_another, reason="Twice.", by=clerk)


def test_a_report_is_withdrawn_by_its_own_post_until_it_is_published(draft: CabinetReport, clerk: User) -> None:
    with pytest.raises(NotAllowed):
        withdraw_report(report=draft, reason="Not needed.", by=clerk)
    writer = appointed(draft.post, Capacity.CONTRIBUTOR)
    with pytest.raises(NotPossible, match="Say why"):
        withdraw_report(report=draft, reason="", by=writer)
    withdraw_report(report=draft, reason="Not needed.", by=writer)
    assert (draft.state, draft.withdrawn_reason) == ("withdrawn", "Not needed.")
    published = cabinet.a_report(post=draft.post, state=CabinetReportState.PUBLISHED)
    with pytest.raises(NotPossible):
        withdraw_report(report=published, reason="Not needed.", by=writer)


def test_a_report_moves_to_another_meeting_of_the_same_cabinet(draft: CabinetReport, clerk: User) -> None:
    writer = appointed(draft.post)
    later = MeetingFactory(committee=draft.meeting.committee, held_on=date(2030, 3, 3))
    with pytest.raises(NotAllowed):
        move_report(report=draft, meeting=later, by=clerk)
    with pytest.raises(NotPossible):
        move_report(report=draft, meeting=MeetingFactory(held_on=date(2030, 3, 4)), by=writer)
    move_report(report=draft, meeting=later, by=writer)
    draft.refresh_from_db()
    assert draft.meeting == later
    submit_report(report=draft, by=writer)
    again = MeetingFactory(committee=later.committee, held_on=date(2030, 4, 4))
    move_report(report=draft, meeting=again, by=clerk)
    assert CabinetReport.objects.get(pk=draft.pk).meeting == again


def test_nothing_is_appended_at_the_start_that_not_everyone_may_read(
    version: ReportTemplateVersion, meeting: Meeting, post: Post, writer: User
) -> None:
    hidden = Beginning("", {"The plan": cabinet.IssuedDocumentFactory(is_public=False)})
    with pytest.raises(NotPossible, match="not everyone may read it"):
        _start(version, meeting, post, writer, beginning=hidden)


def test_a_report_is_started_once_and_an_author_named_once_however_often_the_button_is_pressed(
    version: ReportTemplateVersion, meeting: Meeting, post: Post, writer: User
) -> None:
    report, again = (_start(version, meeting, post, writer) for _ in range(2))
    assert again == report
    author, twice = (add_party(report=report, role=PartyRole.AUTHOR, name="Ann", by=writer) for _ in range(2))
    assert author == twice


def test_no_report_is_started_for_a_meeting_of_yesterday(
    version: ReportTemplateVersion, meeting: Meeting, post: Post, writer: User
) -> None:
    meeting.held_on = timezone.localdate() - timedelta(days=1)
    meeting.save()
    with pytest.raises(NotPossible, match="over or cancelled"):
        _start(version, meeting, post, writer)


def test_a_notice_is_not_of_a_day_to_come(draft: CabinetReport) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(NotPossible, match="day to come"):
        change_header(report=draft, by=appointed(draft.post), private_notice_on=tomorrow)


def test_who_only_signed_a_report_reads_no_later_revision_than_they_signed(draft: CabinetReport, clerk: User) -> None:
    signer = appointed(draft.post)
    submit_report(report=draft, by=signer)
    Appointment.objects.filter(person=signer.person).delete()
    signer = User.objects.get(pk=signer.pk)
    return_report(report=draft, reason="Shorter.", by=clerk)
    assert shown_revision(draft, signer).number == 1
    submit_report(report=draft, by=appointed(draft.post))
    assert [shown_revision(draft, who).number for who in (signer, clerk)] == [1, 2]


def test_nobody_returns_or_accepts_what_their_own_post_reports(draft: CabinetReport, clerk: User) -> None:
    submit_report(report=draft, by=appointed(draft.post))
    AppointmentFactory(post=draft.post, person=clerk.person)
    clerk = User.objects.get(pk=clerk.pk)
    with pytest.raises(NotAllowed):
        return_report(report=draft, reason="Shorter.", by=clerk)
    with pytest.raises(NotAllowed):
        accept_report(report=draft, by=clerk)


def test_the_successors_of_an_ended_post_write_sign_and_clear_its_reports(draft: CabinetReport, clerk: User) -> None:
    successor = PostFactory(kind=PostKind.OFFICER, name="Director of Place")
    clearing = cabinet.clearing_post(draft)
    for post in (draft.post, clearing):
        post.ended_on = timezone.localdate()
        post.save()
        post.successors.add(successor)
    user = appointed(successor)
    report = CabinetReport.objects.visible_to(user).written_by(user).get()
    assert [row.kind for row in cabinet_tasks_for(user, today=timezone.localdate())] == ["draft", "clear"]
    section = cabinet.section_of(report, "Legal Implications")
    clear_section(section=section, version=section.version, by=user)
    revision = submit_report(report=report, by=user)
    assert (revision.signed_by, revision.signed_title) == (user.person, "Director of Place")
    stranger = appointed(PostFactory(kind=PostKind.OFFICER))
    assert not CabinetReport.objects.visible_to(stranger).exists()
