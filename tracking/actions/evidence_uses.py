"""Where evidence is used: in another section too, for another part, in another order, or no longer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Model, QuerySet

from tracking import rules
from tracking.actions.conflicts import own_changes
from tracking.actions.events import field_values, record_event
from tracking.actions.openness import Openness
from tracking.actions.updates import lock_for_writing
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Evidence, EvidenceUse, ProgressUpdate, Recommendation, User
from tracking.presenters.wording import counted, written_list

_PAGES = re.compile(r"(pages?|pp?\.?)?\s*\d+(\s*(,|-|–|&|and|to)\s*\d+)*\.?", re.IGNORECASE)
_OPENNESS = ("exemption", "exempt_paragraph", "public_interest_reason", "confidential_ground")


@dataclass(frozen=True)
class SaidOfEvidence:
    """What somebody says of a piece of evidence where it is used."""

    title: str
    openness: Openness
    pages: str = ""
    leaf: Recommendation | None = None

    def checked(self, evidence: Evidence) -> dict[str, Any]:
        """Return it by the names of `use_as_saved`; raises NotPossible where something is missing or is not there."""
        check_pages(self.pages, evidence.page_count)
        if not self.title.strip():
            raise NotPossible("Give the evidence a title.")
        return {
            "title": self.title.strip(),
            "openness": self.openness.checked().fields,
            "leaf": self.leaf.pk if self.leaf else None,
            "pages": self.pages.strip(),
        }


@transaction.atomic
def use_evidence_again(
    *, update: ProgressUpdate, evidence: Evidence, by: User, leaf: Recommendation | None = None, pages: str = ""
) -> EvidenceUse:
    """Use a piece of evidence already in the inquiry's reports in another section, without uploading it again.

    Raises NotAllowed unless `by` writes the section and may open the evidence; NotPossible when it is of another
    inquiry, used there already, or has not the pages; StaleReport when the report was handed in.
    """
    check_may_write(update, by)
    lock_for_writing(update.revision.report, update)
    check_leaf(update, leaf)
    check_pages(pages, evidence.page_count)
    if not Evidence.objects.openable_by(by).filter(pk=evidence.pk).exists():
        raise NotAllowed("You do not have permission to do this.")
    inquiry = update.revision.report.inquiry_id
    if not evidence.uses.filter(update__revision__report__inquiry=inquiry).exists():
        raise NotPossible("This evidence is not in a report on this inquiry. Upload it here.")
    use = write_use(evidence, update, leaf, pages)
    record_event(by=by, type="used evidence again", target=update, after=use_as_data(use))
    return use


@transaction.atomic
def change_evidence(
    *,
    use: EvidenceUse,
    title: str,
    openness: Openness,
    by: User,
    leaf: Recommendation | None = None,
    pages: str = "",
    read: Mapping[str, str] | None = None,
) -> None:
    """Change what a report being written says of a piece of evidence: title, who may see it, part and pages.

    Part and pages belong to this use. Title and openness are the same wherever the report uses it. Where an earlier
    revision or another report uses it too, nothing there is overwritten: this report gets a row of its own for the same
    stored file. `read` is the fingerprint of each of the four as it was read (`conflicts`): what `by` did not change
    stays as others have saved it meanwhile. Raises NotAllowed unless `by` writes the section and may see the evidence;
    NotPossible without a title or who may see it, for a leaf of another recommendation, for pages the file has not, or
    when it was taken out; StaleText when somebody else changed the same; StaleReport when the report was handed in.
    Saying again what is there writes nothing.
    """
    use = _locked(use, by)
    check_leaf(use.section, leaf)
    said = SaidOfEvidence(title, openness, pages, leaf)
    here = EvidenceUse.objects.filter(update__revision=use.section.revision_id)
    write_change(use, said, by=by, read=read, here=here, of=use.section)


def write_change(
    use: EvidenceUse,
    said: SaidOfEvidence,
    *,
    by: User,
    read: Mapping[str, str] | None,
    here: QuerySet[EvidenceUse],
    of: Model,
) -> None:
    """Write what `by` changed of a use, locked by the caller, and one Event of its owner `of`; nothing for no change.

    `here` are the uses that are written together: title and openness are the same for all of them, and for no other.
    Raises NotPossible as `SaidOfEvidence.checked` does, or where it is used for that part already; StaleText when
    somebody else changed the same.
    """
    typed = said.checked(use.evidence)
    mine = own_changes(saved=use_as_saved(use), typed=typed, read=read, is_latest=True)
    if not mine:
        return
    before = use_as_data(use)
    described = {name: mine[name] for name in ("title",) if name in mine} | mine.get("openness", {})
    if described:
        _describe(use, described, here.filter(evidence=use.evidence_id), by)
    use.leaf_id, use.pages = mine.get("leaf", use.leaf_id), mine.get("pages", use.pages)
    try:
        with transaction.atomic():
            use.save(update_fields=["leaf", "pages"])
    except IntegrityError:
        raise NotPossible("This evidence is used for that part already.") from None
    after = use_as_data(use) | {"changed": sorted(mine)}
    record_event(by=by, type="changed evidence", target=of, before=before, after=after)


def use_as_saved(use: EvidenceUse) -> dict[str, object]:
    """What a report says of a piece of evidence, as it may be changed."""
    said = field_values(use.evidence, ["title"]) | {"openness": field_values(use.evidence, _OPENNESS)}
    return said | field_values(use, ["leaf", "pages"])


def _describe(use: EvidenceUse, said: Mapping[str, object], here: QuerySet[EvidenceUse], by: User) -> None:
    """Write title and openness for the uses `here`, on a row of their own where others use the one there is."""
    evidence = Evidence.objects.get(pk=use.evidence_id)
    for name, value in said.items():
        setattr(evidence, name, value)
    if evidence.uses.exclude(pk__in=here.values("pk")).exists():
        evidence.pk = None
        evidence.form_key = None
        evidence.recorded_by = by
        evidence.save(force_insert=True)
        here.update(evidence=evidence)
    else:
        evidence.save(update_fields=list(said))
    use.evidence = evidence


@transaction.atomic
def move_evidence_use(*, use: EvidenceUse, up: bool, by: User) -> None:
    """Move a piece of evidence one place up or down in its section; at either end it stays.

    Raises NotAllowed unless `by` writes the section and may see the evidence; NotPossible when it was taken out;
    StaleReport when the report was handed in.
    """
    use = _locked(use, by)
    write_order(use, use.section.evidence_uses.order_by("position", "pk"), up=up, by=by, of=use.section)


def write_order(use: EvidenceUse, rows: QuerySet[EvidenceUse], *, up: bool, by: User, of: Model) -> None:
    """Move a use one place among `rows`, locked by the caller, and write one Event of their owner `of`."""
    before = list(rows)
    place = before.index(use)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(before):
        return
    after = list(before)
    after[place], after[other] = before[other], before[place]
    for position, row in enumerate(after, start=1):
        EvidenceUse.objects.filter(pk=row.pk).update(position=position)
    record_event(
        by=by,
        type="put evidence in order",
        target=of,
        before={"evidence": [row.evidence_id for row in before]},
        after={"evidence": [row.evidence_id for row in after]},
    )


@transaction.atomic
def remove_evidence_use(*, use: EvidenceUse, by: User) -> None:
    """Take a piece of evidence out of a section of a report being written; the evidence itself stays.

    Raises NotAllowed unless `by` writes the section and may see the evidence; NotPossible when it was taken out
    already; StaleReport when the report was handed in.
    """
    use = _locked(use, by)
    update = use.section
    before = use_as_data(use)
    use.delete()
    record_event(by=by, type="removed evidence", target=update, before=before)


def check_may_write(update: ProgressUpdate, by: User) -> None:
    """Raise NotAllowed unless `by` writes the section."""
    if not rules.can_draft_update(by, update.revision.report, update.recommendation):
        raise NotAllowed("You do not have permission to do this.")


def _locked(use: EvidenceUse, by: User) -> EvidenceUse:
    """Return a use that `by` may change as it is now, its report locked until the transaction ends."""
    check_may_write(use.section, by)
    lock_for_writing(use.section.revision.report, use.section)
    now = EvidenceUse.objects.select_related("evidence", "update__revision__report").filter(pk=use.pk).first()
    if now is None:
        raise NotPossible("Somebody has taken this evidence out meanwhile, so there is nothing to change.")
    if not Evidence.objects.visible_to(by).filter(pk=now.evidence_id).exists():
        raise NotAllowed("You do not have permission to do this.")
    return now


def check_leaf(update: ProgressUpdate, leaf: Recommendation | None) -> None:
    """Raise NotPossible for a leaf of another recommendation."""
    if leaf is not None and update.recommendation_id not in (leaf.pk, leaf.parent_id):
        raise NotPossible("Choose a part of this recommendation, or the whole of it.")


def check_pages(typed: str, page_count: int | None) -> None:
    """Raise NotPossible for page numbers beyond a file's last; what is no number of a page may be anything."""
    if page_count is None or not _PAGES.fullmatch(typed.strip()):
        return
    missing = [number for number in re.findall(r"\d+", typed) if not 1 <= int(number) <= page_count]
    if missing:
        raise NotPossible(
            f"The file has {counted(page_count, 'page')}, so there is no page {written_list(missing)}. "
            "Correct the pages, or choose another file."
        )


def write_use(evidence: Evidence, update: ProgressUpdate, leaf: Recommendation | None, pages: str) -> EvidenceUse:
    """Write a use at the end of its section, inside the caller's transaction; raises NotPossible for one too many."""
    last: int = update.evidence_uses.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            return EvidenceUse.objects.create(
                evidence=evidence, update=update, leaf=leaf, position=last + 1, pages=pages.strip()
            )
    except IntegrityError:
        raise NotPossible("This evidence is used here already.") from None


def use_as_data(use: EvidenceUse) -> dict[str, object]:
    """A use as an Event holds it: never a title, for administrators read Events and no withheld paper."""
    return {
        "evidence": use.evidence_id,
        "exemption": use.evidence.exemption,
        "exempt_paragraph": use.evidence.exempt_paragraph,
        "sha256": use.evidence.sha256,
        "leaf": use.leaf_id,
        "pages": use.pages,
    }
