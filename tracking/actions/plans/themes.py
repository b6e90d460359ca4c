"""The themes of a plan and their aims: added while the plan goes on, removed only from a draft."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from tracking.actions.changes import lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.plans.guards import open_for_writing, require_draft, write_changes
from tracking.exceptions import NotPossible
from tracking.models import User
from tracking.models.plans import Aim, ImprovementPlan, Theme


class ThemeDetails(TypedDict, total=False):
    """What is said of a theme. Leave a key out to leave the field as it is."""

    number: int
    title: str
    statement: str
    note: str


@transaction.atomic
def add_theme(*, by: User, plan: ImprovementPlan, **details: Unpack[ThemeDetails]) -> Theme:
    """Add a numbered theme to a plan that goes on.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, has this number already
    or no title is given. Writes the Theme and one Event.
    """
    open_for_writing(by, plan)
    theme = Theme(plan=plan, **details)
    store(theme)
    after = field_values(theme, ["plan", "number", "title", "statement", "note"])
    record_event(by=by, type="added theme", target=theme, after=after)
    return theme


@transaction.atomic
def edit_theme(*, by: User, theme: Theme, reason: str = "", **details: Unpack[ThemeDetails]) -> Theme:
    """Change a theme; once the plan is published its number stays, and its words are corrected with a reason.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, the number is taken or
    no title is left, and once it is published also for another number, without a reason or without a change. Writes
    the Theme and one Event.
    """
    open_for_writing(by, theme.plan)
    lock(theme)
    if details.get("number", theme.number) != theme.number:
        require_draft(theme.plan, "the number of a theme")
    write_changes(by, theme.plan, theme, details, reason=reason)
    return theme


@transaction.atomic
def remove_theme(*, by: User, theme: Theme) -> Theme:
    """Take a theme out of a draft, with the actions and outputs of the whole theme.

    Raises NotAllowed unless `by` is of the owning post; NotPossible once the plan is published, or while the theme
    has aims. Deletes the Theme and writes one Event.
    """
    open_for_writing(by, theme.plan)
    require_draft(theme.plan, "a theme")
    if theme.aims.exists():
        raise NotPossible("This theme has aims. Remove them first, or change their words.")
    before = field_values(theme, ["plan", "number", "title", "statement", "note"])
    record_event(by=by, type="removed theme", target=theme, before=before)
    theme.delete()
    return theme


@transaction.atomic
def add_aim(*, by: User, theme: Theme, text: str, number: int | None = None) -> Aim:
    """Add an aim behind those the theme has; some papers leave its number out.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, the theme has this
    number already or no words are given. Writes the Aim and one Event.
    """
    open_for_writing(by, theme.plan)
    last = theme.aims.aggregate(last=Max("position"))["last"] or 0
    aim = Aim(theme=theme, position=last + 1, number=number, text=text)
    store(aim)
    after = field_values(aim, ["theme", "position", "number", "text"])
    record_event(by=by, type="added aim", target=aim, after=after)
    return aim


@transaction.atomic
def edit_aim(*, by: User, aim: Aim, text: str, number: int | None = None, reason: str = "") -> Aim:
    """Change an aim; once the plan is published its number stays, and its words are corrected with a reason.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, the number is taken or
    no words are left, and once it is published also for another number, without a reason or without a change. Writes
    the Aim and one Event.
    """
    open_for_writing(by, aim.plan)
    lock(aim)
    if number != aim.number:
        require_draft(aim.plan, "the number of an aim")
    write_changes(by, aim.plan, aim, {"number": number, "text": text}, reason=reason)
    return aim


@transaction.atomic
def remove_aim(*, by: User, aim: Aim) -> Aim:
    """Take an aim out of a draft, with its actions, outputs, leads and links.

    Raises NotAllowed unless `by` is of the owning post; NotPossible once the plan is published. Deletes the Aim and
    writes one Event.
    """
    open_for_writing(by, aim.plan)
    require_draft(aim.plan, "an aim")
    record_event(by=by, type="removed aim", target=aim, before=field_values(aim, ["theme", "number", "text"]))
    aim.delete()
    return aim
