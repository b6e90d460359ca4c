"""The one writer of `state`: checks the table, writes only if nobody was faster."""

from typing import Any

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
from tracking.exceptions import StaleReport, StaleState
from tracking.models import Inquiry, Meeting, ProgressReport, ReportSupplement
from tracking.models.cabinet import CabinetReport, ExecutiveResponse
from tracking.models.plans import ImprovementPlan, PlanRound, PlanUpdate
from tracking.workflow import THINGS, State, check_transition

Thing = (
    Inquiry
    | Meeting
    | ProgressReport
    | ReportSupplement
    | ImprovementPlan
    | PlanRound
    | PlanUpdate
    | ExecutiveResponse
    | CabinetReport
)

_KINDS: dict[type[Thing], type[State]] = {
    CabinetReport: CabinetReportState,
    ExecutiveResponse: ResponseState,
    ImprovementPlan: PlanState,
    Inquiry: InquiryState,
    Meeting: MeetingState,
    PlanRound: PlanRoundState,
    PlanUpdate: PlanUpdateState,
    ProgressReport: ReportState,
    ReportSupplement: SupplementState,
}


def change_state(thing: Thing, transition: str, **fields: Any) -> None:
    """Move a thing on by a named transition and write `fields` with it; the instance is brought up to date.

    To be called inside a transaction. Raises NotPossible when the table does not allow the move, StaleState
    (StaleReport for a report) when the row is no longer in the state that was read.
    """
    kind = _KINDS[type(thing)]
    old = kind(thing.state)
    new = check_transition(old, transition)
    written = type(thing)._default_manager.filter(pk=thing.pk, state=old).update(state=new, **fields)
    if not written:
        error = StaleReport if isinstance(thing, ProgressReport) else StaleState
        raise error(
            f"Somebody else has just changed this {THINGS[kind]}. "
            "Open it again to see where it stands before you go on."
        )
    thing.state = new
    for name, value in fields.items():
        setattr(thing, name, value)
