"""Opening, signing and withdrawing a Progress Report."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    AppointmentFactory,
    AssessmentFactory,
    MeetingFactory,
    PersonFactory,
    RecommendationFactory,
    appointed,
    category,
)
from tests.reporting import Reporting, also_answering_for, reporting
from tracking import dates
from tracking.actions.overrides import override_warnings
from tracking.actions.reports import change_report_posts, open_report, submit_report, withdraw_report
from tracking.actions.updates import Answer
from tracking.enums import ConclusionReason, Decision, InquiryState, MeetingState, ReportState
from tracking.exceptions import ClaimContradicted, NotAllowed, NotPossible, StaleReport
from tracking.models import Event, Person, ProgressReport, ProgressUpdate, SelfAssessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("type", flat=True))


def conclude(council: Reporting, leaf) -> None:  # type: ignore[no-untyped-def]
    meeting = MeetingFactory(committee=council.committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)
    AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=category(1),
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.IMPLEMENTED,
    )


def test_opening_makes_an_empty_assessment_of_every_tracked_leaf_and_one_event(council: Reporting) -> None:
    conclude(council, council.part_b)
    report = council.draft()
    assert report.state == ReportState.DRAFT
    assert [str(row.post) for row in report.report_posts.all()] == ["Deputy Leader"]
    claims = SelfAssessment.objects.filter(update__revision__report=report)
    assert [(str(claim.leaf), claim.is_complete) for claim in claims] == [("R01", False), ("R02 a)", False)]
    assert events() == ["opened report"]
    assert Event.objects.get().after["recommendations"] == ["R01", "R02"]


def test_the_committees_officer_opens_a_report_for_a_post(council: Reporting) -> None:
    report = open_report(inquiry=council.inquiry, meeting=council.meeting, posts=[council.post], by=council.officer)
    assert report.lead_post == council.post


@pytest.mark.parametrize("who", ["clerk", "member", "administrator"])
def test_nobody_else_opens_a_report(council: Reporting, who: str) -> None:
    with pytest.raises(NotAllowed):
        open_report(inquiry=council.inquiry, meeting=council.meeting, posts=[council.post], by=getattr(council, who))
    assert ProgressReport.objects.count() == 0


def test_a_report_is_not_opened_of_somebody_elses_post(council: Reporting) -> None:
    also_answering_for(council.whole, council.other_post)
    with pytest.raises(NotAllowed):
        open_report(inquiry=council.inquiry, meeting=council.meeting, posts=[council.other_post], by=council.holder)


def test_a_post_that_answers_for_nothing_in_the_inquiry_is_refused(council: Reporting) -> None:
    with pytest.raises(NotPossible, match="Cabinet Member for Transport answers for nothing"):
        open_report(
            inquiry=council.inquiry,
            meeting=council.meeting,
            posts=[council.post, council.other_post],
            by=council.holder,
        )


@pytest.mark.parametrize("state", [InquiryState.DRAFT, InquiryState.WITHDRAWN])
def test_an_inquiry_that_is_not_tracked_takes_no_report(council: Reporting, state: InquiryState) -> None:
    council.inquiry.state = state
    council.inquiry.withdrawn_reason = "Entered twice."
    council.inquiry.save()
    with pytest.raises(NotPossible, match="not being tracked"):
        council.draft()


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_a_meeting_that_is_over_takes_no_report(council: Reporting, state: MeetingState) -> None:
    council.meeting.state, council.meeting.cancelled_reason = state, "No quorum."
    council.meeting.save()
    with pytest.raises(NotPossible, match="over or cancelled"):
        council.draft()


def test_a_meeting_of_another_committee_takes_no_report(council: Reporting) -> None:
    with pytest.raises(NotPossible, match="Another committee"):
        open_report(inquiry=council.inquiry, meeting=MeetingFactory(), posts=[council.post], by=council.holder)


def test_a_recommendation_is_in_one_live_report_for_a_meeting(council: Reporting) -> None:
    other = also_answering_for(council.parent, council.other_post)
    open_report(
        inquiry=council.inquiry,
        meeting=council.meeting,
        posts=[council.post],
        recommendations=[council.whole],
        by=council.holder,
    )
    second = open_report(inquiry=council.inquiry, meeting=council.meeting, posts=[council.other_post], by=other)
    assert [str(row.recommendation) for row in ProgressUpdate.objects.filter(revision__report=second)] == ["R02"]
    with pytest.raises(NotPossible, match="No recommendation is left"):
        council.draft()


def test_a_second_report_of_the_same_lead_post_is_refused_in_plain_words(council: Reporting) -> None:
    open_report(
        inquiry=council.inquiry,
        meeting=council.meeting,
        posts=[council.post],
        recommendations=[council.whole],
        by=council.holder,
    )
    with pytest.raises(NotPossible, match="is there already"):
        council.draft()


def test_posts_are_changed_while_the_report_is_written(council: Reporting) -> None:
    also_answering_for(council.whole, council.other_post)
    report = council.draft()
    change_report_posts(report=report, posts=[council.post, council.other_post], by=council.holder)
    assert [str(row.post) for row in report.report_posts.all()] == ["Deputy Leader", "Cabinet Member for Transport"]
    assert events() == ["opened report", "changed the posts of a report"]


def test_a_holder_signs_and_the_name_is_frozen(council: Reporting) -> None:
    report = council.answered()
    before = Event.objects.count()
    revision = submit_report(report=report, by=council.holder)
    Person.objects.filter(pk=council.holder.person_id).update(name="Somebody Renamed")
    revision.refresh_from_db()
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert (revision.signed_name, revision.signed_title) == (council.holder.person.name, "Deputy Leader")
    assert (revision.submitted_by, revision.approved_how, revision.approved_on) == (council.holder, "", None)
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("pk").type == "submitted report"


def test_a_contributor_submits_on_behalf_and_says_how_and_when_it_was_approved(council: Reporting) -> None:
    report = council.answered()
    revision = submit_report(report=report, by=council.contributor, approved_how="By e-mail", approved_on=dates.today())
    assert (revision.signed_by, revision.submitted_by) == (council.holder.person, council.contributor)
    assert (revision.approved_how, revision.approved_on) == ("By e-mail", dates.today())


@pytest.mark.parametrize(("how", "days"), [("", 0), ("  ", 0), ("By e-mail", None), ("By e-mail", 1)])
def test_a_contributor_who_does_not_tell_the_approval_is_refused(
    council: Reporting, how: str, days: int | None
) -> None:
    report = council.answered()
    approved_on = None if days is None else dates.today() + timedelta(days=days)
    with pytest.raises(NotPossible, match="approved"):
        submit_report(report=report, by=council.contributor, approved_how=how, approved_on=approved_on)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_with_two_holders_a_contributor_says_which_of_them_approved(council: Reporting) -> None:
    other = AppointmentFactory(post=council.post).person
    report = council.answered()
    approval = {"approved_how": "By e-mail", "approved_on": dates.today()}
    with pytest.raises(NotPossible, match="Choose who approved"):
        submit_report(report=report, by=council.contributor, **approval)
    with pytest.raises(NotPossible, match="Choose who approved"):
        submit_report(report=report, by=council.contributor, signed_by=PersonFactory(), **approval)
    revision = submit_report(report=report, by=council.contributor, signed_by=other, **approval)
    assert revision.signed_by == other


@pytest.mark.parametrize("who", ["officer", "clerk", "member", "administrator"])
def test_nobody_outside_the_reports_posts_submits_or_withdraws_it(council: Reporting, who: str) -> None:
    report = council.answered()
    with pytest.raises(NotAllowed):
        submit_report(report=report, by=getattr(council, who), approved_how="By e-mail", approved_on=dates.today())
    with pytest.raises(NotAllowed):
        withdraw_report(report=report, reason="Not needed.", by=getattr(council, who))
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_a_holder_of_another_responsible_post_does_not_sign(council: Reporting) -> None:
    other = also_answering_for(council.whole, council.other_post)
    with pytest.raises(NotAllowed):
        submit_report(report=council.answered(), by=other)


def test_errors_of_the_claim_check_block(council: Reporting) -> None:
    report = council.draft()
    with pytest.raises(ClaimContradicted) as told:
        submit_report(report=report, by=council.holder)
    assert [finding.code for finding in told.value.findings] == ["left-out"] * 3
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_a_warning_blocks_until_it_is_answered(council: Reporting) -> None:
    report = council.answered()
    update = ProgressUpdate.objects.get(revision__report=report, recommendation=council.whole)
    council.answer(report, update, Answer(category=category(1)))
    with pytest.raises(ClaimContradicted):
        submit_report(report=report, by=council.holder)
    reasons = {(council.whole.pk, "completion-date-missing"): "The day was not recorded."}
    override_warnings(report=report, reasons=reasons, by=council.holder)
    submit_report(report=report, by=council.holder)
    claim = SelfAssessment.objects.get(update=update)
    assert [row.reason for row in claim.overrides.all()] == ["The day was not recorded."]


def test_a_reason_against_a_warning_that_no_longer_stands_is_not_handed_in(council: Reporting) -> None:
    report = council.answered()
    update = ProgressUpdate.objects.get(revision__report=report, recommendation=council.whole)
    update = council.answer(report, update, Answer(category=category(1)))
    reasons = {(council.whole.pk, "completion-date-missing"): "The day was not recorded."}
    override_warnings(report=report, reasons=reasons, by=council.holder)
    council.answer(report, update, Answer(category=category(1), completed_on=date(2015, 11, 1)))
    submit_report(report=report, by=council.holder)
    assert SelfAssessment.objects.get(update=update).overrides.count() == 0


def test_what_was_concluded_while_the_draft_was_open_is_not_handed_in(council: Reporting) -> None:
    report = council.answered()
    conclude(council, council.part_b)
    submit_report(report=report, by=council.holder)
    claims = SelfAssessment.objects.filter(update__revision__report=report)
    assert [str(claim.leaf) for claim in claims] == ["R01", "R02 a)"]


def test_a_part_made_while_the_draft_was_open_must_be_answered(council: Reporting) -> None:
    report = council.answered()
    part = RecommendationFactory(inquiry=council.inquiry, parent=council.parent, number=2, letter="c")
    with pytest.raises(ClaimContradicted) as told:
        submit_report(report=report, by=council.holder)
    assert [finding.leaf_pk for finding in told.value.findings] == [part.pk]


def test_submitting_twice_is_told_plainly_and_makes_one_event(council: Reporting) -> None:
    report = council.answered()
    stale = ProgressReport.objects.get(pk=report.pk)
    submit_report(report=report, by=council.holder)
    with pytest.raises(StaleReport):
        submit_report(report=stale, by=council.holder)
    assert events().count("submitted report") == 1


def test_withdrawing_keeps_the_reason(council: Reporting) -> None:
    report = council.draft()
    with pytest.raises(NotPossible, match="Say why"):
        withdraw_report(report=report, reason=" ", by=council.holder)
    withdraw_report(report=report, reason="Opened for the wrong meeting.", by=council.contributor)
    report.refresh_from_db()
    assert (report.state, report.withdrawn_reason) == (ReportState.WITHDRAWN, "Opened for the wrong meeting.")
    assert events() == ["opened report", "withdrew report"]


def test_after_a_withdrawal_another_report_can_be_opened(council: Reporting) -> None:
    withdraw_report(report=council.draft(), reason="Begun too early.", by=council.holder)
    assert council.draft().state == ReportState.DRAFT


def test_a_former_holder_does_not_sign(council: Reporting) -> None:
    report = council.answered()
    appointment = council.holder.person.appointments.get()
    appointment.ends_on = dates.today()
    appointment.save()
    former = type(council.holder).objects.get(pk=council.holder.pk)
    with pytest.raises(NotAllowed):
        submit_report(report=report, by=former)
    assert submit_report(report=report, by=appointed(council.post)).signed_title == "Deputy Leader"
