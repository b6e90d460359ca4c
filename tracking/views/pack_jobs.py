"""Making a meeting's packs, looking at them before they go out, and issuing them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.pack_jobs import ask_for_packs, cancel_packs, explain_findings
from tracking.actions.packs import issue_papers
from tracking.enums import JobState
from tracking.exceptions import NotPossible
from tracking.forms.papers import MADE_AGAIN, FindingsForm, IssuePapersForm
from tracking.models import CommitteePack, MadeEdition, Meeting, PackJob, User, Viewer
from tracking.packs.merge import overlaid
from tracking.presenters.findings import finding_lines
from tracking.presenters.links import meeting_href
from tracking.presenters.pack_issue import PACK_FINDINGS, issue_face
from tracking.presenters.pack_jobs import pack_job_face
from tracking.presenters.pack_reading import preview_face
from tracking.presenters.packs import PREVIEW_MARK
from tracking.queries.pack_jobs import last_asked_for, latest_job, made_edition
from tracking.queries.paper_readiness import pack_readiness
from tracking.tasks import make_waiting_packs, soon
from tracking.views.committees import visible_meeting
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.papers import asked_edition, file_name, inline_pdf
from tracking.views.stored_files import opened


def _meeting_of_clerk(viewer: Viewer, slug: str, date_slug: str) -> Meeting:
    meeting = visible_meeting(viewer, slug, date_slug)
    rules.can_issue_papers.check(viewer, meeting)
    return meeting


def _meeting_of_officer(viewer: Viewer, slug: str, date_slug: str) -> Meeting:
    meeting = visible_meeting(viewer, slug, date_slug)
    rules.runs_its_committee.check(viewer, meeting)
    return meeting


@login_required
def meeting_pack_make(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Ask for the packs to be made, then watch."""
    meeting = _meeting_of_clerk(request.user, slug, date_slug)
    if request.method != "POST":
        return redirect(meeting_href("meeting_pack_builder", meeting))
    try:
        ask_for_packs(meeting=meeting, by=cast("User", request.user))
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return redirect(meeting_href("meeting_pack_builder", meeting))
    soon(make_waiting_packs)
    return redirect(meeting_href("meeting_pack_progress", meeting))


@require_safe
@login_required
def meeting_pack_progress(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """How far the packs are. The page's script asks for it again and again; without one, its button does."""
    meeting = _meeting_of_officer(request.user, slug, date_slug)
    job = last_asked_for(meeting)
    if job is None:
        return redirect(meeting_href("meeting_pack_builder", meeting))
    is_clerk = rules.can_issue_papers(request.user, meeting)
    face = pack_job_face(job, is_clerk=is_clerk, now=timezone.now())
    return render(request, "packs/progress.html", {"caption": str(meeting), "face": face})


@login_required
def meeting_pack_cancel(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = _meeting_of_clerk(request.user, slug, date_slug)
    job = last_asked_for(meeting)
    if request.method == "POST" and job is not None:
        try:
            cancel_packs(job=job, by=cast("User", request.user))
        except NotPossible as refusal:
            messages.warning(request, str(refusal))
    return redirect(meeting_href("meeting_pack_progress", meeting))


@require_safe
@login_required
def meeting_pack_preview(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """The PDF that will be issued, every page marked as a preview."""
    made = _made(request, slug, date_slug)
    with opened(made.file) as file:
        content = overlaid(file.read(), top=PREVIEW_MARK)
    return inline_pdf(content, f"preview-{file_name(made.job.meeting, made.job.number, made.edition)}")


@require_safe
@login_required
def meeting_pack_preview_page(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """The HTML edition that will be issued, under a banner that says so."""
    made = _made(request, slug, date_slug)
    with opened(made.web_page) as file:
        content = file.read().decode()
    face = preview_face(made)
    return render(request, "packs/web_frame.html", {"meeting": made.job.meeting, "face": face, "web_page": content})


def _made(request: HttpRequest, slug: str, date_slug: str) -> MadeEdition:
    meeting = _meeting_of_officer(request.user, slug, date_slug)
    try:
        edition = asked_edition(request)
    except NotPossible as refusal:
        raise Http404 from refusal
    made = made_edition(meeting, edition)
    if made is None:
        raise Http404
    return made


@login_required
def meeting_pack_findings(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """What may be exempt in the public edition, place by place, and why it is not exempt there."""
    meeting = _meeting_of_clerk(request.user, slug, date_slug)
    job = _ready(meeting)
    builder = meeting_href("meeting_pack_builder", meeting)
    if job is None:
        if request.method == "POST":
            messages.warning(request, MADE_AGAIN)
        return redirect(builder)
    given = [str(finding.get("reason", "")) for finding in job.findings]
    form = FindingsForm(
        posted(request),
        of_job=job.pk,
        made_again=MADE_AGAIN,
        findings=finding_lines(job, instead=PACK_FINDINGS.instead),
        given=given,
    )
    if form.is_valid():
        explained = attempt(form, _explained, job=job, reasons=form.reasons(), by=request.user)
        if explained:
            messages.success(request, "The reasons are kept.")
            return redirect(builder)
    page = FormPage(
        title="What may be exempt in the public edition",
        button="Keep the reasons",
        back=builder,
        back_text="Pack",
        caption=str(meeting),
    )
    return show_form(request, form, page, template="packs/findings.html", words=PACK_FINDINGS)


def _explained(**arguments: Any) -> bool:
    explain_findings(**arguments)
    return True


@login_required
def meeting_pack_issue(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """What will go out, and the confirmation that it shall."""
    meeting = _meeting_of_clerk(request.user, slug, date_slug)
    job, today = _ready(meeting), dates.today()
    builder = meeting_href("meeting_pack_builder", meeting)
    if job is None:
        messages.warning(request, "No packs are ready to be issued. Make them first.")
        return redirect(builder)
    readiness = pack_readiness(meeting, seen_by=request.user, today=today)
    face = issue_face(job, readiness, today=today)
    form = IssuePapersForm(posted(request), is_late=readiness.is_late, initial={"job": job.pk})
    if form.is_valid() and attempt(form, _issued, meeting=meeting, by=request.user, **form.cleaned_data):
        messages.success(request, face.done)
        return redirect(meeting_href("meeting_detail", meeting))
    page = FormPage(title=face.title, button=face.button, back=builder, back_text="Pack", caption=str(meeting))
    return show_form(request, form, page, template="packs/issue.html", issue=face)


def _issued(*, meeting: Meeting, job: int, by: User, **more: Any) -> tuple[CommitteePack, ...]:
    """Issue the very packs that the clerk was looking at."""
    return issue_papers(meeting=meeting, job=get_object_or_404(meeting.pack_jobs, pk=job), by=by, **more)


def _ready(meeting: Meeting) -> PackJob | None:
    job = latest_job(meeting)
    return job if job is not None and job.state == JobState.READY else None
