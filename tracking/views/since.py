"""Since last time, on whatever page: the form for a meeting and, once one is named, what changed after it."""

from django.core.validators import slug_re
from django.http import HttpRequest

from tracking import dates
from tracking.models import Meeting
from tracking.presenters.changes_since import PAGE, PARAMETER, SinceFace, since_face
from tracking.queries.change_scopes import Scope
from tracking.queries.changes_since import changes_since, meetings_to_choose_from


def since_last_time(request: HttpRequest, scope: Scope, *, until: Meeting | None = None) -> SinceFace:
    """Read what a page's `?since=<committee>/<date>` asks for; without it, only the meetings to choose from.

    `until` is the meeting whose page it is: nothing later counts there.
    """
    today = dates.today()
    chosen = _named(request, request.GET.get(PARAMETER, ""))
    found = (
        changes_since(chosen, request.user, scope=scope, today=today, until=until, page=request.GET.get(PAGE))
        if chosen
        else None
    )
    choices = meetings_to_choose_from(scope, today=today, before=until)
    return since_face(request.GET, choices, chosen, found)


def _named(request: HttpRequest, named: str) -> Meeting | None:
    slug, _, date_slug = named.partition("/")
    if not slug_re.match(slug):
        return None
    meetings = Meeting.objects.visible_to(request.user).at_address(date_slug)
    return meetings.filter(committee__slug=slug).select_related("committee").first()
