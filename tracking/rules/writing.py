"""Who writes what in a Progress Report, leaf by leaf."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from tracking.models import Appointment, ProgressReport, Recommendation, Responsibility, Viewer, roles_of
from tracking.rules.scrutiny import report_posts


@dataclass(frozen=True)
class WritingRights:
    """What somebody may write in one report today: read once, then asked of every leaf.

    A part's assessment is its own post's: those of a post that answers for the leaf write it. Whoever holds a post the
    report is of may write all of it, as they sign for it. A contributor to such a post stands in where nobody who
    answers for a leaf can sign in, since nobody could write it otherwise.
    Source: the council's process (docs/domain-rules.md, "Who writes what in a report").
    """

    posts: frozenset[int]
    """The posts they hold or contribute for."""
    signs: bool
    stands_in: bool
    attended: frozenset[int]
    """Posts that somebody who can sign in is appointed to; read only for those who stand in."""

    @property
    def is_of_the_report(self) -> bool:
        return self.signs or self.stands_in

    def may_write(self, leaf: Recommendation) -> bool:
        """Whether a leaf's assessment is theirs to write; reads `Recommendation.responsibilities_on`."""
        responsible = {row.post_id for row in leaf.responsibilities_on(timezone.localdate())}
        return self.signs or bool(self.posts & responsible) or (self.stands_in and not self.attended & responsible)


def writing_rights(viewer: Viewer, report: ProgressReport) -> WritingRights:
    """Return what a viewer may write in a report today, whatever its state."""
    roles, of_report = roles_of(viewer), report_posts(report)
    signs, stands_in = bool(roles.posts_held & of_report), bool(roles.posts_contributed_to & of_report)
    attended = _attended_posts(report) if stands_in and not signs else frozenset()
    return WritingRights(posts=roles.posts, signs=signs, stands_in=stands_in, attended=attended)


def _attended_posts(report: ProgressReport) -> frozenset[int]:
    """Posts answering for something in a report's inquiry that somebody who can sign in is appointed to today."""
    today = timezone.localdate()
    answering = Responsibility.objects.in_force(today).within_inquiry(report.inquiry_id)
    appointed = Appointment.objects.in_force(today).filter(
        person__user__is_active=True, post__in=answering.values("post")
    )
    return frozenset(appointed.values_list("post_id", flat=True))


def can_draft_update(viewer: Viewer, report: ProgressReport, recommendation: Recommendation) -> bool:
    """Whether the viewer may write a recommendation's section: its evidence text and files, which serve all its parts.

    It is shared by everyone who may write the assessment of any leaf of it that is still tracked.
    """
    rights = writing_rights(viewer, report)
    if rights.signs or not rights.posts:
        return rights.signs
    whole = recommendation.parent_id or recommendation.pk
    leaves = Recommendation.objects.filter(Q(pk=whole) | Q(parent=whole)).leaves()
    tracked = leaves.with_standing_assessment(seen_by=viewer).tracked().with_responsibilities()
    return any(rights.may_write(leaf) for leaf in tracked)
