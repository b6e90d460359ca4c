"""What somebody typed and has not saved, and who saved the same page last."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from tracking.enums import DraftPage
from tracking.models import Draft, ProgressReport, ProgressUpdate, Recommendation, User, Viewer
from tracking.queries.events import events_of


@dataclass(frozen=True)
class LastSave:
    """Who saved something last, by name (empty when their data is gone), and when."""

    by: User | None
    at: datetime

    @property
    def name(self) -> str:
        return self.by.person.name if self.by else ""


def drafts_in(report: ProgressReport, viewer: Viewer) -> QuerySet[Draft]:
    """The viewer's own drafts of pages of a report, in the order of its recommendations."""
    drafts = Draft.objects.visible_to(viewer).filter(report=report).select_related("recommendation")
    return drafts.order_by("recommendation__number", "page")


def own_draft(
    report: ProgressReport, page: DraftPage, recommendation: Recommendation | None, viewer: Viewer
) -> Draft | None:
    """Return what the viewer typed into a page of a report and has not saved."""
    return drafts_in(report, viewer).filter(page=page, recommendation=recommendation).first()


def last_save_of_section(update: ProgressUpdate) -> LastSave | None:
    """Return who saved a section last; None while nobody has."""
    return LastSave(update.recorded_by, update.recorded_at) if update.version else None


def last_save_of_report(report: ProgressReport, event_type: str) -> LastSave | None:
    """Return who last did what leaves no row of its own: saved the overview, the contact officers, reasons."""
    return last_save_told(report, event_type)


def last_save_told(target: Model, event_type: str) -> LastSave | None:
    """Return who last did what the audit trail calls so to a thing; None while nobody has."""
    event = events_of(target).filter(type=event_type).exclude(actor="").first()
    if event is None:
        return None
    return LastSave(User.objects.select_related("person").filter(public_id=event.actor).first(), event.at)


def user_named(public_id: str) -> User | None:
    """Return who is called so, unless they may not sign in any more."""
    return User.objects.filter(public_id=public_id, is_active=True).first()


def form_named(
    *, user: str, report: int, recommendation: int | None
) -> tuple[User, ProgressReport, Recommendation | None] | None:
    """Return whose form of what a token names; None when they may not sign in any more, or there is no such report."""
    writer = user_named(user)
    named = ProgressReport.objects.filter(pk=report).first()
    if writer is None or named is None:
        return None
    return writer, named, Recommendation.objects.filter(pk=recommendation or 0).first()
