"""Starting a report to Cabinet, and writing its header: what it says and who stands in it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from tracking import dates
from tracking.actions.cabinet.parties import add_party, change_party, move_party, remove_party
from tracking.actions.cabinet.reports import Beginning, change_header, start_report
from tracking.enums import DraftPage, PartyRole
from tracking.exceptions import NotPossible, StaleState, StaleText
from tracking.forms.cabinet import HeaderForm, StartReportForm, party_as_typed, party_form
from tracking.forms.cabinet_writing import MoveRowsForm
from tracking.forms.drafts import show_as_typed
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.models import User, WrittenPage
from tracking.models.cabinet import CabinetParty, CabinetReport
from tracking.presenters.cabinet.managing import header_differences, party_groups, party_name
from tracking.queries.cabinet.choices import (
    meetings_to_report_to,
    portfolios,
    posts_that_may_report,
    scrutiny_committees,
    templates_to_follow,
)
from tracking.queries.cabinet.starting import start_from, starts_offered
from tracking.queries.drafts import last_save_told
from tracking.views.cabinet.pages import form_page, is_too_late, show, too_late, typed_too_late, written_report
from tracking.views.drafts import draft_context, keep_or_discard, keeps_what_is_typed, show_draft
from tracking.views.form_pages import FormPage, attempt, posted

_PARTIES = "Who stands in the header"


@login_required
def cabinet_report_new(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    posts = posts_that_may_report(request.user, on=today)
    if not posts:
        raise Http404
    form = StartReportForm(
        posted(request),
        posts=posts,
        meetings=meetings_to_report_to(today),
        templates=templates_to_follow(),
        starts=starts_offered(request.user),
        initial={"about": request.GET.get("about", "")},
    )
    if form.is_valid() and (report := _started(request, form)):
        messages.success(request, "The report is saved as a draft. This is what there is to write.")
        return redirect("cabinet_report", pk=report.pk)
    page = FormPage(
        title="Start a report to Cabinet",
        button="Save as a draft",
        back=reverse("cabinet_report_list"),
        back_text="Reports to Cabinet",
        sentences=("Only those who write and clear it see it until you hand it in.",),
    )
    return show(request, form, page, "manage/form.html")


def _started(request: HttpRequest, form: StartReportForm) -> CabinetReport | None:
    said = dict(form.cleaned_data)
    start = start_from(said.pop("about"), request.user)
    beginning = Beginning(start.text, start.documents)
    return attempt(form, start_report, by=request.user, beginning=beginning, **said)


@keeps_what_is_typed
@login_required
def cabinet_header(request: HttpRequest, pk: int) -> HttpResponse:
    """Subject, wards, key decision, call-in and notices."""
    report = written_report(request, pk)
    of = WrittenPage(report, DraftPage.CABINET_HEADER)
    if not report.is_editable:
        return typed_too_late(request, report, of)
    form = HeaderForm(posted(request), report=report)
    show_draft(request, form, of)
    differences = []
    if form.is_valid():
        try:
            change_header(report=report, by=cast("User", request.user), **form.cleaned_data)
        except StaleText:
            report.refresh_from_db()
            differences = header_differences(report, form.cleaned_data)
            form = HeaderForm(report=report)
            show_as_typed(form, request.POST, seen=True)
            form.response_status = 409
        except StaleState:
            return typed_too_late(request, report, of)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The header is saved.")
            return redirect("cabinet_report", pk=pk)
    page = form_page(report, "Header of the report", "Save")
    kept = draft_context(request, of, last_save=last_save_told(report, "changed header of report to Cabinet"))
    return show(request, form, page, differences=differences, **kept)


# The token is what admits to this (`views.drafts`).
@csrf_exempt
def cabinet_header_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a draft, as a script asks or by a button; throw it away; or ask whether to."""
    return keep_or_discard(request, lambda: WrittenPage(written_report(request, pk), DraftPage.CABINET_HEADER))


@login_required
def cabinet_parties(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody in the header, in order, with what may be done about them."""
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    parties = list(_parties(report))
    form = MoveRowsForm(posted(request), keys=[party.pk for party in parties])
    if form.is_valid():
        key, up = form.moved
        party = next(party for party in parties if party.pk == key)
        attempt(form, move_party, party=party, up=up, by=request.user)
        if not form.errors:
            return redirect("cabinet_parties", pk=pk)
    page = form_page(
        report, _PARTIES, "", "Posts are named with whoever holds them when the report is published, and stay so."
    )
    return show(request, form, page, "cabinet/parties.html", groups=party_groups(report, parties))


@login_required
def cabinet_party_new(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    report = written_report(request, pk)
    kind = _role(role)
    if is_too_late(request, report):
        return too_late(request, report)
    form = _party_form(request, kind)
    if form.is_valid() and attempt(form, add_party, report=report, role=kind, by=request.user, **form.cleaned_data):
        messages.success(request, "The header names them now.")
        return redirect("cabinet_parties", pk=pk)
    return show(request, form, _party_page(report, f"Add: {kind.label}", "Add"))


@login_required
def cabinet_party_edit(request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
    report = written_report(request, pk)
    party = _party(report, party_pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = _party_form(request, PartyRole(party.role), party)
    if form.is_valid() and attempt(form, change_party, party=party, by=request.user, **form.cleaned_data):
        messages.success(request, "The header is changed.")
        return redirect("cabinet_parties", pk=pk)
    return show(request, form, _party_page(report, f"Change: {party.get_role_display()}", "Save"))


@login_required
def cabinet_party_remove(request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
    report = written_report(request, pk)
    party = _party(report, party_pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, remove_party, party=party, by=request.user)
        if not form.errors:
            messages.success(request, "They are taken out of the header.")
            return redirect("cabinet_parties", pk=pk)
    return show(request, form, _party_page(report, f"Take {party_name(party)} out of the header?", "Take out"))


def _role(role: str) -> PartyRole:
    """The role that an address names; raises Http404 for none, and for the post the report is of."""
    try:
        kind = PartyRole(role.replace("-", "_"))
    except ValueError as unknown:
        raise Http404 from unknown
    if kind == PartyRole.REPORT_OF:
        raise Http404
    return kind


def _parties(report: CabinetReport):
    return report.parties.select_related("post", "committee").exclude(role=PartyRole.REPORT_OF)


def _party(report: CabinetReport, pk: int) -> CabinetParty:
    return get_object_or_404(_parties(report), pk=pk)


def _party_form(request: HttpRequest, role: PartyRole, party: CabinetParty | None = None) -> ManageForm:
    return party_form(
        role,
        posted(request),
        posts=portfolios(dates.today()),
        committees=scrutiny_committees(dates.today()),
        initial=party_as_typed(party) if party else None,
    )


def _party_page(report: CabinetReport, title: str, button: str) -> FormPage:
    back = (reverse("cabinet_parties", args=[report.pk]), _PARTIES)
    return form_page(report, title, button, back=back)
