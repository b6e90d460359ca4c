"""Returning, accepting, publishing and moving a Progress Report."""

from datetime import timedelta

import pytest

from tests.factories import AppointmentFactory, AssessmentFactory, MeetingFactory, category
from tests.reporting import Reporting, reporting
from tracking.actions.evidence import add_evidence
from tracking.actions.openness import Openness
from tracking.actions.overrides import override_warnings
from tracking.actions.report_decisions import accept_report, move_report, publish_report, return_report
from tracking.actions.reports import submit_report
from tracking.actions.updates import Answer, Contact, save_contact_officers, save_overview
from tracking.enums import Exemption, MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleReport
from tracking.models import Event, Meeting, ProgressReport, ProgressUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def submitted(council: Reporting) -> ProgressReport:
    report = council.answered()
    save_overview(report=report, overview="All is well.", version=0, by=council.holder)
    save_contact_officers(report=report, contact_officers=[Contact("Head of ICT")], version=1, by=council.holder)
    update = ProgressUpdate.objects.get(revision__report=report, recommendation=council.whole)
    council.answer(report, update, Answer(category=category(1)))
    reasons = {(council.whole.pk, "completion-date-missing"): "Not recorded."}
    override_warnings(report=report, reasons=reasons, by=council.holder)
    add_evidence(
        update=update,
        title="The plan",
        link="https://www.example.org/plan",
        openness=Openness(Exemption.PUBLIC),
        by=council.contributor,
    )
    submit_report(report=report, by=council.holder)
    return report


def another_meeting(council: Reporting, **fields: object) -> Meeting:
    held_on = council.meeting.held_on + timedelta(days=60)
    return MeetingFactory(committee=council.committee, held_on=held_on, **fields)


def said(report: ProgressReport, number: int) -> list[object]:
    """Everything a revision says, without its own primary keys."""
    revision = report.revisions.get(number=number)
    updates = list(revision.updates.all())
    return [
        revision.overview,
        [row.name for row in revision.contact_officers.all()],
        [(row.recommendation, row.evidence_text, row.recorded_by, row.recorded_at) for row in updates],
        [
            (claim.leaf, claim.category, claim.anticipated_on, [(o.code, o.reason) for o in claim.overrides.all()])
            for row in updates
            for claim in row.self_assessments.all()
        ],
        [(use.evidence, use.position) for row in updates for use in row.evidence_uses.all()],
    ]


def test_a_return_stamps_the_revision_and_opens_a_copy(council: Reporting, submitted: ProgressReport) -> None:
    before = said(submitted, 1)
    return_report(report=submitted, reason="R02 a) needs figures.", by=council.officer)
    submitted.refresh_from_db()
    returned = submitted.revisions.get(number=1)
    current = submitted.revisions.get(is_current=True)
    assert submitted.state == ReportState.RETURNED
    assert (returned.returned_by, returned.returned_reason) == (council.officer, "R02 a) needs figures.")
    assert (returned.signed_by, current.number) == (council.holder.person, 2)
    assert (current.signed_by, current.submitted_at, current.returned_reason) == (None, None, "")
    assert said(submitted, 1) == before
    assert said(submitted, 2) == before
    assert Event.objects.filter(type="returned report").count() == 1


def test_after_a_return_the_old_revision_stands_while_the_new_one_is_written(
    council: Reporting, submitted: ProgressReport
) -> None:
    return_report(report=submitted, reason="Figures, please.", by=council.clerk)
    before = said(submitted, 1)
    update = ProgressUpdate.objects.get(
        revision__report=submitted, revision__is_current=True, recommendation=council.parent
    )
    council.answer(submitted, update, Answer(category=category(6)))
    save_overview(report=submitted, overview="Now with figures.", version=0, by=council.holder)
    assert said(submitted, 1) == before
    submitted.refresh_from_db()
    assert said(submitted, 2)[0] == "Now with figures."


def test_a_returned_report_is_submitted_again(council: Reporting, submitted: ProgressReport) -> None:
    return_report(report=submitted, reason="Figures, please.", by=council.officer)
    revision = submit_report(report=submitted, by=council.holder)
    assert (revision.number, submitted.state) == (2, ReportState.SUBMITTED)


def test_a_return_needs_its_reason(council: Reporting, submitted: ProgressReport) -> None:
    with pytest.raises(NotPossible, match="Say why"):
        return_report(report=submitted, reason="  ", by=council.officer)


@pytest.mark.parametrize("who", ["holder", "contributor", "member", "administrator"])
def test_only_the_committees_officers_return_accept_or_publish(
    council: Reporting, submitted: ProgressReport, who: str
) -> None:
    user = getattr(council, who)
    with pytest.raises(NotAllowed):
        return_report(report=submitted, reason="Because.", by=user)
    with pytest.raises(NotAllowed):
        accept_report(report=submitted, by=user)
    with pytest.raises(NotAllowed):
        publish_report(report=submitted, by=user)
    with pytest.raises(NotAllowed):
        move_report(report=submitted, meeting=another_meeting(council), by=user)
    submitted.refresh_from_db()
    assert submitted.state == ReportState.SUBMITTED


def test_an_officer_who_is_also_of_a_cabinet_post_neither_returns_nor_accepts(
    council: Reporting, submitted: ProgressReport
) -> None:
    AppointmentFactory(person=council.officer.person, post=council.other_post)
    with pytest.raises(NotAllowed):
        accept_report(report=submitted, by=council.officer)


def test_accepting_says_who_and_when(council: Reporting, submitted: ProgressReport) -> None:
    accept_report(report=submitted, by=council.officer)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.accepted_by) == (ReportState.ACCEPTED, council.officer)
    assert submitted.accepted_at is not None
    assert Event.objects.latest("pk").type == "accepted report"


def test_two_officers_at_once_make_one_decision(council: Reporting, submitted: ProgressReport) -> None:
    stale = ProgressReport.objects.get(pk=submitted.pk)
    accept_report(report=submitted, by=council.officer)
    with pytest.raises(StaleReport):
        return_report(report=stale, reason="Figures, please.", by=council.clerk)
    assert submitted.revisions.count() == 1


def test_only_the_clerk_publishes(council: Reporting, submitted: ProgressReport) -> None:
    accept_report(report=submitted, by=council.officer)
    with pytest.raises(NotAllowed):
        publish_report(report=submitted, by=council.officer)
    publish_report(report=submitted, by=council.clerk)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.published_by) == (ReportState.PUBLISHED, council.clerk)
    assert submitted.tabled_late_reason == ""


def test_a_submitted_report_is_not_published_before_it_is_accepted(
    council: Reporting, submitted: ProgressReport
) -> None:
    with pytest.raises(NotPossible, match="This Progress Report is submitted"):
        publish_report(report=submitted, by=council.clerk)


def test_once_the_papers_are_out_publishing_needs_the_reason_for_lateness(
    council: Reporting, submitted: ProgressReport
) -> None:
    accept_report(report=submitted, by=council.officer)
    Meeting.objects.update(state=MeetingState.PAPERS_ISSUED)
    with pytest.raises(NotPossible, match="tabled late"):
        publish_report(report=submitted, by=council.clerk)
    publish_report(report=submitted, by=council.clerk, tabled_late_reason="The ombudsman wrote yesterday.")
    submitted.refresh_from_db()
    assert submitted.tabled_late_reason == "The ombudsman wrote yesterday."


def test_nothing_is_published_for_a_cancelled_meeting(council: Reporting, submitted: ProgressReport) -> None:
    accept_report(report=submitted, by=council.officer)
    Meeting.objects.update(state=MeetingState.CANCELLED, cancelled_reason="No quorum.")
    with pytest.raises(NotPossible, match="Move the report"):
        publish_report(report=submitted, by=council.clerk)


def published(council: Reporting, report: ProgressReport) -> ProgressReport:
    accept_report(report=report, by=council.officer)
    publish_report(report=report, by=council.clerk)
    return report


def test_a_published_report_moves_to_another_meeting(council: Reporting, submitted: ProgressReport) -> None:
    report, later = published(council, submitted), another_meeting(council)
    move_report(report=report, meeting=later, by=council.clerk)
    report.refresh_from_db()
    assert (report.meeting, report.state) == (later, ReportState.PUBLISHED)
    event = Event.objects.latest("pk")
    assert (event.type, event.before["meeting"], event.after["meeting"]) == (
        "moved report to another meeting",
        council.meeting.pk,
        later.pk,
    )


def test_a_report_that_was_moved_meanwhile_is_not_published_for_the_meeting_it_left(
    council: Reporting, submitted: ProgressReport
) -> None:
    accept_report(report=submitted, by=council.officer)
    seen_by_other = ProgressReport.objects.select_related("meeting").get()
    assert seen_by_other.meeting == council.meeting
    move_report(report=submitted, meeting=another_meeting(council), by=council.clerk)
    before = Event.objects.count()

    with pytest.raises(StaleReport):
        publish_report(report=seen_by_other, by=council.clerk)

    submitted.refresh_from_db()
    assert (submitted.state, Event.objects.count()) == (ReportState.ACCEPTED, before)


def test_a_report_is_not_moved_to_a_meeting_cancelled_meanwhile(council: Reporting, submitted: ProgressReport) -> None:
    elsewhere = another_meeting(council)
    Meeting.objects.filter(pk=elsewhere.pk).update(state=MeetingState.CANCELLED, cancelled_reason="Election.")

    with pytest.raises(NotPossible, match="This meeting is over or cancelled"):
        move_report(report=submitted, meeting=elsewhere, by=council.clerk)


def test_moving_to_a_meeting_whose_papers_are_out_needs_the_reason(
    council: Reporting, submitted: ProgressReport
) -> None:
    report, later = published(council, submitted), another_meeting(council, state=MeetingState.PAPERS_ISSUED)
    with pytest.raises(NotPossible, match="tabled late"):
        move_report(report=report, meeting=later, by=council.clerk)
    move_report(report=report, meeting=later, by=council.clerk, tabled_late_reason="The first meeting fell through.")
    report.refresh_from_db()
    assert report.tabled_late_reason == "The first meeting fell through."


def test_a_report_the_committee_has_begun_to_consider_stays(council: Reporting, submitted: ProgressReport) -> None:
    report = published(council, submitted)
    AssessmentFactory(leaf=council.whole, meeting=council.meeting, report=report)
    with pytest.raises(NotPossible, match="has recorded a view"):
        move_report(report=report, meeting=another_meeting(council), by=council.clerk)


def test_a_report_moves_only_to_a_coming_meeting_of_the_committee(
    council: Reporting, submitted: ProgressReport
) -> None:
    for meeting in (MeetingFactory(), council.meeting):
        with pytest.raises(NotPossible, match="Choose another meeting"):
            move_report(report=submitted, meeting=meeting, by=council.clerk)
    with pytest.raises(NotPossible, match="over or cancelled"):
        move_report(report=submitted, meeting=another_meeting(council, state=MeetingState.HELD), by=council.clerk)


def test_those_who_write_a_draft_move_it_when_its_meeting_falls_through(council: Reporting) -> None:
    report, later = council.draft(), another_meeting(council)
    move_report(report=report, meeting=later, by=council.contributor)
    report.refresh_from_db()
    assert report.meeting == later
