"""The papers of an inquiry, round by round, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracking.enums import ReportState
from tracking.models import ProgressReport
from tracking.presenters.evidence import EvidenceLine, evidence_lines
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.meetings import meeting_words
from tracking.presenters.pack_reading import pack_links
from tracking.presenters.supplements import SupplementLine, supplement_lines
from tracking.presenters.wording import counted, written_list
from tracking.queries.inquiry_documents import EvidenceInRound, RoundDocuments


@dataclass(frozen=True)
class ReportLine:
    """A Progress Report the viewer may see."""

    report: ProgressReport
    of: str
    state: str
    supplements: tuple[SupplementLine, ...]


@dataclass(frozen=True)
class EvidenceOfRound:
    """A piece of evidence, and the references of what it was used for."""

    used_for: str
    line: EvidenceLine


@dataclass(frozen=True)
class DocumentsLine:
    """What there is to read of one round."""

    day: str
    committee: str
    href: str
    reports: tuple[ReportLine, ...]
    packs: tuple[Link, ...]
    evidence: tuple[EvidenceOfRound, ...]
    evidence_count: str


def documents_lines(rounds: Iterable[RoundDocuments]) -> tuple[DocumentsLine, ...]:
    return tuple(
        DocumentsLine(
            day=meeting_words(row.meeting),
            committee=str(row.meeting.committee),
            href=meeting_href("meeting_detail", row.meeting),
            reports=tuple(_report_line(report) for report in row.reports),
            packs=pack_links(row.packs),
            evidence=tuple(_evidence_line(found) for found in row.evidence),
            evidence_count=counted(len(row.evidence), "piece of evidence", "pieces of evidence"),
        )
        for row in rounds
    )


def _report_line(report: ProgressReport) -> ReportLine:
    posts = written_list(post.name for post in report.posts.all()) or str(report.lead_post)
    supplements = supplement_lines(report.supplements.all())
    return ReportLine(report=report, of=posts, state=ReportState(report.state).label, supplements=supplements)


def _evidence_line(found: EvidenceInRound) -> EvidenceOfRound:
    (line,) = evidence_lines([found.row])
    return EvidenceOfRound(written_list(row.label for row in found.used_for), line)
