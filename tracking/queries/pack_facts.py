"""What a committee pack says, frozen: items with their reports and documents, and apart from them what is withheld."""

from dataclasses import dataclass
from datetime import date

from tracking.enums import ScanState
from tracking.queries.paper_facts import EvidenceFacts, MeetingFacts, PassagePlace, ReportPaper


@dataclass(frozen=True)
class DocumentFacts:
    """A document of the agenda. Of one that is withheld from the edition only title and paragraph are known."""

    pk: int
    title: str
    supplied_by: str = ""
    stored_name: str = ""
    original_name: str = ""
    content_type: str = ""
    sha256: str = ""
    page_count: int | None = None
    scan_state: ScanState = ScanState.NOT_SCANNED
    is_withheld: bool = False
    exempt_paragraph: int | None = None

    @property
    def is_held_back(self) -> bool:
        """Whether its file stays out of papers, because a virus was found or may yet be."""
        return self.scan_state in ScanState.held_back()


@dataclass(frozen=True)
class IssuedFacts(DocumentFacts):
    """A document that was issued before, as it is printed again; `pk` is that of the issued document. Always public."""

    issued_on: date | None = None


@dataclass(frozen=True)
class LateNewsFacts:
    """Late news on a report, published as its numbered supplement. `label` is empty for news on all of it."""

    number: int
    label: str
    text: str
    signed_name: str
    signed_title: str
    handed_in_on: date
    tabled_late_reason: str


@dataclass(frozen=True)
class ItemFacts:
    """An item of the agenda: a report with its late news, or a document, issued before or not.

    `key` is that of `queries.agenda`. `is_whole` is false in a supplement that brings only late news on a report.
    """

    key: str
    number: int
    report: ReportPaper | None = None
    document: DocumentFacts | None = None
    late_news: tuple[LateNewsFacts, ...] = ()
    is_whole: bool = True

    @property
    def title(self) -> str:
        """The inquiry that the report is on, or what the clerk calls the document."""
        if self.report is not None:
            return self.report.inquiry_title
        return self.document.title if self.document else ""


@dataclass(frozen=True)
class PackPaper:
    """The papers for a meeting as everyone may read them. `number` 1 is the pack, later ones are supplements to it."""

    meeting: MeetingFacts
    items: tuple[ItemFacts, ...]
    number: int = 1


@dataclass(frozen=True)
class WithheldEvidence:
    """Evidence that only the restricted edition prints, and why it is withheld."""

    evidence: EvidenceFacts
    why: str


@dataclass(frozen=True)
class WithheldPassage:
    """The text of an exempt passage, and why it is withheld."""

    place: PassagePlace
    text: str
    why: str


@dataclass(frozen=True)
class WithheldDocument:
    """A document that only the restricted edition prints, and why it is withheld."""

    document: DocumentFacts
    why: str


@dataclass(frozen=True)
class WithheldItem:
    """What is withheld of one item of the agenda."""

    key: str
    evidence: tuple[WithheldEvidence, ...] = ()
    passages: tuple[WithheldPassage, ...] = ()
    document: WithheldDocument | None = None

    def __bool__(self) -> bool:
        return bool(self.evidence or self.passages or self.document)


@dataclass(frozen=True)
class PackPapers:
    """What both editions are made of: what everyone may read, and apart from it what is withheld from the public."""

    public: PackPaper
    withheld: tuple[WithheldItem, ...] = ()
