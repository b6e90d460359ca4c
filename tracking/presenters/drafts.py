"""Words for what was typed and is not saved yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tracking import dates
from tracking.enums import DraftPage
from tracking.models import Draft, User
from tracking.presenters.wording import written_date, written_list
from tracking.queries.drafts import LastSave


@dataclass(frozen=True)
class DraftLines:
    """What the page says above a form that shows a draft; `newer` when others have saved the page since."""

    kept: str
    newer: str


def moment(at: datetime) -> str:
    """Return "at 14:03", with the day before it when that is not today; the council's time."""
    local = timezone.localtime(at)
    day = "" if local.date() == dates.today() else f"on {written_date(local.date())} "
    return f"{day}at {local:%H:%M}"


def saved_words(save: LastSave | None, viewer: User) -> str:
    """Return "Saved by Jo Bloggs at 14:03"; nothing while nobody has."""
    if save is None:
        return "Not saved yet"
    name = "you" if save.by == viewer else save.name
    return f"Saved by {name} {moment(save.at)}" if name else f"Saved {moment(save.at)}"


def kept_words(draft: Draft) -> str:
    return f"Saved as draft {moment(draft.saved_at)}"


def unsaved_words(drafts: Iterable[Draft], thing: str = "report") -> str:
    """Say of which pages the viewer has drafts, that a report about to be signed leaves out; nothing for none."""
    of = written_list(_page_words(draft) for draft in drafts)
    return f"You have a draft of {of}. It is not saved, so it is not in the {thing}." if of else ""


def _page_words(draft: Draft) -> str:
    if draft.page == DraftPage.ANSWER and draft.recommendation:
        return f"the answer to {draft.recommendation.label}"
    if draft.heading:
        return f"“{draft.heading}”"
    return draft.recommendation.label if draft.recommendation else f"the {DraftPage(draft.page).label.lower()}"


def draft_lines(draft: Draft, save: LastSave | None, viewer: User) -> DraftLines:
    newer = ""
    if save and save.at > draft.saved_at and save.by != viewer:
        newer = (
            f"{save.name or 'Somebody'} saved this page {moment(save.at)}, after that. "
            "If you both changed the same, you will be shown both texts when you save."
        )
    return DraftLines(f"This text was kept {moment(draft.saved_at)} and is not saved yet.", newer)


def discard_heading(draft: Draft) -> str:
    return f"Discard your draft of {_page_words(draft)}?"
