"""What a report to Cabinet says, frozen: for its page, its PDF and its Word file alike."""

from dataclasses import dataclass
from datetime import date, datetime

from tracking.enums import Edition, Exemption, HeadingHolds, PartyRole, ScanState
from tracking.queries.paper_facts import MeetingFacts


@dataclass(frozen=True)
class WithheldMark:
    """What everyone may know of a place that is withheld; `why` only where its words may be read too."""

    exemption: Exemption
    exempt_paragraph: int | None = None
    why: str = ""


@dataclass(frozen=True)
class PartyFacts:
    """Somebody in the header. Of a post: who holds it, as `name`, and what it is called, as `title`."""

    role: PartyRole
    name: str
    title: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class ParagraphFacts:
    """Markdown with its computed number; a heading within the text has none."""

    number: str
    text: str


@dataclass(frozen=True)
class RecommendedFacts:
    """What Cabinet is asked to decide. `order` counts from 1, `number` is its paragraph's."""

    pk: int
    order: int
    number: str
    text: str


@dataclass(frozen=True)
class SectionFacts:
    """A heading of the template and what stands under it, as far as the reader may know it.

    `mark` says that it is withheld from the public; `is_readable` is false where it is from this reader too, and then
    there are no words. `pk` is that of the section, None for a heading under which nothing is written.
    """

    number: str
    level: int
    heading_pk: int
    heading: str
    holds: HeadingHolds
    pk: int | None = None
    is_compliance: bool = False
    text: str = ""
    paragraphs: tuple[ParagraphFacts, ...] = ()
    recommended: tuple[RecommendedFacts, ...] = ()
    not_required_reason: str = ""
    mark: WithheldMark | None = None
    is_readable: bool = True


@dataclass(frozen=True)
class AppendixFacts:
    """An appendix, its number computed. Of one the reader may not read there is only the title and the mark.

    `paragraph` is its number in the list of appendices, as "8.2". `issued_on` is the day of a document that was issued.
    """

    pk: int
    number: int
    paragraph: str
    title: str
    mark: WithheldMark | None = None
    is_readable: bool = True
    stored_name: str = ""
    original_name: str = ""
    content_type: str = ""
    sha256: str = ""
    page_count: int | None = None
    scan_state: ScanState = ScanState.NOT_SCANNED
    issued_on: date | None = None

    @property
    def is_held_back(self) -> bool:
        """Whether its file stays out of papers, because a virus was found or may yet be."""
        return self.scan_state in ScanState.held_back()


@dataclass(frozen=True)
class DecisionFacts:
    """What Cabinet decided. `order` is that of the recommended decision, None for the report as a whole.

    `recommended` is its text, empty where the reader may not read it.
    """

    pk: int
    order: int | None
    recommended: str
    outcome: str
    wording: str
    reasons: str
    options_rejected: str
    interests: str
    dispensations: str
    decided_on: date
    supersedes: int | None = None
    superseding_reason: str = ""
    is_superseded: bool = False


@dataclass(frozen=True)
class SignatureFacts:
    """Who signed what was handed in."""

    name: str
    title: str
    signed_at: datetime


@dataclass(frozen=True)
class HeaderFacts:
    """What the header of a report to Cabinet says, but for what is computed from its sections and appendices."""

    title: str
    meeting: MeetingFacts
    report_of: str
    parties: tuple[PartyFacts, ...]
    wards: str
    is_key_decision: bool | None
    forward_plan_reference: str
    key_notice_on: date | None
    key_urgency: str
    private_notice_on: date | None
    private_urgency: str
    is_open_to_call_in: bool | None
    no_call_in_reason: str


@dataclass(frozen=True)
class CabinetPaper(HeaderFacts):
    """A report to Cabinet as one reader, or one edition, has it.

    `exempt_paragraphs` and `is_confidential` are computed from all that is marked, whoever reads.
    """

    pk: int
    state: str
    revision_number: int
    exempt_paragraphs: tuple[int, ...]
    is_confidential: bool
    sections: tuple[SectionFacts, ...]
    appendices: tuple[AppendixFacts, ...]
    signature: SignatureFacts | None = None

    @property
    def withholds(self) -> bool:
        """Whether anything in it is exempt or confidential."""
        return bool(self.exempt_paragraphs) or self.is_confidential


@dataclass(frozen=True)
class CabinetPapers:
    """What the editions are made of. There is a restricted one only where something is withheld."""

    public: CabinetPaper
    restricted: CabinetPaper | None = None

    def of(self, edition: Edition) -> CabinetPaper:
        """What an edition says; the public paper where nothing is withheld."""
        return self.restricted or self.public if edition == Edition.RESTRICTED else self.public
