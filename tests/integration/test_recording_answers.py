"""What a script is told that sends a recorded view: one answer for each thing that may have become of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

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
from tracking.enums import CommitteeRole, MeetingState
from tracking.models import Assessment, CommitteeMembership, Event, Meeting, Recommendation, User

pytestmark = pytest.mark.django_db

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
TWENTY = 20
AGREEING = {"judgement": "agree", "decision": "usual"}


@dataclass
class Sitting:
    """A meeting in progress: a report on R01 and the parts R02 a) and b), and its officer's browser."""

    meeting: Meeting
    leaves: dict[str, Recommendation]
    officer: User
    client: Client

    def address(self, name: str, reference: str) -> str:
        return reverse(name, args=[self.meeting.committee.slug, self.meeting.date_slug, "partnership", reference])

    def send(self, reference: str = "R01", by: Client | None = None, **fields: Any) -> HttpResponse:
        """Send a view as the page's script does; a field that is None is left out."""
        sent = AGREEING | {"form_key": KEY, "as": str(self.officer.public_id)} | fields
        return (by or self.client).post(
            self.address("view_record", reference),
            {name: value for name, value in sent.items() if value is not None},
            headers={"accept": "application/json"},
        )


@pytest.fixture
def sitting(client: Client) -> Sitting:
    committee = CommitteeFactory()
    officer = seated(committee, CommitteeRole.SCRUTINY_OFFICER)
    inquiry = InquiryFactory(slug="partnership", tracking_committee=committee)
    whole = RecommendationFactory(inquiry=inquiry, number=2)
    leaves = {
        "R01": RecommendationFactory(inquiry=inquiry, number=1),
        "R02a": PartFactory(parent=whole, letter="a"),
        "R02b": PartFactory(parent=whole, letter="b"),
    }
    meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)
    published_report(list(leaves.values()), meeting=meeting, claims={"category": category(3)})
    client.force_login(officer)
    return Sitting(meeting, leaves, officer, client)


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_view_is_recorded_and_the_script_is_told_where_to_go_on(sitting: Sitting) -> None:
    answer = sitting.send()
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "state": "recorded",
            "words": "R01 recorded: 3 Not Achieved (Progress Made), tracking continues.",
            "next": sitting.address("view_record", "R02a"),
            "label": "R01",
        },
    )
    row = Assessment.objects.get()
    assert (row.leaf, row.form_key, row.recorded_by) == (sitting.leaves["R01"], UUID(KEY), sitting.officer)


def test_nothing_is_left_to_be_said_on_a_later_page(sitting: Sitting) -> None:
    assert list(get_messages(sitting.send().wsgi_request)) == []


def test_the_list_comes_next_where_the_officer_asked_for_it(sitting: Sitting) -> None:
    next_address = sitting.send(then="list").json()["next"]
    assert next_address == reverse("meeting_views", args=[sitting.meeting.committee.slug, sitting.meeting.date_slug])


def test_the_same_view_sent_again_is_recorded_once(sitting: Sitting) -> None:
    sitting.send()
    again = sitting.send()
    assert (again.status_code, again.json()) == (
        200,
        {"state": "already", "words": "R01 recorded: 3 Not Achieved (Progress Made), tracking continues."},
    )
    assert (Assessment.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_views_at_once_are_recorded_once(sitting: Sitting) -> None:
    start, clients = Barrier(TWENTY), [_as(sitting.officer) for _ in range(TWENTY)]

    def send(client: Client) -> str:
        start.wait(timeout=20)
        try:
            return str(sitting.send(by=client).json()["state"])
        finally:
            connection.close()

    with ThreadPoolExecutor(TWENTY) as pool:
        states = set(pool.map(send, clients))
    assert states <= {"recorded", "already"}
    assert (Assessment.objects.count(), Event.objects.filter(type="recorded view").count()) == (1, 1)


def test_one_view_on_all_parts_sent_again_is_recorded_once(sitting: Sitting) -> None:
    answers = [sitting.send("R02", parts=["a", "b"]).json() for _ in range(2)]
    assert [answer["state"] for answer in answers] == ["recorded", "already"]
    assert answers[0]["label"] == "R02"
    assert answers[0]["words"] == answers[1]["words"]
    assert (Assessment.objects.count(), Event.objects.count()) == (2, 1)


def test_what_was_recorded_is_said_to_be_there_even_when_nothing_can_be_recorded_any_more(sitting: Sitting) -> None:
    sitting.send()
    Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 10))
    assert sitting.send().json()["state"] == "already"


def test_a_view_is_not_already_there_for_somebody_else_who_sends_its_key(sitting: Sitting) -> None:
    sitting.send()
    colleague = seated(sitting.meeting.committee, CommitteeRole.CLERK)
    answer = sitting.send(by=_as(colleague), **{"as": str(colleague.public_id)})
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert Assessment.objects.get().recorded_by == sitting.officer


def test_who_comes_second_is_told_who_was_first_and_where_to_correct_it(sitting: Sitting) -> None:
    first = AssessmentFactory(leaf=sitting.leaves["R01"], meeting=sitting.meeting)
    answer = sitting.send(judgement="5", reason="Nothing was reported.")
    told = answer.json()
    assert (answer.status_code, told["state"]) == (409, "taken")
    assert told["words"].startswith(f"R01 already has a view that you have not seen: {first.recorded_by} recorded it")
    assert (told["correct"], told["open"]) == (
        sitting.address("view_correct", "R01"),
        sitting.address("view_record", "R01"),
    )
    assert list(Assessment.objects.all()) == [first]


def test_who_comes_second_on_a_part_is_led_to_the_parts(sitting: Sitting) -> None:
    AssessmentFactory(leaf=sitting.leaves["R02b"], meeting=sitting.meeting)
    told = sitting.send("R02", parts=["a", "b"]).json()
    assert (told["state"], told["correct"], told["open"]) == ("taken", "", sitting.address("view_record", "R02"))
    assert Assessment.objects.count() == 1


def test_a_mistake_is_told_in_words(sitting: Sitting) -> None:
    answer = sitting.send(judgement="1")
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "state": "refused",
            "words": "Enter the reason for the view on R01. It differs from the assessment given.",
            "open": sitting.address("view_record", "R01"),
            "label": "R01",
        },
    )


def test_what_is_not_possible_any_more_is_told_in_words(sitting: Sitting) -> None:
    Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 10))
    answer = sitting.send()
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "Its minutes are approved." in answer.json()["words"]
    assert Assessment.objects.count() == 0


def test_a_key_that_is_none_is_refused_in_plain_words(sitting: Sitting) -> None:
    words = sitting.send(form_key="no key").json()["words"]
    assert words == "This form did not arrive whole. Open the recommendation again to record its view."


def test_a_script_whose_user_is_signed_out_is_told_where_to_sign_in(sitting: Sitting) -> None:
    answer = sitting.send(by=Client())
    assert (answer.status_code, answer.json()) == (
        401,
        {
            "state": "signed_out",
            "words": "You have been signed out. Sign in again as the same user to send it.",
            "link": "Sign in again",
            "address": f"{reverse('account_login')}?next={sitting.address('view_record', 'R01').replace('/', '%2F')}",
        },
    )
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("sender", [None, "", "0b8f4d2e-6a1c-4e53-9f70-2d4c6e8a1b3f"])
def test_a_view_is_never_recorded_as_somebody_elses(sitting: Sitting, sender: str | None) -> None:
    answer = sitting.send(**{"as": sender})
    assert (answer.status_code, answer.json()["state"]) == (409, "other_user")
    assert Assessment.objects.count() == 0


def test_a_page_from_before_signing_in_anew_is_told_so(sitting: Sitting) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sitting.officer)
    answer = sitting.send(by=strict, csrfmiddlewaretoken="of another session")
    assert (answer.status_code, answer.json()["state"]) == (403, "stale_page")
    assert Assessment.objects.count() == 0


def test_what_somebody_may_not_record_is_refused_like_what_does_not_exist(sitting: Sitting) -> None:
    nowhere = sitting.send("R99")
    CommitteeMembership.objects.all().delete()
    not_theirs = sitting.send()
    assert (nowhere.status_code, not_theirs.status_code) == (404, 404)
    assert nowhere.json() == not_theirs.json()
    assert nowhere.json()["state"] == "refused"


@pytest.mark.parametrize("by", ["officer", "nobody"])
def test_no_answer_is_kept_by_a_cache(sitting: Sitting, by: str) -> None:
    answer = sitting.send(by=None if by == "officer" else Client())
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_without_a_script_the_same_key_leads_on_as_before(sitting: Sitting) -> None:
    address, sent = sitting.address("view_record", "R01"), AGREEING | {"form_key": KEY}
    answers = [sitting.client.post(address, sent) for _ in range(2)]
    assert [answer.url for answer in answers] == [sitting.address("view_record", "R02a")] * 2
    assert Assessment.objects.count() == 1


def test_a_page_says_whose_views_its_browser_may_send(sitting: Sitting) -> None:
    page = sitting.client.get(sitting.address("view_record", "R01")).content.decode()
    assert f'data-module="app-queue" data-user="{sitting.officer.public_id}"' in page
