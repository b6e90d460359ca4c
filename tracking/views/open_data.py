"""The page about open data: files, the API, feeds and calendars, the data dictionary and the licence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.models import Committee
from tracking.presenters.open_data import api_lists, dictionary, files
from tracking.presenters.register_columns import LICENCE, LICENCE_ADDRESS, site_address


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    context = {
        "today": today,
        "files": files(),
        "api_lists": list(api_lists()),
        "dictionary": dictionary(),
        "committees": Committee.objects.current_first(today),
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "example": site_address(reverse("recommendation_detail", args=["inquiry-title", "R01b"])),
    }
    return render(request, "open_data.html", context)
