"""What somebody typed and has not saved, and who saved the same page last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from tracking.enums import DraftPage
from tracking.models import Draft, ProgressUpdate, User, Viewer, WrittenPage
from tracking.models.drafts import OWNERS, PARTS
from tracking.queries.events import events_of


@dataclass(frozen=True)
class LastSave:
    """Who saved something last, by name (empty when their data is gone), and when."""

    by: User | None
    at: datetime

    @property
    def name(self) -> str:
        return self.by.person.name if self.by else ""


def drafts_in(owner: Any, viewer: Viewer) -> QuerySet[Draft]:
    """The viewer's own drafts of pages of something that keeps them, in the order of what the pages are about."""
    drafts: QuerySet[Draft] = owner.drafts.visible_to(viewer).select_related("recommendation", "heading")
    return drafts.order_by("recommendation__number", "recommendation__letter", "heading__position", "page")


def own_draft(of: WrittenPage, viewer: Viewer) -> Draft | None:
    """Return what the viewer typed into a page and has not saved."""
    return Draft.objects.visible_to(viewer).of_page(of).select_related("recommendation", "heading").first()


def last_save_of_section(update: ProgressUpdate) -> LastSave | None:
    """Return who saved a section last; None while nobody has."""
    return LastSave(update.recorded_by, update.recorded_at) if update.version else None


def last_save_told(target: Model, event_type: str) -> LastSave | None:
    """Return who last did what leaves no row of its own, by its name in the audit trail; None while nobody has."""
    event = events_of(target).filter(type=event_type).exclude(actor="").first()
    if event is None:
        return None
    return LastSave(User.objects.select_related("person").filter(public_id=event.actor).first(), event.at)


def user_named(public_id: str) -> User | None:
    """Return who is called so, unless they may not sign in any more."""
    return User.objects.filter(public_id=public_id, is_active=True).first()


def page_named(*, page: str, owner: int, part: int | None) -> WrittenPage | None:
    """Return the page that a token names; None where what it belongs to, or is about, is gone."""
    kind = DraftPage(page)
    found, about = _row(OWNERS[kind], owner), _row(PARTS[kind], part) if kind in PARTS else None
    if found is None or (about is None and kind in PARTS):
        return None
    return WrittenPage(found, kind, about)


def _row(key: str, pk: int | None) -> Any:
    """The row that a key of a draft would lead to; None where there is none."""
    model: Any = Draft._meta.get_field(key).related_model
    return model.objects.filter(pk=pk).first()
