from django.http import Http404, HttpRequest, HttpResponse


def evidence_download(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
