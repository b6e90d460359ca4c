"""What changed in a meeting’s papers since they were issued, for the clerk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracking.queries.pack_contents import changes_since
from tracking.queries.pack_facts import ItemFacts, PackPapers


@dataclass(frozen=True)
class NewsSinceIssue:
    """Late news on a report that no issued pack holds, by its numbers."""

    item: ItemFacts
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class SinceIssue:
    """What the next supplement, of that `number`, would bring; `gone` are titles of what it cannot take back."""

    number: int
    added: tuple[ItemFacts, ...]
    changed: tuple[ItemFacts, ...]
    late_news: tuple[NewsSinceIssue, ...]
    gone: tuple[str, ...]

    @property
    def is_supplement_due(self) -> bool:
        return bool(self.added or self.changed or self.late_news)


def since_issue(papers: PackPapers, issued: Mapping[str, Mapping[str, Any]]) -> SinceIssue | None:
    """Return how all the papers of a meeting differ from what was issued of them, None before anything was."""
    if not issued:
        return None
    changes = changes_since(issued, papers)
    items = {item.key: item for item in papers.public.items}
    return SinceIssue(
        number=papers.public.number,
        added=tuple(items[key] for key in changes.added),
        changed=tuple(items[key] for key in changes.changed),
        late_news=tuple(
            NewsSinceIssue(items[key], _numbers(items[key], issued[key].get("late_news", ())))
            for key in changes.late_news
        ),
        gone=changes.gone,
    )


def _numbers(item: ItemFacts, known: list[int] | tuple[int, ...]) -> tuple[int, ...]:
    return tuple(news.number for news in item.late_news if news.number not in known)
