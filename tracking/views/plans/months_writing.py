"""Writing an update on a plan: the list of those a viewer writes, the form, its draft, and the check before signing."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.enums import DraftPage, PlanUpdateState
from tracking.exceptions import NotPossible, StaleState, StaleText
from tracking.forms.drafts import kept_fields
from tracking.forms.fields import is_preview
from tracking.forms.plan_months import UpdateForms
from tracking.models import User, WrittenPage
from tracking.models.plans import PlanUpdate
from tracking.presenters.differences import Difference
from tracking.presenters.evidence import evidence_lines
from tracking.presenters.plans import update_pages as words
from tracking.presenters.plans.footnotes import Footnotes
from tracking.queries.drafts import last_save_told, own_draft
from tracking.queries.plans import round_pages as reads
from tracking.queries.plans.claims import checked_ratings
from tracking.queries.plans.evidence import evidence_counts
from tracking.queries.plans.month_names import month_names
from tracking.views.drafts import draft_context, keep_or_discard, keeps_what_is_typed
from tracking.views.form_pages import posted
from tracking.views.plans.month_pages import plan_crumbs, readable_round, update_href, written_update
from tracking.views.too_late import TooLate, told_too_late

# Where the buttons of the form lead once it is saved; those of one piece of evidence say which: "change-12".
_PAGES = {"evidence": "plan_update_evidence_add", "order": "plan_update_evidence_order"}
_PAGES_OF_ONE = {"change": "plan_update_evidence_change", "remove": "plan_update_evidence_remove"}


@require_safe
@login_required
def plan_updates(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """The updates that the viewer's posts write for a month."""
    row = readable_round(request, slug, month)
    names = month_names(row)
    mine = [names.in_update(update) for update in reads.own_updates_in(row, request.user)]
    if not mine:
        raise Http404
    counts = evidence_counts(mine)
    context = {
        "crumbs": plan_crumbs(row.plan),
        "plan": row.plan,
        "round": row,
        "state": words.tasks_sentence(row, mine, today=dates.today()),
        "tasks": [words.update_task(update, writes=row.is_open, evidence=counts.get(update.pk, 0)) for update in mine],
    }
    return render(request, "plans/rounds/updates.html", context)


def _page_of(update: PlanUpdate) -> WrittenPage:
    return WrittenPage(update, DraftPage.PLAN_UPDATE)


def is_being_written(update: PlanUpdate) -> bool:
    return update.state in PlanUpdateState.editable() and update.round.is_open and not update.left_out_reason


@keeps_what_is_typed
@login_required
def plan_update_write(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    """One form for an update: what has happened, and a rating for each unit that it takes up."""
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    forms = _forms(update, request)
    if request.method == "POST" and not is_preview(request.POST) and forms.is_valid():
        return _save(request, update, forms)
    draft = own_draft(_page_of(update), request.user)
    if draft and request.method != "POST":
        revision = update.revisions.get(is_current=True)
        sent = UpdateForms(update, revision, forms.rows, forms.categories, kept_fields(draft))
        forms = sent.shown_over(revision, forms.rows)
    return _form_page(request, update, forms)


def _forms(update: PlanUpdate, request: HttpRequest) -> UpdateForms:
    revision = update.revisions.get(is_current=True)
    rows = reads.ratings_offered(update, revision)
    shows = request.method != "POST" and revision.version > 0
    findings = [finding for row in checked_ratings(revision) for finding in row.open_findings] if shows else []
    categories = list(update.plan.scheme.categories.all())
    return UpdateForms(update, revision, rows, categories, posted(request), findings=findings)


def _save(request: HttpRequest, update: PlanUpdate, forms: UpdateForms) -> HttpResponse:
    """Save valid forms and say where to go, or show what stands in the way."""
    try:
        forms.save(cast("User", request.user))
    except StaleText:
        update.refresh_from_db(fields=["label"])
        revision = update.revisions.get(is_current=True)
        rows = reads.ratings_offered(update, revision)
        differences = forms.differences(revision, rows)
        return _form_page(request, update, forms.shown_over(revision, rows, seen=True), differences)
    except StaleState:
        return too_late(request, update)
    except NotPossible as refusal:
        forms.text.add_error(None, str(refusal))
        return _form_page(request, update, forms)
    return _after_saving(request, update)


def _after_saving(request: HttpRequest, update: PlanUpdate) -> HttpResponse:
    """Go where the button said: on to its evidence, back to the list, or to the check."""
    go = request.POST.get("go", "")
    act, _, of = go.partition("-")
    if go in _PAGES:
        return redirect(update_href(update, _PAGES[go]))
    if act in _PAGES_OF_ONE and of.isdecimal():
        return redirect(update_href(update, _PAGES_OF_ONE[act], int(of)))
    messages.success(request, "The update is saved.")
    if go == "stay":
        return redirect("plan_updates", update.plan.slug, update.round.reference)
    return redirect(update_href(update, "plan_update_check"))


def _form_page(
    request: HttpRequest, update: PlanUpdate, forms: UpdateForms, differences: Sequence[Difference] = ()
) -> HttpResponse:
    notes = Footnotes()
    rated = [(words.unit_intro(form.row, notes), form) for form in forms.ratings]
    read = reads.read_update(update, request.user)
    context = {
        "plan": update.plan,
        "round": update.round,
        "update": update,
        "face": words.update_face(update, today=dates.today()),
        "read": read,
        "evidence": evidence_lines(read.evidence, for_writers=True),
        "forms": forms,
        "rated": [pair for pair in rated if pair[1].row.pk],
        "others": [pair for pair in rated if not pair[1].row.pk],
        "differences": differences,
        **draft_context(request, _page_of(update), last_save=last_save_told(update, "saved update on a plan")),
    }
    return render(request, "plans/rounds/write.html", context, status=409 if differences else 200)


# The token is what admits to this (`views.drafts`).
@csrf_exempt
def plan_update_write_draft(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    """Keep a draft, as a script asks or by a button; throw it away; or ask whether to."""
    return keep_or_discard(request, lambda: _page_of(written_update(request, slug, month, update_pk)))


def too_late(request: HttpRequest, update: PlanUpdate) -> HttpResponse:
    """Tell that the update is no longer a draft (`views.too_late`)."""
    words = TooLate(
        thing="update",
        ended="Somebody handed it in or left it out",
        again="if the update is returned",
        href=update_href(update),
        refusal="This update is no longer a draft, so it cannot be changed.",
    )
    return told_too_late(request, words, _page_of(update))
