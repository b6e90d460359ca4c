from django.http import Http404, HttpRequest, HttpResponse


def manage_meeting_new(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_meeting(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404


def manage_meeting_hold(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404


def manage_meeting_approve_minutes(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404


def manage_meeting_cancel(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404


def manage_closed_days(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_closed_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
