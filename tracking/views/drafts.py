"""Keeping what is typed into a page: while it is typed, and when it comes too late."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views import csrf
from django.views.decorators.csrf import csrf_exempt

from tracking.actions.drafts import discard_draft, keep_draft
from tracking.enums import DraftPage
from tracking.exceptions import NotAllowed, NotPossible
from tracking.forms.drafts import DraftToken, fields_to_keep, kept_fields, show_as_typed, typed_words
from tracking.models import Draft, User, WrittenPage
from tracking.presenters import drafts as words
from tracking.queries.drafts import LastSave, drafts_in, own_draft
from tracking.queries.report_access import recommendations_in
from tracking.views.draft_places import place_named, place_of
from tracking.views.recording_answers import answer_to_stale_page, is_from_script, sign_in_address
from tracking.views.report_pages import readable_report

View = Callable[..., HttpResponse]


def draft_context(request: HttpRequest, of: WrittenPage, *, last_save: LastSave | None) -> dict[str, Any]:
    """Return what a page that keeps drafts shows of it: the status, the banner over a draft, the form's token."""
    user = cast("User", request.user)
    draft = own_draft(of, user)
    return {
        "draft": words.draft_lines(draft, last_save, user) if draft else None,
        "draft_status": words.kept_words(draft) if draft else words.saved_words(last_save, user),
        "draft_address": place_of(of).draft_address,
        "draft_token": DraftToken.of(user, of),
        "saved_words": words.saved_words(last_save, user),
    }


def show_draft(request: HttpRequest, form: Form, of: WrittenPage) -> None:
    """Have a form that is opened, not sent, show what its writer typed into it and did not save, unchecked."""
    if request.method != "POST" and (draft := own_draft(of, request.user)):
        show_as_typed(form, kept_fields(draft))


@dataclass(frozen=True)
class Kept:
    """What became of a form that came with a token: the draft, unless it was refused (`refusal` may say why).

    `is_from_writer`: whether the browser is still signed in as the one who opened the form.
    """

    draft: Draft | None
    refusal: str
    is_from_writer: bool
    form_address: str


def _keep(request: HttpRequest, token: DraftToken) -> Kept | None:
    """Keep what was sent for the user whom the token names, whoever is signed in now; None for no such page."""
    named = place_named(token)
    if named is None:
        return None
    writer, place = named
    draft, refusal = None, ""
    try:
        draft = keep_draft(of=place.of, fields=fields_to_keep(request.POST), by=writer)
    except NotAllowed:
        return None
    except NotPossible as error:
        refusal = str(error)
    return Kept(draft, refusal, _is_writer(request, token), place.form_address)


def keeps_what_is_typed(view: View) -> View:
    """Keep what is sent before the view judges it: whatever becomes of the request then, the text is not lost.

    Saving throws the draft away again. A form that somebody else had opened, or that nobody is signed in to send any
    more, is kept for whoever opened it and does not reach the view.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = DraftToken.read(request.POST)
        if token is None:
            return view(request, *args, **kwargs)
        kept = _keep(request, token)
        return view(request, *args, **kwargs) if _is_writer(request, token) else _not_saved_page(request, token, kept)

    return keeping


def _is_writer(request: HttpRequest, token: DraftToken) -> bool:
    return isinstance(request.user, User) and str(request.user.public_id) == token.user


def _not_saved_page(request: HttpRequest, token: DraftToken, kept: Kept | None) -> HttpResponse:
    """Tell a browser that nobody is signed in to any more, or somebody else, what became of the text: never show it.

    What could not be kept is shown once more to whoever has just sent it, with the reason if they may know it.
    """
    is_writer, is_kept = _is_writer(request, token), kept is not None and kept.draft is not None
    context = {
        "is_kept": is_kept,
        "typed": [] if is_kept else typed_words(fields_to_keep(request.POST)),
        "is_somebody_else": request.user.is_authenticated and not is_writer,
        "refusal": kept.refusal if kept and is_writer else "",
        "sign_in": sign_in_address(kept.form_address if kept else request.path),
    }
    response = render(request, "signed_out.html", context, status=403)
    add_never_cache_headers(response)
    return response


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is not the browser's any more: keep what it can keep, else say so."""
    if is_from_script(request):
        return answer_to_stale_page()
    token = DraftToken.read(request.POST)
    if token is None:
        return csrf.csrf_failure(request, reason)
    kept = _keep(request, token)
    if kept is None and _is_writer(request, token):
        return csrf.csrf_failure(request, reason)
    if kept is None or kept.draft is None or not kept.is_from_writer:
        return _not_saved_page(request, token, kept)
    messages.warning(request, "Your text is kept, but nothing is saved yet. Check it and save it again.")
    return _see(kept.form_address)


def _see(address: str) -> HttpResponseRedirect:
    """Lead a browser that has sent something to a page that it asks for anew."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


# The token is what admits to this: it is in no other site's reach, as a CSRF token is, and outlives it.
@csrf_exempt
def report_draft(request: HttpRequest, pk: int, page: DraftPage, reference: str = "") -> HttpResponse:
    """Keep a draft, as a script asks or by a button; throw it away; or ask whether to."""
    return keep_or_discard(request, lambda: _page_of_report(request, pk, page, reference))


def keep_or_discard(request: HttpRequest, find: Callable[[], WrittenPage]) -> HttpResponse:
    """Keep a draft of the page that its token names; or throw away that of the page here, if the viewer may see it."""
    token = DraftToken.read(request.POST)
    if token is None or request.POST.get("go") == "discard":
        return _discard_page(request, find)
    kept = _keep(request, token)
    if not request.accepts("text/html"):
        return JsonResponse(_told(kept), status=200 if kept and kept.draft else 422)
    if kept is None and _is_writer(request, token):
        raise Http404
    if kept and kept.draft and kept.is_from_writer:
        return _see(kept.form_address)
    return _not_saved_page(request, token, kept)


def _told(kept: Kept | None) -> dict[str, str]:
    """What the status line of the page says."""
    if kept is None or kept.draft is None:
        refusal = kept.refusal if kept else "This page is not open to you any more."
        return {"state": "refused", "words": f"Not saved as draft. {refusal}"}
    if kept.is_from_writer:
        return {"state": "kept", "words": words.kept_words(kept.draft)}
    return {
        "state": "signed_out",
        "words": f"You have been signed out. Your text was kept {words.moment(kept.draft.saved_at)}.",
        "link": "Sign in again",
        "address": sign_in_address(kept.form_address),
    }


def _page_of_report(request: HttpRequest, pk: int, page: DraftPage, reference: str) -> WrittenPage:
    """The page at an address of a report that the viewer may see; `reference` is that of a section (R01).

    A section that is gone keeps nothing any more, and there is no draft of it to be found.
    """
    report = readable_report(request, pk)
    drafts = drafts_in(report, request.user).filter(page=page)
    kept = (draft.recommendation for draft in drafts if draft.recommendation)
    recommendation = next((row for row in kept if row.reference == reference), None) if reference else None
    if reference and recommendation is None:
        recommendation = get_object_or_404(recommendations_in(report).at_reference(reference))
    return WrittenPage(report, page, recommendation)


@login_required
def _discard_page(request: HttpRequest, find: Callable[[], WrittenPage]) -> HttpResponse:
    """Ask whether what was typed is to be thrown away; without a draft, there is the form."""
    user = cast("User", request.user)
    place = place_of(find())
    draft = own_draft(place.of, user)
    if draft is None:
        return redirect(place.form_address)
    token = DraftToken.read(request.POST)
    if token and _is_writer(request, token) and request.POST.get("go") == "discard":
        # What was typed in another window since the page was shown has not been seen here.
        is_as_shown = request.POST.get("kept_at") == draft.saved_at.isoformat()
        if is_as_shown and discard_draft(of=place.of, by=user, kept_at=draft.saved_at):
            messages.success(request, "Your draft is discarded. This is what is saved.")
            return redirect(place.form_address)
        messages.warning(request, "The draft has changed since you looked at it. This is what it says now.")
        return redirect(request.path)
    context = {
        "caption": place.caption,
        "form_address": place.form_address,
        "heading": words.discard_heading(draft),
        "kept": words.draft_lines(draft, None, user).kept,
        "typed": typed_words(draft.fields),
        "kept_at": draft.saved_at.isoformat(),
        "draft_token": DraftToken.of(user, place.of),
    }
    return render(request, "reports/discard_draft.html", context)
