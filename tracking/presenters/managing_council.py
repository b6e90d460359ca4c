"""Words and tables of the pages that manage people, posts, committees and the assessment scheme."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from tracking.models import (
    Appointment,
    AssessmentScheme,
    Category,
    Committee,
    CommitteeMembership,
    Person,
    Post,
)
from tracking.presenters.managing_shapes import Line, Link, Row, Table, period
from tracking.presenters.sign_ins import sign_in_words
from tracking.presenters.wording import counted, written_date, written_list


def people_table(people: Iterable[Person], words: str) -> Table:
    return Table(
        "People",
        ("Name", "Title", "Signs in as"),
        tuple(
            Row(person.name, reverse("manage_person", args=[person.pk]), (person.title, sign_in_words(person)))
            for person in people
        ),
        f"Nobody is found for “{words}”. Try fewer words, or add the person."
        if words
        else "People will appear here once you add the first one.",
    )


def post_table(posts: Iterable[Post], today: date) -> Table:
    return Table(
        "Posts",
        ("Post", "Kind", "Held by", "State"),
        tuple(
            Row(
                post.name,
                reverse("manage_post", args=[post.slug]),
                (
                    post.get_kind_display(),
                    written_list(person.name for person in post.holders_on(today)) or "Nobody",
                    post_state(post),
                ),
            )
            for post in posts
        ),
        "Posts will appear here once you add the first one.",
    )


def post_state(post: Post) -> str:
    """Return "Exists", or when the post ended and what followed it."""
    if not post.ended_on:
        return "Exists"
    successors = written_list(str(successor) for successor in post.successors.all())
    followed = f", followed by {successors}" if successors else ""
    return f"Ended {written_date(post.ended_on)}{followed}"


def committee_table(committees: Iterable[Committee]) -> Table:
    return Table(
        "Committees",
        ("Committee", "Kind", "Contact", "State"),
        tuple(
            Row(
                committee.name,
                reverse("manage_committee", args=[committee.slug]),
                (
                    committee.get_kind_display(),
                    committee.contact_name or "None",
                    f"Abolished {written_date(committee.abolished_on)}" if committee.abolished_on else "Exists",
                ),
            )
            for committee in committees
        ),
        "Committees will appear here once you add the first one.",
    )


def appointment_table(person: Person, rows: Iterable[Appointment]) -> Table:
    return Table(
        "Appointments",
        ("Post", "As", "When", "Actions"),
        tuple(
            Row(
                str(row.post),
                "",
                (row.get_capacity_display(), period(row)),
                ()
                if row.ends_on
                else (Link("End", reverse("manage_appointment_end", args=[person.pk, row.pk]), f"as {row.post}"),),
            )
            for row in rows
        ),
        "No appointments yet. Somebody in a post writes and signs its reports.",
    )


def membership_table(person: Person, rows: Iterable[CommitteeMembership]) -> Table:
    return Table(
        "Committee memberships",
        ("Committee", "As", "When", "Actions"),
        tuple(
            Row(
                str(row.committee),
                "",
                (row.get_role_display(), period(row)),
                ()
                if row.ends_on
                else (Link("End", reverse("manage_membership_end", args=[person.pk, row.pk]), f"in {row.committee}"),),
            )
            for row in rows
        ),
        "No memberships yet. Scrutiny officers and clerks run their committee’s business; members read its papers.",
    )


def post_sentence(post: Post, responsible_for: int) -> str:
    """Say whether a post exists and what it is responsible for."""
    recommendations = counted(responsible_for, "recommendation or part", "recommendations and parts")
    if not post.ended_on:
        return f"This post exists and is responsible for {recommendations}."
    if responsible_for:
        return f"{post_state(post)}. It is still responsible for {recommendations}: scrutiny officers move them."
    return f"{post_state(post)}."


def committee_sentence(committee: Committee) -> str:
    if committee.abolished_on:
        return f"This committee was abolished on {written_date(committee.abolished_on)}."
    return "This committee exists. Everyone can see its name and contact."


def committee_people_table(rows: Iterable[CommitteeMembership]) -> Table:
    return Table(
        "People of the committee",
        ("Person", "As", "When"),
        tuple(
            Row(
                row.person.name,
                reverse("manage_person", args=[row.person_id]),
                (row.get_role_display(), period(row)),
            )
            for row in rows
        ),
        "Members, scrutiny officers and clerks will appear here once you add the committee on their pages.",
    )


def category_lines(scheme: AssessmentScheme) -> list[Line]:
    """Return the categories with their criteria, each with the link that changes it."""
    return [
        Line(
            str(category),
            category.criterion,
            Link("Change", reverse("manage_category", args=[scheme.slug, category.number]), f"category {category}"),
        )
        for category in scheme.categories.all()
    ]


def category_sentence(category: Category) -> str:
    """Say what a category means to the product, which a change of wording does not touch."""
    achieved = "counts as achieved" if category.achieved else "does not count as achieved"
    return f"This category {achieved}. Only its wording changes here."
