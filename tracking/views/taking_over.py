"""Taking over into a section what earlier reports, or the writer's other sections, have said and shown."""

from dataclasses import asdict
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tracking.actions.taking_over import take_over
from tracking.exceptions import StaleReport
from tracking.forms.taking_over import TakeOverForm
from tracking.models import User
from tracking.presenters.reports import recommendation_heading
from tracking.presenters.taking_over import offers, offers_sentence, taken_over_words
from tracking.queries.report_access import recommendations_in
from tracking.queries.reports import read_report
from tracking.queries.taking_over import sources
from tracking.views.form_pages import posted
from tracking.views.report_pages import drafted_report, is_being_written, too_late


@login_required
def report_earlier(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """What there is to take over, passage by passage and file by file; chosen ones are added to the section."""
    report = drafted_report(request, pk)
    if not is_being_written(report):
        return too_late(request, report)
    recommendation = get_object_or_404(recommendations_in(report).at_reference(reference))
    section = read_report(report, viewer=request.user, recommendation=recommendation).every_section[0]
    if not section.is_writable:
        raise Http404
    offered = offers(sources(report, recommendation, request.user), section)
    form = TakeOverForm(posted(request), offers=offered)
    if form.is_valid():
        try:
            taken = take_over(update=section.update, by=cast("User", request.user), **form.chosen)
        except StaleReport:
            return too_late(request, report)
        messages.success(request, taken_over_words(recommendation, **asdict(taken)))
        return redirect("report_recommendation", pk=pk, reference=reference)
    context = {
        "report": report,
        "recommendation": recommendation,
        "heading": recommendation_heading(recommendation),
        "sentence": offers_sentence(offered, recommendation),
        "form": form,
    }
    return render(request, "reports/take_over.html", context)
