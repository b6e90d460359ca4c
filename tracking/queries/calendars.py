"""What stands in the public calendars: meetings, completion dates of what is still tracked, responses that are owed.

Everything is read as anybody may read it who does not sign in. Each entry knows when it last changed and how often, so
that a calendar that was fetched before follows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q, QuerySet

from tracking import dates
from tracking.enums import ReportState
from tracking.models import (
    Assessment,
    Committee,
    Event,
    Inquiry,
    Meeting,
    Recommendation,
    RegisterEntry,
    SelfAssessment,
)
from tracking.queries.tasks import answered_by_the_executive

# A calendar is for planning, and stays small enough to be fetched every few hours.
LOOKS_BACK: Final = timedelta(days=365)
MOST_DUE_DATES: Final = 300
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)

_ANYBODY: Final = AnonymousUser()


@dataclass(frozen=True)
class Changes:
    """How often something in a calendar changed, and when it did last. Both only ever grow."""

    number: int = 0
    last_at: datetime = LONG_AGO

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(self.number + other.number, max(self.last_at, other.last_at))


@dataclass(frozen=True)
class MeetingEntry:
    meeting: Meeting
    changes: Changes


@dataclass(frozen=True)
class DueEntry:
    """The current completion date of a leaf that is still tracked."""

    leaf: Recommendation
    due_on: date
    changes: Changes


@dataclass(frozen=True)
class ResponseEntry:
    """The last day for the executive's response to an inquiry."""

    inquiry: Inquiry
    due_on: date
    changes: Changes


@dataclass(frozen=True)
class CalendarEntries:
    meetings: tuple[MeetingEntry, ...]
    due: tuple[DueEntry, ...]
    responses: tuple[ResponseEntry, ...]


def calendar_of_all(*, today: date) -> CalendarEntries:
    """Return the calendar of every committee and inquiry."""
    return _entries(Meeting.objects.all(), Inquiry.objects.all(), today)


def calendar_of_committee(committee: Committee, *, today: date) -> CalendarEntries:
    """Return the calendar of a committee: its meetings, and the dates of the inquiries it tracks now."""
    return _entries(Meeting.objects.filter(committee=committee), Inquiry.objects.tracked_by([committee]), today)


def calendar_of_inquiry(inquiry: Inquiry, *, today: date) -> CalendarEntries:
    """Return the calendar of an inquiry: its dates, and the meetings a published report on it is or was for."""
    about_it = Q(reports__in=inquiry.reports.public()) | Q(
        assessments__in=Assessment.objects.visible_to(_ANYBODY).live().filter(leaf__inquiry=inquiry)
    )
    meetings = Meeting.objects.filter(pk__in=Meeting.objects.filter(about_it).values("pk"))
    return _entries(meetings, Inquiry.objects.filter(pk=inquiry.pk), today)


def _entries(meetings: QuerySet[Meeting], inquiries: QuerySet[Inquiry], today: date) -> CalendarEntries:
    public = inquiries.filter(pk__in=Inquiry.objects.visible_to(_ANYBODY))
    return CalendarEntries(
        meetings=_meetings(meetings, today), due=_due(public, today), responses=_responses(public, today)
    )


def _meetings(meetings: QuerySet[Meeting], today: date) -> tuple[MeetingEntry, ...]:
    rows = Meeting.objects.visible_to(_ANYBODY).filter(pk__in=meetings.values("pk"), held_on__gte=today - LOOKS_BACK)
    found = list(rows.select_related("committee").order_by("held_on", "sequence", "pk"))
    changes = _recorded(Meeting, [row.pk for row in found], ("edited meeting", "cancelled meeting"))
    return tuple(MeetingEntry(row, changes.get(row.pk, Changes())) for row in found)


def _due(inquiries: QuerySet[Inquiry], today: date) -> tuple[DueEntry, ...]:
    """Those to come before those that have passed, the nearest first, where there are too many."""
    entries = RegisterEntry.objects.visible_to(_ANYBODY).tracked().filter(inquiry__in=inquiries.values("pk"))
    entries = entries.filter(current_on__isnull=False).select_related("leaf__parent", "leaf__inquiry")
    found = list(entries.filter(sorts_on__gte=today).order_by("sorts_on", "leaf")[:MOST_DUE_DATES])
    passed = entries.filter(sorts_on__lt=today, sorts_on__gte=today - LOOKS_BACK).order_by("-sorts_on", "leaf")
    found += passed[: MOST_DUE_DATES - len(found)]
    leaves = [row.leaf for row in found]
    changes = _judged([leaf.pk for leaf in leaves])
    corrected = _recorded(
        Recommendation,
        {pk for leaf in leaves for pk in (leaf.pk, leaf.parent_id) if pk},
        ("edited recommendation", "corrected recommendation"),
    )
    none = Changes()
    return tuple(
        DueEntry(
            leaf=row.leaf,
            due_on=row.current_on,
            changes=changes.get(row.leaf_id, none)
            + corrected.get(row.leaf_id, none)
            + corrected.get(row.leaf.parent_id or 0, none),
        )
        for row in found
        if row.current_on is not None
    )


def _responses(inquiries: QuerySet[Inquiry], today: date) -> tuple[ResponseEntry, ...]:
    """Those owed and not given; no clock runs against outside bodies."""
    tracked = Inquiry.objects.still_tracked(_ANYBODY)
    # Not by its state: that says at once that the last leaf was concluded, before the views are published.
    owed = list(tracked.filter(pk__in=inquiries.values("pk"), responded_on__isnull=True).order_by("pk"))
    due_on = {row.pk: dates.response_due_on(row.received_on, row.notice_on) for row in owed}
    owed = [row for row in owed if (day := due_on[row.pk]) is not None and day >= today - LOOKS_BACK]
    answerable = answered_by_the_executive(owed)
    changes = _recorded(
        Inquiry, [row.pk for row in owed], ("edited inquiry", "corrected inquiry", "recorded executive response")
    )
    return tuple(
        ResponseEntry(row, day, changes.get(row.pk, Changes()))
        for row in owed
        if row.pk in answerable and (day := due_on[row.pk]) is not None
    )


def _judged(leaves: Collection[int]) -> dict[int, Changes]:
    """What moves a date: every public claim and view on each leaf. None is ever taken away, corrections add to them."""
    found: dict[int, Changes] = {}
    # Nothing is asked of the inquiry once more: the leaves are of public ones.
    claims = SelfAssessment.objects.filter(
        leaf__in=leaves,
        update__revision__is_current=True,
        update__revision__report__state__in=ReportState.public(),
    ).order_by()
    published = "update__revision__report__published_at"
    views = Assessment.objects.visible_to(_ANYBODY).filter(leaf__in=leaves).order_by()
    counted: Iterable[tuple[int, int, datetime | None, datetime | None]] = (
        *claims.values_list("leaf_id").annotate(Count("pk"), Max(published), Max("update__revision__submitted_at")),
        *views.values_list("leaf_id").annotate(Count("pk"), Max("recorded_at"), Max("meeting__views_published_at")),
    )
    for leaf, number, *moments in counted:
        last_at = max((moment for moment in moments if moment), default=LONG_AGO)
        found[leaf] = found.get(leaf, Changes()) + Changes(number, last_at)
    return found


def _recorded(
    model: type[Meeting | Recommendation | Inquiry], keys: Collection[int], types: Collection[str]
) -> dict[int, Changes]:
    """How often each row was changed by actions of some types, by the audit trail."""
    rows = Event.objects.filter(
        target_label=model._meta.label_lower, target_id__in=[str(key) for key in keys], type__in=types
    ).order_by()
    counted = rows.values_list("target_id").annotate(Count("pk"), Max("at"))
    return {int(key): Changes(number, last_at) for key, number, last_at in counted}
