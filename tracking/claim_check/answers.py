"""Contradictions between a category, its dates and what it asks for.

A rule reads what a category means from its columns, never its number, so that a council with another scheme keeps it.
"""

from tracking.claim_check.facts import Finding, LeafFacts, Severity, finding, written
from tracking.enums import AsksFor, Timing


def left_out(facts: LeafFacts) -> Finding | None:
    """Error: a tracked leaf of the report has neither a category nor a proposal to conclude.

    Source: the tracking process; every recommendation still tracked is reported on in every round.
    """
    if facts.category_name or facts.is_proposal:
        return None
    return finding(
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
    return finding(
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
    return finding(
        facts,
        "completed-after-original-date",
        Severity.WARNING,
        field="completed_on",
        message=(
            f"{facts.label} was completed on {written(facts.completed_on)}, "
            f"after its original date of {written(facts.due_on)}, but is said to be on time."
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
    return finding(
        facts,
        "completed-by-original-date",
        Severity.WARNING,
        field="completed_on",
        message=(
            f"{facts.label} was completed on {written(facts.completed_on)}, "
            f"by its original date of {written(facts.due_on)}, but is said to be late."
        ),
        settle="Correct the completion date, or choose the category for achieved on time.",
    )


def completed_after_meeting(facts: LeafFacts) -> Finding | None:
    """Warning: said to be achieved, with a completion date after the meeting that is to see it done.

    Source: the criteria of the "achieved" categories, which ask for evidence that it was done.
    """
    if facts.asks_for != AsksFor.COMPLETED_ON or not facts.completed_on or facts.completed_on <= facts.meeting_on:
        return None
    return finding(
        facts,
        "completed-after-meeting",
        Severity.WARNING,
        field="completed_on",
        message=(
            f"{facts.label} is said to be achieved, but its completion date of {written(facts.completed_on)} "
            f"is after the meeting on {written(facts.meeting_on)}."
        ),
        settle="Correct the completion date, or choose a category that says it is not achieved yet.",
    )


def obstacle_missing(facts: LeafFacts) -> Finding | None:
    """Warning: the category asks for an obstacle outside the council's control and none is named.

    Source: the criterion of the category for obstacles.
    """
    if facts.asks_for != AsksFor.OBSTACLE or facts.obstacle.strip():
        return None
    return finding(
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
    return finding(
        facts,
        "not-yet-due-but-past",
        Severity.WARNING,
        field="category",
        message=(
            f"{facts.label} is said {facts.in_time_words}, but its date of {written(due_on)} "
            f"is before {facts.judged_at}."
        ),
        settle="Choose the category that says how far it has come since.",
    )


def recovery_missing(facts: LeafFacts) -> Finding | None:
    """Error: the category asks what will bring it back on track, and by when, and one of the two is missing.

    Source: the criterion of the category for what is off track.
    """
    if facts.asks_for != AsksFor.RECOVERY or (facts.recovery_text.strip() and facts.recovery_on):
        return None
    missing = "by when" if facts.recovery_text.strip() else "what will bring it back on track"
    return finding(
        facts,
        "recovery-missing",
        Severity.ERROR,
        field="recovery_on" if facts.recovery_text.strip() else "recovery_text",
        message=f"{facts.label} is said to be off track, but not {missing}.",
        settle="Say what will bring it back on track, and by when.",
    )


def recovery_by_meeting(facts: LeafFacts) -> Finding | None:
    """Warning: the day by which it is back on track is not after the day of the claim.

    Source: as for a way back that is missing; what is back on track by then is said to be.
    """
    if facts.asks_for != AsksFor.RECOVERY or not facts.recovery_on or facts.recovery_on > facts.meeting_on:
        return None
    return finding(
        facts,
        "recovery-by-meeting",
        Severity.WARNING,
        field="recovery_on",
        message=(
            f"{facts.label} is to be back on track by {written(facts.recovery_on)}, "
            f"which is not after {facts.judged_at}."
        ),
        settle="Enter a later date, or choose the category that says it is back on track.",
    )


def anticipated_date_missing(facts: LeafFacts) -> Finding | None:
    """Error: the category asks for an anticipated completion date and there is none.

    Source: the criteria of the categories for what is not achieved, which say that the date must be given.
    """
    if facts.asks_for != AsksFor.ANTICIPATED_DATE or facts.anticipated_on:
        return None
    told = f" “{facts.anticipated_text}” is no day that can be tracked." if facts.anticipated_text else ""
    return finding(
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
    return finding(
        facts,
        "anticipated-by-meeting",
        Severity.ERROR,
        field="anticipated_on",
        message=(
            f"{facts.label} is expected on {written(facts.anticipated_on)}, "
            f"which is not after the meeting on {written(facts.meeting_on)}."
        ),
        settle=f"Enter a date after {written(facts.meeting_on)}, or say that it is achieved.",
    )
