"""Exempt passages of a Progress Report: where each stands and under what number, and what of them a viewer may read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tracking.enums import Exemption
from tracking.models import ExemptPassage, ReportRevision, Viewer


@dataclass(frozen=True)
class NumberedPassage:
    """The place of an exempt passage in a report, and by what it is withheld: nothing of what it says, nor why.

    `label` is what the passage is about, "R01" or "R01 b)"; `exempt_paragraph` is None for a confidential one.
    """

    number: int
    pk: int
    update_pk: int
    leaf_pk: int | None
    label: str
    exemption: Exemption
    exempt_paragraph: int | None


@dataclass(frozen=True)
class PassageInReport:
    """An exempt passage and the row itself, which is None where the viewer may not read it."""

    mark: NumberedPassage
    passage: ExemptPassage | None


def numbered_passages(revision: ReportRevision) -> tuple[NumberedPassage, ...]:
    """Return the exempt passages of a revision, numbered from 1 in the order of its recommendations, in one query.

    Neither the text nor the reason is read, so that anything public may be built from it. The numbers are the same for
    every reader and every edition.
    """
    return numbered_in([revision.pk]).get(revision.pk, ())


def numbered_in(revisions: Collection[int]) -> dict[int, tuple[NumberedPassage, ...]]:
    """Return `numbered_passages` of several revisions at once, by primary key; those without any are left out."""
    rows = ExemptPassage.objects.filter(update__revision__in=revisions).only(
        "update",
        "exemption",
        "exempt_paragraph",
        "leaf__number",
        "leaf__letter",
        "update__revision",
        "update__recommendation__number",
        "update__recommendation__letter",
    )
    rows = rows.select_related("leaf", "update__recommendation")
    found: dict[int, list[NumberedPassage]] = {}
    for row in rows.order_by("update__recommendation__number", "position", "pk"):
        marks = found.setdefault(row.update.revision_id, [])
        marks.append(_mark(len(marks) + 1, row))
    return {revision: tuple(marks) for revision, marks in found.items()}


def readable_passages(pks: Collection[int], viewer: Viewer) -> dict[int, ExemptPassage]:
    """Return those of some exempt passages, by primary key, that the viewer may read; no query for none."""
    return ExemptPassage.objects.visible_to(viewer).in_bulk(pks) if pks else {}


def passages_by_update(revisions: Collection[int], viewer: Viewer) -> dict[int, tuple[PassageInReport, ...]]:
    """Return the exempt passages of revisions by the update each stands in, as the viewer may read them."""
    return _by_update([mark for marks in numbered_in(revisions).values() for mark in marks], viewer)


def _by_update(marks: Iterable[NumberedPassage], viewer: Viewer) -> dict[int, tuple[PassageInReport, ...]]:
    rows = {mark.pk: mark for mark in marks}
    readable = readable_passages(rows, viewer)
    found: dict[int, list[PassageInReport]] = {}
    for mark in rows.values():
        found.setdefault(mark.update_pk, []).append(PassageInReport(mark, readable.get(mark.pk)))
    return {update: tuple(passages) for update, passages in found.items()}


def _mark(number: int, row: ExemptPassage) -> NumberedPassage:
    return NumberedPassage(
        number=number,
        pk=row.pk,
        update_pk=row.update_id,
        leaf_pk=row.leaf_id,
        label=(row.leaf or row.update.recommendation).label,
        exemption=Exemption(row.exemption),
        exempt_paragraph=row.exempt_paragraph,
    )
