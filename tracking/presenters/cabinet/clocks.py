"""The clocks of a report to Cabinet in plain words: what is in time, what is short. None of it stops anything."""

from collections.abc import Iterable
from datetime import date

from tracking.presenters.wording import counted, written_date
from tracking.queries.cabinet.clocks import Clock, ClockFacts

_NOTICES = {
    Clock.KEY_DECISION: "the notice of the key decision",
    Clock.PRIVATE_BUSINESS: "the notice of private business",
}


def clock_warnings(clocks: Iterable[ClockFacts], *, today: date, may_write: bool) -> tuple[str, ...]:
    """A sentence or two for each clock that is short, none for what is in time; `may_write`: they can mend it."""
    return tuple(_warning(row, today, may_write=may_write) for row in clocks if row.is_short)


def _warning(row: ClockFacts, today: date, *, may_write: bool) -> str:
    told = _papers_words(row, today) if row.clock == Clock.PAPERS else _notice_words(row)
    if row.urgency.strip():
        return f"{told} Urgency: {row.urgency.strip()}"
    if row.clock == Clock.PAPERS:
        return told
    if may_write:
        return f"{told} Say in the header by which urgency route it is dealt with."
    return f"{told} The header does not say by which urgency route it is dealt with."


def _papers_words(row: ClockFacts, today: date) -> str:
    needed = f"{counted(row.required, 'clear day')} before the meeting"
    if row.done_on:
        return f"It was published on {written_date(row.done_on)}, later than {needed}."
    due = written_date(row.due_on)
    is_over = f"That day was {due}." if row.due_on < today else f"That day is {due}."
    return f"Papers must be out {needed}. {is_over}"


def _notice_words(row: ClockFacts) -> str:
    notice = _NOTICES[row.clock]
    needed = f"{counted(row.required, 'clear day')} before the meeting, by {written_date(row.due_on)}"
    if row.done_on is None:
        return f"{_capital(notice)} must be published {needed}. No notice is recorded."
    return f"{_capital(notice)} was published on {written_date(row.done_on)}. It had to be {needed}."


def deadline_words(clocks: Iterable[ClockFacts]) -> tuple[str, ...]:
    """By which days papers and notices must be out, for those that are in time and not done yet."""
    return tuple(
        f"{_capital(_NOTICES.get(row.clock, 'the papers'))} must be published by {written_date(row.due_on)}."
        for row in clocks
        if not row.is_short and row.done_on is None
    )


def call_in_words(ends_on: date | None, today: date) -> str:
    """Until when the decision may be called in; nothing where it may not."""
    if ends_on is None:
        return ""
    if ends_on < today:
        return f"The time for call-in ended on {written_date(ends_on)}."
    return f"The decision may be called in until {written_date(ends_on)}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
