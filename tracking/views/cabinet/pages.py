"""What the pages of a report to Cabinet share: getting it, and the words around a form."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tracking import rules
from tracking.forms.manage import ManageForm
from tracking.models import WrittenPage
from tracking.models.cabinet import CabinetReport, CabinetReportRevision, CabinetSection, TemplateHeading
from tracking.presenters.differences import Difference
from tracking.queries.cabinet import editing as reads
from tracking.queries.cabinet.facts import CabinetPaper
from tracking.queries.cabinet.numbering import heading_numbers
from tracking.queries.cabinet.withheld import paper_for
from tracking.views.form_pages import FormPage
from tracking.views.too_late import TooLate, told_too_late

FORM = "cabinet/form.html"


def readable_report(request: HttpRequest, pk: int) -> CabinetReport:
    """Return the report if the viewer may see it; raises Http404."""
    return get_object_or_404(reads.readable_reports(request.user), pk=pk)


def written_report(request: HttpRequest, pk: int) -> CabinetReport:
    """Return the report if the viewer is of the post that writes it, whatever its state; raises Http404."""
    report = readable_report(request, pk)
    if not rules.writes_cabinet_report(request.user, report):
        raise Http404
    return report


def clerks_report(request: HttpRequest, pk: int) -> CabinetReport:
    """Return the report if the viewer is Cabinet's clerk and it was handed in; raises Http404."""
    return get_object_or_404(reads.checked_reports(request.user), pk=pk)


def read_paper(request: HttpRequest, report: CabinetReport) -> CabinetPaper:
    """What the viewer reads of a report; raises Http404 where nothing of it is theirs to read yet."""
    paper = paper_for(report, request.user)
    if paper is None:
        raise Http404
    return paper


def current_revision(report: CabinetReport) -> CabinetReportRevision:
    return report.revisions.get(is_current=True)


def heading_at(report: CabinetReport, place: int) -> TemplateHeading:
    """The heading at a place of the report's template, from 1, where something is written under it; raises Http404."""
    headings = list(report.template_version.headings.order_by("position"))
    heading = headings[place - 1] if 1 <= place <= len(headings) else None
    if heading is None or not heading.is_written:
        raise Http404
    return heading


def numbered_heading(report: CabinetReport, heading: TemplateHeading) -> str:
    """ "7.2 Legal Implications"."""
    headings = list(report.template_version.headings.order_by("position"))
    numbers = dict(zip((row.pk for row in headings), heading_numbers(row.level for row in headings), strict=True))
    return f"{numbers[heading.pk]} {heading}"


def section_under(request: HttpRequest, report: CabinetReport, heading: TemplateHeading) -> CabinetSection:
    """The section of the current revision under a heading, if the viewer may read it; raises Http404."""
    return get_object_or_404(reads.sections_of(report, request.user), heading=heading)


def is_too_late(request: HttpRequest, report: CabinetReport) -> bool:
    """Whether a page for writing is opened that can no longer be written on; what is sent is told by the action."""
    return request.method != "POST" and not report.is_editable


def too_late(request: HttpRequest, report: CabinetReport, reason: str = "") -> HttpResponse:
    """Lead back to the report, with the reason why the page that was opened could do nothing."""
    messages.warning(request, reason or _refusal(report))
    return redirect("cabinet_report", pk=report.pk)


def typed_too_late(request: HttpRequest, report: CabinetReport, of: WrittenPage) -> HttpResponse:
    """Tell that the report is no longer a draft, on a page that keeps drafts (`views.too_late`)."""
    words = TooLate(
        thing="report",
        ended="Somebody handed it in or withdrew it",
        again="if the report is returned",
        href=reverse("cabinet_report", args=[report.pk]),
        refusal=_refusal(report),
    )
    return told_too_late(request, words, of)


def typed_for_what_is_over(
    request: HttpRequest, report: CabinetReport, differences: Sequence[Difference]
) -> HttpResponse:
    """Show what was typed for an act on a report that somebody else has dealt with since (`views.too_late`)."""
    words = TooLate(
        thing="report",
        ended="Somebody else dealt with it",
        again="",
        href=reverse("cabinet_report", args=[report.pk]),
        refusal=_refusal(report),
        now=report.get_state_display().lower(),
    )
    return told_too_late(request, words, differences=differences)


def _refusal(report: CabinetReport) -> str:
    return f"This report is {report.get_state_display().lower()}, so this cannot be done now."


def form_page(
    report: CabinetReport,
    title: str,
    button: str,
    *sentences: str,
    back: tuple[str, str] | None = None,
    warning: bool = False,
) -> FormPage:
    """The words around a form about a report; `back` is an address and its words, otherwise those of the report."""
    href, text = back or (reverse("cabinet_report", args=[report.pk]), "The report")
    return FormPage(
        title=title,
        button=button,
        caption=report.title,
        back=href,
        back_text=text,
        sentences=sentences,
        warning=warning,
    )


def show(request: HttpRequest, form: ManageForm, page: FormPage, template: str = FORM, **context: Any) -> HttpResponse:
    """Show a form with everything that was typed."""
    return render(request, template, {"form": form, "page": page, **context}, status=form.response_status)
