"""Passages of a Progress Report that are withheld from the public."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.enums import Exemption, InquiryState, ReportState
from tracking.models.base import Exemptible, Recorded
from tracking.models.inquiries import TrackingCommittee
from tracking.models.people import User, Viewer, roles_of
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressUpdate, ReportPost, handed_in


class ExemptPassageQuerySet(models.QuerySet["ExemptPassage"]):
    def visible_to(self, viewer: Viewer) -> "ExemptPassageQuerySet":
        """What the viewer may read of withheld text (docs/domain-rules.md, "Who may do what").

        The report's own posts and those that answer for the recommendation; the officers of the committee, once it is
        handed in; its members, once the report is published; and whoever wrote it. A user of an outside body reads only
        what they wrote themselves. What is put into a returned report anew is, until it is handed in again, for those
        who write it. The same people may open evidence that is withheld in the same section.
        """
        roles = roles_of(viewer)
        allowed = Q(pk__in=())
        report = "update__revision__report__"
        current = Q(update__revision__is_current=True)
        being_rewritten = Q(**{f"{report}state": ReportState.RETURNED}) & current
        if roles.committees_sat_on:
            allowed |= current & Q(
                **{
                    f"{report}state__in": ReportState.public(),
                    f"{report}inquiry__state__in": InquiryState.public(),
                    f"{report}meeting__committee__in": roles.committees_sat_on,
                }
            )
        if roles.committees_run:
            own = Q(**{f"{report}meeting__committee__in": roles.committees_run}) | Q(
                Exists(TrackingCommittee.today(roles.committees_run, inquiry=f"{report}inquiry"))
            )
            allowed |= own & handed_in(report) & ~being_rewritten
        if roles.council_posts:
            of_report = ReportPost.objects.filter(report=OuterRef("update__revision__report"))
            allowed |= Q(Exists(of_report.filter(post__in=roles.council_posts)))
            allowed |= Q(update__in=ProgressUpdate.objects.answered_by(roles.council_posts))
        if isinstance(viewer, User):
            allowed |= Q(recorded_by=viewer)
        return self.filter(allowed)


class ExemptPassage(Exemptible, Recorded):
    """Text of a section that only the restricted edition prints, behind its report: for one leaf or all of it.

    Everyone else learns that it is there and by which paragraph of Schedule 12A it is withheld. Numbered in its report
    in the order of recommendations and `position`, so that every edition numbers alike.
    """

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="exempt_passages")
    leaf = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField("the passage")

    objects = ExemptPassageQuerySet.as_manager()

    class Meta:
        ordering = ("update", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(exemption__in=Exemption.withheld()) & ~Q(text=""), name="passage_withheld_says_something"
            ),
            Exemptible.says_why_withheld("passage_says_why_withheld"),
        )

    def __str__(self) -> str:
        return f"Exempt passage in {self.update}"
