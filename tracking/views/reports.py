"""Lists of Progress Reports, opening one, and reading one: as a task list by those who write it, else as a paper."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.reports import change_report_posts, open_report
from tracking.enums import ReportState
from tracking.forms.reports import OpenReportForm, PostsForm
from tracking.models import Inquiry, ProgressReport, ReportRevision, User
from tracking.presenters import report_tasks
from tracking.presenters import reports as words
from tracking.presenters.next_rounds import what_follows_sentence
from tracking.presenters.supplements import late_news_face
from tracking.queries.meetings import papers_deadlines
from tracking.queries.next_rounds import what_follows
from tracking.queries.report_access import last_return, shown_revision
from tracking.queries.report_lists import already_opened, meetings_to_report_to, other_reports, reports_waiting_for
from tracking.queries.report_people import posts_with_people, writing_now
from tracking.queries.reports import read_report
from tracking.queries.rounds import asked_by
from tracking.queries.supplements import supplements_of
from tracking.views.form_pages import FormPage, attempt, page_of, posted, show_form
from tracking.views.report_pages import drafted_report, is_being_written, page_about, readable_report, too_late


@require_safe
@login_required
def report_list(request: HttpRequest) -> HttpResponse:
    """What waits for the user, by what they can do with it, then every other report of theirs."""
    user = cast("User", request.user)
    if not (rules.is_for_any_post(user) or rules.is_scrutiny_officer(user) or rules.is_clerk(user)):
        raise Http404
    waiting = reports_waiting_for(user)
    page = page_of(request, other_reports(user, waiting))
    today = dates.today()
    groups = [
        ("To write", waiting.to_write),
        ("To check", waiting.to_check),
        ("To publish", waiting.to_publish),
    ]
    context = {
        "sentence": report_tasks.reports_sentence(
            to_write=len(waiting.to_write), to_check=len(waiting.to_check), to_publish=len(waiting.to_publish)
        ),
        "groups": [
            (title, [report_tasks.report_line(report, today=today) for report in reports])
            for title, reports in groups
            if reports
        ],
        "to_open": waiting.to_open,
        "list_page": page,
        "others": [report_tasks.report_line(report, today=today) for report in page],
    }
    return render(request, "reports/list.html", context)


@login_required
def report_open(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    inquiry = get_object_or_404(Inquiry.objects.visible_to(user), slug=slug)
    rules.can_open_report_on.check(user, inquiry)
    form = OpenReportForm(posted(request), inquiry=inquiry, user=user)
    if form.is_valid() and (report := _open(form, inquiry, user)):
        messages.success(request, "The report is open for writing.")
        readable = rules.can_draft_report(user, report)
        return redirect("report_detail", pk=report.pk) if readable else redirect("inquiry_detail", slug=slug)
    page = FormPage(
        title="Open a Progress Report",
        button="Open the report",
        caption=inquiry.title,
        back=reverse("inquiry_detail", args=[slug]),
        back_text="The inquiry",
        sentences=("It becomes a draft that only those who write it can see.",),
    )
    has_meeting = meetings_to_report_to(inquiry).exists()
    return show_form(request, form, page, template="reports/open.html", has_meeting=has_meeting)


def _open(form: OpenReportForm, inquiry: Inquiry, user: User) -> ProgressReport | None:
    """Open the report, or find the one that the first of two presses on the button has opened; None when refused."""
    meeting = form.cleaned_data["meeting"]
    chosen = {"inquiry": inquiry, "meeting": meeting, "posts": form.posts}
    recommendations = form.cleaned_data["recommendations"]
    report = attempt(form, open_report, **chosen, recommendations=recommendations, by=user)
    return report or already_opened(**chosen, user=user)


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list, for those who write the report; for everyone else the report as it was last handed in."""
    report = readable_report(request, pk)
    if is_being_written(report) and rules.can_draft_report(request.user, report):
        return _task_list(request, report)
    revision = shown_revision(report, request.user)
    if revision is None:
        raise Http404
    late_news = late_news_face(report, supplements_of(report, request.user), request.user, today=dates.today())
    return _reading_page(request, report, revision, template="reports/detail.html", late_news=late_news)


@require_safe
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as the committee will read it; those who write it go on from here to sign."""
    report = readable_report(request, pk)
    revision = shown_revision(report, request.user)
    if revision is None:
        raise Http404
    to_be_signed = is_being_written(report) and rules.can_draft_report(request.user, report)
    return _reading_page(request, report, revision, template="reports/preview.html", to_be_signed=to_be_signed)


def _task_list(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    content = read_report(report, viewer=request.user)
    posts = {post for section in content.every_section for post in section.posts}
    desk = report_tasks.Desk(posts_with_people(posts), writing_now(report, request.user), dates.today())
    tasks = report_tasks.task_list(content, desk)
    sentence = report_tasks.task_list_sentence(
        content,
        tasks,
        due_on=asked_by(report.meeting),
        papers_due_on=papers_deadlines([report.meeting])[report.meeting.pk],
        today=dates.today(),
    )
    context = {
        "report": report,
        "heading": words.report_heading(report),
        "content": content,
        "posts": words.posts_words(content.posts),
        "tasks": tasks,
        "sentence": sentence,
        "returned": last_return(report),
        "acts": report_tasks.acts_open_to(request.user, report),
    }
    return render(request, "reports/tasks.html", context)


def _reading_page(
    request: HttpRequest,
    report: ProgressReport,
    revision: ReportRevision,
    *,
    template: str,
    to_be_signed: bool = False,
    **more: object,
) -> HttpResponse:
    content = read_report(report, viewer=request.user, revision=revision)
    waits = report.state in ReportState.handed_in() - ReportState.public()
    is_checked = waits and rules.runs_its_committee(request.user, report)
    context = {
        "report": report,
        "revision": revision,
        "heading": words.report_heading(report),
        "sentence": words.state_sentence(
            report,
            revision,
            today=dates.today(),
            follows=what_follows_sentence(what_follows(report, request.user), today=dates.today()),
        ),
        "preview_sentence": words.preview_sentence(content),
        "to_be_signed": to_be_signed,
        "doubts": words.doubts_since(content) if is_checked else (),
        "posts": words.posts_words(content.posts),
        "signature": words.signature_words(revision),
        "contact_officers": content.contact_officers,
        "sections": [words.section_lines(section, revision) for section in content.sections],
        "has_evidence": any(section.evidence for section in content.sections),
        "acts": report_tasks.acts_open_to(request.user, report),
        **more,
    }
    return render(request, template, context)


@login_required
def report_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Which posts a report being written is of."""
    report = drafted_report(request, pk)
    rules.is_of_a_post_of_the_report.check(request.user, report)
    if not is_being_written(report):
        return too_late(request, report)
    posts = list(report.report_posts.values_list("post", flat=True))
    form = PostsForm(
        posted(request), inquiry=report.inquiry, initial={"lead_post": report.lead_post_id, "other_posts": posts}
    )
    if form.is_valid():
        attempt(form, change_report_posts, report=report, posts=form.posts, by=request.user)
        if form.is_valid():
            messages.success(request, "The posts the report is of are saved.")
            return redirect("report_detail", pk=pk)
    return show_form(request, form, page_about(report, "Whose report it is", "Save"))
