"""Reading the months of a plan: the list of them, and one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracking.filters.plans import MonthFilterForm
from tracking.models.plans import PlanRound
from tracking.presenters.filters import filter_chips
from tracking.presenters.links import Link
from tracking.presenters.plans.month_lines import round_href
from tracking.presenters.plans.month_pages import month_page, round_line, rounds_sentence
from tracking.queries.plans.contents import PlanContents, leading_posts
from tracking.queries.plans.month_contents import month_contents
from tracking.queries.plans.months import MonthContents, narrowed_month
from tracking.queries.plans.round_pages import open_round_of, own_updates_in, rounds_of
from tracking.views.form_pages import page_of
from tracking.views.plans.month_pages import keeps, plan_crumbs, readable_plan, readable_round


@require_safe
def plan_rounds(request: HttpRequest, slug: str) -> HttpResponse:
    """The months that were issued, and the open one for those who work on it."""
    plan = readable_plan(request, slug)
    page = page_of(request, rounds_of(plan, request.user))
    may_open = keeps(request, plan) and not plan.is_draft and open_round_of(plan) is None
    context = {
        "crumbs": plan_crumbs(plan, months=False),
        "plan": plan,
        "page": page,
        "lines": [round_line(row) for row in page],
        "state": rounds_sentence(page.paginator.count),
        "may_open": may_open,
    }
    return render(request, "plans/rounds/list.html", context)


@require_safe
def plan_round(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """What a month says: as it was issued or, while it is open, what is accepted so far."""
    row = readable_round(request, slug, month)
    whole = month_contents(row, request.user)
    form = MonthFilterForm(request.GET, leads=leading_posts(_contents(whole)), categories=whole.categories)
    shown = narrowed_month(whole, form.fits) if form.is_in_force else whole
    context = {
        "crumbs": plan_crumbs(row.plan),
        "plan": row.plan,
        "round": row,
        "form": form,
        "chips": filter_chips(form, request.GET),
        "filtered_address": round_href(row),
        "month_page": month_page(whole, shown, is_filtered=form.is_in_force),
        "links": _links(request, row),
    }
    return render(request, "plans/rounds/month.html", context)


def _contents(whole: MonthContents) -> PlanContents:
    return PlanContents(whole.round.plan, tuple(theme.row for theme in whole.themes))


def _links(request: HttpRequest, row: PlanRound) -> tuple[Link, ...]:
    """What those who work on a month can do with it."""
    if not row.is_open:
        return _keepers_links(request, row)
    writes = own_updates_in(row, request.user).exists()
    mine = (Link("Write your updates", round_href(row, "plan_updates")),) if writes else ()
    return (*mine, *_keepers_links(request, row))


def _keepers_links(request: HttpRequest, row: PlanRound) -> tuple[Link, ...]:
    if not keeps(request, row.plan):
        return ()
    words = "Work on this month" if row.is_open else "What was handed in, and remarks"
    return (Link(words, round_href(row, "plan_round_work")),)
