"""The words of a report's tables: recommendations being tracked today, and those concluded before."""

from dataclasses import dataclass

from tracking.presenters.judgements import NOT_YET_ASSESSED, Tag, conclusion_tag, proposal_tag
from tracking.presenters.withheld import passage_name
from tracking.presenters.wording import counted, written_date
from tracking.queries.paper_facts import (
    CategoryFacts,
    ClaimFacts,
    DueFacts,
    ExplanationFacts,
    PaperLeaf,
    PassagePlace,
    RecommendationFacts,
    ViewFacts,
)

NOTHING_SAID = "–"
NO_EVIDENCE = "No evidence of progress is given."
CONCLUDED_BEFORE = "Concluded before: committee’s view"


@dataclass(frozen=True)
class Fact:
    """A line of a table of particulars."""

    name: str
    value: str


@dataclass(frozen=True)
class Line:
    """A row of a table of recommendations. `tags` with `notes` fill its last column: the judgement."""

    label: str
    title: str
    text: str
    responsibility: tuple[str, ...]
    due: str
    tags: tuple[Tag, ...] = ()
    lead_in: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecommendationTable:
    """One recommendation being tracked today: its table, then the evidence of progress across the full width."""

    anchor: str
    label: str
    heading: str
    lines: tuple[Line, ...]
    evidence_text: str
    statements: tuple[str, ...]
    evidence: tuple[int, ...]
    passages: tuple[str, ...] = ()


def recommendation_table(
    recommendation: RecommendationFacts, places: tuple[PassagePlace, ...] = ()
) -> RecommendationTable:
    """A row of its own words and statement where it has parts, then a row for each leaf.

    `places` are those of all exempt passages of the report.
    """
    own = () if not recommendation.has_parts else (_own_line(recommendation),)
    return RecommendationTable(
        anchor=recommendation.reference.lower(),
        label=recommendation.label,
        heading=heading(recommendation.label, recommendation.title),
        lines=(*own, *(_leaf_line(leaf, recommendation) for leaf in recommendation.leaves)),
        evidence_text=recommendation.evidence_text.strip() or NO_EVIDENCE,
        statements=tuple(
            statement
            for leaf in recommendation.leaves
            if leaf.claim is not None
            for statement in _statements(leaf.label, leaf.claim)
        ),
        evidence=recommendation.evidence,
        passages=tuple(passage_name(place) for place in places if place.number in recommendation.passages),
    )


def concluded_lines(leaves: tuple[PaperLeaf, ...]) -> tuple[Line, ...]:
    """A row for each leaf that the committee has concluded, with its view."""
    return tuple(
        Line(
            leaf.label,
            leaf.title,
            leaf.text,
            leaf.responsible or (NOTHING_SAID,),
            due_words(leaf.due),
            tags=_view_tags(view),
            notes=_view_notes(view),
        )
        for leaf in leaves
        if (view := leaf.concluding_view) is not None
    )


def heading(label: str, title: str) -> str:
    return f"{label}: {title}" if title else label


def due_words(due: DueFacts) -> str:
    """The date as it was written; else as it was confirmed."""
    if due.text or due.on:
        return due.text or written_date(due.on)
    if due.recurs_every_months:
        return f"Every {counted(due.recurs_every_months, 'month')}"
    return "Ongoing" if due.ongoing else "No date was set"


def _says_anything(due: DueFacts) -> bool:
    return bool(due.text or due.on or due.recurs_every_months or due.ongoing)


def _own_line(recommendation: RecommendationFacts) -> Line:
    """Its words above its parts. The overall statement is printed here; it is no category and never counted."""
    return Line(
        label=recommendation.label,
        title="",
        text=recommendation.text or "In these parts:",
        responsibility=recommendation.responsible or (NOTHING_SAID,),
        due=due_words(recommendation.due) if _says_anything(recommendation.due) else NOTHING_SAID,
        notes=(recommendation.overall_statement or NOTHING_SAID,),
    )


def _leaf_line(leaf: PaperLeaf, recommendation: RecommendationFacts) -> Line:
    title = leaf.title if recommendation.has_parts else ""
    common = (leaf.label, title, leaf.text, leaf.responsible or (NOTHING_SAID,), due_words(leaf.due))
    if view := leaf.concluding_view:
        return Line(*common, tags=_view_tags(view), lead_in=CONCLUDED_BEFORE, notes=_view_notes(view))
    statement = "" if recommendation.has_parts else recommendation.overall_statement
    pointer = leaf.claim.pointer_text if leaf.claim else ""
    return Line(*common, tags=_claim_tags(leaf.claim), notes=tuple(note for note in (pointer, statement) if note))


def _claim_tags(claim: ClaimFacts | None) -> tuple[Tag, ...]:
    if claim is None:
        return (NOT_YET_ASSESSED,)
    if claim.category:
        return (category_tag(claim.category),)
    return (proposal_tag(claim.proposed_conclusion) if claim.proposed_conclusion else NOT_YET_ASSESSED,)


def _view_tags(view: ViewFacts) -> tuple[Tag, ...]:
    category = (category_tag(view.category),) if view.category else ()
    return (*category, conclusion_tag(view.conclusion_reason, view.considered_on))


def category_tag(category: CategoryFacts) -> Tag:
    return Tag("category", category.name, str(category.number), category.tone)


def _view_notes(view: ViewFacts) -> tuple[str, ...]:
    where = ", ".join(part for part in (view.committee, f"minute {view.minute}" if view.minute else "") if part)
    target = f"Where it went: {view.conclusion_target}" if view.conclusion_target else ""
    return tuple(note for note in (where, view.reason, target) if note)


def _statements(label: str, claim: ClaimFacts) -> tuple[str, ...]:
    """What a claim adds below the evidence: dates, the obstacle, why to conclude, answers to the claim check."""
    anticipated = _both(claim.anticipated_text, written_date(claim.anticipated_on))
    parts = (
        f"completed on {written_date(claim.completed_on)}" if claim.completed_on else "",
        f"anticipated completion date: {anticipated}" if anticipated else "",
        f"the obstacle: {claim.obstacle}" if claim.obstacle else "",
        f"why tracking should be concluded: {claim.proposal_explanation}" if claim.proposal_explanation else "",
    )
    explained = (_explanation(label, explanation) for explanation in claim.explanations)
    return (*(f"{label}: {part}" for part in parts if part), *explained)


def _explanation(label: str, explanation: ExplanationFacts) -> str:
    """The warning, which names its part, and the reason: "R01 b) was completed on … The Cabinet Member explains: …"."""
    warning = f"{explanation.warning} The" if explanation.warning else f"{label}: the"
    return f"{warning} Cabinet Member explains: {explanation.reason}"


def _both(words: str, day: str) -> str:
    """The date in words and, where it says more, as a day."""
    return f"{words} ({day})" if words and day and words != day else words or day
