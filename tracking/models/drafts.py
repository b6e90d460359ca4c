"""What somebody has typed into a page of a report, or of an update on a plan, and not saved yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.enums import DraftPage
from tracking.models.base import exactly_one
from tracking.models.people import User, Viewer
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressReport

if TYPE_CHECKING:
    from tracking.models.plans import PlanUpdate

OWNERS: Final[Mapping[DraftPage, str]] = {
    DraftPage.SECTION: "report",
    DraftPage.OVERVIEW: "report",
    DraftPage.CONTACT_OFFICERS: "report",
    DraftPage.CHECK: "report",
    DraftPage.PLAN_UPDATE: "plan_update",
}
"""The key of a draft to what each page belongs to."""
PARTS: Final[Mapping[DraftPage, str]] = {DraftPage.SECTION: "recommendation"}
"""The key of a draft to what a page is about, where there is one page for each of several."""


@dataclass(frozen=True)
class WrittenPage:
    """A page that keeps drafts: of what, which page of it, and what it is about where there are several."""

    owner: "ProgressReport | PlanUpdate"
    page: DraftPage
    part: Recommendation | None = None

    @property
    def keys(self) -> dict[str, Any]:
        """What a draft of it says of where it belongs, the keys that stay empty among them."""
        said: dict[str, Any] = dict.fromkeys((*OWNERS.values(), *PARTS.values()))
        said |= {OWNERS[self.page]: self.owner, "page": self.page}
        return said | ({PARTS[self.page]: self.part} if self.page in PARTS else {})


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, viewer: Viewer) -> "DraftQuerySet":
        """A draft is its writer's own: nobody else ever sees it."""
        return self.filter(written_by=viewer) if isinstance(viewer, User) else self.none()

    def of_page(self, of: WrittenPage) -> "DraftQuerySet":
        return self.filter(**of.keys)


class Draft(models.Model):
    """The fields of one page of what is written as one user last typed them, kept until they save or discard it.

    It hangs on the report, or the update on a plan, and not on a revision, so that nothing typed is lost when that is
    handed in by somebody else, and returned. `fields` are the form's values by name, each a list of texts, its version
    among them.
    """

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="drafts", null=True, blank=True)
    plan_update = models.ForeignKey(
        "PlanUpdate", on_delete=models.CASCADE, related_name="drafts", null=True, blank=True
    )
    page = models.CharField(max_length=20, choices=DraftPage)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("report", "page", "recommendation", "written_by")
        constraints = (
            models.CheckConstraint(
                condition=exactly_one("report", "plan_update"), name="draft_of_a_report_or_an_update_on_a_plan"
            ),
            models.UniqueConstraint(
                fields=("written_by", "plan_update", "page"), name="draft_one_for_a_user_and_page_of_an_update"
            ),
            models.CheckConstraint(
                condition=Q(page=DraftPage.SECTION, recommendation__isnull=False)
                | (~Q(page=DraftPage.SECTION) & Q(recommendation__isnull=True)),
                name="draft_of_a_section_names_its_recommendation",
            ),
            models.UniqueConstraint(
                fields=("written_by", "report", "page"),
                condition=Q(recommendation__isnull=True),
                name="draft_one_for_a_user_and_page",
            ),
            models.UniqueConstraint(
                fields=("written_by", "report", "recommendation"),
                condition=Q(recommendation__isnull=False),
                name="draft_one_for_a_user_and_section",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_page_display()} of {self.report or self.plan_update}, not saved yet"
