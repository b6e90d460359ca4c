"""Recording, correcting and reopening: who may, when, what is written and what follows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.council import Council, build_council, rolled_back, who
from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    RecommendationFactory,
    category,
    published_report,
    seated,
)
from tracking.actions.assessments import record_view, record_view_for_all_parts
from tracking.actions.committee_views import CommitteeView
from tracking.actions.view_corrections import correct_view, reopen_leaf
from tracking.enums import (
    CommitteeRole,
    ConclusionReason,
    Decision,
    InquiryState,
    MeetingState,
    Outcome,
    ReportState,
)
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Assessment, Committee, Event, Inquiry, Meeting, ProgressReport, Recommendation, User

AGREED = CommitteeView(agrees=True)
CONCLUDED = CommitteeView(
    decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN, reason="The service has ended."
)
RECORDERS = {"scrutiny officer", "scrutiny officer in an outside body", "clerk"}


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory()


@pytest.fixture
def officer(committee: Committee) -> User:
    user = seated(committee, CommitteeRole.SCRUTINY_OFFICER)
    user.person.name = "Sam Officer"
    user.person.save()
    return user


@pytest.fixture
def inquiry(committee: Committee) -> Inquiry:
    return InquiryFactory(tracking_committee=committee)


@pytest.fixture
def leaves(inquiry: Inquiry) -> list[Recommendation]:
    return [RecommendationFactory(inquiry=inquiry, number=number) for number in (1, 2)]


@pytest.fixture
def meeting(committee: Committee) -> Meeting:
    return MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)


@pytest.fixture
def report(leaves: list[Recommendation], meeting: Meeting) -> ProgressReport:
    return published_report(leaves, meeting=meeting)


@pytest.fixture
def later_meeting(committee: Committee) -> Meeting:
    return MeetingFactory(committee=committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)


def _event() -> Event:
    """The one Event there is."""
    return Event.objects.get()


@pytest.mark.django_db
class TestRecordingAView:
    def test_the_view_stands_beside_the_claim_with_who_and_when(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        view = CommitteeView(
            category=category(3),
            reason=" Indicators not yet reported. ",
            asked_for="Figures for the year.",
            agreed_due_on=date(2016, 11, 30),
            minute="47",
        )
        assessment = record_view(leaf=leaves[0], meeting=meeting, report=report, view=view, by=officer)
        assessment.refresh_from_db()
        assert assessment.self_assessment == leaves[0].self_assessments.get()
        assert (assessment.meeting, assessment.report, assessment.considered_on) == (meeting, report, meeting.held_on)
        assert (assessment.outcome, assessment.category, assessment.decision) == ("viewed", category(3), "continue")
        assert (assessment.reason, assessment.asked_for) == ("Indicators not yet reported.", "Figures for the year.")
        assert (assessment.agreed_due_on, assessment.minute) == (date(2016, 11, 30), "47")
        assert assessment.recorded_by == officer

    def test_nothing_is_recorded_on_a_report_that_was_moved_to_another_meeting_meanwhile(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        seen_by_other = ProgressReport.objects.select_related("meeting").get()
        assert seen_by_other.meeting == meeting
        ProgressReport.objects.update(meeting=MeetingFactory(committee=meeting.committee, held_on=date(2016, 6, 14)))
        with pytest.raises(NotPossible, match="Views are only recorded on reports published for this meeting"):
            record_view(leaf=leaves[0], meeting=meeting, report=seen_by_other, view=AGREED, by=officer)
        assert (Assessment.objects.count(), Event.objects.count()) == (0, 0)

    def test_one_event_says_what_was_recorded(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        assessment = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        event = _event()
        assert (event.actor, event.type) == (str(officer.public_id), "recorded view")
        assert (event.target_label, event.target_id) == ("tracking.assessment", str(assessment.pk))
        assert {key: event.after[key] for key in ("leaf", "category", "decision")} == {
            "leaf": leaves[0].pk,
            "category": category(6).pk,
            "decision": "continue",
        }

    def test_a_report_is_considered_on_the_meetings_date_when_its_last_leaf_is_recorded(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        report.refresh_from_db()
        no_view = CommitteeView(outcome=Outcome.NO_VIEW)
        record_view(leaf=leaves[1], meeting=meeting, report=report, view=no_view, by=officer)
        report.refresh_from_db()
        assert (report.state, report.considered_on) == (ReportState.CONSIDERED, meeting.held_on)
        assert Event.objects.latest("pk").after["reports_considered"] == [report.pk]

    def test_a_leaf_concluded_elsewhere_in_the_meantime_does_not_keep_the_report_waiting(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        _conclude(leaves[1], MeetingFactory(committee=meeting.committee, held_on=date(2016, 3, 1)))
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        report.refresh_from_db()
        assert report.state == ReportState.CONSIDERED

    def test_the_inquiry_is_concluded_when_its_last_leaf_is(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User, inquiry: Inquiry
    ) -> None:
        for leaf in leaves:
            record_view(leaf=leaf, meeting=meeting, report=report, view=CONCLUDED, by=officer)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.concluded_on) == (InquiryState.CONCLUDED, meeting.held_on)
        assert Event.objects.latest("pk").after["inquiry_state"] == "concluded"

    def test_an_inquiry_with_a_leaf_outside_the_report_stays_open(
        self, leaves: list[Recommendation], meeting: Meeting, officer: User, inquiry: Inquiry
    ) -> None:
        report = published_report(leaves[:1], meeting=meeting)
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        inquiry.refresh_from_db()
        assert inquiry.state == InquiryState.PUBLISHED

    def test_a_second_view_of_the_same_leaf_is_told_and_nothing_overwritten(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        first = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        with pytest.raises(StaleState, match=r"^R01 already has a view that you have not seen: Sam Officer recorded"):
            record_view(leaf=leaves[0], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        assert list(Assessment.objects.all()) == [first]
        assert Event.objects.count() == 1

    def test_a_second_view_is_told_even_after_the_first_completed_the_report(
        self, leaves: list[Recommendation], meeting: Meeting, officer: User
    ) -> None:
        report = published_report(leaves[:1], meeting=meeting)
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        with pytest.raises(StaleState, match=r"^R01 already has a view that you have not seen"):
            record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        assert Assessment.objects.count() == 1

    @pytest.mark.parametrize(
        ("state", "message"),
        [
            (
                MeetingState.PLANNED,
                "No view can be recorded at a meeting that is “planned”. Issue its papers first.",
            ),
            (
                MeetingState.MINUTES_APPROVED,
                (
                    "No view can be recorded at a meeting that is “minutes approved”. "
                    "Its minutes are approved. A view that is recorded already can be corrected."
                ),
            ),
            (MeetingState.CANCELLED, "No view can be recorded at a meeting that is “cancelled”."),
        ],
    )
    def test_views_are_recorded_only_once_papers_are_out_and_until_minutes_are_approved(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        report: ProgressReport,
        officer: User,
        state: MeetingState,
        message: str,
    ) -> None:
        fields: dict[str, Any] = {"state": state}
        if state == MeetingState.MINUTES_APPROVED:
            fields["minutes_approved_on"] = date(2016, 5, 1)
        if state == MeetingState.CANCELLED:
            fields["cancelled_reason"] = "Not quorate."
        Meeting.objects.filter(pk=meeting.pk).update(**fields)
        with pytest.raises(NotPossible) as refusal:
            record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        assert str(refusal.value) == message
        assert Assessment.objects.count() == 0

    @pytest.mark.parametrize("state", sorted(set(ReportState) - ReportState.public()))
    def test_a_report_that_is_not_published_gets_no_view(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        report: ProgressReport,
        officer: User,
        state: ReportState,
    ) -> None:
        ProgressReport.objects.filter(pk=report.pk).update(state=state, withdrawn_reason="Opened by mistake.")
        with pytest.raises(NotPossible, match=r"^Views are only recorded on reports published for this meeting\."):
            record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)

    def test_a_report_for_another_meeting_gets_no_view_at_this_one(
        self, leaves: list[Recommendation], report: ProgressReport, officer: User, later_meeting: Meeting
    ) -> None:
        with pytest.raises(NotPossible, match=r"^Views are only recorded on reports published for this meeting\."):
            record_view(leaf=leaves[0], meeting=later_meeting, report=report, view=AGREED, by=officer)

    def test_a_leaf_outside_the_report_gets_no_view(
        self, meeting: Meeting, report: ProgressReport, officer: User, inquiry: Inquiry
    ) -> None:
        other = RecommendationFactory(inquiry=inquiry, number=9)
        with pytest.raises(NotPossible, match=r"^R09 is not in the Progress Report for this meeting\.$"):
            record_view(leaf=other, meeting=meeting, report=report, view=AGREED, by=officer)

    def test_a_leaf_concluded_before_is_not_judged_again_without_reopening_it(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        _conclude(leaves[0], MeetingFactory(committee=meeting.committee, held_on=date(2016, 3, 1)))
        with pytest.raises(NotPossible, match=r"^R01 was concluded on 1 March 2016\. Reopen it to give a new view\.$"):
            record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)

    def test_what_is_wrong_with_the_view_is_said_and_nothing_written(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        view = CommitteeView(category=category(3))
        with pytest.raises(NotPossible, match=r"^Enter the reason for the view on R01\."):
            record_view(leaf=leaves[0], meeting=meeting, report=report, view=view, by=officer)
        assert (Assessment.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.django_db
class TestRecordingAllPartsAtOnce:
    @pytest.fixture
    def parts(self, inquiry: Inquiry) -> list[Recommendation]:
        whole = RecommendationFactory(inquiry=inquiry, number=6)
        return [PartFactory(parent=whole, letter=letter) for letter in "abc"]

    def test_each_part_gets_its_own_claim_when_the_committee_agrees(
        self, parts: list[Recommendation], meeting: Meeting, officer: User
    ) -> None:
        report = published_report(parts, meeting=meeting)
        claim = parts[1].self_assessments.get()
        claim.category = category(1)
        claim.save()
        rows = record_view_for_all_parts(parts=parts, meeting=meeting, report=report, view=AGREED, by=officer)
        assert [(row.leaf.letter, row.category.number, row.decision) for row in rows if row.category] == [
            ("a", 6, "continue"),
            ("b", 1, "conclude"),
            ("c", 6, "continue"),
        ]

    def test_one_act_is_one_event_on_the_recommendation(
        self, parts: list[Recommendation], meeting: Meeting, officer: User
    ) -> None:
        report = published_report(parts, meeting=meeting)
        rows = record_view_for_all_parts(parts=parts, meeting=meeting, report=report, view=AGREED, by=officer)
        event = _event()
        assert (event.type, event.target_id) == ("recorded view on parts", str(parts[0].parent_id))
        assert event.after == {
            "assessments": [row.pk for row in rows],
            "reports_considered": [report.pk],
            "next_round_on": "2016-10-12",
        }

    def test_nothing_is_recorded_when_somebody_was_faster_with_one_part(
        self, parts: list[Recommendation], meeting: Meeting, officer: User
    ) -> None:
        report = published_report(parts, meeting=meeting)
        first = record_view(leaf=parts[1], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        with pytest.raises(StaleState, match=r"^R06 b\) already has a view"):
            record_view_for_all_parts(parts=parts, meeting=meeting, report=report, view=AGREED, by=officer)
        assert list(Assessment.objects.all()) == [first]

    def test_parts_of_several_recommendations_are_not_one_act(
        self, parts: list[Recommendation], leaves: list[Recommendation], meeting: Meeting, officer: User
    ) -> None:
        report = published_report([parts[0], leaves[0]], meeting=meeting)
        with pytest.raises(NotPossible, match=r"^Choose at least one part, all of the same recommendation\.$"):
            record_view_for_all_parts(
                parts=[parts[0], leaves[0]], meeting=meeting, report=report, view=AGREED, by=officer
            )


@pytest.mark.django_db
class TestCorrectingAView:
    @pytest.fixture
    def recorded(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> Assessment:
        return record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)

    def test_a_further_row_supersedes_the_first_and_says_why(self, recorded: Assessment, officer: User) -> None:
        corrected = correct_view(
            assessment=recorded, view=CONCLUDED, superseding_reason="Minute 47 says so.", by=officer
        )
        recorded.refresh_from_db()
        assert (recorded.decision, recorded.superseded_by) == ("continue", corrected)
        assert (corrected.decision, corrected.superseding_reason) == ("conclude", "Minute 47 says so.")
        assert (corrected.meeting, corrected.report) == (recorded.meeting, recorded.report)
        assert corrected.self_assessment == recorded.self_assessment

    def test_the_event_holds_what_it_was_and_what_it_is(self, recorded: Assessment, officer: User) -> None:
        correct_view(assessment=recorded, view=CONCLUDED, superseding_reason="Misheard.", by=officer)
        event = Event.objects.latest("pk")
        assert (event.type, event.before["decision"], event.after["decision"]) == (
            "corrected view",
            "continue",
            "conclude",
        )

    def test_it_can_be_corrected_after_the_minutes_were_approved(self, recorded: Assessment, officer: User) -> None:
        Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 1))
        correct_view(assessment=recorded, view=CONCLUDED, superseding_reason="Misheard.", by=officer)
        assert Assessment.objects.live().get().decision == "conclude"

    def test_a_correction_needs_its_reason(self, recorded: Assessment, officer: User) -> None:
        with pytest.raises(NotPossible, match=r"^Enter why the view on R01 is corrected\.$"):
            correct_view(assessment=recorded, view=CONCLUDED, superseding_reason=" ", by=officer)

    def test_of_two_corrections_of_one_view_the_second_is_told(self, recorded: Assessment, officer: User) -> None:
        correct_view(assessment=recorded, view=CONCLUDED, superseding_reason="Misheard.", by=officer)
        with pytest.raises(StaleState, match=r"^R01 already has a view that you have not seen"):
            correct_view(assessment=recorded, view=AGREED, superseding_reason="Misheard.", by=officer)
        assert Assessment.objects.count() == 2

    def test_a_correction_can_itself_be_corrected(self, recorded: Assessment, officer: User) -> None:
        second = correct_view(assessment=recorded, view=CONCLUDED, superseding_reason="Misheard.", by=officer)
        third = correct_view(assessment=second, view=AGREED, superseding_reason="Misheard again.", by=officer)
        assert list(Assessment.objects.live()) == [third]

    def test_a_correction_that_ends_the_last_conclusion_opens_the_inquiry_again(
        self, leaves: list[Recommendation], meeting: Meeting, officer: User, inquiry: Inquiry
    ) -> None:
        leaves[1].delete()
        report = published_report(leaves[:1], meeting=meeting)
        concluded = record_view(leaf=leaves[0], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        inquiry.refresh_from_db()
        assert inquiry.state == InquiryState.CONCLUDED
        correct_view(assessment=concluded, view=AGREED, superseding_reason="Misheard.", by=officer)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.concluded_on) == (InquiryState.PUBLISHED, None)

    def test_a_leaf_considered_again_cannot_be_concluded_at_the_earlier_meeting(
        self, recorded: Assessment, later_meeting: Meeting, officer: User
    ) -> None:
        AssessmentFactory(leaf=recorded.leaf, meeting=later_meeting)
        with pytest.raises(NotPossible, match=r"^R01 was considered again on 10 November 2016"):
            correct_view(assessment=recorded, view=CONCLUDED, superseding_reason="Misheard.", by=officer)

    def test_a_view_carried_over_keeps_its_source_and_date(self, leaves: list[Recommendation], officer: User) -> None:
        carried = AssessmentFactory(
            leaf=leaves[0], meeting=None, considered_on=date(2014, 1, 7), source_text="Minutes of 7 January 2014"
        )
        corrected = correct_view(
            assessment=carried,
            view=CommitteeView(category=category(5)),
            superseding_reason="Wrong row copied.",
            by=officer,
        )
        assert (corrected.meeting, corrected.considered_on) == (None, date(2014, 1, 7))
        assert (corrected.source_text, corrected.category) == ("Minutes of 7 January 2014", category(5))


@pytest.mark.django_db
class TestReopeningALeaf:
    @pytest.fixture
    def again(self) -> CommitteeView:
        return CommitteeView(category=category(5), reason="The indicators were dropped.")

    @pytest.fixture
    def concluded(self, leaves: list[Recommendation], meeting: Meeting) -> Recommendation:
        _conclude(leaves[0], meeting)
        return leaves[0]

    def test_a_later_meeting_tracks_it_again_with_a_category_and_a_reason(
        self, concluded: Recommendation, later_meeting: Meeting, officer: User, again: CommitteeView
    ) -> None:
        row = reopen_leaf(leaf=concluded, meeting=later_meeting, view=again, by=officer)
        assert (row.reopens, row.decision, row.category, row.reason) == (
            True,
            "continue",
            category(5),
            "The indicators were dropped.",
        )
        assert concluded in Recommendation.objects.with_standing_assessment().tracked()
        assert (_event().type, _event().target_id) == ("reopened recommendation", str(concluded.pk))

    def test_a_concluded_inquiry_is_published_again(
        self,
        concluded: Recommendation,
        later_meeting: Meeting,
        officer: User,
        inquiry: Inquiry,
        again: CommitteeView,
    ) -> None:
        Inquiry.objects.update(state=InquiryState.CONCLUDED, concluded_on=date(2016, 4, 12))
        reopen_leaf(leaf=concluded, meeting=later_meeting, view=again, by=officer)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.concluded_on) == (InquiryState.PUBLISHED, None)

    def test_reopening_needs_a_reason(self, concluded: Recommendation, later_meeting: Meeting, officer: User) -> None:
        view = CommitteeView(category=category(5))
        with pytest.raises(NotPossible, match=r"^Enter why R01 is reopened\.$"):
            reopen_leaf(leaf=concluded, meeting=later_meeting, view=view, by=officer)

    def test_reopening_needs_a_category(self, concluded: Recommendation, later_meeting: Meeting, officer: User) -> None:
        with pytest.raises(NotPossible, match=r"^Choose a category for R01\."):
            reopen_leaf(leaf=concluded, meeting=later_meeting, view=CommitteeView(reason="Undone."), by=officer)

    def test_the_meeting_that_concluded_it_cannot_reopen_it(
        self, concluded: Recommendation, meeting: Meeting, officer: User, again: CommitteeView
    ) -> None:
        with pytest.raises(NotPossible, match=r"^R01 was concluded on 12 April 2016\. Only a later meeting"):
            reopen_leaf(leaf=concluded, meeting=meeting, view=again, by=officer)

    def test_a_leaf_still_tracked_has_nothing_to_reopen(
        self, leaves: list[Recommendation], later_meeting: Meeting, officer: User, again: CommitteeView
    ) -> None:
        with pytest.raises(NotPossible, match=r"^R02 is still tracked, so there is nothing to reopen\.$"):
            reopen_leaf(leaf=leaves[1], meeting=later_meeting, view=again, by=officer)

    def test_a_committee_cannot_reopen_what_another_tracks(
        self, concluded: Recommendation, again: CommitteeView
    ) -> None:
        elsewhere = MeetingFactory(held_on=date(2016, 11, 10), state=MeetingState.HELD)
        with pytest.raises(NotAllowed):
            reopen_leaf(
                leaf=concluded,
                meeting=elsewhere,
                view=again,
                by=seated(elsewhere.committee, CommitteeRole.SCRUTINY_OFFICER),
            )

    def test_an_officer_of_both_cannot_reopen_it_at_the_wrong_committees_meeting(
        self, concluded: Recommendation, officer: User, again: CommitteeView
    ) -> None:
        elsewhere = MeetingFactory(held_on=date(2016, 11, 10), state=MeetingState.HELD)
        factories.CommitteeMembershipFactory(
            person=officer.person, committee=elsewhere.committee, role=CommitteeRole.SCRUTINY_OFFICER
        )
        with pytest.raises(NotPossible, match=r"^R01 is tracked by another committee\."):
            reopen_leaf(leaf=concluded, meeting=elsewhere, view=again, by=officer)


def _conclude(leaf: Recommendation, meeting: Meeting) -> Assessment:
    return AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=None,
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.IMPLEMENTED,
    )


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Council]:
    with django_db_blocker.unblock(), rolled_back():
        yield build_council()


@pytest.fixture(scope="module")
def council_report(council: Council, django_db_blocker: DjangoDbBlocker) -> ProgressReport:
    with django_db_blocker.unblock():
        meeting = MeetingFactory(committee=council.committee, state=MeetingState.PAPERS_ISSUED)
        return published_report(council.recommendations, meeting=meeting)


def _allowed(council: Council, attempt: Any) -> set[str]:
    """Those for whom the attempt, undone each time, does not raise NotAllowed."""
    allowed = set()
    for name, viewer in council.viewers.items():
        if isinstance(viewer, AnonymousUser):
            continue
        with rolled_back():
            try:
                attempt(viewer)
            except NotAllowed:
                continue
        allowed.add(name)
    return allowed


@pytest.mark.django_db
def test_only_officers_of_the_committee_without_a_cabinet_post_record_a_view(
    council: Council, council_report: ProgressReport
) -> None:
    allowed = _allowed(
        council,
        lambda user: record_view(
            leaf=council.recommendations[0],
            meeting=council_report.meeting,
            report=council_report,
            view=AGREED,
            by=user,
        ),
    )
    assert allowed == who(council, RECORDERS)


@pytest.mark.django_db
def test_only_they_correct_one(council: Council, council_report: ProgressReport) -> None:
    recorded = AssessmentFactory(leaf=council.recommendations[0], meeting=council_report.meeting)
    allowed = _allowed(
        council, lambda user: correct_view(assessment=recorded, view=CONCLUDED, superseding_reason="Misheard.", by=user)
    )
    assert allowed == who(council, RECORDERS)


@pytest.mark.django_db
def test_only_they_correct_one_that_was_carried_over(council: Council) -> None:
    recorded = AssessmentFactory(
        leaf=council.recommendations[0], meeting=None, considered_on=date(2014, 1, 7), source_text="Minutes"
    )
    allowed = _allowed(
        council, lambda user: correct_view(assessment=recorded, view=CONCLUDED, superseding_reason="Misread.", by=user)
    )
    assert allowed == who(council, RECORDERS)


@pytest.mark.django_db
def test_only_they_reopen_a_leaf(council: Council, council_report: ProgressReport) -> None:
    leaf = council.recommendations[0]
    _conclude(leaf, council_report.meeting)
    later = MeetingFactory(committee=council.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    again = CommitteeView(category=category(5), reason="Undone.")
    allowed = _allowed(council, lambda user: reopen_leaf(leaf=leaf, meeting=later, view=again, by=user))
    assert allowed == who(council, RECORDERS)


@pytest.mark.django_db
def test_only_they_record_all_parts_at_once(council: Council, council_report: ProgressReport) -> None:
    whole = RecommendationFactory(inquiry=council.inquiry, number=7)
    parts = [PartFactory(parent=whole, letter=letter) for letter in "ab"]
    meeting = MeetingFactory(committee=council.committee, held_on=date(2016, 6, 1), state=MeetingState.HELD)
    report = published_report(parts, meeting=meeting)
    allowed = _allowed(
        council,
        lambda user: record_view_for_all_parts(parts=parts, meeting=meeting, report=report, view=AGREED, by=user),
    )
    assert allowed == who(council, RECORDERS)
