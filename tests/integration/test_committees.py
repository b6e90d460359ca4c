"""Committees and their meetings: what each kind of viewer reads, and what they are told to do next."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AppointmentFactory,
    AssessmentFactory,
    CommitteeFactory,
    CommitteeMembershipFactory,
    CommitteePackFactory,
    InquiryFactory,
    MeetingFactory,
    PersonFactory,
    RecommendationFactory,
    published_report,
    seated,
)
from tests.register import registered
from tracking import dates
from tracking.enums import CommitteeRole, MeetingState, ReportState
from tracking.models import ClosedDay, Committee, Inquiry, Meeting, ProgressReport, Recommendation, User
from tracking.presenters.wording import written_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory(name="Corporate Resources O&S Committee", slug="corporate-resources")


@pytest.fixture
def inquiry(committee: Committee) -> Inquiry:
    return InquiryFactory(title="Refreshing the Partnership", slug="partnership", tracking_committee=committee)


@pytest.fixture
def leaf(inquiry: Inquiry) -> Recommendation:
    return RecommendationFactory(inquiry=inquiry, number=1, title="The business plan")


def _page(client: Client, meeting: Meeting) -> str:
    return _text(client.get(reverse("meeting_detail", args=[meeting.committee.slug, meeting.date_slug])))


def _text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def _signed_in(committee: Committee, role: CommitteeRole) -> Client:
    client = Client()
    client.force_login(seated(committee, role))
    return client


class TestTheListOfCommittees:
    def test_each_says_how_many_inquiries_it_tracks_and_when_it_meets(
        self, client: Client, committee: Committee, inquiry: Inquiry
    ) -> None:
        meeting = MeetingFactory(committee=committee, held_on=dates.today() + timedelta(days=9))
        page = _text(client.get(reverse("committee_list")))
        assert "Tracks 1 inquiry" in page
        assert written_date(meeting.held_on) in page

    def test_those_that_were_abolished_come_last(self, client: Client) -> None:
        CommitteeFactory(name="A committee of old", abolished_on=date(2015, 5, 26))
        CommitteeFactory(name="B committee of today")
        page = _text(client.get(reverse("committee_list")))
        assert page.index("B committee of today") < page.index("A committee of old")
        assert "This committee was abolished on 26 May 2015." in page

    def test_the_page_of_an_abolished_one_promises_nothing(self, client: Client) -> None:
        old = CommitteeFactory(name="A committee of old", abolished_on=date(2015, 5, 26))
        page = client.get(reverse("committee_detail", args=[old.slug])).content.decode()
        assert "will appear here" not in page
        assert "No meeting of this committee is recorded here." in page

    def test_without_committees_it_says_who_enters_them(self, client: Client) -> None:
        assert "once an administrator has entered them" in _text(client.get(reverse("committee_list")))


class TestACommittee:
    def test_it_opens_with_what_it_tracks_and_when_it_meets_next(
        self, client: Client, committee: Committee, inquiry: Inquiry
    ) -> None:
        meeting = MeetingFactory(committee=committee, held_on=dates.today() + timedelta(days=9))
        page = _text(client.get(reverse("committee_detail", args=[committee.slug])))
        assert f"This committee tracks 1 inquiry and meets next on {written_date(meeting.held_on)}." in page

    def test_it_names_the_people_of_today_only(self, client: Client, committee: Committee) -> None:
        CommitteeMembershipFactory(committee=committee, person=PersonFactory(name="Ann Today"))
        CommitteeMembershipFactory(
            committee=committee, person=PersonFactory(name="Bob Before"), ends_on=date(2016, 5, 1)
        )
        page = _text(client.get(reverse("committee_detail", args=[committee.slug])))
        assert ("Ann Today" in page, "Bob Before" in page) == (True, False)

    def test_an_inquiry_handed_on_says_to_whom_and_when(
        self, client: Client, committee: Committee, inquiry: Inquiry
    ) -> None:
        after = CommitteeFactory(name="Its successor")
        inquiry.tracking_committees.update(ends_on=date(2016, 5, 24))
        inquiry.tracking_committees.create(committee=after, starts_on=date(2016, 5, 24))
        page = _text(client.get(reverse("committee_detail", args=[committee.slug])))
        assert "Handed on to Its successor on 24 May 2016" in page

    def test_an_inquiry_taken_over_says_from_whom(self, client: Client, committee: Committee, inquiry: Inquiry) -> None:
        before = CommitteeFactory(name="Its predecessor")
        inquiry.tracking_committees.update(committee=before, ends_on=date(2016, 5, 24))
        inquiry.tracking_committees.create(committee=committee, starts_on=date(2016, 5, 24))
        page = _text(client.get(reverse("committee_detail", args=[committee.slug])))
        assert "Taken over from Its predecessor on 24 May 2016" in page

    def test_what_is_tracked_and_late_leads_to_the_register(
        self, client: Client, committee: Committee, leaf: Recommendation
    ) -> None:
        registered()
        counts = client.get(reverse("committee_detail", args=[committee.slug])).context["face"].counts
        register = reverse("register") + "?committee=corporate-resources&"
        assert [(count.number, count.words, count.href) for count in counts] == [
            ("1", "still tracked", f"{register}state=tracked"),
            ("1", "late", f"{register}overdue=on"),
            ("0", "where the committee’s view differs", ""),
            ("0", "concluded", ""),
        ]
        listed = [client.get(count.href).context["page"].paginator.count for count in counts if count.href]
        assert listed == [1, 1]

    def test_inquiries_with_the_earliest_dates_are_listed_and_concluded_ones_folded_away(
        self, client: Client, committee: Committee
    ) -> None:
        for number in range(22):
            wide = InquiryFactory(title=f"Inquiry {number}", tracking_committee=committee)
            RecommendationFactory(inquiry=wide, due_on=date(2015, 1, 1) + timedelta(days=30 * (22 - number)))
        done = InquiryFactory(title="Done", tracking_committee=committee)
        AssessmentFactory(
            leaf=RecommendationFactory(inquiry=done),
            meeting=MeetingFactory(committee=committee, state=MeetingState.HELD),
            decision="conclude",
            conclusion_reason="overtaken",
        )
        registered()
        face = client.get(reverse("committee_detail", args=[committee.slug])).context["face"]
        assert [link.text for link in face.tracked] == [f"Inquiry {number}" for number in range(21, 1, -1)]
        assert face.tracked_note == "The 20 with the earliest dates are listed, of 22."
        assert [(link.text, link.detail) for link in face.concluded] == [
            ("Done", "1 of 1 recommendation or part concluded")
        ]

    def _conclude(self, committee: Committee, number: int) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD)
        for place in range(number):
            done = InquiryFactory(title=f"Done {place}", tracking_committee=committee)
            AssessmentFactory(
                leaf=RecommendationFactory(inquiry=done),
                meeting=meeting,
                decision="conclude",
                conclusion_reason="overtaken",
            )
        registered()

    def test_a_committee_whose_inquiries_are_all_concluded_says_so(self, client: Client, committee: Committee) -> None:
        address = reverse("committee_detail", args=[committee.slug])
        nothing = "Inquiries will appear here once their recommendations are tracked by this committee."
        concluded = "Everything it tracks is concluded."
        pages = [_text(client.get(address))]
        self._conclude(committee, 1)
        pages.append(_text(client.get(address)))
        assert [(nothing in page, concluded in page) for page in pages] == [(True, False), (False, True)]

    def test_concluded_inquiries_that_are_not_listed_are_counted_with_a_way_to_them(
        self, client: Client, committee: Committee
    ) -> None:
        address = reverse("committee_detail", args=[committee.slug])
        self._conclude(committee, 21)
        response = client.get(address)
        face = response.context["face"]
        assert (len(face.concluded), face.concluded_note) == (20, "20 of 21 are listed.")
        assert face.concluded_note in _text(response)
        assert client.get(face.all_concluded.href).context["page"].paginator.count == 21

    def test_each_meeting_says_what_was_before_it(
        self, client: Client, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)
        published_report([leaf], meeting=meeting)
        AssessmentFactory(leaf=leaf, meeting=meeting)
        MeetingFactory(committee=committee, held_on=date(2015, 4, 14), state=MeetingState.HELD)
        past = client.get(reverse("committee_detail", args=[committee.slug])).context["past"]
        assert [line.considered for line in past] == ["Refreshing the Partnership: 1 view, 0 concluded", ""]

    def test_past_meetings_are_paged_the_latest_first(self, client: Client, committee: Committee) -> None:
        for number in range(30):
            MeetingFactory(committee=committee, held_on=date(2014, 1, 1) + timedelta(days=30 * number))
        address = reverse("committee_detail", args=[committee.slug])
        assert "1 January 2014" not in _text(client.get(address))
        assert "1 January 2014" in _text(client.get(address, {"page": 2}))

    def test_an_unknown_one_is_not_found(self, client: Client) -> None:
        assert client.get(reverse("committee_detail", args=["no-such-committee"])).status_code == 404


class TestAMeeting:
    def test_a_planned_one_says_when_its_papers_must_be_out(self, client: Client, committee: Committee) -> None:
        meeting = MeetingFactory(committee=committee, held_on=date(2098, 11, 13))
        assert "This meeting is planned. Its papers must be out by 5 November 2098:" in _page(client, meeting)

    def test_a_closed_day_of_the_clerk_moves_that_day_forward(self, client: Client, committee: Committee) -> None:
        clerk = seated(committee, CommitteeRole.CLERK)
        clerk_day = date(2098, 11, 10)
        meeting = MeetingFactory(committee=committee, held_on=date(2098, 11, 13))
        ClosedDay.objects.create(day=clerk_day, reason="Moving house", recorded_by=clerk)
        assert "must be out by 4 November 2098:" in _page(client, meeting)

    def test_a_cancelled_one_says_why(self, client: Client, committee: Committee) -> None:
        meeting = MeetingFactory(
            committee=committee, state=MeetingState.CANCELLED, cancelled_reason="Not enough members could come."
        )
        assert "This meeting was cancelled: Not enough members could come." in _page(client, meeting)

    def test_one_that_was_held_says_how_many_views_are_recorded(
        self, client: Client, committee: Committee, leaf: Recommendation
    ) -> None:
        other = RecommendationFactory(inquiry=leaf.inquiry, number=2)
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD)
        published_report([leaf, other], meeting=meeting)
        AssessmentFactory(leaf=leaf, meeting=meeting, reason="Indicators not yet reported.")
        page = _page(client, meeting)
        assert "The committee’s view is recorded for 1 of 2 recommendations and parts." in page
        assert "Refreshing the Partnership</a>: 1 of 2 recorded" in page
        assert "Indicators not yet reported." in page

    def test_the_public_is_told_that_the_views_are_not_published_yet(
        self, client: Client, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD, views_published_by=None)
        published_report([leaf], meeting=meeting)
        AssessmentFactory(leaf=leaf, meeting=meeting)
        hidden, member = _page(client, meeting), _page(_signed_in(committee, CommitteeRole.MEMBER), meeting)
        said, recorded = "The committee’s views are not published yet.", "The committee’s view is recorded for"
        assert (hidden.count(said), recorded in hidden, "views will appear here" in hidden) == (2, False, False)
        assert (said in member, f"{recorded} 1 of 1 recommendation or part." in member) == (False, True)

    def test_the_public_reads_no_view_before_the_meeting_was_held(
        self, client: Client, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
        published_report([leaf], meeting=meeting)
        AssessmentFactory(leaf=leaf, meeting=meeting, reason="Indicators not yet reported.")
        member = _signed_in(committee, CommitteeRole.MEMBER)
        assert "Indicators not yet reported." not in _page(client, meeting)
        assert "Indicators not yet reported." in _page(member, meeting)

    def test_a_report_is_listed_for_those_who_may_see_it_only(
        self, client: Client, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee)
        published_report([leaf], meeting=meeting, state=ReportState.SUBMITTED)
        officer = _signed_in(committee, CommitteeRole.SCRUTINY_OFFICER)
        member = _signed_in(committee, CommitteeRole.MEMBER)
        shown = [leaf.inquiry.title in _page(viewer, meeting) for viewer in (client, member, officer)]
        assert shown == [False, False, True]

    def test_the_issued_pack_is_there_for_everyone_with_its_pages_and_date(
        self, client: Client, committee: Committee
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
        CommitteePackFactory(meeting=meeting, document__page_count=63, document__issued_at="2016-04-04T09:00Z")
        assert "63 pages, issued on 4 April 2016." in _page(client, meeting)

    def test_papers_that_went_out_late_say_why(self, client: Client, committee: Committee) -> None:
        meeting = MeetingFactory(
            committee=committee, state=MeetingState.PAPERS_ISSUED, late_papers_reason="The figures came on Friday."
        )
        assert "The figures came on Friday." in _page(client, meeting)

    def test_a_second_sitting_of_the_day_has_its_own_page(self, client: Client, committee: Committee) -> None:
        MeetingFactory(committee=committee)
        meeting = MeetingFactory(committee=committee, sequence=2)
        assert "Meeting on 12 April 2016, second sitting" in _page(client, meeting)

    @pytest.mark.parametrize("date_slug", ["2016-04-13", "2016-13-45", "nonsense"])
    def test_a_day_without_a_meeting_is_not_found(self, client: Client, committee: Committee, date_slug: str) -> None:
        MeetingFactory(committee=committee)
        assert client.get(reverse("meeting_detail", args=[committee.slug, date_slug])).status_code == 404


def _next_step(client: Client, meeting: Meeting) -> str:
    response = client.get(reverse("meeting_detail", args=[meeting.committee.slug, meeting.date_slug]))
    step = response.context["face"].next_step
    return step.text if step else ""


class TestWhatWasSaidAtAMeeting:
    def test_each_leaf_shows_how_the_meeting_moved_its_date(
        self, client: Client, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD)
        published_report([leaf], meeting=meeting, claims={"anticipated_on": date(2016, 5, 30)})
        AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2016, 6, 30))
        later = MeetingFactory(committee=committee, held_on=date(2016, 11, 8), state=MeetingState.HELD)
        AssessmentFactory(leaf=leaf, meeting=later, agreed_due_on=date(2016, 12, 31))
        response = client.get(reverse("meeting_detail", args=[committee.slug, meeting.date_slug]))
        assert response.context["face"].decisions[0].lines[0].moves == (
            "The date moved to 30 May 2016, 182 days later: anticipated by the Cabinet Member.",
            "The date moved to 30 June 2016, 31 days later: agreed by the committee.",
        )

    def test_more_than_a_page_of_reports_is_paged_with_contents_that_lead_there(
        self, client: Client, committee: Committee
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD)
        for number in range(6):
            inquiry = InquiryFactory(title=f"Inquiry {number}", tracking_committee=committee)
            row = RecommendationFactory(inquiry=inquiry)
            published_report([row], meeting=meeting)
            AssessmentFactory(leaf=row, meeting=meeting)
        address = reverse("meeting_detail", args=[committee.slug, meeting.date_slug])
        faces = [client.get(address, {"page": number}).context["face"] for number in (1, 2)]
        assert [[group.title for group in face.decisions] for face in faces] == [
            [f"Inquiry {number}" for number in range(5)],
            ["Inquiry 5"],
        ]
        last = faces[0].contents[-1]
        assert (last.text, last.detail, last.href.partition("#")[0]) == (
            "Inquiry 5",
            "1 of 1 recorded: 1 differ",
            "?page=2",
        )

    def test_the_meetings_before_and_after_are_those_of_the_committee_that_were_not_cancelled(
        self, client: Client, committee: Committee
    ) -> None:
        day = date(2016, 4, 12)
        here = MeetingFactory(committee=committee, held_on=day)
        MeetingFactory(committee=committee, held_on=day, sequence=2)
        MeetingFactory(
            committee=committee, held_on=date(2016, 4, 1), state=MeetingState.CANCELLED, cancelled_reason="Snow"
        )
        MeetingFactory(committee=committee, held_on=date(2016, 3, 1))
        MeetingFactory(held_on=date(2016, 4, 10))
        face = client.get(reverse("meeting_detail", args=[committee.slug, here.date_slug])).context["face"]
        assert (face.before.text, face.after.text) == ("1 March 2016", "12 April 2016, second sitting")


class TestWhatToDoNext:
    """The one thing to do next, for the clerk, the scrutiny officer, a member and the public."""

    def _steps(self, meeting: Meeting) -> list[str]:
        roles = (CommitteeRole.CLERK, CommitteeRole.SCRUTINY_OFFICER, CommitteeRole.MEMBER)
        viewers = [*(_signed_in(meeting.committee, role) for role in roles), Client()]
        return [_next_step(viewer, meeting) for viewer in viewers]

    def _report(self, leaf: Recommendation, state: ReportState, meeting: Meeting) -> ProgressReport:
        return published_report([leaf], meeting=meeting, state=state)

    def test_a_submitted_report_is_checked(self, committee: Committee, leaf: Recommendation) -> None:
        meeting = MeetingFactory(committee=committee)
        self._report(leaf, ReportState.SUBMITTED, meeting)
        check = "Check the report on Refreshing the Partnership"
        assert self._steps(meeting) == [check, check, "", ""]

    def test_an_accepted_report_is_published_by_the_clerk(self, committee: Committee, leaf: Recommendation) -> None:
        meeting = MeetingFactory(committee=committee)
        self._report(leaf, ReportState.ACCEPTED, meeting)
        assert self._steps(meeting) == ["Publish the report on Refreshing the Partnership", "", "", ""]

    def test_papers_are_issued_by_the_clerk_once_a_report_is_published(
        self, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee)
        assert self._steps(meeting) == ["", "", "", ""]
        self._report(leaf, ReportState.PUBLISHED, meeting)
        assert self._steps(meeting) == ["Issue the papers", "", "", ""]

    def test_views_are_recorded_then_the_meeting_is_said_to_be_held(
        self, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
        self._report(leaf, ReportState.PUBLISHED, meeting)
        assert self._steps(meeting) == [*["Record the committee’s views"] * 2, "", ""]
        AssessmentFactory(leaf=leaf, meeting=meeting)
        assert self._steps(meeting) == [*["Say that the meeting was held"] * 2, "", ""]

    def test_views_are_not_what_comes_next_before_the_day_of_the_meeting(
        self, committee: Committee, leaf: Recommendation, client: Client
    ) -> None:
        coming = dates.today() + timedelta(days=5)
        meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED, held_on=coming)
        self._report(leaf, ReportState.PUBLISHED, meeting)
        assert self._steps(meeting) == ["", "", "", ""]
        client.force_login(seated(committee, CommitteeRole.CLERK))
        face = client.get(reverse("meeting_detail", args=[committee.slug, meeting.date_slug])).context["face"]
        assert [step.text for step in face.other_steps] == [
            "Record the committee’s views",
            "Open the room’s screen",
            "Agenda and papers",
            "Cancel the meeting",
        ]

    def test_minutes_are_approved_after_a_meeting_whose_views_are_all_recorded(
        self, committee: Committee, leaf: Recommendation
    ) -> None:
        meeting = MeetingFactory(committee=committee, state=MeetingState.HELD)
        self._report(leaf, ReportState.PUBLISHED, meeting)
        AssessmentFactory(leaf=leaf, meeting=meeting)
        assert self._steps(meeting) == [*["Approve the minutes"] * 2, "", ""]

    def test_nothing_is_left_once_the_minutes_are_approved(self, committee: Committee) -> None:
        meeting = MeetingFactory(
            committee=committee, state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 10)
        )
        assert self._steps(meeting) == ["", "", "", ""]


def test_an_officer_with_a_cabinet_post_is_not_asked_to_record_views(
    committee: Committee, leaf: Recommendation, client: Client
) -> None:
    meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    published_report([leaf], meeting=meeting)
    officer: User = seated(committee, CommitteeRole.SCRUTINY_OFFICER)
    AppointmentFactory(person=officer.person)
    client.force_login(officer)
    assert _next_step(client, meeting) == "Say that the meeting was held"
