from django.http import Http404, HttpRequest, HttpResponse


def inquiry_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def inquiry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def recommendation_detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    raise Http404
