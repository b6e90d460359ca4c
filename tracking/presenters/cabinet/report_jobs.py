"""The words of the editions of a report to Cabinet being made, and of the page on which they are published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from tracking.enums import JobState
from tracking.models.cabinet import CabinetReport, CabinetReportJob
from tracking.presenters import jobs
from tracking.presenters.findings import FindingsWords, to_explain
from tracking.presenters.jobs import EditionLine, JobFace, JobPlaces, JobWords, written_moment
from tracking.presenters.links import Link

REPORT_JOB: Final = JobWords("the editions", "the editions", "the report", "the report", "Report job")
REPORT_FINDINGS: Final = FindingsWords(
    ways=(
        "say below why it is not exempt in this place",
        "have the report withdrawn, and written again without it",
    ),
    kept="The reasons are kept in the audit trail when the report is published, without the words found.",
    instead="have the report withdrawn and written again without it",
)

_FIRST: Final = (
    "First its editions are made as files, so that you can look at them. "
    "What you look at is exactly what is then published."
)


@dataclass(frozen=True)
class PublishFace:
    """How the editions of a report stand before it is published.

    `state` says it in a word or two; `make` is the button that has them made, nothing while they are being made. The
    report `can_be_published` from here; `to_explain` says in how many places something may be exempt. Where it
    `is_whole`, up to date with nothing missing, having them made again is not the next thing to do.
    """

    state: str
    sentences: tuple[str, ...]
    make: str
    can_be_published: bool
    editions: tuple[EditionLine, ...] = ()
    not_printed: tuple[str, ...] = ()
    to_explain: str = ""
    findings: Link | None = None
    watch: Link | None = None
    is_whole: bool = False


def places_of(report: CabinetReport) -> JobPlaces:
    """Where the editions of a report are made, watched and gone on with."""

    def at(name: str) -> str:
        return reverse(name, args=[report.pk])

    publish = at("cabinet_report_publish")
    return JobPlaces(
        back=at("cabinet_report"),
        back_text="The report",
        watch=at("cabinet_editions"),
        cancel=at("cabinet_editions_cancel"),
        make=at("cabinet_editions_make"),
        findings=at("cabinet_editions_findings"),
        on=Link("Go on to publish the report", publish),
    )


def report_job_face(job: CabinetReportJob, report: CabinetReport, *, now: datetime) -> JobFace:
    """Say how editions being made stand, and what the clerk can do about them."""
    return jobs.job_face(job, REPORT_JOB, places_of(report), is_clerk=True, now=now)


def publish_face(report: CabinetReport, job: CabinetReportJob | None, *, is_up_to_date: bool) -> PublishFace:
    """Say how the latest editions stand. `is_up_to_date`: they are those that would be made now."""
    state = JobState(job.state) if job else None
    if job is None or state == JobState.ISSUED:
        return PublishFace("The editions are not made yet.", (_FIRST,), "Make the editions", can_be_published=False)
    places = places_of(report)
    if state in JobState.unfinished():
        watch = Link("See how far they are", places.watch)
        return PublishFace("The editions are being made now.", (), "", can_be_published=False, watch=watch)
    if state == JobState.FAILED:
        return PublishFace(
            "The editions could not be made.", (job.failure,), "Make the editions again", can_be_published=False
        )
    return _ready(report, job, places, is_up_to_date=is_up_to_date)


def _ready(report: CabinetReport, job: CabinetReportJob, places: JobPlaces, *, is_up_to_date: bool) -> PublishFace:
    made = f"Made at {written_moment(job.finished_at)}."
    explain = to_explain(job) if is_up_to_date else ""
    findings = Link(_findings_words(explain), places.findings) if job.findings and is_up_to_date else None
    return PublishFace(
        state="The editions are ready." if is_up_to_date else "The editions are out of date.",
        sentences=(made,) if is_up_to_date else (made, "Something in the report changed since."),
        make="Make the editions again",
        can_be_published=is_up_to_date and not explain and not job.not_printed,
        editions=_lines(report, job),
        not_printed=tuple(job.not_printed),
        to_explain=explain,
        findings=findings,
        is_whole=is_up_to_date and not job.not_printed,
    )


def _findings_words(explain: str) -> str:
    return "Look at each place and say why it is not exempt" if explain else "Look again at what may be exempt"


def _lines(report: CabinetReport, job: CabinetReportJob) -> tuple[EditionLine, ...]:
    return tuple(
        jobs.edition_line(made, pdf=reverse("cabinet_editions_preview", args=[report.pk, made.edition]))
        for made in job.editions.all()
    )
