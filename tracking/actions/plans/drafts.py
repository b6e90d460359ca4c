"""Keeping what somebody typed into an update on a plan and has not saved, and throwing it away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tracking.actions.drafts import as_kept
from tracking.enums import DraftPage
from tracking.exceptions import NotAllowed
from tracking.models import Draft, User
from tracking.models.plans import PlanUpdate


@transaction.atomic
def keep_draft(*, update: PlanUpdate, fields: Mapping[str, Sequence[str]], by: User) -> Draft:
    """Keep what was typed into an update on a plan, for `by` alone, in place of what was kept of it before.

    As `actions.drafts.keep_draft` does for a report: unchecked, and in whatever state the update is. Raises NotAllowed
    unless `by` may sign in and is of a post of the update; NotPossible when it is too long. Writes the draft and no
    Event: nothing that others see has changed.
    """
    if not by.is_active or not PlanUpdate.objects.written_by(by).filter(pk=update.pk).exists():
        raise NotAllowed("You do not have permission to do this.")
    kept = as_kept(fields)
    # One keeps or saves at a time: a draft is not thrown away between looking for it and writing it.
    PlanUpdate.objects.select_for_update(no_key=True).get(pk=update.pk)
    draft, _ = Draft.objects.update_or_create(
        plan_update=update,
        page=DraftPage.PLAN_UPDATE,
        written_by=by,
        defaults={"fields": kept, "saved_at": timezone.now()},
    )
    return draft


def discard_draft(*, update: PlanUpdate, by: User, kept_at: datetime | None = None) -> bool:
    """Throw away what `by` typed into an update and did not save; returns whether it is thrown away.

    With `kept_at`, only what was kept then, not what was typed since. Part of every save of the update. Needs no role,
    because a draft is its writer's own. Writes no Event.
    """
    own = Draft.objects.visible_to(by).filter(plan_update=update, page=DraftPage.PLAN_UPDATE)
    if kept_at is not None:
        own = own.filter(saved_at=kept_at)
    return own.delete()[0] > 0
