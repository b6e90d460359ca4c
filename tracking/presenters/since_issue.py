"""The words of what changed since a meeting’s papers were issued."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracking.presenters.wording import counted, written_list
from tracking.queries.pack_facts import ItemFacts
from tracking.queries.since_issue import SinceIssue


@dataclass(frozen=True)
class SinceIssueFace:
    """Whether a supplement is due, and for what, line by line."""

    state: str
    lines: tuple[str, ...]
    is_supplement_due: bool


def since_issue_face(since: SinceIssue) -> SinceIssueFace:
    lines = tuple(_lines(since))
    return SinceIssueFace(state=_state(since, len(lines)), lines=lines, is_supplement_due=since.is_supplement_due)


def _state(since: SinceIssue, count: int) -> str:
    if since.is_supplement_due:
        return f"Supplement {since.number - 1} is due."
    if count:
        return "No supplement is due: nothing can be taken back from what was issued."
    return "Nothing has changed since the papers were issued."


def _lines(since: SinceIssue) -> Iterator[str]:
    for item in since.added:
        added = "was published since" if item.report else "was added since"
        yield f"{_called(item)} {added}{_with_news(item)}."
    for item in since.changed:
        yield f"{_called(item)} {'reads differently' if item.report else 'is different'} now."
    for news in since.late_news:
        numbers = written_list(str(number) for number in news.numbers)
        yield f"Late news {numbers} on {news.item.title} {'was' if len(news.numbers) == 1 else 'were'} published since."
    for title in since.gone:
        yield f"Taken off the agenda: {title}."


def _called(item: ItemFacts) -> str:
    return f"The Progress Report on {item.title}" if item.report else f"The document “{item.title}”"


def _with_news(item: ItemFacts) -> str:
    return f", with {counted(len(item.late_news), 'piece')} of late news" if item.late_news else ""
