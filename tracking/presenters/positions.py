"""Where leaves stand, in words and tags: the same on the pages of inquiries, recommendations and posts."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from tracking.enums import ConclusionReason, InquiryState, Timing
from tracking.models import Inquiry, Recommendation
from tracking.models.base import DueDate
from tracking.presenters.judgements import JudgementPair, judgement_pair, signed_by
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.recommendations import Position

_END_SIGNS = ",;:."
_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(number: int) -> str:
    """Return "two" for 2, "12" for 12."""
    return _SMALL_NUMBERS[number] if number < len(_SMALL_NUMBERS) else f"{number:,}"


def known_state(inquiry: Inquiry, *, is_tracked: bool) -> InquiryState:
    """The state as the viewer may know it: not concluded as long as they may not see every view that says so."""
    state = InquiryState(inquiry.state)
    return InquiryState.PUBLISHED if state == InquiryState.CONCLUDED and is_tracked else state


@dataclass(frozen=True)
class PositionLine:
    """A leaf in a list: what it is, both judgements, its dates, and what is wrong with them, if anything."""

    leaf: Recommendation
    title: str
    pair: JudgementPair
    original_date: str
    current_date: str
    late: str
    notes: tuple[str, ...] = ()


def position_line(position: Position, *, today: date, notes: tuple[str, ...] = ()) -> PositionLine:
    return PositionLine(
        leaf=position.leaf,
        title=short_title(position.leaf),
        pair=position_pair(position),
        original_date=due_words(position.leaf.due),
        current_date=written_date(position.slips.current_on) if position.slips.moves else "",
        late=late_words(position, today),
        notes=notes,
    )


def position_pair(position: Position) -> JudgementPair:
    """The latest claim beside the standing view; they differ only where one answers the other."""
    claimed_by = signed_by(position.claim.update.revision) if position.claim else ""
    pair = judgement_pair(position.claim, position.view, claimed_by=claimed_by)
    return pair if position.view_answers_claim else replace(pair, differs=False)


def short_title(recommendation: Recommendation, length: int = 80) -> str:
    """The short title, else the first sentence of the words or its beginning, without Markdown's signs."""
    if recommendation.title:
        return recommendation.title
    plain = recommendation.text.replace("*", "").replace("_", "").lstrip("-#> \n").strip()
    first_line = " ".join(plain.partition("\n")[0].partition(". ")[0].split())
    if len(first_line) <= length:
        return first_line.rstrip(_END_SIGNS)
    return first_line[:length].rsplit(" ", 1)[0].rstrip(_END_SIGNS) + " …"


def full_title(recommendation: Recommendation) -> str:
    """ "R01 b) Operational plan"."""
    return f"{recommendation.label} {short_title(recommendation)}".strip()


def due_words(due: DueDate) -> str:
    """The original date as written, with the day where the words do not say it."""
    written = written_date(due.due_on)
    if not due.due_text:
        return written or ("Ongoing" if due.ongoing else "No date was set")
    return due.due_text if not written or written == due.due_text else f"{due.due_text} ({written})"


def due_in_full(due: DueDate) -> str:
    """The date as written with its day, and how often it comes back; nothing where nothing is said."""
    if not due.has_due_date:
        return ""
    words = due_words(due) if due.due_text or due.due_on else ""
    ongoing = "ongoing" if due.ongoing and "ongoing" not in words.lower() else ""
    recurs = _recurs_words(due.recurs_every_months) if due.recurs_every_months else ""
    said = ", ".join(filter(None, (words, ongoing, recurs)))
    return said[:1].upper() + said[1:]


def _recurs_words(months: int) -> str:
    return {1: "every month", 12: "every year"}.get(months, f"every {counted(months, 'month')}")


def late_words(position: Position, today: date) -> str:
    """ "12 days late", or nothing."""
    current_on = position.slips.current_on
    return days_left(current_on, today) if current_on and position.is_late(today) else ""


def parts_sum(leaves: Collection[Position]) -> str:
    """What the parts of a recommendation add up to: "2 of 3 parts achieved"."""
    achieved = sum(leaf.is_achieved for leaf in leaves)
    return f"{achieved} of {counted(len(leaves), 'part')} achieved"


def parts_sentence(leaves: Collection[Position]) -> str:
    """ "2 of 3 parts achieved. Tracking is concluded for 1 and continues for 2."."""
    concluded = sum(leaf.is_concluded for leaf in leaves)
    if concluded == len(leaves):
        return f"{parts_sum(leaves)}. Tracking is concluded for all of them."
    if not concluded:
        return f"{parts_sum(leaves)}. All of them are still tracked."
    return f"{parts_sum(leaves)}. Tracking is concluded for {concluded} and continues for {len(leaves) - concluded}."


def conclusion_counts(leaves: Collection[Position]) -> str:
    """How the concluded ones ended: "6 achieved on time, 1 late, 1 overtaken by events"."""
    counts: dict[str, int] = {}
    for leaf in leaves:
        if leaf.is_concluded:
            ending = _ending(leaf)
            counts[ending] = counts.get(ending, 0) + 1
    order = {ending: place for place, ending in enumerate(_ENDINGS)}
    return ", ".join(f"{counts[ending]} {ending}" for ending in sorted(counts, key=lambda ending: order[ending]))


_ACHIEVED = {Timing.ON_TIME: "achieved on time", Timing.LATE: "achieved late"}
_ACHIEVED_AT_ALL = "achieved"
_ENDINGS = (*_ACHIEVED.values(), _ACHIEVED_AT_ALL, *(reason.label.lower() for reason in ConclusionReason))


def _ending(leaf: Position) -> str:
    """Achieved, by the category; otherwise why tracking was concluded, which never counts as achieved."""
    if leaf.view is not None and leaf.view.category is not None and leaf.view.category.achieved:
        return _ACHIEVED.get(Timing(leaf.view.category.timing), _ACHIEVED_AT_ALL)
    return ConclusionReason(leaf.view.conclusion_reason).label.lower() if leaf.view else ""


def holders_words(names: Collection[str]) -> str:
    """ "held today by Councillor A. Example", or that nobody holds it."""
    return f"held today by {written_list(names)}" if names else "nobody holds this post today"
