from django.http import Http404, HttpRequest, HttpResponse


def report_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def report_open(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_overview(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_contact_officers(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_posts(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_recommendation(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    raise Http404


def report_evidence_add(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    raise Http404


def report_evidence_remove(request: HttpRequest, pk: int, reference: str, use_pk: int) -> HttpResponse:
    raise Http404


def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_submitted(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_return(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_accept(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_move(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
