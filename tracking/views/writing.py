"""What the editor asks the server while somebody writes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracking.forms.writing import PreviewForm


@login_required
def writing_preview(request: HttpRequest) -> HttpResponse:
    """Answer a text as it will read, as a piece of a page; 422 with what is wrong. Nothing is saved."""
    form = PreviewForm(request.POST)
    is_valid = form.is_valid()
    context = {
        "text": form.cleaned_data.get("text", ""),
        "heading_level": form.cleaned_data.get("heading_level"),
        "errors": form.errors.values(),
    }
    return render(request, "writing/preview.html", context, status=200 if is_valid else 422)
