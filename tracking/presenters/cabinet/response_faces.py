"""The recommendations of an executive response with their answers: as a draft has them, then as Cabinet agreed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tracking.models import Meeting
from tracking.models.cabinet import ExecutiveResponse
from tracking.presenters.cabinet.answers import AnswerWords, answer_words, frozen_answer_words
from tracking.presenters.managing_shapes import Link
from tracking.presenters.positions import full_title, short_title
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.responses import Answered, AnsweredWhole, ResponseContents


@dataclass(frozen=True)
class AnswerFace:
    """One recommendation or part with its answer, None while there is none: then `missing` says so."""

    reference: str
    label: str
    text: str
    said: AnswerWords | None
    missing: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class RecommendationFace:
    """A recommendation in its own words, with the answer to it or to each of its parts."""

    reference: str
    title: str
    href: str
    """Empty for one without a page: withdrawn since Cabinet agreed the response."""
    text: str
    answers: tuple[AnswerFace, ...]
    links: tuple[Link, ...]


def response_faces(contents: ResponseContents) -> tuple[RecommendationFace, ...]:
    response = contents.response
    if response.frozen is None:
        return tuple(_recommendation(row, response) for row in contents.recommendations)
    return tuple(_frozen_recommendation(row, contents) for row in response.frozen["recommendations"])


def frozen_words(contents: ResponseContents, meeting: Meeting) -> dict[str, Any]:
    """Return every word of a draft that `meeting` agreed, as plain data; its committee is added when it is sent."""
    return {
        "inquiry": contents.response.inquiry.title,
        "posts": [post.name for post in contents.posts],
        "agreed_at": agreed_at_words(meeting),
        "recommendations": [
            {
                "reference": face.reference,
                "title": face.title,
                "text": face.text,
                "answers": [_as_plain(unit, answer) for unit, answer in zip(row.units, face.answers, strict=True)],
            }
            for row, face in zip(contents.recommendations, response_faces(contents), strict=True)
        ],
    }


def agreed_at_words(meeting: Meeting) -> str:
    return f"{meeting.committee}, {written_date(meeting.held_on)}"


def _as_plain(unit: Answered, face: AnswerFace) -> dict[str, str]:
    said = face.said
    return {
        "reference": face.reference,
        "label": face.label,
        "text": face.text,
        "answer": unit.item.answer if unit.item else "",
        "action": said.action if said else "",
        "reason": said.reason if said else "",
        "post": said.post if said else "",
        "due": said.due if said else "",
        "missing": face.missing,
    }


def _frozen_recommendation(row: Mapping[str, Any], contents: ResponseContents) -> RecommendationFace:
    reference = row["reference"]
    here = [contents.response.inquiry.slug, reference]
    return RecommendationFace(
        reference=reference,
        title=row["title"],
        href=reverse("recommendation_detail", args=here) if reference in contents.linked else "",
        text=row["text"],
        answers=tuple(_frozen_answer(answer) for answer in row["answers"]),
        links=(),
    )


def _frozen_answer(row: Mapping[str, str]) -> AnswerFace:
    return AnswerFace(
        reference=row["reference"],
        label=row["label"],
        text=row["text"],
        said=frozen_answer_words(row),
        missing=row["missing"],
        links=(),
    )


def _recommendation(row: AnsweredWhole, response: ExecutiveResponse) -> RecommendationFace:
    whole = row.whole.unit
    return RecommendationFace(
        reference=whole.reference,
        title=full_title(whole) if whole.title else whole.label,
        href=reverse("recommendation_detail", args=[response.inquiry.slug, whole.reference]),
        text=_with_parts(row) if row.parts and row.whole.item else whole.text,
        answers=tuple(_answer(unit, response, is_part=unit is not row.whole) for unit in row.units),
        links=_whole_links(row, response),
    )


def _with_parts(row: AnsweredWhole) -> str:
    """The words of a recommendation that is answered as a whole, with those of its parts."""
    parts = (f"{part.unit.letter}) {part.unit.text}" for part in row.parts)
    return "\n\n".join(filter(None, (row.whole.unit.text, *parts)))


def _answer(row: Answered, response: ExecutiveResponse, *, is_part: bool) -> AnswerFace:
    missing = "Not answered yet." if row.is_owed else "Not answered: it is addressed to an outside body."
    return AnswerFace(
        reference=row.unit.reference,
        label=f"{row.unit.label} {short_title(row.unit) if row.unit.title else ''}".strip() if is_part else "",
        text=row.unit.text if is_part else "",
        said=answer_words(row.item) if row.item else None,
        missing="" if row.item else missing,
        links=_answer_links(row, response),
    )


def _answer_links(row: Answered, response: ExecutiveResponse) -> tuple[Link, ...]:
    if not row.is_writable:
        return ()
    here = [response.inquiry.slug, row.unit.reference]
    answer = Link("Change the answer" if row.item else "Answer", reverse("response_item", args=here), row.unit.label)
    if not row.item:
        return (answer,)
    return (answer, Link("Remove the answer", reverse("response_item_remove", args=here), f"to {row.unit.label}"))


def _whole_links(row: AnsweredWhole, response: ExecutiveResponse) -> tuple[Link, ...]:
    """The other way of answering, while no part is answered."""
    if not row.parts or row.whole.item or not row.can_be_answered_whole or not row.whole.is_writable:
        return ()
    here = [response.inquiry.slug, row.whole.unit.reference]
    return (Link(f"Answer {row.whole.unit.label} as a whole instead", reverse("response_item", args=here)),)
