from django.http import Http404, HttpRequest, HttpResponse


def manage_posts(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_post_new(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_post(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_committees(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_committee_new(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_committee(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_scheme(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_category(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    raise Http404
