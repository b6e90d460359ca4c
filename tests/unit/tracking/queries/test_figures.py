"""The figures: every ending once, each number of how many, for everyone and for users."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    UserFactory,
    category,
    published_report,
)
from tests.register import registered
from tracking.enums import ConclusionReason, Decision, Ending, InquiryState, MeetingState, Outcome
from tracking.models import Category, Inquiry, Meeting, Recommendation, SelfAssessment
from tracking.queries.agreement import Agreement
from tracking.queries.figures import Days, Figures, Scope, figures
from tracking.queries.years_brought import YearBrought, years_brought

pytestmark = pytest.mark.django_db

TODAY = date(2016, 6, 1)
PUBLIC = AnonymousUser()


@pytest.fixture
def inquiry() -> Inquiry:
    return InquiryFactory(title="Partnership", approved_on=date(2015, 6, 9))


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(held_on=date(2016, 4, 12), state=MeetingState.HELD)


def counted(scope: Scope | None = None) -> Figures:
    registered()
    return figures(scope or Scope(PUBLIC), today=TODAY)


def conclude(
    leaf: Recommendation, meeting: Meeting, number: int | None, reason: str = "implemented", **more: Any
) -> None:
    AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=category(number) if number else None,
        decision=Decision.CONCLUDE,
        conclusion_reason=reason,
        conclusion_target="Elsewhere" if reason in ConclusionReason.with_target() else "",
        **more,
    )


def answering(claim: SelfAssessment) -> dict[str, Any]:
    """What a view of this claim is recorded with."""
    return {"self_assessment": claim, "report": claim.update.revision.report}


def claim_of(leaf: Recommendation) -> SelfAssessment:
    return SelfAssessment.objects.get(leaf=leaf)


class TestEndings:
    def test_each_ending_is_counted_apart_and_all_add_up(self, inquiry: Inquiry, meeting: Meeting) -> None:
        open_ended = Category.objects.create(
            scheme=inquiry.scheme, number=7, name="Done", criterion="Done.", achieved=True, tone="achieved"
        )
        for number, reason in ((1, "implemented"), (1, "implemented"), (2, "implemented"), (7, "implemented")):
            conclude(RecommendationFactory(inquiry=inquiry), meeting, number, reason)
        for reason in ConclusionReason:
            conclude(RecommendationFactory(inquiry=inquiry), meeting, None, reason)
        AssessmentFactory(leaf=RecommendationFactory(inquiry=inquiry), meeting=meeting, category=category(3))
        RecommendationFactory(inquiry=inquiry)
        in_all = counted().in_all
        assert open_ended.number == 7
        assert in_all.endings == {
            Ending.ON_TIME: 2,
            Ending.LATE: 1,
            Ending.ACHIEVED: 1,
            Ending.IMPLEMENTED: 1,
            Ending.OVERTAKEN: 1,
            Ending.TRANSFERRED: 1,
            Ending.MERGED: 1,
            Ending.NOT_ACHIEVABLE: 1,
            Ending.WITHDRAWN: 1,
            Ending.TRACKED: 2,
        }
        assert (in_all.total, in_all.concluded, in_all.achieved) == (12, 10, 4)

    def test_a_category_that_means_achieved_counts_only_once_the_committee_concludes(
        self, inquiry: Inquiry, meeting: Meeting
    ) -> None:
        AssessmentFactory(leaf=RecommendationFactory(inquiry=inquiry), meeting=meeting, category=category(1))
        assert counted().in_all.endings == {Ending.TRACKED: 1}

    def test_parts_are_counted_and_the_recommendation_they_belong_to_is_not(
        self, inquiry: Inquiry, meeting: Meeting
    ) -> None:
        whole = RecommendationFactory(inquiry=inquiry)
        parts = [PartFactory(parent=whole, letter=letter) for letter in "ab"]
        conclude(parts[0], meeting, 1)
        assert counted().in_all.endings == {Ending.ON_TIME: 1, Ending.TRACKED: 1}

    def test_what_was_reopened_is_tracked_again(self, inquiry: Inquiry, meeting: Meeting) -> None:
        leaf = RecommendationFactory(inquiry=inquiry)
        conclude(leaf, meeting, 1)
        later = MeetingFactory(held_on=date(2016, 5, 10), state=MeetingState.HELD)
        AssessmentFactory(leaf=leaf, meeting=later, category=category(3), reopens=True, reason="It came back.")
        assert counted().in_all.endings == {Ending.TRACKED: 1}

    def test_years_are_those_of_approval_and_add_up(self, inquiry: Inquiry, meeting: Meeting) -> None:
        last_day = InquiryFactory(approved_on=date(2016, 4, 30))
        first_day = InquiryFactory(approved_on=date(2016, 5, 1))
        undated = InquiryFactory(approved_on=None)
        for owner in (inquiry, last_day, first_day, undated):
            RecommendationFactory(inquiry=owner)
        found = counted()
        assert [(row.year, row.total) for row in found.years] == [(None, 1), (2015, 2), (2016, 1)]
        assert found.in_all.total == 4

    def test_a_view_not_published_yet_counts_for_users_alone(self, inquiry: Inquiry) -> None:
        unpublished = MeetingFactory(state=MeetingState.HELD, views_published_by=None)
        conclude(RecommendationFactory(inquiry=inquiry), unpublished, 1)
        assert counted().in_all.endings == {Ending.TRACKED: 1}
        assert counted(Scope(UserFactory())).in_all.endings == {Ending.ON_TIME: 1}

    def test_an_inquiry_that_the_viewer_may_not_see_is_in_no_figure(self) -> None:
        RecommendationFactory(inquiry=InquiryFactory(state=InquiryState.DRAFT))
        found = counted()
        assert (found.in_all.total, found.never_tracked, found.overdue) == (0, 0, 0)

    def test_figures_are_narrowed_to_a_committee_and_to_a_year(self, inquiry: Inquiry, meeting: Meeting) -> None:
        committee = CommitteeFactory()
        own = InquiryFactory(tracking_committee=committee, approved_on=date(2016, 5, 2))
        commissioned = InquiryFactory(approved_on=date(2015, 5, 2))
        commissioned.commissioned_by.add(committee)
        for owner in (inquiry, own, commissioned):
            RecommendationFactory(inquiry=owner)
        assert counted(Scope(PUBLIC, committee)).in_all.total == 2
        assert counted(Scope(PUBLIC, committee, 2016)).in_all.total == 1
        assert counted(Scope(PUBLIC, None, 2015)).in_all.total == 2


class TestYearsBrought:
    def test_approvals_and_conclusions_are_each_counted_in_their_own_year(self, inquiry: Inquiry) -> None:
        InquiryFactory(approved_on=date(2015, 6, 9))
        InquiryFactory(approved_on=None)
        for held_on, number in ((date(2016, 4, 30), 1), (date(2016, 5, 1), 2)):
            conclude(RecommendationFactory(inquiry=inquiry), MeetingFactory(held_on=held_on, state="held"), number)
        registered()
        assert years_brought(Scope(PUBLIC)) == (
            YearBrought(2015, approved=2, concluded={Ending.ON_TIME: 1}),
            YearBrought(2016, approved=0, concluded={Ending.LATE: 1}),
        )

    def test_they_are_narrowed_as_all_figures_are(self, inquiry: Inquiry, meeting: Meeting) -> None:
        committee = CommitteeFactory()
        own = InquiryFactory(tracking_committee=committee, approved_on=date(2014, 6, 1))
        own.commissioned_by.add(committee, CommitteeFactory())
        conclude(RecommendationFactory(inquiry=own), meeting, 1)
        conclude(RecommendationFactory(inquiry=inquiry), meeting, 1)
        registered()
        brought = (YearBrought(2014, 1, {}), YearBrought(2015, 0, {Ending.ON_TIME: 1}))
        assert years_brought(Scope(PUBLIC, committee)) == brought
        assert years_brought(Scope(PUBLIC, None, 2014)) == brought


class TestSlips:
    def test_only_leaves_with_an_original_date_are_counted(self, inquiry: Inquiry, meeting: Meeting) -> None:
        unmoved = RecommendationFactory(inquiry=inquiry, due_on=date(2015, 11, 30))
        for days in (10, 30):
            leaf = RecommendationFactory(inquiry=inquiry, due_on=date(2015, 11, 30))
            AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2015, 11, 30) + timedelta(days=days))
        undated = RecommendationFactory(inquiry=inquiry, due_on=None, due_text="")
        AssessmentFactory(leaf=undated, meeting=meeting, agreed_due_on=date(2016, 11, 30))
        found = counted()
        assert unmoved.due_on == date(2015, 11, 30)
        assert found.slips == Days(((0, 1), (10, 1), (30, 1)))
        assert (found.in_all.dated, found.in_all.unmoved, found.in_all.days) == (3, 1, 40)

    def test_a_date_that_moved_and_came_back_did_move(self, inquiry: Inquiry, meeting: Meeting) -> None:
        leaf = RecommendationFactory(inquiry=inquiry, due_on=date(2015, 11, 30))
        AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2016, 11, 30))
        later = MeetingFactory(held_on=date(2016, 5, 10), state=MeetingState.HELD)
        AssessmentFactory(leaf=leaf, meeting=later, agreed_due_on=date(2015, 11, 30))
        found = counted()
        assert (found.slips.counts, found.in_all.unmoved) == (((0, 1),), 0)


class TestTimeToConclude:
    def test_it_runs_from_approval_to_the_view_that_concluded(self, inquiry: Inquiry, meeting: Meeting) -> None:
        conclude(RecommendationFactory(inquiry=inquiry), meeting, 1)
        conclude(RecommendationFactory(inquiry=inquiry), meeting, None, "overtaken")
        AssessmentFactory(leaf=RecommendationFactory(inquiry=inquiry), meeting=meeting)
        conclude(RecommendationFactory(inquiry=InquiryFactory(approved_on=None)), meeting, 1)
        assert counted().time_to_conclude == Days((((date(2016, 4, 12) - date(2015, 6, 9)).days, 2),))


class TestAgreement:
    def answer(self, leaf: Recommendation, meeting: Meeting, **fields: Any) -> None:
        AssessmentFactory(leaf=leaf, meeting=meeting, **answering(claim_of(leaf)), **fields)

    def test_of_the_views_that_answered_a_claim_those_that_shared_it(self, inquiry: Inquiry, meeting: Meeting) -> None:
        leaves = [RecommendationFactory(inquiry=inquiry) for _ in range(4)]
        published_report(leaves[:3], meeting=meeting, claims={"category": category(3)})
        self.answer(leaves[0], meeting, category=category(3))
        self.answer(leaves[1], meeting, category=category(5))
        self.answer(leaves[2], meeting, outcome=Outcome.DEFERRED, category=None, decision="")
        AssessmentFactory(leaf=leaves[3], meeting=meeting, category=category(3))
        assert counted().agreement == (Agreement(2015, answered=2, shared=1),)

    def test_a_proposal_is_shared_by_concluding_for_its_reason(self, inquiry: Inquiry, meeting: Meeting) -> None:
        leaves = [RecommendationFactory(inquiry=inquiry) for _ in range(3)]
        proposal = {"category": None, "proposed_conclusion": "overtaken", "proposal_explanation": "It is gone."}
        published_report(leaves, meeting=meeting, claims=proposal)
        ends = {"category": None, "decision": Decision.CONCLUDE}
        self.answer(leaves[0], meeting, conclusion_reason="overtaken", **ends)
        self.answer(leaves[1], meeting, conclusion_reason="not_achievable", **ends)
        self.answer(leaves[2], meeting, category=category(3))
        assert counted().agreement == (Agreement(2015, answered=3, shared=1),)

    def test_a_view_without_a_category_says_nothing_of_a_category_claimed(
        self, inquiry: Inquiry, meeting: Meeting
    ) -> None:
        leaf = RecommendationFactory(inquiry=inquiry)
        published_report([leaf], meeting=meeting)
        self.answer(leaf, meeting, category=None, decision=Decision.CONCLUDE, conclusion_reason="overtaken")
        assert counted().agreement == ()

    def test_a_correction_counts_in_place_of_what_it_corrects(self, inquiry: Inquiry, meeting: Meeting) -> None:
        leaf = RecommendationFactory(inquiry=inquiry)
        published_report([leaf], meeting=meeting, claims={"category": category(3)})
        first = AssessmentFactory(leaf=leaf, meeting=meeting, **answering(claim_of(leaf)), category=category(5))
        self.answer(leaf, meeting, category=category(3), supersedes=first, superseding_reason="A slip.")
        assert counted().agreement == (Agreement(2015, answered=1, shared=1),)

    def test_years_are_those_of_the_view(self, inquiry: Inquiry) -> None:
        leaf = RecommendationFactory(inquiry=inquiry)
        for held_on in (date(2016, 4, 12), date(2016, 5, 12)):
            sitting = MeetingFactory(held_on=held_on, state=MeetingState.HELD)
            report = published_report([leaf], meeting=sitting, claims={"category": category(3)})
            claim = SelfAssessment.objects.get(update__revision__report=report)
            AssessmentFactory(leaf=leaf, meeting=sitting, **answering(claim), category=category(3))
        assert counted().agreement == (Agreement(2015, 1, 1), Agreement(2016, 1, 1))

    def test_a_view_not_published_yet_counts_for_users_alone(self, inquiry: Inquiry) -> None:
        unpublished = MeetingFactory(state=MeetingState.HELD, views_published_by=None)
        leaf = RecommendationFactory(inquiry=inquiry)
        published_report([leaf], meeting=unpublished, claims={"category": category(3)})
        self.answer(leaf, unpublished, category=category(3))
        assert counted().agreement == ()
        assert counted(Scope(UserFactory())).agreement == (Agreement(2015, 1, 1),)


class TestOverdue:
    def test_those_overdue_are_counted_for_whoever_answers_today(self, inquiry: Inquiry) -> None:
        housing, parks, former = (PostFactory(name=name) for name in ("Housing", "Parks", "Former"))
        late, whole = RecommendationFactory(inquiry=inquiry), RecommendationFactory(inquiry=inquiry)
        inherits, has_own = PartFactory(parent=whole, letter="a"), PartFactory(parent=whole, letter="b")
        ResponsibilityFactory(recommendation=late, post=housing)
        ResponsibilityFactory(recommendation=late, post=parks)
        ResponsibilityFactory(recommendation=late, post=former, ends_on=date(2016, 1, 1))
        ResponsibilityFactory(recommendation=whole, post=housing)
        ResponsibilityFactory(recommendation=has_own, post=parks)
        due_later = RecommendationFactory(inquiry=inquiry, due_on=date(2017, 1, 31))
        ResponsibilityFactory(recommendation=due_later, post=housing)
        found = counted()
        assert inherits.letter == "a"
        assert [(row.post, row.overdue, row.tracked) for row in found.posts] == [(housing, 2, 3), (parks, 2, 2)]
        assert found.overdue == 3

    def test_what_is_due_today_or_said_to_be_done_is_not_overdue(self, inquiry: Inquiry, meeting: Meeting) -> None:
        RecommendationFactory(inquiry=inquiry, due_on=TODAY)
        done = RecommendationFactory(inquiry=inquiry)
        published_report([done], meeting=meeting, claims={"category": category(1), "completed_on": date(2015, 11, 1)})
        assert counted().overdue == 0

    def test_never_tracked_and_disagreed_are_those_of_the_register(self, inquiry: Inquiry, meeting: Meeting) -> None:
        RecommendationFactory(inquiry=inquiry)
        disputed = RecommendationFactory(inquiry=inquiry)
        published_report([disputed], meeting=meeting, claims={"category": category(3)})
        AssessmentFactory(leaf=disputed, meeting=meeting, **answering(claim_of(disputed)), category=category(5))
        found = counted()
        assert (found.never_tracked, found.disagreed) == (1, 1)


class TestDays:
    def test_the_median_is_the_day_in_the_middle_or_halfway_between_two(self) -> None:
        assert Days(((0, 2), (10, 1))).median == 0
        assert Days(((0, 2), (10, 2))).median == 5
        assert Days(((-5, 1), (3, 1), (400, 1))).median == 3
        assert Days(()).median is None

    def test_those_that_moved_include_what_came_back_to_its_day(self) -> None:
        days = Days(((-5, 1), (0, 3), (10, 1)))
        assert days.moved(unmoved=2).counts == ((-5, 1), (0, 1), (10, 1))
        assert days.moved(unmoved=3).counts == ((-5, 1), (10, 1))

    def test_the_mean_weighs_each_day_by_how_often_it_occurs(self) -> None:
        assert Days(((0, 3), (10, 1))).mean == 2.5
        assert Days(()).mean is None

    def test_a_range_includes_both_its_ends(self) -> None:
        days = Days(((0, 1), (91, 2), (92, 4)))
        assert (days.between(1, 91), days.between(92, None), days.between(None, 0)) == (2, 4, 1)
