"""The page on which a report to Cabinet is read: its sections, its appendices and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from tracking.enums import DecisionOutcome, HeadingHolds
from tracking.presenters.cabinet.header import HeaderRow, header_rows
from tracking.presenters.cabinet.paper import NO_APPENDICES, NOT_WRITTEN
from tracking.presenters.prose import rendered_markdown
from tracking.presenters.withheld import NOT_FOR_PUBLICATION, legal_ground, withheld_by
from tracking.presenters.wording import counted, written_date
from tracking.queries.cabinet.facts import AppendixFacts, CabinetPaper, DecisionFacts, SectionFacts, WithheldMark


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph; a heading within the text has no number."""

    number: str
    html: SafeString


@dataclass(frozen=True)
class Withheld:
    """What a page says of something that is not for publication; `why` only to whoever may read it."""

    words: str
    ground: str
    why: str


@dataclass(frozen=True)
class AppendixLine:
    """An appendix in the list; `href` is empty where it cannot be opened, and `note` then says why."""

    paragraph: str
    name: str
    title: str
    href: str
    facts: str
    note: str
    withheld: Withheld | None


@dataclass(frozen=True)
class SectionView:
    """A heading and what stands under it; `level` is that of its HTML heading."""

    anchor: str
    number: str
    level: int
    heading: str
    paragraphs: tuple[Paragraph, ...]
    note: str
    withheld: Withheld | None
    appendices: tuple[AppendixLine, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the contents at the top of the page."""
        return self.level == 2


@dataclass(frozen=True)
class DecisionLine:
    """One decision with everything its record holds."""

    pk: int
    on: str
    recommended: SafeString | None
    outcome: str
    rows: tuple[tuple[str, SafeString], ...]
    is_superseded: bool
    superseded: str


@dataclass(frozen=True)
class ReportPage:
    header: tuple[HeaderRow, ...]
    sections: tuple[SectionView, ...]
    appendices: tuple[AppendixLine, ...]
    decisions: tuple[DecisionLine, ...]
    earlier_decisions: tuple[DecisionLine, ...]


def report_page(paper: CabinetPaper, decisions: Iterable[DecisionFacts] = ()) -> ReportPage:
    """`appendices` of the page are those that no heading of the template lists."""
    appendices = tuple(appendix_line(paper, row) for row in paper.appendices)
    lists_them = any(section.holds == HeadingHolds.APPENDICES for section in paper.sections)
    lines = tuple(decision_line(row) for row in decisions)
    return ReportPage(
        header=header_rows(paper),
        sections=tuple(section_view(row, appendices) for row in paper.sections),
        appendices=() if lists_them else appendices,
        decisions=tuple(line for line in lines if not line.is_superseded),
        earlier_decisions=tuple(line for line in lines if line.is_superseded),
    )


def withheld_words(mark: WithheldMark | None) -> Withheld | None:
    """ "Not for publication. Exempt: paragraph 3" with the ground in law; nothing where everyone may read it."""
    if mark is None:
        return None
    return Withheld(
        words=f"{NOT_FOR_PUBLICATION}. {withheld_by((mark.exempt_paragraph,))}",
        ground=legal_ground(mark.exempt_paragraph),
        why=f"Why it is withheld: {mark.why}" if mark.why else "",
    )


def section_view(row: SectionFacts, appendices: tuple[AppendixLine, ...] = ()) -> SectionView:
    """A section as its readers see it; `appendices` are listed under the heading that holds them."""
    level = min(row.number.count(".") + 2, 4)
    paragraphs = [Paragraph(part.number, rendered_markdown(part.text, level + 1)) for part in row.paragraphs]
    paragraphs += [Paragraph(part.number, rendered_markdown(part.text, level + 1)) for part in row.recommended]
    lists_appendices = row.holds == HeadingHolds.APPENDICES
    return SectionView(
        anchor=f"section-{row.number.replace('.', '-')}",
        number=row.number,
        level=level,
        heading=row.heading,
        paragraphs=tuple(paragraphs),
        note=_note(row, has_words=bool(paragraphs), has_appendices=lists_appendices and bool(appendices)),
        withheld=withheld_words(row.mark),
        appendices=appendices if lists_appendices else (),
    )


def _note(row: SectionFacts, *, has_words: bool, has_appendices: bool) -> str:
    """What stands in the place of words where there are none."""
    if row.not_required_reason:
        return f"Not required: {row.not_required_reason}"
    if has_words or has_appendices or not row.is_readable or row.holds == HeadingHolds.HEADINGS:
        return ""
    return NO_APPENDICES if row.holds == HeadingHolds.APPENDICES else NOT_WRITTEN


def appendix_line(paper: CabinetPaper, row: AppendixFacts) -> AppendixLine:
    """An appendix in a list, with where it is opened by whoever reads it."""
    may_open = row.is_readable and not row.is_held_back
    facts = (
        counted(row.page_count, "page") if row.page_count else "",
        f"issued on {written_date(row.issued_on)}" if row.issued_on else "",
    )
    return AppendixLine(
        paragraph=row.paragraph,
        name=f"Appendix {row.number}",
        title=row.title,
        href=reverse("cabinet_appendix", args=[paper.pk, row.pk]) if may_open else "",
        facts=", ".join(filter(None, facts)),
        note="The virus scanner holds this file back." if row.is_readable and row.is_held_back else "",
        withheld=withheld_words(row.mark),
    )


def decision_line(row: DecisionFacts) -> DecisionLine:
    told = (
        ("Deferred on" if row.outcome == DecisionOutcome.DEFERRED else "Decided on", written_date(row.decided_on)),
        ("What was decided", row.wording),
        ("Reasons", row.reasons),
        ("Options considered and rejected", row.options_rejected),
        ("Interests declared", row.interests),
        ("Dispensations granted", row.dispensations),
        ("Why this takes the place of the earlier record", row.superseding_reason),
    )
    return DecisionLine(
        pk=row.pk,
        on=f"Recommended decision {row.order}" if row.order else "The report as a whole",
        recommended=rendered_markdown(row.recommended) if row.recommended else None,
        outcome=DecisionOutcome(row.outcome).label,
        rows=tuple((label, rendered_markdown(words)) for label, words in told if words),
        is_superseded=row.is_superseded,
        superseded="A later record takes the place of this one." if row.is_superseded else "",
    )
