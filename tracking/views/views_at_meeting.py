from django.http import Http404, HttpRequest, HttpResponse


def meeting_views(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404


def view_record(request: HttpRequest, slug: str, date_slug: str, inquiry_slug: str, reference: str) -> HttpResponse:
    raise Http404


def view_correct(request: HttpRequest, slug: str, date_slug: str, inquiry_slug: str, reference: str) -> HttpResponse:
    raise Http404
