"""Reading improvement plans: the list, one plan, one aim."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.enums import PlanState
from tracking.filters.plans import PlanFilterForm
from tracking.models.plans import Aim, ImprovementPlan
from tracking.presenters.filters import filter_chips
from tracking.presenters.plans import managing
from tracking.presenters.plans.aim_pages import aim_page
from tracking.presenters.plans.plan_pages import ended_words, list_sentence, plan_line, plan_page
from tracking.queries.plans.aims import aim_history
from tracking.queries.plans.contents import leading_posts, narrowed, plan_contents
from tracking.queries.plans.lists import listed_plans, posts_that_may_own
from tracking.views.form_pages import page_of


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
    plans = ImprovementPlan.objects.visible_to(request.user).select_related("owning_post", "successor")
    plan, today = get_object_or_404(plans, slug=slug), dates.today()
    whole = plan_contents(plan, on=today)
    form = PlanFilterForm(request.GET, leads=leading_posts(whole))
    shown = narrowed(whole, lambda unit: form.fits(unit, today)) if form.is_in_force else whole
    may_edit = _may_edit(request, plan)
    context = {
        "crumbs": [("Overview", reverse("overview")), ("Plans", reverse("plan_list"))],
        "plan": plan,
        "form": form,
        "chips": filter_chips(form, request.GET),
        "plan_page": plan_page(whole, shown, today=today, is_filtered=form.is_in_force),
        "successor": ended_words(plan),
        "links": managing.plan_links(plan) if may_edit else (),
        "may_edit": may_edit,
    }
    return render(request, "plans/detail.html", context)


@require_safe
def plan_aim(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    aims = Aim.objects.visible_to(request.user).filter(theme__plan__slug=slug).select_related("theme__plan")
    aim = get_object_or_404(aims.at_reference(reference))
    plan = aim.plan
    may_edit = _may_edit(request, plan)
    context = {
        "crumbs": [
            ("Overview", reverse("overview")),
            ("Plans", reverse("plan_list")),
            (plan.title, reverse("plan_detail", args=[plan.slug])),
        ],
        "plan": plan,
        "aim": aim,
        "aim_page": aim_page(aim_history(aim, request.user, on=dates.today())),
        "links": managing.aim_links(aim) if may_edit else (),
        "may_edit": may_edit,
    }
    return render(request, "plans/aim.html", context)


def _may_edit(request: HttpRequest, plan: ImprovementPlan) -> bool:
    return plan.state != PlanState.ENDED and rules.can_edit_plan(request.user, plan)
