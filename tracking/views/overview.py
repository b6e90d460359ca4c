"""The first page: for everyone how it stands, for users what waits for them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.models import User
from tracking.presenters.cabinet.tasks import task_lines
from tracking.presenters.overview import change_link, headline_sentences, meeting_link
from tracking.presenters.plans.tasks import plan_task_lines
from tracking.presenters.tasks import TasksFace, tasks_face, with_more
from tracking.queries.cabinet.response_tasks import response_tasks
from tracking.queries.cabinet.tasks import cabinet_tasks_for
from tracking.queries.change_scopes import everything
from tracking.queries.overview import headline, of_concern_to, recent_changes, recent_views, upcoming_meetings
from tracking.queries.plans.tasks import plan_tasks
from tracking.queries.tasks import tasks_for
from tracking.views.since import since_last_time


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        return _for_user(request, request.user)
    context = {
        "headline": headline_sentences(headline(request.user)),
        "changes": [change_link(change) for change in recent_changes(request.user)],
        "since": since_last_time(request, everything(request.user)),
        "meetings": [meeting_link(row) for row in upcoming_meetings(request.user, today=dates.today())],
        "year": dates.municipal_year(dates.today()),
    }
    return render(request, "overview/public.html", context)


def _face(user: User, today: date) -> TasksFace:
    """What waits for a user, and what they wait for: inquiries first, then plans and reports to Cabinet."""
    face = tasks_face(tasks_for(user, today=today, further=response_tasks(user, today=today)), today=today)
    to_cabinet = cabinet_tasks_for(user, today=today)
    needed = plan_task_lines(plan_tasks(user), today=today)
    needed += task_lines((row for row in to_cabinet if row.is_needed), today=today)
    return with_more(
        face, needed=needed, waiting=task_lines((row for row in to_cabinet if not row.is_needed), today=today)
    )


def _for_user(request: HttpRequest, user: User) -> HttpResponse:
    today = dates.today()
    context = {
        "face": _face(user, today),
        "headline": headline_sentences(headline(user)),
        "year": dates.municipal_year(today),
        "decided": [change_link(change) for change in recent_views(user, within=of_concern_to(user))],
        "since": since_last_time(request, everything(user)),
        "meetings": [meeting_link(row) for row in upcoming_meetings(user, today=today)],
    }
    return render(request, "overview/user.html", context)
