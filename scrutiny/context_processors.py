"""What every page shows: the council's name and its colour."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Give every template the council's and the service's name."""
    return {"council_name": settings.COUNCIL_NAME, "service_name": "Scrutiny"}
