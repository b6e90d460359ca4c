""" "No further update required", and asking again."""

from datetime import date

from django.db import transaction

from tracking.actions.changes import lock, store
from tracking.actions.events import record_event
from tracking.actions.plans.guards import open_for_writing, require_month
from tracking.enums import PlanState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import User
from tracking.models.plans import Aim, AskingChange, PlanItem


@transaction.atomic
def change_asking(*, by: User, on: Aim | PlanItem, asks: bool, month: date | None, reason: str) -> AskingChange:
    """Ask about an aim with all its items, or about one item, no more from a month on; or ask again.

    It is no rating: what is asked about no more keeps the one it has, and is not complete. An update that is being
    written already stays. Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan is not
    published, without a reason or a month that can be, or when it is so already; StaleState when somebody else has
    changed the item since. Writes the AskingChange and one Event.
    Source: the council's process: "no further update required" (docs/domain-rules.md, "The month").
    """
    plan = on.plan
    open_for_writing(by, plan)
    if plan.state != PlanState.PUBLISHED:
        raise NotPossible("This plan is a draft. Nobody is asked about it yet.")
    _require_in_force(on)
    if not reason.strip():
        raise NotPossible("Give the reason. Everyone reads it in the plan.")
    last = _last_said(on)
    from_month = require_month(plan, month, since=last.month if last else None)
    if asks == (last.asks if last else True):
        raise NotPossible("This is asked about already." if asks else "This is asked about no more already.")
    whole = {"aim": on} if isinstance(on, Aim) else {"item": on}
    change = AskingChange(asks=asks, month=from_month, reason=reason.strip(), recorded_by=by, **whole)
    store(change)
    after = {**{name: row.pk for name, row in whole.items()}, "month": from_month, "reason": change.reason}
    record_event(by=by, type="resumed asking" if asks else "stopped asking", target=change, after=after)
    return change


def _last_said(on: Aim | PlanItem) -> AskingChange | None:
    """What was said last of it, in whatever wording an item had then."""
    if isinstance(on, Aim):
        rows = AskingChange.objects.filter(aim=on)
    else:
        wordings = [on.pk]
        row = on.supersedes
        while row is not None:
            wordings.append(row.pk)
            row = row.supersedes
        rows = AskingChange.objects.filter(item__in=wordings)
    return rows.order_by("-month", "-pk").first()


def _require_in_force(on: Aim | PlanItem) -> None:
    if not isinstance(on, PlanItem):
        return
    lock(on)
    if on.taken_out_reason:
        raise NotPossible("This was taken out of the plan. Go back to the plan to see what there is.")
    if PlanItem.objects.filter(supersedes=on).exists():
        raise StaleState("Somebody else has changed this since you opened it. Open the plan again to see what it says.")
