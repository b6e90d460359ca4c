"""What becomes of a form for something that is no longer a draft by the time it is sent, or opened again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracking.forms.drafts import fields_to_keep, typed_words
from tracking.models import WrittenPage
from tracking.presenters.differences import Difference
from tracking.queries.drafts import own_draft


@dataclass(frozen=True)
class TooLate:
    """The words for it: what it was a form of ("report"), who ended the draft, when a kept draft is of use again."""

    thing: str
    ended: str
    again: str
    href: str
    """Where it is read."""
    refusal: str
    """What is said there to whoever has only opened the form, and has no draft."""
    now: str = "no longer a draft"
    """What the thing is instead of what the form was for."""


def told_too_late(
    request: HttpRequest,
    words: TooLate,
    of: WrittenPage | None = None,
    *,
    differences: Sequence[Difference] = (),
) -> HttpResponse:
    """Tell that something is no longer a draft, with every text that was typed, so that none is lost.

    `of` is the page it was typed into, where that keeps drafts: what was sent is kept by now. `differences` are what
    was typed beside what somebody else has said in its place.
    """
    draft = own_draft(of, request.user) if of else None
    if request.method != "POST" and draft is None:
        messages.warning(request, words.refusal)
        return redirect(words.href)
    fields = fields_to_keep(request.POST) if request.method == "POST" else draft.fields if draft else {}
    typed = [] if differences else typed_words(fields)
    context = {"words": words, "typed": typed, "differences": differences, "is_kept": draft is not None}
    return render(request, "includes/too_late.html", context, status=409 if request.method == "POST" else 200)
