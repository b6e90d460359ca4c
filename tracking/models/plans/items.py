"""The actions and outputs of a plan, who leads on them, and which recommendations they answer."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.enums import ItemKind
from tracking.models.base import Answering, AppendOnly, Dated, DueDate, InForceQuerySet, exactly_one, the_one_set
from tracking.models.inquiries import Inquiry
from tracking.models.people import Viewer
from tracking.models.plans.plans import Aim, ImprovementPlan, Theme
from tracking.models.posts import Post
from tracking.models.recommendations import Recommendation


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def current(self) -> "PlanItemQuerySet":
        """Those in force: neither superseded nor taken out."""
        return self.filter(superseded_by__isnull=True, taken_out_reason="")

    def of_plan(self, plan: ImprovementPlan) -> "PlanItemQuerySet":
        """Those of its aims and of its themes, with what they are of."""
        return self.filter(Q(aim__theme__plan=plan) | Q(theme__plan=plan)).select_related(
            "aim__theme__plan", "theme__plan"
        )


class PlanItem(DueDate, AppendOnly):
    """A required action or an output, of an aim or of a whole theme: the unit that is rated.

    Once its plan is published a change is a new row that supersedes this one, with reason and month; the first row's
    date is the original date. What is taken out stays as a row, with the same.
    """

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="items", null=True, blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="items", null=True, blank=True)
    kind = models.CharField(max_length=6, choices=ItemKind)
    position = models.PositiveSmallIntegerField()
    text = models.TextField("words of the action or output")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    changed_in = models.DateField("month of the change", null=True, blank=True)
    taken_out_reason = models.TextField("why it was taken out", blank=True)
    taken_out_in = models.DateField("month in which it was taken out", null=True, blank=True)
    taken_out_at = models.DateTimeField("when that was written", null=True, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=exactly_one("aim", "theme"), name="item_of_an_aim_or_of_a_theme"),
            models.CheckConstraint(condition=~Q(text=""), name="item_has_words"),
            AppendOnly.says_why_it_supersedes("item_supersedes_with_a_reason"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | Q(changed_in__isnull=False),
                name="item_supersedes_with_its_month",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_reason="", taken_out_in__isnull=True)
                | (~Q(taken_out_reason="") & Q(taken_out_in__isnull=False)),
                name="item_taken_out_with_its_month",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True) | ~Q(taken_out_reason=""), name="item_taken_out_at_a_moment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.aim or f'theme {self.of_theme.number}'}"

    @property
    def of_theme(self) -> Theme:
        """The theme it is of, by its aim or as a whole."""
        return self.aim.theme if self.aim else the_one_set(self.theme)

    @property
    def plan(self) -> ImprovementPlan:
        return self.of_theme.plan


class LeadQuerySet(InForceQuerySet):
    def of_plan(self, plan: ImprovementPlan) -> "LeadQuerySet":
        """Those on its aims, on their items and on the items of its themes."""
        return self.filter(
            Q(aim__theme__plan=plan) | Q(item__aim__theme__plan=plan) | Q(item__theme__plan=plan)
        ).select_related("post")


class Lead(Answering):
    """A post that leads on an aim or an item, in order, as written. An item without leads has its aim's."""

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="leads", null=True, blank=True)
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="leads", null=True, blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="leads")

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            Dated.ends_after_start("lead_ends_after_it_starts"),
            models.CheckConstraint(condition=exactly_one("aim", "item"), name="lead_on_an_aim_or_an_item"),
            models.UniqueConstraint(
                fields=("aim", "post"), condition=Q(ends_on__isnull=True, aim__isnull=False), name="lead_once_on_an_aim"
            ),
            models.UniqueConstraint(
                fields=("item", "post"),
                condition=Q(ends_on__isnull=True, item__isnull=False),
                name="lead_once_on_an_item",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post} on {self.on}"

    @property
    def on(self) -> Aim | PlanItem:
        """What it leads on."""
        return the_one_set(self.aim, self.item)


class PlanLinkQuerySet(models.QuerySet["PlanLink"]):
    def in_force(self) -> "PlanLinkQuerySet":
        """From aims, and from items that nothing has taken the place of."""
        return self.filter(Q(item__isnull=True) | Q(item__superseded_by__isnull=True, item__taken_out_reason=""))

    def of_plans(self, plans) -> "PlanLinkQuerySet":
        """Those from anything in these plans (rows or a queryset)."""
        return self.filter(
            Q(aim__theme__plan__in=plans) | Q(item__aim__theme__plan__in=plans) | Q(item__theme__plan__in=plans)
        ).select_related("aim__theme__plan", "item__aim__theme__plan", "item__theme__plan")

    def visible_to(self, viewer: Viewer) -> "PlanLinkQuerySet":
        """Those of which the viewer may read both sides: the plan, and what it answers."""
        # Asked of each link, not of every inquiry and recommendation there is.
        inquiries = Inquiry.objects.visible_to(viewer)
        return self.of_plans(ImprovementPlan.objects.visible_to(viewer)).filter(
            Q(Exists(inquiries.filter(pk=OuterRef("inquiry"))))
            | Q(Exists(inquiries.filter(pk=OuterRef("recommendation__inquiry"))), recommendation__withdrawn_reason="")
        )

    def answering_recommendation(self, recommendation: Recommendation) -> "PlanLinkQuerySet":
        """Those to a recommendation, to the whole that it is a part of, or to its parts."""
        itself = [row for row in (recommendation.pk, recommendation.parent_id) if row]
        return self.filter(Q(recommendation__in=itself) | Q(recommendation__parent=recommendation))

    def answering_inquiry(self, inquiry: Inquiry) -> "PlanLinkQuerySet":
        """Those to an inquiry or to anything it recommended."""
        return self.filter(Q(inquiry=inquiry) | Q(recommendation__inquiry=inquiry))


class PlanLink(models.Model):
    """The inquiry or recommendation that an aim or item answers. A rating concludes no recommendation."""

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="links", null=True, blank=True)
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="links", null=True, blank=True)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = PlanLinkQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=exactly_one("aim", "item"), name="plan_link_from_an_aim_or_an_item"),
            models.CheckConstraint(
                condition=exactly_one("inquiry", "recommendation"), name="plan_link_to_an_inquiry_or_a_recommendation"
            ),
            models.UniqueConstraint(fields=("aim", "inquiry"), name="plan_link_aim_to_inquiry_once"),
            models.UniqueConstraint(fields=("aim", "recommendation"), name="plan_link_aim_to_recommendation_once"),
            models.UniqueConstraint(fields=("item", "inquiry"), name="plan_link_item_to_inquiry_once"),
            models.UniqueConstraint(fields=("item", "recommendation"), name="plan_link_item_to_recommendation_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} answers {self.target}"

    @property
    def source(self) -> Aim | PlanItem:
        """What answers."""
        return the_one_set(self.aim, self.item)

    @property
    def target(self) -> Inquiry | Recommendation:
        """What it answers."""
        return the_one_set(self.inquiry, self.recommendation)
