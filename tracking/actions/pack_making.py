"""Making packs in the background: the worker's part is that of every job (`actions.making`)."""

from datetime import timedelta
from typing import Final

from tracking.actions.making import BETWEEN_WRITES, LEASE, Finished, Kind, make_waiting
from tracking.enums import JobState
from tracking.mail import Words, packs_words
from tracking.models import MadeEdition, PackJob
from tracking.packs.papers import make_packs
from tracking.packs.pool import Progress
from tracking.presenters.pack_jobs import pack_job_words
from tracking.queries.audit_chain import Head
from tracking.queries.pack_papers import pack_papers


def make_waiting_packs(*, lease: timedelta = LEASE, between_writes: timedelta = BETWEEN_WRITES) -> int:
    """Make the packs that were asked for; what is written and returned says `actions.making.make_waiting`."""
    return make_waiting(_PACKS, lease=lease, between_writes=between_writes)


def _made(job: PackJob, trail: Head | None, progress: Progress) -> Finished:
    packs = make_packs(pack_papers(job.meeting), trail=trail, progress=progress)
    return Finished(
        editions=packs.editions,
        digest=packs.contents_digest,
        findings=packs.findings,
        not_printed=packs.not_printed,
        # Of packs that were kept, the head is that of then.
        trail=packs.trail,
        fields={"contents": packs.contents},
    )


def _mail(job: PackJob, state: JobState) -> Words:
    return packs_words(job.meeting, number=job.number, state=state)


_PACKS: Final = Kind(
    jobs=PackJob,
    made=MadeEdition,
    read_with=("meeting__committee",),
    make=_made,
    words=pack_job_words,
    mail=_mail,
    key="pack",
)
