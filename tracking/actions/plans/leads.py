"""Who leads on an aim or an item: posts in order, with dates and with the words as written."""

from datetime import date

from django.db import transaction
from django.db.models import F, Max

from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.plans.guards import open_for_writing, require_after_issued_months, require_draft
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Post, User
from tracking.models.plans import Aim, Lead, PlanItem
from tracking.presenters.wording import written_date


@transaction.atomic
def add_lead(*, by: User, on: Aim | PlanItem, post: Post, as_written: str = "", starts_on: date | None = None) -> Lead:
    """Have a post lead on an aim or an item, behind those that do; `starts_on` None means from the beginning.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, the post leads on it
    already or had ended by then, the item is no longer in force, or an issued month would change. Writes the Lead
    and one Event.
    """
    open_for_writing(by, on.plan)
    _require_in_force(on)
    if on.leads.filter(post=post, ends_on__isnull=True).exists():
        raise NotPossible(f"{post} leads on this already. Choose another post.")
    if post.ended_on and starts_on and post.ended_on <= starts_on:
        raise NotPossible(f"{post} ended on {written_date(post.ended_on)}. Choose a post that exists on the day.")
    require_after_issued_months(on, starts_on)
    last = on.leads.aggregate(last=Max("position"))["last"] or 0
    whole = {"aim": on} if isinstance(on, Aim) else {"item": on}
    lead = Lead(post=post, as_written=as_written, starts_on=starts_on, position=last + 1, **whole)
    store(lead)
    after = field_values(lead, ["aim", "item", "post", "position", "starts_on", "as_written"])
    record_event(by=by, type="added lead", target=lead, after=after)
    return lead


@transaction.atomic
def end_lead(*, by: User, lead: Lead, ends_on: date) -> Lead:
    """Have a post no longer lead from a day on; the row stays as history.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, the lead has, the day is
    before it began, or an issued month would change. Writes the end and one Event.
    """
    _open(by, lead)
    require_after_issued_months(lead.on, ends_on)
    before, after = change_fields(lead, {"ends_on": ends_on})
    record_event(by=by, type="ended lead", target=lead, before=before, after=after)
    return lead


@transaction.atomic
def remove_lead(*, by: User, lead: Lead) -> Lead:
    """Take a post that was put down by mistake out of a draft; once the plan is published it can only end.

    Raises NotAllowed unless `by` is of the owning post; NotPossible once the plan is published. Deletes the Lead and
    writes one Event.
    """
    open_for_writing(by, lead.on.plan)
    require_draft(lead.on.plan, "a lead", instead="End it instead.")
    before = field_values(lead, ["aim", "item", "post", "position", "starts_on", "as_written"])
    record_event(by=by, type="removed lead", target=lead, before=before)
    lead.delete()
    return lead


@transaction.atomic
def put_lead_first(*, by: User, lead: Lead) -> Lead:
    """Make a post the first of those that lead.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan or the lead has ended. Writes the
    order and one Event.
    """
    _open(by, lead)
    lead.on.leads.exclude(pk=lead.pk).filter(position__lte=lead.position).update(position=F("position") + 1)
    before, after = change_fields(lead, {"position": 1})
    record_event(by=by, type="put lead first", target=lead, before=before, after=after)
    return lead


def _open(by: User, lead: Lead) -> None:
    open_for_writing(by, lead.on.plan)
    lock(lead)
    _require_in_force(lead.on)
    if lead.ends_on:
        raise NotPossible(f"{lead.post} led on this until {written_date(lead.ends_on)}.")


def _require_in_force(on: Aim | PlanItem) -> None:
    if not isinstance(on, PlanItem):
        return
    lock(on)
    if on.taken_out_reason:
        raise NotPossible("This was taken out of the plan. Go back to the plan to see what there is.")
    if PlanItem.objects.filter(supersedes=on).exists():
        raise StaleState("Somebody else has changed this since you opened it. Open the plan again to see what it says.")
