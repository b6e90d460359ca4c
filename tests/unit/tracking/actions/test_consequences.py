"""What follows from views: undone ones wait again, deferred ones come back, rounds are scheduled, views published."""

from datetime import date
from uuid import uuid4

import pytest

from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    RecommendationFactory,
    UserFactory,
    category,
    published_report,
    seated,
)
from tracking.actions.assessments import agree_with_the_rest, record_view, record_view_for_all_parts
from tracking.actions.committee_views import CommitteeView
from tracking.actions.meetings import approve_minutes, cancel_meeting, hold_meeting, publish_views
from tracking.actions.report_decisions import move_report
from tracking.actions.view_corrections import correct_view, reopen_leaf, undo_view
from tracking.enums import CommitteeRole, ConclusionReason, Decision, InquiryState, MeetingState, Outcome, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import (
    Assessment,
    Committee,
    Event,
    Inquiry,
    Meeting,
    PrivateSession,
    ProgressReport,
    Recommendation,
    RoomScreen,
    SelfAssessment,
    User,
)
from tracking.queries.judgements import rounds_by_leaf
from tracking.queries.views_at_meeting import reports_at_meeting, views_waiting

pytestmark = pytest.mark.django_db

AGREED = CommitteeView(agrees=True)
DEFERRED = CommitteeView(outcome=Outcome.DEFERRED)
NO_VIEW = CommitteeView(outcome=Outcome.NO_VIEW)
CONCLUDED = CommitteeView(
    decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN, reason="The service has ended."
)


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory()


@pytest.fixture
def officer(committee: Committee) -> User:
    return seated(committee, CommitteeRole.SCRUTINY_OFFICER)


@pytest.fixture
def clerk(committee: Committee) -> User:
    return seated(committee, CommitteeRole.CLERK)


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
def next_meeting(committee: Committee) -> Meeting:
    return MeetingFactory(committee=committee, held_on=date(2016, 6, 14), state=MeetingState.PAPERS_ISSUED)


@pytest.fixture
def report(leaves: list[Recommendation], meeting: Meeting) -> ProgressReport:
    return published_report(leaves, meeting=meeting)


def waiting_at(meeting: Meeting, viewer: User) -> list[str]:
    return [leaf.leaf.label for row in reports_at_meeting(meeting, viewer) for leaf in row.waiting]


class TestUndoing:
    def test_a_leaf_whose_view_was_undone_waits_for_one_again(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        view = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        assert waiting_at(meeting, officer) == ["R02"]
        undone = undo_view(assessment=view, by=officer)
        assert waiting_at(meeting, officer) == ["R01", "R02"]
        assert (undone.outcome, undone.supersedes, undone.superseding_reason) == (Outcome.UNDONE, view, "Undone.")
        event = Event.objects.latest("pk")
        assert (event.type, event.actor, event.before["decision"]) == ("undid view", str(officer.public_id), "continue")

    def test_it_is_recorded_again_by_a_row_that_takes_the_place_of_the_undone_one(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        for _ in range(3):
            view = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
            undo_view(assessment=view, by=officer)
        last = record_view(leaf=leaves[0], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        assert list(Assessment.objects.live()) == [last]
        assert Assessment.objects.count() == 7
        assert (last.supersedes.outcome, last.superseding_reason) == (
            Outcome.UNDONE,
            "Recorded again after it was undone.",
        )

    def test_a_report_that_was_considered_waits_again_and_its_next_round_is_not_due(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User, inquiry: Inquiry
    ) -> None:
        for leaf in leaves:
            view = record_view(leaf=leaf, meeting=meeting, report=report, view=AGREED, by=officer)
        inquiry.refresh_from_db()
        assert inquiry.next_round_on == date(2016, 10, 12)
        undo_view(assessment=view, by=officer)
        report.refresh_from_db()
        inquiry.refresh_from_db()
        assert (report.state, report.considered_on, inquiry.next_round_on) == (ReportState.PUBLISHED, None, None)

    def test_an_inquiry_that_was_concluded_is_tracked_again(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User, inquiry: Inquiry
    ) -> None:
        for leaf in leaves:
            view = record_view(leaf=leaf, meeting=meeting, report=report, view=CONCLUDED, by=officer)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.concluded_on) == (InquiryState.CONCLUDED, meeting.held_on)
        undo_view(assessment=view, by=officer)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.concluded_on) == (InquiryState.PUBLISHED, None)

    def test_after_the_minutes_are_approved_a_view_is_corrected_instead(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        view = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        hold_meeting(by=officer, meeting=meeting)
        with pytest.raises(NotPossible, match=r"1 view is not recorded\. Record what is missing first"):
            approve_minutes(by=officer, meeting=meeting, on=date(2016, 6, 1))
        record_view(leaf=leaves[1], meeting=meeting, report=report, view=DEFERRED, by=officer)
        approve_minutes(by=officer, meeting=meeting, on=date(2016, 6, 1))
        with pytest.raises(NotPossible, match=r"The minutes of this meeting are approved\. Correct the view"):
            undo_view(assessment=view, by=officer)
        assert Assessment.objects.count() == 2

    def test_what_was_deferred_to_a_meeting_does_not_hold_up_its_minutes_but_goes_on_to_the_next(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
        committee: Committee,
    ) -> None:
        later = MeetingFactory(committee=committee, held_on=date(2016, 7, 12), state=MeetingState.PAPERS_ISSUED)
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=DEFERRED, by=officer)
        hold_meeting(by=officer, meeting=next_meeting)
        approve_minutes(by=officer, meeting=next_meeting, on=date(2016, 7, 12))
        assert (waiting_at(next_meeting, officer), waiting_at(later, officer)) == ([], ["R01"])

    def test_of_two_officers_the_second_is_told(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User, clerk: User
    ) -> None:
        view = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        undo_view(assessment=view, by=clerk)
        with pytest.raises(StaleState, match="undid it at"):
            undo_view(assessment=view, by=officer)
        with pytest.raises(StaleState, match="undid it at"):
            correct_view(assessment=view, view=CONCLUDED, superseding_reason="Misheard.", by=officer)

    def test_only_those_who_may_record_undo(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        view = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        for other in (UserFactory(), seated(meeting.committee, CommitteeRole.MEMBER), seated(CommitteeFactory())):
            with pytest.raises(NotAllowed):
                undo_view(assessment=view, by=other)

    def test_a_view_carried_over_cannot_be_undone(self, leaves: list[Recommendation], officer: User) -> None:
        carried = AssessmentFactory(
            leaf=leaves[0], meeting=None, considered_on=date(2014, 4, 1), source_text="Minutes of 2014."
        )
        with pytest.raises(NotPossible, match="carried over from before"):
            undo_view(assessment=carried, by=officer)

    def test_a_leaf_reopened_by_mistake_is_concluded_as_it_was_and_can_be_reopened_again(
        self, leaves: list[Recommendation], meeting: Meeting, next_meeting: Meeting, officer: User
    ) -> None:
        report = published_report(leaves, meeting=meeting)
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        again = CommitteeView(category=category(5), reason="It has stopped.")
        reopened = reopen_leaf(leaf=leaves[0], meeting=next_meeting, view=again, by=officer)
        undo_view(assessment=reopened, by=officer)
        leaf = Recommendation.objects.with_standing_assessment().get(pk=leaves[0].pk)
        assert leaf.standing_decision == Decision.CONCLUDE
        second = reopen_leaf(leaf=leaves[0], meeting=next_meeting, view=again, by=officer)
        assert (second.supersedes.outcome, second.reopens) == (Outcome.UNDONE, True)

    def test_history_does_not_show_slips_of_the_hand(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        slip = record_view(leaf=leaves[0], meeting=meeting, report=report, view=CONCLUDED, by=officer)
        corrected = correct_view(assessment=slip, view=AGREED, superseding_reason="Misheard.", by=officer)
        undo_view(assessment=corrected, by=officer)
        (round_,) = rounds_by_leaf([leaves[0].pk], officer)[leaves[0].pk]
        assert (round_.view, round_.superseded) == (None, ())
        said = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        (round_,) = rounds_by_leaf([leaves[0].pk], officer)[leaves[0].pk]
        assert (round_.view, round_.superseded) == (said, ())


class TestTheSameFormSentAgain:
    def test_it_is_recorded_once_and_answered_twice(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        sent = {"leaf": leaves[0], "meeting": meeting, "report": report, "view": AGREED, "form_key": uuid4()}
        first = record_view(**sent, by=officer)
        assert record_view(**sent, by=officer) == first
        assert (Assessment.objects.count(), Event.objects.count()) == (1, 1)

    def test_a_form_that_comes_late_does_not_bring_back_what_was_undone(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        sent = {"leaf": leaves[0], "meeting": meeting, "report": report, "view": AGREED, "form_key": uuid4()}
        first = record_view(**sent, by=officer)
        undo_view(assessment=first, by=officer)
        assert record_view(**sent, by=officer) == first
        assert list(Assessment.objects.live()) == []

    def test_nobody_can_use_the_key_of_anothers_form(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User, clerk: User
    ) -> None:
        sent = {"leaf": leaves[0], "meeting": meeting, "report": report, "view": AGREED, "form_key": uuid4()}
        record_view(**sent, by=officer)
        with pytest.raises(NotPossible, match="sent by somebody else"):
            record_view(**sent, by=clerk)

    def test_one_act_for_several_parts_is_recorded_once(
        self, inquiry: Inquiry, meeting: Meeting, officer: User
    ) -> None:
        whole = RecommendationFactory(inquiry=inquiry, number=6)
        parts = [PartFactory(parent=whole, letter=letter) for letter in "ab"]
        report = published_report(parts, meeting=meeting)
        sent = {"parts": parts, "meeting": meeting, "report": report, "view": AGREED, "form_key": uuid4()}
        first = record_view_for_all_parts(**sent, by=officer)
        assert record_view_for_all_parts(**sent, by=officer) == first
        assert (Assessment.objects.count(), Event.objects.count()) == (2, 1)


class TestDeferring:
    def test_the_report_waits_and_the_leaf_comes_back_at_the_next_meeting(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
    ) -> None:
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        record_view(leaf=leaves[1], meeting=meeting, report=report, view=DEFERRED, by=officer)
        report.refresh_from_db()
        assert report.state == ReportState.PUBLISHED
        assert (waiting_at(meeting, officer), waiting_at(next_meeting, officer)) == ([], ["R02"])
        (row,) = reports_at_meeting(next_meeting, officer)
        assert (row.report, row.deferred_from, row.leaves[0].claim.leaf) == (report, meeting, leaves[1])
        assert views_waiting([meeting, next_meeting], officer) == {meeting.pk: (0, 2), next_meeting.pk: (1, 1)}

    def test_once_viewed_there_the_report_is_considered_on_that_day(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
        inquiry: Inquiry,
    ) -> None:
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        record_view(leaf=leaves[1], meeting=meeting, report=report, view=DEFERRED, by=officer)
        view = record_view(leaf=leaves[1], meeting=next_meeting, report=report, view=AGREED, by=officer)
        report.refresh_from_db()
        inquiry.refresh_from_db()
        assert (report.state, report.considered_on) == (ReportState.CONSIDERED, next_meeting.held_on)
        assert inquiry.next_round_on == date(2016, 12, 14)
        assert [leaf.view for row in reports_at_meeting(next_meeting, officer) for leaf in row.leaves] == [view]
        rounds = rounds_by_leaf([leaves[1].pk], officer)[leaves[1].pk]
        assert [(row.sitting.meeting, row.claim, row.view and row.view.outcome) for row in rounds] == [
            (meeting, view.self_assessment, "deferred"),
            (next_meeting, view.self_assessment, "viewed"),
        ]

    def test_it_keeps_its_standing_position(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        earlier = AssessmentFactory(
            leaf=leaves[0], meeting=MeetingFactory(held_on=date(2015, 11, 10), state=MeetingState.HELD)
        )
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=DEFERRED, by=officer)
        leaf = Recommendation.objects.with_standing_assessment().get(pk=leaves[0].pk)
        assert leaf.standing_assessment_id == earlier.pk

    def test_it_does_not_come_back_at_a_meeting_that_is_cancelled_but_at_the_one_after(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
        committee: Committee,
    ) -> None:
        later = MeetingFactory(committee=committee, held_on=date(2016, 7, 12), state=MeetingState.PAPERS_ISSUED)
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=DEFERRED, by=officer)
        assert (waiting_at(next_meeting, officer), waiting_at(later, officer)) == (["R01"], [])
        Meeting.objects.filter(pk=next_meeting.pk).update(state=MeetingState.CANCELLED, cancelled_reason="Election.")
        assert (waiting_at(next_meeting, officer), waiting_at(later, officer)) == ([], ["R01"])

    def test_a_new_report_on_it_takes_the_place_of_the_old_one(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
    ) -> None:
        record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        record_view(leaf=leaves[1], meeting=meeting, report=report, view=DEFERRED, by=officer)
        newer = published_report(leaves[1:], meeting=next_meeting)
        assert [row.report for row in reports_at_meeting(next_meeting, officer)] == [newer]
        record_view(leaf=leaves[1], meeting=next_meeting, report=newer, view=AGREED, by=officer)
        assert {row.state for row in ProgressReport.objects.all()} == {ReportState.CONSIDERED}

    def test_a_leaf_that_was_not_deferred_cannot_be_recorded_with_an_old_report(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
    ) -> None:
        record_view(leaf=leaves[1], meeting=meeting, report=report, view=DEFERRED, by=officer)
        with pytest.raises(NotPossible, match="Views are only recorded on reports published for this meeting"):
            record_view(leaf=leaves[0], meeting=next_meeting, report=report, view=AGREED, by=officer)

    def test_of_two_officers_who_record_it_at_the_next_meeting_the_second_is_told(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
        clerk: User,
    ) -> None:
        record_view(leaf=leaves[1], meeting=meeting, report=report, view=DEFERRED, by=officer)
        record_view(leaf=leaves[1], meeting=next_meeting, report=report, view=AGREED, by=clerk)
        with pytest.raises(StaleState, match="recorded it"):
            record_view(leaf=leaves[1], meeting=next_meeting, report=report, view=AGREED, by=officer)

    def test_no_view_settles_a_leaf_for_this_round(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        for leaf in leaves:
            record_view(leaf=leaf, meeting=meeting, report=report, view=NO_VIEW, by=officer)
        report.refresh_from_db()
        assert (report.state, report.considered_on) == (ReportState.CONSIDERED, meeting.held_on)


class TestTheNextRound:
    def test_it_is_due_the_committees_interval_after_the_report_was_considered(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User, inquiry: Inquiry
    ) -> None:
        Committee.objects.update(tracking_interval_months=4)
        for leaf in leaves:
            record_view(leaf=leaf, meeting=meeting, report=report, view=AGREED, by=officer)
        inquiry.refresh_from_db()
        assert inquiry.next_round_on == date(2016, 8, 12)
        assert Event.objects.latest("pk").after["next_round_on"] == "2016-08-12"

    def test_a_concluded_inquiry_has_none_until_a_leaf_is_reopened(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
        inquiry: Inquiry,
    ) -> None:
        for leaf in leaves:
            record_view(leaf=leaf, meeting=meeting, report=report, view=CONCLUDED, by=officer)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.next_round_on) == (InquiryState.CONCLUDED, None)
        again = CommitteeView(category=category(5), reason="It has stopped.")
        reopen_leaf(leaf=leaves[0], meeting=next_meeting, view=again, by=officer)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.next_round_on) == (InquiryState.PUBLISHED, date(2016, 12, 14))


class TestAgreeingWithTheRest:
    def test_every_claim_becomes_the_committees_view_in_one_act(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
    ) -> None:
        rows = agree_with_the_rest(meeting=meeting, claims=list(SelfAssessment.objects.order_by("leaf")), by=officer)
        assert [(row.leaf, row.category, row.decision) for row in rows] == [
            (leaf, category(6), "continue") for leaf in leaves
        ]
        event = Event.objects.get()
        assert (event.type, event.target_label, event.after["assessments"]) == (
            "agreed with the rest",
            "tracking.meeting",
            [row.pk for row in rows],
        )
        report.refresh_from_db()
        assert report.state == ReportState.CONSIDERED

    def test_all_or_nothing_is_recorded(
        self, leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User, clerk: User
    ) -> None:
        first = record_view(leaf=leaves[1], meeting=meeting, report=report, view=CONCLUDED, by=clerk)
        with pytest.raises(StaleState, match="R02 already has a view that you have not seen"):
            agree_with_the_rest(meeting=meeting, claims=list(SelfAssessment.objects.order_by("leaf")), by=officer)
        assert list(Assessment.objects.all()) == [first]

    def test_a_category_that_decides_nothing_by_itself_is_not_agreed_with_in_one_go(
        self, leaves: list[Recommendation], meeting: Meeting, officer: User
    ) -> None:
        published_report(leaves, meeting=meeting, claims={"category": category(4), "obstacle": "The law."})
        with pytest.raises(NotPossible, match="Choose whether tracking of R01 continues or is concluded"):
            agree_with_the_rest(meeting=meeting, claims=list(SelfAssessment.objects.order_by("leaf")), by=officer)

    def test_it_needs_something_to_agree_with_and_the_right_to_record(self, meeting: Meeting, officer: User) -> None:
        with pytest.raises(NotPossible, match="Choose at least one recommendation"):
            agree_with_the_rest(meeting=meeting, claims=[], by=officer)
        with pytest.raises(NotAllowed):
            agree_with_the_rest(meeting=meeting, claims=[], by=seated(meeting.committee, CommitteeRole.MEMBER))


class TestPublishingTheViews:
    def test_the_clerk_publishes_them_once_the_meeting_was_held(self, meeting: Meeting, clerk: User) -> None:
        with pytest.raises(NotPossible, match="Record first that it was held"):
            publish_views(by=clerk, meeting=meeting)
        hold_meeting(by=clerk, meeting=meeting)
        assert meeting.views_published_at is None
        publish_views(by=clerk, meeting=meeting)
        meeting.refresh_from_db()
        assert meeting.views_published_by == clerk
        assert Event.objects.latest("pk").type == "published views"
        with pytest.raises(StaleState, match="already"):
            publish_views(by=clerk, meeting=meeting)

    def test_the_scrutiny_officer_does_not(self, meeting: Meeting, officer: User) -> None:
        with pytest.raises(NotAllowed):
            publish_views(by=officer, meeting=meeting)

    def test_a_meeting_that_is_in_private_is_not_over(self, meeting: Meeting, officer: User) -> None:
        PrivateSession.objects.create(meeting=meeting, paragraphs=[3], recorded_by=officer)
        with pytest.raises(NotPossible, match="still in private"):
            hold_meeting(by=officer, meeting=meeting)
        with pytest.raises(NotPossible, match="still in private"):
            cancel_meeting(by=officer, meeting=meeting, reason="No quorum.")
        Meeting.objects.update(state=MeetingState.HELD)
        meeting.refresh_from_db()
        with pytest.raises(NotPossible, match="still in private"):
            approve_minutes(by=officer, meeting=meeting, on=date(2016, 6, 1))


def test_every_change_of_a_view_has_the_rooms_screen_look_again(
    leaves: list[Recommendation], meeting: Meeting, report: ProgressReport, officer: User
) -> None:
    screen = RoomScreen.objects.create(meeting=meeting)
    versions = []
    view = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
    versions.append(RoomScreen.objects.get().version)
    corrected = correct_view(assessment=view, view=CONCLUDED, superseding_reason="Misheard.", by=officer)
    versions.append(RoomScreen.objects.get().version)
    undo_view(assessment=corrected, by=officer)
    versions.append(RoomScreen.objects.get().version)
    agree_with_the_rest(meeting=meeting, claims=list(SelfAssessment.objects.all()), by=officer)
    versions.append(RoomScreen.objects.get().version)
    assert versions == [screen.version + step for step in (1, 2, 3, 4)]


class TestReportsThatMove:
    def test_a_report_on_which_every_view_was_undone_can_be_moved_and_is_viewed_there(
        self,
        leaves: list[Recommendation],
        meeting: Meeting,
        next_meeting: Meeting,
        report: ProgressReport,
        officer: User,
        clerk: User,
    ) -> None:
        view = record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)
        with pytest.raises(NotPossible, match="recorded a view on this report, so it stays"):
            move_report(report=report, meeting=next_meeting, by=clerk, tabled_late_reason="The room was flooded.")
        undo_view(assessment=view, by=officer)
        move_report(report=report, meeting=next_meeting, by=clerk, tabled_late_reason="The room was flooded.")
        assert (waiting_at(meeting, officer), waiting_at(next_meeting, officer)) == ([], ["R01", "R02"])
        with pytest.raises(NotPossible, match="Views are only recorded on reports published for this meeting"):
            record_view(leaf=leaves[0], meeting=meeting, report=report, view=AGREED, by=officer)


def test_a_correction_at_an_earlier_meeting_does_not_bring_the_next_round_forward(
    leaves: list[Recommendation],
    meeting: Meeting,
    next_meeting: Meeting,
    report: ProgressReport,
    officer: User,
    inquiry: Inquiry,
) -> None:
    deferred = [record_view(leaf=leaf, meeting=meeting, report=report, view=DEFERRED, by=officer) for leaf in leaves]
    record_view(leaf=leaves[0], meeting=next_meeting, report=report, view=AGREED, by=officer)
    correct_view(assessment=deferred[1], view=NO_VIEW, superseding_reason="It was not deferred.", by=officer)
    report.refresh_from_db()
    inquiry.refresh_from_db()
    assert (report.state, report.considered_on) == (ReportState.CONSIDERED, next_meeting.held_on)
    assert inquiry.next_round_on == date(2016, 12, 14)
