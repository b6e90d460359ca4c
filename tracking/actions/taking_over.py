"""Taking over into a section what was said or shown before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from tracking.actions.events import record_event
from tracking.actions.evidence_uses import check_may_write, write_use
from tracking.actions.exempt_passages import passage_as_saved, write_passage
from tracking.actions.updates import lock_for_writing
from tracking.exceptions import NotAllowed
from tracking.models import Evidence, EvidenceUse, ExemptPassage, ProgressUpdate, Recommendation, SelfAssessment, User
from tracking.presenters.passages import has_passage, with_passages
from tracking.queries.report_content import Section
from tracking.queries.reports import read_report


@dataclass(frozen=True)
class TakenOver:
    """How many things were added to a section."""

    passages: int
    evidence: int
    pointers: int
    exempt: int = 0


@transaction.atomic
def take_over(
    *,
    update: ProgressUpdate,
    by: User,
    passages: Sequence[str] = (),
    evidence: Sequence[EvidenceUse] = (),
    pointers: Sequence[SelfAssessment] = (),
    exempt: Sequence[ExemptPassage] = (),
) -> TakenOver:
    """Add to a section of a report being written what was said or shown before, in order; never in place of anything.

    `passages` are blocks of Markdown, put behind the text there is. `evidence` are earlier uses: the same file or link
    is used here too, for the same part and pages, without a second upload. `pointers` are earlier assessments whose
    "where to look" is given to the same part where nothing is said about that yet. `exempt` are exempt passages of
    before, withheld here for the same reason. What is there already is left out, so that sending it twice adds it once;
    and since nothing is replaced, what others have saved meanwhile stands.
    A category is never taken over: it is chosen anew in every round. Returns how much was added.
    Raises NotAllowed unless `by` writes the section and each part pointed from, may open the evidence and may read the
    exempt passages; StaleReport when the report was handed in. Writes one Event, and none when there is nothing to add.
    Source: the tracking process, where each report follows from the last.
    """
    check_may_write(update, by)
    report = update.revision.report
    lock_for_writing(report, update)
    update = ProgressUpdate.objects.select_for_update().select_related("recommendation", "revision").get(pk=update.pk)
    section = read_report(report, viewer=by, recommendation=update.recommendation).sections[0]
    new_passages = [passage for passage in dict.fromkeys(passages) if not has_passage(update.evidence_text, passage)]
    new_pointers = _new_pointers(section, pointers)
    before, after = _add_words(update, new_passages, new_pointers, by)
    added = _use_evidence(update, section, evidence, by)
    if added:
        after["evidence"] = added
    if copied := _copy_exempt(update, section, exempt, by):
        after["exempt_passages"] = copied
    if after:
        record_event(by=by, type="took over from before", target=update, before=before, after=after)
    return TakenOver(len(new_passages), len(added), len(new_pointers), len(copied))


def _add_words(
    update: ProgressUpdate, passages: Sequence[str], pointers: Sequence[tuple[Recommendation, str]], by: User
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write passages and pointers that are new to a section; returns what it said before and says now."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    now = timezone.now()
    if passages:
        before["evidence_text"] = update.evidence_text
        update.evidence_text = after["evidence_text"] = with_passages(update.evidence_text, passages)
    for leaf, pointer in pointers:
        name = f"{leaf.reference} pointer_text"
        before[name], after[name] = "", pointer
        said = {"pointer_text": pointer, "recorded_by": by, "recorded_at": now}
        SelfAssessment.objects.update_or_create(update=update, leaf=leaf, defaults=said)
    if after:
        update.version += 1
        update.recorded_by, update.recorded_at = by, now
        update.save()
    return before, after


def _new_pointers(section: Section, pointers: Sequence[SelfAssessment]) -> list[tuple[Recommendation, str]]:
    """The leaves of which nothing is said yet about where to look, with what is to be said."""
    rows = {row.leaf.pk: row for row in section.tracked}
    found: dict[int, tuple[Recommendation, str]] = {}
    for pointing in pointers:
        row = rows.get(pointing.leaf_id)
        if row is None or not row.is_writable:
            raise NotAllowed("This part is answered by another post.")
        if row.claim is None or not row.claim.pointer_text:
            found.setdefault(row.leaf.pk, (row.leaf, pointing.pointer_text))
    return list(found.values())


def _use_evidence(update: ProgressUpdate, section: Section, uses: Sequence[EvidenceUse], by: User) -> list[int]:
    """Use evidence in the section that it does not use yet; returns the primary keys of what was added."""
    wanted = {use.evidence_id for use in uses}
    inquiry = update.revision.report.inquiry_id
    openable = Evidence.objects.openable_by(by).filter(pk__in=wanted, uses__update__revision__report__inquiry=inquiry)
    if wanted - set(openable.values_list("pk", flat=True)):
        raise NotAllowed("You do not have permission to do this.")
    used = {row.use.evidence_id for row in section.evidence}
    tracked = {row.leaf.pk for row in section.tracked}
    added = []
    for use in uses:
        if use.evidence_id not in used:
            leaf = use.leaf if use.leaf_id in tracked and use.leaf_id != update.recommendation_id else None
            write_use(use.evidence, update, leaf, use.pages)
            used.add(use.evidence_id)
            added.append(use.evidence_id)
    return added


def _copy_exempt(update: ProgressUpdate, section: Section, passages: Sequence[ExemptPassage], by: User) -> list[int]:
    """Write exempt passages that the section does not have yet; returns the primary keys of the new ones."""
    wanted = {passage.pk for passage in passages}
    inquiry = update.revision.report.inquiry_id
    readable = ExemptPassage.objects.visible_to(by).filter(pk__in=wanted, update__revision__report__inquiry=inquiry)
    if wanted - set(readable.values_list("pk", flat=True)):
        raise NotAllowed("You do not have permission to do this.")
    there = {row.passage.text for row in section.passages if row.passage}
    tracked = {row.leaf.pk for row in section.tracked if row.leaf.parent_id}
    copied = []
    for passage in passages:
        if passage.text not in there:
            saved = passage_as_saved(passage)
            leaf = passage.leaf_id if passage.leaf_id in tracked else None
            said = {"text": passage.text, "leaf_id": leaf, **cast("dict[str, object]", saved["openness"])}
            copied.append(write_passage(update, said, by).pk)
            there.add(passage.text)
    return copied
