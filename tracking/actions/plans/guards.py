"""What every act on a plan asks first, and how what is published is corrected."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from tracking import dates, rules
from tracking.actions.changes import change_fields, lock
from tracking.actions.events import record_event
from tracking.enums import PlanState
from tracking.exceptions import NotPossible
from tracking.models import User
from tracking.models.plans import ImprovementPlan
from tracking.presenters.wording import written_date


def open_for_writing(by: User, plan: ImprovementPlan) -> None:
    """Lock the plan, before anything in it is locked, and read it again.

    Raises NotAllowed unless `by` holds or contributes for the owning post; NotPossible once the plan has ended.
    """
    rules.can_edit_plan.check(by, plan)
    lock(plan)
    if plan.state == PlanState.ENDED:
        raise NotPossible("This plan has ended. It stays as it is.")


def require_draft(plan: ImprovementPlan, thing: str) -> None:
    if not plan.is_draft:
        raise NotPossible(f"This plan is published, and {thing} stays in it. Correct its words instead.")


def write_changes(
    by: User, plan: ImprovementPlan, row: models.Model, changes: Mapping[str, Any], *, reason: str
) -> None:
    """Write what differs on a row of the plan, and one Event: an edit in a draft, a correction once it is published.

    A correction needs its reason and must change something (the council's process, as for an inquiry). Raises
    NotPossible otherwise, or when the row may not be as it would become.
    """
    thing = row._meta.verbose_name
    if not plan.is_draft and not reason.strip():
        raise NotPossible("Give the reason for the correction. It is kept in the audit trail.")
    before, after = change_fields(row, changes)
    if plan.is_draft:
        record_event(by=by, type=f"edited {thing}", target=row, before=before, after=after)
        return
    if not after:
        raise NotPossible("Nothing was changed. Change what is wrong, then save the correction.")
    record_event(by=by, type=f"corrected {thing}", target=row, before=before, after={**after, "reason": reason})


def require_month(plan: ImprovementPlan, month: date | None, *, since: date | None = None) -> date:
    """Return the first day of the month in which a published plan changes.

    Raises NotPossible without one, or for one that is to come, was before the plan's publication or before `since`.
    """
    if month is None:
        raise NotPossible("Choose the month in which the plan changed.")
    first = month.replace(day=1)
    if first > dates.today():
        raise NotPossible("This month is still to come. Choose the month in which the plan changed.")
    earliest = max((day for day in (plan.published_on, since) if day), default=first).replace(day=1)
    if first < earliest:
        words = written_date(earliest).split(maxsplit=1)[1]
        raise NotPossible(f"The plan could not change before {words}. Choose a later month.")
    return first
