"""Progress Reports: their revisions, the update for each recommendation, and the self-assessments."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tracking.enums import ConclusionReason, InquiryState, ReportState
from tracking.models.base import Recorded
from tracking.models.committees import Meeting
from tracking.models.inquiries import Inquiry, TrackingCommittee
from tracking.models.people import Person, User, Viewer, roles_of
from tracking.models.posts import Post
from tracking.models.recommendations import Recommendation, Responsibility
from tracking.models.schemes import Category


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    def visible_to(self, viewer: Viewer) -> "ProgressReportQuerySet":
        """Published ones for everyone; the rest for those who write them, check them or signed them."""
        public = Q(state__in=ReportState.public(), inquiry__state__in=InquiryState.public())
        roles = roles_of(viewer)
        allowed = public
        if roles.posts:
            allowed |= Q(pk__in=ProgressReport.objects.of_posts(roles.posts).values("pk"))
        if roles.committees_run:
            allowed |= handed_in() & (
                Q(meeting__committee__in=roles.committees_run)
                | Q(Exists(TrackingCommittee.today(roles.committees_run, inquiry="inquiry")))
            )
        if isinstance(viewer, User):
            allowed |= Q(Exists(ReportRevision.objects.filter(report=OuterRef("pk"), signed_by=viewer.person_id)))
        return self.filter(allowed)

    def written_by(self, viewer: Viewer) -> "ProgressReportQuerySet":
        """Those the viewer may draft for: of their posts, or with recommendations their posts answer for."""
        return self.of_posts(roles_of(viewer).posts)

    def of_posts(self, posts) -> "ProgressReportQuerySet":
        """Those that are the report of one of `posts`, or on a recommendation one of them answers for today."""
        sections = ProgressUpdate.objects.answered_by(posts).filter(revision__is_current=True)
        return self.filter(
            Q(Exists(ReportPost.objects.filter(report=OuterRef("pk"), post__in=posts)))
            | Q(Exists(sections.filter(revision__report=OuterRef("pk"))))
        )

    def checked_by(self, viewer: Viewer) -> "ProgressReportQuerySet":
        """Those the viewer returns, accepts or publishes: of the committees they run, once handed in."""
        return self.filter(handed_in(), meeting__committee__in=roles_of(viewer).committees_run)

    def live(self) -> "ProgressReportQuerySet":
        return self.exclude(state=ReportState.WITHDRAWN)

    def public(self) -> "ProgressReportQuerySet":
        return self.filter(state__in=ReportState.public(), inquiry__state__in=InquiryState.public())


def handed_in(report: str = "") -> Q:
    """Whether the officers may read it: not a draft, nor one withdrawn. `report` is the path to it, ending in "__"."""
    signed = ReportRevision.objects.filter(report=OuterRef(f"{report}pk"), submitted_at__isnull=False)
    under_way = ReportState.seen_by_scrutiny() - {ReportState.WITHDRAWN}
    withdrawn = Q(**{f"{report}state": ReportState.WITHDRAWN}) & Q(Exists(signed))
    return Q(**{f"{report}state__in": under_way}) | withdrawn


class ProgressReport(models.Model):
    """One submission on one inquiry for one meeting, the report of one or more posts.

    What it says is in its revisions; the current one counts.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="reports")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reports")
    lead_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="led_reports")
    posts = models.ManyToManyField(Post, through="ReportPost", related_name="reports")
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.DRAFT)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(null=True)
    tabled_late_reason = models.TextField("why it is tabled late", blank=True)
    considered_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting__held_on", "inquiry__title", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("inquiry", "meeting", "lead_post"),
                condition=~Q(state=ReportState.WITHDRAWN),
                name="report_one_live_for_inquiry_meeting_and_lead_post",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ReportState.public())
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="report_published_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.CONSIDERED) | Q(considered_on__isnull=False),
                name="report_considered_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="report_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"Progress Report on {self.inquiry} for {self.meeting}"


class ReportPost(models.Model):
    """A post the report is of, in order; the first is the lead post."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="report_posts")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("report", "position")
        constraints = (
            models.UniqueConstraint(fields=("report", "post"), name="report_post_once"),
            models.UniqueConstraint(fields=("report", "position"), name="report_post_one_for_each_position"),
        )

    def __str__(self) -> str:
        return str(self.post)


class ReportRevision(models.Model):
    """What a Progress Report said when it was handed in. A return opens the next; the old one stands."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    overview = models.TextField(blank=True)
    version = models.PositiveIntegerField("how often the overview and contact officers were saved", default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signed_revisions", null=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_title = models.CharField(max_length=200, blank=True)
    approved_how = models.TextField("how the Cabinet Member approved it", blank=True)
    approved_on = models.DateField("when the Cabinet Member approved it", null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    returned_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("report", "number")
        constraints = (
            models.UniqueConstraint(fields=("report", "number"), name="revision_number_once_in_a_report"),
            models.UniqueConstraint(
                fields=("report",), condition=Q(is_current=True), name="revision_one_current_in_a_report"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | (Q(submitted_by__isnull=False, signed_by__isnull=False) & ~Q(signed_name="")),
                name="revision_submitted_with_who_and_signature",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | (Q(returned_by__isnull=False) & ~Q(returned_reason="")),
                name="revision_returned_with_who_and_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report}, revision {self.number}"


class ContactOfficer(models.Model):
    """Somebody to ask about the report; not a user."""

    revision = models.ForeignKey(ReportRevision, on_delete=models.CASCADE, related_name="contact_officers")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    title = models.CharField("job title", max_length=200, blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    email = models.EmailField("e-mail", blank=True)

    class Meta:
        ordering = ("revision", "position")

    def __str__(self) -> str:
        return self.name


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def answered_by(self, posts) -> "ProgressUpdateQuerySet":
        """Those for a recommendation that one of `posts` answers for today, in whole or in part."""
        rows = Responsibility.objects.in_force(timezone.localdate()).of_posts(posts)
        rows = rows.filter(recommendation__withdrawn_reason="")
        return self.filter(
            Q(recommendation__in=rows.values("recommendation"))
            | Q(recommendation__in=rows.values("recommendation__parent"))
        )


class ProgressUpdate(Recorded):
    """A revision's section for one recommendation: the evidence text that serves all its tracked parts."""

    revision = models.ForeignKey(ReportRevision, on_delete=models.CASCADE, related_name="updates")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="updates")
    evidence_text = models.TextField("evidence of progress", blank=True)
    overall_statement = models.CharField("overall statement", max_length=300, blank=True)
    version = models.PositiveIntegerField("how often it was saved", default=0)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("revision", "recommendation__number")
        constraints = (
            models.UniqueConstraint(
                fields=("revision", "recommendation"), name="update_one_for_a_recommendation_in_a_revision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation} in {self.revision}"


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def published_to(self, viewer: Viewer) -> "SelfAssessmentQuerySet":
        """What published reports the viewer may see say now: never a draft, never a returned revision."""
        return self.filter(
            update__revision__is_current=True,
            update__revision__report__state__in=ReportState.public(),
            update__revision__report__in=ProgressReport.objects.visible_to(viewer),
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
    """Why a warning of the claim check does not hold, for the committee to read beside the claim."""

    self_assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="overrides")
    code = models.CharField(max_length=60)
    reason = models.TextField()

    class Meta:
        ordering = ("self_assessment", "code")
        constraints = (
            models.UniqueConstraint(fields=("self_assessment", "code"), name="override_once_for_a_warning"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
