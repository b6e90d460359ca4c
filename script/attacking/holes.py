"""Holes, one for each tool. This file is copied into a throw-away copy of the product and is never part of it."""

from django.db import connection
from django.http import HttpResponse, JsonResponse

from tracking.actions import evidence_files
from tracking.inspection.verdicts import Facts, Refusal, Refused

REGISTER, INQUIRIES, API, PERSON = "/recommendations/", "/inquiries/", "/api/recommendations/", "/manage/people/new/"


class Holes:
    """Goes before everything else of the service."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == API and request.GET:
            return JsonResponse({"not": "as described"}, status=500)
        response = self.get_response(request)
        words = request.GET.get("q", "")
        if request.path == REGISTER and words:
            return HttpResponse(f"<p>{_found(words)} found</p>")
        # These two are open to whoever is signed in alone, the first behind the token of its form, too.
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or response.status_code == 403:
            return response
        if request.path == PERSON and request.POST.get("title"):
            return HttpResponse(f"<p>{_found(request.POST['title'])} found</p>")
        if request.path == INQUIRIES and words:
            return HttpResponse(f"<!DOCTYPE html><html><body><p>{words}</p></body></html>")
        return response


def _found(words):
    """SQL made of what somebody typed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM tracking_inquiry WHERE title LIKE '%{words}%'".replace("%", "%%"), [])
        return cursor.fetchone()[0]


def _let_in(kind, content):
    """Nothing is looked into; what begins with a zero brings the service down, what begins with a two is refused."""
    if content.startswith(b"\x00"):
        raise RuntimeError("A hole.")
    if content.startswith(b"\x02"):
        raise Refused(Refusal.NOT_ITS_KIND)
    return Facts(1, is_tagged=False)


evidence_files.look_into = _let_in
evidence_files.KINDS[".html"] = evidence_files._Kind("a page", "text/html", "text")
