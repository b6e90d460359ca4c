"""When things may happen: every state of every thing against every transition."""

from itertools import product

import pytest

from tracking.enums import InquiryState, MeetingState, PlanState, ReportState, ResponseState, SupplementState
from tracking.exceptions import NotPossible
from tracking.workflow import TRANSITIONS, State, can_transition, check_transition, state_diagram

# The design's state tables, written out: (state, transition) → state. What is not here is refused.
INQUIRY_MOVES = {
    ("draft", "publish"): "published",
    ("draft", "withdraw"): "withdrawn",
    ("published", "conclude"): "concluded",
    ("published", "withdraw"): "withdrawn",
    ("concluded", "reopen"): "published",
}
REPORT_MOVES = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "return"): "returned",
    ("submitted", "accept"): "accepted",
    ("submitted", "withdraw"): "withdrawn",
    ("returned", "submit"): "submitted",
    ("accepted", "publish"): "published",
    ("accepted", "withdraw"): "withdrawn",
    ("published", "consider"): "considered",
    ("considered", "resume"): "published",
}
MEETING_MOVES = {
    ("planned", "issue papers"): "papers_issued",
    ("planned", "cancel"): "cancelled",
    ("papers_issued", "hold"): "held",
    ("papers_issued", "cancel"): "cancelled",
    ("held", "approve minutes"): "minutes_approved",
}
SUPPLEMENT_MOVES = {
    ("handed_in", "publish"): "published",
    ("handed_in", "decline"): "declined",
}
PLAN_MOVES = {
    ("draft", "publish"): "published",
    ("published", "end"): "ended",
}
RESPONSE_MOVES = {
    ("draft", "agree"): "agreed",
    ("draft", "withdraw"): "withdrawn",
    ("agreed", "take back"): "draft",
    ("agreed", "send"): "sent",
    ("sent", "publish"): "published",
}
MOVES: dict[type[State], dict[tuple[str, str], str]] = {
    InquiryState: INQUIRY_MOVES,
    ReportState: REPORT_MOVES,
    MeetingState: MEETING_MOVES,
    SupplementState: SUPPLEMENT_MOVES,
    PlanState: PLAN_MOVES,
    ResponseState: RESPONSE_MOVES,
}


def _every_combination() -> list[tuple[State, str, str | None]]:
    return [
        (state, transition, moves.get((state.value, transition)))
        for kind, moves in MOVES.items()
        for state, transition in product(kind, sorted({verb for _, verb in moves}))
    ]


COMBINATIONS = _every_combination()
ALLOWED = [(state, verb, target) for state, verb, target in COMBINATIONS if target is not None]
REFUSED = [(state, verb) for state, verb, target in COMBINATIONS if target is None]


def _name(value: object) -> str:
    return str(value)


@pytest.mark.parametrize(("state", "transition", "target"), ALLOWED, ids=_name)
def test_an_allowed_transition_leads_to_its_state(state: State, transition: str, target: str) -> None:
    assert check_transition(state, transition) == target
    assert can_transition(state, transition) is True


@pytest.mark.parametrize(("state", "transition"), REFUSED, ids=_name)
def test_any_other_transition_is_refused(state: State, transition: str) -> None:
    assert can_transition(state, transition) is False
    with pytest.raises(NotPossible):
        check_transition(state, transition)


@pytest.mark.parametrize("kind", MOVES)
def test_the_tables_hold_no_other_transition(kind: type[State]) -> None:
    assert {move.name for move in TRANSITIONS[kind]} == {verb for _, verb in MOVES[kind]}


def test_a_refusal_says_where_the_thing_stands_and_what_to_do() -> None:
    with pytest.raises(NotPossible) as refusal:
        check_transition(ReportState.ACCEPTED, "submit")
    assert str(refusal.value) == (
        "This Progress Report is accepted, and from there it cannot become submitted. "
        "Open it again to see where it stands."
    )


def test_a_verb_that_the_table_lacks_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        check_transition(MeetingState.PLANNED, "publish")


@pytest.mark.parametrize("kind", MOVES)
def test_every_state_can_be_reached_from_the_first(kind: type[State]) -> None:
    reached = {next(iter(kind)).value}
    while True:
        further = reached | {target for (source, _), target in MOVES[kind].items() if source in reached}
        if further == reached:
            break
        reached = further
    assert reached == set(kind.values)


def test_the_diagram_of_meetings_shows_each_state_by_its_label_and_each_move_by_its_verb() -> None:
    assert state_diagram(MeetingState) == (
        "stateDiagram-v2\n"
        '    state "Planned" as planned\n'
        '    state "Papers issued" as papers_issued\n'
        '    state "Held" as held\n'
        '    state "Minutes approved" as minutes_approved\n'
        '    state "Cancelled" as cancelled\n'
        "    [*] --> planned\n"
        "    planned --> papers_issued: issue papers\n"
        "    papers_issued --> held: hold\n"
        "    held --> minutes_approved: approve minutes\n"
        "    planned --> cancelled: cancel\n"
        "    papers_issued --> cancelled: cancel\n"
    )


@pytest.mark.parametrize("kind", MOVES)
def test_the_diagram_has_one_arrow_for_each_allowed_move(kind: type[State]) -> None:
    arrows = {line.strip() for line in state_diagram(kind).splitlines() if ": " in line}
    assert arrows == {f"{source} --> {target}: {verb}" for (source, verb), target in MOVES[kind].items()}
