"""The clerk's pack builder: a meeting's agenda in order, its documents, and how ready its papers are."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.agenda import leave_out, move_item, order_agenda, put_back
from tracking.exceptions import NotPossible, StaleState
from tracking.forms.agenda import MoveItemForm, OrderForm
from tracking.models import Meeting, User
from tracking.presenters.agenda import item_title
from tracking.presenters.links import meeting_href
from tracking.presenters.pack_builder import builder_face
from tracking.queries.agenda import agenda_of
from tracking.queries.pack_builder import builder_facts
from tracking.views.committees import visible_meeting


@require_safe
@login_required
def meeting_pack_builder(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """The agenda, what is missing and the packs: for the committee's officers; its clerk changes them."""
    meeting = visible_meeting(request.user, slug, date_slug)
    rules.runs_its_committee.check(request.user, meeting)
    return _show(request, meeting)


def _show(request: HttpRequest, meeting: Meeting, *, refusal: str = "", status: int = 200) -> HttpResponse:
    today = dates.today()
    facts = builder_facts(meeting, seen_by=request.user, today=today)
    face = builder_face(facts, request.user, today=today)
    return render(request, "packs/builder.html", {"meeting": meeting, "face": face, "refusal": refusal}, status=status)


def meeting_to_build(request: HttpRequest, slug: str, date_slug: str) -> Meeting:
    """The meeting, for the clerk of its committee; to everyone else its address does not exist."""
    meeting = visible_meeting(request.user, slug, date_slug)
    rules.can_issue_papers.check(request.user, meeting)
    return meeting


@login_required
def agenda_order(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """Put the whole agenda in an order, as by dragging; looked at, the address leads to the builder."""
    meeting = meeting_to_build(request, slug, date_slug)
    form = OrderForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect(meeting_href("meeting_pack_builder", meeting))
    try:
        order_agenda(meeting=meeting, keys=form.cleaned_data["keys"], by=cast("User", request.user))
    except NotPossible as refusal:
        return _refused(request, meeting, refusal)
    messages.success(request, "The agenda is in its new order.")
    return redirect(meeting_href("meeting_pack_builder", meeting))


@login_required
def agenda_item_move(request: HttpRequest, slug: str, date_slug: str, key: str) -> HttpResponse:
    form = MoveItemForm(request.POST)

    def move(meeting: Meeting, title: str) -> str:
        place = move_item(meeting=meeting, key=key, up=form.up, by=cast("User", request.user))
        return f"“{title}” is now {place} of {len(agenda_of(meeting))} on the agenda."

    return _act_on_item(request, slug, date_slug, key, move, is_valid=form.is_valid())


@login_required
def agenda_item_leave_out(request: HttpRequest, slug: str, date_slug: str, key: str) -> HttpResponse:
    def leave(meeting: Meeting, title: str) -> str:
        leave_out(meeting=meeting, key=key, by=cast("User", request.user))
        return f"“{title}” is left out of the pack."

    return _act_on_item(request, slug, date_slug, key, leave)


@login_required
def agenda_item_put_back(request: HttpRequest, slug: str, date_slug: str, key: str) -> HttpResponse:
    def put(meeting: Meeting, title: str) -> str:
        put_back(meeting=meeting, key=key, by=cast("User", request.user))
        return f"“{title}” goes into the pack."

    return _act_on_item(request, slug, date_slug, key, put)


def _act_on_item(
    request: HttpRequest,
    slug: str,
    date_slug: str,
    key: str,
    act: Callable[[Meeting, str], str],
    *,
    is_valid: bool = True,
) -> HttpResponse:
    """Do something with an item and go back to it on the builder; looked at, the address leads there at once."""
    meeting = meeting_to_build(request, slug, date_slug)
    back = f"{meeting_href('meeting_pack_builder', meeting)}#{key}"
    if request.method != "POST" or not is_valid:
        return redirect(back)
    title = next((item_title(entry) for entry in agenda_of(meeting) if entry.key == key), "")
    try:
        messages.success(request, act(meeting, title))
    except NotPossible as refusal:
        return _refused(request, meeting, refusal)
    return redirect(back)


def _refused(request: HttpRequest, meeting: Meeting, refusal: NotPossible) -> HttpResponse:
    """The builder as it is now, with why nothing was done."""
    return _show(request, meeting, refusal=str(refusal), status=409 if isinstance(refusal, StaleState) else 200)
