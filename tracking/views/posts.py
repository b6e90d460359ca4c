from django.http import Http404, HttpRequest, HttpResponse


def post_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def post_detail(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404
