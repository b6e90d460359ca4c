"""The filters of a list: those of the page that shows the same, checked more strictly, and described from it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework.exceptions import NotFound
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from tracking.api.framework import WrongParameters
from tracking.api.pages import PARAMETERS

_UNKNOWN = "There is no such parameter here."
# What a tick box sends, and what people write instead.
_TICKED = ("true", "false", "on")


class SameFilters(BaseFilterBackend):
    """Filter a list by the FilterSet its view makes (`make_filters`), if it makes one."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        """Raise WrongParameters where the parameters cannot be used, NotFound where they name what is not there."""
        filters = view.make_filters(request.query_params, queryset, viewer=request.user)
        form = filters.form if filters else forms.Form({})
        wrong = _complaints(form) | dict(_wrong(request.query_params, form.fields))
        if wrong:
            raise WrongParameters(wrong)
        if not form.is_valid():
            raise NotFound(" ".join(f"There is no such {name}, or you may not see it." for name in form.errors))
        return filters.qs if filters else queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For drf-spectacular: the parameters as everyone may use them today, choices included."""
        filters = view.make_filters(QueryDict(), view.get_queryset(), viewer=AnonymousUser())
        fields = filters.form.fields.items() if filters else ()
        return [_described(name, field) for name, field in fields]


def _wrong(given: QueryDict, fields: dict[str, forms.Field]) -> Iterator[tuple[str, list[str]]]:
    for name, values in given.lists():
        field = fields.get(name)
        if field is None:
            if name not in PARAMETERS:
                yield name, [_UNKNOWN]
            continue
        if len(values) > 1:
            yield name, ["Give this once."]
        elif _is_tick(field) and values[0] not in {"", *_TICKED}:
            yield name, ["Write true or false."]


def _complaints(form: forms.Form) -> dict[str, list[str]]:
    """What the form says of values that the document lists; a thing that it does not list is not there."""
    return {
        name: [str(message) for message in messages]
        for name, messages in form.errors.items()
        if not form.fields[name].widget.is_hidden
    }


def _is_tick(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.CheckboxInput)


def _described(name: str, field: forms.Field) -> dict[str, Any]:
    words = ". ".join(filter(None, (str(field.label).strip(". "), str(field.help_text).strip(". "))))
    return {"name": name, "in": "query", "required": False, "description": f"{words}.", "schema": _schema(field)}


def _schema(field: forms.Field) -> dict[str, Any]:
    """The values a filter takes. Each may be left empty, as a form of the site leaves it, and then filters nothing."""
    if _is_tick(field):
        return {"type": "string", "enum": [*_TICKED, ""]}
    if isinstance(field, forms.ChoiceField) and not field.widget.is_hidden:
        choices: Any = field.choices
        # A form gives "" first, for any.
        return {"type": "string", "enum": [*(str(value) for value, _ in choices if str(value)), ""]}
    longest = {"maxLength": field.max_length} if isinstance(field, forms.CharField) and field.max_length else {}
    return {"type": "string", "pattern": r"^[^\x00]*$", **longest}
