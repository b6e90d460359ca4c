"""The templates of reports to a Cabinet, for its clerk: their names, and the headings every new report follows."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.actions.cabinet.templates import (
    HeadingSpec,
    change_template,
    create_template,
    fingerprint_of,
    save_headings,
    specs_of,
)
from tracking.forms.cabinet_templates import (
    HeadingForm,
    MoveHeadingForm,
    NewTemplateForm,
    RemoveHeadingForm,
    TemplateForm,
)
from tracking.forms.manage import ManageForm
from tracking.models import User
from tracking.models.cabinet import ReportTemplate, ReportTemplateVersion
from tracking.presenters.cabinet.templates import heading_lines, template_lines, template_sentence
from tracking.queries.cabinet.choices import cabinets_clerked_by, posts_that_may_clear
from tracking.queries.cabinet.templates import is_frozen, managed_templates
from tracking.views.form_pages import FormPage, attempt, posted, show_form

_TITLE = "Templates of reports"


@require_safe
@login_required
def cabinet_template_list(request: HttpRequest) -> HttpResponse:
    if not cabinets_clerked_by(request.user):
        raise Http404
    lines = template_lines(managed_templates(request.user))
    return render(request, "cabinet/templates.html", {"lines": lines})


@login_required
def cabinet_template_new(request: HttpRequest) -> HttpResponse:
    cabinets = cabinets_clerked_by(request.user)
    if not cabinets:
        raise Http404
    form = NewTemplateForm(posted(request), committees=cabinets, templates=managed_templates(request.user))
    if form.is_valid():
        said = form.cleaned_data
        template = attempt(
            form,
            create_template,
            cabinet=said["committee"],
            name=said["name"],
            headings=form.headings,
            by=request.user,
        )
        if template is not None:
            messages.success(request, "The template is saved. These are its headings.")
            return redirect("cabinet_template", template_pk=template.pk)
    page = FormPage(title="Add a template", button="Save", back=reverse("cabinet_template_list"), back_text=_TITLE)
    return show_form(request, form, page)


@login_required
def cabinet_template(request: HttpRequest, template_pk: int) -> HttpResponse:
    """The headings of a template in order, with their numbers and what each asks for."""
    template, version = _template(request, template_pk)
    specs = specs_of(version) if version else []
    form = MoveHeadingForm(posted(request), keys=range(1, len(specs) + 1))
    if form.is_valid():
        place, up = form.moved
        if _save(request, form, template, _moved(specs, place, up=up), form.cleaned_data["read"]):
            return redirect("cabinet_template", template_pk=template_pk)
    posts = posts_that_may_clear(dates.today()).in_bulk([spec.cleared_by for spec in specs if spec.cleared_by])
    context = {
        "form": form,
        "template": template,
        "lines": heading_lines(template, specs, posts),
        "state": template_sentence(template, version, is_frozen=version is not None and is_frozen(version)),
        "read": fingerprint_of(version),
    }
    return render(request, "cabinet/template.html", context, status=form.response_status)


def _moved(specs: list[HeadingSpec], place: int, *, up: bool) -> list[HeadingSpec]:
    """The headings with the one at a place moved by one; at either end it stays."""
    rows, target = list(specs), place - 2 if up else place
    if 0 <= target < len(rows):
        rows[place - 1], rows[target] = rows[target], rows[place - 1]
    return rows


def _save(
    request: HttpRequest, form: ManageForm, template: ReportTemplate, headings: list[HeadingSpec], read: str
) -> bool:
    by = cast("User", request.user)
    return attempt(form, save_headings, template=template, headings=headings, read=read, by=by) is not None


@login_required
def cabinet_template_edit(request: HttpRequest, template_pk: int) -> HttpResponse:
    """Its name, and whether new reports may follow it."""
    template, _ = _template(request, template_pk)
    form = TemplateForm(posted(request), initial=TemplateForm.initial_of(template))
    if form.is_valid() and attempt(form, change_template, template=template, by=request.user, **form.cleaned_data):
        messages.success(request, "The template is saved.")
        return redirect("cabinet_template", template_pk=template_pk)
    return show_form(request, form, _page(template, "Change the template", "Save"))


@login_required
def cabinet_heading_new(request: HttpRequest, template_pk: int) -> HttpResponse:
    template, version = _template(request, template_pk)
    form = HeadingForm(
        posted(request), posts=posts_that_may_clear(dates.today()), initial={"read": fingerprint_of(version)}
    )
    specs = specs_of(version) if version else []
    if form.is_valid() and _save(request, form, template, [*specs, form.spec], form.cleaned_data["read"]):
        messages.success(request, "The heading is added at the end. You can move it from there.")
        return redirect("cabinet_template", template_pk=template_pk)
    return show_form(request, form, _page(template, "Add a heading", "Add the heading", *_next_version(version)))


@login_required
def cabinet_heading_edit(request: HttpRequest, template_pk: int, place: int) -> HttpResponse:
    template, version = _template(request, template_pk)
    specs = specs_of(version) if version else []
    spec = _at(specs, place)
    initial = {**HeadingForm.initial_of(spec), "read": fingerprint_of(version)}
    form = HeadingForm(posted(request), posts=posts_that_may_clear(dates.today()), initial=initial)
    if form.is_valid():
        headings = [*specs[: place - 1], form.spec, *specs[place:]]
        if _save(request, form, template, headings, form.cleaned_data["read"]):
            messages.success(request, "The heading is saved.")
            return redirect("cabinet_template", template_pk=template_pk)
    return show_form(request, form, _page(template, "Change a heading", "Save", *_next_version(version)))


@login_required
def cabinet_heading_remove(request: HttpRequest, template_pk: int, place: int) -> HttpResponse:
    template, version = _template(request, template_pk)
    specs = specs_of(version) if version else []
    spec = _at(specs, place)
    form = RemoveHeadingForm(posted(request), initial={"read": fingerprint_of(version)})
    if form.is_valid():
        headings = [*specs[: place - 1], *specs[place:]]
        if _save(request, form, template, headings, form.cleaned_data["read"]):
            messages.success(request, "The heading is taken out.")
            return redirect("cabinet_template", template_pk=template_pk)
    page = _page(template, f"Take “{spec.heading}” out?", "Take out", *_next_version(version))
    return show_form(request, form, page)


def _template(request: HttpRequest, pk: int) -> tuple[ReportTemplate, ReportTemplateVersion | None]:
    """A template that the viewer manages, and what it asks for now; raises Http404."""
    template = get_object_or_404(managed_templates(request.user), pk=pk)
    return template, template.versions.order_by("-number").first()


def _at(specs: list[HeadingSpec], place: int) -> HeadingSpec:
    if not 1 <= place <= len(specs):
        raise Http404
    return specs[place - 1]


def _next_version(version: ReportTemplateVersion | None) -> tuple[str, ...]:
    """What a change of something that reports follow already does."""
    if version is None or not is_frozen(version):
        return ()
    return ("Reports follow this version already, and keep it. Saving makes the next version, for new reports.",)


def _page(template: ReportTemplate, title: str, button: str, *sentences: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        caption=template.name,
        back=reverse("cabinet_template", args=[template.pk]),
        back_text="The template",
        sentences=sentences,
    )
