"""What the claim check is asked about, and what it answers: frozen facts, nothing read from the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracking.enums import AsksFor, Timing


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class EvidenceFacts:
    """A file or link as a section uses it.

    `title` is empty where it is withheld: what the claim check says of it may be printed. `pages` is where to look in
    it, as typed; `leaf_pk` the part it is for, None for the whole recommendation. `page_count` is None where nobody can
    know it: a web page, a word processor's file.
    """

    title: str = ""
    page_count: int | None = None
    pages: str = ""
    leaf_pk: int | None = None

    def may_have_page(self, page: int) -> bool:
        return self.page_count is None or 1 <= page <= self.page_count


@dataclass(frozen=True)
class PaperFacts:
    """What a reader of the printed report can find: its appendices' numbers, and its evidence in the order printed.

    `evidence_appendix` is the number of the supporting evidence pack, None where there is no evidence.
    """

    appendices: frozenset[int]
    evidence_appendix: int | None
    evidence: tuple[EvidenceFacts, ...]


@dataclass(frozen=True)
class LeafFacts:
    """What is known of one tracked leaf when its assessment is checked.

    `due_on` is the original completion date, the parent's where a part has none; `agreed_due_on` a later one the
    committee has agreed. `category_name` and the three columns after it are empty without a category; `is_proposal`
    says that the Cabinet Member proposes to conclude instead. `part` is the leaf's letter, empty without parts;
    `recommendation` the label of the whole.

    `recovery_text` and `recovery_on` are what will bring it back on track, and by when. `told_at` names what the claim
    is made for where that is no meeting; `meeting_on` is then the day it is made for. `done_word` and `in_time_words`
    are what its scheme calls achieved, and in time.

    `evidence_text` and `overall_statement` are those of the whole recommendation, `evidence` everything it uses. What
    is wrong with them for every part alike is told at one leaf, which `speaks_for_section`. `paper` is None where
    nothing in the texts points into the report itself.
    """

    leaf_pk: int
    reference: str
    label: str
    meeting_on: date
    recommendation: str = ""
    part: str = ""
    due_on: date | None = None
    agreed_due_on: date | None = None
    has_no_end: bool = False
    category_name: str = ""
    achieved: bool = False
    timing: Timing = Timing.NONE
    asks_for: AsksFor = AsksFor.NOTHING
    is_proposal: bool = False
    completed_on: date | None = None
    anticipated_on: date | None = None
    anticipated_text: str = ""
    obstacle: str = ""
    recovery_text: str = ""
    recovery_on: date | None = None
    told_at: str = ""
    done_word: str = "achieved"
    in_time_words: str = "not to be due yet"
    pointer_text: str = ""
    evidence_text: str = ""
    overall_statement: str = ""
    evidence: tuple[EvidenceFacts, ...] = ()
    speaks_for_section: bool = True
    paper: PaperFacts | None = None

    @property
    def current_due_on(self) -> date | None:
        """The date that counts today: the one the committee agreed, else the original."""
        return self.agreed_due_on or self.due_on

    @property
    def judged_at(self) -> str:
        """What its dates are held against, in words."""
        return self.told_at or f"the meeting on {written(self.meeting_on)}"


@dataclass(frozen=True)
class Finding:
    """One contradiction: `message` says what is wrong, `settle` what would settle it, `field` the answer doubted."""

    code: str
    severity: Severity
    leaf_pk: int
    reference: str
    label: str
    field: str
    message: str
    settle: str

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.ERROR

    @property
    def is_about_evidence(self) -> bool:
        """Whether it doubts what serves every part, not the answer for one."""
        return self.field in {"evidence_text", "evidence"}

    @property
    def key(self) -> tuple[int, str]:
        """What a submitter's reason is filed under."""
        return self.leaf_pk, self.code


Rule = Callable[[LeafFacts], Finding | None]


def finding(facts: LeafFacts, code: str, severity: Severity, *, field: str, message: str, settle: str) -> Finding:
    return Finding(code, severity, facts.leaf_pk, facts.reference, facts.label, field, message, settle)


def written(day: date) -> str:
    return f"{day:%-d %B %Y}"
