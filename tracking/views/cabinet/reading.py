"""Reading reports to Cabinet: the list, and one of them; for those who write it, what there is to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.models import User
from tracking.models.cabinet import CabinetReport
from tracking.presenters.cabinet.clocks import call_in_words, clock_warnings, deadline_words
from tracking.presenters.cabinet.editions import edition_links
from tracking.presenters.cabinet.report_page import report_page
from tracking.presenters.cabinet.states import (
    acts_open_to,
    list_sentence,
    report_line,
    state_sentence,
    writing_sentence,
)
from tracking.presenters.cabinet.tasks import task_lines
from tracking.presenters.cabinet.writing import clearing_lines, clearing_tasks, task_list
from tracking.queries.cabinet.access import editions_for, last_return
from tracking.queries.cabinet.choices import cabinets_clerked_by, posts_that_may_report
from tracking.queries.cabinet.clocks import call_in_ends_on, clocks_of
from tracking.queries.cabinet.decided import decisions_on
from tracking.queries.cabinet.facts import CabinetPaper
from tracking.queries.cabinet.lists import published_reports, reports_under_way, withdrawn_reports
from tracking.queries.cabinet.readiness import ClearingFacts, can_be_cleared, clearing_of, missing_of
from tracking.queries.cabinet.tasks import cabinet_tasks_for
from tracking.queries.meetings import papers_deadlines
from tracking.views.cabinet.pages import current_revision, read_paper, readable_report
from tracking.views.form_pages import page_of


@require_safe
def cabinet_report_list(request: HttpRequest) -> HttpResponse:
    """What is published, for everyone; above it what is under way, for those it concerns."""
    today = dates.today()
    page = page_of(request, published_reports())
    tasks = cabinet_tasks_for(request.user, today=today) if isinstance(request.user, User) else ()
    needed = [task for task in tasks if task.is_needed]
    context = {
        "page": page,
        "lines": [report_line(report, today=today) for report in page],
        "state": list_sentence(page.paginator.count),
        "needed": task_lines(needed, today=today),
        "under_way": [report_line(report, today=today) for report in reports_under_way(request.user)],
        "withdrawn": [report_line(report, today=today) for report in withdrawn_reports(request.user)],
        "may_start": posts_that_may_report(request.user, on=today).exists(),
        "may_manage_templates": cabinets_clerked_by(request.user).exists(),
    }
    return render(request, "cabinet/list.html", context)


@require_safe
def cabinet_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list for those who write it while they may; for everyone else the report as they may read it."""
    report = readable_report(request, pk)
    paper = read_paper(request, report)
    if report.is_editable and rules.writes_cabinet_report(request.user, report):
        return _tasks(request, report, paper)
    today = dates.today()
    writes = rules.writes_cabinet_report(request.user, report)
    checks = rules.can_check_cabinet_report(request.user, report)
    decisions = decisions_on(report, paper, request.user)
    clearing = clearing_of(report.revisions.get(number=paper.revision_number)) if writes or checks else ()
    clocks = clocks_of(report, paper, today=today) if writes or checks else ()
    context = {
        "report": report,
        "title": paper.title,
        "crumbs": _crumbs(),
        "state": state_sentence(report, decisions),
        "call_in": call_in_words(call_in_ends_on(report), today),
        "paper": report_page(paper, decisions),
        "signature": paper.signature,
        "acts": acts_open_to(request.user, report),
        "warnings": clock_warnings(clocks, today=today, may_write=False) if not report.is_public else (),
        "not_cleared": clearing_lines(clearing),
        "to_clear": _to_clear(request, report, paper),
        "links": edition_links(report, editions_for(report, paper, request.user)),
        "returned": last_return(report) if report.is_editable else None,
    }
    return render(request, "cabinet/report.html", context)


def _tasks(request: HttpRequest, report: CabinetReport, paper: CabinetPaper) -> HttpResponse:
    revision, today = current_revision(report), dates.today()
    tasks = task_list(report, paper, clearing_of(revision), missing_of(report, revision))
    clocks = clocks_of(report, paper, today=today)
    context = {
        "report": report,
        "tasks": tasks,
        "sentence": writing_sentence(
            report,
            written=tasks.complete,
            sections=len(tasks.sections),
            papers_due_on=papers_deadlines([report.meeting])[report.meeting_id],
            today=today,
        ),
        "warnings": clock_warnings(clocks, today=today, may_write=True),
        "deadlines": deadline_words(clocks),
        "to_clear": _to_clear(request, report, paper),
        "acts": acts_open_to(request.user, report),
        "links": edition_links(report, editions_for(report, paper, request.user)),
        "returned": last_return(report),
    }
    return render(request, "cabinet/tasks.html", context)


def _to_clear(request: HttpRequest, report: CabinetReport, paper: CabinetPaper):
    """What the viewer clears in a report, while that may be done."""
    if not can_be_cleared(report):
        return ()
    return clearing_tasks(report, paper, _own(request, clearing_of(current_revision(report))))


def _own(request: HttpRequest, clearing: tuple[ClearingFacts, ...]) -> list[ClearingFacts]:
    return [row for row in clearing if rules.can_clear_cabinet_section(request.user, row.section)]


def _crumbs() -> list[tuple[str, str]]:
    return [("Overview", reverse("overview")), ("Reports to Cabinet", reverse("cabinet_report_list"))]
