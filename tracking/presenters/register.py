"""The register in words: each leaf with who answers for it, its dates, both judgements and what matched the search."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracking.models import RegisterEntry
from tracking.presenters.judgements import (
    Judgement,
    JudgementPair,
    category_tag,
    conclusion_tag,
    proposal_tag,
)
from tracking.presenters.links import recommendation_href
from tracking.presenters.positions import due_words, short_title
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.register_rows import RegisterRow
from tracking.queries.search import MATCH_BEGINS, MATCH_ENDS

_MATCHES: Final = re.compile(f"{MATCH_BEGINS}([^{MATCH_ENDS}]*){MATCH_ENDS}")


@dataclass(frozen=True)
class Piece:
    """A piece of an extract; `matches` when it is what was looked for."""

    words: str
    matches: bool


@dataclass(frozen=True)
class RegisterLine:
    """One leaf in the register."""

    entry: RegisterEntry
    href: str
    title: str
    responsible: str
    committee: str
    original_date: str
    current_date: str
    slipped: str
    late: str
    pair: JudgementPair
    extract: tuple[Piece, ...]


def register_line(row: RegisterRow, *, today: date, extracts: Mapping[int, str]) -> RegisterLine:
    entry, leaf = row.entry, row.entry.leaf
    return RegisterLine(
        entry=entry,
        href=recommendation_href(entry.inquiry, leaf),
        title=short_title(leaf),
        responsible=written_list(post.name for post in row.posts) or "Nobody today",
        committee=str(row.committee or ""),
        original_date=due_words(leaf.due),
        current_date=written_date(entry.current_on) if entry.moves else "",
        slipped=slipped_words(entry),
        late=late_words(entry, today),
        pair=entry_pair(entry),
        extract=extract_pieces(extracts.get(leaf.pk, "")),
    )


def slipped_words(entry: RegisterEntry) -> str:
    """ "slipped 212 days", "brought forward 5 days", nothing where the date has not moved or there was none."""
    if not entry.moves or not entry.days_slipped:
        return ""
    return f"{'slipped' if entry.days_slipped > 0 else 'brought forward'} {counted(abs(entry.days_slipped), 'day')}"


def late_words(entry: RegisterEntry, today: date) -> str:
    """ "12 days late", nothing where it is not (`RegisterEntry.objects.overdue`)."""
    if entry.is_concluded or entry.is_said_to_be_done or entry.current_on is None or entry.current_on >= today:
        return ""
    return days_left(entry.current_on, today)


def entry_pair(entry: RegisterEntry) -> JudgementPair:
    """Both judgements as tags alone, as the register knows them."""
    claim = view = None
    if entry.claimed or entry.proposed_conclusion:
        tag = category_tag(entry.claimed) if entry.claimed else proposal_tag(entry.proposed_conclusion)
        claim = Judgement(tags=(tag,))
    if entry.viewed_on:
        tags = [category_tag(entry.viewed)] if entry.viewed else []
        if entry.is_concluded:
            tags.append(conclusion_tag(entry.conclusion_reason, entry.viewed_on))
        view = Judgement(tags=tuple(tags))
    return JudgementPair(claim=claim, view=view, differs=entry.differs)


def extract_pieces(extract: str) -> tuple[Piece, ...]:
    """Split an extract of `queries.search.extracts` into what matched and what stands around it."""
    pieces = [Piece(words, matches=bool(place % 2)) for place, words in enumerate(_MATCHES.split(extract)) if words]
    return tuple(pieces) if any(piece.matches for piece in pieces) else ()


def found_sentence(found: int, total: int, *, is_filtered: bool) -> str:
    """ "12 of 214 recommendations and parts fit these filters." """
    everything = counted(total, "recommendation or part", "recommendations and parts")
    if not is_filtered:
        return f"{everything}."
    return f"{found:,} of {everything} {'fits' if found == 1 else 'fit'} these filters."
