"""Writing what stands under a heading of a report to Cabinet, and clearing it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import IntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from tracking import rules
from tracking.actions.cabinet.sections import clear_section, save_section, take_back_clearance
from tracking.enums import DraftPage, HeadingHolds
from tracking.exceptions import NotPossible, StaleState, StaleText
from tracking.forms.cabinet_writing import SectionForm
from tracking.forms.drafts import show_as_typed
from tracking.forms.fields import is_preview
from tracking.forms.manage import ConfirmForm
from tracking.models import User, WrittenPage
from tracking.models.cabinet import CabinetReport, CabinetSection, TemplateHeading
from tracking.presenters.cabinet.report_page import section_view
from tracking.presenters.cabinet.writing import clearing_words
from tracking.presenters.differences import Difference
from tracking.queries.cabinet.readiness import can_be_cleared, clearing_of
from tracking.queries.cabinet.withheld import paper_for
from tracking.queries.drafts import LastSave
from tracking.views.cabinet.pages import (
    form_page,
    heading_at,
    numbered_heading,
    readable_report,
    section_under,
    show,
    too_late,
    typed_too_late,
    written_report,
)
from tracking.views.drafts import draft_context, keep_or_discard, keeps_what_is_typed, show_draft
from tracking.views.form_pages import attempt, posted

_TEMPLATE = "cabinet/section.html"


@keeps_what_is_typed
@login_required
def cabinet_section(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """The text under one heading, or why it is not required, and who may read it."""
    report = written_report(request, pk)
    heading = heading_at(report, place)
    if not report.is_editable:
        return typed_too_late(request, report, _page_of(report, heading))
    section = section_under(request, report, heading)
    form = SectionForm(posted(request), section=section)
    show_draft(request, form, _page_of(report, heading))
    if is_preview(request.POST) or not form.is_valid():
        return _section_page(request, section, form)
    return _save(request, section, form) or _after_saving(request, report, heading, place)


def _save(request: HttpRequest, section: CabinetSection, form: SectionForm) -> HttpResponse | None:
    """Save a valid form, or show what stands in the way."""
    try:
        save_section(
            section=section,
            text=form.cleaned_data["text"],
            not_required_reason=form.cleaned_data.get("not_required_reason", ""),
            openness=form.openness,
            version=form.cleaned_data["version"],
            read=form.cleaned_data["read"],
            by=cast("User", request.user),
        )
    except StaleText:
        section.refresh_from_db()
        return _both_versions(request, section, form)
    except StaleState:
        return typed_too_late(request, section.report, _page_of(section.report, section.heading))
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _section_page(request, section, form)
    return None


def _page_of(report: CabinetReport, heading: TemplateHeading) -> WrittenPage:
    return WrittenPage(report, DraftPage.CABINET_SECTION, heading)


def _after_saving(request: HttpRequest, report: CabinetReport, heading: TemplateHeading, place: int) -> HttpResponse:
    """Go where the button said; from the section that holds the decisions, on to those."""
    messages.success(request, f"“{heading}” is saved.")
    if heading.holds == HeadingHolds.DECISIONS:
        return redirect("cabinet_recommended", pk=report.pk)
    following = _next_place(report, place)
    if request.POST.get("go") == "next" and following:
        return redirect("cabinet_section", pk=report.pk, place=following)
    return redirect("cabinet_report", pk=report.pk)


def _both_versions(request: HttpRequest, section: CabinetSection, typed: SectionForm) -> HttpResponse:
    """What was typed in the form, beside what somebody else has saved meanwhile: nothing is lost."""
    said = typed.cleaned_data
    differences = [
        Difference("Text", section.text, said["text"]),
        Difference("Why it is not required", section.not_required_reason, said.get("not_required_reason", "")),
    ]
    form = SectionForm(section=section)
    show_as_typed(form, request.POST, seen=True)
    form.response_status = 409
    differing = [row for row in differences if row.saved != row.typed]
    return _section_page(request, section, form, differences=differing or differences[:1])


def _section_page(
    request: HttpRequest, section: CabinetSection, form: SectionForm, differences: list[Difference] | None = None
) -> HttpResponse:
    report, heading = section.report, section.heading
    sentences = [heading.hint] if heading.hint else []
    if heading.cleared_by:
        sentences.append(f"{heading.cleared_by} clears what is written here. A change asks for it again.")
    page = form_page(report, numbered_heading(report, heading), "Save", *sentences)
    last = LastSave(section.recorded_by, section.recorded_at) if section.version else None
    kept = draft_context(request, _page_of(report, heading), last_save=last)
    return show(request, form, page, _TEMPLATE, differences=differences or [], report=report, **kept)


# The token is what admits to this (`views.drafts`).
@csrf_exempt
def cabinet_section_draft(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Keep a draft, as a script asks or by a button; throw it away; or ask whether to."""

    def find() -> WrittenPage:
        report = written_report(request, pk)
        return _page_of(report, heading_at(report, place))

    return keep_or_discard(request, find)


def _next_place(report: CabinetReport, place: int) -> int | None:
    """The place of the next heading under which text is written; None after the last."""
    headings = list(report.template_version.headings.order_by("position"))
    later = (
        number for number, row in enumerate(headings, start=1) if number > place and row.holds == HeadingHolds.TEXT
    )
    return next(later, None)


@login_required
def cabinet_clear(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Clearing a compliance section, by the holder of the post that its template names."""
    report = readable_report(request, pk)
    section = section_under(request, report, heading_at(report, place))
    if not rules.can_clear_cabinet_section(request.user, section):
        raise Http404
    if request.method != "POST" and not can_be_cleared(report):
        return too_late(request, report)
    paper = paper_for(report, request.user)
    facts = next((row for row in paper.sections if row.pk == section.pk), None) if paper else None
    if facts is None:
        raise Http404
    row = next(row for row in clearing_of(section.revision) if row.section.pk == section.pk)
    form = ConfirmForm(posted(request))
    if form.is_valid() and _cleared_or_not(request, form, section):
        return redirect("cabinet_report", pk=pk)
    page = form_page(
        report,
        f"Clear {facts.number} {facts.heading}",
        "Clear this section",
        f"You clear it as {section.heading.cleared_by}. If it is changed later, it must be cleared again.",
    )
    context = {
        "section": section_view(facts),
        "version": section.version,
        "is_cleared": row.is_cleared,
        "cleared": f"{clearing_words(row)}.",
    }
    return show(request, form, page, "cabinet/clear.html", **context)


def _cleared_or_not(request: HttpRequest, form: ConfirmForm, section: CabinetSection) -> bool:
    """Clear a section as it was read, or take that back; False where it is refused, and the form says why."""
    if request.POST.get("go") == "take-back":
        attempt(form, take_back_clearance, section=section, by=request.user)
        done = f"“{section.heading}” is no longer cleared."
    else:
        version = _version_sent(request)
        attempt(form, clear_section, section=section, version=version, by=request.user)
        done = f"“{section.heading}” is cleared."
    if not form.errors:
        messages.success(request, done)
    return not form.errors


def _version_sent(request: HttpRequest) -> int:
    """The version that was read; where none can be made out of what was sent, one that is never current."""
    try:
        return int(IntegerField().clean(request.POST.get("version", "")))
    except ValidationError:
        return -1
