"""Answers of an executive response in words: the same on its page, on those of the recommendations, and printed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from tracking.enums import ResponseAnswer
from tracking.models.cabinet import ResponseItem
from tracking.presenters.links import recommendation_href
from tracking.presenters.positions import due_in_full, full_title
from tracking.presenters.wording import written_date, written_list

TONES: Final[Mapping[str, str]] = {
    ResponseAnswer.ACCEPTED: "green",
    ResponseAnswer.IN_PART: "yellow",
    ResponseAnswer.REJECTED: "red",
}
STAYS_TRACKED = "A rejected recommendation stays tracked until the committee concludes it."


@dataclass(frozen=True)
class AnswerWords:
    """What the executive says of one recommendation or part; texts in Markdown."""

    answer: str
    tone: str
    action: str
    reason: str
    post: str
    due: str


@dataclass(frozen=True)
class AnswerTo:
    """An answer as it stands beside a recommendation: to what, in a heading, and where the whole response is read."""

    heading: str
    said: AnswerWords
    is_rejected: bool
    href: str
    given: str


@dataclass(frozen=True)
class Rejected:
    """A recommendation or part that was rejected, and why."""

    title: str
    href: str
    reason: str


def answer_words(item: ResponseItem) -> AnswerWords:
    return AnswerWords(
        answer=item.get_answer_display(),
        tone=TONES[item.answer],
        action=item.action,
        reason=item.reason,
        post=item.post.name if item.post else "",
        due=due_in_full(item),
    )


def frozen_answer_words(row: Mapping[str, str]) -> AnswerWords | None:
    """An answer as a response keeps it since Cabinet agreed it; None where it has none."""
    if not row["answer"]:
        return None
    said = {name: row[name] for name in ("action", "reason", "post", "due")}
    return AnswerWords(answer=ResponseAnswer(row["answer"]).label, tone=TONES[row["answer"]], **said)


def _given_words(item: ResponseItem) -> AnswerWords:
    """An answer as it was given: its post may have another name today."""
    kept = [row for whole in (item.response.frozen or {}).get("recommendations", ()) for row in whole["answers"]]
    given = next((row for row in kept if row["reference"] == item.recommendation.reference), None)
    return (frozen_answer_words(given) if given else None) or answer_words(item)


def answers_to_words(items: Iterable[ResponseItem]) -> tuple[AnswerTo, ...]:
    """What the executive said of a recommendation: "Rejected by the executive"."""
    return tuple(
        AnswerTo(
            heading=f"{item.recommendation.label}: {item.get_answer_display().lower()} by the executive",
            said=_given_words(item),
            is_rejected=item.answer == ResponseAnswer.REJECTED,
            href=reverse("response_detail", args=[item.recommendation.inquiry.slug]),
            given=f"Sent on {written_date(item.response.sent_on)}.",
        )
        for item in items
    )


def rejected_lines(items: Iterable[ResponseItem]) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(
            title=full_title(item.recommendation),
            href=recommendation_href(item.recommendation.inquiry, item.recommendation),
            reason=item.reason,
        )
        for item in items
    )


def counts_words(counts: Mapping[ResponseAnswer, int]) -> str:
    """ "4 accepted, 1 accepted in part and 1 rejected"; nothing for no answer."""
    return written_list(f"{counts[answer]:,} {answer.label.lower()}" for answer in ResponseAnswer if counts.get(answer))
