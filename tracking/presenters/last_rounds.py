"""Where a section of a report starts from: what was said, viewed, asked for and shown in the round before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracking.models import Assessment
from tracking.presenters.evidence import EvidenceLine, evidence_lines
from tracking.presenters.exempt_passages import PassageLine, passage_lines
from tracking.presenters.judgements import JudgementPair, asked_words
from tracking.presenters.positions import due_words, short_title
from tracking.presenters.reports import last_round_pair
from tracking.presenters.slips import moved_words, slip_sentence
from tracking.presenters.wording import written_date
from tracking.queries.report_content import LeafInReport
from tracking.queries.slips import DateMove, SlipLedger
from tracking.queries.taking_over import Source


@dataclass(frozen=True)
class LeafToAnswer:
    """What stands above the answer for a leaf: its words, its dates so far and where it was left last time.

    `first_time` says so where nothing came before; `moves` are the later dates, the earliest first; `looked_for` is how
    the committee will know that it is done.
    """

    label: str
    title: str
    text: str
    due: str
    moves: tuple[str, ...]
    moved: str
    last_round: JudgementPair | None
    asked_for: str
    first_time: str
    looked_for: str = ""


@dataclass(frozen=True)
class LastSection:
    """What the last report said on a recommendation and showed for it."""

    title: str
    text: str
    passages: tuple[PassageLine, ...]
    evidence: tuple[EvidenceLine, ...]


def leaf_to_answer(leaf: LeafInReport, ledgers: Mapping[int, SlipLedger]) -> LeafToAnswer:
    ledger = ledgers[leaf.leaf.pk]
    last = last_round_pair(leaf)
    return LeafToAnswer(
        label=leaf.leaf.label,
        title=short_title(leaf.leaf) if leaf.leaf.title else "",
        text=leaf.leaf.text,
        due=due_words(leaf.leaf.due),
        moves=tuple(_move(move, ledger) for move in ledger.moves),
        moved=slip_sentence(ledger) if ledger.moves else "",
        last_round=_without_what_was_asked(last, leaf.standing_view),
        asked_for=leaf.standing_view.asked_for if leaf.standing_view else "",
        first_time="" if last else f"Nothing was reported or decided on {leaf.leaf.label} before: its first round.",
        looked_for=leaf.leaf.looked_for,
    )


def _move(move: DateMove, ledger: SlipLedger) -> str:
    """ "31 March 2016: anticipated by the Cabinet Member for 12 April 2016, 122 days later"."""
    if move.claim:
        who = f"anticipated in the report for {written_date(move.sitting.considered_on)}"
    elif move.sitting.meeting:
        who = f"agreed by the committee on {written_date(move.sitting.considered_on)}"
    else:
        who = f"carried over from before this system, {written_date(move.sitting.considered_on)}"
    moved = f", {moved_words(move.days)}" if move.days is not None else ""
    return f"{written_date(move.due_on)}: {who}{moved}"


def _without_what_was_asked(pair: JudgementPair | None, view: Assessment | None) -> JudgementPair | None:
    """What the committee asked for stands by itself above an answer, so it is not said a second time."""
    if pair is None or pair.view is None or view is None:
        return pair
    notes = tuple(note for note in pair.view.notes if note != asked_words(view))
    return replace(pair, view=replace(pair.view, notes=notes))


def last_section_lines(source: Source | None) -> LastSection | None:
    """None where no report came before, or the last one said nothing."""
    if source is None or not source.says_something:
        return None
    meeting = source.update.revision.report.meeting
    return LastSection(
        title=f"What the report for {written_date(meeting.held_on)} said and showed",
        text=source.update.evidence_text,
        passages=passage_lines(source.passages),
        evidence=evidence_lines(source.evidence),
    )
