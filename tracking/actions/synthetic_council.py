"""A made-up large council's standing parts: committees and posts that follow one another, their people, meetings."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any, Final, Generic, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.text import slugify

from tracking.actions.synthetic_words import BODIES, PORTFOLIOS, Words
from tracking.dates import LONDON, add_months
from tracking.enums import Capacity, CommitteeRole, MeetingState, PostKind
from tracking.models import (
    Appointment,
    AssessmentScheme,
    Category,
    Committee,
    CommitteeMembership,
    Meeting,
    Person,
    Post,
    User,
)

COMMITTEES_AT_A_TIME: Final = 8
POSTS_AT_A_TIME: Final = 12
_MEMBERS: Final = 8
_COUNCILLORS: Final = 60
_TERM_YEARS: Final = 4
_PLANNED_AHEAD: Final = timedelta(days=150)
_ROWS_AT_A_TIME: Final = 1000


_Row = TypeVar("_Row", Committee, Post)


@dataclass
class Spell(Generic[_Row]):
    """A committee or post for as long as it existed, before the next of its line took over."""

    row: _Row
    starts_on: date
    ends_on: date | None
    meetings: list[Meeting] = field(default_factory=list)

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass
class Line(Generic[_Row]):
    """Committees, or posts, that succeed one another, and the users who serve them all."""

    spells: list[Spell[_Row]]
    officer: User
    clerk: User

    def on(self, day: date) -> Spell[_Row]:
        return next(spell for spell in self.spells if spell.is_on(day))

    def between(self, day: date, last: date) -> list[Spell[_Row]]:
        """Return the spells that a stretch of time touches, the earliest first."""
        return [
            spell for spell in self.spells if spell.starts_on <= last and (not spell.ends_on or day < spell.ends_on)
        ]

    def next_meeting(self, day: date) -> Meeting | None:
        """Return the first sitting on or after a day of whichever committee of the line sits then."""
        for spell in self.spells:
            if spell.ends_on and spell.ends_on <= day:
                continue
            place = bisect_left(spell.meetings, day, key=lambda meeting: meeting.held_on)
            if place < len(spell.meetings):
                return spell.meetings[place]
        return None


@dataclass
class SyntheticCouncil:
    """What was written so far, and what everything else is made from."""

    random: Random
    words: Words
    begins_on: date
    today: date
    scheme: AssessmentScheme
    categories: dict[int, Category]
    committees: list[Line[Committee]] = field(default_factory=list)
    posts: list[Line[Post]] = field(default_factory=list)
    bodies: list[Post] = field(default_factory=list)
    slugs: set[str] = field(default_factory=set)

    @property
    def terms(self) -> list[date]:
        """The days after elections, every four years, on which new people take their places."""
        years = range(self.begins_on.year, self.today.year + 1, _TERM_YEARS)
        return [self.begins_on, *(date(year, 5, 20) for year in years if date(year, 5, 20) > self.begins_on)]

    def free_slug(self, words: str) -> str:
        """Return a slug that no other row of this council has."""
        stem = slug = slugify(words)[:90].strip("-")
        number = 1
        while slug in self.slugs:
            number += 1
            slug = f"{stem}-{number}"
        self.slugs.add(slug)
        return slug


def moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON)


def write_all(rows: list[Any]) -> None:
    """Write rows of one model at once."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=_ROWS_AT_A_TIME)


def write_council(council: SyntheticCouncil) -> None:
    """Write committees, posts, people, who holds what, and meetings some months ahead."""
    for number in range(COMMITTEES_AT_A_TIME):
        officer, clerk = _user(council, f"scrutiny.officer.{number}"), _user(council, f"clerk.{number}")
        council.committees.append(Line(_committees(council, number), officer, clerk))
    for number in range(POSTS_AT_A_TIME):
        contributor = _user(council, f"contributor.{number}")
        council.posts.append(Line(_posts(council, number), contributor, contributor))
    council.bodies = [_new_post(council, name, None, PostKind.OUTSIDE_BODY) for name in BODIES]
    write_all(council.bodies)
    write_all([spell.row for line in council.committees for spell in line.spells])
    write_all([spell.row for line in council.posts for spell in line.spells])
    _write_successors(council)
    _write_offices(council)
    _write_meetings(council)


def _user(council: SyntheticCouncil, name: str) -> User:
    """Somebody who wrote rows; nobody can sign in as them."""
    person = Person.objects.create(name=council.words.person(), title=name.rpartition(".")[0].replace(".", " ").title())
    email = f"{council.free_slug(name)}@example.org"
    return User.objects.create(email=email, person=person, password=make_password(None), joined_at=_begun_at(council))


def _begun_at(council: SyntheticCouncil) -> datetime:
    return moment(council.begins_on, 9)


def _spells(council: SyntheticCouncil, starts: list[date]) -> Iterator[tuple[date, date | None]]:
    yield from pairwise(starts)
    yield starts[-1], None


def _committees(council: SyntheticCouncil, number: int) -> list[Spell[Committee]]:
    """A reorganisation now and then, not of every committee at once, gives a line a committee of another name."""
    starts = [council.begins_on, *council.terms[1 + number % 4 :: 4]]
    return [Spell(_new_committee(council, end), start, end) for start, end in _spells(council, starts)]


def _new_committee(council: SyntheticCouncil, ends_on: date | None) -> Committee:
    name, slug = _free_name(council, "{} and {} Overview and Scrutiny Committee")
    return Committee(
        name=name,
        slug=slug,
        abolished_on=ends_on,
        contact_name="Scrutiny Officer",
        contact_telephone="01632 960100",
        contact_email="scrutiny@example.org",
    )


def _posts(council: SyntheticCouncil, number: int) -> list[Spell[Post]]:
    """After an election every third portfolio or so is cut anew."""
    starts = [council.begins_on, *council.terms[1 + number % 3 :: 3]]
    spells = []
    for start, end in _spells(council, starts):
        name, _ = _free_name(council, "Cabinet Member for {} and {}")
        spells.append(Spell(_new_post(council, name, end, PostKind.PORTFOLIO), start, end))
    return spells


def _new_post(council: SyntheticCouncil, name: str, ends_on: date | None, kind: PostKind) -> Post:
    return Post(name=name, slug=council.free_slug(f"{name} post"), kind=kind, ended_on=ends_on)


def _free_name(council: SyntheticCouncil, pattern: str) -> tuple[str, str]:
    """Return a name that is not taken and its slug."""
    while True:
        name = pattern.format(*council.random.sample(PORTFOLIOS, 2))
        if (slug := slugify(name)[:90].strip("-")) not in council.slugs:
            council.slugs.add(slug)
            return name, slug


def _write_successors(council: SyntheticCouncil) -> None:
    through = Post.successors.through
    write_all(
        [
            through(from_post=earlier.row, to_post=later.row)
            for line in council.posts
            for earlier, later in pairwise(line.spells)
        ]
    )


def _write_offices(council: SyntheticCouncil) -> None:
    """Give every term its councillors: some hold posts, the rest sit on committees. Officers stay with their line."""
    rows: list[models.Model] = []
    for starts_on, ends_on in _spells(council, council.terms):
        people = [Person(name=f"Councillor {council.words.person()}") for _ in range(_COUNCILLORS)]
        write_all(people)
        _hold_posts(council, people, starts_on, ends_on, rows)
        _sit_on_committees(council, people[POSTS_AT_A_TIME:], starts_on, ends_on, rows)
    for line in council.committees:
        for spell in line.spells:
            for user, role in ((line.officer, CommitteeRole.SCRUTINY_OFFICER), (line.clerk, CommitteeRole.CLERK)):
                rows.append(_membership(spell, user.person, role, spell.starts_on, spell.ends_on))
    rows += [
        _appointment(spell, line.officer.person, Capacity.CONTRIBUTOR, spell.starts_on, spell.ends_on)
        for line in council.posts
        for spell in line.spells
    ]
    write_all([row for row in rows if isinstance(row, Appointment)])
    write_all([row for row in rows if isinstance(row, CommitteeMembership)])


def _hold_posts(
    council: SyntheticCouncil, people: list[Person], starts_on: date, ends_on: date | None, rows: list[models.Model]
) -> None:
    for line, person in zip(council.posts, people, strict=False):
        rows.append(_appointment(line.on(starts_on), person, Capacity.HOLDER, starts_on, ends_on))


def _sit_on_committees(
    council: SyntheticCouncil, people: list[Person], starts_on: date, ends_on: date | None, rows: list[models.Model]
) -> None:
    for line in council.committees:
        rows += [
            _membership(line.on(starts_on), person, CommitteeRole.MEMBER, starts_on, ends_on)
            for person in council.random.sample(people, _MEMBERS)
        ]


def _appointment(
    spell: Spell[Post], person: Person, capacity: Capacity, starts_on: date, ends_on: date | None
) -> Appointment:
    return Appointment(person=person, post=spell.row, capacity=capacity, starts_on=starts_on, ends_on=ends_on)


def _membership(
    spell: Spell[Committee], person: Person, role: CommitteeRole, starts_on: date, ends_on: date | None
) -> CommitteeMembership:
    return CommitteeMembership(person=person, committee=spell.row, role=role, starts_on=starts_on, ends_on=ends_on)


def _write_meetings(council: SyntheticCouncil) -> None:
    for number, line in enumerate(council.committees):
        for spell in line.spells:
            last = (spell.ends_on or council.today + _PLANNED_AHEAD) - timedelta(days=1)
            spell.meetings = [_meeting(council, line, spell, day) for day in _sittings(spell.starts_on, last, number)]
    write_all([meeting for line in council.committees for spell in line.spells for meeting in spell.meetings])


def _sittings(first: date, last: date, number: int) -> Iterator[date]:
    """A weekday in each month but August, another for each committee."""
    month = first.replace(day=1)
    while month <= last:
        day = month + timedelta(days=7 + 2 * number)
        day -= timedelta(days=max(0, day.weekday() - 3))
        if first <= day <= last and month.month != 8:
            yield day
        month = add_months(month, 1).replace(day=1)


def _meeting(council: SyntheticCouncil, line: Line[Committee], spell: Spell[Committee], day: date) -> Meeting:
    """Minutes are approved after a month and a half; of the latest sittings some have views still unpublished."""
    days_ago = (council.today - day).days
    state = MeetingState.PLANNED
    if days_ago > 0:
        state = MeetingState.MINUTES_APPROVED if days_ago > 45 else MeetingState.HELD
    elif days_ago > -7:
        state = MeetingState.PAPERS_ISSUED
    views_are_public = days_ago > 14
    return Meeting(
        committee=spell.row,
        held_on=day,
        starts_at=time(14),
        place="Committee Rooms 3 and 4, Council House",
        state=state,
        minutes_approved_on=day + timedelta(days=35) if state == MeetingState.MINUTES_APPROVED else None,
        views_published_at=moment(day, 18) if views_are_public else None,
        views_published_by=line.clerk if views_are_public else None,
    )
