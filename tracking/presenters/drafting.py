"""What the drafting check doubts, in words, with the links that settle it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from tracking.drafting_check import Doubt, DoubtKind
from tracking.models import Recommendation
from tracking.presenters.managing_shapes import DoubtLine, Link
from tracking.presenters.wording import counted


@dataclass(frozen=True)
class DoubtGroup:
    """A recommendation or part, and all that is doubted in it."""

    label: str
    lines: tuple[DoubtLine, ...]


@dataclass(frozen=True)
class DoubtList:
    """What is still open before an inquiry is published."""

    sentence: str
    groups: tuple[DoubtGroup, ...]


def doubt_lines(row: Recommendation, doubts: Iterable[Doubt]) -> tuple[DoubtLine, ...]:
    return tuple(DoubtLine(doubt.message, _link(row, doubt.kind)) for doubt in doubts)


def doubt_list(rows: Iterable[Recommendation], doubts: Mapping[int, Collection[Doubt]]) -> DoubtList:
    """What is doubted in an inquiry's recommendations, in their order."""
    groups = tuple(DoubtGroup(row.label, doubt_lines(row, doubts[row.pk])) for row in rows if row.pk in doubts)
    number = sum(len(group.lines) for group in groups)
    if not number:
        return DoubtList("Each recommendation has a post, a date and what the committee will look for.", ())
    return DoubtList(f"{_still_open(number)} You may publish the inquiry all the same.", groups)


def _still_open(number: int) -> str:
    return f"{counted(number, 'thing')} {'is' if number == 1 else 'are'} still open."


def _link(row: Recommendation, kind: DoubtKind) -> Link:
    here = [row.inquiry.slug, row.reference]
    if kind == DoubtKind.NO_POST:
        return Link("Add a post", reverse("manage_responsibilities", args=here), f"to {row.label}")
    if kind == DoubtKind.SEVERAL_ASKS and row.parent_id is None:
        return Link("Split into parts", reverse("manage_recommendation_split", args=here), row.label)
    words = {
        DoubtKind.NO_DATE: ("Say by when", "id_due_text"),
        DoubtKind.SEVERAL_ASKS: ("Edit the part", "id_text"),
        DoubtKind.NO_MEASURE: ("Answer it", "id_success_measure"),
    }
    text, field = words[kind]
    return Link(text, f"{reverse('manage_recommendation', args=here)}#{field}", f"for {row.label}")
