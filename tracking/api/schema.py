"""The OpenAPI document: made from the views, the filters and the data dictionary, the same for everyone."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from tracking.api.framework import with_etag
from tracking.api.pages import Pages
from tracking.api.serializers import WrongParametersSerializer, WrongSerializer

MEDIA_TYPE: Final = "application/vnd.oai.openapi+json"

# What the names in addresses look like.
_NAMES: Final = {
    "slug": ("What it is called in addresses.", r"^[-a-zA-Z0-9_]+$"),
    "reference": ("The reference in its inquiry: R01, R01b.", r"^R[0-9]{2,4}[a-z]?$"),
    "date_slug": (
        "The date, with a number for a second sitting on the day: 2016-04-12, 2016-04-12-2.",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[2-9])?$",
    ),
}
_ON_EVERY_ADDRESS: Final = (
    OpenApiParameter(
        "If-None-Match",
        location=OpenApiParameter.HEADER,
        description="The ETag of an earlier answer. If nothing has changed since, the answer is 304, without a body.",
    ),
    OpenApiParameter(
        "ETag",
        location=OpenApiParameter.HEADER,
        description="What to send back in If-None-Match.",
        response=[200, 304],
    ),
)


class Schema(AutoSchema):
    """What the addresses have in common: names in the path, ETags, and what is answered when there is nothing."""

    def get_operation_id(self) -> str:
        """The view's name: "recommendation_list", "meeting_detail"."""
        name = type(self.view).__name__
        return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name).strip("_")

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/").partition("/")[0] or "start"]

    def get_summary(self) -> str:
        return self.get_description().partition(".")[0]

    def get_override_parameters(self) -> list[Any]:
        in_path = [
            OpenApiParameter(name, location=OpenApiParameter.PATH, description=words, pattern=pattern)
            for name, (words, pattern) in _NAMES.items()
            if f"{{{name}}}" in self.path
        ]
        return [*in_path, *_ON_EVERY_ADDRESS]

    def get_response_serializers(self) -> dict[int, Any]:
        nothing_new = OpenApiResponse(description="Nothing has changed since.")
        found = OpenApiResponse(super().get_response_serializers(), description="What was asked for.")
        answers: dict[int, Any] = {200: found, 304: nothing_new}
        if self._is_list_view():
            answers[400] = OpenApiResponse(WrongParametersSerializer, description="A parameter cannot be used.")
        if self._is_list_view() or "{" in self.path:
            answers[404] = OpenApiResponse(WrongSerializer, description="Nothing there that this reader may see.")
        answers[414] = OpenApiResponse(description="The address is too long for the server, which says so in HTML.")
        return answers

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(getattr(self.view, "paginator", None), Pages) and "{" not in self.path


@require_safe
@with_etag
def document(request: HttpRequest) -> HttpResponse:
    """The document as everyone may read it, whoever asks: the filters' choices are those of published things."""
    found = SchemaGenerator().get_schema(request=None, public=True)
    return HttpResponse(json.dumps(found, ensure_ascii=False), content_type=MEDIA_TYPE)
