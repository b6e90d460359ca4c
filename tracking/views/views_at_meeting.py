"""Recording the committee's views at a meeting: for its scrutiny officers and clerks."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from tracking.actions.assessments import record_view, record_view_for_all_parts
from tracking.actions.view_corrections import correct_view, reopen_leaf
from tracking.forms.assessments import CorrectViewForm, RecordViewForm, ReopenForm
from tracking.forms.committee_views import Subject
from tracking.models import Assessment, User
from tracking.presenters import recording
from tracking.presenters import views_at_meeting as listing
from tracking.presenters.judgements import judgement_pair
from tracking.presenters.links import meeting_href
from tracking.queries.recording import RecordPage, live_view, record_page
from tracking.queries.since_last_time import on_the_table
from tracking.queries.views_at_meeting import last_minute, reopenable_leaves, reports_at_meeting
from tracking.views.committees import meeting_to_record
from tracking.views.form_pages import attempt
from tracking.views.recording_answers import answer_for, answers_scripts, is_from_script

PER_PAGE = 25


@require_safe
@login_required
def meeting_views(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = meeting_to_record(request.user, slug, date_slug)
    face = listing.views_face(meeting, reports_at_meeting(meeting, request.user))
    return render(request, "views_at_meeting/list.html", {"meeting": meeting, "face": face})


@answers_scripts
@login_required
def view_record(request: HttpRequest, slug: str, date_slug: str, inquiry_slug: str, reference: str) -> HttpResponse:
    """One leaf, or a recommendation with all its parts; what is recorded already is shown, not asked for again.

    The same form may be sent by the page's script, which is told what became of it.
    """
    meeting = meeting_to_record(request.user, slug, date_slug)
    page = record_page(meeting, request.user, inquiry_slug, reference)
    if page is None:
        raise Http404
    form = _record_form(request, page)
    recorded = attempt(form, _record, given=form, page=page, by=request.user) if form and form.is_valid() else None
    if is_from_script(request):
        return answer_for(page, form, recorded, next_address=_after_recording(request, page))
    if recorded:
        messages.success(request, recording.recorded_words(recorded))
        return redirect(_after_recording(request, page))
    face = recording.record_face(page, on_the_table(page, request.user))
    context = {"meeting": meeting, "record_page": page, "face": face, "form": form}
    return render(request, "views_at_meeting/record.html", context, status=form.response_status if form else 200)


def _record_form(request: HttpRequest, page: RecordPage) -> RecordViewForm | None:
    """The form as it was sent, or to be filled in; None where there is nothing to record."""
    if request.method != "POST" and (not page.waiting or listing.closed_words(page.meeting)):
        return None
    return RecordViewForm(
        request.POST if request.method == "POST" else None,
        subjects=[Subject(row.leaf, row.claim) for row in page.leaves],
        waiting=[row.leaf.letter for row in page.waiting],
        inquiry=page.report.inquiry,
        considered_on=page.meeting.held_on,
        viewer=request.user,
        minute=last_minute(page.meeting, request.user),
    )


@login_required
def view_correct(request: HttpRequest, slug: str, date_slug: str, inquiry_slug: str, reference: str) -> HttpResponse:
    """A view that takes the place of the one that was before the officer, and of no other."""
    meeting = meeting_to_record(request.user, slug, date_slug)
    assessment = live_view(meeting, request.user, inquiry_slug, reference, seen=request.POST.get("seen", ""))
    if assessment is None:
        raise Http404
    form = CorrectViewForm(
        request.POST if request.method == "POST" else None,
        subjects=[Subject(assessment.leaf, assessment.self_assessment)],
        inquiry=assessment.leaf.inquiry,
        assessment=assessment,
        viewer=request.user,
    )
    if form.is_valid() and attempt(
        form,
        correct_view,
        assessment=assessment,
        view=form.committee_view(),
        superseding_reason=form.cleaned_data["superseding_reason"],
        by=request.user,
    ):
        messages.success(request, f"The view on {assessment.leaf.label} is corrected. The earlier one stays on record.")
        return redirect(meeting_href("meeting_views", meeting))
    stands = live_view(meeting, request.user, inquiry_slug, reference) or assessment
    context = {
        "meeting": meeting,
        "leaf": assessment.leaf,
        "stands": stands,
        "pair": judgement_pair(stands.self_assessment, stands),
        "form": form,
    }
    return render(request, "views_at_meeting/correct.html", context, status=form.response_status)


@require_safe
@login_required
def view_reopen_choose(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    """The concluded leaves that this meeting could reopen."""
    meeting = meeting_to_record(request.user, slug, date_slug)
    leaves = Paginator(reopenable_leaves(meeting, request.user), PER_PAGE).get_page(request.GET.get("page"))
    lines = listing.reopenable_lines(meeting, leaves)
    return render(request, "views_at_meeting/choose.html", {"meeting": meeting, "page": leaves, "lines": lines})


@login_required
def view_reopen(request: HttpRequest, slug: str, date_slug: str, inquiry_slug: str, reference: str) -> HttpResponse:
    meeting = meeting_to_record(request.user, slug, date_slug)
    leaves = reopenable_leaves(meeting, request.user).filter(inquiry__slug=inquiry_slug).at_reference(reference)
    leaf = get_object_or_404(leaves)
    form = ReopenForm(
        request.POST if request.method == "POST" else None,
        subjects=[Subject(leaf, None)],
        inquiry=leaf.inquiry,
        considered_on=meeting.held_on,
        minute=last_minute(meeting, request.user),
    )
    if form.is_valid() and attempt(
        form, reopen_leaf, leaf=leaf, meeting=meeting, view=form.committee_view(), by=request.user
    ):
        messages.success(request, f"{leaf.label} of {leaf.inquiry} is tracked again.")
        return redirect(meeting_href("meeting_detail", meeting))
    context = {"meeting": meeting, "leaf": leaf, "state": listing.concluded_sentence(leaf), "form": form}
    return render(request, "views_at_meeting/reopen.html", context, status=form.response_status)


def _record(*, given: RecordViewForm, page: RecordPage, by: User) -> Iterable[Assessment]:
    leaves = [subject.leaf for subject in given.subjects_chosen()]
    view, form_key = given.committee_view(), given.cleaned_data["form_key"]
    if len(leaves) == 1:
        view_of_one = record_view(
            leaf=leaves[0], meeting=page.meeting, report=page.report, view=view, by=by, form_key=form_key
        )
        return [view_of_one]
    return record_view_for_all_parts(
        parts=leaves, meeting=page.meeting, report=page.report, view=view, by=by, form_key=form_key
    )


def _after_recording(request: HttpRequest, page: RecordPage) -> str:
    """The next leaf without a view, unless the officer asked for the list or none is left."""
    left = page.next_waiting
    if left is None or request.POST.get("then") == "list":
        return meeting_href("meeting_views", page.meeting)
    return listing.record_href(page.meeting, left.leaf.inquiry.slug, left.leaf)
