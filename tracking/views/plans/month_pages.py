"""What the pages about a plan's months share: the month or update at an address, and the words around a form."""

from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from tracking import rules
from tracking.enums import PlanState
from tracking.models.plans import ImprovementPlan, PlanRound, PlanUpdate
from tracking.presenters.plans.month_lines import round_href
from tracking.presenters.plans.update_pages import update_title
from tracking.queries.plans import round_pages as reads
from tracking.queries.plans.month_names import month_names
from tracking.views.form_pages import FormPage

Crumbs = list[tuple[str, str]]


def readable_plan(request: HttpRequest, slug: str) -> ImprovementPlan:
    plans = ImprovementPlan.objects.visible_to(request.user).select_related("owning_post", "scheme")
    return get_object_or_404(plans, slug=slug)


def readable_round(request: HttpRequest, slug: str, month: str) -> PlanRound:
    """The month if the viewer may see it: an issued one, or an open one they work on; raises Http404."""
    visible = PlanRound.objects.visible_to(request.user)
    return get_object_or_404(reads.rounds_at(slug, month).filter(pk__in=visible.values("pk")))


def kept_round(request: HttpRequest, slug: str, month: str) -> PlanRound:
    """The month if it is of a plan the viewer keeps; raises Http404."""
    return get_object_or_404(reads.kept_rounds(request.user), plan__slug=slug, month=reads.month_at(month) or date.min)


def readable_update(request: HttpRequest, slug: str, month: str, pk: int) -> PlanUpdate:
    """The update if the viewer may open its page, naming things as its month was issued; raises Http404."""
    rows = reads.readable_updates(request.user).filter(
        round__plan__slug=slug, round__month=reads.month_at(month) or date.min, pk=pk
    )
    update = get_object_or_404(rows)
    return month_names(update.round).in_update(update)


def written_update(request: HttpRequest, slug: str, month: str, pk: int) -> PlanUpdate:
    """The update if the viewer is of one of its posts, whatever its state; raises Http404."""
    update = readable_update(request, slug, month, pk)
    if not rules.can_draft_plan_update(request.user, update):
        raise Http404
    return update


def kept_update(request: HttpRequest, slug: str, month: str, pk: int) -> PlanUpdate:
    """The update if it is on a plan the viewer keeps, whatever its state; raises Http404."""
    update = readable_update(request, slug, month, pk)
    if not keeps(request, update.plan):
        raise Http404
    return update


def keeps(request: HttpRequest, plan: ImprovementPlan) -> bool:
    return plan.state != PlanState.ENDED and rules.can_edit_plan(request.user, plan)


def plan_crumbs(plan: ImprovementPlan, *, months: bool = True) -> Crumbs:
    crumbs = [
        ("Overview", reverse("overview")),
        ("Plans", reverse("plan_list")),
        (plan.title, reverse("plan_detail", args=[plan.slug])),
    ]
    return [*crumbs, ("Months", reverse("plan_rounds", args=[plan.slug]))] if months else crumbs


def page_about_round(
    plan_round: PlanRound, title: str, button: str, *sentences: str, warning: bool = False, back: str = ""
) -> FormPage:
    """The words around a form about a month; its working page is the one to go back to."""
    return FormPage(
        title=title,
        button=button,
        caption=f"{plan_round.plan.title}, {plan_round.name}",
        back=back or round_href(plan_round, "plan_round_work"),
        back_text="The update" if back else "Work on the month",
        sentences=sentences,
        warning=warning,
    )


def page_about_update(update: PlanUpdate, title: str, button: str, *sentences: str) -> FormPage:
    """The words around a form about something in an update being written, from which one goes back to writing it."""
    return FormPage(
        title=title,
        button=button,
        caption=f"{update_title(update)}, {update.round.name}",
        back=f"{update_href(update, 'plan_update_write')}#evidence-heading",
        back_text="The update",
        sentences=sentences,
    )


def update_href(update: PlanUpdate, name: str = "plan_update", *more: object) -> str:
    return round_href(update.round, name, update.pk, *more)
