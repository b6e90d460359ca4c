"""Every address that speaks of an inquiry, a report, evidence, a document, a meeting or a plan, in every state.

The rows of the role matrix say what is shown to those who may know of a thing. Here is asked, of every address and of
every state, whether anybody else is told anything. A new address is asked about by itself. On SQLite everybody asks; on
PostgreSQL, of each address in each state, one of those who are refused alike.
"""

from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.integration.matrix.asking import (
    ASKED_TO_SIGN_IN,
    EVERYBODY_IS_ASKED,
    NOT_FOUND,
    asked_here,
    refusal,
    text_of,
)
from tests.integration.matrix.methods import ANSWER_A_FORM
from tests.integration.matrix.responses import WRITERS
from tests.integration.matrix.roles import ASKED, EVERYONE, NOBODY, ONE_OF_EACH, SCRUTINY_OFFICERS
from tests.integration.matrix.rows import ROWS
from tests.integration.matrix.states import OF_NOTHING_WITHHELD, State, is_open, kind_of, routes, states
from tests.integration.matrix.world import World
from tracking.models import Event

ROUTES = dict(routes())
KINDS = {name: kind_of(route) for name, route in ROUTES.items()}
ADDRESSES = sorted(name for name, kind in KINDS.items() if kind not in {"", "?"})

# Whoever asked for an update knows that one is being written; where a response was withdrawn another may be started,
# and whoever was typing into it is told so.
KNOW_MORE = {"report_remind": SCRUTINY_OFFICERS} | dict.fromkeys(
    ("response_new", "response_edit", "response_item"), WRITERS
)


@pytest.fixture(scope="module")
def in_every_state(world: World, django_db_blocker: DjangoDbBlocker, media: Path) -> dict[str, list[State]]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)):
        return states(world)


def _address(name: str, state: State) -> str:
    taken = {word: value for word, value in state.arguments.items() if f":{word}>" in ROUTES[name]}
    return reverse(name, kwargs=taken)


def _due_to_others(name: str, state: State) -> dict[str, str]:
    """How each of those is refused who may not know of a thing in this state."""
    open_to_visitors = is_open(name, ROWS)
    # The page of a meeting, and what was issued for it, is everybody's.
    known_to = (
        EVERYONE if KINDS[name] == "meeting" and open_to_visitors else state.known_to | KNOW_MORE.get(name, NOBODY)
    )
    due = dict.fromkeys(set(ASKED) - known_to, NOT_FOUND)
    if "anonymous" in due and not open_to_visitors:
        due["anonymous"] = ASKED_TO_SIGN_IN
    return due


@pytest.mark.django_db
@pytest.mark.parametrize("name", ADDRESSES)
def test_nobody_is_told_anything_of_what_they_may_not_know_of(
    in_every_state: dict[str, list[State]], clients: dict[str, Client], name: str
) -> None:
    before, told = Event.objects.count(), {}
    for state in in_every_state[KINDS[name]]:
        due = _due_to_others(name, state)
        for viewer in asked_here(due, f"{name} {state.name}"):
            answers = [clients[viewer].get(_address(name, state))]
            if name in ANSWER_A_FORM and (viewer in ONE_OF_EACH or not EVERYBODY_IS_ASKED):
                answers.append(clients[viewer].post(_address(name, state)))
            if [refusal(answer) for answer in answers] != [due[viewer]] * len(answers):
                told[state.name, viewer] = [answer.status_code for answer in answers]
    assert told == {}
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_whoever_may_know_of_a_thing_is_shown_its_page(
    in_every_state: dict[str, list[State]], clients: dict[str, Client]
) -> None:
    """Else the refusals would prove nothing: the thing might not be there."""
    pages = {
        "inquiry": "inquiry_detail",
        "recommendation": "recommendation_detail",
        "report": "report_detail",
        "evidence": "evidence_download",
        "meeting": "meeting_detail",
        "document": "agenda_document",
        "issued document": "issued_document",
        "plan": "plan_detail",
        "response": "response_detail",
        "month": "plan_round",
    }
    kept_from = {
        (kind, state.name, viewer)
        for kind, page in pages.items()
        for state in in_every_state[kind]
        for viewer in sorted(state.known_to)[:2]
        if not _is_shown(clients[viewer], _address(page, state))
    }
    assert kept_from == set()


def _is_shown(client: Client, address: str) -> bool:
    response = client.get(address)
    return response.status_code == 200 and text_of(response) != ""


def test_it_is_said_of_every_address_what_it_speaks_of() -> None:
    assert {name for name, kind in KINDS.items() if kind == "?"} == set()
    assert set(KINDS) == {name for name, _ in routes(get_resolver())}
    assert OF_NOTHING_WITHHELD - set(ROUTES.values()) == set()


@pytest.mark.parametrize(
    "route",
    [
        "committees/<slug:slug>/secret-papers/<int:pk>/",
        "manage/people/<int:pk>/reports/",
        "posts/<slug:slug>/drafts/",
        "figures/<int:year>/exempt.pdf",
        "somewhere/<int:pk>/",
    ],
)
def test_nor_is_an_address_passed_over_that_stands_below_one_of_them(route: str) -> None:
    assert kind_of(route) == "?"
