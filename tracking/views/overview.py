"""The first page: for everyone how it stands, for users what waits for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.models import User
from tracking.presenters.overview import change_link, headline_sentences, meeting_link
from tracking.presenters.tasks import tasks_face
from tracking.queries.change_scopes import everything
from tracking.queries.overview import headline, of_concern_to, recent_changes, recent_views, upcoming_meetings
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


def _for_user(request: HttpRequest, user: User) -> HttpResponse:
    today = dates.today()
    context = {
        "face": tasks_face(tasks_for(user, today=today), today=today),
        "headline": headline_sentences(headline(user)),
        "year": dates.municipal_year(today),
        "decided": [change_link(change) for change in recent_views(user, within=of_concern_to(user))],
        "since": since_last_time(request, everything(user)),
        "meetings": [meeting_link(row) for row in upcoming_meetings(user, today=today)],
    }
    return render(request, "overview/user.html", context)
