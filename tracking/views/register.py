"""The register: every leaf, filtered, searched and ordered; and taken along as a file."""

from collections.abc import Iterable
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.filters import RegisterFilter
from tracking.models import RegisterEntry
from tracking.models.register import RegisterEntryQuerySet
from tracking.presenters.filters import Chip, filter_chips
from tracking.presenters.register import found_sentence, register_line
from tracking.queries.change_scopes import everything
from tracking.queries.register_rows import register_rows
from tracking.queries.search import extracts
from tracking.views.register_files import register_response
from tracking.views.since import since_last_time

PAGE_SIZES = (25, 50, 100)


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    today = dates.today()
    visible = RegisterEntry.objects.visible_to(request.user)
    filtered = RegisterFilter(request.GET, visible, viewer=request.user, today=today)
    entries = filtered.qs
    chips = filter_chips(filtered.form, request.GET)
    if filtered.form.is_valid() and (file := _file(request, entries, chips, today)):
        return file
    page = Paginator(entries.with_everything(), _page_size(request)).get_page(request.GET.get("page"))
    rows = register_rows(page, today=today)
    matched = extracts([row.entry.leaf_id for row in rows], filtered.found)
    context = {
        "form": filtered.form,
        "chips": chips,
        "page": page,
        "page_sizes": PAGE_SIZES,
        "lines": [register_line(row, today=today, extracts=matched) for row in rows],
        "state": found_sentence(
            page.paginator.count, visible.count() if chips else page.paginator.count, is_filtered=bool(chips)
        ),
        "today": today,
        "since": since_last_time(request, everything(request.user)),
    }
    # Who asked for a file with a filter that is wrong gets none: not everything instead.
    status = 400 if "format" in request.GET and not filtered.form.is_valid() else 200
    return render(request, "recommendations/register.html", context, status=status)


def _file(
    request: HttpRequest, entries: RegisterEntryQuerySet, chips: Iterable[Chip], today: date
) -> HttpResponseBase | None:
    """What the filters leave, as the file that was asked for; None where none was, or of a kind that is not offered."""
    words = [chip.words for chip in chips]
    asked = request.GET.get("format", "")
    return register_response(asked, entries, viewer=request.user, today=today, filters_in_words=words)


def _page_size(request: HttpRequest) -> int:
    """One of those offered; the smallest for anything else."""
    asked = request.GET.get("per_page", "")
    return next((size for size in PAGE_SIZES if asked == str(size)), PAGE_SIZES[0])
