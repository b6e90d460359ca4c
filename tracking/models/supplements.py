"""Late news: what the executive tells after its report was published, numbered beside it, never inside it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.enums import SupplementState
from tracking.models.base import Recorded
from tracking.models.people import Person, User, Viewer, roles_of
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressReport, ReportPost


class ReportSupplementQuerySet(models.QuerySet["ReportSupplement"]):
    def visible_to(self, viewer: Viewer) -> "ReportSupplementQuerySet":
        """Published ones go with their report; others are for the posts it is of, its officers, and their signatories.

        Posts that merely answer for something in the report read them once they are published.
        """
        readable = ProgressReport.objects.visible_to(viewer)
        allowed = Q(state=SupplementState.PUBLISHED, report__in=readable.values("pk"))
        roles = roles_of(viewer)
        if roles.posts:
            allowed |= Q(Exists(ReportPost.objects.filter(report=OuterRef("report"), post__in=roles.posts)))
        if roles.committees_run:
            allowed |= Q(report__meeting__committee__in=roles.committees_run)
        if isinstance(viewer, User):
            allowed |= Q(recorded_by=viewer) | Q(signed_by=viewer.person_id)
        return self.filter(allowed)

    def published(self) -> "ReportSupplementQuerySet":
        return self.filter(state=SupplementState.PUBLISHED)


class ReportSupplement(Recorded):
    """One piece of late news on a published Progress Report, about one of its recommendations or all of it.

    It gets its number when the clerk publishes it, 1 being the first of its report. Who signed for it is frozen as in a
    report.
    """

    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="supplements")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    text = models.TextField("the late news")
    state = models.CharField(max_length=9, choices=SupplementState, default=SupplementState.HANDED_IN)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=200)
    signed_title = models.CharField(max_length=200, blank=True)
    approved_how = models.TextField("how the Cabinet Member approved it", blank=True)
    approved_on = models.DateField("when the Cabinet Member approved it", null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(null=True)
    tabled_late_reason = models.TextField("why it is tabled late", blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    declined_at = models.DateTimeField(null=True)
    declined_reason = models.TextField(blank=True)

    objects = ReportSupplementQuerySet.as_manager()

    class Meta:
        ordering = ("report", "number", "recorded_at")
        constraints = (
            models.UniqueConstraint(fields=("report", "number"), name="supplement_number_once_in_a_report"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(signed_name=""), name="supplement_says_something_signed"),
            models.CheckConstraint(
                condition=Q(
                    state=SupplementState.PUBLISHED,
                    number__isnull=False,
                    number__gte=1,
                    published_by__isnull=False,
                    published_at__isnull=False,
                )
                | (~Q(state=SupplementState.PUBLISHED) & Q(number__isnull=True, published_at__isnull=True)),
                name="supplement_published_with_number_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=SupplementState.DECLINED)
                | (Q(declined_by__isnull=False, declined_at__isnull=False) & ~Q(declined_reason="")),
                name="supplement_declined_with_who_when_and_reason",
            ),
        )

    def __str__(self) -> str:
        return f"Supplement {self.number}" if self.number else "Supplement, not published yet"
