"""What is to be done before a report to Cabinet can be handed in: its task list, and what is still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from tracking import dates
from tracking.enums import HeadingHolds, PartyRole
from tracking.models.cabinet import CabinetReport
from tracking.presenters.report_tasks import COMPLETED, NOT_STARTED, OPTIONAL, Task, TaskState
from tracking.presenters.withheld import withheld_by
from tracking.presenters.wording import counted, written_date
from tracking.queries.cabinet.facts import CabinetPaper, SectionFacts
from tracking.queries.cabinet.readiness import ClearingFacts, Gap, Missing

NOT_REQUIRED = TaskState("Not required")
_TO_CLEAR = TaskState("To be cleared", "blue")
_CLEARED = TaskState("Cleared", "green")


@dataclass(frozen=True)
class CabinetTasks:
    """The task list of a report: its header, its sections, what goes with it, and signing."""

    header: tuple[Task, ...]
    sections: tuple[Task, ...]
    further: tuple[Task, ...]
    check: Task

    @property
    def complete(self) -> int:
        return sum(task.state in (COMPLETED, NOT_REQUIRED) for task in self.sections)


def is_complete(section: SectionFacts) -> bool:
    """Whether nothing is missing under a heading."""
    if section.not_required_reason:
        return True
    return bool(section.recommended) if section.holds == HeadingHolds.DECISIONS else bool(section.text.strip())


def places_of(paper: CabinetPaper) -> list[tuple[int, SectionFacts]]:
    """The headings under which something is written, each with its place in the template from 1."""
    return [
        (place, section)
        for place, section in enumerate(paper.sections, start=1)
        if section.holds in HeadingHolds.written()
    ]


def task_list(
    report: CabinetReport, paper: CabinetPaper, clearing: Iterable[ClearingFacts], missing: Iterable[Missing]
) -> CabinetTasks:
    """Read the post of the report. `paper` is as those who write it read it."""
    by_section = {row.section.pk: row for row in clearing}
    open_points = len(list(missing))
    return CabinetTasks(
        header=(_header_task(report), _parties_task(report, paper)),
        sections=tuple(_section_task(report, place, section, by_section) for place, section in places_of(paper)),
        further=(_appendices_task(report, paper),),
        check=Task(
            id="check",
            name="Check the report and sign",
            hints=("You can look at any time. It can be signed once nothing is missing.",),
            state=TaskState(f"{open_points} to settle") if open_points else TaskState("Ready to sign", "green"),
            href=reverse("cabinet_report_check", args=[report.pk]),
        ),
    )


def _header_task(report: CabinetReport) -> Task:
    is_done = report.is_key_decision is not None and report.is_open_to_call_in is not None
    return Task(
        id="header",
        name="Subject, wards, key decision and call-in",
        hints=(),
        state=COMPLETED if is_done else NOT_STARTED,
        href=reverse("cabinet_header", args=[report.pk]),
    )


def _parties_task(report: CabinetReport, paper: CabinetPaper) -> Task:
    roles = {party.role for party in paper.parties}
    return Task(
        id="parties",
        name="Cabinet Members, O&S Chairs and authors",
        hints=(f"Report of {report.post}",),
        state=COMPLETED if {PartyRole.CABINET_MEMBER, PartyRole.AUTHOR} <= roles else NOT_STARTED,
        href=reverse("cabinet_parties", args=[report.pk]),
    )


def _section_task(
    report: CabinetReport, place: int, section: SectionFacts, clearing: Mapping[int, ClearingFacts]
) -> Task:
    withheld = withheld_by((section.mark.exempt_paragraph,)) if section.mark else ""
    cleared = clearing.get(section.pk or 0)
    return Task(
        id=f"section-{place}",
        name=f"{section.number} {section.heading}",
        hints=tuple(filter(None, (withheld, clearing_words(cleared) if cleared else ""))),
        state=_section_state(section),
        href=section_href(report, place, holds=section.holds),
    )


def section_href(report: CabinetReport, place: int, *, holds: HeadingHolds) -> str:
    """Where what stands under a heading is written."""
    if holds == HeadingHolds.DECISIONS:
        return reverse("cabinet_recommended", args=[report.pk])
    return reverse("cabinet_section", args=[report.pk, place])


def _section_state(section: SectionFacts) -> TaskState:
    if section.not_required_reason:
        return NOT_REQUIRED
    return COMPLETED if is_complete(section) else NOT_STARTED


def clearing_words(row: ClearingFacts) -> str:
    """Who clears a section, or who has cleared it as it stands."""
    if row.at is None:
        return f"To be cleared by {row.post}"
    if row.why_not:
        return f"Accepted without being cleared by {row.post}: {row.why_not}"
    return f"Cleared by {row.by} for {row.post} on {written_date(dates.today(row.at))}"


def clearing_lines(clearing: Iterable[ClearingFacts]) -> tuple[str, ...]:
    """A line for each section that is not cleared as it stands."""
    return tuple(f"{row.section.heading}: to be cleared by {row.post}." for row in clearing if row.at is None)


def _appendices_task(report: CabinetReport, paper: CabinetPaper) -> Task:
    return Task(
        id="appendices",
        name="Appendices",
        hints=(counted(len(paper.appendices), "appendix", "appendices"),) if paper.appendices else (),
        state=COMPLETED if paper.appendices else OPTIONAL,
        href=reverse("cabinet_appendices", args=[report.pk]),
    )


@dataclass(frozen=True)
class MissingLine:
    """Something that stands in the way of signing, and where to put it right."""

    text: str
    href: str


def missing_lines(report: CabinetReport, paper: CabinetPaper, missing: Iterable[Missing]) -> tuple[MissingLine, ...]:
    """What must be settled before the report can be signed, in the order of its pages."""
    places = {section.heading_pk: (place, section) for place, section in enumerate(paper.sections, start=1)}
    return tuple(_missing_line(report, row, places) for row in missing)


def _missing_line(report: CabinetReport, row: Missing, places: Mapping[int, tuple[int, SectionFacts]]) -> MissingLine:
    here = [report.pk]
    match row.gap:
        case Gap.KEY_DECISION:
            return MissingLine("Say whether this is a key decision.", reverse("cabinet_header", args=here))
        case Gap.CALL_IN:
            return MissingLine(
                "Say whether the decision is eligible for call-in.", reverse("cabinet_header", args=here)
            )
        case Gap.DECISIONS:
            return MissingLine("Add what Cabinet is asked to decide.", reverse("cabinet_recommended", args=here))
        case Gap.VIRUS:
            words = f"Remove the appendix “{row.title}”: the virus scanner found a virus in its file."
            return MissingLine(words, reverse("cabinet_appendices", args=here))
    place, section = places[row.heading_pk or 0]
    return MissingLine(f"Write {section.number} {section.heading}.", section_href(report, place, holds=section.holds))


def clearing_tasks(report: CabinetReport, paper: CabinetPaper, clearing: Iterable[ClearingFacts]) -> tuple[Task, ...]:
    """A task for each of the sections that somebody clears; where there is nothing yet, they wait for it."""
    rows = {row.section.pk: row for row in clearing}
    return tuple(
        Task(
            id=f"clear-{place}",
            name=f"{section.number} {section.heading}",
            hints=(clearing_words(rows[section.pk]),),
            state=_clearing_state(section, rows[section.pk]),
            href=reverse("cabinet_clear", args=[report.pk, place]),
        )
        for place, section in places_of(paper)
        if section.pk in rows
    )


def _clearing_state(section: SectionFacts, row: ClearingFacts) -> TaskState:
    if row.is_cleared:
        return _CLEARED
    return _TO_CLEAR if is_complete(section) else NOT_STARTED
