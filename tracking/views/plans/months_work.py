"""The owning post's work on a month: opening it, seeing who has handed in, reminding, carrying over, issuing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.plans.reminders import remind_of_round
from tracking.actions.plans.rounds import carry_updates, change_round, issue_round, open_round
from tracking.actions.plans.update_decisions import leave_out_updates
from tracking.actions.plans.updates import change_update_aims, start_update
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.plan_rounds import (
    CarryForm,
    LeaveOutSeveralForm,
    NewRoundForm,
    NewUpdateForm,
    RoundForm,
    ServedForm,
)
from tracking.forms.signing import OnBehalfForm
from tracking.models.plans import Aim, PlanRound, Theme
from tracking.presenters.plans import month_work as words
from tracking.presenters.plans.update_pages import update_title
from tracking.presenters.wording import counted
from tracking.queries.plans import round_pages as reads
from tracking.queries.plans import round_work as work
from tracking.queries.plans.lists import aims_of, themes_of
from tracking.tasks import print_issued_months, send_waiting_mails, soon
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.plans.month_pages import (
    keeps,
    kept_round,
    page_about_round,
    plan_crumbs,
    readable_plan,
    readable_round,
    update_href,
    written_update,
)
from tracking.views.plans.months_signing import is_done
from tracking.views.plans.months_writing import is_being_written, too_late


@login_required
def plan_round_new(request: HttpRequest, slug: str) -> HttpResponse:
    plan = readable_plan(request, slug)
    if not keeps(request, plan) or plan.is_draft:
        raise Http404
    today = dates.today()
    months = reads.months_to_open(plan, today=today)
    form = NewRoundForm(posted(request), months=months, initial={"due_on": reads.suggested_due_on(today)})
    if form.is_valid() and (opened := attempt(form, open_round, by=request.user, plan=plan, **form.cleaned_data)):
        soon(send_waiting_mails)
        messages.success(request, words.opened_sentence(opened))
        return redirect("plan_round_work", slug, opened.round.reference)
    page = FormPage(
        title="Open a month of the plan",
        button="Open the month",
        caption=plan.title,
        back=reverse("plan_rounds", args=[slug]),
        back_text="Months of the plan",
        sentences=(
            "Each lead gets a form for their aims that begins with what they said last, and a mail.",
            "Only you and the leads see the month until you issue it.",
        ),
    )
    return show_form(request, form, page)


@require_safe
@login_required
def plan_round_work(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Who has handed in, who is late, what is beside the plan, and what stands between the month and its issue."""
    row = kept_round(request, slug, month)
    standing = work.work_on(row, request.user)
    context = {
        "crumbs": plan_crumbs(row.plan),
        "plan": row.plan,
        "round": row,
        "work": words.work_page(standing, today=dates.today()),
        "links": words.work_links(row) if row.is_open and keeps(request, row.plan) else (),
        "may_write": row.is_open and keeps(request, row.plan),
    }
    return render(request, "plans/rounds/work.html", context)


def open_round_of_keeper(request: HttpRequest, slug: str, month: str) -> PlanRound:
    """A month of a plan the viewer keeps, while it can change."""
    row = kept_round(request, slug, month)
    if not (row.is_open and keeps(request, row.plan)):
        raise Http404
    return row


@login_required
def plan_round_edit(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    row = open_round_of_keeper(request, slug, month)
    form = RoundForm(posted(request), initial={"due_on": row.due_on, "message": row.message})
    if form.is_valid() and attempt(form, change_round, by=request.user, plan_round=row, **form.cleaned_data):
        messages.success(request, "The month is changed.")
        return redirect("plan_round_work", slug, month)
    page = page_about_round(
        row, "Change the day or the message", "Save", "Nobody gets a mail now. Reminders say the new day."
    )
    return show_form(request, form, page)


@login_required
def plan_round_remind(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    row = open_round_of_keeper(request, slug, month)
    form = ConfirmForm(posted(request))
    if form.is_valid() and (told := attempt(form, remind_of_round, by=request.user, plan_round=row)):
        soon(send_waiting_mails)
        messages.success(request, f"{counted(len(told), 'person gets', 'people get')} a reminder.")
        return redirect("plan_round_work", slug, month)
    page = page_about_round(
        row, "Remind the leads now", "Remind now", *words.reminding_sentences(work.to_be_reminded(row))
    )
    return show_form(request, form, page)


@login_required
def plan_round_leave_out(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Have the month go out without several updates that nobody has handed in, for one reason."""
    row = open_round_of_keeper(request, slug, month)
    form = LeaveOutSeveralForm(posted(request), offered=list(work.updates_awaited_in(row)))
    if form.is_valid():
        said = {"plan_round": row, "updates": form.chosen, "reason": form.cleaned_data["reason"]}
        if is_done(form, leave_out_updates, by=request.user, **said):
            messages.success(request, f"{counted(len(form.chosen), 'update is', 'updates are')} left out.")
            return redirect("plan_round_work", slug, month)
    sentence = "What each began with is printed again instead. Ratings stay as they were."
    return show_form(request, form, page_about_round(row, "Leave updates out of the month", "Leave out", sentence))


@login_required
def plan_round_carry(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Choose what earlier months said that this one prints again."""
    row = open_round_of_keeper(request, slug, month)
    offered = list(work.updates_to_carry(row))
    form = CarryForm(posted(request), offered=offered, carried=work.carried_into(row))
    if form.is_valid() and is_done(form, carry_updates, by=request.user, plan_round=row, updates=form.chosen):
        messages.success(request, "What is printed again is saved.")
        return redirect("plan_round_work", slug, month)
    page = page_about_round(
        row, "What is printed again", "Save", "It keeps the label it has, and is printed below what is new."
    )
    return show_form(request, form, page)


@login_required
def plan_round_issue(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """What is missing and what will be printed; then the signature."""
    row = open_round_of_keeper(request, slug, month)
    signs = rules.can_issue_month(request.user, row)
    holders = reads.holders_of([row.plan.owning_post])
    form: ManageForm = ConfirmForm(posted(request)) if signs else OnBehalfForm(posted(request), people=list(holders))
    if form.is_valid() and attempt(form, issue_round, by=request.user, plan_round=row, **form.cleaned_data):
        soon(send_waiting_mails)
        soon(print_issued_months)
        messages.success(request, f"{row.name} is issued. Everyone can read it now.")
        return redirect("plan_round", slug, month)
    standing = work.work_on(row, request.user)
    page = page_about_round(
        row,
        f"Issue {row.name}",
        "Issue the month",
        "Everyone will be able to read it. This cannot be undone, and nothing in it changes afterwards.",
        warning=True,
    )
    context = {"plan": row.plan, "round": row, "check": words.issue_check(standing)}
    return show_form(request, form, page, template="plans/rounds/issue.html", **context)


@login_required
def plan_update_new(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Start another update: one more passage of the same posts, or of others that lead."""
    row = readable_round(request, slug, month)
    posts = work.posts_that_may_start(row, request.user)
    if not (row.is_open and posts):
        raise Http404
    form = NewUpdateForm(posted(request), posts=posts, offered=_offered(row))
    if form.is_valid():
        arguments = {"posts": list(form.cleaned_data["posts"]), "served": form.served}
        if update := attempt(form, start_update, by=request.user, plan_round=row, **arguments):
            messages.success(request, "The update is started.")
            return redirect(update_href(update, "plan_update"))
    back = reverse("plan_round", args=[slug, month])
    page = page_about_round(
        row,
        "Start another update",
        "Start",
        "One update may serve several aims. It is printed in full once.",
        back=back,
    )
    return show_form(request, form, page)


@login_required
def plan_update_aims(request: HttpRequest, slug: str, month: str, update_pk: int) -> HttpResponse:
    update = written_update(request, slug, month, update_pk)
    if not is_being_written(update):
        return too_late(request, update)
    form = ServedForm(posted(request), offered=_offered(update.round), initial=ServedForm.initial_of(update))
    if form.is_valid() and attempt(form, change_update_aims, by=request.user, update=update, served=form.served):
        messages.success(request, "The aims of the update are saved.")
        return redirect(update_href(update, "plan_update_write"))
    page = page_about_round(
        update.round,
        f"What the {update_title(update).lower()} is about",
        "Save",
        "Ratings of what it is no longer about are taken out of it.",
        back=update_href(update, "plan_update_write"),
    )
    return show_form(request, form, page)


def _offered(row: PlanRound) -> list[Aim | Theme]:
    """Aims in the order of the plan, and after those of each theme the theme as a whole."""
    aims = list(aims_of(row.plan).order_by("theme__number", "position"))
    offered: list[Aim | Theme] = []
    for theme in themes_of(row.plan):
        offered += [aim for aim in aims if aim.theme_id == theme.pk]
        offered.append(theme)
    return offered
