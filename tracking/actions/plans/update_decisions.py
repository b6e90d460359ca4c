"""Handing an update on a plan in, and what those of the owning post do with it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.copies import write_copy
from tracking.actions.events import record_event
from tracking.actions.plans.mails import tell_of_return, tell_of_submission
from tracking.actions.plans.rounds import lock_open
from tracking.actions.plans.updates import lock_for_writing
from tracking.actions.signatures import approved_by, hand_in, handed_in_words
from tracking.actions.state import change_state
from tracking.enums import PlanUpdateState, ScanState
from tracking.exceptions import ClaimContradicted, NotPossible
from tracking.models import Person, Post, User
from tracking.models.plans import CarriedUpdate, PlanRound, PlanUpdate, PlanUpdateRevision
from tracking.queries.plans.claims import checked_ratings
from tracking.queries.plans.round_pages import holders_of, writing_posts


@transaction.atomic
def submit_update(
    *,
    by: User,
    update: PlanUpdate,
    signed_by: Person | None = None,
    approved_how: str = "",
    approved_on: date | None = None,
) -> PlanUpdateRevision:
    """Sign an update and hand it in to the owning post.

    A holder of one of its posts signs. A contributor submits on behalf of `signed_by`, a holder (the only one unless
    told), and says how and when they approved it. Raises NotAllowed for everyone else; NotPossible when the approval is
    not told, nothing is written, or a virus was found in its evidence; ClaimContradicted while the claim check has an
    error or a warning that nobody has answered; StaleState when somebody was faster. Freezes name and title; queues a
    receipt, and a mail to those of the owning post. Source: the council's process; a lead answers for their aims.
    """
    person, post = _signature_of(update, by, signed_by, approved_how, approved_on)
    revision = lock_for_writing(update)
    if not revision.text.strip():
        raise NotPossible("The update says nothing yet. Write what has happened, then hand it in.")
    found = tuple(finding for row in checked_ratings(revision) for finding in row.open_findings)
    if found:
        raise ClaimContradicted(found, thing="update")
    if revision.evidence_uses.filter(evidence__scan_state=ScanState.INFECTED).exists():
        raise NotPossible("A virus was found in the evidence of this update. Take it out, then hand the update in.")
    before = PlanUpdate.objects.values_list("state", flat=True).get(pk=update.pk)
    update.state = before
    change_state(update, "submit")
    hand_in(revision, person, post.name, by=by, approved_how=approved_how, approved_on=approved_on)
    tell_of_submission(update, revision, by)
    after = handed_in_words(update, revision)
    record_event(by=by, type="submitted update on a plan", target=update, before={"state": before}, after=after)
    return revision


def _signature_of(
    update: PlanUpdate, by: User, signed_by: Person | None, approved_how: str, approved_on: date | None
) -> tuple[Person, Post]:
    holders = holders_of(writing_posts(update))
    if rules.can_submit_plan_update(by, update) and signed_by in (None, by.person):
        return by.person, holders[by.person]
    rules.can_submit_plan_update_on_behalf.check(by, update)
    person = approved_by(holders, signed_by, approved_how, approved_on, thing="update")
    return person, holders[person]


@transaction.atomic
def return_update(*, by: User, update: PlanUpdate, reason: str) -> PlanUpdateRevision:
    """Give a submitted update back with the reason; a new revision, a copy, is opened for writing.

    Raises NotAllowed unless `by` is of the owning post; NotPossible without a reason, from another state, for one that
    is left out or once the month is issued; StaleState when somebody was faster. The returned revision stands, stamped
    with who, when and why; the copy has its text, ratings, reasons against warnings and evidence. Queues a mail to
    those who write it. Returns the new revision. Source: the council's process; nothing that was handed in is
    overwritten.
    """
    lock_open(by, update.round)
    if not reason.strip():
        raise NotPossible("Say why the update is returned, so that it can be put right.")
    _require_waited_for(update, "return it")
    change_state(update, "return")
    old = update.revisions.get(is_current=True)
    old.is_current = False
    old.returned_by, old.returned_at, old.returned_reason = by, timezone.now(), reason.strip()
    old.save(update_fields=["is_current", "returned_by", "returned_at", "returned_reason"])
    new = _copy_of(old)
    tell_of_return(update, old)
    record_event(
        by=by,
        type="returned update on a plan",
        target=update,
        before={"state": PlanUpdateState.SUBMITTED, "revision": old.number},
        after={"state": update.state, "revision": new.number, "reason": reason.strip()},
    )
    return new


def _require_waited_for(update: PlanUpdate, act: str) -> None:
    if PlanUpdate.objects.filter(pk=update.pk).exclude(left_out_reason="").exists():
        raise NotPossible(f"This update is left out of its month. Wait for it after all, then {act}.")


def _copy_of(old: PlanUpdateRevision) -> PlanUpdateRevision:
    new = PlanUpdateRevision.objects.create(update=old.update, number=old.number + 1, text=old.text)
    for row in old.assessments.prefetch_related("overrides"):
        overrides = list(row.overrides.all())
        write_copy(row, revision=new)
        for override in overrides:
            write_copy(override, lead_assessment=row)
    for use in old.evidence_uses.all():
        write_copy(use, plan_revision=new)
    return new


@transaction.atomic
def accept_update(*, by: User, update: PlanUpdate) -> PlanUpdate:
    """Accept a submitted update for its month; it is never edited afterwards.

    Raises NotAllowed unless `by` is of the owning post; NotPossible from another state, for one that is left out or
    once the month is issued; StaleState when somebody was faster. Writes the state and one Event.
    """
    lock_open(by, update.round)
    _require_waited_for(update, "accept it")
    before = update.state
    change_state(update, "accept", accepted_by=by, accepted_at=timezone.now())
    record_event(
        by=by, type="accepted update on a plan", target=update, before={"state": before}, after={"state": update.state}
    )
    return update


@transaction.atomic
def leave_out_updates(*, by: User, plan_round: PlanRound, updates: Sequence[PlanUpdate], reason: str) -> None:
    """Have a month go out without some updates, with the reason; what they began with is printed again instead.

    Raises NotAllowed unless `by` is of the owning post; NotPossible without a reason, once the month is issued, for an
    update of another month, one that was accepted or one that is left out already. Writes one Event for each.
    """
    lock_open(by, plan_round)
    if not reason.strip():
        raise NotPossible("Say why the month goes out without this update.")
    for update in updates:
        row = PlanUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
        if row.round_id != plan_round.pk or row.is_accepted or row.left_out_reason:
            raise NotPossible("This update is accepted, left out already or of another month. Look at the month again.")
        row.left_out_reason = update.left_out_reason = reason.strip()
        row.save(update_fields=["left_out_reason"])
        if row.begun_from_id:
            CarriedUpdate.objects.get_or_create(update_id=row.begun_from_id, round=plan_round)
        record_event(by=by, type="left out update on a plan", target=row, after={"reason": reason.strip()})


@transaction.atomic
def take_update_back_in(*, by: User, update: PlanUpdate) -> PlanUpdate:
    """Wait for an update after all that was left out; what it began with is no longer printed again.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when it is not left out or the month is issued.
    Writes the update and one Event.
    """
    lock_open(by, update.round)
    row = PlanUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if not row.left_out_reason:
        raise NotPossible("This update is not left out. Look at the month again.")
    before = {"reason": row.left_out_reason}
    row.left_out_reason = update.left_out_reason = ""
    row.save(update_fields=["left_out_reason"])
    CarriedUpdate.objects.filter(update=row.begun_from_id, round=row.round_id).delete()
    record_event(by=by, type="took update on a plan back in", target=row, before=before)
    return update
