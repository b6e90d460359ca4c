from django.http import Http404, HttpRequest, HttpResponse


def meeting_pack(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404


def meeting_issue(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    raise Http404


def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
