"""What somebody has typed into a page and not saved yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.enums import DraftPage
from tracking.models.base import the_one_set
from tracking.models.people import User, Viewer
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressReport

if TYPE_CHECKING:
    from tracking.models.cabinet import CabinetReport, ExecutiveResponse, TemplateHeading
    from tracking.models.plans import PlanUpdate

OWNERS: Final[Mapping[DraftPage, str]] = {
    DraftPage.SECTION: "report",
    DraftPage.OVERVIEW: "report",
    DraftPage.CONTACT_OFFICERS: "report",
    DraftPage.CHECK: "report",
    DraftPage.PLAN_UPDATE: "plan_update",
    DraftPage.INTRODUCTION: "response",
    DraftPage.ANSWER: "response",
    DraftPage.CABINET_HEADER: "cabinet_report",
    DraftPage.CABINET_SECTION: "cabinet_report",
}
"""The key of a draft to what each page belongs to."""
PARTS: Final[Mapping[DraftPage, str]] = {
    DraftPage.SECTION: "recommendation",
    DraftPage.ANSWER: "recommendation",
    DraftPage.CABINET_SECTION: "heading",
}
"""The key of a draft to what a page is about, where there is one page for each of several."""


@dataclass(frozen=True)
class WrittenPage:
    """A page that keeps drafts: of what, which page of it, and what it is about where there are several."""

    owner: "ProgressReport | PlanUpdate | ExecutiveResponse | CabinetReport"
    page: DraftPage
    part: "Recommendation | TemplateHeading | None" = None

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


def _with_its_key(keys: Mapping[DraftPage, str]) -> Q:
    """Whether a draft has the key that its page asks for, and no other of them; none where its page asks for none."""
    known, whole = sorted(set(keys.values())), Q()
    for key in (None, *known):
        pages = [page for page in DraftPage if keys.get(page) == key]
        if pages:
            whole |= Q(page__in=pages, **{f"{other}__isnull": other != key for other in known})
    return whole


def _one_for_a_user(name: str, *fields: str, without: str = "") -> models.UniqueConstraint:
    condition = Q(**{f"{without}__isnull": True}) if without else None
    return models.UniqueConstraint(fields=("written_by", *fields), condition=condition, name=f"draft_one_for_{name}")


class Draft(models.Model):
    """The fields of one page of what is written as one user last typed them, kept until they save or discard it.

    It hangs on a report, an update on a plan or a response, and not on a revision or an answer, so that nothing typed
    is lost when that is handed in by somebody else and returned, or before there is an answer. `fields` are the form's
    values by name, each a list of texts, its version among them.
    """

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="drafts", null=True, blank=True)
    plan_update = models.ForeignKey(
        "PlanUpdate", on_delete=models.CASCADE, related_name="drafts", null=True, blank=True
    )
    response = models.ForeignKey(
        "ExecutiveResponse", on_delete=models.CASCADE, related_name="drafts", null=True, blank=True
    )
    cabinet_report = models.ForeignKey(
        "CabinetReport", on_delete=models.CASCADE, related_name="drafts", null=True, blank=True
    )
    page = models.CharField(max_length=20, choices=DraftPage)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    heading = models.ForeignKey("TemplateHeading", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("report", "page", "recommendation", "written_by")
        constraints = (
            models.CheckConstraint(condition=_with_its_key(OWNERS), name="draft_of_one_thing_and_a_page_of_it"),
            models.CheckConstraint(condition=_with_its_key(PARTS), name="draft_names_what_its_page_is_about"),
            _one_for_a_user("a_user_and_page", "report", "page", without="recommendation"),
            models.UniqueConstraint(
                fields=("written_by", "report", "recommendation"),
                condition=Q(recommendation__isnull=False),
                name="draft_one_for_a_user_and_section",
            ),
            _one_for_a_user("a_user_and_page_of_an_update", "plan_update", "page"),
            _one_for_a_user("a_user_and_page_of_a_response", "response", "page", without="recommendation"),
            _one_for_a_user("a_user_and_answer", "response", "recommendation"),
            _one_for_a_user("a_user_and_page_of_a_report_to_cabinet", "cabinet_report", "page", without="heading"),
            _one_for_a_user("a_user_and_section_of_a_report_to_cabinet", "cabinet_report", "heading"),
        )

    def __str__(self) -> str:
        return f"{self.get_page_display()} of {self.owner}, not saved yet"

    @property
    def owner(self) -> Any:
        """What the page belongs to."""
        return the_one_set(self.report, self.plan_update, self.response, self.cabinet_report)
