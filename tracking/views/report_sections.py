"""Writing a Progress Report: the section for each recommendation."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tracking import dates
from tracking.enums import DraftPage
from tracking.exceptions import NotPossible, StaleReport, StaleText
from tracking.forms.drafts import kept_fields
from tracking.forms.fields import is_preview
from tracking.forms.report_sections import SectionForms
from tracking.models import ProgressReport, Recommendation, User, WrittenPage
from tracking.presenters import reports as words
from tracking.presenters.differences import Difference
from tracking.presenters.evidence import evidence_lines
from tracking.presenters.exempt_passages import passage_lines
from tracking.presenters.last_rounds import last_section_lines, leaf_to_answer
from tracking.presenters.report_people import who_has_it
from tracking.queries.drafts import last_save_of_section, own_draft
from tracking.queries.last_rounds import slip_ledgers
from tracking.queries.report_access import recommendations_in
from tracking.queries.report_content import LeafInReport, Section
from tracking.queries.report_people import posts_with_people
from tracking.queries.reports import read_report
from tracking.queries.taking_over import last_section
from tracking.views.drafts import draft_context, keeps_what_is_typed
from tracking.views.form_pages import posted
from tracking.views.report_pages import drafted_report, is_being_written, too_late

# Where the buttons of a section lead once it is saved; those of one thing in it say which: "change-12".
_PAGES = {
    "evidence": "report_evidence_add",
    "earlier": "report_earlier",
    "order": "report_evidence_order",
    "exempt": "exempt_passage_add",
}
_PAGES_OF_ONE = {
    "change": "report_evidence_change",
    "remove": "report_evidence_remove",
    "reword": "exempt_passage_change",
    "unmark": "exempt_passage_remove",
}


@keeps_what_is_typed
@login_required
def report_recommendation(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """One form for a recommendation: an answer for each tracked part, and the evidence that serves them all."""
    report = drafted_report(request, pk)
    recommendation = get_object_or_404(recommendations_in(report).at_reference(reference))
    if not is_being_written(report):
        return too_late(request, report, _page_of(report, recommendation))
    section = _section(request, report, recommendation)
    if not section.is_writable:
        raise Http404
    categories = list(report.inquiry.scheme.categories.all())
    forms = SectionForms(section, categories, posted(request))
    if request.method == "POST" and not is_preview(request.POST) and forms.is_valid():
        return _save(request, report, section, forms)
    draft = own_draft(_page_of(report, recommendation), request.user)
    if draft and request.method != "POST":
        forms = SectionForms(section, categories, kept_fields(draft)).shown_over(section)
    return _section_page(request, report, section, forms)


def _save(request: HttpRequest, report: ProgressReport, section: Section, forms: SectionForms) -> HttpResponse:
    """Save valid forms and say where to go, or show what stands in the way."""
    recommendation = section.recommendation
    try:
        update = forms.save(report, cast("User", request.user))
    except StaleText:
        section = _section(request, report, recommendation)
        differences = forms.differences(section)
        return _section_page(request, report, section, forms.shown_over(section, seen=True), differences)
    except StaleReport:
        return too_late(request, report, _page_of(report, recommendation))
    except NotPossible as refusal:
        forms.section.add_error(None, str(refusal))
        return _section_page(request, report, section, forms)
    # The second of two presses on a button saves nothing more, and ends where the first one does.
    is_new = update.version != forms.section.cleaned_data["version"]
    return _after_saving(request, report, _section(request, report, recommendation), is_new=is_new)


def _page_of(report: ProgressReport, recommendation: Recommendation) -> WrittenPage:
    return WrittenPage(report, DraftPage.SECTION, recommendation)


def _section(request: HttpRequest, report: ProgressReport, recommendation: Recommendation) -> Section:
    return read_report(report, viewer=request.user, recommendation=recommendation).every_section[0]


def _section_page(
    request: HttpRequest,
    report: ProgressReport,
    section: Section,
    forms: SectionForms,
    differences: Sequence[Difference] = (),
) -> HttpResponse:
    previous, following = _neighbours(report, section.recommendation)
    of_other_posts = [leaf for leaf in section.tracked if not leaf.is_writable]
    ledgers = slip_ledgers([form.leaf.leaf for form in forms.leaves], request.user)
    context = {
        "report": report,
        "recommendation": section.recommendation,
        "update": section.update,
        "heading": words.recommendation_heading(section.recommendation),
        "has_parts": any(leaf.leaf.parent_id for leaf in (*section.tracked, *section.concluded)),
        "forms": forms,
        "answers": [(leaf_to_answer(form.leaf, ledgers), form) for form in forms.leaves],
        "last_section": last_section_lines(last_section(report, section.recommendation, request.user)),
        "read_only": _with_who_has_them(of_other_posts, section),
        "concluded": [words.concluded_lines(leaf) for leaf in section.concluded],
        "evidence": evidence_lines(section.evidence, for_writers=True),
        "passages": passage_lines(section.passages),
        "differences": differences,
        "previous": previous,
        "following": following,
        **draft_context(
            request, _page_of(report, section.recommendation), last_save=last_save_of_section(section.update)
        ),
    }
    return render(request, "reports/recommendation.html", context, status=409 if differences else 200)


def _with_who_has_them(leaves: Sequence[LeafInReport], section: Section) -> list[tuple[words.LeafLines, Sequence[str]]]:
    """The parts that other posts answer for, each with who that is."""
    people = posts_with_people(section.posts) if leaves else {}
    today = dates.today()
    return [
        (
            words.leaf_lines(leaf, section.update.revision),
            who_has_it([row.post for row in leaf.leaf.responsibilities_on(today)], people),
        )
        for leaf in leaves
    ]


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
    if go in _PAGES:
        return redirect(_PAGES[go], pk=report.pk, reference=here.reference)
    act, _, of = go.partition("-")
    if act in _PAGES_OF_ONE and of.isdecimal():
        return redirect(_PAGES_OF_ONE[act], report.pk, here.reference, int(of))
    if go == "next" and is_new and section.open_findings:
        messages.warning(request, words.saved_with_findings(section))
        return redirect("report_recommendation", pk=report.pk, reference=here.reference)
    if is_new:
        messages.success(request, f"{here.label} is saved.")
    _, following = _neighbours(report, here)
    if go == "next" and following:
        return redirect("report_recommendation", pk=report.pk, reference=following.reference)
    return redirect("report_detail", pk=report.pk)
