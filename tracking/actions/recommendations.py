"""Recommendations and their parts: entering, editing, correcting, and withdrawing what was entered by mistake."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q

from tracking import rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.conflicts import changed_since_read
from tracking.actions.events import field_values, record_event
from tracking.enums import Decision, InquiryState
from tracking.exceptions import NotPossible, StaleText
from tracking.models import Assessment, Inquiry, Recommendation, User
from tracking.queries.managing import LETTERS, judged_recommendations

FEWEST_PARTS = 2


class RecommendationDetails(TypedDict, total=False):
    """What an officer enters about a recommendation or part. Leave a key out to leave the field as it is."""

    title: str
    text: str
    success_measure: str
    due_text: str
    due_on: date | None
    ongoing: bool
    recurs_every_months: int | None


@transaction.atomic
def add_recommendation(
    *, by: User, inquiry: Inquiry, number: int, **details: Unpack[RecommendationDetails]
) -> Recommendation:
    """Add a numbered recommendation to an inquiry that is a draft or published.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible when the inquiry is
    concluded or withdrawn, has this number already, or neither words nor a short title are given. Writes the
    Recommendation and one Event.
    """
    rules.can_manage_inquiry.check(by, inquiry)
    lock(inquiry)
    _require_open(inquiry)
    recommendation = Recommendation(inquiry=inquiry, number=number, **details)
    _require_words(recommendation, {})
    store(recommendation)
    _record_addition(by, "added recommendation", recommendation)
    return recommendation


@transaction.atomic
def add_part(
    *, by: User, recommendation: Recommendation, letter: str, **details: Unpack[RecommendationDetails]
) -> Recommendation:
    """Add a lettered part; the first splits a leaf. Judgements made before stay on the recommendation as a whole.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible when the inquiry is
    concluded or withdrawn, the recommendation is itself a part, was withdrawn or was judged as a whole and
    concluded, has this letter already, or no words are given. Writes the part and one Event.
    """
    rules.can_manage_inquiry.check(by, recommendation)
    inquiry = recommendation.inquiry
    lock(inquiry)
    _require_open(inquiry)
    _require_in_force(recommendation)
    if recommendation.parent_id:
        raise NotPossible("A part has no parts of its own. Add the part to the whole recommendation.")
    if _is_concluded(recommendation):
        raise NotPossible("The committee concluded this recommendation. It can only be split after it is reopened.")
    part = Recommendation(
        inquiry=inquiry, parent=recommendation, number=recommendation.number, letter=letter.lower(), **details
    )
    _require_words(part, {})
    store(part)
    _record_addition(by, "added part", part)
    return part


@transaction.atomic
def edit_recommendation(
    *, by: User, recommendation: Recommendation, number: int | None = None, **details: Unpack[RecommendationDetails]
) -> Recommendation:
    """Change a recommendation or part while the inquiry is a draft; a new number goes for its parts as well.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible once the inquiry is
    published, when `correct_recommendation` asks for the reason, or when the number is taken or no words are left.
    Writes the Recommendation and one Event.
    """
    rules.can_manage_inquiry.check(by, recommendation)
    _lock_with_family(recommendation)
    _require_in_force(recommendation)
    if recommendation.inquiry.state != InquiryState.DRAFT:
        raise NotPossible("The inquiry is no longer a draft. Correct the recommendation, and give the reason.")
    changes: dict[str, Any] = dict(details)
    if number is not None and not recommendation.parent_id:
        changes["number"] = number
    _require_words(recommendation, changes)
    before, after = change_fields(recommendation, changes)
    if "number" in after:
        recommendation.parts.update(number=number)
    record_event(by=by, type="edited recommendation", target=recommendation, before=before, after=after)
    return recommendation


@transaction.atomic
def split_recommendation(
    *,
    by: User,
    recommendation: Recommendation,
    title: str,
    text: str,
    parts: Sequence[str],
    read: Mapping[str, str] | None = None,
) -> list[Recommendation]:
    """Make parts of the asks of a recommendation while the inquiry is a draft; `title` and `text` stay with the whole.

    The parts are lettered in order and have the posts, the date and the success measure of the whole. `read` is the
    fingerprints (`conflicts`) of the title and the words from which the parts were made. Raises NotAllowed
    unless `by` is scrutiny officer of the tracking committee; NotPossible once the inquiry is published, for what is a
    part, has parts or was withdrawn, unless there are words for two parts at least and a letter for each, or when
    neither words nor a short title are left to the whole; StaleText when somebody changed either since it was read.
    Writes the parts, the Recommendation and one Event.
    """
    rules.can_manage_inquiry.check(by, recommendation)
    _lock_with_family(recommendation)
    recommendation.refresh_from_db()
    _require_in_force(recommendation)
    if words := unsplittable(recommendation):
        raise NotPossible(words)
    if read is not None and changed_since_read(field_values(recommendation, ["title", "text"]), read):
        raise StaleText(
            f"Somebody changed {recommendation} while you split it, so nothing was saved. "
            "Both versions are below: put yours right and save again."
        )
    asks = [part.strip() for part in parts if part.strip()]
    if len(asks) < FEWEST_PARTS:
        raise NotPossible("Enter the words of at least two parts. One ask needs no parts.")
    if len(asks) > len(LETTERS):
        raise NotPossible(f"There are letters for {len(LETTERS)} parts. Put some of them together.")
    changes = {"title": title, "text": text}
    _require_words(recommendation, changes)
    before, after = change_fields(recommendation, changes)
    inquiry, number = recommendation.inquiry, recommendation.number
    rows = [
        Recommendation(inquiry=inquiry, parent=recommendation, number=number, letter=letter, text=part)
        for letter, part in zip(LETTERS, asks, strict=False)
    ]
    for row in rows:
        store(row)
    after |= {"parts": {row.reference: row.text for row in rows}}
    record_event(by=by, type="split recommendation", target=recommendation, before=before, after=after)
    return rows


@transaction.atomic
def correct_recommendation(
    *, by: User, recommendation: Recommendation, reason: str, **details: Unpack[RecommendationDetails]
) -> Recommendation:
    """Put right a slip in what was transcribed from the inquiry's report, its completion date included.

    Progress never edits the original date; only a transcription is corrected, with its reason (the council's process).
    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible unless the inquiry is
    published or concluded, without a reason, or when nothing changes. Writes the Recommendation and one Event with
    the reason.
    """
    rules.can_manage_inquiry.check(by, recommendation)
    _lock_with_family(recommendation)
    _require_in_force(recommendation)
    if recommendation.inquiry.state not in InquiryState.public():
        raise NotPossible("Only a published inquiry is corrected. Edit a draft instead.")
    if not reason.strip():
        raise NotPossible("Give the reason for the correction. It is kept in the audit trail.")
    _require_words(recommendation, details)
    before, after = change_fields(recommendation, details)
    if not after:
        raise NotPossible("Nothing was changed. Change what is wrong, then save the correction.")
    record_event(
        by=by,
        type="corrected recommendation",
        target=recommendation,
        before=before,
        after={**after, "reason": reason},
    )
    return recommendation


@transaction.atomic
def withdraw_recommendation(*, by: User, recommendation: Recommendation, reason: str) -> Recommendation:
    """Take back a recommendation or part that was entered by mistake, with its parts. The rows stay.

    Only a committee concludes, so what has been judged is not withdrawn. Raises NotAllowed unless `by` is scrutiny
    officer of the tracking committee; NotPossible without a reason, when withdrawn already, or once it or a part of
    it has a self-assessment or a view. Writes the reason on each row and one Event.
    """
    rules.can_manage_inquiry.check(by, recommendation)
    _lock_with_family(recommendation)
    _require_in_force(recommendation)
    if not reason.strip():
        raise NotPossible("Give the reason for the withdrawal. It is kept in the audit trail.")
    if recommendation.pk in judged_recommendations(recommendation.inquiry):
        raise NotPossible(f"{recommendation} has been assessed. Only the committee can conclude it, at a meeting.")
    parts = list(recommendation.parts.in_force())
    for row in (*parts, recommendation):
        change_fields(row, {"withdrawn_reason": reason})
    after = {"reason": reason, "parts": [part.reference for part in parts]}
    record_event(by=by, type="withdrew recommendation", target=recommendation, after=after)
    return recommendation


def _lock_with_family(recommendation: Recommendation) -> None:
    """Lock the inquiry, then the recommendation with its parts, in the order in which the register locks them."""
    lock(recommendation.inquiry)
    whole = recommendation.parent_id or recommendation.pk
    family = Recommendation.objects.filter(Q(pk=whole) | Q(parent=whole)).order_by("pk")
    list(family.select_for_update(no_key=True).values_list("pk"))


def _record_addition(by: User, kind: str, row: Recommendation) -> None:
    names = ["inquiry", "number", "letter", "title", "text", "success_measure"]
    names += ["due_text", "due_on", "ongoing", "recurs_every_months"]
    record_event(by=by, type=kind, target=row, after=field_values(row, names))


def _require_open(inquiry: Inquiry) -> None:
    if inquiry.state not in (InquiryState.DRAFT, InquiryState.PUBLISHED):
        raise NotPossible(f"This inquiry is {inquiry.get_state_display().lower()}. Nothing can be added to it.")


def _require_in_force(recommendation: Recommendation) -> None:
    if recommendation.withdrawn_reason:
        raise NotPossible(f"{recommendation} was withdrawn. Go back to the inquiry to see what there is.")


def unsplittable(recommendation: Recommendation) -> str:
    """Say why a recommendation cannot be split now; nothing where it can."""
    if recommendation.inquiry.state != InquiryState.DRAFT:
        return "The inquiry is no longer a draft. Add the parts one by one, and correct the words."
    if recommendation.parent_id:
        return "A part has no parts of its own. Add the part to the whole recommendation."
    if recommendation.parts.in_force().exists():
        return f"{recommendation} has parts already. Add to them, or edit each of them."
    return ""


def _require_words(recommendation: Recommendation, changes: Mapping[str, Any]) -> None:
    """Refuse a part without words; a recommendation whose parts hold the words has a short title at least."""
    text = changes.get("text", recommendation.text).strip()
    title = changes.get("title", recommendation.title).strip()
    if recommendation.parent_id and not text:
        raise NotPossible("Enter the words of the part.")
    if not (text or title):
        raise NotPossible("Enter the words of the recommendation, or a short title if its parts hold the words.")


def _is_concluded(recommendation: Recommendation) -> bool:
    standing = Assessment.objects.filter(leaf=recommendation).standing().first()
    return standing is not None and standing.decision == Decision.CONCLUDE
