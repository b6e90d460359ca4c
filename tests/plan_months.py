"""A small plan with a month to be written: who keeps it, who leads, and what they are asked about."""

from dataclasses import dataclass
from datetime import date

from django.test import Client
from django.urls import reverse

from tests.factories import (
    AimFactory,
    ImprovementPlanFactory,
    LeadFactory,
    PlanItemFactory,
    PostFactory,
    ThemeFactory,
    appointed,
)
from tracking import dates
from tracking.actions.plans.rounds import issue_round, open_round
from tracking.actions.plans.update_decisions import accept_update, submit_update
from tracking.actions.plans.updates import RatingAnswer, save_update
from tracking.enums import Capacity, ItemKind, PostKind
from tracking.models import Category, User
from tracking.models.plans import Aim, ImprovementPlan, PlanItem, PlanRound, PlanUpdate

THIS_MONTH = dates.today().replace(day=1)


@dataclass
class MonthScene:
    """A published plan with aim 1.4, an action and an output of it, and everybody who works on its months."""

    plan: ImprovementPlan
    aim: Aim
    action: PlanItem
    output: PlanItem
    keeper: User
    deputy: User
    lead: User
    drafter: User

    def open(self, month: date = THIS_MONTH) -> PlanRound:
        return open_round(by=self.keeper, plan=self.plan, month=month, due_on=dates.today()).round

    @property
    def update(self) -> PlanUpdate:
        """The one update of the month that was opened last."""
        return PlanUpdate.objects.select_related("round__plan").latest("pk")

    def category(self, letter: str) -> Category:
        return self.plan.scheme.categories.get(letter=letter)

    def write(self, text: str = "The group met twice.", **letters: str) -> PlanUpdate:
        """Save the latest update with a rating for `action` and `output`, by letter; red ones say how they recover."""
        update = self.update
        answers = {("item", getattr(self, name).pk): self._answer(letter) for name, letter in letters.items()}
        version = update.revisions.get(is_current=True).version
        save_update(by=self.lead, update=update, text=text, label=update.label, answers=answers, version=version)
        return update

    def _answer(self, letter: str) -> RatingAnswer:
        if letter == "R":
            return RatingAnswer(self.category("R"), recovery_text="More people.", recovery_on=date(2030, 1, 31))
        return RatingAnswer(self.category(letter)) if letter else RatingAnswer()

    def hand_in(self, **letters: str) -> PlanUpdate:
        update = self.write(**letters) if letters else self.write(action="A", output="")
        submit_update(by=self.lead, update=update)
        update.refresh_from_db()
        return update

    def accept(self, **letters: str) -> PlanUpdate:
        update = self.hand_in(**letters)
        return accept_update(by=self.keeper, update=update)

    def issue(self, month: date = THIS_MONTH, **letters: str) -> PlanRound:
        """A month from its opening to its issue."""
        plan_round = self.open(month)
        self.accept(**letters)
        return issue_round(by=self.keeper, plan_round=plan_round)


def month_scene() -> MonthScene:
    plan = ImprovementPlanFactory(title="Governance Plan", slug="governance", owning_post__name="Head of Improvement")
    aim = AimFactory(theme=ThemeFactory(plan=plan, number=1, title="Leadership"), number=4, text="Well led.")
    post = PostFactory(name="City Solicitor", kind=PostKind.OFFICER)
    LeadFactory(aim=aim, post=post)
    ongoing = {"due_text": "Ongoing", "due_on": None, "ongoing": True}
    return MonthScene(
        plan=plan,
        aim=aim,
        action=PlanItemFactory(aim=aim, text="Meet every month.", **ongoing),
        output=PlanItemFactory(aim=aim, kind=ItemKind.OUTPUT, text="Trust has grown.", **ongoing),
        keeper=appointed(plan.owning_post),
        deputy=appointed(plan.owning_post, Capacity.CONTRIBUTOR),
        lead=appointed(post),
        drafter=appointed(post, Capacity.CONTRIBUTOR),
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, *more: object, month: date = THIS_MONTH) -> str:
    """The address of a page of a month of the scene's plan."""
    return reverse(name, args=["governance", f"{month:%Y-%m}", *more])
