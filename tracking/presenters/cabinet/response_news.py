"""A published response in a mail to those who follow an inquiry or something in it."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from tracking.enums import ResponseAnswer
from tracking.models.cabinet import ExecutiveResponse, ResponseItem
from tracking.presenters.following import Followed, NewsMail, href_of, title_of
from tracking.presenters.news import NewsEntry
from tracking.presenters.positions import full_title


def count_lines(counts: Mapping[ResponseAnswer, int]) -> tuple[str, ...]:
    """How often the executive gave each answer: "Accepted in part: 2"; what it never said is left out."""
    return tuple(f"{answer.label}: {counts[answer]}" for answer in ResponseAnswer if counts.get(answer))


def answer_lines(items: Sequence[ResponseItem]) -> tuple[str, ...]:
    """What the executive answered to each of some recommendations and parts."""
    return tuple(
        f"{full_title(row.recommendation)}. The executive’s answer: {row.get_answer_display()}" for row in items
    )


def response_mail(thing: Followed, response: ExecutiveResponse, lines: tuple[str, ...]) -> NewsMail:
    """Say that a response was published, and in `lines` what it says of what somebody follows."""
    title = f"Executive response published: {response.inquiry}"
    href = reverse("response_detail", args=[response.inquiry.slug])
    return NewsMail(
        subject=title,
        sentence="The executive’s response was published.",
        title=title_of(thing),
        href=href_of(thing),
        parts=(NewsEntry(title, lines, href, f"inquiries/{response.inquiry.slug}/response"),),
    )
