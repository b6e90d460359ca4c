"""What lies before the officer who records a view, in words: the claim, its doubts, the evidence, the last view."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tracking import dates
from tracking.enums import ExemptParagraph
from tracking.models import Assessment, Evidence, Meeting, Recommendation
from tracking.presenters.evidence import held_back_words
from tracking.presenters.judgements import (
    Judgement,
    JudgementPair,
    claim_judgement,
    judgement_pair,
    signed_by,
    view_judgement,
)
from tracking.presenters.meetings import Link, recommendation_href
from tracking.presenters.positions import due_words, full_title
from tracking.presenters.views_at_meeting import closed_words, record_href
from tracking.presenters.wording import counted, days_left, pages_words, written_date, written_list
from tracking.queries.meetings import LeafAtMeeting
from tracking.queries.recording import RecordPage
from tracking.queries.report_content import EvidenceInReport, LeafInReport


@dataclass(frozen=True)
class Doubt:
    """A doubt about the claim, and why the submitter thinks it stands."""

    message: str
    reason: str


@dataclass(frozen=True)
class LeafBlock:
    """One leaf before the officer."""

    title: str
    words: str
    due: str
    claim: Judgement | None
    doubts: tuple[Doubt, ...]
    last: JudgementPair | None
    asked_for: str
    pair: JudgementPair | None
    correct_href: str


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence; without an address where the viewer may not open it."""

    title: str
    href: str
    facts: str
    is_withheld: bool


@dataclass(frozen=True)
class RecordFace:
    """Everything the page for recording a view says."""

    caption: str
    heading: str
    state: str
    too_early: str
    words: str
    facts: tuple[tuple[str, str], ...]
    leaves: tuple[LeafBlock, ...]
    evidence_text: str
    evidence: tuple[EvidenceLine, ...]
    recommendation_href: str
    nothing_to_record: str
    previous: Link | None
    next: Link | None


def record_face(page: RecordPage) -> RecordFace:
    """Say what lies before the officer: the words, the claims, their doubts, the evidence, the last view."""
    inquiry, recommendation = page.report.inquiry, page.recommendation
    return RecordFace(
        caption=f"{_place(page)}, {inquiry}",
        heading=full_title(recommendation),
        state=_record_state(page),
        too_early=_too_early(page.meeting),
        words=_words(recommendation),
        facts=_facts(page),
        leaves=tuple(_leaf_block(page, row) for row in page.leaves),
        evidence_text=page.section.update.evidence_text,
        evidence=tuple(_evidence_line(item) for item in _evidence(page)),
        recommendation_href=recommendation_href(inquiry, recommendation),
        nothing_to_record=closed_words(page.meeting) or "A view that was recorded wrongly can be corrected.",
        previous=_neighbour(page.meeting, page.previous),
        next=_neighbour(page.meeting, page.next),
    )


def _words(recommendation: Recommendation) -> str:
    """The words of a part follow on those of the whole."""
    whole = recommendation.parent.text if recommendation.parent else ""
    return "\n\n".join(filter(None, (whole, recommendation.text)))


def _place(page: RecordPage) -> str:
    last = page.place + len(page.leaves) - 1
    places = f"{page.place} to {last}" if last > page.place else str(page.place)
    return f"{places} of {page.total}"


def _too_early(meeting: Meeting) -> str:
    day = dates.today()
    if meeting.held_on <= day:
        return ""
    return (
        f"This meeting is on {written_date(meeting.held_on)}: {days_left(meeting.held_on, day)}. "
        "A view belongs to the meeting that gives it."
    )


def _record_state(page: RecordPage) -> str:
    if len(page.waiting) == len(page.leaves):
        return "No view is recorded yet." if not page.is_several else "No view is recorded yet on any of its parts."
    if page.waiting:
        labels = written_list(row.leaf.label for row in page.waiting)
        return f"{counted(len(page.waiting), 'part')} of {len(page.leaves)} still to record: {labels}."
    return "The view is recorded." if any(row.view for row in page.leaves) else "Another meeting has concluded it."


def _facts(page: RecordPage) -> tuple[tuple[str, str], ...]:
    facts = [] if page.is_several else [("Original date for completion", due_words(page.recommendation.due))]
    if page.section.posts:
        facts.append(("Responsible", written_list(str(post) for post in page.section.posts)))
    if page.section.update.overall_statement:
        facts.append(("Overall statement", page.section.update.overall_statement))
    return tuple(facts)


def _leaf_block(page: RecordPage, row: LeafInReport) -> LeafBlock:
    claimed_by = signed_by(page.section.update.revision)
    has_last = row.last_claim is not None or row.standing_view is not None
    correct = record_href(page.meeting, page.report.inquiry.slug, row.leaf, "view_correct")
    return LeafBlock(
        title=full_title(row.leaf) if page.is_several else "",
        words=row.leaf.text if page.is_several else "",
        due=due_words(row.leaf.due) if page.is_several else "",
        claim=claim_judgement(row.claim, by=claimed_by) if row.claim else None,
        doubts=tuple(Doubt(finding.message, row.reason_against(finding)) for finding in row.findings),
        last=judgement_pair(row.last_claim, row.standing_view) if has_last else None,
        asked_for=row.standing_view.asked_for if row.standing_view else "",
        pair=judgement_pair(row.claim, row.view, claimed_by=claimed_by) if row.view else None,
        correct_href=correct if row.view else "",
    )


def _evidence(page: RecordPage) -> list[EvidenceInReport]:
    """What is used for these leaves, or for the recommendation as a whole."""
    leaves = {row.leaf.pk for row in page.leaves}
    return [item for item in page.section.evidence if item.use.leaf_id is None or item.use.leaf_id in leaves]


def _evidence_line(item: EvidenceInReport) -> EvidenceLine:
    evidence = item.evidence
    if not item.is_open_to_viewer:
        return EvidenceLine("Evidence that is withheld from you", "", _withheld(evidence), is_withheld=True)
    held_back = held_back_words(evidence, opens=item.file_opens)
    length = counted(evidence.page_count, "page") if evidence.page_count else ""
    pages = f"see {pages_words(item.use.pages)}" if item.use.pages else ""
    return EvidenceLine(
        title=str(evidence),
        href=(evidence.link or reverse("evidence_download", args=[evidence.pk])) if item.file_opens else "",
        facts=", ".join(word for word in (length, pages, _withheld(evidence), held_back) if word),
        is_withheld=evidence.is_withheld,
    )


def _withheld(evidence: Evidence) -> str:
    """ "exempt, paragraph 3", "confidential", or nothing."""
    if not evidence.is_withheld:
        return ""
    paragraph = evidence.exempt_paragraph
    return f"exempt, paragraph {ExemptParagraph(paragraph).value}" if paragraph else "confidential"


def _neighbour(meeting: Meeting, leaf: LeafAtMeeting | None) -> Link | None:
    if leaf is None:
        return None
    return Link(full_title(leaf.leaf), record_href(meeting, leaf.leaf.inquiry.slug, leaf.leaf))


def recorded_words(assessments: Iterable[Assessment]) -> str:
    """ "R06 b) recorded: 3 Not Achieved (Progress Made), tracking continues."."""
    rows = list(assessments)
    said = {", ".join(_tag_words(row)) for row in rows}
    labels = written_list(row.leaf.label for row in rows)
    return f"{labels} recorded: {said.pop()}." if len(said) == 1 else f"{labels} recorded."


def _tag_words(view: Assessment) -> list[str]:
    words = [f"{tag.number} {tag.words}".strip() for tag in view_judgement(view).tags]
    return [*words, "tracking continues"] if view.decision == "continue" else words
