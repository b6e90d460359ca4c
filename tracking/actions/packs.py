"""Issuing a meeting's papers: what was made is frozen byte for byte."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.jobs import check_files, check_latest_and_ready, close, found_not_exempt, issued_document
from tracking.actions.pack_jobs import NO_LONGER_THE_LATEST, check_papers_go_out
from tracking.actions.state import change_state
from tracking.enums import Edition, MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import AgendaDocument, CommitteePack, MadeEdition, Meeting, PackJob, User
from tracking.models.documents import fitting_title
from tracking.presenters.packs import issued_pack_title
from tracking.queries.agenda import document_key, issued_key, report_key
from tracking.queries.jobs import open_findings
from tracking.queries.pack_jobs import is_up_to_date
from tracking.queries.pack_papers import next_number
from tracking.queries.paper_readiness import closed_days, is_late

_AGAIN = "Make the packs again, then issue them."


@dataclass(frozen=True)
class _Issue:
    """Who issues what, when, and why late."""

    meeting: Meeting
    job: PackJob
    by: User
    at: datetime
    late_reason: str


def issue_papers(
    *, meeting: Meeting, job: PackJob, by: User, late_papers_reason: str = "", at: datetime | None = None
) -> tuple[CommitteePack, ...]:
    """Issue the packs that a job has made, public edition first: the pack itself or, once it is out, a supplement.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible when the meeting was cancelled or its minutes
    are approved, when something exempt was found and not explained, when a file is gone from the store, or when the
    papers are late and no reason for urgency is given; StaleState when the job is not the latest or not ready, or when
    something changed since it was made. Late, a supplement like the pack itself, is what leaves fewer clear days than
    the Local Government Act 1972 asks for: the reason is needed by section 100B(4)(b).
    Hands the files of the job over to the issued documents of CommitteePack rows, marks the job, the clerk's documents
    and, for the pack itself, the meeting as issued, and writes one Event: of what was found it tells how many, where
    and why not exempt, never the words. `at` is for history with dates of its own.
    """
    rules.can_issue_papers.check(by, meeting)
    check_papers_go_out(meeting)
    moment = at or timezone.now()
    check_files(job, refusal=f"A file of these packs is gone or damaged. {_AGAIN}")
    with transaction.atomic():
        lock(meeting)
        lock(job)
        check_papers_go_out(meeting)
        _check_job(meeting, job)
        reason = _late_reason(meeting, late_papers_reason, moment)
        return _freeze(_Issue(meeting, job, by, moment, reason))


def _check_job(meeting: Meeting, job: PackJob) -> None:
    if job.meeting_id != meeting.pk:
        raise NotPossible(f"These packs are for another meeting. {_AGAIN}")
    check_latest_and_ready(job, refusal=NO_LONGER_THE_LATEST)
    if job.number != next_number(meeting) or not is_up_to_date(job):
        raise StaleState(f"Something in the papers changed since these packs were made. {_AGAIN}")
    if open_findings(job):
        raise NotPossible(
            "Something that may be exempt was found in the public edition. "
            "Take it out and make the packs again, or say for each place why it is not exempt there."
        )


def _late_reason(meeting: Meeting, given: str, moment: datetime) -> str:
    if not is_late(meeting, dates.today(moment), closed_days()):
        return ""
    if not given.strip():
        raise NotPossible("These papers are late. Say why, and why the matter is urgent, before you issue them.")
    return given.strip()


def _freeze(issue: _Issue) -> tuple[CommitteePack, ...]:
    before = {"state": MeetingState(issue.meeting.state)}
    if issue.meeting.state == MeetingState.PLANNED:
        change_state(issue.meeting, "issue papers", late_papers_reason=issue.late_reason)
    editions = list(issue.job.editions.order_by("edition"))
    packs = tuple(_frozen(issue, made) for made in editions)
    close(issue.job)
    items = issue.job.contents["items"]
    reports, documents = _keys_of(items, report_key(0)), _keys_of(items, document_key(0))
    AgendaDocument.objects.filter(pk__in=documents).update(issued=True)
    record_event(
        by=issue.by,
        type="issued papers" if issue.job.number == 1 else "issued supplement",
        target=issue.meeting,
        before=before,
        after={
            **_told(issue, packs),
            "reports": reports,
            "documents": documents,
            "issued_documents": _keys_of(items, issued_key(0)),
        },
        at=issue.at,
    )
    return packs


def _frozen(issue: _Issue, made: MadeEdition) -> CommitteePack:
    """An edition as it goes out: the very files that were made."""
    job = issue.job
    document = issued_document(
        job,
        made,
        title=fitting_title(issued_pack_title(issue.meeting, job.number, Edition(made.edition))),
        contents=job.contents,
        digest=job.contents_digest,
        by=issue.by,
        at=issue.at,
    )
    return CommitteePack.objects.create(
        meeting=issue.meeting,
        edition=made.edition,
        number=job.number,
        document=document,
        late_reason=issue.late_reason,
    )


def _told(issue: _Issue, packs: tuple[CommitteePack, ...]) -> dict[str, Any]:
    return {
        "state": issue.meeting.state,
        "number": issue.job.number,
        "late_reason": issue.late_reason,
        "packs": [
            {
                "pack": pack.pk,
                "edition": pack.edition,
                "sha256": pack.document.sha256,
                "web_page_sha256": pack.document.web_page_sha256,
                "page_count": pack.document.page_count,
            }
            for pack in packs
        ],
        "found_not_exempt": found_not_exempt(issue.job),
    }


def _keys_of(items: dict[str, Any], like: str) -> list[int]:
    """The primary keys in the keys of one kind: `report-12`, `document-5`."""
    kind = like.removesuffix("0")
    return [int(key.removeprefix(kind)) for key in items if key.startswith(kind)]
