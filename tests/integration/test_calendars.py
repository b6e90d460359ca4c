"""Calendars, as the programs that read them see them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from tests import factories
from tests.following import Scene, scene
from tests.register import registered
from tracking import dates
from tracking.actions.inquiries import record_executive_response
from tracking.actions.meetings import cancel_meeting, edit_meeting
from tracking.enums import CommitteeRole, ConclusionReason, Decision, InquiryState, MeetingState, PostKind
from tracking.models import Inquiry, Meeting, Recommendation

pytestmark = pytest.mark.django_db

HOST = "scrutiny.example.org"
CLOSE = timedelta(days=20)


def _text(address: str) -> str:
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return response.content.decode()


def _events(address: str) -> dict[str, Event]:
    """The entries by their ids without the host."""
    events = Calendar.from_ical(_text(address)).walk("VEVENT")
    found = {str(event["UID"]).removesuffix(f"@{HOST}"): event for event in events}
    assert len(found) == len(events)
    return found


def _all() -> dict[str, Event]:
    return _events(reverse("calendar"))


def _local(moments: list[datetime]) -> list[datetime]:
    """The same moments by the clock of London, as Python's own rules have it."""
    return [moment.astimezone(dates.LONDON) for moment in moments]


class TestMeetings:
    def test_a_meeting_in_summer_is_at_its_hour_by_the_clock_of_london(self) -> None:
        year = dates.today().year + 1
        for month, hour in ((4, 13), (1, 14)):
            meeting = factories.MeetingFactory(held_on=date(year, month, 12), starts_at=time(14))
            event = _all()[f"meeting-{meeting.pk}"]
            assert event.start == datetime(year, month, 12, hour, tzinfo=UTC)
            assert event["DTSTART"].params["TZID"] == "Europe/London"

    def test_the_calendar_brings_its_time_zone_along(self) -> None:
        year = dates.today().year + 1
        factories.MeetingFactory(held_on=date(year, 4, 12))
        calendar = Calendar.from_ical(_text(reverse("calendar")))
        (zone,) = calendar.walk("VTIMEZONE")
        assert str(zone["TZID"]) == "Europe/London"
        clock = zone.to_tz()
        changes = [datetime(year, month, day, 1, tzinfo=UTC) for month in (3, 10) for day in range(25, 32)]
        moments = [change + timedelta(minutes=minutes) for change in changes for minutes in (-1, 0, 1)]
        # The library reckons by the written rule itself, from local times: those of a change occur twice or never.
        assert [local.replace(tzinfo=clock).utcoffset() for local in _local(moments)] == [
            local.utcoffset() for local in _local(moments)
        ]

    def test_a_meeting_without_a_time_takes_the_day(self) -> None:
        meeting = factories.MeetingFactory(held_on=dates.today() + CLOSE, starts_at=None)
        event = _all()[f"meeting-{meeting.pk}"]
        assert (event.start, event["DTSTART"].params["VALUE"]) == (meeting.held_on, "DATE")

    def test_its_place_and_its_page_are_told(self) -> None:
        place = "Committee Room 6; Council House, Victoria Square"
        meeting = factories.MeetingFactory(held_on=dates.today() + CLOSE, place=place)
        event = _all()[f"meeting-{meeting.pk}"]
        address = reverse("meeting_detail", args=[meeting.committee.slug, meeting.date_slug])
        assert (str(event["LOCATION"]), str(event["URL"])) == (place, f"https://{HOST}{address}")
        assert str(event["SUMMARY"]) == str(meeting.committee)

    def test_moving_it_makes_a_later_version_of_the_same_entry(self) -> None:
        committee = factories.CommitteeFactory()
        clerk = factories.seated(committee, CommitteeRole.CLERK)
        meeting = factories.MeetingFactory(committee=committee, held_on=dates.today() + CLOSE)
        before = _all()[f"meeting-{meeting.pk}"]
        moved_on = meeting.held_on + timedelta(days=1)
        edit_meeting(by=clerk, meeting=meeting, held_on=moved_on, starts_at=time(10), place="")
        after = _all()[f"meeting-{meeting.pk}"]
        assert dates.today(after.start) == moved_on
        assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
        assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
        assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt

    def test_one_that_is_cancelled_stays_and_says_so(self) -> None:
        committee = factories.CommitteeFactory()
        clerk = factories.seated(committee, CommitteeRole.CLERK)
        meeting = factories.MeetingFactory(committee=committee, held_on=dates.today() + CLOSE)
        cancel_meeting(by=clerk, meeting=meeting, reason="Snow; no buses, no trams.")
        event = _all()[f"meeting-{meeting.pk}"]
        assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
        assert str(event["SUMMARY"]) == f"Cancelled: {committee}"
        assert "Snow; no buses, no trams." in str(event["DESCRIPTION"])

    def test_meetings_of_more_than_a_year_ago_are_left_out(self) -> None:
        old, kept = (
            factories.MeetingFactory(held_on=dates.today() - timedelta(days=days), state=MeetingState.HELD)
            for days in (366, 365)
        )
        assert set(_all()) == {f"meeting-{kept.pk}"}
        assert old.pk != kept.pk


class TestDueDates:
    def _due(self, **fields: object) -> tuple[Scene, date]:
        council = scene()
        due_on = dates.today() + CLOSE
        Recommendation.objects.filter(pk=council.whole.pk).update(due_on=due_on, **fields)
        registered()
        return council, due_on

    def test_what_is_still_tracked_is_due_all_day_on_its_current_date(self) -> None:
        council, due_on = self._due()
        event = _all()[f"due-{council.whole.pk}"]
        assert (event.start, str(event["SUMMARY"])) == (due_on, "Due: R01 Operational plan")
        assert (str(event["STATUS"]), str(event["TRANSP"])) == ("CONFIRMED", "TRANSPARENT")

    def test_a_date_that_moves_makes_a_later_version_of_the_same_entry(self) -> None:
        council, _ = self._due()
        before = _all()[f"due-{council.whole.pk}"]
        later = dates.today() + timedelta(days=90)
        council.report(council.whole, anticipated_on=later)
        registered()
        after = _all()[f"due-{council.whole.pk}"]
        assert (after.start, before["SEQUENCE"], after["SEQUENCE"]) == (later, 0, 1)
        assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt

    def test_a_correction_never_takes_a_version_back(self) -> None:
        council, due_on = self._due()
        view = council.view(council.whole, agreed_due_on=due_on + timedelta(days=60))
        council.publish_views()
        registered()
        moved = _all()[f"due-{council.whole.pk}"]
        council.view(council.whole, supersedes=view, superseding_reason="A slip.")
        registered()
        back = _all()[f"due-{council.whole.pk}"]
        assert (moved.start, back.start) == (due_on + timedelta(days=60), due_on)
        assert back["SEQUENCE"] > moved["SEQUENCE"]

    def test_a_view_that_is_not_published_moves_nothing(self) -> None:
        council, due_on = self._due()
        council.view(council.whole, agreed_due_on=due_on + timedelta(days=60))
        registered()
        event = _all()[f"due-{council.whole.pk}"]
        assert (event.start, event["SEQUENCE"]) == (due_on, 0)

    def test_what_is_concluded_is_due_no_more(self) -> None:
        council, _ = self._due()
        council.view(council.whole, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN)
        council.publish_views()
        registered()
        assert f"due-{council.whole.pk}" not in _all()

    def test_words_are_escaped_and_long_lines_folded(self) -> None:
        title = "Plans, targets; and a \\ line\nbreak " + "é" * 60
        council, _ = self._due(title=title)
        address = reverse("calendar")
        assert max(len(line.encode()) for line in _text(address).split("\r\n")) <= 75
        assert str(_events(address)[f"due-{council.whole.pk}"]["SUMMARY"]) == f"Due: R01 {title}"

    def test_control_characters_are_left_out(self) -> None:
        council, _ = self._due(title="Pl\x0ba\x01n\x1c\x7fs")
        Inquiry.objects.update(title="The\x0b Partnership")
        event = _all()[f"due-{council.whole.pk}"]
        assert str(event["SUMMARY"]) == "Due: R01 Plans"
        assert "The Partnership" in str(event["DESCRIPTION"])
        text = _text(reverse("inquiry_calendar", args=[council.inquiry.slug]))
        assert [sign for sign in text if ord(sign) < 32 and sign not in "\r\n"] == []


class TestResponses:
    def _owed(self, kind: PostKind = PostKind.PORTFOLIO) -> tuple[Scene, date]:
        council = scene()
        received_on = dates.today() - timedelta(days=10)
        Inquiry.objects.update(received_on=received_on)
        council.inquiry.refresh_from_db()
        factories.ResponsibilityFactory(recommendation=council.whole, post=factories.PostFactory(kind=kind))
        registered()
        due_on = dates.response_due_on(received_on, None)
        assert due_on is not None
        return council, due_on

    def test_a_response_that_is_owed_has_its_last_day(self) -> None:
        council, due_on = self._owed()
        event = _all()[f"response-{council.inquiry.pk}"]
        assert (event.start, str(event["SUMMARY"])) == (due_on, "Executive response due: Refreshing the Partnership")

    def test_outside_bodies_owe_none(self) -> None:
        council, _ = self._owed(PostKind.OUTSIDE_BODY)
        assert f"response-{council.inquiry.pk}" not in _all()

    def test_one_that_was_given_is_owed_no_more(self) -> None:
        council, _ = self._owed()
        officer = factories.seated(council.committee, CommitteeRole.SCRUTINY_OFFICER)
        record_executive_response(
            by=officer,
            inquiry=council.inquiry,
            received_on=council.inquiry.received_on,
            notice_on=None,
            responded_on=dates.today(),
        )
        assert f"response-{council.inquiry.pk}" not in _all()

    def test_a_conclusion_shows_only_once_the_views_are_published(self) -> None:
        """Recording the last view concludes the inquiry at once."""
        council, _ = self._owed()
        for leaf in council.leaves:
            council.view(leaf, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN)
        Inquiry.objects.update(state=InquiryState.CONCLUDED, concluded_on=council.meeting.held_on)
        registered()
        address = reverse("inquiry_calendar", args=[council.inquiry.slug])
        assert f"response-{council.inquiry.pk}" in _events(address)
        council.publish_views()
        registered()
        assert f"response-{council.inquiry.pk}" not in _events(address)


class TestScope:
    def test_a_committee_has_its_own_meetings_and_the_dates_of_what_it_tracks(self) -> None:
        council = scene()
        other = factories.RecommendationFactory(due_on=dates.today() + CLOSE)
        Recommendation.objects.update(due_on=dates.today() + CLOSE)
        own = factories.MeetingFactory(committee=council.committee, held_on=dates.today() + CLOSE)
        theirs = factories.MeetingFactory(held_on=dates.today() + CLOSE)
        registered()
        of_leaves = {f"due-{leaf.pk}" for leaf in council.leaves}
        assert set(_events(reverse("committee_calendar", args=[council.committee.slug]))) == {
            f"meeting-{own.pk}",
            *of_leaves,
        }
        assert set(_all()) == {f"meeting-{own.pk}", f"meeting-{theirs.pk}", f"due-{other.pk}", *of_leaves}

    def test_an_inquiry_has_its_dates_and_the_meetings_it_is_reported_to(self) -> None:
        council = scene()
        Meeting.objects.update(held_on=dates.today() - CLOSE)
        council.meeting.refresh_from_db()
        factories.MeetingFactory(committee=council.committee, held_on=dates.today() + CLOSE)
        Recommendation.objects.update(due_on=dates.today() + CLOSE)
        council.report()
        registered()
        assert set(_events(reverse("inquiry_calendar", args=[council.inquiry.slug]))) == {
            f"meeting-{council.meeting.pk}",
            *(f"due-{leaf.pk}" for leaf in council.leaves),
        }

    def test_an_inquiry_that_is_not_public_has_no_calendar_and_stands_in_none(self) -> None:
        council = scene()
        Recommendation.objects.update(due_on=dates.today() + CLOSE)
        Inquiry.objects.update(state=InquiryState.DRAFT, received_on=dates.today())
        registered()
        clerk = Client()
        clerk.force_login(factories.seated(council.committee, CommitteeRole.CLERK))
        assert clerk.get(reverse("inquiry_calendar", args=[council.inquiry.slug])).status_code == 404
        assert clerk.get(reverse("calendar")).content == Client().get(reverse("calendar")).content
        assert _all() == {}

    def test_an_unchanged_calendar_is_the_same_bytes(self) -> None:
        council = scene()
        Recommendation.objects.update(due_on=dates.today() + CLOSE)
        council.report(anticipated_on=dates.today() + CLOSE)
        registered()
        assert _text(reverse("calendar")) == _text(reverse("calendar"))
