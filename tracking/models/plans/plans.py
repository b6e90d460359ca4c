"""Improvement plans, their themes and their aims."""

import re

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.enums import PlanState
from tracking.models.people import Viewer, roles_of
from tracking.models.posts import Post
from tracking.models.schemes import AssessmentScheme

_REFERENCE = re.compile(r"(?P<theme>[1-9]\d?)(?:\.(?P<number>[1-9]\d?)|-(?P<position>[1-9]\d?))")


class PlanQuerySet(models.QuerySet["ImprovementPlan"]):
    def visible_to(self, viewer: Viewer) -> "PlanQuerySet":
        """Published and ended ones for everyone; drafts for those of the owning post."""
        public = Q(state__in=PlanState.public())
        posts = roles_of(viewer).council_posts
        return self.filter(public | kept_by(posts) if posts else public)

    def edited_by(self, viewer: Viewer) -> "PlanQuerySet":
        """Those of posts the viewer holds or contributes for; what has ended stays as it is."""
        posts = roles_of(viewer).council_posts
        return self.filter(kept_by(posts)).exclude(state=PlanState.ENDED) if posts else self.none()

    def newest_first(self) -> "PlanQuerySet":
        """Those that go on before those that ended, the latest first."""
        ended = models.ExpressionWrapper(Q(state=PlanState.ENDED), models.BooleanField())
        return self.order_by(ended, models.F("published_on").desc(nulls_first=True), "title", "pk")


def kept_by(posts: frozenset[int], plan: str = "") -> Q:
    """Whether a plan is kept by one of `posts`; what a post kept until it ended, its successors keep.

    `plan` is the path to the plan, ending in "__".
    """
    return Q(**{f"{plan}owning_post__in": Post.objects.kept_by(posts, timezone.localdate()).values("pk")})


class ImprovementPlan(models.Model):
    """A plan that a council follows month by month, kept by its owning post."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    introduction = models.TextField("what the plan is for", blank=True)
    owning_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="plans")
    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=9, choices=PlanState, default=PlanState.DRAFT)
    published_on = models.DateField("published on", null=True, blank=True)
    ended_on = models.DateField("ended on", null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, related_name="predecessors", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT, published_on__isnull=True)
                | (~Q(state=PlanState.DRAFT) & Q(published_on__isnull=False)),
                name="plan_published_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.ENDED, ended_on__isnull=False)
                | (~Q(state=PlanState.ENDED) & Q(ended_on__isnull=True, successor__isnull=True)),
                name="plan_ended_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("published_on")),
                name="plan_ends_after_its_publication",
                violation_error_message="The plan cannot end before it was published.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("pk")),
                name="plan_not_its_own_successor",
                violation_error_message="A plan cannot follow itself. Choose another plan.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT


class Theme(models.Model):
    """A numbered theme of a plan, with its statement and what is noted under it."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="themes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    statement = models.TextField("what it is to achieve", blank=True)
    note = models.TextField("what is noted under it", blank=True)

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "number"),
                name="theme_number_once_in_a_plan",
                violation_error_message="This plan already has a theme with this number.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="theme_number_from_1"),
            models.CheckConstraint(condition=~Q(title=""), name="theme_has_a_title"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class AimQuerySet(models.QuerySet["Aim"]):
    def visible_to(self, viewer: Viewer) -> "AimQuerySet":
        return self.filter(theme__plan__in=ImprovementPlan.objects.visible_to(viewer))

    def at_reference(self, reference: str) -> "AimQuerySet":
        """Those called `1.4` or, without a number of their own, by their place in the theme, `2-5`."""
        match = _REFERENCE.fullmatch(reference)
        if not match:
            return self.none()
        in_theme = self.filter(theme__number=int(match["theme"]))
        if match["number"]:
            return in_theme.filter(number=int(match["number"]))
        return in_theme.filter(number__isnull=True, position=int(match["position"]))


class Aim(models.Model):
    """What a theme wants improved: in Markdown, with footnotes. Some papers leave its number out."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="aims")
    position = models.PositiveSmallIntegerField("place in its theme")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField("words of the aim")

    objects = AimQuerySet.as_manager()

    class Meta:
        ordering = ("theme", "position")
        constraints = (
            models.UniqueConstraint(fields=("theme", "position"), name="aim_one_for_each_place_in_a_theme"),
            models.UniqueConstraint(
                fields=("theme", "number"),
                condition=Q(number__isnull=False),
                name="aim_number_once_in_a_theme",
                violation_error_message="This theme already has an aim with this number.",
            ),
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(number__gte=1), name="aim_number_from_1"),
            models.CheckConstraint(condition=~Q(text=""), name="aim_has_words"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def plan(self) -> ImprovementPlan:
        return self.theme.plan

    @property
    def label(self) -> str:
        """As people write it: "1.4"; an unnumbered one is called so."""
        return f"{self.theme.number}.{self.number}" if self.number else f"{self.theme.number}, unnumbered"

    @property
    def reference(self) -> str:
        """As in addresses: 1.4, or by its place: 2-5."""
        return f"{self.theme.number}.{self.number}" if self.number else f"{self.theme.number}-{self.position}"
