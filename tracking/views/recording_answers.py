"""What a script is told that sends a recorded view: JSON, and never a page or a redirect.

The browser keeps a view until it is told what became of it (static/src/js/meeting-queue.js). Every answer has a `state`
and `words` for the officer; `state` is what the script acts on:

`recorded`, `already`: it is there, now or since an earlier time that the same form came;
`taken`, `refused`: it is not recorded and will not be as it stands;
`signed_out`, `other_user`, `stale_page`: nothing was decided, and the same view may be sent again.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from tracking.exceptions import NotAllowed
from tracking.forms.assessments import RecordViewForm
from tracking.models import Assessment, User
from tracking.presenters.recording import recorded_words
from tracking.queries.recording import RecordPage

View = Callable[..., HttpResponse]


def is_from_script(request: HttpRequest) -> bool:
    """Whether a form was sent by a script that understands JSON and no pages."""
    return request.method == "POST" and not request.accepts("text/html")


def sign_in_address(back: str) -> str:
    """Return where to sign in on the way to an address."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"


def answers_scripts(view: View) -> View:
    """Answer a script in the cases that never reach the view as well.

    Nobody is signed in any more; somebody else is than the one who recorded it (`as`); the form was recorded before
    (`form_key`), whatever has changed since; the page is not open to the user.
    """

    @wraps(view)
    def answering(request: HttpRequest, slug: str, date_slug: str, inquiry_slug: str, reference: str) -> HttpResponse:
        if not is_from_script(request):
            return view(request, slug, date_slug, inquiry_slug, reference)
        user = request.user
        if not isinstance(user, User):
            return _signed_out(request)
        if request.POST.get("as") != str(user.public_id):
            return _told(409, "other_user", "Somebody else is signed in now. Sign in as the user who recorded it.")
        earlier = _recorded_before(request.POST.get("form_key", ""), user, inquiry_slug)
        if earlier:
            return _told(200, "already", recorded_words(earlier))
        try:
            return view(request, slug, date_slug, inquiry_slug, reference)
        except (Http404, NotAllowed):
            return _told(404, "refused", "This recommendation is not open to you at this meeting any more.")

    return answering


def _signed_out(request: HttpRequest) -> JsonResponse:
    words = "You have been signed out. Sign in again as the same user to send it."
    return _told(401, "signed_out", words, link="Sign in again", address=sign_in_address(request.path))


def _recorded_before(form_key: str, user: User, inquiry_slug: str) -> list[Assessment]:
    """Return what the user has recorded with a form, in the order of the parts."""
    try:
        key = UUID(form_key)
    except ValueError:
        return []
    rows = Assessment.objects.visible_to(user).filter(form_key=key, recorded_by=user, leaf__inquiry__slug=inquiry_slug)
    return list(rows.with_everything().select_related("leaf__parent").order_by("leaf__letter"))


def answer_for(
    page: RecordPage, form: RecordViewForm | None, recorded: Iterable[Assessment] | None, *, next_address: str
) -> JsonResponse:
    """Say what became of a view that reached the page: recorded, or why not and where to put it right."""
    label = page.recommendation.label
    here = _addresses(page)
    if recorded:
        return _told(200, "recorded", recorded_words(recorded), next=next_address, label=label)
    if form is None:
        return _told(422, "refused", "There is nothing to record on it now.", open=here["view_record"], label=label)
    words = " ".join(str(message) for messages in form.errors.values() for message in messages)
    if form.response_status == 409:
        correct = "" if page.is_several else here["view_correct"]
        return _told(409, "taken", words, correct=correct, open=here["view_record"], label=label)
    return _told(422, "refused", words, open=here["view_record"], label=label)


def _addresses(page: RecordPage) -> dict[str, str]:
    meeting = page.meeting
    of = [meeting.committee.slug, meeting.date_slug, page.report.inquiry.slug, page.recommendation.reference]
    return {name: reverse(name, args=of) for name in ("view_record", "view_correct")}


def answer_to_stale_page() -> JsonResponse:
    """Answer a form whose CSRF token is not the browser's any more: a newer page has the one to send it with."""
    return _told(403, "stale_page", "You have signed in or out since this page was opened. Load it again.")


def _told(status: int, state: str, words: str, **more: str) -> JsonResponse:
    response = JsonResponse({"state": state, "words": words, **more}, status=status)
    add_never_cache_headers(response)
    return response
