"""What follows after a report was considered, in sentences with their dates."""

from datetime import date

from tracking.presenters.wording import counted, written_date
from tracking.queries.inquiries import NextMeeting
from tracking.queries.next_rounds import FirstRound, WhatFollows


def next_round_sentence(next_round_on: date, *, today: date) -> str:
    """ "The next report is due by 12 October 2016."."""
    verb = "was" if next_round_on < today else "is"
    return f"The next report {verb} due by {written_date(next_round_on)}."


def next_meeting_sentence(following: NextMeeting | None) -> str:
    if following is None:
        return "No further meeting is planned."
    day = written_date(following.meeting.held_on)
    return f"The next report is due on {day}." if following.has_report else f"The committee next meets on {day}."


def coming_sentences(following: NextMeeting | None, next_round_on: date | None, *, today: date) -> tuple[str, ...]:
    """What comes next for an inquiry that is tracked: the report opened for a meeting, else the day one is due by."""
    if next_round_on is None or (following and following.has_report):
        return (next_meeting_sentence(following),)
    return next_round_sentence(next_round_on, today=today), next_meeting_sentence(following)


def what_follows_sentence(follows: WhatFollows, *, today: date) -> str:
    """ "The next report is due by 12 October 2016.", "The inquiry was concluded on 12 April 2016.", or nothing."""
    if follows.concluded_on:
        return f"The inquiry was concluded on {written_date(follows.concluded_on)}."
    return next_round_sentence(follows.next_round_on, today=today) if follows.next_round_on else ""


def first_round_sentences(proposed: FirstRound | None) -> tuple[str, ...]:
    """ "The first tracking is proposed for the committee’s meeting on 12 April 2016.", and why then."""
    if proposed is None:
        return ()
    if proposed.is_past:
        return _past_first_round(proposed)
    why = f"That is the first meeting planned {counted(proposed.after_months, 'month')} after the response."
    if proposed.meeting:
        day = written_date(proposed.meeting.held_on)
        return (f"The first tracking is proposed for the committee’s meeting on {day}.", why)
    interval = counted(proposed.after_months, "month")
    day = (
        f"The first tracking is proposed for {written_date(proposed.on)} or soon after, {interval} after the response."
    )
    return day, "No meeting of the committee is planned then yet."


def _past_first_round(proposed: FirstRound) -> tuple[str, str]:
    """ "The first tracking was due from 7 February 2016, 6 months after the response.", and when it can be."""
    interval = counted(proposed.after_months, "month")
    was_due = f"The first tracking was due from {written_date(proposed.on)}, {interval} after the response."
    if proposed.meeting is None:
        return was_due, "No meeting of the committee is planned yet."
    return was_due, f"The committee’s next planned meeting is on {written_date(proposed.meeting.held_on)}."
