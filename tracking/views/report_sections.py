"""Writing a Progress Report: its overview, contact officers and the section for each recommendation."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tracking import rules
from tracking.actions.updates import save_contact_officers, save_overview
from tracking.exceptions import NotPossible, StaleReport, StaleText
from tracking.forms.report_sections import Difference, SectionForms
from tracking.forms.reports import ContactOfficerFormSet, OverviewForm, VersionForm, contact_officer_rows
from tracking.models import ProgressReport, Recommendation, User
from tracking.presenters import reports as words
from tracking.queries.report_access import recommendations_in
from tracking.queries.reports import Section, read_report
from tracking.views.form_pages import posted
from tracking.views.report_pages import drafted_report, is_being_written, page_about, too_late, with_version


@login_required
def report_overview(request: HttpRequest, pk: int) -> HttpResponse:
    report = drafted_report(request, pk)
    rules.is_of_a_post_of_the_report.check(request.user, report)
    if not is_being_written(report):
        return too_late(request, report)
    revision = report.revisions.get(is_current=True)
    form = OverviewForm(posted(request), revision=revision)
    differences: list[Difference] = []
    if form.is_valid():
        try:
            save_overview(report=report, by=cast("User", request.user), **form.cleaned_data)
        except StaleText as stale:
            revision.refresh_from_db()
            differences = [Difference("Overview", revision.overview, form.cleaned_data["overview"])]
            form.data = with_version(request.POST, revision.version)
            form.add_error(None, str(stale))
        except StaleReport:
            return too_late(request, report)
        else:
            messages.success(request, "The overview is saved.")
            return redirect("report_detail", pk=pk)
    context = {
        "report": report,
        "form": form,
        "page": page_about(report, "Overview", "Save and go to the task list"),
        "differences": differences,
    }
    return render(request, "reports/overview.html", context, status=409 if differences else 200)


@login_required
def report_contact_officers(request: HttpRequest, pk: int) -> HttpResponse:
    report = drafted_report(request, pk)
    rules.is_of_a_post_of_the_report.check(request.user, report)
    if not is_being_written(report):
        return too_late(request, report)
    revision = report.revisions.get(is_current=True)
    saved = contact_officer_rows(revision.contact_officers.all())
    form = VersionForm(posted(request), initial={"version": revision.version})
    formset = ContactOfficerFormSet(posted(request), initial=saved, prefix="officer")
    if form.is_valid() and formset.is_valid():
        try:
            save_contact_officers(
                report=report,
                contact_officers=formset.contacts,
                version=form.cleaned_data["version"],
                by=cast("User", request.user),
            )
        except StaleText as stale:
            revision.refresh_from_db()
            form.data = with_version(request.POST, revision.version)
            form.add_error(None, str(stale))
            form.response_status = 409
        except StaleReport:
            return too_late(request, report)
        else:
            messages.success(request, "The contact officers are saved.")
            return redirect("report_detail", pk=pk)
    context = {
        "report": report,
        "form": form,
        "formset": formset,
        "saved": saved if form.response_status == 409 else [],
        "page": page_about(report, "Contact officers", "Save and go to the task list"),
    }
    return render(request, "reports/contact_officers.html", context, status=form.response_status)


@login_required
def report_recommendation(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """One form for a recommendation: an answer for each tracked part, and the evidence that serves them all."""
    report = drafted_report(request, pk)
    if not is_being_written(report):
        return too_late(request, report)
    recommendation = get_object_or_404(recommendations_in(report).at_reference(reference))
    section = _section(request, report, recommendation)
    if not section.is_writable:
        raise Http404
    categories = list(report.inquiry.scheme.categories.all())
    forms = SectionForms(section, categories, posted(request))
    status = 200
    if request.method == "POST" and forms.is_valid():
        try:
            update = forms.save(report, cast("User", request.user))
        except StaleText as stale:
            section = _section(request, report, recommendation)
            forms = forms.read_again(section)
            forms.section.add_error(None, str(stale))
            status = 409
        except StaleReport:
            return too_late(request, report)
        except NotPossible as refusal:
            forms.section.add_error(None, str(refusal))
        else:
            is_new = update.version != section.update.version
            return _after_saving(request, report, _section(request, report, recommendation), is_new=is_new)
    return _section_page(request, report, section, forms, status)


def _section(request: HttpRequest, report: ProgressReport, recommendation: Recommendation) -> Section:
    return read_report(report, viewer=request.user, recommendation=recommendation).sections[0]


def _section_page(
    request: HttpRequest, report: ProgressReport, section: Section, forms: SectionForms, status: int
) -> HttpResponse:
    previous, following = _neighbours(report, section.recommendation)
    of_other_posts = [leaf for leaf in section.tracked if not leaf.is_writable]
    context = {
        "report": report,
        "recommendation": section.recommendation,
        "update": section.update,
        "heading": words.recommendation_heading(section.recommendation),
        "has_parts": any(leaf.leaf.parent_id for leaf in (*section.tracked, *section.concluded)),
        "forms": forms,
        "answers": [(words.leaf_to_answer(form.leaf), form) for form in forms.leaves],
        "read_only": [words.leaf_lines(leaf, section.update.revision) for leaf in of_other_posts],
        "concluded": [words.concluded_lines(leaf) for leaf in section.concluded],
        "evidence": words.evidence_lines(section.evidence),
        "differences": forms.differences if status == 409 else [],
        "previous": previous,
        "following": following,
    }
    return render(request, "reports/recommendation.html", context, status=status)


def _neighbours(
    report: ProgressReport, recommendation: Recommendation
) -> tuple[Recommendation | None, Recommendation | None]:
    rows = list(recommendations_in(report))
    place = rows.index(recommendation)
    return (rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None)


def _after_saving(request: HttpRequest, report: ProgressReport, section: Section, *, is_new: bool) -> HttpResponse:
    """Go where the button said; stay once where the claim check doubts what was just said."""
    here = section.recommendation
    go = request.POST.get("go", "")
    if go == "evidence":
        return redirect("report_evidence_add", pk=report.pk, reference=here.reference)
    if go.startswith("remove-") and go.removeprefix("remove-").isdecimal():
        use_pk = int(go.removeprefix("remove-"))
        return redirect("report_evidence_remove", pk=report.pk, reference=here.reference, use_pk=use_pk)
    if go == "next" and is_new and section.open_findings:
        messages.warning(request, words.saved_with_findings(section))
        return redirect("report_recommendation", pk=report.pk, reference=here.reference)
    if is_new:
        messages.success(request, f"{here.label} is saved.")
    _, following = _neighbours(report, here)
    if go == "next" and following:
        return redirect("report_recommendation", pk=report.pk, reference=following.reference)
    return redirect("report_detail", pk=report.pk)
