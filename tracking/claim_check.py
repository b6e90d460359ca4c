"""The claim check: whether what a Cabinet Member says about a leaf contradicts itself.

Pure functions over frozen facts. Each rule is one function from `LeafFacts` to a `Finding` or None; `check_leaf` asks
them all. An error blocks the report; a warning may stand once the submitter has said why, and the committee reads that
reason beside the claim. The rules read what a category means from its columns, never its number, so that a council
with another scheme keeps them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracking.enums import AsksFor, Timing


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class LeafFacts:
    """What is known of one tracked leaf when its assessment is checked.

    `due_on` is the original completion date, the parent's where a part has none; `agreed_due_on` a later one the
    committee has agreed. `category_name` and the three columns after it are empty without a category; `is_proposal`
    says that the Cabinet Member proposes to conclude instead.
    """

    leaf_pk: int
    reference: str
    label: str
    meeting_on: date
    due_on: date | None = None
    agreed_due_on: date | None = None
    has_no_end: bool = False
    category_name: str = ""
    achieved: bool = False
    timing: Timing = Timing.NONE
    asks_for: AsksFor = AsksFor.NOTHING
    is_proposal: bool = False
    completed_on: date | None = None
    anticipated_on: date | None = None
    anticipated_text: str = ""
    obstacle: str = ""

    @property
    def current_due_on(self) -> date | None:
        """The date that counts today: the one the committee agreed, else the original."""
        return self.agreed_due_on or self.due_on


@dataclass(frozen=True)
class Finding:
    """One contradiction: `message` says what is wrong, `settle` what would settle it, `field` the answer doubted."""

    code: str
    severity: Severity
    leaf_pk: int
    reference: str
    label: str
    field: str
    message: str
    settle: str

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.ERROR

    @property
    def key(self) -> tuple[int, str]:
        """What a submitter's reason is filed under."""
        return self.leaf_pk, self.code


Rule = Callable[[LeafFacts], Finding | None]


def check_leaf(facts: LeafFacts) -> tuple[Finding, ...]:
    """Return every finding about one leaf, in the order of RULES."""
    return tuple(finding for rule in RULES if (finding := rule(facts)) is not None)


def check_leaves(leaves: Iterable[LeafFacts]) -> tuple[Finding, ...]:
    """Return every finding, in the order of the leaves."""
    return tuple(finding for facts in leaves for finding in check_leaf(facts))


def _finding(facts: LeafFacts, code: str, severity: Severity, *, field: str, message: str, settle: str) -> Finding:
    return Finding(code, severity, facts.leaf_pk, facts.reference, facts.label, field, message, settle)


def _written(day: date) -> str:
    return f"{day:%-d %B %Y}"


def left_out(facts: LeafFacts) -> Finding | None:
    """Error: a tracked leaf of the report has neither a category nor a proposal to conclude.

    Source: the tracking process; every recommendation still tracked is reported on in every round.
    """
    if facts.category_name or facts.is_proposal:
        return None
    return _finding(
        facts,
        "left-out",
        Severity.ERROR,
        field="category",
        message=f"{facts.label} has no assessment.",
        settle=f"Choose a category for {facts.label}, or propose to conclude it.",
    )


def completion_date_missing(facts: LeafFacts) -> Finding | None:
    """Warning: the category asks for a completion date and there is none.

    Source: the criteria of the "achieved" categories, which judge completion against the date set.
    """
    if facts.asks_for != AsksFor.COMPLETED_ON or facts.completed_on:
        return None
    return _finding(
        facts,
        "completion-date-missing",
        Severity.WARNING,
        field="completed_on",
        message=f"{facts.label} is said to be achieved, but no completion date is given.",
        settle=f"Enter the date when {facts.label} was completed.",
    )


def completed_after_original_date(facts: LeafFacts) -> Finding | None:
    """Warning: achieved "on time", yet completed after the original date.

    A leaf that recurs or is ongoing has no such date: "achieved" means this cycle.
    Source: the criterion of the category achieved in time.
    """
    if facts.timing != Timing.ON_TIME or facts.has_no_end or not (facts.completed_on and facts.due_on):
        return None
    if facts.completed_on <= facts.due_on:
        return None
    return _finding(
        facts,
        "completed-after-original-date",
        Severity.WARNING,
        field="completed_on",
        message=(
            f"{facts.label} was completed on {_written(facts.completed_on)}, "
            f"after its original date of {_written(facts.due_on)}, but is said to be on time."
        ),
        settle="Correct the completion date, or choose the category for achieved late.",
    )


def completed_by_original_date(facts: LeafFacts) -> Finding | None:
    """Warning: achieved "late", yet completed on or before the original date.

    Source: the criterion of the category achieved, but not in time.
    """
    if facts.timing != Timing.LATE or facts.has_no_end or not (facts.completed_on and facts.due_on):
        return None
    if facts.completed_on > facts.due_on:
        return None
    return _finding(
        facts,
        "completed-by-original-date",
        Severity.WARNING,
        field="completed_on",
        message=(
            f"{facts.label} was completed on {_written(facts.completed_on)}, "
            f"by its original date of {_written(facts.due_on)}, but is said to be late."
        ),
        settle="Correct the completion date, or choose the category for achieved on time.",
    )


def completed_after_meeting(facts: LeafFacts) -> Finding | None:
    """Warning: said to be achieved, with a completion date after the meeting that is to see it done.

    Source: the criteria of the "achieved" categories, which ask for evidence that it was done.
    """
    if facts.asks_for != AsksFor.COMPLETED_ON or not facts.completed_on or facts.completed_on <= facts.meeting_on:
        return None
    return _finding(
        facts,
        "completed-after-meeting",
        Severity.WARNING,
        field="completed_on",
        message=(
            f"{facts.label} is said to be achieved, but its completion date of {_written(facts.completed_on)} "
            f"is after the meeting on {_written(facts.meeting_on)}."
        ),
        settle="Correct the completion date, or choose a category that says it is not achieved yet.",
    )


def obstacle_missing(facts: LeafFacts) -> Finding | None:
    """Warning: the category asks for an obstacle outside the council's control and none is named.

    Source: the criterion of the category for obstacles.
    """
    if facts.asks_for != AsksFor.OBSTACLE or facts.obstacle.strip():
        return None
    return _finding(
        facts,
        "obstacle-missing",
        Severity.WARNING,
        field="obstacle",
        message=f"{facts.label} is said to be held up by an obstacle, but none is named.",
        settle="Say what is outside the council’s control, and that all possible was done.",
    )


def not_yet_due_but_past(facts: LeafFacts) -> Finding | None:
    """Warning: "not yet due", although the date will have passed by the day of the meeting.

    A date the committee has agreed since counts in place of the original. A leaf that recurs or is ongoing never
    runs out. Source: the criterion of the category for what is too early to judge.
    """
    due_on = facts.current_due_on
    if facts.timing != Timing.NOT_YET_DUE or facts.has_no_end or due_on is None or due_on >= facts.meeting_on:
        return None
    return _finding(
        facts,
        "not-yet-due-but-past",
        Severity.WARNING,
        field="category",
        message=(
            f"{facts.label} is said not to be due yet, but its date of {_written(due_on)} "
            f"is before the meeting on {_written(facts.meeting_on)}."
        ),
        settle="Choose the category that says how far it has come since.",
    )


def anticipated_date_missing(facts: LeafFacts) -> Finding | None:
    """Error: the category asks for an anticipated completion date and there is none.

    Source: the criteria of the categories for what is not achieved, which say that the date must be given.
    """
    if facts.asks_for != AsksFor.ANTICIPATED_DATE or facts.anticipated_on:
        return None
    told = f" “{facts.anticipated_text}” is no day that can be tracked." if facts.anticipated_text else ""
    return _finding(
        facts,
        "anticipated-date-missing",
        Severity.ERROR,
        field="anticipated_on",
        message=f"{facts.label} has no anticipated completion date.{told}",
        settle=f"Enter the date when {facts.label} is expected to be achieved.",
    )


def anticipated_by_meeting(facts: LeafFacts) -> Finding | None:
    """Error: the anticipated completion date is not after the meeting.

    Source: as for a missing date; what is expected to be done by the meeting is reported as done or not.
    """
    if facts.asks_for != AsksFor.ANTICIPATED_DATE or not facts.anticipated_on:
        return None
    if facts.anticipated_on > facts.meeting_on:
        return None
    return _finding(
        facts,
        "anticipated-by-meeting",
        Severity.ERROR,
        field="anticipated_on",
        message=(
            f"{facts.label} is expected on {_written(facts.anticipated_on)}, "
            f"which is not after the meeting on {_written(facts.meeting_on)}."
        ),
        settle=f"Enter a date after {_written(facts.meeting_on)}, or say that it is achieved.",
    )


RULES: tuple[Rule, ...] = (
    left_out,
    completion_date_missing,
    completed_after_original_date,
    completed_by_original_date,
    completed_after_meeting,
    obstacle_missing,
    not_yet_due_but_past,
    anticipated_date_missing,
    anticipated_by_meeting,
)
