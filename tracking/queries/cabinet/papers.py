"""Reads what a report to Cabinet says to everyone: what is withheld is never read, a mark keeps its place.

`queries.cabinet.withheld` alone reads the rest, and fills it into what is made here.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Model, QuerySet

from tracking import dates
from tracking.enums import Exemption, HeadingHolds, ScanState
from tracking.models.cabinet import (
    CabinetAppendix,
    CabinetReport,
    CabinetReportRevision,
    CabinetSection,
    RecommendedDecision,
    TemplateHeading,
)
from tracking.queries.cabinet.facts import (
    AppendixFacts,
    CabinetPaper,
    HeaderFacts,
    ParagraphFacts,
    RecommendedFacts,
    SectionFacts,
    SignatureFacts,
    WithheldMark,
)
from tracking.queries.cabinet.headers import header_of
from tracking.queries.cabinet.numbering import heading_numbers, numbered_paragraphs, numbers_after


def public_paper(
    report: CabinetReport, revision: CabinetReportRevision, header: HeaderFacts | None = None
) -> CabinetPaper:
    """Freeze a revision as everyone may read it once it is published. The caller has made sure who reads it now.

    `header` is the revision's own unless told.
    """
    headings = list(TemplateHeading.objects.filter(version=report.template_version_id).order_by("position"))
    numbers = list(heading_numbers(heading.level for heading in headings))
    appendices_under = next(
        (number for heading, number in zip(headings, numbers, strict=True) if heading.holds == HeadingHolds.APPENDICES),
        "",
    )
    section_marks = marks_of(CabinetSection.objects.filter(revision=revision), "heading_id")
    appendix_marks = marks_of(CabinetAppendix.objects.filter(revision=revision), "pk")
    marks = [*section_marks.values(), *appendix_marks.values()]
    sections = {row.heading_id: row for row in CabinetSection.objects.filter(revision=revision).public()}
    return CabinetPaper(
        **vars(header or header_of(report, revision)),
        pk=report.pk,
        state=report.state,
        revision_number=revision.number,
        exempt_paragraphs=tuple(sorted({mark.exempt_paragraph for mark in marks if mark.exempt_paragraph is not None})),
        is_confidential=any(mark.exemption == Exemption.CONFIDENTIAL for mark in marks),
        sections=tuple(
            section_facts(heading, number, sections.get(heading.pk), section_marks.get(heading.pk))
            for heading, number in zip(headings, numbers, strict=True)
        ),
        appendices=_appendices(revision, appendix_marks, appendices_under),
        signature=_signature(revision),
    )


def marks_of(rows: "QuerySet[Model]", key: str) -> dict[int, WithheldMark]:
    """What everyone may know of those rows that are withheld: that they are, and under which paragraph."""
    told = rows.filter(exemption__in=Exemption.withheld()).values_list(key, "exemption", "exempt_paragraph")
    return {row: WithheldMark(Exemption(exemption), paragraph) for row, exemption, paragraph in told}


def section_facts(
    heading: TemplateHeading, number: str, section: CabinetSection | None, mark: WithheldMark | None
) -> SectionFacts:
    """A heading with what stands under it; `section` is None where nothing does or nothing may be read."""
    place = SectionFacts(
        number=number,
        level=heading.level,
        heading_pk=heading.pk,
        heading=heading.heading,
        holds=HeadingHolds(heading.holds),
        is_compliance=heading.is_compliance,
        mark=mark,
        is_readable=mark is None or section is not None,
    )
    if section is None:
        return place
    paragraphs = numbered_paragraphs(section.text, number)
    return replace(
        place,
        pk=section.pk,
        text=section.text,
        paragraphs=paragraphs,
        recommended=_recommended(section.revision_id, paragraphs, number) if _holds_decisions(heading) else (),
        not_required_reason=section.not_required_reason,
    )


def _holds_decisions(heading: TemplateHeading) -> bool:
    return heading.holds == HeadingHolds.DECISIONS


def _recommended(revision: int, paragraphs: Sequence[ParagraphFacts], heading: str) -> tuple[RecommendedFacts, ...]:
    numbers = numbers_after(paragraphs, heading)
    rows = RecommendedDecision.objects.filter(revision=revision)
    return tuple(
        RecommendedFacts(row.pk, order, number, row.text)
        for order, (row, number) in enumerate(zip(rows, numbers, strict=False), start=1)
    )


def _appendices(
    revision: CabinetReportRevision, marks: dict[int, WithheldMark], under: str
) -> tuple[AppendixFacts, ...]:
    public = {
        row.pk: row for row in CabinetAppendix.objects.filter(revision=revision).public().select_related(*APPENDED)
    }
    titles = CabinetAppendix.objects.filter(revision=revision).values_list("pk", "title")
    return tuple(
        appendix_facts(pk, number, under, title, public.get(pk), marks.get(pk))
        for number, (pk, title) in enumerate(titles, start=1)
    )


APPENDED = ("file", "issued_document")


def appendix_facts(
    pk: int, number: int, under: str, title: str, row: CabinetAppendix | None, mark: WithheldMark | None
) -> AppendixFacts:
    """An appendix at its place in the list under a heading; `row` is None where it may not be read."""
    place = AppendixFacts(
        pk, number, f"{under}.{number}" if under else "", title, mark=mark, is_readable=row is not None
    )
    if row is None:
        return place
    if (document := row.issued_document) is not None:
        return replace(
            place,
            stored_name=str(document.file.name),
            content_type="application/pdf",
            sha256=document.sha256,
            page_count=document.page_count,
            issued_on=dates.today(document.issued_at),
        )
    if row.file is not None:
        file = row.file
        return replace(
            place,
            stored_name=str(file.file.name),
            original_name=file.original_name,
            content_type=file.content_type,
            sha256=file.sha256,
            page_count=file.page_count,
            scan_state=ScanState(file.scan_state),
        )
    return place


def _signature(revision: CabinetReportRevision) -> SignatureFacts | None:
    if revision.submitted_at is None:
        return None
    return SignatureFacts(revision.signed_name, revision.signed_title, revision.submitted_at)
