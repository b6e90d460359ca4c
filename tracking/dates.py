"""The dates of scrutiny: what a written completion date means, when a clock runs out, how far a date slipped.

Plain functions of their arguments; nothing here reads the database.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

LONDON: Final = ZoneInfo("Europe/London")
ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


def today(now: datetime | None = None) -> date:
    """Today's date as the council's own calendar has it, whatever zone the server keeps.

    `now` is an aware moment, for a caller that must judge several things at the same one.
    """
    return timezone.localdate(now, LONDON)


def last_day_of_month(year: int, month: int) -> date:
    """The date on which a month ends: what "November 2015" means as a completion date."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day that many months on (or back); the last day of a month that has no such day."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month_end = last_day_of_month(year, month_index + 1)
    return month_end.replace(day=min(day.day, month_end.day))


def days_slipped(original: date, later: date) -> int:
    """How many days a completion date has moved back; negative when it was brought forward."""
    return (later - original).days


def municipal_year(day: date) -> int:
    """The council's year that a day falls in, named by the year it began in: 2015 for 12 April 2016.

    A council's year runs from its annual meeting, held on a day of its own choosing (Local Government
    Act 1972, schedule 12, paragraph 1), in practice in May. That day is not known for every council and
    year, so the year is taken to begin on 1 May.
    """
    return day.year if day.month >= 5 else day.year - 1


def municipal_year_words(began_in: int) -> str:
    """A council's year as councils write it: "2015/16"."""
    return f"{began_in}/{(began_in + 1) % 100:02d}"


def response_due_on(received_on: date | None, notice_on: date | None) -> date | None:
    """The last day for the executive's response; None, and so never overdue, while neither date is known.

    Two months beginning with the date on which the report or, if later, the notice was received (Local
    Government Act 2000, section 9FE). That date is the first day of the two months, so they end on the day
    before the same day of the second month after, or with that month where it has no such day (the
    corresponding date rule: Dodds v Walker [1981] 1 WLR 1027).
    """
    known = [day for day in (received_on, notice_on) if day is not None]
    if not known:
        return None
    begins_on = max(known)
    corresponding_on = add_months(begins_on, 2)
    if corresponding_on.day < begins_on.day:
        return corresponding_on
    return corresponding_on - ONE_DAY


def last_tracked_overdue(last: date | None, approved_on: date | None, today: date, months: int = 12) -> bool:
    """Whether more than `months` have passed since an inquiry was last tracked or, before that, approved.

    Whether anything in it is still tracked is for the caller to know. With neither date there is nothing to
    count from: False. The anniversary itself still belongs to the period.
    The number of months is the council's own practice; no statute sets one.
    """
    known = [day for day in (last, approved_on) if day is not None]
    return bool(known) and today > add_months(max(known), months)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, those moved and those proclaimed for the occasion included."""
    # Asked for year by year: the library's own lazily growing calendar is not safe to share between threads.
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, closed_days: Collection[date] = ()) -> bool:
    """Whether the council works that day: no weekend, no bank holiday, none of the clerk's `closed_days`."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year) and day not in closed_days


def clear_working_days_between(issued_on: date, meeting_on: date, closed_days: Collection[date] = ()) -> int:
    """How many clear working days the public has with papers issued on one day for a meeting on another.

    Neither the day of issue nor that of the meeting counts; none when issued on the day or after it.
    Papers are late when this is less than the number required, on whatever day they went out.
    Source: Local Government Act 1972, sections 100A(6) and 100B, as amended for England by S.I. 2002/715
    (five clear days); clear days are working days only (R v Swansea City Council, ex parte Elitestone Ltd,
    Court of Appeal, 5 May 1993, [1993] 46 EG 181).
    """
    between = (issued_on + timedelta(days=offset) for offset in range(1, (meeting_on - issued_on).days))
    return sum(is_working_day(day, closed_days) for day in between)


def papers_due_on(meeting_on: date, clear_working_days: int, closed_days: Collection[date] = ()) -> date:
    """The last working day on which papers can go out with that many clear working days before the meeting.

    A working day, because papers are put out for inspection at the council's offices. Same sources as
    `clear_working_days_between`, which tells whether papers put out on any other day were in time.
    """
    return working_days_before(meeting_on, clear_working_days + 1, closed_days)


def clear_days_between(notice_on: date, meeting_on: date) -> int:
    """How many clear days lie between a notice and a meeting, of whatever kind; none on the day or after it.

    Neither the day of the notice nor that of the meeting counts. Source: Local Authorities (Executive Arrangements)
    (Meetings and Access to Information) (England) Regulations 2012, S.I. 2012/2089, regulations 5 and 9: 28 clear days
    before a meeting is held in private or a key decision made. The Regulations do not leave out days on which the
    council is closed; that is read into the five clear days of papers alone.
    """
    return max((meeting_on - notice_on).days - 1, 0)


def notice_due_on(meeting_on: date, clear_days: int) -> date:
    """The last day on which a notice leaves that many clear days; see `clear_days_between`."""
    return meeting_on - timedelta(days=clear_days + 1)


def call_in_ends_on(published_on: date, working_days: int, closed_days: Collection[date] = ()) -> date:
    """The last day on which a decision published on a day may be called in.

    The day of publication does not count. How many working days there are is the council's own rule, as is call-in
    itself (Local Government Act 2000, section 9F(2)(a) and (4): arrangements to review what is not implemented yet).
    """
    day = published_on
    for _ in range(working_days):
        day += ONE_DAY
        while not is_working_day(day, closed_days):
            day += ONE_DAY
    return day


def working_days_before(day: date, number: int, closed_days: Collection[date] = ()) -> date:
    """The working day that many working days before another day."""
    for _ in range(number):
        day = _working_day_before(day, closed_days)
    return day


def _working_day_before(day: date, closed_days: Collection[date]) -> date:
    day -= ONE_DAY
    while not is_working_day(day, closed_days):
        day -= ONE_DAY
    return day


def last_reminder_on(due_on: date, today: date, days_before: Collection[int]) -> date | None:
    """The latest day up to today on which a reminder of something still to be handed in fell; None before the first.

    Reminders fall so many days before the day it is due, then on the day after it and every week from there.
    The days are the council's own choice; no statute sets them.
    """
    if today > due_on:
        first = due_on + ONE_DAY
        return first + timedelta(weeks=(today - first).days // 7)
    return max((day for number in days_before if (day := due_on - timedelta(days=number)) <= today), default=None)


@dataclass(frozen=True, slots=True)
class DueSuggestion:
    """What the words of a completion date seem to mean, for an officer to confirm."""

    due_on: date | None
    ongoing: bool
    recurs_every_months: int | None


def suggest_due_date(words: str) -> DueSuggestion:
    """Suggest what the words of a completion date mean, such as "April 2013, subject to annual review".

    A month means its last day, and of several milestones the last counts. A council's financial year ends
    on 31 March. Numbers are read the English way, day first.

    Nothing is guessed: once the words name a time that cannot be put on a day (a season, a quarter, "2015/16"
    alone, "31 June 2015", "early March 2016", a month with no year) there is no due date at all, since that
    time might be the last milestone; two different frequencies make no recurrence. A date from which
    something runs ("July 2018 onwards", "from April 2013") is no completion date and is passed over.

    Never raises. Source: the words used in the council's inquiry and progress reports.
    """
    text = " ".join(unicodedata.normalize("NFKC", words).casefold().split()).translate(_PLAIN_SIGNS)
    return DueSuggestion(
        due_on=_last_milestone(text),
        ongoing=_ONGOING.search(text) is not None,
        recurs_every_months=_frequency_in_months(text),
    )


_PLAIN_SIGNS: Final = str.maketrans({"\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME: Final = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    "|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_BARE_MONTH: Final = re.compile(rf"(?<![a-z]){_MONTH_NAME}(?![a-z])")
_MONTH: Final = rf"(?<![a-z])(?P<month>{_MONTH_NAME})(?![a-z])"
_ORDINAL: Final = "(?: ?(?:st|nd|rd|th))?"
# In "1 November-16 December 2015" the 16 is a day; in "November-16" it is a year.
_IS_A_DAY: Final = rf"{_ORDINAL}(?: of)? ?{_MONTH_NAME}"
_FULL_YEAR: Final = rf"(?:19|20)\d\d(?![\d/]|-\d\d(?!\d|{_IS_A_DAY}))"
_YEAR: Final = rf"(?:[ ,.-]{{0,2}}(?P<year>{_FULL_YEAR})|(?: ?'|-)(?P<short_year>\d\d)(?!\d|{_IS_A_DAY}))"
_BEFORE_IT: Final = (
    r"(?:\b(?:(?P<runs_from>from|since|after|starting|commencing)"
    r"|(?P<imprecise>before|early|mid|middle|beginning|start|week (?:of|commencing)|w/c))"
    r"[ -](?:(?:in|on|of|the) )*)?"
    r"(?P<end>\b(?:end|close)[ -](?:(?:of|the) )*)?"
)
_AFTER_IT: Final = r"(?P<onwards> onwards?\b)?"
# Tried in this order; what one has read, the next does not see.
_WRITTEN_DATES: Final = tuple(
    re.compile(_BEFORE_IT + written + _AFTER_IT)
    for written in (
        r"(?<![\d/-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"(?<![\d/])(?P<day>\d{1,2})(?P<sign>[/-])(?P<month>\d{1,2})(?P=sign)(?P<year>(?:20)?\d\d)(?![\d/])",
        r"(?<![\d.])(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>(?:20)?\d\d)(?!\d)",
        rf"(?<!\w)(?P<day>\d{{1,2}}){_ORDINAL}(?: of)?[ -]?{_MONTH}{_YEAR}",
        rf"{_MONTH} (?P<day>\d{{1,2}}){_ORDINAL},? (?P<year>{_FULL_YEAR})",
        rf"{_MONTH}{_YEAR}",
        r"(?<![\d/])(?P<month>\d{1,2})/(?P<year>20\d\d)(?![\d/])",
        r"financial year (?:of )?(?P<financial_year>20\d\d) ?[/-] ?(?:20)?(?P<next_year>\d\d)(?!\d)",
        rf"(?<=\bend of )(?:the year )?(?P<last_year>{_FULL_YEAR})",
    )
)
_UNPLACED: Final = re.compile(
    r"\b(?:(?:19|20)\d\d|q[1-4]|quarter [1-4]|(?:first|second|third|fourth|last) quarter"
    r"|spring|summer|autumn|winter|easter|christmas)\b"
)


def _last_milestone(text: str) -> date | None:
    milestones: list[date | None] = []
    read_up_to = 0
    for written_date in _WRITTEN_DATES:
        for match in written_date.finditer(text):
            read_up_to = max(read_up_to, match.end())
            if not (match["runs_from"] or match["onwards"]):
                milestones.append(_completion_date(match))
        text = written_date.sub(lambda match: "#" * len(match[0]), text)
    placed = [milestone for milestone in milestones if milestone is not None]
    # "April/May 2013" names its first month's year further on; "May 2013 and June" leaves the last one open.
    if len(placed) < len(milestones) or _UNPLACED.search(text) or _BARE_MONTH.search(text, read_up_to):
        return None
    return max(placed, default=None)


def _completion_date(match: re.Match[str]) -> date | None:
    """The last day that a written date can mean; None when it is imprecise or no such day exists."""
    parts = match.groupdict()
    if parts["imprecise"] and not parts["end"]:
        return None
    if last_year := parts.get("last_year"):
        return date(int(last_year), 12, 31)
    if financial_year := parts.get("financial_year"):
        ends_in = int(financial_year) + 1
        return date(ends_in, 3, 31) if ends_in % 100 == int(parts["next_year"]) else None
    month = parts["month"]
    month_number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1
    year = int(parts["year"] or parts["short_year"])
    year = year if year >= 100 else 2000 + year
    try:
        if day := parts.get("day"):
            return date(year, month_number, int(day))
        return last_day_of_month(year, month_number)
    except ValueError:
        return None


_ONGOING: Final = re.compile(r"\b(?:on[ -]?going|continuous|continuing|continual)(?:ly)?\b")
_NUMBERS: Final = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "nine": 9,
    "twelve": 12,
    "eighteen": 18,
}
_NUMBER: Final = rf"(?P<number>[1-9]\d?|{'|'.join(_NUMBERS)})"
# Months from one time to the next, None where the word is read in two ways. The same order rule as above.
_FREQUENCIES: Final = tuple(
    (re.compile(words), months)
    for words, months in (
        (r"\bbi-?(?:annual|month|week|year)\w*|\b\w+ times (?:a |each |every |per )?year(?:ly)?\b", None),
        (rf"\b{_NUMBER}[ -]?monthly\b", 1),
        (rf"\bevery {_NUMBER} months\b", 1),
        (rf"\b{_NUMBER}[ -]?yearly\b", 12),
        (rf"\bevery {_NUMBER} years\b", 12),
        (r"\bbiennial(?:ly)?\b|\bevery (?:other|second) year\b", 24),
        (r"\b(?:half[ -]?|twice[ -])yearly\b|\btwice (?:a|each|every|per) year\b", 6),
        (r"\bannual(?:ly)?\b(?! (?:accounts|budget|conference|council|general|meeting))", 12),
        (r"\b(?:each|every|once a|per) year\b|\byearly\b|\bper annum\b", 12),
        (r"\bquarterly\b|\b(?:each|every|once a|per) quarter\b", 3),
        (r"\bmonthly\b|\b(?:each|every|once a|per) month\b", 1),
    )
)


def _frequency_in_months(text: str) -> int | None:
    frequencies: set[int | None] = set()
    for frequency, months in _FREQUENCIES:
        for match in frequency.finditer(text):
            number = match.groupdict().get("number", "1")
            frequencies.add(months and months * (_NUMBERS.get(number) or int(number)))
        text = frequency.sub("#", text)
    return frequencies.pop() if len(frequencies) == 1 else None
