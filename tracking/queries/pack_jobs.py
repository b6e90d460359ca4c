"""Packs being made, and those that were made and wait to be issued."""

from tracking.enums import Edition
from tracking.models import MadeEdition, Meeting, PackJob
from tracking.models.jobs import JobQuerySet
from tracking.queries.jobs import edition_of
from tracking.queries.pack_contents import contents_digest
from tracking.queries.pack_papers import pack_papers


def latest_job(meeting: Meeting) -> PackJob | None:
    """Return what the clerk asked for last, with its editions, unless they cancelled it: then the one before."""
    job: PackJob | None = _jobs(meeting).not_cancelled().first()
    return job


def last_asked_for(meeting: Meeting) -> PackJob | None:
    """Return what the clerk asked for last, cancelled or not, with its editions."""
    job: PackJob | None = _jobs(meeting).first()
    return job


def made_edition(meeting: Meeting, edition: Edition) -> MadeEdition | None:
    """Return an edition that is ready and not issued yet; None where the latest job has none of that kind."""
    made: MadeEdition | None = edition_of(latest_job(meeting), edition)
    return made


def is_up_to_date(job: PackJob) -> bool:
    """Whether the packs of a finished job are still those that would be made now. Reads all the papers."""
    return bool(job.contents_digest) and contents_digest(pack_papers(job.meeting)) == job.contents_digest


def _jobs(meeting: Meeting) -> "JobQuerySet[PackJob]":
    return PackJob.objects.filter(meeting=meeting).select_related("meeting__committee").prefetch_related("editions")
