"""What the pages that write a plan share: what the viewer may write, and the words around a form."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from tracking.models.plans import Aim, ImprovementPlan, PlanItem, Theme
from tracking.presenters.plans.lines import aim_href
from tracking.queries.plans import lists as reads
from tracking.views.form_pages import FormPage


def edited_plan(request: HttpRequest, slug: str) -> ImprovementPlan:
    return get_object_or_404(reads.edited_plans(request.user), slug=slug)


def edited_theme(request: HttpRequest, slug: str, number: int) -> Theme:
    return get_object_or_404(reads.themes_of(edited_plan(request, slug)), number=number)


def edited_aim(request: HttpRequest, slug: str, reference: str) -> Aim:
    return get_object_or_404(reads.aims_of(edited_plan(request, slug)).at_reference(reference))


def edited_item(request: HttpRequest, slug: str, pk: int) -> PlanItem:
    """A row of the plan, also one that was changed since: its action then says so, and nothing typed is lost."""
    return get_object_or_404(reads.items_of(edited_plan(request, slug)), pk=pk)


def href_of(thing: ImprovementPlan | Theme | Aim | PlanItem) -> str:
    """The page on which a thing of a plan is read."""
    aim = thing.aim if isinstance(thing, PlanItem) else thing
    if isinstance(aim, Aim):
        return aim_href(aim)
    if isinstance(thing, ImprovementPlan):
        return reverse("plan_detail", args=[thing.slug])
    theme = thing.of_theme if isinstance(thing, PlanItem) else thing
    return f"{reverse('plan_detail', args=[theme.plan.slug])}#theme-{theme.number}"


def form_page(
    thing: ImprovementPlan | Theme | Aim | PlanItem, title: str, button: str, *sentences: str, warning: bool = False
) -> FormPage:
    """The words around a form about a thing of a plan; its page is the one to go back to."""
    plan = thing if isinstance(thing, ImprovementPlan) else thing.plan
    back = href_of(thing)
    return FormPage(
        title=title,
        button=button,
        caption=plan.title,
        back=back,
        back_text="The aim" if "/aims/" in back else "The plan",
        sentences=sentences,
        warning=warning,
    )
