"""The one judgement of a plan, its leads' own, and the months in which they are asked for it."""

from django.db import models
from django.db.models import Q

from tracking.enums import PlanRoundState, PlanState, PlanUpdateState
from tracking.models.base import Recorded, exactly_one, the_one_set
from tracking.models.plans.items import PlanItem
from tracking.models.plans.months import PlanUpdateRevision
from tracking.models.plans.plans import Aim, ImprovementPlan
from tracking.models.schemes import Category


class LeadAssessmentQuerySet(models.QuerySet["LeadAssessment"]):
    def of_plan(self, plan: ImprovementPlan) -> "LeadAssessmentQuerySet":
        return self.filter(revision__update__round__plan=plan)

    def standing(self) -> "LeadAssessmentQuerySet":
        """Those that count: of accepted updates of issued months."""
        return self.filter(
            revision__is_current=True,
            revision__update__state=PlanUpdateState.ACCEPTED,
            revision__update__round__state=PlanRoundState.ISSUED,
        )

    def public(self) -> "LeadAssessmentQuerySet":
        """Of those, the ones everyone may read."""
        return self.standing().filter(revision__update__round__plan__state__in=PlanState.public())


class LeadAssessment(Recorded):
    """The lead's rating of one item or, where nothing smaller is judged, of an aim; without a category: not rated.

    What it is limited to ("for Cabinet") keeps it from ever counting as complete. `note` is printed beside it.
    """

    revision = models.ForeignKey(PlanUpdateRevision, on_delete=models.CASCADE, related_name="assessments")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True)
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    limited_to = models.CharField("what it is limited to", max_length=200, blank=True)
    recovery_text = models.TextField("what will bring it back on track", blank=True)
    recovery_on = models.DateField("by when it will be back on track", null=True, blank=True)
    note = models.CharField("note on the rating", max_length=300, blank=True)

    objects = LeadAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("revision", "pk")
        constraints = (
            models.CheckConstraint(condition=exactly_one("aim", "item"), name="lead_assessment_of_an_aim_or_an_item"),
            models.UniqueConstraint(fields=("revision", "aim"), name="lead_assessment_once_for_an_aim"),
            models.UniqueConstraint(fields=("revision", "item"), name="lead_assessment_once_for_an_item"),
            models.CheckConstraint(
                condition=Q(category__isnull=False) | Q(limited_to=""),
                name="lead_assessment_limits_a_category",
                violation_error_message="Choose a rating, or leave out what it is limited to.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.of}: {self.category or 'not rated'}"

    @property
    def of(self) -> Aim | PlanItem:
        """What is rated."""
        return the_one_set(self.aim, self.item)

    @property
    def is_complete(self) -> bool:
        """Whether it counts as complete: its category means so, and nothing limits it."""
        return self.category is not None and self.category.achieved and not self.limited_to


class AskingChange(Recorded):
    """That a unit is asked about no more from a month on, or is again, and why. Never edited: the latest counts.

    Said of an aim it holds for all its items. It is no rating: what is asked about no more is not complete.
    """

    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="asking_changes", null=True, blank=True)
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="asking_changes", null=True, blank=True)
    asks = models.BooleanField("is asked about")
    month = models.DateField("from which month")
    reason = models.TextField()

    class Meta:
        ordering = ("month", "pk")
        constraints = (
            models.CheckConstraint(condition=exactly_one("aim", "item"), name="asking_change_of_an_aim_or_an_item"),
            models.CheckConstraint(condition=~Q(reason=""), name="asking_change_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.of}: {'asked again' if self.asks else 'asked no more'}"

    @property
    def of(self) -> Aim | PlanItem:
        return the_one_set(self.aim, self.item)
