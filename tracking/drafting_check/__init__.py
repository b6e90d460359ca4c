"""The drafting check: whether a recommendation can be tracked as it is worded.

Pure functions over frozen facts. Each rule is one function from `DraftFacts` to a `Doubt` or None; `check_draft` asks
them all. Everything is a warning: a committee may recommend what it likes, and publish it as it stands.
Source: the council's process. A recommendation is tracked by who answers for it, by when, and part by part.
"""

from tracking.dates import suggest_due_date
from tracking.drafting_check.asks import Asks, asks_in
from tracking.drafting_check.facts import Doubt, DoubtKind, DraftFacts, Rule

__all__ = ("RULES", "Asks", "Doubt", "DoubtKind", "DraftFacts", "asks_in", "check_draft")


def no_post(facts: DraftFacts) -> Doubt | None:
    """Nobody can be asked to report on it."""
    return None if facts.has_posts else Doubt(DoubtKind.NO_POST, "No post answers for it.")


def no_trackable_date(facts: DraftFacts) -> Doubt | None:
    """Nothing says when it is late.

    Trackable is a confirmed day, or that it is ongoing or recurs; words alone are not, whatever day they seem to mean.
    """
    if facts.due_on or facts.has_no_end:
        return None
    words = facts.due_text.strip()
    if not words:
        return Doubt(DoubtKind.NO_DATE, "It has no completion date, so nobody can say when it is late.")
    seems = suggest_due_date(words)
    if seems.due_on or seems.ongoing or seems.recurs_every_months:
        return Doubt(DoubtKind.NO_DATE, f"What “{words}” means is not confirmed yet.")
    return Doubt(DoubtKind.NO_DATE, f"“{words}” names no day, so nobody can say when it is late.")


def several_asks(facts: DraftFacts) -> Doubt | None:
    """Several things to do are judged as one."""
    asks = asks_in(facts.text)
    if asks is None:
        return None
    settle = "With letters of their own, they" if facts.is_part else "As parts, they"
    return Doubt(
        DoubtKind.SEVERAL_ASKS,
        f"It asks for {len(asks.items)} things in one list. {settle} would be judged one by one.",
    )


def measure_unanswered(facts: DraftFacts) -> Doubt | None:
    """Nobody has said what the evidence must show."""
    if facts.success_measure.strip():
        return None
    return Doubt(DoubtKind.NO_MEASURE, "“How will the committee know?” is not answered yet.")


RULES: tuple[Rule, ...] = (no_post, no_trackable_date, several_asks, measure_unanswered)


def check_draft(facts: DraftFacts) -> tuple[Doubt, ...]:
    """Return every doubt about one recommendation or part, in the order of RULES; none where its parts are judged."""
    if not facts.is_leaf:
        return ()
    return tuple(doubt for rule in RULES if (doubt := rule(facts)) is not None)
