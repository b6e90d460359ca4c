"""The first page: for everyone how it stands, for each role what needs them and what they wait for."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AppointmentFactory,
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    UserFactory,
    administrator,
    appointed,
    category,
    current_revision,
    published_report,
    seated,
)
from tests.register import registered
from tracking import dates
from tracking.enums import (
    Capacity,
    CommitteeRole,
    ConclusionReason,
    Decision,
    MeetingState,
    PostKind,
    ReportState,
)
from tracking.models import Committee, Inquiry, Meeting, Post, Recommendation, UpdateRound, User
from tracking.presenters.wording import written_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory(name="Corporate Resources")


@pytest.fixture
def post() -> Post:
    return PostFactory(name="Deputy Leader")


@pytest.fixture
def inquiry(committee: Committee) -> Inquiry:
    """Answered by the executive already, and tracked before, so that nothing else is to be done about it."""
    return InquiryFactory(
        title="Partnership",
        tracking_committee=committee,
        responded_on=date(2015, 8, 1),
        last_tracked_on_carried_over=dates.today() - timedelta(days=10),
    )


@pytest.fixture
def leaf(inquiry: Inquiry, post: Post) -> Recommendation:
    leaf = RecommendationFactory(inquiry=inquiry, number=6)
    ResponsibilityFactory(recommendation=leaf, post=post)
    return leaf


@pytest.fixture
def coming(committee: Committee) -> Meeting:
    return MeetingFactory(committee=committee, held_on=dates.today() + timedelta(days=40))


Lines = tuple[list[str], list[str]]


@pytest.fixture
def overview_of() -> Callable[[User], Lines]:
    """What a user is told: the lines that need them, and those that wait for others."""

    def read(user: User) -> Lines:
        registered()
        client = Client()
        client.force_login(user)
        face = client.get(reverse("overview")).context["face"]
        return [line.text for line in face.needed], [line.text for line in face.waiting]

    return read


class TestForEveryone:
    def test_the_headline_counts_every_leaf_once_by_how_it_ended(self, client: Client, inquiry: Inquiry) -> None:
        meeting = MeetingFactory(committee=CommitteeFactory(), state=MeetingState.HELD)
        concluded = {"decision": Decision.CONCLUDE, "conclusion_reason": ConclusionReason.IMPLEMENTED}
        endings = [
            {"category": category(1), **concluded},
            {"category": category(1), **concluded},
            {"category": category(2), **concluded},
            {"category": None, "decision": Decision.CONCLUDE, "conclusion_reason": ConclusionReason.OVERTAKEN},
            {"category": category(1), "decision": Decision.CONTINUE},
        ]
        for number, ending in enumerate(endings, start=1):
            leaf = RecommendationFactory(inquiry=inquiry, number=number)
            AssessmentFactory(leaf=leaf, meeting=meeting, **ending)
        RecommendationFactory(inquiry=inquiry, number=9)
        registered()
        assert client.get(reverse("overview")).context["headline"] == (
            "Of 6 recommendations and parts since 2015, 2 were achieved on time and 1 late. "
            "1 was concluded for other reasons and 2 are still tracked."
        )

    def test_a_view_given_at_a_meeting_not_yet_held_does_not_count(
        self, client: Client, leaf: Recommendation, committee: Committee
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
        AssessmentFactory(
            leaf=leaf,
            meeting=meeting,
            category=category(1),
            decision=Decision.CONCLUDE,
            conclusion_reason=ConclusionReason.IMPLEMENTED,
        )
        registered()
        response = client.get(reverse("overview"))
        assert response.context["headline"].endswith("0 were achieved on time and 0 late. 1 is still tracked.")
        assert response.context["changes"] == []

    def test_what_changed_lately_comes_the_latest_first(
        self, client: Client, leaf: Recommendation, committee: Committee
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD)
        published_report([leaf], meeting=meeting)
        AssessmentFactory(leaf=leaf, meeting=meeting)
        changes = client.get(reverse("overview")).context["changes"]
        assert [(change.text, change.detail) for change in changes] == [
            ("1 view given on Partnership", "12 April 2016, Corporate Resources"),
            ("Progress Report on Partnership published", "4 April 2016, for Corporate Resources"),
        ]

    def test_only_meetings_that_gave_a_view_are_news_the_latest_of_them(
        self, client: Client, leaf: Recommendation, committee: Committee
    ) -> None:
        for day in range(1, 13):
            meeting = MeetingFactory(committee=committee, held_on=date(2016, 1, day), state=MeetingState.HELD)
            if day % 2:
                AssessmentFactory(leaf=leaf, meeting=meeting)
        MeetingFactory(committee=committee, held_on=date(2016, 2, 1), state=MeetingState.HELD)
        changes = client.get(reverse("overview")).context["changes"]
        assert [change.detail for change in changes] == [
            f"{day} January 2016, Corporate Resources" for day in (11, 9, 7, 5, 3, 1)
        ]

    def test_the_search_leads_to_the_register(self, client: Client) -> None:
        page = client.get(reverse("overview")).content.decode()
        assert f'<form method="get" action="{reverse("register")}" role="search"' in page
        assert 'name="q"' in page

    def test_everything_to_look_further_into_is_one_click_away(self, client: Client) -> None:
        page = client.get(reverse("overview")).content.decode()
        names = ("figures", "register", "inquiry_list", "open_data")
        assert [name for name in names if f'<a class="govuk-link" href="{reverse(name)}">' not in page] == []

    def test_an_empty_council_says_so(self, client: Client) -> None:
        assert client.get(reverse("overview")).context["headline"] == "No recommendations are tracked here yet."


class TestForTheExecutive:
    def test_a_draft_names_what_is_not_finished(
        self, leaf: Recommendation, post: Post, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        published_report([leaf], meeting=coming, lead_post=post, state=ReportState.DRAFT)
        line = f"Draft R06 of Partnership for {written_date(coming.held_on)}"
        assert overview_of(appointed(post)) == ([line], [])
        assert overview_of(appointed(post, Capacity.CONTRIBUTOR)) == ([line], [])

    def test_a_recommendation_with_a_part_not_assessed_is_not_finished(
        self, leaf: Recommendation, post: Post, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        report = published_report([leaf], meeting=coming, lead_post=post, state=ReportState.DRAFT)
        update = current_revision(report).updates.get()
        current_revision(report).updates.update(version=1)
        update.self_assessments.update(category=None, completed_on=None)
        needed, _ = overview_of(appointed(post))
        assert needed == [f"Draft R06 of Partnership for {written_date(coming.held_on)}"]

    def test_a_draft_with_everything_assessed_is_checked_and_submitted(
        self, leaf: Recommendation, post: Post, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        report = published_report([leaf], meeting=coming, lead_post=post, state=ReportState.DRAFT)
        current_revision(report).updates.update(version=1)
        needed, _ = overview_of(appointed(post))
        assert needed == [f"Check and submit the report on Partnership for {written_date(coming.held_on)}"]

    @pytest.mark.parametrize(
        ("state", "needed", "waiting"),
        [
            (ReportState.RETURNED, "Revise the returned report on Partnership for {day}", ""),
            (ReportState.SUBMITTED, "", "The scrutiny office checks the report on Partnership for {day}"),
            (ReportState.ACCEPTED, "", "The clerk publishes the report on Partnership for {day}"),
            (ReportState.PUBLISHED, "", "The committee considers the report on Partnership"),
        ],
    )
    def test_a_report_under_way_needs_them_or_waits_for_others(
        self,
        leaf: Recommendation,
        post: Post,
        coming: Meeting,
        overview_of: Callable[[User], Lines],
        state: ReportState,
        needed: str,
        waiting: str,
    ) -> None:
        published_report([leaf], meeting=coming, lead_post=post, state=state)
        day = written_date(coming.held_on)
        expected = ([words.format(day=day)] if words else [] for words in (needed, waiting))
        assert overview_of(appointed(post)) == tuple(expected)

    def test_a_report_is_opened_when_the_committees_interval_has_passed_by_the_next_meeting(
        self, leaf: Recommendation, post: Post, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        assert overview_of(appointed(post)) == ([], [])
        Inquiry.objects.update(last_tracked_on_carried_over=dates.today() - timedelta(days=200))
        line = f"Open a report on Partnership for {written_date(coming.held_on)}"
        assert overview_of(appointed(post)) == ([line], [])

    @pytest.mark.parametrize(("days", "is_due"), [(-1, True), (0, True), (1, False)])
    def test_once_a_round_is_scheduled_its_day_says_when_a_report_is_opened(
        self,
        leaf: Recommendation,
        post: Post,
        coming: Meeting,
        overview_of: Callable[[User], Lines],
        days: int,
        is_due: bool,
    ) -> None:
        Inquiry.objects.update(
            last_tracked_on_carried_over=dates.today() - timedelta(days=400),
            next_round_on=coming.held_on + timedelta(days=days),
        )
        line = f"Open a report on Partnership for {written_date(coming.held_on)}"
        assert overview_of(appointed(post)) == ([line] if is_due else [], [])

    def test_another_post_is_told_nothing_of_it(
        self, leaf: Recommendation, post: Post, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        published_report([leaf], meeting=coming, lead_post=post, state=ReportState.DRAFT)
        assert overview_of(appointed(PostFactory())) == ([], [])


class TestForOfficers:
    def _both(self, committee: Committee, overview_of: Callable[[User], Lines]) -> tuple[Lines, Lines]:
        officer, clerk = (seated(committee, role) for role in (CommitteeRole.SCRUTINY_OFFICER, CommitteeRole.CLERK))
        return overview_of(officer), overview_of(clerk)

    def test_a_submitted_report_needs_both(
        self, leaf: Recommendation, coming: Meeting, overview_of: Callable[[User], Lines], committee: Committee
    ) -> None:
        published_report([leaf], meeting=coming, state=ReportState.SUBMITTED)
        line = f"Check the report on Partnership for {written_date(coming.held_on)}"
        assert self._both(committee, overview_of) == (([line], []), ([line], []))

    def test_an_accepted_report_needs_the_clerk_and_the_officer_waits(
        self, leaf: Recommendation, coming: Meeting, overview_of: Callable[[User], Lines], committee: Committee
    ) -> None:
        published_report([leaf], meeting=coming, state=ReportState.ACCEPTED)
        day = written_date(coming.held_on)
        waits = f"The clerk publishes the report on Partnership for {day}"
        publish = f"Publish the report on Partnership for {day}"
        assert self._both(committee, overview_of) == (([], [waits]), ([publish], []))

    def test_papers_need_the_clerk_once_a_report_is_published(
        self, leaf: Recommendation, coming: Meeting, overview_of: Callable[[User], Lines], committee: Committee
    ) -> None:
        published_report([leaf], meeting=coming)
        line = f"Issue the papers for Corporate Resources on {written_date(coming.held_on)}"
        assert self._both(committee, overview_of) == (([], []), ([line], []))

    def test_views_to_record_need_both_and_then_the_minutes_the_clerk(
        self, leaf: Recommendation, overview_of: Callable[[User], Lines], committee: Committee
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD)
        published_report([leaf], meeting=meeting)
        line = "Record the committee’s view on 1 of 1 recommendation or part: Corporate Resources on 12 April 2016"
        assert self._both(committee, overview_of) == (([line], []), ([line], []))
        AssessmentFactory(leaf=leaf, meeting=meeting)
        minutes = "Enter when the minutes were approved: Corporate Resources on 12 April 2016"
        assert self._both(committee, overview_of) == (([], []), ([minutes], []))

    def test_a_meeting_whose_day_has_come_is_said_to_be_held(
        self, overview_of: Callable[[User], Lines], committee: Committee
    ) -> None:
        MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
        line = "Say that this meeting was held: Corporate Resources on 12 April 2016"
        assert self._both(committee, overview_of) == (([line], []), ([line], []))

    def test_the_business_of_another_committee_is_not_theirs(
        self, leaf: Recommendation, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        published_report([leaf], meeting=coming, state=ReportState.SUBMITTED)
        assert self._both(CommitteeFactory(), overview_of) == (([], []), ([], []))


class TestTheClocksOfTheScrutinyOfficer:
    @pytest.fixture
    def officer(self, committee: Committee) -> User:
        return seated(committee, CommitteeRole.SCRUTINY_OFFICER)

    def test_an_overdue_response_is_asked_for(
        self, leaf: Recommendation, officer: User, overview_of: Callable[[User], Lines]
    ) -> None:
        Inquiry.objects.update(responded_on=None, received_on=date(2015, 6, 9))
        assert overview_of(officer) == (["Ask for the executive’s response to Partnership"], [])

    def test_a_response_that_is_not_yet_due_or_whose_day_is_not_known_is_waited_for(
        self, leaf: Recommendation, officer: User, overview_of: Callable[[User], Lines]
    ) -> None:
        Inquiry.objects.update(responded_on=None)
        assert overview_of(officer) == ([], ["The executive responds to Partnership"])
        Inquiry.objects.update(received_on=dates.today())
        assert overview_of(officer) == ([], ["The executive responds to Partnership"])

    def test_no_clock_runs_against_outside_bodies(
        self, leaf: Recommendation, officer: User, post: Post, overview_of: Callable[[User], Lines]
    ) -> None:
        Inquiry.objects.update(responded_on=None, received_on=date(2015, 6, 9))
        Post.objects.update(kind=PostKind.OUTSIDE_BODY)
        assert overview_of(officer) == ([], [])

    def test_an_inquiry_not_tracked_for_a_year_is_brought_up_unless_a_report_is_on_its_way(
        self, leaf: Recommendation, officer: User, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        Inquiry.objects.update(last_tracked_on_carried_over=date(2015, 11, 10))
        ask = f"Ask for updates for Corporate Resources on {written_date(coming.held_on)}"
        assert overview_of(officer) == ([ask, "Plan the next tracking of Partnership"], [])
        published_report([leaf], meeting=coming)
        assert overview_of(officer) == ([], [])

    def test_a_meeting_is_planned_for_a_next_report_that_is_due_soon(
        self, leaf: Recommendation, officer: User, overview_of: Callable[[User], Lines]
    ) -> None:
        Inquiry.objects.update(next_round_on=dates.today() + timedelta(days=61))
        assert overview_of(officer) == ([], [])
        Inquiry.objects.update(next_round_on=dates.today() + timedelta(days=60))
        assert overview_of(officer) == (["Plan a meeting for the next report on Partnership"], [])

    def test_once_a_meeting_is_planned_all_are_asked_for_it_and_then_those_left_out_one_by_one(
        self, leaf: Recommendation, officer: User, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        Inquiry.objects.update(next_round_on=dates.today(), last_tracked_on_carried_over=date(2015, 11, 10))
        day = written_date(coming.held_on)
        assert overview_of(officer) == ([f"Ask for updates for Corporate Resources on {day}"], [])
        UpdateRound.objects.create(meeting=coming, due_on=coming.held_on, recorded_by=officer)
        assert overview_of(officer) == ([f"Ask for updates on Partnership for {day}"], [])
        published_report([leaf], meeting=coming)
        assert overview_of(officer) == ([], [])

    def test_the_task_leads_to_planning_a_meeting_and_says_how_late_it_is(
        self, client: Client, leaf: Recommendation, officer: User, committee: Committee
    ) -> None:
        due_on = dates.today() - timedelta(days=3)
        Inquiry.objects.update(next_round_on=due_on)
        client.force_login(officer)
        line = client.get(reverse("overview")).context["face"].needed[0]
        assert (line.href, line.when, line.late) == (
            reverse("manage_meeting_new", args=[committee.slug]),
            f"Due {written_date(due_on)}: 3 days late",
            True,
        )


class TestForMembersAndAdministrators:
    def test_members_read_papers_once_they_are_out(
        self, committee: Committee, coming: Meeting, overview_of: Callable[[User], Lines]
    ) -> None:
        member, day = seated(committee), written_date(coming.held_on)
        assert overview_of(member) == ([], [f"The clerk issues the papers for Corporate Resources on {day}"])
        Meeting.objects.update(state=MeetingState.PAPERS_ISSUED)
        assert overview_of(member) == ([f"Read the papers for Corporate Resources on {day}"], [])

    def test_administrators_are_told_of_users_without_a_role(self, overview_of: Callable[[User], Lines]) -> None:
        boss = administrator()
        AppointmentFactory(person=UserFactory().person)
        AppointmentFactory(person=UserFactory().person, ends_on=date(2016, 5, 1))
        UserFactory(is_active=False)
        assert overview_of(boss) == (["Give 1 user without a role something to do"], [])

    def test_whoever_has_nothing_to_do_is_told_so(self, client: Client) -> None:
        client.force_login(UserFactory())
        assert client.get(reverse("overview")).context["face"].state == "Nothing needs you now."

    def test_whoever_is_signed_in_reads_the_figures_below_what_is_to_be_done(
        self, client: Client, leaf: Recommendation
    ) -> None:
        registered()
        client.force_login(UserFactory())
        response = client.get(reverse("overview"))
        main = response.content.decode().partition("In figures</h2>")[2]
        assert response.context["headline"] in main
        report = reverse("annual_report", args=[dates.municipal_year(dates.today())])
        assert [f'href="{href}"' in main for href in (reverse("figures"), report)] == [True, True]

    def test_recently_decided_holds_the_users_own_inquiries(
        self, client: Client, leaf: Recommendation, committee: Committee, post: Post
    ) -> None:
        AssessmentFactory(leaf=leaf, meeting=MeetingFactory(committee=committee, state=MeetingState.HELD))
        AssessmentFactory(leaf=RecommendationFactory(), meeting=MeetingFactory(state=MeetingState.HELD))
        for user in (appointed(post), seated(committee)):
            client.force_login(user)
            decided = client.get(reverse("overview")).context["decided"]
            assert [link.text for link in decided] == ["1 view given on Partnership"]
