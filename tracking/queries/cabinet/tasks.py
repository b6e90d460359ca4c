"""What waits for a user in reports to Cabinet, and what they wait for: read from states, never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q

from tracking.enums import CabinetReportState
from tracking.models import Roles, User, roles_of
from tracking.models.cabinet import CabinetReport, CabinetSection, SectionClearance
from tracking.models.cabinet.reports import CabinetReportQuerySet, kept_posts
from tracking.queries.cabinet.lists import SHOWN
from tracking.queries.meetings import papers_deadlines


class CabinetTaskKind(StrEnum):
    """What is to be done, or waited for."""

    DRAFT = "draft"
    REVISE = "revise"
    CLEAR = "clear"
    CHECK = "check"
    PUBLISH = "publish"
    RECORD = "record"
    AWAIT_CHECK = "await check"
    AWAIT_PUBLICATION = "await publication"
    AWAIT_REVISION = "await revision"
    AWAIT_DECISION = "await decision"


@dataclass(frozen=True)
class CabinetTask:
    """One thing with one report; `is_needed` of this user, or waited for. `due_on` is the day it should be done by."""

    kind: CabinetTaskKind
    report: CabinetReport
    due_on: date
    is_needed: bool


_WRITERS = {
    CabinetReportState.DRAFT: CabinetTaskKind.DRAFT,
    CabinetReportState.RETURNED: CabinetTaskKind.REVISE,
    CabinetReportState.SUBMITTED: CabinetTaskKind.AWAIT_CHECK,
    CabinetReportState.ACCEPTED: CabinetTaskKind.AWAIT_PUBLICATION,
    CabinetReportState.PUBLISHED: CabinetTaskKind.AWAIT_DECISION,
}
_CLERKS = {
    CabinetReportState.SUBMITTED: CabinetTaskKind.CHECK,
    CabinetReportState.RETURNED: CabinetTaskKind.AWAIT_REVISION,
    CabinetReportState.ACCEPTED: CabinetTaskKind.PUBLISH,
}
_NEEDED = {
    CabinetTaskKind.DRAFT,
    CabinetTaskKind.REVISE,
    CabinetTaskKind.CLEAR,
    CabinetTaskKind.CHECK,
    CabinetTaskKind.PUBLISH,
    CabinetTaskKind.RECORD,
}


def cabinet_tasks_for(user: User, *, today: date) -> tuple[CabinetTask, ...]:
    """Read what a user has to do with reports to Cabinet and what they wait for, in a fixed number of queries.

    The most urgent comes first.
    """
    roles = roles_of(user)
    if not (roles.council_posts or roles.committees_clerked):
        return ()
    found: list[tuple[CabinetTaskKind, CabinetReport]] = []
    if roles.council_posts:
        written = _open(CabinetReport.objects.written_by(user), user)
        found += [(_WRITERS[CabinetReportState(row.state)], row) for row in written]
    found += [(CabinetTaskKind.CLEAR, row) for row in _to_clear(roles, user)]
    if roles.committees_clerked:
        found += _of_the_clerk(user, today)
    due = papers_deadlines({row.meeting for _, row in found})
    tasks = [_task(kind, row, due[row.meeting_id]) for kind, row in found]
    return tuple(sorted(tasks, key=lambda task: (not task.is_needed, task.due_on, task.report.shown_title)))


def _task(kind: CabinetTaskKind, report: CabinetReport, papers_due_on: date) -> CabinetTask:
    at_the_meeting = kind in (CabinetTaskKind.RECORD, CabinetTaskKind.AWAIT_DECISION)
    return CabinetTask(kind, report, report.meeting.held_on if at_the_meeting else papers_due_on, kind in _NEEDED)


def _open(rows: CabinetReportQuerySet, user: User) -> CabinetReportQuerySet:
    return rows.filter(state__in=CabinetReportState.open()).with_shown_title(user).select_related(*SHOWN)


def _to_clear(roles: Roles, user: User) -> CabinetReportQuerySet:
    """Reports with a section that is written, that a post of theirs clears, and that is not cleared as it stands."""
    standing = SectionClearance.objects.filter(section=OuterRef("pk"), section_version=F("section__version"))
    sections = CabinetSection.objects.filter(
        ~Exists(standing),
        ~Q(text="") | ~Q(not_required_reason=""),
        heading__cleared_by__in=kept_posts(roles.posts_held),
        revision__is_current=True,
        revision__report=OuterRef("pk"),
    )
    rows = CabinetReport.objects.filter(Exists(sections), state__in=CabinetReportState.cleared())
    return rows.with_shown_title(user).select_related(*SHOWN)


def _written_by(user: User) -> set[int]:
    return set(CabinetReport.objects.checked_by(user).written_by(user).values_list("pk", flat=True))


def _of_the_clerk(user: User, today: date) -> list[tuple[CabinetTaskKind, CabinetReport]]:
    """What their own post reports, another clerk checks."""
    found, own = [], _written_by(user)
    for row in _open(CabinetReport.objects.checked_by(user), user):
        if row.state == CabinetReportState.SUBMITTED and row.pk in own:
            continue
        if row.state != CabinetReportState.PUBLISHED:
            found.append((_CLERKS[CabinetReportState(row.state)], row))
        elif row.meeting.held_on <= today:
            found.append((CabinetTaskKind.RECORD, row))
    return found
