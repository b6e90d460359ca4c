"""The demo council's packs: the papers of meetings that are not over, made and issued as they would be."""

from typing import Final

from django.db import connection

from tracking.actions.demo_council import PAPERS_IN_USE, DemoCouncil, papers_issued_at
from tracking.actions.pack_making import make_waiting_packs
from tracking.actions.packs import issue_papers
from tracking.actions.plans.month_documents import print_issued_months
from tracking.enums import MailKind, MailState
from tracking.models import Job, Meeting, OutboxMail, PackJob

_WHY_LATE: Final = "The figures for the quarter came after the day, and the committee does not meet again before May."


def print_demo_months() -> None:
    """Make the papers of the plan's issued months."""
    _let_the_trail_catch_up()
    print_issued_months()


def _let_the_trail_catch_up() -> None:
    """The demo is loaded in one transaction; links of the audit trail, which papers print, wait for its end."""
    connection.check_constraints()


def write_packs(council: DemoCouncil) -> None:
    """Make and issue the packs of every meeting whose papers are out and whose minutes are not approved yet.

    Older packs would take longer to make than the whole rest, and nothing in the demo needs them.
    """
    _let_the_trail_catch_up()
    for meeting in council.meetings.values():
        if meeting.state in PAPERS_IN_USE:
            _write_pack(council, meeting)


def _write_pack(council: DemoCouncil, meeting: Meeting) -> None:
    """As on its day: the job and its mail go again."""
    issued_at, clerk = papers_issued_at(council, meeting), council.clerks[meeting.committee_id]
    job = PackJob.objects.create(meeting=meeting, requested_by=clerk, requested_at=issued_at)
    make_waiting_packs()
    job.refresh_from_db()
    issue_papers(meeting=meeting, job=job, by=clerk, late_papers_reason=_WHY_LATE, at=issued_at)
    forget(job)


def forget(job: Job) -> None:
    """Take away a job and its mail, which would be of today."""
    job.delete()
    OutboxMail.objects.filter(kind=MailKind.PACK, state=MailState.WAITING).delete()
