from django.http import Http404, HttpRequest, HttpResponse


def manage_home(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_inquiry_new(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_inquiry(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_inquiry_publish(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_inquiry_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_inquiry_hand_on(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_recommendation_new(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def manage_recommendation(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    raise Http404


def manage_part_new(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    raise Http404


def manage_recommendation_withdraw(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    raise Http404


def manage_responsibilities(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    raise Http404
