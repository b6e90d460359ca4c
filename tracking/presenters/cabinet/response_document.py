"""The words of an executive response as it is printed: plain facts, for a PDF and for Word."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tracking import dates
from tracking.enums import ResponseState
from tracking.presenters.cabinet.answers import STAYS_TRACKED, counts_words
from tracking.presenters.cabinet.response_faces import RecommendationFace
from tracking.presenters.cabinet.response_pages import ResponsePage, addressed_to, inquiry_title, response_page
from tracking.presenters.paper_rows import Fact
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.responses import ResponseContents

KIND = "Executive response"
DRAFT_MARK = "Not published"
NOTHING_SAID = "–"


@dataclass(frozen=True)
class AnswerParagraphs:
    """An answer to one recommendation or part, with its words: of a recommendation without parts they stand above."""

    label: str
    text: str
    answer: str
    action: str
    reason: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class RecommendationAnswered:
    anchor: str
    title: str
    text: str
    answers: tuple[AnswerParagraphs, ...]


@dataclass(frozen=True)
class AnswerLine:
    """A line of the summary."""

    label: str
    href: str
    answer: str
    post: str
    due: str


@dataclass(frozen=True)
class ResponseDocument:
    """An executive response, ready to print; `on` is the day it speaks of."""

    kind: str
    title: str
    mark: str
    committee: str
    date: str
    on: dt.date
    inquiry: str
    cover: tuple[Fact, ...]
    introduction: str
    counts: str
    lines: tuple[AnswerLine, ...]
    recommendations: tuple[RecommendationAnswered, ...]
    note: str


def response_document(contents: ResponseContents, *, today: dt.date) -> ResponseDocument:
    """Put what a response says into words. One that is not published says so on every page."""
    response = contents.response
    page = response_page(contents, None, today=today)
    on = response.sent_on or response.agreed_on or dates.today(response.recorded_at)
    counts = counts_words(contents.counts)
    return ResponseDocument(
        kind=KIND,
        title=f"{KIND}: {inquiry_title(response)}",
        mark="" if response.state == ResponseState.PUBLISHED else DRAFT_MARK,
        committee=addressed_to(response),
        date=written_date(on),
        on=on,
        inquiry=inquiry_title(response),
        cover=tuple(Fact(fact.key, fact.values[0]) for fact in page.facts),
        introduction=response.introduction,
        counts=f"{counts[:1].upper()}{counts[1:]}." if counts else "",
        lines=_lines(page),
        recommendations=tuple(_recommendation(row) for row in page.recommendations),
        note=STAYS_TRACKED if page.note else "",
    )


def _lines(page: ResponsePage) -> tuple[AnswerLine, ...]:
    return tuple(
        AnswerLine(
            label=answer.label or row.title,
            href=f"#{row.reference}",
            answer=answer.said.answer if answer.said else answer.missing,
            post=(answer.said.post if answer.said else "") or NOTHING_SAID,
            due=(answer.said.due if answer.said else "") or NOTHING_SAID,
        )
        for row in page.recommendations
        for answer in row.answers
    )


def _recommendation(row: RecommendationFace) -> RecommendationAnswered:
    return RecommendationAnswered(
        anchor=row.reference,
        title=row.title,
        text=row.text,
        answers=tuple(
            AnswerParagraphs(
                label=answer.label,
                text=answer.text,
                answer=answer.said.answer if answer.said else answer.missing,
                action=answer.said.action if answer.said else "",
                reason=answer.said.reason if answer.said else "",
                facts=_facts({"Post": answer.said.post, "By when": answer.said.due} if answer.said else {}),
            )
            for answer in row.answers
        ),
    )


def _facts(values: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(name, value) for name, value in values.items() if value)
