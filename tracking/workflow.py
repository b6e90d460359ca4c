"""When things may happen: the state tables of all that goes through states.

Who may do them is in `rules`; actions enforce both. The diagrams in docs/workflow.md are generated from
these tables by `manage.py state_diagrams`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracking.enums import (
    CabinetReportState,
    InquiryState,
    MeetingState,
    PlanRoundState,
    PlanState,
    PlanUpdateState,
    ReportState,
    ResponseState,
    SupplementState,
)
from tracking.exceptions import NotPossible

State = (
    InquiryState
    | ReportState
    | MeetingState
    | SupplementState
    | PlanState
    | PlanRoundState
    | PlanUpdateState
    | ResponseState
    | CabinetReportState
)


@dataclass(frozen=True)
class Transition:
    """One allowed move: its verb, the states it may start from and the state it ends in."""

    name: str
    sources: frozenset[State]
    target: State


def _move(name: str, sources: Iterable[State], target: State) -> Transition:
    return Transition(name, frozenset(sources), target)


_INQUIRY = InquiryState
_REPORT = ReportState
_MEETING = MeetingState
_SUPPLEMENT = SupplementState
_PLAN = PlanState
_RESPONSE = ResponseState
_CABINET = CabinetReportState
_ROUND = PlanRoundState
_UPDATE = PlanUpdateState

TRANSITIONS: dict[type[State], tuple[Transition, ...]] = {
    InquiryState: (
        _move("publish", [_INQUIRY.DRAFT], _INQUIRY.PUBLISHED),
        _move("conclude", [_INQUIRY.PUBLISHED], _INQUIRY.CONCLUDED),
        _move("reopen", [_INQUIRY.CONCLUDED], _INQUIRY.PUBLISHED),
        _move("withdraw", [_INQUIRY.DRAFT, _INQUIRY.PUBLISHED], _INQUIRY.WITHDRAWN),
    ),
    ReportState: (
        _move("submit", [_REPORT.DRAFT, _REPORT.RETURNED], _REPORT.SUBMITTED),
        _move("return", [_REPORT.SUBMITTED], _REPORT.RETURNED),
        _move("accept", [_REPORT.SUBMITTED], _REPORT.ACCEPTED),
        _move("publish", [_REPORT.ACCEPTED], _REPORT.PUBLISHED),
        _move("consider", [_REPORT.PUBLISHED], _REPORT.CONSIDERED),
        _move("resume", [_REPORT.CONSIDERED], _REPORT.PUBLISHED),
        _move("withdraw", [_REPORT.DRAFT, _REPORT.SUBMITTED, _REPORT.ACCEPTED], _REPORT.WITHDRAWN),
    ),
    MeetingState: (
        _move("issue papers", [_MEETING.PLANNED], _MEETING.PAPERS_ISSUED),
        _move("hold", [_MEETING.PAPERS_ISSUED], _MEETING.HELD),
        _move("approve minutes", [_MEETING.HELD], _MEETING.MINUTES_APPROVED),
        _move("cancel", [_MEETING.PLANNED, _MEETING.PAPERS_ISSUED], _MEETING.CANCELLED),
    ),
    SupplementState: (
        _move("publish", [_SUPPLEMENT.HANDED_IN], _SUPPLEMENT.PUBLISHED),
        _move("decline", [_SUPPLEMENT.HANDED_IN], _SUPPLEMENT.DECLINED),
    ),
    PlanState: (
        _move("publish", [_PLAN.DRAFT], _PLAN.PUBLISHED),
        _move("end", [_PLAN.PUBLISHED], _PLAN.ENDED),
    ),
    ResponseState: (
        _move("agree", [_RESPONSE.DRAFT], _RESPONSE.AGREED),
        _move("take back", [_RESPONSE.AGREED], _RESPONSE.DRAFT),
        _move("send", [_RESPONSE.AGREED], _RESPONSE.SENT),
        _move("publish", [_RESPONSE.SENT], _RESPONSE.PUBLISHED),
        _move("withdraw", [_RESPONSE.DRAFT], _RESPONSE.WITHDRAWN),
    ),
    CabinetReportState: (
        _move("submit", [_CABINET.DRAFT, _CABINET.RETURNED], _CABINET.SUBMITTED),
        _move("return", [_CABINET.SUBMITTED], _CABINET.RETURNED),
        _move("accept", [_CABINET.SUBMITTED], _CABINET.ACCEPTED),
        _move("publish", [_CABINET.ACCEPTED], _CABINET.PUBLISHED),
        _move("decide", [_CABINET.PUBLISHED], _CABINET.DECIDED),
        _move("withdraw", [_CABINET.DRAFT, _CABINET.SUBMITTED, _CABINET.ACCEPTED], _CABINET.WITHDRAWN),
    ),
    PlanRoundState: (_move("issue", [_ROUND.OPEN], _ROUND.ISSUED),),
    PlanUpdateState: (
        _move("submit", [_UPDATE.DRAFT, _UPDATE.RETURNED], _UPDATE.SUBMITTED),
        _move("return", [_UPDATE.SUBMITTED], _UPDATE.RETURNED),
        _move("accept", [_UPDATE.SUBMITTED], _UPDATE.ACCEPTED),
    ),
}

THINGS: dict[type[State], str] = {
    InquiryState: "inquiry",
    ReportState: "Progress Report",
    MeetingState: "meeting",
    SupplementState: "supplement",
    PlanState: "improvement plan",
    ResponseState: "executive response",
    CabinetReportState: "report to Cabinet",
    PlanRoundState: "month of a plan",
    PlanUpdateState: "update on a plan",
}


def check_transition(state: State, name: str) -> State:
    """Return the state that the move `name` leads to from `state`.

    Raises NotPossible when the table does not allow the move, and KeyError for a verb the table lacks.
    """
    kind = type(state)
    transition = {move.name: move for move in TRANSITIONS[kind]}[name]
    if state not in transition.sources:
        raise NotPossible(
            f"This {THINGS[kind]} is {state.label.lower()}, and from there it cannot become "
            f"{transition.target.label.lower()}. Open it again to see where it stands."
        )
    return transition.target


def can_transition(state: State, name: str) -> bool:
    """Answer whether the table allows the move `name` from `state`."""
    return any(move.name == name and state in move.sources for move in TRANSITIONS[type(state)])


def state_diagram(kind: type[State]) -> str:
    """Return the Mermaid state diagram of one table, ending in a newline."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.value}' for state in kind]
    lines.append(f"    [*] --> {next(iter(kind)).value}")
    for move in TRANSITIONS[kind]:
        lines += [
            f"    {source.value} --> {move.target.value}: {move.name}" for source in kind if source in move.sources
        ]
    return "\n".join(lines) + "\n"
