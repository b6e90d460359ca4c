"""The room's screen, the officer's side that feeds it, and declaring the meeting in private."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracking.actions.private_sessions import declare_private, end_private_session
from tracking.actions.rooms import follow_on_screen, lead_screen, stop_showing
from tracking.exceptions import NotPossible, StaleState
from tracking.forms.rooms import FOLLOW, LEAD, STOP, PlaceForm, PrivateForm, ScreenForm
from tracking.models import Meeting, PrivateSession, Recommendation, RoomScreen, User
from tracking.presenters.links import meeting_href
from tracking.presenters.rooms import leads_words, place_href, room_face
from tracking.queries.rooms import Picture, open_private_session, picture_tag, recommendation_at, room_picture
from tracking.views.committees import meeting_to_record
from tracking.views.form_pages import FormPage, attempt, posted, show_form


@require_safe
@login_required
def meeting_screen(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """The second window of a meeting, for the projector."""
    meeting = meeting_to_record(request.user, slug, date_slug)
    picture = room_picture(meeting, request.user)
    poll = meeting_href("meeting_screen_now", meeting)
    context = {"meeting": meeting, "face": room_face(picture), "poll": poll, "tag": _tag(request, picture, poll)}
    return render(request, "rooms/screen.html", context)


@require_safe
@login_required
def meeting_screen_now(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """What the window shows now, as a piece of HTML with its ETag.

    Whoever sends the ETag back is answered by `middleware.unchanged_room_screen`, which looks here only when something
    has changed. No cache keeps the answer, as with every page for users: the window itself keeps picture and tag.
    """
    meeting = meeting_to_record(request.user, slug, date_slug)
    picture = room_picture(meeting, request.user)
    tag = _tag(request, picture, request.path)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = render(request, "rooms/_picture.html", {"face": room_face(picture)})
    response.headers["ETag"] = tag
    return response


def _tag(request: HttpRequest, picture: Picture, path: str) -> str:
    user = cast("User", request.user)
    return picture_tag(picture, path=path, session_key=request.session.session_key or "", user=user)


@login_required
def meeting_screen_show(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Have the room's screen show a page of the meeting, or nothing: for a button, and for the page's script."""
    meeting = meeting_to_record(request.user, slug, date_slug)
    form = ScreenForm(posted(request))
    if not form.is_valid():
        return redirect("meeting_views", slug, date_slug)
    user = cast("User", request.user)
    place = recommendation_at(user, form.cleaned_data["inquiry"], form.cleaned_data["reference"])
    try:
        screen, words = _ACTS[form.cleaned_data["then"]](meeting, place, form, user), ""
    except NotPossible as error:
        screen, words = None, str(error)
    if not request.accepts("text/html"):
        leads = screen is not None and screen.led_by == user
        return JsonResponse({"leads": leads, "words": words or leads_words(screen.led_by if screen else None, user)})
    if words:
        messages.warning(request, words)
    return redirect(place_href(meeting, place))


_ACTS: dict[str, Callable[[Meeting, Recommendation | None, ScreenForm, User], RoomScreen]] = {
    LEAD: lambda meeting, place, form, by: lead_screen(
        meeting=meeting, recommendation=place, choices=form.choices(), by=by
    ),
    FOLLOW: lambda meeting, place, form, by: follow_on_screen(
        meeting=meeting, recommendation=place, choices=form.choices(), by=by
    ),
    STOP: lambda meeting, place, form, by: stop_showing(meeting=meeting, by=by),
}


@login_required
def meeting_private(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Declare the meeting in private; what is withheld at the place one comes from is chosen already."""
    user = cast("User", request.user)
    meeting = meeting_to_record(user, slug, date_slug)
    initial = {
        "paragraphs": request.GET.getlist("paragraphs"),
        "is_confidential": "is_confidential" in request.GET,
    }
    form = PrivateForm(posted(request), initial=initial)
    back = _came_from(request, meeting, user)
    if form.is_valid() and attempt(form, declare_private, meeting=meeting, by=user, **form.cleaned_data):
        messages.success(request, "The meeting is in private. Say so on this page when the public are back.")
        return redirect(back)
    page = FormPage(
        title="Declare the meeting in private",
        button="Declare the meeting in private",
        back=back,
        back_text="The committee’s views",
        caption=str(meeting),
        sentences=(
            "Do this once the committee has resolved to exclude press and public.",
            "The room’s screen then shows the items whose papers are withheld for these reasons.",
            "The minutes will say that press and public were excluded, for what reasons, and from when until when.",
        ),
    )
    return show_form(request, form, page)


@login_required
def meeting_private_end(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Say that the public are back in the room."""
    user = cast("User", request.user)
    meeting = meeting_to_record(user, slug, date_slug)
    if request.method == "POST":
        try:
            end_private_session(session=_session_to_end(meeting), by=user)
            messages.success(request, "The public are back. The room’s screen hides what is withheld.")
        except NotPossible as error:
            messages.warning(request, str(error))
    return redirect(_came_from(request, meeting, user))


def _session_to_end(meeting: Meeting) -> PrivateSession:
    session = open_private_session(meeting)
    if session is None:
        raise StaleState("The public are back already.")
    return session


def _came_from(request: HttpRequest, meeting: Meeting, user: User) -> str:
    """The page of the meeting to go back to."""
    form = PlaceForm(request.POST if "reference" in request.POST else request.GET)
    if not form.is_valid():
        return place_href(meeting, None)
    return place_href(meeting, recommendation_at(user, form.cleaned_data["inquiry"], form.cleaned_data["reference"]))
