"""Templates of reports to Cabinet in words: the list, and the headings of one with their numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse

from tracking.enums import HeadingHolds
from tracking.models import Post
from tracking.models.cabinet import ReportTemplate, ReportTemplateVersion
from tracking.presenters.managing_shapes import Link
from tracking.presenters.wording import counted
from tracking.queries.cabinet.numbering import heading_numbers


class Heading(Protocol):
    """A heading as it may be changed (`actions.cabinet.templates`)."""

    @property
    def heading(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def hint(self) -> str: ...
    @property
    def if_required(self) -> bool: ...
    @property
    def holds(self) -> str: ...
    @property
    def is_compliance(self) -> bool: ...
    @property
    def cleared_by(self) -> int | None: ...


@dataclass(frozen=True)
class TemplateLine:
    name: str
    href: str
    facts: tuple[str, ...]
    is_retired: bool


@dataclass(frozen=True)
class HeadingLine:
    """A heading with its number and what it asks for; `key` names it in the form that moves it."""

    key: int
    number: str
    heading: str
    hint: str
    facts: tuple[str, ...]
    links: tuple[Link, ...]
    is_first: bool
    is_last: bool


def template_lines(templates: Iterable[ReportTemplate]) -> tuple[TemplateLine, ...]:
    """Read `report_count` of each and its committee."""
    return tuple(
        TemplateLine(
            name=row.name,
            href=reverse("cabinet_template", args=[row.pk]),
            facts=(row.committee.name, f"followed by {counted(getattr(row, 'report_count', 0), 'report')}"),
            is_retired=row.retired,
        )
        for row in templates
    )


def template_sentence(template: ReportTemplate, version: ReportTemplateVersion | None, *, is_frozen: bool) -> str:
    """Which version counts, and what a change of it does."""
    told = f"Version {version.number} counts for new reports." if version else "It has no headings yet."
    if template.retired:
        told = "It is no longer used for new reports."
    if is_frozen:
        return f"{told} Reports follow this version, and keep it: a change makes the next one."
    return told


def heading_lines(
    template: ReportTemplate, headings: Sequence[Heading], posts: Mapping[int, Post]
) -> tuple[HeadingLine, ...]:
    numbers = heading_numbers(row.level for row in headings)
    return tuple(
        HeadingLine(
            key=place,
            number=number,
            heading=row.heading,
            hint=row.hint,
            facts=_facts(row, posts),
            links=(
                Link("Change", reverse("cabinet_heading_edit", args=[template.pk, place]), f"{number} {row.heading}"),
                Link(
                    "Take out", reverse("cabinet_heading_remove", args=[template.pk, place]), f"{number} {row.heading}"
                ),
            ),
            is_first=place == 1,
            is_last=place == len(headings),
        )
        for place, (row, number) in enumerate(zip(headings, numbers, strict=True), start=1)
    )


def _facts(row: Heading, posts: Mapping[int, Post]) -> tuple[str, ...]:
    holds = "" if row.holds == HeadingHolds.TEXT else HeadingHolds(row.holds).label
    clears = ""
    if row.is_compliance:
        post = posts.get(row.cleared_by) if row.cleared_by else None
        clears = f"Compliance section, cleared by {post}" if post else "Compliance section, cleared by nobody"
    return tuple(filter(None, (holds, clears, "If required" if row.if_required else "")))
