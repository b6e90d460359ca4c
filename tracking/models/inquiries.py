"""Inquiries and the committees that track them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.enums import CommitteeRole, InquiryState
from tracking.models.base import Dated, InForceQuerySet
from tracking.models.committees import Committee
from tracking.models.people import Person, Viewer, roles_of
from tracking.models.schemes import AssessmentScheme


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, viewer: Viewer) -> "InquiryQuerySet":
        """Published and concluded ones for everyone; the rest for officers of the committee that tracks them."""
        roles = roles_of(viewer)
        public = Q(state__in=InquiryState.public())
        if not roles.committees_run:
            return self.filter(public)
        return self.filter(public | Q(Exists(TrackingCommittee.today(roles.committees_run))))

    def tracked_by(self, committees) -> "InquiryQuerySet":
        """Those whose tracking committee today is one of `committees` (rows or primary keys)."""
        return self.filter(Exists(TrackingCommittee.today(committees)))

    def supported_by(self, viewer: Viewer) -> "InquiryQuerySet":
        """Those the viewer manages as scrutiny officer of the tracking committee."""
        return self.tracked_by(roles_of(viewer).committees_as((CommitteeRole.SCRUTINY_OFFICER,)))

    def public(self) -> "InquiryQuerySet":
        return self.filter(state__in=InquiryState.public())

    def of_committee(self, committee: Committee) -> "InquiryQuerySet":
        """Those a committee commissioned, tracks or has tracked."""
        tracked = TrackingCommittee.objects.filter(inquiry=OuterRef("pk"), committee=committee)
        commissioned = Inquiry.commissioned_by.through.objects.filter(inquiry=OuterRef("pk"), committee=committee)
        return self.filter(Exists(tracked) | Exists(commissioned))

    def answered_by(self, post) -> "InquiryQuerySet":
        """Those in which a post answers, or once answered, for a recommendation."""
        from tracking.models.recommendations import Responsibility

        return self.filter(Exists(Responsibility.objects.of_posts([post]).within_inquiry(OuterRef("pk"))))

    def with_leaf_in_category(self, category, seen_by: Viewer) -> "InquiryQuerySet":
        """Those with a leaf whose standing position, as the viewer may know it, is in a category."""
        return self.filter(pk__in=_entries(seen_by).filter(viewed=category).values("inquiry"))

    def still_tracked(self, seen_by: Viewer) -> "InquiryQuerySet":
        """Those with a leaf that is not concluded."""
        return self.filter(pk__in=_entries(seen_by).tracked().values("inquiry"))

    def all_concluded(self, seen_by: Viewer) -> "InquiryQuerySet":
        """Those with leaves, each of them concluded."""
        has_leaves = Exists(_entries(seen_by).filter(inquiry=OuterRef("pk")))
        return self.filter(has_leaves).exclude(pk__in=_entries(seen_by).tracked().values("inquiry"))

    def never_tracked(self, seen_by: Viewer) -> "InquiryQuerySet":
        """Those still tracked of which no view was ever given, here or before this system."""
        from tracking.models.assessments import Assessment

        viewed = _entries(seen_by).filter(inquiry=OuterRef("pk"), view__isnull=False)
        # What was split since has views of its own, but is no leaf any more. Asked of the few inquiries that are left,
        # one by one: as an EXISTS it would be answered for all there are.
        split = Assessment.objects.visible_to(seen_by).standing().filter(leaf__parts__isnull=False)
        view_before = models.Subquery(split.filter(leaf__inquiry=OuterRef("pk")).order_by().values("pk")[:1])
        rows = self.still_tracked(seen_by).filter(~Exists(viewed), last_tracked_on_carried_over__isnull=True)
        return rows.alias(view_before_a_split=view_before).filter(view_before_a_split__isnull=True)

    def newest_first(self) -> "InquiryQuerySet":
        """Those not yet approved, then by the date of approval, the latest first."""
        return self.order_by(models.F("approved_on").desc(nulls_first=True), "title", "pk")

    def with_tracking_committee(self) -> "InquiryQuerySet":
        """Prefetch every tracking committee, earliest first, for `Inquiry.tracking_committee`."""
        return self.prefetch_related(
            models.Prefetch("tracking_committees", TrackingCommittee.objects.select_related("committee"))
        )


def _entries(seen_by: Viewer):
    """Where leaves stand, as the viewer may know it; of which inquiries, is for the caller to say."""
    from tracking.models.register import RegisterEntry, audience_of

    return RegisterEntry.objects.filter(audience=audience_of(seen_by))


class Inquiry(models.Model):
    """The review that made the recommendations."""

    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.TextField("what the inquiry was about", blank=True)
    state = models.CharField(max_length=12, choices=InquiryState, default=InquiryState.DRAFT)
    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.PROTECT, related_name="inquiries")
    commissioned_by = models.ManyToManyField(Committee, related_name="commissioned_inquiries", blank=True)
    lead_member = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="member who led it",
    )
    lead_officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approving_body = models.CharField(max_length=200, default="City Council")
    approved_on = models.DateField("date approved", null=True, blank=True)
    received_on = models.DateField("report received by the executive on", null=True, blank=True)
    notice_on = models.DateField("notice requiring a response given on", null=True, blank=True)
    responded_on = models.DateField("executive response given on", null=True, blank=True)
    last_tracked_on_carried_over = models.DateField("last tracked on, before this system", null=True, blank=True)
    next_round_on = models.DateField("next round of tracking due by", null=True, blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ("-approved_on", "title")
        verbose_name_plural = "inquiries"
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="inquiry_has_a_title"),
            models.CheckConstraint(
                condition=Q(state=InquiryState.CONCLUDED, concluded_on__isnull=False)
                | (~Q(state=InquiryState.CONCLUDED) & Q(concluded_on__isnull=True)),
                name="inquiry_concluded_with_date",
            ),
            models.CheckConstraint(
                condition=Q(next_round_on__isnull=True) | Q(state=InquiryState.PUBLISHED),
                name="inquiry_next_round_only_while_tracked",
            ),
            models.CheckConstraint(
                condition=~Q(state=InquiryState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="inquiry_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def tracking_committee(self) -> Committee | None:
        """The committee that tracks it now; reads the `with_tracking_committee` prefetch."""
        rows = [row for row in self.tracking_committees.all() if row.ends_on is None]
        return rows[0].committee if rows else None


class TrackingCommittee(Dated):
    """The committee that tracks an inquiry, from a date until it is handed on."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="tracking_committees")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="tracked_inquiries")

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            Dated.ends_after_start("tracking_committee_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=("inquiry",),
                condition=Q(ends_on__isnull=True),
                name="inquiry_one_tracking_committee_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee} tracks {self.inquiry}"

    @classmethod
    def today(cls, committees, *, inquiry: str = "pk") -> models.QuerySet["TrackingCommittee"]:
        """For `Exists`: the open row of the outer query's inquiry, if its committee is one of `committees`.

        `inquiry` is the path from the outer query to the inquiry's primary key.
        """
        return cls.objects.filter(inquiry=OuterRef(inquiry), ends_on__isnull=True, committee__in=committees)
