"""What a report to Cabinet starts with when it is about something that is recorded already: facts and counts.

Nothing here writes prose: what the figures mean, those who write the report say. Each function takes plain facts, so
that it does not matter whose they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Count:
    """How many there are of one kind: "Green: complete or evaluated", 12."""

    label: str
    number: int


def month_as_text(*, plan: str, month: date, issued_on: date, counts: Sequence[Count], of: str = "actions") -> str:
    """The facts of a plan's issued month as a Markdown list, `counts` as its table has them.

    `counts` hold what is not rated too: it is a count of its own and never added to another.
    """
    facts = [
        f"Plan: {_plain(plan)}",
        f"Month: {month:%B %Y}",
        f"Issued: {_day(issued_on)}",
    ]
    return _listed([*facts, *_counted(counts, of)])


def response_as_text(
    *, inquiry: str, received_on: date | None, due_on: date | None, agreed_on: date | None, counts: Sequence[Count]
) -> str:
    """The facts of an executive response as a Markdown list; a day that is not known is left out."""
    days = (("Received", received_on), ("Response due", due_on), ("Agreed by Cabinet", agreed_on))
    told = [f"{label}: {_day(day)}" for label, day in days if day is not None]
    return _listed([f"Inquiry: {_plain(inquiry)}", *told, *_counted(counts, "recommendations and parts")])


def _counted(counts: Sequence[Count], of: str) -> list[str]:
    total = sum(count.number for count in counts)
    return [f"{of[:1].upper()}{of[1:]}: {total}", *(f"{_plain(count.label)}: {count.number}" for count in counts)]


def _listed(facts: Sequence[str]) -> str:
    return "\n".join(f"- {fact}" for fact in facts)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _plain(words: str) -> str:
    """On one line, and without what Markdown would take for its own."""
    return " ".join("".join(f"\\{sign}" if sign in "\\*_[]<>`" else sign for sign in words).split())
