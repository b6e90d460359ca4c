"""The months of a plan: what its leads were asked, and what they handed in."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tracking.enums import PlanRoundState, PlanState, PlanUpdateState
from tracking.models.base import HandedIn, exactly_one, the_one_set
from tracking.models.documents import IssuedDocument
from tracking.models.people import Person, Viewer, roles_of
from tracking.models.plans.plans import Aim, ImprovementPlan, Theme, kept_by
from tracking.models.posts import Post


class PlanRoundQuerySet(models.QuerySet["PlanRound"]):
    def visible_to(self, viewer: Viewer) -> "PlanRoundQuerySet":
        """Issued months for everyone; an open one for those of the owning post and of the posts it asks."""
        posts = roles_of(viewer).posts
        allowed = Q(state=PlanRoundState.ISSUED, plan__state__in=PlanState.public())
        if posts:
            asked = UpdatePost.objects.filter(update__round=OuterRef("pk"), post__in=going_on_with(posts))
            allowed |= kept_by(roles_of(viewer).council_posts, "plan__") | Q(Exists(asked))
        return self.filter(allowed)

    def kept_by(self, viewer: Viewer) -> "PlanRoundQuerySet":
        """Those of plans of the viewer's own posts."""
        return self.filter(kept_by(roles_of(viewer).council_posts, "plan__"))

    def issued(self) -> "PlanRoundQuerySet":
        return self.filter(state=PlanRoundState.ISSUED)


class PlanRound(models.Model):
    """One month of a plan: its leads are asked for updates until `due_on`, and then it is issued.

    `month` is its first day. Issued, it is signed by the holder of the owning post, or on their behalf, and
    says for good what it was issued with: `queries.plans.month_words` writes and reads that.
    """

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="rounds")
    month = models.DateField()
    state = models.CharField(max_length=6, choices=PlanRoundState, default=PlanRoundState.OPEN)
    due_on = models.DateField("updates are due on")
    message = models.TextField("what else the leads are told", blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_title = models.CharField(max_length=200, blank=True)
    approved_how = models.TextField("how the holder of the owning post approved it", blank=True)
    approved_on = models.DateField("when the holder of the owning post approved it", null=True, blank=True)
    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, related_name="plan_round", null=True, blank=True
    )
    frozen = models.JSONField("the words of the plan that it was issued with", null=True, blank=True)

    objects = PlanRoundQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "-month")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "month"),
                name="plan_round_one_for_a_month",
                violation_error_message="This month of the plan has been opened already.",
            ),
            models.UniqueConstraint(
                fields=("plan",),
                condition=Q(state=PlanRoundState.OPEN),
                name="plan_round_one_open_at_a_time",
                violation_error_message="Another month of this plan is open. Issue it first.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=PlanRoundState.OPEN, issued_at__isnull=True, document__isnull=True, frozen__isnull=True
                )
                | (
                    Q(state=PlanRoundState.ISSUED)
                    & Q(issued_at__isnull=False, issued_by__isnull=False, signed_by__isnull=False)
                    & ~Q(signed_name="")
                ),
                name="plan_round_issued_with_who_and_signature",
            ),
            models.CheckConstraint(
                condition=Q(approved_how="", approved_on__isnull=True)
                | (~Q(approved_how="") & Q(approved_on__isnull=False)),
                name="plan_round_on_behalf_says_how_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}, {self.name}"

    @property
    def name(self) -> str:
        """As people write it: September 2018."""
        return f"{self.month:%B %Y}"

    @property
    def reference(self) -> str:
        """As in addresses: 2018-09."""
        return f"{self.month:%Y-%m}"

    @property
    def is_open(self) -> bool:
        return self.state == PlanRoundState.OPEN


class PlanUpdateQuerySet(models.QuerySet["PlanUpdate"]):
    def visible_to(self, viewer: Viewer) -> "PlanUpdateQuerySet":
        """Accepted ones of issued months for everyone; the rest for its own posts and, once handed in, the owning post.

        What a returned update says anew is, until it is handed in again, for its own posts (`PlanUpdateRevision`).
        """
        roles = roles_of(viewer)
        allowed = Q(
            state=PlanUpdateState.ACCEPTED,
            round__state=PlanRoundState.ISSUED,
            round__plan__state__in=PlanState.public(),
        )
        if roles.posts:
            allowed |= Q(Exists(_by(roles.posts)))
            kept = kept_by(roles.council_posts, "round__plan__")
            allowed |= kept & ~Q(state=PlanUpdateState.DRAFT)
        return self.filter(allowed)

    def written_by(self, viewer: Viewer) -> "PlanUpdateQuerySet":
        """Those of posts the viewer holds or contributes for, and of ended posts that one of them took over from."""
        return self.of_posts(roles_of(viewer).posts)

    def of_posts(self, posts) -> "PlanUpdateQuerySet":
        return self.filter(Exists(_by(posts)))

    def kept_by(self, viewer: Viewer) -> "PlanUpdateQuerySet":
        """Those of plans of the viewer's own posts, whatever their state: to be returned, accepted or left out."""
        return self.filter(kept_by(roles_of(viewer).council_posts, "round__plan__"))

    def printed_in(self, plan_round: PlanRound) -> "PlanUpdateQuerySet":
        """Accepted ones that a month prints: its own, and those it carries over."""
        carried = CarriedUpdate.objects.filter(update=OuterRef("pk"), round=plan_round)
        return self.filter(Q(round=plan_round) | Q(Exists(carried)), state=PlanUpdateState.ACCEPTED)

    def awaited(self) -> "PlanUpdateQuerySet":
        """Those that somebody still has to hand in, of a month that is open in a plan that goes on."""
        return self.filter(
            state__in=PlanUpdateState.editable(),
            round__state=PlanRoundState.OPEN,
            round__plan__state=PlanState.PUBLISHED,
            left_out_reason="",
        )


def going_on_with(posts):
    """Those posts, and the ones that ended and that one of them took over from; what leads began, successors finish."""
    return Post.objects.kept_by(posts, timezone.localdate()).values("pk")


def _by(posts):
    return UpdatePost.objects.filter(update=OuterRef("pk"), post__in=going_on_with(posts))


class PlanUpdate(models.Model):
    """What named posts say of some aims in a month. What it said each time is in its revisions; the current one counts.

    `label` is what the paper calls it: "August / September 2018 update"; `month` is empty where the paper has none.
    `begun_from` is the earlier update whose words it began with.
    """

    round = models.ForeignKey(PlanRound, on_delete=models.CASCADE, related_name="updates")
    label = models.CharField(max_length=100, blank=True)
    month = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=PlanUpdateState, default=PlanUpdateState.DRAFT)
    begun_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_out_reason = models.TextField("why the month goes out without it", blank=True)
    posts = models.ManyToManyField(Post, through="UpdatePost", related_name="plan_updates")

    objects = PlanUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("round", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=PlanUpdateState.ACCEPTED, accepted_at__isnull=False, accepted_by__isnull=False)
                | (~Q(state=PlanUpdateState.ACCEPTED) & Q(accepted_at__isnull=True, accepted_by__isnull=True)),
                name="plan_update_accepted_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(left_out_reason="") | ~Q(state=PlanUpdateState.ACCEPTED),
                name="plan_update_accepted_is_not_left_out",
            ),
        )

    def __str__(self) -> str:
        return f"Update {self.pk} of {self.round}"

    @property
    def plan(self) -> ImprovementPlan:
        return self.round.plan

    @property
    def is_accepted(self) -> bool:
        return self.state == PlanUpdateState.ACCEPTED


class UpdatePost(models.Model):
    """A post whose words an update or a text beside the plan is, in order, as written ("with Group Leaders")."""

    update = models.ForeignKey(PlanUpdate, on_delete=models.CASCADE, related_name="update_posts", null=True, blank=True)
    narrative = models.ForeignKey(
        "NarrativeUpdate", on_delete=models.CASCADE, related_name="update_posts", null=True, blank=True
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    as_written = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=exactly_one("update", "narrative"), name="update_post_of_an_update_or_a_text"
            ),
            models.UniqueConstraint(fields=("update", "post"), name="update_post_once_in_an_update"),
            models.UniqueConstraint(fields=("narrative", "post"), name="update_post_once_in_a_text"),
        )

    def __str__(self) -> str:
        return self.as_written or str(self.post)


class PlanUpdateUse(models.Model):
    """An aim, or a theme as a whole, that an update serves, in order: the first prints it in full."""

    update = models.ForeignKey(PlanUpdate, on_delete=models.CASCADE, related_name="uses")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="update_uses", null=True, blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="update_uses", null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("update", "position")
        constraints = (
            models.CheckConstraint(condition=exactly_one("aim", "theme"), name="update_use_of_an_aim_or_a_theme"),
            models.UniqueConstraint(fields=("update", "aim"), name="update_use_once_for_an_aim"),
            models.UniqueConstraint(fields=("update", "theme"), name="update_use_once_for_a_theme"),
            models.UniqueConstraint(fields=("update", "position"), name="update_use_one_for_each_position"),
        )

    def __str__(self) -> str:
        return str(self.of)

    @property
    def of(self) -> Aim | Theme:
        """What it serves."""
        return the_one_set(self.aim, self.theme)


class CarriedUpdate(models.Model):
    """A later month that prints an accepted update again, under the label it has."""

    update = models.ForeignKey(PlanUpdate, on_delete=models.CASCADE, related_name="carried")
    round = models.ForeignKey(PlanRound, on_delete=models.CASCADE, related_name="carried")

    class Meta:
        ordering = ("round", "update")
        constraints = (models.UniqueConstraint(fields=("update", "round"), name="update_carried_once_into_a_month"),)

    def __str__(self) -> str:
        return f"{self.update}, in {self.round}"


class PlanUpdateRevision(HandedIn):
    """What an update said when it was handed in: Markdown, and the ratings of its units."""

    update = models.ForeignKey(PlanUpdate, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField("what has happened", blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("update", "number")
        constraints = HandedIn.constraints_of("update", prefix="plan_update")

    def __str__(self) -> str:
        return f"{self.update}, revision {self.number}"
