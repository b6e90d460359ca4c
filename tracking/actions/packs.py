"""Issuing a meeting's papers: the pack is frozen byte for byte."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.events import record_event
from tracking.actions.state import change_state
from tracking.enums import Edition, MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import CommitteePack, Meeting, User
from tracking.packs.papers import FinishedPaper, pack_pdf
from tracking.queries.paper_readiness import closed_days, is_late
from tracking.queries.papers import pack_paper, reports_in_pack
from tracking.workflow import check_transition


def issue_papers(*, meeting: Meeting, by: User, late_papers_reason: str = "") -> CommitteePack:
    """Issue the public pack of a meeting: every published report goes in, and the meeting's papers are out.

    The pack is rendered first, outside the transaction; inside it the reports are read again. Raises NotAllowed unless
    `by` is clerk of the committee; NotPossible from another state than planned, without a published report, or when
    the papers are late and no reason for urgency is given (Local Government Act 1972, section 100B(4)(b));
    StaleState when the meeting or its reports changed meanwhile. Writes the meeting's state and reason, the
    CommitteePack with the bytes and their SHA-256, and one Event.
    """
    rules.can_issue_papers.check(by, meeting)
    check_transition(MeetingState(meeting.state), "issue papers")
    reason = late_papers_reason.strip()
    if is_late(meeting, dates.today(), closed_days()):
        if not reason:
            raise NotPossible("These papers are late. Say why, and why the matter is urgent, before you issue them.")
    else:
        reason = ""
    contents = _contents(meeting)
    if not contents:
        raise NotPossible("No Progress Report is published for this meeting yet. Publish at least one, then issue.")
    pack = pack_pdf(pack_paper(meeting))
    with transaction.atomic():
        return _freeze(meeting=meeting, by=by, reason=reason, contents=contents, pack=pack)


def _contents(meeting: Meeting) -> list[tuple[int, int]]:
    """The published reports and their current revisions: what the pack is made of."""
    reports = reports_in_pack(meeting).filter(revisions__is_current=True)
    return list(reports.values_list("pk", "revisions__pk"))


def _freeze(
    *, meeting: Meeting, by: User, reason: str, contents: list[tuple[int, int]], pack: FinishedPaper
) -> CommitteePack:
    change_state(meeting, "issue papers", late_papers_reason=reason)
    if _contents(meeting) != contents:
        raise StaleState(
            "The reports for this meeting changed while the pack was being made. "
            "Look again at what goes in, then issue the papers."
        )
    issued = CommitteePack.objects.create(
        meeting=meeting,
        edition=Edition.PUBLIC,
        number=1,
        file=ContentFile(pack.content, name="pack.pdf"),
        sha256=hashlib.sha256(pack.content).hexdigest(),
        page_count=pack.page_count,
        issued_by=by,
        issued_at=timezone.now(),
    )
    record_event(
        by=by,
        type="issued papers",
        target=meeting,
        before={"state": MeetingState.PLANNED},
        after={
            "state": meeting.state,
            "late_papers_reason": reason,
            "pack": issued.pk,
            "edition": issued.edition,
            "number": issued.number,
            "sha256": issued.sha256,
            "page_count": issued.page_count,
            "reports": [report for report, _ in contents],
        },
    )
    return issued
