"""Managing meetings and closed days on the pages."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PostFactory,
    ProgressReportFactory,
    administrator,
    appointed,
    seated,
)
from tracking.enums import CommitteeRole, MeetingState
from tracking.models import ClosedDay, Committee, Meeting, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory(name="Resources O&S Committee", slug="resources")


@pytest.fixture
def clerk(committee: Committee, client: Client) -> User:
    user = seated(committee, CommitteeRole.CLERK)
    client.force_login(user)
    return user


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.usefixtures("clerk")
def test_a_meeting_is_planned_twice_on_a_day(client: Client) -> None:
    address = reverse("manage_meeting_new", args=["resources"])
    typed = {"starts_at": "14.00", "place": "Committee Room 6", **day("held_on", date(2016, 4, 12))}
    client.post(address, typed)
    response = client.post(address, typed, follow=True)

    assert messages_of(response)[-1] == "The meeting of 12 April 2016 (sitting 2) is planned."
    assert response.redirect_chain == [(reverse("manage_meeting", args=["resources", "2016-04-12-2"]), 302)]
    assert "This meeting is planned." in response.text


@pytest.mark.usefixtures("clerk")
def test_a_wrong_date_and_time_are_told_and_what_was_typed_stays(client: Client) -> None:
    response = client.post(
        reverse("manage_meeting_new", args=["resources"]),
        {"starts_at": "two", "place": "Committee Room 6", "held_on_day": "12", "held_on_year": "2016"},
    )

    assert '<a href="#id_held_on_month">The date must include a month.' in response.text
    assert '<a href="#id_starts_at">Enter a time like 14:00.</a>' in response.text
    assert 'value="Committee Room 6"' in response.text
    assert "<title>Error: Plan a meeting" in response.text
    assert Meeting.objects.count() == 0


@pytest.mark.usefixtures("clerk")
def test_a_planned_meeting_moves_and_an_issued_one_does_not(client: Client, committee: Committee) -> None:
    MeetingFactory(committee=committee, held_on=date(2016, 4, 12))
    moved = client.post(
        reverse("manage_meeting", args=["resources", "2016-04-12"]), day("held_on", date(2016, 4, 19)), follow=True
    )
    assert moved.redirect_chain == [(reverse("manage_meeting", args=["resources", "2016-04-19"]), 302)]
    Meeting.objects.update(state=MeetingState.PAPERS_ISSUED)
    address = reverse("manage_meeting", args=["resources", "2016-04-19"])
    assert "Change date, time or place" not in client.get(address).text

    refused = client.post(address, day("held_on", date(2016, 5, 1)))

    assert "The papers name this date and place, so they cannot be changed." in refused.text


@pytest.mark.usefixtures("clerk")
def test_a_meeting_is_held_and_its_minutes_approved(client: Client, committee: Committee) -> None:
    meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.PAPERS_ISSUED)
    here = ["resources", "2016-04-12"]
    client.post(reverse("manage_meeting_hold", args=here))
    early = client.post(reverse("manage_meeting_approve_minutes", args=here), day("on", date(2016, 4, 11)))
    assert "The minutes cannot be approved before the meeting of 12 April 2016." in early.text

    response = client.post(
        reverse("manage_meeting_approve_minutes", args=here), day("on", date(2016, 5, 10)), follow=True
    )

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.MINUTES_APPROVED
    assert "The minutes of this meeting were approved on 10 May 2016." in response.text


@pytest.mark.usefixtures("clerk")
def test_a_meeting_with_reports_is_not_cancelled_and_the_page_says_what_to_do(
    client: Client, committee: Committee
) -> None:
    meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12))
    ProgressReportFactory(meeting=meeting, inquiry=InquiryFactory(tracking_committee=committee))
    response = client.post(
        reverse("manage_meeting_cancel", args=["resources", "2016-04-12"]), {"reason": "No business"}
    )

    assert "Move to another meeting, or withdraw, each of them first." in response.text
    assert "No business</textarea>" in response.text


@pytest.mark.usefixtures("clerk")
def test_a_meeting_is_cancelled_and_says_why(client: Client, committee: Committee) -> None:
    MeetingFactory(committee=committee, held_on=date(2016, 4, 12))
    response = client.post(
        reverse("manage_meeting_cancel", args=["resources", "2016-04-12"]), {"reason": "No business"}, follow=True
    )

    assert "This meeting was cancelled: No business" in response.text


@pytest.mark.usefixtures("clerk")
def test_closed_days_are_listed_added_and_removed(client: Client) -> None:
    address = reverse("manage_closed_days")
    assert "Closed days will appear here once you add one." in client.get(address).text
    assert "Enter why the offices are closed." in client.post(address, day("day", date(2016, 12, 28))).text

    added = client.post(address, {"reason": "Christmas closure", **day("day", date(2016, 12, 28))}, follow=True)
    assert messages_of(added) == ["28 December 2016: Christmas closure is in the list."]

    client.post(reverse("manage_closed_day_remove", args=[ClosedDay.objects.get().pk]))
    assert ClosedDay.objects.count() == 0


def test_meetings_of_another_committee_are_not_found(client: Client, committee: Committee) -> None:
    MeetingFactory(committee=committee, held_on=date(2016, 4, 12))
    addresses = [
        reverse("manage_meeting_new", args=["resources"]),
        *(
            reverse(name, args=["resources", "2016-04-12"])
            for name in ("manage_meeting", "manage_meeting_hold", "manage_meeting_cancel")
        ),
    ]
    for user in (
        seated(committee),
        seated(CommitteeFactory(), CommitteeRole.CLERK),
        appointed(PostFactory()),
        administrator(),
    ):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [404] * 4
