"""What the papers say, frozen: plain facts without a word of layout, so that the same facts give the same paper."""

from dataclasses import dataclass
from datetime import date, time

from tracking.enums import ScanState


@dataclass(frozen=True)
class CategoryFacts:
    number: int
    name: str
    criterion: str
    tone: str


@dataclass(frozen=True)
class DueFacts:
    """A completion date as written and as confirmed."""

    text: str
    on: date | None
    ongoing: bool
    recurs_every_months: int | None


@dataclass(frozen=True)
class ExplanationFacts:
    """A warning of the claim check, as it was answered, and why it does not hold."""

    warning: str
    reason: str


@dataclass(frozen=True)
class ClaimFacts:
    """The Cabinet Member's assessment of one leaf. `explanations` answer the claim check's warnings."""

    category: CategoryFacts | None
    proposed_conclusion: str
    proposal_explanation: str
    completed_on: date | None
    anticipated_on: date | None
    anticipated_text: str
    obstacle: str
    pointer_text: str
    explanations: tuple[ExplanationFacts, ...]


@dataclass(frozen=True)
class ViewFacts:
    """The committee's view by which one leaf was concluded."""

    category: CategoryFacts | None
    conclusion_reason: str
    conclusion_target: str
    considered_on: date
    committee: str
    minute: str
    reason: str


@dataclass(frozen=True)
class PaperLeaf:
    """A leaf as it stood before the meeting: with a claim (tracked today) or the view that concluded it."""

    reference: str
    label: str
    title: str
    text: str
    responsible: tuple[str, ...]
    due: DueFacts
    claim: ClaimFacts | None = None
    concluding_view: ViewFacts | None = None


@dataclass(frozen=True)
class RecommendationFacts:
    """A recommendation being tracked today: its own words, a row for each leaf, and its evidence.

    `leaves` is the recommendation itself where it has no parts. `evidence` holds the numbers of its `EvidenceFacts`,
    `passages` those of its `PassagePlace`s.
    """

    reference: str
    label: str
    title: str
    text: str
    has_parts: bool
    responsible: tuple[str, ...]
    due: DueFacts
    overall_statement: str
    evidence_text: str
    leaves: tuple[PaperLeaf, ...]
    evidence: tuple[int, ...]
    passages: tuple[int, ...] = ()


@dataclass(frozen=True)
class EvidenceUseFacts:
    """Where a piece of evidence is used: the label of the recommendation or part, and which pages of the file."""

    label: str
    pages: str


@dataclass(frozen=True)
class EvidenceFacts:
    """A piece of evidence, numbered in the order of first use.

    Of one that is withheld from the edition only `number`, `uses` (without pages), `exempt_paragraph` and
    `is_withheld` are known: the rest was never read. One that the virus scanner holds back has no `stored_name`.
    """

    number: int
    uses: tuple[EvidenceUseFacts, ...]
    pk: int | None = None
    title: str = ""
    stored_name: str = ""
    original_name: str = ""
    content_type: str = ""
    link: str = ""
    sha256: str = ""
    page_count: int | None = None
    supplied_by: str = ""
    scan_state: ScanState = ScanState.NOT_SCANNED
    is_withheld: bool = False
    exempt_paragraph: int | None = None

    @property
    def is_held_back(self) -> bool:
        """Whether its file stays out of papers, because a virus was found or may yet be."""
        return self.scan_state in ScanState.held_back()


@dataclass(frozen=True)
class PassagePlace:
    """That an exempt passage is there: its number in the report, for which recommendation or part, by which paragraph.

    Confidential text names no paragraph.
    """

    number: int
    label: str
    exempt_paragraph: int | None


@dataclass(frozen=True)
class ContactFacts:
    name: str
    title: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class SignatureFacts:
    """Who signed the report and when; of one submitted on behalf, how and when it was approved."""

    name: str
    title: str
    on: date
    approved_how: str
    approved_on: date | None


@dataclass(frozen=True)
class MeetingFacts:
    committee: str
    committee_slug: str
    held_on: date
    date_slug: str
    starts_at: time | None
    place: str
    contact: ContactFacts | None


@dataclass(frozen=True)
class ReportPaper:
    """A Progress Report on Implementation, everything that its PDF says."""

    pk: int
    state: str
    meeting: MeetingFacts
    report_of: tuple[str, ...]
    inquiry_title: str
    inquiry_slug: str
    approving_body: str
    approved_on: date | None
    lead_member: str
    lead_officer: str
    last_tracked_on: date | None
    overview: str
    signature: SignatureFacts | None
    contact_officers: tuple[ContactFacts, ...]
    standing_questions: tuple[str, ...]
    categories: tuple[CategoryFacts, ...]
    tracked: tuple[RecommendationFacts, ...]
    concluded: tuple[PaperLeaf, ...]
    evidence: tuple[EvidenceFacts, ...]
    passages: tuple[PassagePlace, ...] = ()


def appendix_numbers(**has_content: bool) -> dict[str, int]:
    """Number the appendices that have something in them, without gaps, in the order they are given: that printed.

    Source: docs/domain-rules.md; appendix numbers and references to them are computed, never typed.
    """
    present = [name for name, is_there in has_content.items() if is_there]
    return {name: number for number, name in enumerate(present, start=1)}
