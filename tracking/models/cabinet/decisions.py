"""What a Cabinet is asked to decide, and what it decided."""

from django.db import models
from django.db.models import Q

from tracking.enums import CabinetReportState, DecisionOutcome
from tracking.models.base import AppendOnly, Recorded
from tracking.models.cabinet.reports import CabinetReport, CabinetReportRevision
from tracking.models.committees import Meeting
from tracking.models.people import Viewer, roles_of


class RecommendedDecision(Recorded):
    """One thing a Cabinet is asked to decide, in order; read with the section that holds the recommended decisions."""

    revision = models.ForeignKey(CabinetReportRevision, on_delete=models.CASCADE, related_name="recommended_decisions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("what Cabinet is asked to decide")

    class Meta:
        ordering = ("revision", "position", "pk")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="recommended_decision_has_words"),)

    def __str__(self) -> str:
        return f"Recommended decision {self.position} of {self.revision}"


class ExecutiveDecisionQuerySet(models.QuerySet["ExecutiveDecision"]):
    def visible_to(self, viewer: Viewer) -> "ExecutiveDecisionQuerySet":
        """Everyone, once they were published; before that Cabinet's clerk, who records them."""
        return self.filter(
            models.Q(report__state=CabinetReportState.DECIDED)
            | models.Q(report__meeting__committee__in=roles_of(viewer).committees_clerked)
        )

    def standing(self) -> "ExecutiveDecisionQuerySet":
        """Those that nothing supersedes."""
        return self.filter(superseded_by__isnull=True)


class ExecutiveDecision(AppendOnly):
    """What a Cabinet decided on one recommended decision, or on the report as a whole. Public, whatever it is on.

    Source: what the record of an executive decision must hold (Local Authorities (Executive Arrangements) (Meetings and
    Access to Information) (England) Regulations 2012, S.I. 2012/2089, regulation 12).
    """

    report = models.ForeignKey(CabinetReport, on_delete=models.PROTECT, related_name="decisions")
    recommended = models.ForeignKey(
        RecommendedDecision, on_delete=models.PROTECT, related_name="decisions", null=True, blank=True
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="executive_decisions")
    outcome = models.CharField(max_length=10, choices=DecisionOutcome)
    wording = models.TextField("what was decided, in words", blank=True)
    reasons = models.TextField("reasons for the decision")
    options_rejected = models.TextField("options considered and rejected", blank=True)
    interests = models.TextField("interests declared", blank=True)
    dispensations = models.TextField("dispensations granted", blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )

    objects = ExecutiveDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("report", "recommended__position", "recorded_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reasons=""), name="executive_decision_has_reasons"),
            models.CheckConstraint(
                condition=~Q(outcome=DecisionOutcome.AMENDED) | ~Q(wording=""),
                name="executive_decision_changed_has_its_wording",
                violation_error_message="Give the wording that was agreed.",
            ),
            AppendOnly.says_why_it_supersedes("executive_decision_supersedes_with_a_reason"),
            models.UniqueConstraint(
                fields=("recommended",),
                condition=Q(recommended__isnull=False, supersedes__isnull=True),
                name="executive_decision_first_once_on_each",
            ),
            models.UniqueConstraint(
                fields=("report",),
                condition=Q(recommended__isnull=True, supersedes__isnull=True),
                name="executive_decision_first_once_on_the_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.recommended or self.report}"
