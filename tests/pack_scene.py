"""Packs made and issued as the clerk and the worker do it, for the tests of papers."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from tests import factories
from tests.paper_scene import EXEMPT, add_evidence, pdf_of, plain_report
from tracking import dates
from tracking.actions.pack_jobs import ask_for_packs
from tracking.actions.pack_making import make_waiting_packs
from tracking.actions.packs import issue_papers
from tracking.enums import CommitteeRole, Edition, JobState, SupplementState
from tracking.models import CommitteePack, Evidence, Meeting, PackJob, ProgressReport, ReportSupplement, User
from tracking.queries.pack_contents import contents_digest, contents_of
from tracking.queries.pack_papers import pack_papers


def report_to_come(*, days: int = 40) -> ProgressReport:
    """A published report, quickly printed, for a planned meeting in so many days."""
    report = plain_report()
    return moved(report, days)


def moved(report: ProgressReport, days: int) -> ProgressReport:
    """Put a report's meeting so many days ahead."""
    Meeting.objects.filter(pk=report.meeting_id).update(held_on=dates.today() + timedelta(days=days))
    report.meeting.refresh_from_db()
    return report


def clerk_of(report: ProgressReport) -> User:
    return factories.seated(report.meeting.committee, CommitteeRole.CLERK)


def withheld_file(report: ProgressReport) -> Evidence:
    """An exempt file of three pages behind the report."""
    update = factories.current_revision(report).updates.get()
    content = pdf_of("Secretprice", pages=3)
    fields = EXEMPT | {"sha256": hashlib.sha256(content).hexdigest()}
    return add_evidence(update, "Contract prices", content, "prices.pdf", "application/pdf", 1, **fields)


def ready(meeting: Meeting, by: User, *, findings: list[dict[str, str]] | None = None) -> PackJob:
    """A job as it is once its packs are made, of what is on the agenda now; its files say next to nothing."""
    papers = pack_papers(meeting)
    job = factories.PackJobFactory(
        meeting=meeting,
        requested_by=by,
        number=papers.public.number,
        state=JobState.READY,
        contents=contents_of(papers),
        contents_digest=contents_digest(papers),
        findings=findings or [],
    )
    factories.MadeEditionFactory(job=job)
    if papers.withheld:
        factories.MadeEditionFactory(job=job, edition=Edition.RESTRICTED)
    return job


def made(meeting: Meeting, by: User) -> PackJob:
    """The finished job of packs asked for now."""
    job = ask_for_packs(meeting=meeting, by=by)
    make_waiting_packs()
    job.refresh_from_db()
    return job


def issued(meeting: Meeting, by: User, *, late_papers_reason: str = "") -> tuple[CommitteePack, ...]:
    """The packs of a meeting, issued; their files say next to nothing."""
    job = ready(meeting, by)
    return issue_papers(meeting=meeting, job=job, by=by, late_papers_reason=late_papers_reason)


def late_news(report: ProgressReport, number: int = 1) -> ReportSupplement:
    """Late news on a report that the clerk has published."""
    clerk = factories.UserFactory()
    return ReportSupplement.objects.create(
        report=report,
        number=number,
        state=SupplementState.PUBLISHED,
        text="The survey was finished.",
        signed_by=clerk.person,
        signed_name="Councillor Example Holder",
        recorded_by=clerk,
        published_by=clerk,
        published_at=timezone.now(),
    )
