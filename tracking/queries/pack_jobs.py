"""Packs being made, and those that were made and wait to be issued."""

from typing import Any

from django.db.models import QuerySet

from tracking.enums import Edition, PackJobState
from tracking.models import MadeEdition, Meeting, PackJob
from tracking.queries.pack_contents import contents_digest
from tracking.queries.pack_papers import pack_papers


def latest_job(meeting: Meeting) -> PackJob | None:
    """Return what the clerk asked for last, with its editions, unless they cancelled it: then the one before."""
    return _jobs(meeting).exclude(state=PackJobState.CANCELLED).first()


def last_asked_for(meeting: Meeting) -> PackJob | None:
    """Return what the clerk asked for last, cancelled or not, with its editions."""
    return _jobs(meeting).first()


def made_edition(meeting: Meeting, edition: Edition) -> MadeEdition | None:
    """Return an edition that is ready and not issued yet; None where the latest job has none of that kind."""
    job = latest_job(meeting)
    if job is None or job.state != PackJobState.READY:
        return None
    return next((made for made in job.editions.all() if made.edition == edition), None)


def is_up_to_date(job: PackJob) -> bool:
    """Whether the packs of a finished job are still those that would be made now. Reads all the papers."""
    return bool(job.contents_digest) and contents_digest(pack_papers(job.meeting)) == job.contents_digest


def open_findings(job: PackJob) -> tuple[dict[str, Any], ...]:
    """Return the places where something exempt was found in the public edition that the clerk gave no reason for."""
    return tuple(finding for finding in job.findings if not finding.get("reason"))


def _jobs(meeting: Meeting) -> QuerySet[PackJob]:
    return PackJob.objects.filter(meeting=meeting).select_related("meeting__committee").prefetch_related("editions")
