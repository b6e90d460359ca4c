"""What every act on a plan asks first, and how what is published is corrected."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import models

from tracking import dates, rules
from tracking.actions.changes import change_fields, lock
from tracking.actions.events import record_event
from tracking.enums import PlanRoundState, PlanState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import User
from tracking.models.plans import Aim, ImprovementPlan, PlanItem
from tracking.presenters.wording import written_date
from tracking.queries.plans.ratings import month_ends_on

HANDED_OVER = "This plan has just been handed over to another post, so nothing was saved. Open it again."


def open_for_writing(by: User, plan: ImprovementPlan) -> None:
    """Lock the plan, before anything in it is locked, and read it again.

    Raises NotAllowed unless `by` holds or contributes for the owning post; StaleState when the plan was handed over
    meanwhile to one they are not of; NotPossible once the plan has ended.
    """
    rules.can_edit_plan.check(by, plan)
    lock(plan)
    if not rules.can_edit_plan(by, plan):
        raise StaleState(HANDED_OVER)
    if plan.state == PlanState.ENDED:
        raise NotPossible("This plan has ended. It stays as it is.")


def require_draft(plan: ImprovementPlan, thing: str, *, instead: str = "Correct its words instead.") -> None:
    if not plan.is_draft:
        raise NotPossible(f"This plan is published, and {thing} stays in it. {instead}")


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


def require_after_issued_months(on: Aim | PlanItem, day: date | None) -> None:
    """Raise NotPossible for a day from which a lead would change in a month that was issued; None is the beginning.

    An item that was written after the last month was issued is in none of them.
    """
    last = on.plan.rounds.filter(state=PlanRoundState.ISSUED).order_by("-month").first()
    if last is None or (isinstance(on, PlanItem) and last.issued_at and on.recorded_at > last.issued_at):
        return
    earliest = month_ends_on(last.month) + timedelta(days=1)
    if day is None or day < earliest:
        raise NotPossible(f"{last.name} is issued and stays as it is. Enter {written_date(earliest)} or a later day.")
