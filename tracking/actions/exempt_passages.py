"""Exempt passages of a section: text that stands behind the report, for those who may read what is withheld."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tracking.actions.conflicts import own_changes
from tracking.actions.events import field_values, record_event
from tracking.actions.evidence_uses import check_leaf, check_may_write
from tracking.actions.openness import Openness
from tracking.actions.updates import lock_for_writing
from tracking.enums import Exemption
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import ExemptPassage, ProgressUpdate, Recommendation, User

_OPENNESS = ("exemption", "exempt_paragraph", "public_interest_reason", "confidential_ground")


@transaction.atomic
def add_exempt_passage(
    *, update: ProgressUpdate, text: str, openness: Openness, by: User, leaf: Recommendation | None = None
) -> ExemptPassage:
    """Add text that the public may not read to a section of a report being written; for one leaf or all of it.

    It comes last in its section. Sending the same again returns what is there. Raises NotAllowed unless `by` writes the
    section; NotPossible without a text or why it is withheld, or for a leaf of another recommendation; StaleReport when
    the report was handed in. Writes the passage and one Event, which holds nothing of the text.
    Source: Local Government Act 1972, section 100B(2): what is likely to be taken in private may be left out of the
    papers that the public read.
    """
    check_may_write(update, by)
    lock_for_writing(update.revision.report, update)
    said = _said(update, text, openness, leaf)
    twin = ExemptPassage.objects.filter(update=update, **said).first()
    if twin is not None:
        return twin
    passage = write_passage(update, said, by)
    record_event(by=by, type="added exempt passage", target=update, after=_as_data(passage))
    return passage


def write_passage(update: ProgressUpdate, said: Mapping[str, Any], by: User) -> ExemptPassage:
    """Write a passage at the end of its section, inside the caller's transaction; `said` are its fields."""
    last: int = ExemptPassage.objects.filter(update=update).aggregate(last=Max("position"))["last"] or 0
    return ExemptPassage.objects.create(update=update, position=last + 1, recorded_by=by, **said)


@transaction.atomic
def change_exempt_passage(
    *,
    passage: ExemptPassage,
    text: str,
    openness: Openness,
    by: User,
    leaf: Recommendation | None = None,
    read: Mapping[str, str] | None = None,
) -> None:
    """Change an exempt passage of a report being written: its text, why it is withheld, and what it is about.

    Whoever changes the text is from then on the one who wrote it. `read` is the fingerprint of each as it was read
    (`conflicts`): what `by` did not change stays as others have saved it meanwhile. Raises NotAllowed unless `by`
    writes the section and may read the passage; NotPossible as `add_exempt_passage`, or when it was taken out;
    StaleText when somebody else changed the same; StaleReport when the report was handed in. Saying again what is there
    writes nothing.
    """
    passage = _locked(passage, by)
    said = _said(passage.update, text, openness, leaf)
    typed = {"text": said["text"], "openness": openness.checked().fields, "leaf": said["leaf_id"]}
    mine = own_changes(saved=passage_as_saved(passage), typed=typed, read=read, is_latest=True)
    if not mine:
        return
    before = _as_data(passage)
    passage.leaf_id = mine.get("leaf", passage.leaf_id)
    for name, value in mine.get("openness", {}).items():
        setattr(passage, name, value)
    if "text" in mine:
        passage.text, passage.recorded_by, passage.recorded_at = mine["text"], by, timezone.now()
    passage.save()
    after = _as_data(passage) | {"changed": sorted(mine)}
    record_event(by=by, type="changed exempt passage", target=passage.update, before=before, after=after)


@transaction.atomic
def remove_exempt_passage(*, passage: ExemptPassage, by: User) -> None:
    """Take an exempt passage out of a report being written.

    Raises NotAllowed unless `by` writes the section and may read the passage; NotPossible when it was taken out
    already; StaleReport when the report was handed in. An earlier revision keeps its own.
    """
    passage = _locked(passage, by)
    update, before = passage.update, _as_data(passage)
    passage.delete()
    record_event(by=by, type="removed exempt passage", target=update, before=before)


def passage_as_saved(passage: ExemptPassage) -> dict[str, object]:
    """An exempt passage as it may be changed."""
    return {
        "text": passage.text,
        "openness": field_values(passage, _OPENNESS),
        "leaf": passage.leaf_id,
    }


def _said(update: ProgressUpdate, text: str, openness: Openness, leaf: Recommendation | None) -> dict[str, Any]:
    """Return what was said of a passage, by field; raises NotPossible where something is missing or does not fit."""
    check_leaf(update, leaf)
    if not text.strip():
        raise NotPossible("Enter the text of the passage.")
    if openness.exemption == Exemption.PUBLIC:
        raise NotPossible("Choose whether the passage is exempt or confidential. What is public belongs in the report.")
    is_whole = leaf is None or leaf.pk == update.recommendation_id
    return {"text": text.strip(), "leaf_id": None if is_whole or leaf is None else leaf.pk} | openness.checked().fields


def _locked(passage: ExemptPassage, by: User) -> ExemptPassage:
    """Return a passage that `by` may change as it is now, its report locked until the transaction ends."""
    check_may_write(passage.update, by)
    lock_for_writing(passage.update.revision.report, passage.update)
    now = ExemptPassage.objects.select_related("update__revision__report").filter(pk=passage.pk).first()
    if now is None:
        raise NotPossible("Somebody has taken this passage out meanwhile, so there is nothing to change.")
    if not ExemptPassage.objects.visible_to(by).filter(pk=now.pk).exists():
        raise NotAllowed("You do not have permission to do this.")
    return now


def _as_data(passage: ExemptPassage) -> dict[str, object]:
    """A passage as an Event holds it: neither text nor reason, for administrators read Events and no withheld paper."""
    return {
        "passage": passage.pk,
        "exemption": passage.exemption,
        "exempt_paragraph": passage.exempt_paragraph,
        "leaf": passage.leaf_id,
    }
