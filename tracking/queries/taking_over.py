"""What a section of a Progress Report may take over: what earlier reports said, and the writer's own other sections."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from tracking.enums import ReportState
from tracking.models import (
    Evidence,
    EvidenceUse,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    SelfAssessment,
    Viewer,
)
from tracking.queries.exempt_passages import PassageInReport, passages_by_update
from tracking.queries.report_content import EvidenceInReport
from tracking.queries.reports import read_report


@dataclass(frozen=True)
class Source:
    """A section that something may be taken over from, with `evidence` as far as the viewer may open it.

    `passages` are its exempt ones, each with its text only where the viewer may read it. `claims` are the assessments
    of the recommendation's own leaves that point to where to look in the evidence.
    """

    update: ProgressUpdate
    evidence: tuple[EvidenceInReport, ...]
    passages: tuple[PassageInReport, ...]
    claims: tuple[SelfAssessment, ...]

    @property
    def says_something(self) -> bool:
        is_exempt_read = any(row.passage for row in self.passages)
        return bool(self.update.evidence_text.strip() or self.evidence or self.claims or is_exempt_read)


def last_section(report: ProgressReport, recommendation: Recommendation, viewer: Viewer) -> Source | None:
    """What the last published report for an earlier meeting said on a recommendation; None the first time."""
    return next(_read(_published(report, recommendation)[:1], recommendation, viewer), None)


def sources(report: ProgressReport, recommendation: Recommendation, viewer: Viewer) -> tuple[Source, ...]:
    """What a section of a report may take over: its earlier rounds, the latest first, then its neighbours.

    Earlier rounds are published reports for earlier meetings. Neighbours are the other sections of the same report
    that the viewer writes: one fact often serves two recommendations.
    """
    written = [section.update.pk for section in read_report(report, viewer=viewer).sections if section.is_writable]
    neighbours = ProgressUpdate.objects.filter(pk__in=written).exclude(recommendation=recommendation)
    found = (
        *_read(_published(report, recommendation), recommendation, viewer),
        *_read(neighbours.order_by("recommendation__number"), recommendation, viewer),
    )
    return tuple(source for source in found if source.says_something)


def _published(report: ProgressReport, recommendation: Recommendation) -> QuerySet[ProgressUpdate]:
    earlier = ProgressUpdate.objects.filter(
        recommendation=recommendation,
        revision__is_current=True,
        revision__report__state__in=ReportState.public(),
        revision__report__meeting__held_on__lt=report.meeting.held_on,
    )
    return earlier.order_by("-revision__report__meeting__held_on", "-pk")


def _read(updates: QuerySet[ProgressUpdate], recommendation: Recommendation, viewer: Viewer) -> Iterator[Source]:
    uses = EvidenceUse.objects.select_related("evidence__supplied_by", "leaf")
    own_leaf = Q(leaf=recommendation) | Q(leaf__parent=recommendation)
    pointing = SelfAssessment.objects.filter(own_leaf).exclude(pointer_text="").select_related("leaf")
    rows = list(
        updates.select_related("recommendation", "revision__report__meeting__committee").prefetch_related(
            Prefetch("evidence_uses", uses), Prefetch("self_assessments", pointing)
        )
    )
    used = [use.evidence_id for row in rows for use in row.evidence_uses.all()]
    openable = frozenset(Evidence.objects.openable_by(viewer).filter(pk__in=used).values_list("pk", flat=True))
    passages = passages_by_update({row.revision_id for row in rows}, viewer)
    for row in rows:
        yield Source(
            update=row,
            evidence=tuple(
                EvidenceInReport(use, use.evidence, is_open_to_viewer=True, file_opens=True)
                for use in row.evidence_uses.all()
                if use.evidence_id in openable
            ),
            passages=passages.get(row.pk, ()),
            claims=tuple(row.self_assessments.all()),
        )
