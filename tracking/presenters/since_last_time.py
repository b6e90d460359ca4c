"""What changed since the last round, in words: the text, the evidence, the dates, the assessment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracking.models import Evidence, Meeting, SelfAssessment
from tracking.presenters.differences import Difference, Passage
from tracking.presenters.judgements import claim_tag
from tracking.presenters.slips import moved_words
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.exempt_passages import PassageInReport
from tracking.queries.report_content import EvidenceInReport, LeafInReport
from tracking.queries.slips import DateMove, SlipLedger
from tracking.queries.taking_over import Source

FIRST_TIME = "No report before this one."
SAME_TEXT = "The text is word for word last time’s."

# What is read at a glance may stand open.
_SHORT_TEXT = 300
# Below this share of words in common, marks would be all over the text.
_LITTLE_IN_COMMON = 0.4
_FEW_WORDS = 2


@dataclass(frozen=True)
class SinceLastTime:
    """`sentences` say what changed and what did not.

    `now` and `then` are the two texts, where they differ with what the other does not have; where little is left of the
    last one, it is only shown. `is_short` when all this is read at a glance.
    """

    title: str
    sentences: tuple[str, ...]
    now: tuple[Passage, ...] = ()
    then: tuple[Passage, ...] = ()
    is_short: bool = True

    @property
    def then_title(self) -> str:
        return "The text last time, with what is left out now underlined" if self.now else "The text last time"


def since_last_time(
    *,
    leaves: Sequence[LeafInReport],
    text: str,
    evidence: Iterable[EvidenceInReport],
    passages: Sequence[PassageInReport],
    last: Source | None,
    ledgers: Mapping[int, SlipLedger],
    meeting: Meeting,
) -> SinceLastTime:
    """Hold a section against that of the last published report; `meeting` is the one this report is for."""
    if last is None:
        return SinceLastTime("Since last time", (FIRST_TIME,))
    then = last.update.evidence_text
    several = len(leaves) > 1
    texts = _compared(then, text)
    sentences = [
        *(_assessment_sentence(row, several=several) for row in leaves),
        *(_move_sentence(move, row, several=several) for row in leaves for move in _moves(ledgers, row, meeting)),
        texts.sentence,
        _passages_sentence(passages, last.passages),
        _evidence_sentence(new_evidence(evidence, last)),
    ]
    return SinceLastTime(
        title=f"Since last time, {written_date(last.update.revision.report.meeting.held_on)}",
        sentences=tuple(sentence for sentence in sentences if sentence),
        now=texts.now,
        then=texts.then,
        is_short=len(texts.now) + len(texts.then) == 0 or len(then) + len(text) <= _SHORT_TEXT,
    )


@dataclass(frozen=True)
class _Texts:
    """What is said of two texts, and what of them is worth showing."""

    sentence: str
    now: tuple[Passage, ...] = ()
    then: tuple[Passage, ...] = ()


def _compared(then: str, now: str) -> _Texts:
    if then.split() == now.split():
        return _Texts(SAME_TEXT if now.strip() else "")
    if not then.strip():
        return _Texts("There was no text last time.")
    alone = (Passage(then, differs=False),)
    if not now.strip():
        return _Texts("There is no text this time.", then=alone)
    difference = Difference("", then, now)
    passages = difference.typed_passages
    in_common = sum(len(row.text.split()) for row in passages if not row.differs)
    if in_common < _LITTLE_IN_COMMON * len(now.split()):
        return _Texts("The text is new: little of last time’s is left.", then=alone)
    return _Texts("The text has changed.", calmed(passages), calmed(difference.saved_passages))


def calmed(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Take a word or two between passages that differ together with them, so that whole phrases are marked."""
    last = len(passages) - 1
    marked = [
        row.differs or (0 < place < last and len(row.text.split()) <= _FEW_WORDS) for place, row in enumerate(passages)
    ]
    joined: list[Passage] = []
    for row, differs in zip(passages, marked, strict=True):
        if joined and joined[-1].differs == differs:
            joined[-1] = Passage(joined[-1].text + row.text, differs=differs)
        else:
            joined.append(Passage(row.text, differs=differs))
    return tuple(joined)


def is_word_for_word(text: str, last: Source | None) -> bool:
    """Whether something was written, and the same was written last time."""
    return last is not None and bool(text.strip()) and text.split() == last.update.evidence_text.split()


def new_evidence(evidence: Iterable[EvidenceInReport], last: Source | None) -> tuple[EvidenceInReport, ...]:
    """What the round before did not use; a file that was uploaded anew is the same file."""
    used = {_same(use.evidence) for use in last.update.evidence_uses.all()} if last else set()
    found = {_same(item.evidence): item for item in evidence if _same(item.evidence) not in used}
    return tuple(found.values())


def _same(evidence: Evidence) -> tuple[str, str]:
    if evidence.link:
        return ("link", evidence.link)
    return ("file", evidence.sha256)


def _assessment_sentence(row: LeafInReport, *, several: bool) -> str:
    if row.claim is None or row.last_claim is None:
        return ""
    now, then = _claimed(row.claim), _claimed(row.last_claim)
    of = f" of {row.leaf.label}" if several else ""
    if now == then:
        return f"The Cabinet Member’s assessment{of} is still {now}."
    return f"The Cabinet Member’s assessment{of} was {then} and is now {now}."


def _claimed(claim: SelfAssessment) -> str:
    tag = claim_tag(claim)
    return f"{tag.number} {tag.words}".strip()


def _moves(ledgers: Mapping[int, SlipLedger], row: LeafInReport, meeting: Meeting) -> list[DateMove]:
    """The dates that this report moves."""
    moves = ledgers[row.leaf.pk].moves
    return [move for move in moves if move.claim is not None and move.sitting.meeting == meeting]


def _move_sentence(move: DateMove, row: LeafInReport, *, several: bool) -> str:
    date = f"The date of {row.leaf.label}" if several else "The date"
    if move.days is None:
        return f"{date} is set for the first time: {written_date(move.due_on)}."
    return f"{date} moved to {written_date(move.due_on)}, {moved_words(move.days)}."


def _evidence_sentence(found: Sequence[EvidenceInReport]) -> str:
    titles = [f"“{item.evidence}”" for item in found if item.is_open_to_viewer]
    withheld = len(found) - len(titles)
    if withheld:
        titles.append(counted(withheld, "piece that is withheld from you", "pieces that are withheld from you"))
    return f"New evidence: {written_list(titles)}." if titles else "No new evidence."


def _passages_sentence(now: Sequence[PassageInReport], then: Sequence[PassageInReport]) -> str:
    """Which exempt passages last time's report did not have, so far as the viewer may read both; nothing for none."""
    said_then = {_words_of(row) for row in then if row.passage}
    said_now = {_words_of(row) for row in now if row.passage}
    new = [str(row.mark.number) for row in now if row.passage and _words_of(row) not in said_then]
    if new:
        return f"Exempt passage{'' if len(new) == 1 else 's'} {written_list(new)}: not said in these words last time."
    if said_then - said_now:
        return "An exempt passage of last time is left out."
    return "No exempt passage has changed." if said_now else ""


def _words_of(row: PassageInReport) -> tuple[str, ...]:
    return tuple(row.passage.text.split()) if row.passage else ()
