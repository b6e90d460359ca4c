from django.http import Http404, HttpRequest, HttpResponse


def committee_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def committee_detail(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def meeting_detail(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404
