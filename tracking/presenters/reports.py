"""The words of a Progress Report's pages: its state, its task list, and what each section says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracking.enums import Exemption, ReportState
from tracking.models import (
    Assessment,
    ClaimCheckOverride,
    Evidence,
    Person,
    Post,
    ProgressReport,
    Recommendation,
    ReportRevision,
)
from tracking.presenters.judgements import JudgementPair, asked_words, judgement_pair, signed_by
from tracking.presenters.positions import due_words, full_title, short_title
from tracking.presenters.wording import counted, file_size, pages_words, written_date, written_list
from tracking.queries.reports import EvidenceInReport, LeafInReport, ReportContent, Section


@dataclass(frozen=True)
class AnsweredWarning:
    """A warning of the claim check and why it does not hold, for the committee to read beside the claim."""

    message: str
    reason: str


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence as listed; without title and address where the viewer may not open it."""

    title: str
    facts: str
    withheld: str
    evidence: Evidence | None
    use_pk: int


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
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class LeafToAnswer:
    """What stands above the answer for a leaf: its words, its date and where it was left last time."""

    label: str
    title: str
    text: str
    due: str
    last_round: JudgementPair | None
    asked_for: str


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


def state_sentence(report: ProgressReport, revision: ReportRevision, *, today: date) -> str:
    """The one sentence that says where a report stands that is not being written by the reader."""
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
            return f"{signed} The committee considered it on {written_date(report.considered_on)}."
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
        warnings=tuple(_answered_warning(leaf, override) for override in leaf.overrides.values()),
    )


def _answered_warning(leaf: LeafInReport, override: ClaimCheckOverride) -> AnsweredWarning:
    messages = {finding.code: finding.message for finding in leaf.findings}
    return AnsweredWarning(
        messages.get(override.code, override.code.replace("-", " ").capitalize() + "."), override.reason
    )


def concluded_lines(leaf: LeafInReport) -> LeafLines:
    """A leaf concluded at an earlier meeting: read-only, with the committee's view and date."""
    return LeafLines(
        label=leaf.leaf.label,
        reference=leaf.leaf.reference,
        title=leaf.leaf.title if leaf.leaf.parent_id else "",
        text=leaf.leaf.text,
        due=due_words(leaf.leaf.due),
        pair=_last_round(leaf) or JudgementPair(None, None),
    )


def leaf_to_answer(leaf: LeafInReport) -> LeafToAnswer:
    return LeafToAnswer(
        label=leaf.leaf.label,
        title=short_title(leaf.leaf) if leaf.leaf.title else "",
        text=leaf.leaf.text,
        due=due_words(leaf.leaf.due),
        last_round=_without_what_was_asked(_last_round(leaf), leaf.standing_view),
        asked_for=leaf.standing_view.asked_for if leaf.standing_view else "",
    )


def _without_what_was_asked(pair: JudgementPair | None, view: Assessment | None) -> JudgementPair | None:
    """What the committee asked for stands by itself above an answer, so it is not said a second time."""
    if pair is None or pair.view is None or view is None:
        return pair
    notes = tuple(note for note in pair.view.notes if note != asked_words(view))
    return replace(pair, view=replace(pair.view, notes=notes))


def _last_round(leaf: LeafInReport) -> JudgementPair | None:
    """Both judgements as they were left; they differ only where one answers the other."""
    claim, view = leaf.last_claim, leaf.standing_view
    if claim is None and view is None:
        return None
    pair = judgement_pair(claim, view, claimed_by=signed_by(claim.update.revision) if claim else "")
    answers_it = claim is not None and view is not None and view.meeting_id == claim.update.revision.report.meeting_id
    return pair if answers_it else replace(pair, differs=False)


def evidence_lines(evidence: Sequence[EvidenceInReport]) -> tuple[EvidenceLine, ...]:
    return tuple(_evidence_line(row) for row in evidence)


def _evidence_line(row: EvidenceInReport) -> EvidenceLine:
    if not row.is_open_to_viewer:
        return EvidenceLine("Withheld evidence", "", withheld_words(row.evidence), None, row.use.pk)
    return EvidenceLine(
        title=row.evidence.title,
        facts=evidence_facts(row),
        withheld=withheld_words(row.evidence),
        evidence=row.evidence,
        use_pk=row.use.pk,
    )


def evidence_facts(row: EvidenceInReport) -> str:
    """ "For R01 b), pages 3 and 8. PDF, 12 pages, 1.2 MB. Supplied by the Deputy Leader."."""
    evidence, use = row.evidence, row.use
    where = [f"for {use.leaf.label}" if use.leaf else "", pages_words(use.pages)]
    kind = ["Link"] if evidence.link else [evidence.original_name.rsplit(".", 1)[-1].upper()]
    if evidence.page_count:
        kind.append(counted(evidence.page_count, "page"))
    if evidence.size:
        kind.append(file_size(evidence.size))
    supplier = f"Supplied by {evidence.supplied_by}" if evidence.supplied_by else ""
    first = ", ".join(filter(None, where))
    sentences = [f"{first[:1].upper()}{first[1:]}", ", ".join(kind), supplier]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def withheld_words(evidence: Evidence) -> str:
    """ "Exempt: paragraph 3", "Confidential", or nothing for what is public."""
    match evidence.exemption:
        case Exemption.EXEMPT:
            return f"Exempt: paragraph {evidence.exempt_paragraph}"
        case Exemption.CONFIDENTIAL:
            return "Confidential"
        case _:
            return ""
