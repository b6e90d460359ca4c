"""What every page shows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from scrutiny import navigation


def site(request: HttpRequest) -> dict[str, object]:
    """Give every template the council's and the service's name, and the links at the head."""
    return {
        "council_name": settings.COUNCIL_NAME,
        "brand_colour": settings.BRAND_COLOUR,
        "service_name": "Scrutiny",
        "navigation": SimpleLazyObject(lambda: navigation.links(request)),
    }
