"""Texts beside a plan, and what people said about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracking.enums import PlanRoundState, PlanState
from tracking.models.base import Recorded
from tracking.models.people import Viewer, roles_of
from tracking.models.plans.months import PlanRound
from tracking.models.plans.plans import kept_by
from tracking.models.posts import Post


class NarrativeUpdateQuerySet(models.QuerySet["NarrativeUpdate"]):
    def visible_to(self, viewer: Viewer) -> "NarrativeUpdateQuerySet":
        """Those of issued months for everyone; of an open one for those of the owning post."""
        public = Q(round__state=PlanRoundState.ISSUED, round__plan__state__in=PlanState.public())
        return self.filter(public | kept_by(roles_of(viewer).council_posts, "round__plan__"))


class NarrativeUpdate(Recorded):
    """A text beside the plan in one month. One with a précis is a temperature take: what people said, in short."""

    round = models.ForeignKey(PlanRound, on_delete=models.CASCADE, related_name="narratives")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    precis = models.TextField("précis", blank=True)
    version = models.PositiveIntegerField("how often it was saved", default=0)
    posts = models.ManyToManyField(Post, through="UpdatePost", related_name="+")

    objects = NarrativeUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("round", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="narrative_has_a_title"),
            models.CheckConstraint(
                condition=Q(text="") ^ Q(precis=""),
                name="narrative_is_a_text_or_a_temperature_take",
                violation_error_message="Write the text or, for a temperature take, the précis.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_temperature_take(self) -> bool:
        return bool(self.precis)


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, viewer: Viewer) -> "RemarkQuerySet":
        """Published ones with the text they belong to; until then they are for the owning post alone."""
        public = Q(
            published_at__isnull=False,
            narrative__round__state=PlanRoundState.ISSUED,
            narrative__round__plan__state__in=PlanState.public(),
        )
        return self.filter(public | kept_by(roles_of(viewer).council_posts, "narrative__round__plan__"))

    def published(self) -> "RemarkQuerySet":
        return self.filter(published_at__isnull=False)


class Remark(Recorded):
    """What somebody said on a day, in a temperature take; published one by one, with the speaker's agreement."""

    narrative = models.ForeignKey(NarrativeUpdate, on_delete=models.CASCADE, related_name="remarks")
    said_on = models.DateField()
    speaker = models.CharField("who said it", max_length=200)
    role = models.CharField("what they are", max_length=200, blank=True)
    text = models.TextField("what they said")
    version = models.PositiveIntegerField("how often it was saved", default=0)
    agreement = models.TextField("how the speaker agreed to its publication", blank=True)
    agreed_on = models.DateField("when the speaker agreed", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("narrative", "said_on", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(text="") & ~Q(speaker=""), name="remark_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(published_by__isnull=False, agreed_on__isnull=False) & ~Q(agreement="")),
                name="remark_published_with_the_agreement",
            ),
        )

    def __str__(self) -> str:
        return f"Remark of {self.said_on:%-d %B %Y}"
