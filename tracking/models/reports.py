"""Progress Reports: their revisions, and the update for each recommendation."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tracking.enums import InquiryState, ReportState
from tracking.models.base import HandedIn, Recorded
from tracking.models.committees import Meeting
from tracking.models.inquiries import Inquiry, TrackingCommittee
from tracking.models.people import Person, User, Viewer, roles_of
from tracking.models.posts import Post
from tracking.models.recommendations import Recommendation, Responsibility


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    def visible_to(self, viewer: Viewer) -> "ProgressReportQuerySet":
        """Those read whole, and those in which the viewer's posts answer for a recommendation."""
        roles = roles_of(viewer)
        if not roles.posts:
            return self.read_whole_by(viewer)
        whole = ProgressReport.objects.read_whole_by(viewer)
        in_part = ProgressReport.objects.of_posts(roles.posts)
        return self.filter(Q(pk__in=whole.values("pk")) | Q(pk__in=in_part.values("pk")))

    def read_whole_by(self, viewer: Viewer) -> "ProgressReportQuerySet":
        """Published ones for everyone; the rest for the posts they are of, those who check them or signed them.

        Whoever merely answers for something in a report reads their own sections of it until it is published
        (`ProgressUpdate.objects.read_by`).
        """
        public = Q(state__in=ReportState.public(), inquiry__state__in=InquiryState.public())
        roles = roles_of(viewer)
        allowed = public
        if roles.posts:
            allowed |= Q(Exists(ReportPost.objects.filter(report=OuterRef("pk"), post__in=roles.posts)))
        if roles.committees_run:
            allowed |= handed_in() & (
                Q(meeting__committee__in=roles.committees_run)
                | Q(Exists(TrackingCommittee.today(roles.committees_run, inquiry="inquiry")))
            )
        if isinstance(viewer, User) and viewer.person_id:
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
        indexes = (models.Index(fields=("-published_at", "-id"), name="report_by_publication"),)

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


class ReportRevision(HandedIn):
    """What a Progress Report said when it was handed in. `version` counts savings of overview and contact officers."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="revisions")
    overview = models.TextField(blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signed_revisions", null=True)

    class Meta:
        ordering = ("report", "number")
        constraints = HandedIn.constraints_of("report", prefix="revision")

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

    def read_by(self, viewer: Viewer) -> "ProgressUpdateQuerySet":
        """Those of reports the viewer reads whole and, of any other, those their posts answer for.

        What a returned report says anew is, until it is handed in again, for the posts it is of.
        """
        posts = roles_of(viewer).posts
        whole = ProgressReport.objects.read_whole_by(viewer)
        being_rewritten = Q(revision__is_current=True, revision__report__state=ReportState.RETURNED)
        of_report = Q(Exists(ReportPost.objects.filter(report=OuterRef("revision__report"), post__in=posts)))
        return self.filter(
            (Q(revision__report__in=whole.values("pk")) & (~being_rewritten | of_report))
            | Q(pk__in=ProgressUpdate.objects.answered_by(posts).values("pk"))
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
