"""The committee's view on one leaf at one meeting. Rows are appended and superseded, never edited."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from tracking.enums import ConclusionReason, Decision, MeetingState, Outcome, ReportState
from tracking.models.base import AppendOnly
from tracking.models.committees import Meeting
from tracking.models.people import User, Viewer
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressReport
from tracking.models.schemes import Category
from tracking.models.self_assessments import SelfAssessment


def _after(path: str) -> Q:
    """For `Exists` inside a query of assessments: whether the meeting at `path` was after that of the outer row."""
    return Q(**{f"{path}held_on__gt": OuterRef("meeting__held_on")}) | Q(
        **{f"{path}held_on": OuterRef("meeting__held_on"), f"{path}sequence__gt": OuterRef("meeting__sequence")}
    )


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, viewer: Viewer) -> "AssessmentQuerySet":
        """Users see every view at once; everyone those carried over, and those the clerk has published."""
        if isinstance(viewer, User):
            return self
        return self.filter(Q(meeting__isnull=True) | Q(meeting__views_published_at__isnull=False))

    def unsuperseded(self) -> "AssessmentQuerySet":
        """The last row of each leaf at each meeting, also where it undoes the one before."""
        # Joined instead, PostgreSQL takes it that next to nothing is left, and reads on row by row.
        return self.filter(~Exists(Assessment.objects.filter(supersedes=OuterRef("pk"))))

    def live(self) -> "AssessmentQuerySet":
        """Those that nothing supersedes and that were not undone."""
        return self.unsuperseded().exclude(outcome=Outcome.UNDONE)

    def standing(self) -> "AssessmentQuerySet":
        """Views given and not superseded, the latest first: the first of a leaf is its standing position."""
        return (
            self.live()
            .filter(outcome=Outcome.VIEWED)
            .order_by(F("considered_on").desc(), F("meeting__sequence").desc(nulls_last=True), "-pk")
        )

    def settling(self) -> "AssessmentQuerySet":
        """Live rows after which a leaf no longer waits for the committee: a view given, or none on purpose."""
        return self.live().filter(outcome__in=Outcome.settles())

    def deferred(self, seen_by: Viewer | None = None) -> "AssessmentQuerySet":
        """Live deferrals that nothing has settled since; annotates `returns_to`, the meeting each comes back at.

        With `seen_by`, only what this viewer may see settles one: no gap tells of views that are not published yet.
        It is the committee's next: the first after the one that deferred whose minutes are not approved and that was
        not cancelled. A leaf that a report for that meeting claims anew comes with that report, not with the old one.
        """
        next_meeting = (
            Meeting.objects.filter(_after(""), committee=OuterRef("meeting__committee"))
            .exclude(state__in=[MeetingState.CANCELLED, MeetingState.MINUTES_APPROVED])
            .order_by("held_on", "sequence")
        )
        since = Assessment.objects.settling().filter(_after("meeting__"), leaf=OuterRef("leaf"))
        if seen_by is not None:
            since = since.visible_to(seen_by)
        claimed_anew = SelfAssessment.objects.filter(
            leaf=OuterRef("leaf"),
            update__revision__is_current=True,
            update__revision__report__meeting=OuterRef("returns_to"),
            update__revision__report__state__in=ReportState.public(),
        )
        return (
            self.live()
            .filter(~Exists(since), outcome=Outcome.DEFERRED, report__state__in=ReportState.public())
            .annotate(returns_to=Subquery(next_meeting.values("pk")[:1]))
            .filter(~Exists(claimed_anew))
        )

    def with_everything(self) -> "AssessmentQuerySet":
        """Join what a line of the timeline shows."""
        return self.select_related("category", "meeting__committee", "leaf", "recorded_by__person", "supersedes")


class Assessment(AppendOnly):
    """The committee's view: outcome, category, decision and reason.

    `considered_on` is the meeting's date, or the date the source gives for a view carried over from before the system.
    """

    leaf = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="assessments")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True)
    report = models.ForeignKey(
        ProgressReport, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True
    )
    self_assessment = models.ForeignKey(
        SelfAssessment, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True
    )
    considered_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    conclusion_reason = models.CharField(max_length=16, choices=ConclusionReason, blank=True)
    conclusion_target = models.CharField("where it went", max_length=300, blank=True)
    conclusion_target_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField("reason for the view", blank=True)
    asked_for = models.TextField("what is asked for next time", blank=True)
    agreed_due_on = models.DateField("new date agreed by the committee", null=True, blank=True)
    minute = models.CharField("minute number", max_length=50, blank=True)
    source_text = models.TextField("where this view is recorded, if not at a meeting here", blank=True)
    reopens = models.BooleanField("reopens a concluded leaf", default=False)
    form_key = models.UUIDField("the form it was recorded with", null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("-considered_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.VIEWED) & ~Q(decision=""))
                | (~Q(outcome=Outcome.VIEWED) & Q(decision="", category__isnull=True)),
                name="assessment_decides_if_and_only_if_a_view_is_given",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.CONTINUE) | Q(category__isnull=False),
                name="assessment_continues_with_a_category",
            ),
            models.CheckConstraint(
                condition=(Q(decision=Decision.CONCLUDE) & ~Q(conclusion_reason=""))
                | (~Q(decision=Decision.CONCLUDE) & Q(conclusion_reason="")),
                name="assessment_concludes_with_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(conclusion_reason__in=ConclusionReason.with_target()) | ~Q(conclusion_target=""),
                name="assessment_says_where_it_went",
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | ~Q(source_text=""),
                name="assessment_at_a_meeting_or_with_its_source",
            ),
            AppendOnly.says_why_it_supersedes("assessment_supersedes_with_a_reason"),
            models.CheckConstraint(condition=~Q(reopens=True) | ~Q(reason=""), name="assessment_reopens_with_a_reason"),
            models.UniqueConstraint(
                fields=("leaf", "meeting"),
                condition=Q(supersedes__isnull=True),
                name="assessment_first_view_once_for_a_leaf_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.UNDONE) | Q(supersedes__isnull=False),
                name="assessment_undoes_another",
            ),
            models.UniqueConstraint(fields=("leaf", "form_key"), name="assessment_once_for_a_leaf_and_form"),
        )

    def __str__(self) -> str:
        return f"{self.leaf}: {self.get_outcome_display()} on {self.considered_on:%-d %B %Y}"

    @property
    def concludes(self) -> bool:
        return self.decision == Decision.CONCLUDE

    @property
    def is_carried_over(self) -> bool:
        """From before the system: the source is recorded, not the meeting."""
        return self.meeting_id is None
