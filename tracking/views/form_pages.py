"""A page that asks for something and has one action done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tracking.exceptions import NotPossible, StaleState
from tracking.forms.due_dates import DueDateForm
from tracking.forms.manage import ManageForm
from tracking.presenters.managing import suggestion_sentence

PAGE_SIZE = 25


@dataclass(frozen=True)
class FormPage:
    """The words around a form: `back` is the page to return to, `warning` marks what cannot be undone."""

    title: str
    button: str
    back: str
    back_text: str
    caption: str = ""
    sentences: tuple[str, ...] = ()
    warning: bool = False


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, however little it is; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def due_form(
    request: HttpRequest, form_class: type[DueDateForm], initial: dict[str, Any], **kwargs: Any
) -> tuple[ManageForm, str]:
    """Return the form and, when its words for the date were asked about, what they seem to mean."""
    if "suggest" in request.POST:
        form, suggestion = form_class.with_suggestion(request.POST, initial=initial, **kwargs)
        return form, suggestion_sentence(request.POST.get("due_text", ""), suggestion)
    return form_class(posted(request), initial=initial, **kwargs), ""


def attempt(form: ManageForm, act: Callable[..., Any], **arguments: Any) -> Any:
    """Do an action with what was typed and return its result; None when it refuses, and the form says why."""
    try:
        return act(**arguments)
    except NotPossible as error:
        form.add_error(None, str(error))
        form.response_status = 409 if isinstance(error, StaleState) else 200
        return None


def show_form(
    request: HttpRequest,
    form: ManageForm,
    page: FormPage,
    *,
    template: str = "manage/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form with everything that was typed."""
    return render(request, template, {"form": form, "page": page, **context}, status=form.response_status)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page of a list that the address asks for, the nearest there is for nonsense."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
