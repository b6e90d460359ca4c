"""The papers as PDF: one Progress Report, a meeting's pack, and the page on which the clerk issues it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from tracking import dates, rules
from tracking.actions.packs import issue_papers
from tracking.enums import Edition, MeetingState, ReportState
from tracking.exceptions import NotPossible
from tracking.forms.papers import IssuePapersForm
from tracking.models import CommitteePack, Meeting, ProgressReport
from tracking.packs.papers import pack_pdf
from tracking.packs.papers import report_pdf as rendered_report
from tracking.presenters.pack_issue import issue_page
from tracking.presenters.packs import PREVIEW_MARK
from tracking.presenters.wording import written_date
from tracking.queries.paper_readiness import pack_readiness
from tracking.queries.papers import check_edition, issued_pack, pack_paper, report_paper
from tracking.views.committees import visible_meeting
from tracking.views.form_pages import FormPage, attempt, posted, show_form


def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One Progress Report. One that is not public yet says "Draft" on every page and in the file's name."""
    reports = ProgressReport.objects.visible_to(request.user).select_related("inquiry", "meeting__committee")
    report = get_object_or_404(reports, pk=pk)
    try:
        facts = report_paper(report, seen_by=request.user)
    except NotPossible as nothing_to_read:
        raise Http404 from nothing_to_read
    paper = rendered_report(facts)
    draft = "" if report.state in ReportState.public() else "draft-"
    return _pdf(paper.content, f"{draft}progress-report-{report.inquiry.slug}-{report.meeting.date_slug}.pdf")


def meeting_pack(request: HttpRequest, slug: str, date_slug: str) -> HttpResponseBase:
    """The pack as it was issued, for everyone; before that a preview for the committee's officers."""
    meeting = visible_meeting(request.user, slug, date_slug)
    try:
        edition = check_edition(request.GET.get("edition", Edition.PUBLIC))
    except NotPossible as refusal:
        return render(request, "packs/edition_refused.html", {"meeting": meeting, "reason": str(refusal)}, status=400)
    issued = issued_pack(meeting, edition)
    if issued is not None:
        return _issued(request, issued)
    if meeting.state == MeetingState.CANCELLED or not rules.runs_its_committee(request.user, meeting):
        raise Http404
    paper = pack_pdf(pack_paper(meeting), mark=PREVIEW_MARK)
    return _pdf(paper.content, f"preview-{_pack_name(meeting)}")


@login_required
def meeting_issue(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """What will go into the pack, by when, what is missing; sending the form issues it."""
    meeting = visible_meeting(request.user, slug, date_slug)
    rules.can_issue_papers.check(request.user, meeting)
    if request.method == "GET" and meeting.state != MeetingState.PLANNED:
        return redirect("meeting_detail", slug=slug, date_slug=meeting.date_slug)
    today = dates.today()
    readiness = pack_readiness(meeting, seen_by=request.user, today=today)
    form = IssuePapersForm(posted(request), is_late=readiness.is_late)
    if form.is_valid() and attempt(form, issue_papers, meeting=meeting, by=request.user, **form.cleaned_data):
        messages.success(request, "The papers are issued. Everyone can now open the pack.")
        return redirect("meeting_detail", slug=slug, date_slug=meeting.date_slug)
    page = FormPage(
        title=f"Issue the papers for {written_date(meeting.held_on)}",
        button="Issue the papers",
        back=reverse("meeting_detail", args=[slug, meeting.date_slug]),
        back_text="Meeting",
        caption=meeting.committee.name,
    )
    issue = issue_page(readiness, today=today)
    return show_form(request, form, page, template="packs/issue.html", issue=issue, meeting=meeting)


def _issued(request: HttpRequest, pack: CommitteePack) -> HttpResponseBase:
    """The frozen bytes; a reader who has them already is told so by their hash."""
    etag = quote_etag(pack.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = FileResponse(pack.file.open("rb"), content_type="application/pdf", filename=_pack_name(pack.meeting))
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def _pack_name(meeting: Meeting) -> str:
    return f"committee-pack-{meeting.committee.slug}-{meeting.date_slug}.pdf"


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
