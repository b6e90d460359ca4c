"""The words of "check your answers": what was said of each part, and what the claim check makes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracking.claim_check import Finding
from tracking.presenters.exempt_passages import PassageLine, passage_lines
from tracking.presenters.judgements import NOT_YET_ASSESSED, Tag, claim_judgement
from tracking.presenters.positions import full_title
from tracking.presenters.wording import counted
from tracking.queries.report_content import LeafInReport, ReportContent, Section


@dataclass(frozen=True)
class FindingLine:
    """A finding beside its answer: the reason given, and the box for it where the viewer may give one.

    `earlier_reason` was given while the warning read otherwise.
    """

    finding: Finding
    reason: str
    earlier_reason: str
    box: Any


@dataclass(frozen=True)
class AnswerLine:
    """What was said of one part."""

    label: str
    anchor: str
    tag: Tag
    details: tuple[str, ...]
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True)
class CheckedSection:
    """A recommendation to check; `findings` doubt the evidence, which serves every part."""

    reference: str
    heading: str
    answers: tuple[AnswerLine, ...]
    evidence_text: str
    overall_statement: str
    passages: tuple[PassageLine, ...]
    evidence: str
    findings: tuple[FindingLine, ...]
    is_writable: bool


Boxes = Mapping[tuple[int, str], Any]


def check_sections(content: ReportContent, boxes: Boxes) -> tuple[CheckedSection, ...]:
    """Return every section with something tracked; `boxes` are the form's fields for reasons, by `Finding.key`."""
    return tuple(_checked(section, boxes) for section in content.sections if section.tracked)


def _checked(section: Section, boxes: Boxes) -> CheckedSection:
    count = len(section.evidence)
    return CheckedSection(
        reference=section.recommendation.reference,
        heading=full_title(section.recommendation),
        answers=tuple(_answer(leaf, boxes) for leaf in section.tracked),
        evidence_text=section.update.evidence_text,
        overall_statement=section.update.overall_statement,
        passages=passage_lines(section.passages),
        evidence=counted(count, "file or link", "files or links") if count else "No files or links",
        findings=_finding_lines(section.tracked, boxes, about_evidence=True),
        is_writable=section.is_writable,
    )


def _answer(leaf: LeafInReport, boxes: Boxes) -> AnswerLine:
    claim = claim_judgement(leaf.claim, by="") if leaf.claim else None
    details = (*claim.dates, claim.words, *claim.notes) if claim else ()
    return AnswerLine(
        label=leaf.leaf.label,
        anchor=f"{leaf.leaf.reference.lower()}-heading",
        tag=claim.tags[0] if claim else NOT_YET_ASSESSED,
        details=tuple(filter(None, details)),
        findings=_finding_lines([leaf], boxes, about_evidence=False),
    )


def _finding_lines(leaves: Iterable[LeafInReport], boxes: Boxes, *, about_evidence: bool) -> tuple[FindingLine, ...]:
    return tuple(
        _finding_line(leaf, finding, boxes)
        for leaf in leaves
        for finding in leaf.findings
        if finding.is_about_evidence == about_evidence
    )


def _finding_line(leaf: LeafInReport, finding: Finding, boxes: Boxes) -> FindingLine:
    return FindingLine(
        finding, leaf.reason_against(finding), leaf.earlier_reason_against(finding), boxes.get(finding.key)
    )
