"""Having the editions of an accepted report to Cabinet made, looking at them, and publishing what was looked at."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.actions.cabinet.publishing import publish_report
from tracking.actions.cabinet.report_jobs import (
    NO_LONGER_THE_LATEST,
    ask_for_editions,
    cancel_editions,
    explain_findings,
)
from tracking.enums import CabinetReportState, Edition, JobState, MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.forms.cabinet_decisions import PublishReportForm
from tracking.forms.papers import FindingsForm
from tracking.models import User
from tracking.models.cabinet import CabinetReport, CabinetReportEdition, CabinetReportJob
from tracking.packs.merge import overlaid
from tracking.presenters.cabinet.clocks import clock_warnings
from tracking.presenters.cabinet.header import names_changed
from tracking.presenters.cabinet.report_jobs import REPORT_FINDINGS, places_of, publish_face, report_job_face
from tracking.presenters.findings import finding_lines
from tracking.presenters.packs import PREVIEW_MARK
from tracking.queries.cabinet.clocks import Clock, clocks_of
from tracking.queries.cabinet.headers import header_at_publication
from tracking.queries.cabinet.jobs import is_made_of, last_report_job, latest_report_job, made_cabinet_edition
from tracking.queries.cabinet.withheld import editions_of
from tracking.tasks import make_waiting_editions, soon
from tracking.views.cabinet.clerk import comes_late, decide
from tracking.views.cabinet.pages import clerks_report, current_revision, form_page, read_paper, show, too_late
from tracking.views.cabinet.papers import file_name
from tracking.views.form_pages import attempt, posted
from tracking.views.papers import inline_pdf
from tracking.views.stored_files import opened


@login_required
def cabinet_editions_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the editions to be made, then watch."""
    report = clerks_report(request, pk)
    if request.method != "POST":
        return redirect("cabinet_report_publish", pk=report.pk)
    try:
        ask_for_editions(report=report, by=cast("User", request.user))
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return redirect("cabinet_report_publish", pk=report.pk)
    soon(make_waiting_editions)
    return redirect("cabinet_editions", pk=report.pk)


@require_safe
@login_required
def cabinet_editions(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the editions are. The page's script asks for it again and again; without one, its button does."""
    report = clerks_report(request, pk)
    if comes_late(request, report, "publish"):
        return too_late(request, report)
    job = last_report_job(report)
    if job is None:
        return redirect("cabinet_report_publish", pk=report.pk)
    face = report_job_face(job, report, now=timezone.now())
    return render(request, "packs/progress.html", {"caption": report.title, "face": face})


@login_required
def cabinet_editions_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    report = clerks_report(request, pk)
    job = last_report_job(report)
    if request.method == "POST" and job is not None:
        try:
            cancel_editions(job=job, by=cast("User", request.user))
        except NotPossible as refusal:
            messages.warning(request, str(refusal))
    return redirect("cabinet_editions", pk=report.pk)


@require_safe
@login_required
def cabinet_editions_preview(request: HttpRequest, pk: int, edition: str) -> HttpResponse:
    """The PDF that will be published, every page marked as a preview. Nobody keeps it on the way."""
    report = clerks_report(request, pk)
    made = made_cabinet_edition(report, edition)
    if made is None or report.state != CabinetReportState.ACCEPTED:
        raise Http404
    with opened(made.file) as file:
        content = overlaid(file.read(), top=PREVIEW_MARK)
    response = inline_pdf(content, f"{file_name(report, report.title, Edition(made.edition))}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def cabinet_editions_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be exempt in the public edition, place by place, and why it is not exempt there."""
    report = clerks_report(request, pk)
    job = latest_report_job(report)
    if job is None or job.state != JobState.READY:
        if request.method == "POST":
            messages.warning(request, NO_LONGER_THE_LATEST)
        return redirect("cabinet_report_publish", pk=report.pk)
    form = FindingsForm(
        posted(request),
        of_job=job.pk,
        made_again=NO_LONGER_THE_LATEST,
        findings=finding_lines(job, instead=REPORT_FINDINGS.instead),
        given=[str(finding.get("reason", "")) for finding in job.findings],
    )
    if form.is_valid() and attempt(form, _explained, job=job, reasons=form.reasons(), by=request.user):
        messages.success(request, "The reasons are kept.")
        return redirect("cabinet_report_publish", pk=report.pk)
    back = (places_of(report).on.href, "Publish the report")
    page = form_page(report, "What may be exempt in the public edition", "Keep the reasons", back=back)
    return show(request, form, page, "packs/findings.html", words=REPORT_FINDINGS)


def _explained(**arguments: Any) -> bool:
    explain_findings(**arguments)
    return True


@login_required
def cabinet_report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """How the editions stand and, once they are looked at, publishing them. What the clocks warn of stops nothing."""
    report = clerks_report(request, pk)
    if comes_late(request, report, "publish"):
        return too_late(request, report)
    today, paper, job = dates.today(), read_paper(request, report), latest_report_job(report)
    clocks = clocks_of(report, paper, today=today)
    form = PublishReportForm(
        posted(request),
        of_job=job.pk if job else None,
        made_again=NO_LONGER_THE_LATEST,
        is_late=report.meeting.state != MeetingState.PLANNED
        or any(row.clock == Clock.PAPERS and row.is_short for row in clocks),
    )
    sentences = (
        "Everyone can then read what is public in it, as a page, as PDF and as Word. "
        + ("What is exempt or confidential stays in the restricted edition." if paper.withholds else ""),
        *names_changed(paper, header_at_publication(report, current_revision(report))),
        "The names in its header stay as they are today. Publishing cannot be undone.",
    )
    return decide(
        request,
        report,
        form,
        form_page(report, "Publish the report", "Publish the report", *sentences),
        _published,
        event_type="published report to Cabinet",
        done="The report is published.",
        template="cabinet/publish.html",
        warnings=clock_warnings(clocks, today=today, may_write=False),
        face=publish_face(report, job, is_up_to_date=job is not None and _is_up_to_date(job, report)),
        places=places_of(report),
    )


def _is_up_to_date(job: CabinetReportJob, report: CabinetReport) -> bool:
    return job.state == JobState.READY and is_made_of(job, editions_of(report))


def _published(*, report: CabinetReport, job: int, by: User, **more: Any) -> tuple[CabinetReportEdition, ...]:
    """Publish the very editions that the clerk was looking at."""
    row = report.jobs.filter(pk=job).first()
    if row is None:
        raise StaleState(NO_LONGER_THE_LATEST)
    return publish_report(report=report, job=row, by=by, **more)
