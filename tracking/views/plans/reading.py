"""Reading improvement plans: the list, one plan, one aim, one item of a whole theme."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.enums import PlanState
from tracking.filters.plans import PlanFilterForm
from tracking.models.plans import Aim, ImprovementPlan
from tracking.presenters.filters import filter_chips
from tracking.presenters.plans import managing
from tracking.presenters.plans.aim_pages import aim_page
from tracking.presenters.plans.item_pages import item_page
from tracking.presenters.plans.lines import item_href
from tracking.presenters.plans.plan_pages import ended_words, list_sentence, plan_line, plan_page
from tracking.queries.plans.aims import aim_history
from tracking.queries.plans.contents import leading_posts, narrowed, plan_contents
from tracking.queries.plans.items import taken_out_of_themes, theme_item_history, wordings_of_item
from tracking.queries.plans.lists import listed_plans, posts_that_may_own
from tracking.queries.plans.round_pages import rounds_of
from tracking.queries.plans.standing import plan_standing
from tracking.queries.plans.timelines import months_of_aim, months_of_item
from tracking.views.form_pages import page_of
from tracking.views.plans.month_pages import plan_crumbs


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, listed_plans(request.user))
    context = {
        "page": page,
        "lines": [plan_line(plan) for plan in page],
        "state": list_sentence(page.paginator.count),
        "may_start": posts_that_may_own(request.user, on=dates.today()).exists(),
    }
    return render(request, "plans/list.html", context)


@require_safe
def plan_detail(request: HttpRequest, slug: str) -> HttpResponse:
    plans = ImprovementPlan.objects.visible_to(request.user).select_related("owning_post", "scheme", "successor")
    plan, today = get_object_or_404(plans, slug=slug), dates.today()
    whole = plan_contents(plan, on=today)
    standing = plan_standing(whole)
    form = PlanFilterForm(request.GET, leads=leading_posts(whole), standing=standing)
    shown = narrowed(whole, lambda unit: form.fits_in_plan(unit, today)) if form.is_in_force else whole
    may_edit = _may_edit(request, plan)
    context = {
        "crumbs": [("Overview", reverse("overview")), ("Plans", reverse("plan_list"))],
        "plan": plan,
        "filtered_address": reverse("plan_detail", args=[plan.slug]),
        "months": rounds_of(plan, request.user).exists() or may_edit,
        "form": form,
        "chips": filter_chips(form, request.GET),
        "plan_page": plan_page(
            whole,
            shown,
            standing,
            today=today,
            is_filtered=form.is_in_force,
            taken_out=taken_out_of_themes(plan),
        ),
        "successor": ended_words(plan),
        "links": managing.plan_links(plan) if may_edit else (),
        "may_edit": may_edit,
    }
    return render(request, "plans/detail.html", context)


@require_safe
def plan_aim(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    aims = Aim.objects.visible_to(request.user).filter(theme__plan__slug=slug).select_related("theme__plan__scheme")
    aim = get_object_or_404(aims.at_reference(reference))
    plan = aim.plan
    may_edit, today = _may_edit(request, plan), dates.today()
    history = aim_history(aim, request.user, on=today)
    standing = plan_standing(plan_contents(plan, on=today))
    context = {
        "crumbs": plan_crumbs(plan, months=False),
        "plan": plan,
        "aim": aim,
        "aim_page": aim_page(history, standing, months_of_aim(aim, request.user)),
        "links": managing.aim_links(aim) if may_edit else (),
        "may_edit": may_edit,
    }
    return render(request, "plans/aim.html", context)


@require_safe
def plan_item(request: HttpRequest, slug: str, item_pk: int) -> HttpResponse:
    """An action or output of a whole theme; what is of an aim is read on the aim's page, earlier rows with the last."""
    plans = ImprovementPlan.objects.visible_to(request.user).select_related("owning_post", "scheme")
    plan, today = get_object_or_404(plans, slug=slug), dates.today()
    rows = wordings_of_item(plan, item_pk)
    if not rows:
        raise Http404
    item = rows[-1]
    if item.aim or item.pk != item_pk:
        return redirect(item_href(item))
    may_edit = _may_edit(request, plan)
    history = theme_item_history(rows, request.user, on=today)
    standing = plan_standing(plan_contents(plan, on=today))
    context = {
        "crumbs": plan_crumbs(plan, months=False),
        "plan": plan,
        "item_page": item_page(history, standing, months_of_item(rows, request.user)),
        "may_edit": may_edit,
    }
    return render(request, "plans/item_page.html", context)


def _may_edit(request: HttpRequest, plan: ImprovementPlan) -> bool:
    return plan.state != PlanState.ENDED and rules.can_edit_plan(request.user, plan)
