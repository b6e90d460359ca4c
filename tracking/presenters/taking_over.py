"""What may be taken over into a section of a Progress Report, as it is offered."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracking.models import EvidenceUse, ExemptPassage, ProgressUpdate, Recommendation, SelfAssessment
from tracking.presenters.evidence import evidence_facts
from tracking.presenters.exempt_passages import passage_name
from tracking.presenters.passages import has_passage, passages_of
from tracking.presenters.positions import full_title
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.report_content import EvidenceInReport, Section
from tracking.queries.taking_over import Source


@dataclass(frozen=True)
class Choice:
    """One thing to take over: `key` is what the form sends, `id` that of its box, `thing` what the action takes."""

    key: str
    id: str
    label: str
    thing: str | EvidenceUse | SelfAssessment | ExemptPassage
    text: str = ""
    facts: str = ""
    is_there: bool = False
    is_chosen: bool = False


@dataclass(frozen=True)
class Offer:
    """What one earlier round, or one neighbour, has to take over."""

    title: str
    passages: tuple[Choice, ...]
    evidence: tuple[Choice, ...]
    pointers: tuple[Choice, ...]
    exempt: tuple[Choice, ...]

    @property
    def to_choose(self) -> tuple[Choice, ...]:
        """What is not there yet, in the order of the page."""
        return tuple(
            choice for choice in (*self.passages, *self.exempt, *self.evidence, *self.pointers) if not choice.is_there
        )


CHOICES = ("passages", "exempt", "evidence", "pointers")


def offers(sources: Iterable[Source], section: Section) -> tuple[Offer, ...]:
    """What there is to take over, source by source; what several say alike is offered once, where it was said last."""
    offered: set[str] = set()
    found = []
    for source in sources:
        offer = Offer(
            title=_title(source.update, section),
            passages=_passages(source, section, offered),
            evidence=_evidence(source, section, offered),
            pointers=_pointers(source, section, offered),
            exempt=_exempt(source, section, offered),
        )
        if any(getattr(offer, name) for name in CHOICES):
            found.append(offer)
    return tuple(found)


def offers_sentence(rows: Sequence[Offer], recommendation: Recommendation) -> str:
    """The one sentence that says what there is."""
    if not rows:
        return f"Nothing was said about {recommendation.label} in an earlier report, nor elsewhere in this one."
    if not any(offer.to_choose for offer in rows):
        return f"Everything said before is in {recommendation.label} already."
    return f"What you choose is added to {recommendation.label}. Nothing you have written is replaced."


def taken_over_words(
    recommendation: Recommendation, *, passages: int, evidence: int, pointers: int, exempt: int = 0
) -> str:
    """ "2 passages and 1 file or link are added to R01. Check that they still hold."."""
    counts = (
        (passages, "passage", ""),
        (exempt, "exempt passage", ""),
        (evidence, "file or link", "files or links"),
        (pointers, "place to look", "places to look"),
    )
    words = [counted(number, one, many) for number, one, many in counts if number]
    if not words:
        return f"What you chose was in {recommendation.label} already."
    verb = "is" if passages + exempt + evidence + pointers == 1 else "are"
    return f"{written_list(words)} {verb} added to {recommendation.label}. Check that what it says still holds."


def choices_in(rows: Iterable[Offer], name: str) -> list[Choice]:
    """Every choice of one kind, in the order of the page."""
    return [choice for offer in rows for choice in getattr(offer, name)]


def with_chosen(rows: Iterable[Offer], chosen: Mapping[str, Sequence[str]]) -> tuple[Offer, ...]:
    """The same offers with what was chosen marked."""
    return tuple(
        Offer(
            title=offer.title,
            passages=_marked(offer.passages, chosen["passages"]),
            evidence=_marked(offer.evidence, chosen["evidence"]),
            pointers=_marked(offer.pointers, chosen["pointers"]),
            exempt=_marked(offer.exempt, chosen["exempt"]),
        )
        for offer in rows
    )


def _marked(choices: Iterable[Choice], keys: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(replace(choice, is_chosen=choice.key in keys) for choice in choices)


def _title(update: ProgressUpdate, section: Section) -> str:
    if update.revision_id == section.update.revision_id:
        return f"In this report: {full_title(update.recommendation)}"
    return f"Progress Report for {written_date(update.revision.report.meeting.held_on)}"


def _passages(source: Source, section: Section, offered: set[str]) -> tuple[Choice, ...]:
    choices = []
    for number, text in enumerate(passages_of(source.update.evidence_text), start=1):
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        if key not in offered:
            offered.add(key)
            choices.append(
                Choice(
                    key=key,
                    id=f"id_passages_{key}",
                    label=f"Passage {number}",
                    thing=text,
                    text=text,
                    is_there=has_passage(section.update.evidence_text, text),
                )
            )
    return tuple(choices)


def _exempt(source: Source, section: Section, offered: set[str]) -> tuple[Choice, ...]:
    """The exempt passages that the viewer may read; why they are withheld is taken over with them."""
    there = {row.passage.text for row in section.passages if row.passage}
    choices = []
    for row in source.passages:
        if row.passage is not None and (mark := f"exempt {row.passage.text}") not in offered:
            offered.add(mark)
            choices.append(
                Choice(
                    key=str(row.mark.pk),
                    id=f"id_exempt_{row.mark.pk}",
                    label=passage_name(row.mark),
                    thing=row.passage,
                    text=row.passage.text,
                    is_there=row.passage.text in there,
                )
            )
    return tuple(choices)


def _evidence(source: Source, section: Section, offered: set[str]) -> tuple[Choice, ...]:
    used = {row.use.evidence_id for row in section.evidence}
    choices = []
    for row in source.evidence:
        mark = f"evidence {row.use.evidence_id}"
        if mark not in offered:
            offered.add(mark)
            choices.append(_file(row, is_there=row.use.evidence_id in used))
    return tuple(choices)


def _file(row: EvidenceInReport, *, is_there: bool) -> Choice:
    return Choice(
        key=str(row.use.pk),
        id=f"id_evidence_{row.use.pk}",
        label=row.evidence.title,
        thing=row.use,
        facts=evidence_facts(row),
        is_there=is_there,
    )


def _pointers(source: Source, section: Section, offered: set[str]) -> tuple[Choice, ...]:
    """Where to look, for the parts of which the section does not say it yet and that the viewer answers for."""
    rows = {row.leaf.pk: row for row in section.tracked if row.is_writable}
    choices = []
    for claim in source.claims:
        mark = f"pointer {claim.leaf_id} {claim.pointer_text}"
        if claim.leaf_id in rows and mark not in offered:
            offered.add(mark)
            now = rows[claim.leaf_id].claim
            choices.append(
                Choice(
                    key=str(claim.pk),
                    id=f"id_pointers_{claim.pk}",
                    label=f"{claim.leaf.label}: “{claim.pointer_text}”",
                    thing=claim,
                    is_there=bool(now and now.pointer_text),
                )
            )
    return tuple(choices)
