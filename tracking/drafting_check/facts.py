"""What the drafting check is asked about, and what it answers: frozen facts, nothing read from the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DoubtKind(StrEnum):
    """What a drafter is warned of."""

    NO_POST = "no_post"
    NO_DATE = "no_date"
    SEVERAL_ASKS = "several_asks"
    NO_MEASURE = "no_measure"


@dataclass(frozen=True)
class DraftFacts:
    """What is known of a recommendation or part while its inquiry is drafted.

    `is_leaf` is false where parts hold what is judged. Posts, the date and the success measure are its own or, where a
    part has none, its parent's; of posts those that have not ended count.
    """

    text: str
    is_leaf: bool = True
    is_part: bool = False
    has_posts: bool = False
    due_text: str = ""
    due_on: date | None = None
    has_no_end: bool = False
    success_measure: str = ""


@dataclass(frozen=True)
class Doubt:
    """One thing that could be clearer, in a sentence or two. It warns and never blocks."""

    kind: DoubtKind
    message: str


Rule = Callable[[DraftFacts], Doubt | None]
