"""The audit trail, for administrators alone."""

from collections.abc import Callable, Iterator
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.exports.audit import audit_csv, audit_json_lines
from tracking.forms.audit import AuditFilterForm
from tracking.models import Event
from tracking.presenters import audit as words
from tracking.presenters.filters import filter_chips
from tracking.queries import audit_trail as reads

PAGE_SIZE: Final = 50
_FILES: Final[dict[str, tuple[Callable[[QuerySet[Event]], Iterator[bytes]], str]]] = {
    "csv": (audit_csv, "text/csv; charset=utf-8"),
    "jsonl": (audit_json_lines, "application/jsonl; charset=utf-8"),
}


@require_safe
@login_required
def audit(request: HttpRequest) -> HttpResponseBase:
    """The trail, the latest entry first; with `format` what the filters leave of it, to take along."""
    rules.can_administer.check(request.user)
    kinds = [(label, words.kind_words(label)) for label in reads.kinds_recorded()]
    form = AuditFilterForm(request.GET, types=reads.types_recorded(), kinds=kinds)
    events = reads.events_sought(form.sought())
    return _file(request.GET.get("format", ""), events) or _page(request, form, events)


def _page(request: HttpRequest, form: AuditFilterForm, events: QuerySet[Event]) -> HttpResponse:
    chips = filter_chips(form, request.GET)
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "crumbs": [("Overview", reverse("overview")), ("Manage", reverse("manage_home"))],
        "form": form,
        "chips": chips,
        "page": page,
        "lines": [words.audit_line(entry) for entry in reads.entries_of(page)],
        "count": words.found_words(page.paginator.count, is_filtered=bool(chips)),
        "state": words.state_of(reads.last_check()),
        "filters": rest.urlencode(),
    }
    return render(request, "audit/trail.html", context)


def _file(name: str, events: QuerySet[Event]) -> StreamingHttpResponse | None:
    if name not in _FILES:
        return None
    make, content_type = _FILES[name]
    response = StreamingHttpResponse(make(events), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="audit-trail-{dates.today():%Y-%m-%d}.{name}"'
    return response
