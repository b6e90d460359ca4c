"""What a Cabinet decided on a report: its clerk records it, corrects it and publishes it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tracking import dates
from tracking.actions.cabinet.decisions import correct_decision, publish_decisions, record_decision, undecided
from tracking.enums import CabinetReportState
from tracking.forms.cabinet_decisions import CorrectDecisionForm, RecordDecisionForm
from tracking.forms.manage import ConfirmForm
from tracking.models import User
from tracking.models.cabinet import CabinetReport, ExecutiveDecision, RecommendedDecision
from tracking.presenters.cabinet.decided import decision_choices, decisions_face
from tracking.queries.cabinet import editing as reads
from tracking.queries.cabinet.decided import decisions_on, may_have_decided
from tracking.queries.events import was_just_done
from tracking.views.cabinet.pages import clerks_report, form_page, read_paper, show, too_late
from tracking.views.form_pages import FormPage, attempt, posted

_TITLE = "What Cabinet decided"


@login_required
def cabinet_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What is recorded, and a form for what is not: a decision on each thing that was asked, or on the whole."""
    report = clerks_report(request, pk)
    if not report.is_public:
        return too_late(request, report)
    paper = read_paper(request, report)
    rows = decisions_on(report, paper, request.user)
    choices = decision_choices(paper, rows) if report.state == CabinetReportState.PUBLISHED else ()
    form = RecordDecisionForm(posted(request), choices=choices)
    if form.is_valid():
        recommended = _recommended(report, form.recommended_pk)
        if attempt(form, record_decision, report=report, words=form.words, recommended=recommended, by=request.user):
            messages.success(request, "The decision is recorded. Nobody else sees it until you publish the decisions.")
            return redirect("cabinet_decision", pk=pk)
    today = dates.today()
    # What is sent too early is refused with its reason, and what was typed stays.
    is_offered = request.method == "POST" or may_have_decided(report, today)
    return show(
        request,
        form,
        form_page(report, _TITLE, "Record the decision"),
        "cabinet/decisions.html",
        face=decisions_face(report, rows, is_whole=not undecided(report), today=today),
        choices=choices if is_offered else (),
    )


def _recommended(report: CabinetReport, pk: int | None) -> RecommendedDecision | None:
    """What a decision is on; None for the report as a whole. The form has offered nothing else."""
    if pk is None:
        return None
    return get_object_or_404(reads.recommended_in(report), pk=pk)


@login_required
def cabinet_decision_correct(request: HttpRequest, pk: int, recorded_pk: int) -> HttpResponse:
    """A record in the place of another, with the reason; the earlier one stays readable."""
    report = clerks_report(request, pk)
    decisions = ExecutiveDecision.objects.visible_to(request.user).filter(report=report)
    decision = get_object_or_404(decisions.select_related("meeting", "recommended", "report__meeting"), pk=recorded_pk)
    form = CorrectDecisionForm(posted(request), decision=decision, meetings=reads.meetings_since(decision))
    if form.is_valid() and attempt(
        form,
        correct_decision,
        decision=decision,
        words=form.words,
        reason=form.cleaned_data["reason"],
        meeting=form.cleaned_data["meeting"],
        by=request.user,
    ):
        messages.success(request, "The correction is recorded. The earlier record stays beside it.")
        return redirect("cabinet_decision", pk=pk)
    sentence = "What was recorded is not overwritten. This takes its place, and both stay readable."
    return show(request, form, _page(report, "Correct the record of a decision", "Save the correction", sentence))


@login_required
def cabinet_decision_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """From then on everyone reads what was decided, and the time for call-in runs."""
    report = clerks_report(request, pk)
    if request.method != "POST" and report.state != CabinetReportState.PUBLISHED:
        return too_late(request, report)
    if request.method != "POST" and undecided(report):
        messages.warning(request, "Something that was recommended is not decided yet.")
        return redirect("cabinet_decision", pk=pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        by = cast("User", request.user)
        attempt(form, publish_decisions, report=report, by=by)
        if not form.errors or was_just_done(report, "published executive decisions", by=by, said={}):
            messages.success(request, "The decisions are published. Everyone can read them now.")
            return redirect("cabinet_report", pk=pk)
    sentences = ["Everyone will read what was decided, with the reasons. It cannot be undone, only corrected."]
    if report.is_open_to_call_in:
        sentences.append("The time for call-in begins.")
    return show(request, form, _page(report, "Publish what Cabinet decided", "Publish the decisions", *sentences))


def _page(report: CabinetReport, title: str, button: str, *sentences: str) -> FormPage:
    return form_page(report, title, button, *sentences, back=(reverse("cabinet_decision", args=[report.pk]), _TITLE))
