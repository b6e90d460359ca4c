"""The words of a Progress Report's pages: its state, its task list, and what each section says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracking.claim_check import Finding
from tracking.enums import ReportState
from tracking.models import (
    ClaimCheckOverride,
    Person,
    Post,
    ProgressReport,
    Recommendation,
    ReportRevision,
)
from tracking.presenters.evidence import EvidenceLine, evidence_lines
from tracking.presenters.exempt_passages import PassageLine, passage_lines
from tracking.presenters.judgements import JudgementPair, judgement_pair, signed_by
from tracking.presenters.positions import due_words, full_title
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.report_content import LeafInReport, ReportContent, Section


@dataclass(frozen=True)
class AnsweredWarning:
    """A warning of the claim check and why it does not hold, for the committee to read beside the claim."""

    message: str
    reason: str


@dataclass(frozen=True)
class LeafLines:
    """A leaf as the report prints it: its words, its date and both judgements of this round."""

    label: str
    reference: str
    title: str
    text: str
    due: str
    pair: JudgementPair
    warnings: tuple[AnsweredWarning, ...] = ()


@dataclass(frozen=True)
class SectionLines:
    """A recommendation as the report prints it."""

    reference: str
    heading: str
    text: str
    who: str
    leaves: tuple[LeafLines, ...]
    concluded: tuple[LeafLines, ...]
    evidence_text: str
    overall_statement: str
    passages: tuple[PassageLine, ...]
    evidence: tuple[EvidenceLine, ...]


def report_reference(report: ProgressReport) -> str:
    """What a submitter is given to quote: "PR-00012"."""
    return f"PR-{report.pk:05d}"


def report_heading(report: ProgressReport) -> str:
    """ "Draft Progress Report", "Progress Report" once everyone may read it."""
    if report.state in ReportState.public():
        return "Progress Report"
    return f"{report.get_state_display()} Progress Report"


def posts_words(posts: Sequence[Post]) -> str:
    return written_list(post.name for post in posts)


def state_sentence(report: ProgressReport, revision: ReportRevision, *, today: date, follows: str = "") -> str:
    """The sentences that say where a report stands that is not being written by the reader.

    `follows` is what came of it, in a sentence, once it was considered.
    """
    meeting = written_date(report.meeting.held_on)
    signed = f"Signed by {signed_by(revision)}." if revision.signed_name else ""
    match report.state:
        case ReportState.DRAFT:
            return f"Being written for the meeting on {meeting}. Only those who write it can see it."
        case ReportState.SUBMITTED:
            return f"{signed} The committee’s officers check it before the meeting on {meeting}."
        case ReportState.RETURNED:
            reason = f" The reason given: {revision.returned_reason}" if revision.returned_reason else ""
            return f"Returned to those who wrote it. This is what was handed in before.{reason}"
        case ReportState.ACCEPTED:
            return f"{signed} Accepted, and waiting to be published for the meeting on {meeting}."
        case ReportState.PUBLISHED if report.meeting.held_on < today:
            return f"{signed} It was for the meeting on {meeting}; not all of the committee’s views are known yet."
        case ReportState.PUBLISHED:
            return f"{signed} The committee considers it on {meeting}."
        case ReportState.CONSIDERED:
            considered = f"The committee considered this report on {written_date(report.considered_on)}."
            return " ".join(filter(None, (signed, considered, follows)))
        case _:
            return f"Withdrawn: {report.withdrawn_reason}"


def signature_words(revision: ReportRevision) -> str:
    """Who signed and, where somebody else handed it in, how and when it was approved."""
    if not revision.signed_name:
        return "Not signed yet"
    if not revision.approved_how:
        return signed_by(revision)
    approved = written_date(revision.approved_on)
    return f"{signed_by(revision)}. Approved on {approved}: {revision.approved_how}"


def recommendation_heading(recommendation: Recommendation) -> str:
    """ "R01 Operational plan"."""
    return full_title(recommendation)


def saved_with_findings(section: Section) -> str:
    """What is told when a section was saved and the claim check doubts an answer in it."""
    count = counted(len(section.open_findings), "answer needs", "answers need")
    return f"{section.recommendation.label} is saved. {count} another look: see below, or save again to go on."


def check_sentence(content: ReportContent) -> str:
    """ "2 answers must be settled before the report can be signed."."""
    count = len(content.open_findings)
    if content.infected and not count:
        return "A virus was found in the evidence. Take it out before the report is signed."
    if not count and len(content.sections) < len(content.every_section):
        return "Nothing in your recommendations contradicts itself."
    if not count:
        return "Nothing contradicts itself. The report can be signed."
    return f"{counted(count, 'answer')} must be settled before the report can be signed."


def signing_words(report: ProgressReport, *, signs: bool, holders: Mapping[Person, Post]) -> tuple[str, ...]:
    """The title, the button and the sentences of the page on which a report is signed."""
    sentence = f"It then goes to the committee’s officers, for the meeting on {written_date(report.meeting.held_on)}."
    if signs:
        mine = "By signing, you confirm that you approve everything in this report."
        return "Sign and submit", "Sign and submit", mine, sentence, "You cannot change it unless it is returned."
    if not holders:
        nobody = "Nobody holds a post that the report is of today, so nobody can approve it."
        return "Submit on behalf of the Cabinet Member", "Submit the report", nobody
    told = "Say who approved the report, how and when. It is signed in their name."
    return "Submit on behalf of the Cabinet Member", "Submit the report", told, sentence


def next_steps(report: ProgressReport, *, papers_due_on: date, today: date) -> tuple[str, ...]:
    """What happens to a report that was handed in, step by step, from where it is now."""
    papers_out = written_date(papers_due_on)
    checked = (
        "The committee’s officers check it. They accept it, or return it and say what must be put right. "
        "If it is returned, everyone who writes it is told by e-mail."
    )
    published = f"The clerk publishes it with the papers, which go out by {papers_out}."
    if papers_due_on < today:
        published = f"The clerk publishes it. The papers were to go out by {papers_out}, so it may be taken as late."
    considered = f"{report.meeting.committee} considers it on {written_date(report.meeting.held_on)}."
    match report.state:
        case ReportState.SUBMITTED:
            return checked, published, considered
        case ReportState.ACCEPTED:
            return "The committee’s officers have accepted it.", published, considered
        case ReportState.PUBLISHED:
            return "It is published: everyone can read it.", considered
        case _:
            return (f"The committee considered it on {written_date(report.considered_on)}.",)


def doubts_since(content: ReportContent) -> tuple[str, ...]:
    """What the claim check now doubts in a report that was handed in: a date was corrected, or it was moved."""
    return tuple(finding.message for finding in content.open_findings)


def preview_sentence(content: ReportContent) -> str:
    """Whose words the preview shows, and how they differ from what will be published."""
    if len(content.sections) < len(content.every_section):
        return "This is how the committee will read your recommendations."
    if content.revision.submitted_at:
        return "This is what the committee will read."
    return "This is what the committee will read. Only the signature is still to come."


def section_lines(section: Section, revision: ReportRevision) -> SectionLines:
    recommendation = section.recommendation
    has_parts = any(leaf.leaf.parent_id for leaf in (*section.tracked, *section.concluded))
    return SectionLines(
        reference=recommendation.reference,
        heading=full_title(recommendation),
        text=recommendation.text if has_parts else "",
        who=posts_words(section.posts),
        leaves=tuple(leaf_lines(leaf, revision) for leaf in section.tracked),
        concluded=tuple(concluded_lines(leaf) for leaf in section.concluded),
        evidence_text=section.update.evidence_text,
        overall_statement=section.update.overall_statement,
        passages=passage_lines(section.passages),
        evidence=evidence_lines(section.evidence),
    )


def leaf_lines(leaf: LeafInReport, revision: ReportRevision) -> LeafLines:
    """A leaf with both judgements of the report's own round."""
    return LeafLines(
        label=leaf.leaf.label,
        reference=leaf.leaf.reference,
        title=leaf.leaf.title if leaf.leaf.parent_id else "",
        text=leaf.leaf.text,
        due=due_words(leaf.leaf.due),
        pair=judgement_pair(leaf.claim, leaf.view, claimed_by=signed_by(revision)),
        warnings=_answered_warnings(leaf, revision),
    )


def _answered_warnings(leaf: LeafInReport, revision: ReportRevision) -> tuple[AnsweredWarning, ...]:
    """Each reason with the warning as it read when it was answered; of a draft, those that still stand."""
    findings = {finding.code: finding for finding in leaf.findings}
    overrides = leaf.overrides.values() if revision.submitted_at else leaf.standing_overrides
    return tuple(
        AnsweredWarning(_warning_words(override, findings.get(override.code)), override.reason)
        for override in overrides
    )


def _warning_words(override: ClaimCheckOverride, finding: Finding | None) -> str:
    """The warning as it was kept with its reason, else as it reads now."""
    now = finding.message if finding else override.code.replace("-", " ").capitalize() + "."
    return override.message or now


def concluded_lines(leaf: LeafInReport) -> LeafLines:
    """A leaf concluded at an earlier meeting: read-only, with the committee's view and date."""
    return LeafLines(
        label=leaf.leaf.label,
        reference=leaf.leaf.reference,
        title=leaf.leaf.title if leaf.leaf.parent_id else "",
        text=leaf.leaf.text,
        due=due_words(leaf.leaf.due),
        pair=last_round_pair(leaf) or JudgementPair(None, None),
    )


def last_round_pair(leaf: LeafInReport) -> JudgementPair | None:
    """Both judgements as they were left; they differ only where one answers the other."""
    claim, view = leaf.last_claim, leaf.standing_view
    if claim is None and view is None:
        return None
    pair = judgement_pair(claim, view, claimed_by=signed_by(claim.update.revision) if claim else "")
    answers_it = claim is not None and view is not None and view.meeting_id == claim.update.revision.report.meeting_id
    return pair if answers_it else replace(pair, differs=False)
