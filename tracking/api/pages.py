"""Pages of a list: so many at a time, with the addresses of the page before and the next."""

from typing import Any, Final

from django.core.paginator import EmptyPage, Paginator
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from tracking.api.framework import WrongParameters

USUAL: Final = 50
MOST: Final = 200
# Longer numbers name no page of anything.
_DIGITS: Final = 6
PARAMETERS: Final = frozenset({"page", "page_size"})


class Pages(BasePagination):
    """`page` counts from 1; `page_size` is USUAL unless asked otherwise, and MOST at most."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Raise WrongParameters for what is no number of a page, NotFound behind the last page."""
        wrong: dict[str, list[str]] = {}
        number = _whole_number(request, "page", 1, 10**_DIGITS - 1, wrong)
        size = _whole_number(request, "page_size", USUAL, MOST, wrong)
        if wrong:
            raise WrongParameters(wrong)
        self.request = request
        try:
            self.page = Paginator(queryset, size).page(number)
        except EmptyPage as behind_the_last:
            raise NotFound(f"There is no page {number}.") from behind_the_last
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        address = self.request.build_absolute_uri()
        page = self.page
        following = replace_query_param(address, "page", page.next_page_number()) if page.has_next() else None
        before = _page_before(address, page.previous_page_number()) if page.has_previous() else None
        return Response({"count": page.paginator.count, "next": following, "previous": before, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """For drf-spectacular: what a page looks like."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "How many there are on all pages."},
                "next": address | {"description": "The address of the next page; null on the last one."},
                "previous": address | {"description": "The address of the page before; null on the first one."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For drf-spectacular: the two parameters."""
        return [
            _parameter("page", "Which page, counted from 1.", {"maximum": 10**_DIGITS - 1, "default": 1}),
            _parameter("page_size", "How many on a page.", {"maximum": MOST, "default": USUAL}),
        ]


def _parameter(name: str, description: str, more: dict[str, int]) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, **more}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _whole_number(request: Request, name: str, usual: int, most: int, wrong: dict[str, list[str]]) -> int:
    typed = request.query_params.get(name)
    if typed is None:
        return usual
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else 0
    if not 1 <= number <= most:
        wrong[name] = [f"Give a whole number from 1 to {most}."]
    return number


def _page_before(address: str, number: int) -> str:
    if number == 1:
        return remove_query_param(address, "page")
    return replace_query_param(address, "page", number)
