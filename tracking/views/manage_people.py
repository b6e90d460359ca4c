from django.http import Http404, HttpRequest, HttpResponse


def manage_people(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_person_new(request: HttpRequest) -> HttpResponse:
    raise Http404


def manage_person(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def manage_user(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def manage_appointment_new(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def manage_appointment_end(request: HttpRequest, pk: int, appointment_pk: int) -> HttpResponse:
    raise Http404


def manage_membership_new(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def manage_membership_end(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    raise Http404
