"""Reads what is withheld in a report to Cabinet, and fills it into its public paper: the only place that does."""

from dataclasses import replace

from django.db.models import QuerySet

from tracking.models import Viewer
from tracking.models.base import Exemptible
from tracking.models.cabinet import CabinetAppendix, CabinetReport, CabinetReportRevision, CabinetSection
from tracking.queries.cabinet.access import shown_revision
from tracking.queries.cabinet.facts import AppendixFacts, CabinetPaper, CabinetPapers, SectionFacts, WithheldMark
from tracking.queries.cabinet.headers import header_at_publication
from tracking.queries.cabinet.papers import APPENDED, appendix_facts, public_paper, section_facts


def editions_of(report: CabinetReport) -> CabinetPapers:
    """Return what both editions of a report's current revision are, or will be, made of, from one source.

    Until it is published their header is that of publication today.
    """
    revision = report.revisions.get(is_current=True)
    public = public_paper(report, revision, header_at_publication(report, revision))
    if not public.withholds:
        return CabinetPapers(public)
    sections = CabinetSection.objects.filter(revision=revision)
    return CabinetPapers(public, _filled(public, sections, CabinetAppendix.objects.filter(revision=revision)))


def paper_for(report: CabinetReport, viewer: Viewer) -> CabinetPaper | None:
    """Return a report as this viewer reads it; None where nothing of it was handed in yet.

    The caller has made sure that they may see the report.
    """
    revision = shown_revision(report, viewer)
    return paper_of_revision(report, revision, viewer) if revision is not None else None


def paper_of_revision(report: CabinetReport, revision: CabinetReportRevision, viewer: Viewer) -> CabinetPaper:
    """Return one revision of a report as this viewer reads it."""
    sections = CabinetSection.objects.filter(revision=revision).read_by(viewer)
    appendices = CabinetAppendix.objects.filter(revision=revision).read_by(viewer)
    return _filled(public_paper(report, revision), sections, appendices)


def _filled(
    paper: CabinetPaper, sections: "QuerySet[CabinetSection]", appendices: "QuerySet[CabinetAppendix]"
) -> CabinetPaper:
    """A public paper with those withheld sections and appendices that are given."""
    if not paper.withholds:
        return paper
    texts = {row.heading_id: row for row in sections.exclude(pk__in=_public(paper)).select_related("heading")}
    files = appendices.select_related(*APPENDED).in_bulk([row.pk for row in paper.appendices if not row.is_readable])
    return replace(
        paper,
        sections=tuple(_section(facts, texts.get(facts.heading_pk)) for facts in paper.sections),
        appendices=tuple(_appendix(facts, files.get(facts.pk)) for facts in paper.appendices),
    )


def _public(paper: CabinetPaper) -> list[int]:
    return [facts.pk for facts in paper.sections if facts.pk is not None]


def _section(facts: SectionFacts, row: CabinetSection | None) -> SectionFacts:
    if row is None or facts.mark is None:
        return facts
    return section_facts(row.heading, facts.number, row, _with_reason(facts.mark, row))


def _appendix(facts: AppendixFacts, row: CabinetAppendix | None) -> AppendixFacts:
    if row is None or facts.mark is None:
        return facts
    under = facts.paragraph.rpartition(".")[0]
    return appendix_facts(facts.pk, facts.number, under, facts.title, row, _with_reason(facts.mark, row))


def _with_reason(mark: WithheldMark, row: Exemptible) -> WithheldMark:
    return replace(mark, why=row.public_interest_reason or row.confidential_ground)
