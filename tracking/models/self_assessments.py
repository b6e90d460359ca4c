"""The Cabinet Member's assessments in a Progress Report, and the answers to what the claim check doubts in them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.enums import ConclusionReason, ReportState
from tracking.models.base import Recorded, exactly_one
from tracking.models.people import Viewer
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressReport, ProgressUpdate
from tracking.models.schemes import Category


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def published_to(self, viewer: Viewer) -> "SelfAssessmentQuerySet":
        """What published reports the viewer may see say now: never a draft, never a returned revision."""
        report = ProgressReport.objects.visible_to(viewer).filter(pk=OuterRef("update__revision__report"))
        # Asked of each report that is come to, not of every report there ever was.
        return self.filter(
            Q(Exists(report)),
            update__revision__is_current=True,
            update__revision__report__state__in=ReportState.public(),
        )

    def with_everything(self) -> "SelfAssessmentQuerySet":
        """Join what a line of the timeline shows."""
        return self.select_related(
            "category", "update__revision__report__meeting__committee", "update__revision__report__lead_post"
        )


class SelfAssessment(Recorded):
    """The Cabinet Member's assessment of one leaf: a category, or a proposal to conclude.

    `anticipated_text` and `anticipated_on` are the anticipated completion date in words and as a day.
    """

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="self_assessments")
    leaf = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="self_assessments")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    proposed_conclusion = models.CharField(max_length=16, choices=ConclusionReason, blank=True)
    proposal_explanation = models.TextField("why tracking should be concluded, and where it went", blank=True)
    completed_on = models.DateField(null=True, blank=True)
    anticipated_on = models.DateField("anticipated completion date", null=True, blank=True)
    anticipated_text = models.CharField("anticipated completion date in words", max_length=200, blank=True)
    obstacle = models.TextField("obstacle outside the council's control", blank=True)
    pointer_text = models.CharField("where to look in the evidence", max_length=200, blank=True)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("update", "leaf__number", "leaf__letter")
        constraints = (
            models.UniqueConstraint(fields=("update", "leaf"), name="self_assessment_one_for_a_leaf_in_an_update"),
            models.CheckConstraint(
                condition=Q(category__isnull=True) | Q(proposed_conclusion=""),
                name="self_assessment_category_or_proposal_not_both",
            ),
            models.CheckConstraint(
                condition=Q(proposed_conclusion="") | ~Q(proposal_explanation=""),
                name="self_assessment_proposal_is_explained",
            ),
        )

    def __str__(self) -> str:
        return f"{self.leaf} in {self.update.revision}"

    @property
    def is_complete(self) -> bool:
        """Whether a category or a proposal was chosen."""
        return self.category_id is not None or bool(self.proposed_conclusion)


class ClaimCheckOverride(Recorded):
    """Why a warning of the claim check does not hold, for whoever reads the claim (a self-assessment or a rating).

    It answers the warning as it read then, `message`; once the warning reads otherwise the reason is asked for again.
    """

    self_assessment = models.ForeignKey(
        SelfAssessment, on_delete=models.CASCADE, related_name="overrides", null=True, blank=True
    )
    lead_assessment = models.ForeignKey(
        "LeadAssessment", on_delete=models.CASCADE, related_name="overrides", null=True, blank=True
    )
    code = models.CharField(max_length=60)
    message = models.TextField("the warning that was answered", blank=True)
    reason = models.TextField()

    class Meta:
        ordering = ("self_assessment", "lead_assessment_id", "code")
        constraints = (
            models.CheckConstraint(
                condition=exactly_one("self_assessment", "lead_assessment"), name="override_of_one_claim"
            ),
            models.UniqueConstraint(fields=("lead_assessment", "code"), name="override_once_for_a_rating"),
            models.UniqueConstraint(fields=("self_assessment", "code"), name="override_once_for_a_warning"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
