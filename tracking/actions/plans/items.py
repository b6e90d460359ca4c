"""Required actions and outputs: edited in a draft; once the plan is published a change is a new row."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.plans.guards import open_for_writing, require_month
from tracking.enums import ItemKind
from tracking.exceptions import NotPossible, StaleState
from tracking.models import User
from tracking.models.plans import Aim, Lead, PlanItem, PlanLink, Theme

_SAID = ("kind", "text", "due_text", "due_on", "ongoing", "recurs_every_months")


class ItemDetails(TypedDict, total=False):
    """What is said of an action or output. Leave a key out to leave the field as it is."""

    kind: ItemKind
    text: str
    due_text: str
    due_on: date | None
    ongoing: bool
    recurs_every_months: int | None


@transaction.atomic
def add_item(*, by: User, of: Aim | Theme, **details: Unpack[ItemDetails]) -> PlanItem:
    """Add a required action or an output to an aim or a whole theme, behind those there are.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended or no words are given.
    Writes the PlanItem and one Event.
    """
    open_for_writing(by, of.plan)
    last = of.items.aggregate(last=Max("position"))["last"] or 0
    whole = {"aim": of} if isinstance(of, Aim) else {"theme": of}
    item = PlanItem(position=last + 1, recorded_by=by, **whole, **details)
    store(item)
    record_event(by=by, type="added plan item", target=item, after=field_values(item, ["aim", "theme", *_SAID]))
    return item


@transaction.atomic
def edit_item(*, by: User, item: PlanItem, **details: Unpack[ItemDetails]) -> PlanItem:
    """Change an action or output while the plan is a draft.

    Raises NotAllowed unless `by` is of the owning post; NotPossible once the plan is published, when `change_item`
    asks for reason and month, or when no words are left. Writes the PlanItem and one Event.
    """
    _open_current(by, item)
    if not item.plan.is_draft:
        raise NotPossible("This plan is published. Change the item with its reason and month.")
    before, after = change_fields(item, details)
    record_event(by=by, type="edited plan item", target=item, before=before, after=after)
    return item


@transaction.atomic
def change_item(
    *, by: User, item: PlanItem, reason: str, month: date | None, **details: Unpack[ItemDetails]
) -> PlanItem:
    """Change an action or output of a published plan: a new row supersedes it and says why and in which month.

    Nothing that was published is overwritten; the first row's date is the original date (the council's process). The
    new row has the leads that have not ended, and the links. Raises NotAllowed unless `by` is of the owning post;
    NotPossible when the plan is not published, the item was taken out, nothing changes, or reason, words or a month
    that can be are missing; StaleState when somebody else has changed the item since. Writes the new PlanItem with
    its leads and links, and one Event; returns it.
    """
    _open_current(by, item)
    if item.plan.is_draft:
        raise NotPossible("This plan is a draft. Edit the item instead.")
    _require_reason(reason, "change")
    changed_in = require_month(item.plan, month, since=item.changed_in)
    changed = _changed(item, details)
    if not changed:
        raise NotPossible("Nothing was changed. Change the words or the date, then save.")
    following = change_of(item, details, reason=reason, changed_in=changed_in, by=by)
    record_event(
        by=by,
        type="changed plan item",
        target=following,
        before={"item": item.pk, **field_values(item, changed)},
        after={**field_values(following, changed), "reason": reason, "changed_in": changed_in},
    )
    return following


@transaction.atomic
def take_out_item(*, by: User, item: PlanItem, reason: str = "", month: date | None = None) -> PlanItem:
    """Take an action or output out of the plan: a draft loses the row, a published plan keeps it with reason and month.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, the item was taken out
    already or, once it is published, without a reason or a month that can be; StaleState when somebody else has
    changed the item since. Deletes the PlanItem or writes on it, and writes one Event.
    """
    _open_current(by, item)
    if item.plan.is_draft:
        record_event(by=by, type="removed plan item", target=item, before=field_values(item, _SAID))
        item.delete()
        return item
    _require_reason(reason, "change")
    taken_out = {"taken_out_reason": reason, "taken_out_in": require_month(item.plan, month, since=item.changed_in)}
    before, after = change_fields(item, taken_out)
    # The months that are issued by then go on with it.
    item.taken_out_at = timezone.now()
    item.save(update_fields=["taken_out_at"])
    record_event(by=by, type="took out plan item", target=item, before=before, after=after)
    return item


def _open_current(by: User, item: PlanItem) -> None:
    """Open the plan for writing, and the item in it that nothing has taken the place of."""
    open_for_writing(by, item.plan)
    lock(item)
    if PlanItem.objects.filter(supersedes=item).exists():
        raise StaleState("Somebody else has changed this since you opened it. Open the plan again to see what it says.")
    if item.taken_out_reason:
        raise NotPossible("This was taken out of the plan. Go back to the plan to see what there is.")


def _require_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise NotPossible(f"Give the reason for the {what}. Everyone reads it in the plan.")


def _changed(item: PlanItem, details: Mapping[str, Any]) -> list[str]:
    return [name for name in _SAID if name in details and details[name] != getattr(item, name)]


def change_of(
    item: PlanItem,
    details: Mapping[str, Any],
    *,
    reason: str,
    changed_in: date,
    by: User,
    at: datetime | None = None,
) -> PlanItem:
    """Write the row that supersedes an item, with its leads that have not ended and its links; records no Event.

    `at` is for history that is written with its own dates.
    """
    following = PlanItem(
        aim=item.aim,
        theme=item.theme,
        position=item.position,
        supersedes=item,
        superseding_reason=reason,
        changed_in=changed_in,
        recorded_by=by,
        recorded_at=at or timezone.now(),
        **{name: getattr(item, name) for name in _SAID} | dict(details),
    )
    store(following)
    _take_along(item, following)
    return following


def _take_along(item: PlanItem, following: PlanItem) -> None:
    """Give the new row the leads that have not ended and the links; those of the old row stay as they were."""
    Lead.objects.bulk_create(
        Lead(
            item=following,
            post_id=row.post_id,
            position=row.position,
            as_written=row.as_written,
            starts_on=row.starts_on,
        )
        for row in item.leads.filter(ends_on__isnull=True)
    )
    PlanLink.objects.bulk_create(
        PlanLink(item=following, inquiry_id=row.inquiry_id, recommendation_id=row.recommendation_id)
        for row in item.links.all()
    )
