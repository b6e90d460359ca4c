"""The demo council's standing parts: its people, posts, committees and meetings."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models

from tracking.actions.demo_days import day_meant, moment, optional_day, sitting_day
from tracking.actions.events import record_event
from tracking.dates import add_months, papers_due_on
from tracking.enums import Capacity, CommitteeKind, CommitteeRole, MeetingState
from tracking.models import (
    Appointment,
    AssessmentScheme,
    Category,
    ClosedDay,
    Committee,
    CommitteeMembership,
    Meeting,
    Person,
    Post,
    User,
)

# Meetings whose papers are out and whose minutes are not approved yet: these have their packs.
PAPERS_IN_USE: Final = frozenset({MeetingState.PAPERS_ISSUED, MeetingState.HELD})

FACTS: Final = Path(settings.BASE_DIR) / "fixtures" / "demo"

Facts = dict[str, Any]
"""A table of a TOML file: field names and what they hold."""


@dataclass
class DemoCouncil:
    """What was written so far, by the keys that the files use, and the moment the demo counts from."""

    now: datetime
    scheme: AssessmentScheme
    categories: dict[int, Category]
    with_packs: bool = False
    """Whether packs are made and issued too: that is then told by issuing them."""
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    officers: dict[int, User] = field(default_factory=dict)
    """The scrutiny officer of each committee, by its primary key."""
    clerks: dict[int, User] = field(default_factory=dict)

    def in_the_past(self, at: datetime, *, at_least: timedelta = timedelta(0)) -> datetime:
        """Return the moment, or if that is still to come the last one that has passed by `at_least`."""
        return min(at, self.now - at_least)

    def record(
        self,
        type_of_event: str,
        target: models.Model,
        *,
        at: datetime,
        by: User | None = None,
        before: Facts | None = None,
        after: Facts | None = None,
    ) -> None:
        """Append the Event that the action would have, with its own date."""
        record_event(by=by, type=type_of_event, target=target, before=before, after=after, at=self.in_the_past(at))


def read_facts(name: str) -> Facts:
    """Return one file of the demo council's facts."""
    with (FACTS / name).open("rb") as file:
        return tomllib.load(file)


def write_council(council: DemoCouncil, *, password: str) -> None:
    """Write committees, posts, people, who holds what, closed days and meetings, each with its Event."""
    facts = read_facts("council.toml")
    begun_at = moment(facts["begun_on"], 9)
    write_people(council, facts["people"], begun_at, password)
    write_committees(council, facts["committees"], begun_at)
    write_posts(council, facts["posts"], begun_at)
    write_offices(council, facts["people"])
    for row in facts["closed_days"]:
        _write_closed_day(council, row)
    for row in facts["meetings"]:
        write_meeting(council, row)


def write_people(council: DemoCouncil, rows: list[Facts], begun_at: datetime, password: str) -> None:
    """Write people, and the users that those with an address are."""
    # One hash for all: hashing is slow on purpose, and they share the password.
    hashed_password = make_password(password)
    for row in rows:
        person = Person.objects.create(name=row["name"], title=row.get("title", ""))
        council.people[row["key"]] = person
        council.record("created person", person, at=begun_at)
        if "email" not in row:
            continue
        user = User.objects.create(
            email=row["email"],
            person=person,
            is_administrator=row.get("is_administrator", False),
            joined_at=begun_at,
            password=hashed_password if "signs_in_as" in row else make_password(None),
        )
        council.users[row["key"]] = user
        council.record("made user", user, at=begun_at, after={"person": person.pk})


def write_committees(council: DemoCouncil, rows: list[Facts], begun_at: datetime) -> None:
    """Write committees; one of scrutiny has an officer, every one a clerk."""
    for row in rows:
        committee = Committee.objects.create(
            name=row["name"],
            slug=row["slug"],
            kind=CommitteeKind(row.get("kind", CommitteeKind.SCRUTINY)),
            abolished_on=optional_day(row.get("abolished_on"), council.now.date()),
            contact_name=row.get("contact_name", ""),
            contact_telephone=row.get("contact_telephone", ""),
            contact_email=row.get("contact_email", ""),
        )
        council.committees[row["key"]] = committee
        if "officer" in row:
            council.officers[committee.pk] = council.users[row["officer"]]
        council.clerks[committee.pk] = council.users[row["clerk"]]
        council.record("created committee", committee, at=begun_at, after={"name": committee.name})
        if committee.abolished_on:
            after = {"abolished_on": committee.abolished_on}
            council.record("abolished committee", committee, at=moment(committee.abolished_on, 9), after=after)


def write_posts(council: DemoCouncil, rows: list[Facts], begun_at: datetime) -> None:
    """Write posts and, once all are there, which followed which."""
    for row in rows:
        post = Post.objects.create(
            name=row["name"],
            slug=row["slug"],
            kind=row["kind"],
            ended_on=optional_day(row.get("ended_on"), council.now.date()),
        )
        council.posts[row["key"]] = post
        council.record("created post", post, at=begun_at, after={"name": post.name})
    for row in rows:
        post = council.posts[row["key"]]
        successors = [council.posts[key] for key in row.get("successors", ())]
        post.successors.set(successors)
        if post.ended_on:
            after = {"ended_on": post.ended_on, "successors": [successor.pk for successor in successors]}
            council.record("ended post", post, at=moment(post.ended_on, 9), after=after)


def write_offices(council: DemoCouncil, rows: list[Facts]) -> None:
    """Who holds which post and sits on which committee, from when until when."""
    for row in rows:
        person = council.people[row["key"]]
        for office in row.get("appointments", ()):
            appointment = Appointment(
                person=person, post=council.posts[office["post"]], capacity=Capacity(office["as"])
            )
            _write_dated(council, appointment, office, "appointed person")
        for office in row.get("memberships", ()):
            membership = CommitteeMembership(
                person=person, committee=council.committees[office["committee"]], role=CommitteeRole(office["as"])
            )
            _write_dated(council, membership, office, "added membership")


def _write_dated(
    council: DemoCouncil, row: Appointment | CommitteeMembership, office: Facts, type_of_event: str
) -> None:
    row.starts_on = day_meant(office["from"], council.now.date())
    row.ends_on = optional_day(office.get("until"), council.now.date())
    row.save()
    after = {"person": row.person_id, "starts_on": row.starts_on}
    council.record(type_of_event, row, at=moment(row.starts_on, 9), after=after)


def _write_closed_day(council: DemoCouncil, row: Facts) -> None:
    by = council.users[row["by"]]
    closed_day = ClosedDay.objects.create(
        day=sitting_day(row["day"], council.now.date()),
        reason=row["reason"],
        recorded_by=by,
        recorded_at=council.now - timedelta(days=30),
    )
    after = {"day": closed_day.day, "reason": closed_day.reason}
    council.record("added closed day", closed_day, at=closed_day.recorded_at, by=by, after=after)


def write_meeting(council: DemoCouncil, row: Facts) -> None:
    """Write a meeting, and what happened to it, as if it had been done on the day."""
    today = council.now.date()
    held_on = sitting_day(row["on"], today)
    state = MeetingState(row["state"])
    minutes_approved = state == MeetingState.MINUTES_APPROVED
    meeting = Meeting.objects.create(
        committee=council.committees[row["committee"]],
        held_on=held_on,
        starts_at=time(row.get("hour", 14)),
        place=row.get("place", "Committee Room 6, Council House"),
        state=state,
        minutes_approved_on=min(add_months(held_on, 1), today) if minutes_approved else None,
        cancelled_reason=row.get("cancelled_reason", ""),
        **_published_views(council, row, held_on),
    )
    council.meetings[row["key"]] = meeting
    _record_what_happened(council, meeting)


def _published_views(council: DemoCouncil, row: Facts, held_on: date) -> Facts:
    """The clerk publishes the views on the evening of the meeting; only scrutiny gives any."""
    if row["state"] not in MeetingState.views_public() or not council.committees[row["committee"]].is_of_scrutiny:
        return {}
    return {
        "views_published_at": moment(held_on, 18),
        "views_published_by": council.clerks[council.committees[row["committee"]].pk],
    }


def _record_what_happened(council: DemoCouncil, meeting: Meeting) -> None:
    clerk = council.clerks[meeting.committee_id]
    planned_at = council.in_the_past(moment(add_months(meeting.held_on, -3), 10), at_least=timedelta(days=40))
    happened = [("planned meeting", planned_at)]
    if meeting.state == MeetingState.CANCELLED:
        happened.append(("cancelled meeting", planned_at + timedelta(days=20)))
    elif meeting.state != MeetingState.PLANNED and not (council.with_packs and meeting.state in PAPERS_IN_USE):
        happened.append(("issued papers", papers_issued_at(council, meeting)))
    if meeting.state in MeetingState.views_public():
        happened.append(("held meeting", moment(meeting.held_on, 17)))
        if meeting.views_published_at:
            happened.append(("published views", moment(meeting.held_on, 18)))
    if meeting.minutes_approved_on:
        happened.append(("approved minutes", moment(meeting.minutes_approved_on, 15)))
    for type_of_event, at in happened:
        council.record(type_of_event, meeting, at=at, by=clerk, after={"held_on": meeting.held_on})


def papers_issued_at(council: DemoCouncil, meeting: Meeting) -> datetime:
    """Return when the papers of a meeting went out: the last day that leaves the clear working days."""
    due_on = papers_due_on(meeting.held_on, settings.CLEAR_WORKING_DAYS)
    return council.in_the_past(moment(due_on, 16), at_least=timedelta(hours=3))
