"""The words of packs being made, and where they are watched and gone on with."""

from datetime import datetime

from tracking.models import MadeEdition, PackJob
from tracking.presenters import jobs
from tracking.presenters.jobs import EditionLine, JobFace, JobPlaces, JobWords
from tracking.presenters.links import Link, meeting_href


def packs_word(number: int) -> str:
    """What is being made: "the packs" or "supplement 1", which is number 2."""
    return "the packs" if number == 1 else f"supplement {number - 1}"


def pack_job_words(job: PackJob) -> JobWords:
    """How what a job of packs makes is called."""
    return JobWords(packs_word(job.number), "the packs", "the papers", "the pack", "Pack job", is_one=job.number > 1)


def pack_job_face(job: PackJob, *, is_clerk: bool, now: datetime) -> JobFace:
    """Say how packs being made stand and what can be done about them."""
    meeting = job.meeting
    builder = meeting_href("meeting_pack_builder", meeting)
    places = JobPlaces(
        back=builder,
        back_text="Pack",
        watch=meeting_href("meeting_pack_progress", meeting),
        cancel=meeting_href("meeting_pack_cancel", meeting),
        make=meeting_href("meeting_pack_make", meeting),
        findings=meeting_href("meeting_pack_findings", meeting),
        on=Link("Go on to the pack", builder),
    )
    return jobs.job_face(job, pack_job_words(job), places, is_clerk=is_clerk, now=now)


def edition_line(made: MadeEdition, job: PackJob) -> EditionLine:
    """The line of an edition of a pack that is not issued yet."""
    pdf, web = (meeting_href(name, job.meeting) for name in ("meeting_pack_preview", "meeting_pack_preview_page"))
    query = f"?edition={made.edition}"
    return jobs.edition_line(made, pdf=pdf + query, web=web + query)
