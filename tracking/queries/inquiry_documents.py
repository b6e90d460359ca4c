"""The papers of an inquiry round by round: Progress Reports with late news, committee packs, and the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracking.enums import ReportState
from tracking.models import CommitteePack, EvidenceUse, Meeting, ProgressReport, Recommendation, Viewer
from tracking.queries.evidence import evidence_that_opens
from tracking.queries.report_content import EvidenceInReport


@dataclass(frozen=True)
class EvidenceInRound:
    """A piece of evidence of a round, once, with what it was used for."""

    row: EvidenceInReport
    used_for: tuple[Recommendation, ...]


@dataclass(frozen=True)
class RoundDocuments:
    """What there is to read of one meeting's round."""

    meeting: Meeting
    reports: tuple[ProgressReport, ...]
    packs: tuple[CommitteePack, ...]
    evidence: tuple[EvidenceInRound, ...]


def round_documents(reports: Sequence[ProgressReport], viewer: Viewer) -> tuple[RoundDocuments, ...]:
    """Return the papers of these reports' meetings, in the order of the reports, in three queries.

    The reports are those the viewer may see, their meetings and committees joined. Evidence is that of published
    reports, as far as the viewer may know of it.
    """
    meetings = {report.meeting.pk: report.meeting for report in reports}
    packs = list(
        CommitteePack.objects.visible_to(viewer)
        .filter(meeting__in=meetings)
        .select_related("meeting__committee")
        .order_by("edition", "number")
    )
    evidence = _evidence([row.pk for row in reports if row.state in ReportState.public()], viewer)
    return tuple(
        RoundDocuments(
            meeting=meeting,
            reports=tuple(report for report in reports if report.meeting_id == pk),
            packs=tuple(pack for pack in packs if pack.meeting_id == pk),
            evidence=evidence.get(pk, ()),
        )
        for pk, meeting in meetings.items()
    )


def _evidence(reports: list[int], viewer: Viewer) -> dict[int, tuple[EvidenceInRound, ...]]:
    """By meeting, in the order of the recommendations."""
    uses = list(
        EvidenceUse.objects.filter(update__revision__is_current=True, update__revision__report__in=reports)
        .select_related("evidence__supplied_by", "leaf", "update__recommendation", "update__revision__report")
        .order_by("update__recommendation__number", "position", "pk")
    )
    opens = evidence_that_opens({use.evidence_id for use in uses}, viewer)
    found: dict[int, dict[int, list[EvidenceUse]]] = {}
    for use in uses:
        if use.evidence_id in opens:
            at_meeting = found.setdefault(use.section.revision.report.meeting_id, {})
            at_meeting.setdefault(use.evidence_id, []).append(use)
    return {
        meeting: tuple(_once(of_one, file_opens=opens[pk]) for pk, of_one in by_evidence.items())
        for meeting, by_evidence in found.items()
    }


def _once(uses: list[EvidenceUse], *, file_opens: bool) -> EvidenceInRound:
    first = uses[0]
    used_for = {(use.leaf or use.section.recommendation).pk: use.leaf or use.section.recommendation for use in uses}
    row = EvidenceInReport(first, first.evidence, is_open_to_viewer=True, file_opens=file_opens)
    return EvidenceInRound(row, tuple(used_for.values()))
