"""The demo council's packs: the papers of meetings that are not over, frozen as they went out."""

from hashlib import sha256
from typing import Final

from django.core.files.base import ContentFile

from tracking.actions.demo_council import DemoCouncil, papers_issued_at
from tracking.enums import Edition, MeetingState
from tracking.models import CommitteePack
from tracking.packs.papers import pack_pdf
from tracking.queries.papers import pack_paper

_IN_USE: Final = frozenset({MeetingState.PAPERS_ISSUED, MeetingState.HELD})


def write_packs(council: DemoCouncil) -> None:
    """Make the pack of every meeting whose papers are out and whose minutes are not approved yet.

    Older packs would take longer to make than the whole rest, and nothing in the demo needs them.
    """
    for meeting in council.meetings.values():
        if meeting.state not in _IN_USE:
            continue
        pack = pack_pdf(pack_paper(meeting))
        CommitteePack.objects.create(
            meeting=meeting,
            edition=Edition.PUBLIC,
            file=ContentFile(pack.content, name="pack.pdf"),
            sha256=sha256(pack.content).hexdigest(),
            page_count=pack.page_count,
            issued_by=council.clerks[meeting.committee_id],
            issued_at=papers_issued_at(council, meeting),
        )
