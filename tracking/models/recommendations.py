"""Recommendations, their parts, and who is responsible for them."""

import re
from datetime import date
from typing import Literal

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from tracking.enums import Decision
from tracking.models.base import Answering, Dated, DueDate, InForceQuerySet
from tracking.models.inquiries import Inquiry
from tracking.models.people import Viewer
from tracking.models.posts import Post
from tracking.models.schemes import Category

_REFERENCE = re.compile(r"R?0*(?P<number>[1-9]\d{0,3})(?P<letter>[a-z]?)", re.IGNORECASE)


def reference_parts(reference: str) -> tuple[int, str] | None:
    """Return the number and the letter that `R01`, `R01b` or `6b` stand for. None for nonsense."""
    match = _REFERENCE.fullmatch(reference)
    return (int(match["number"]), match["letter"].lower()) if match else None


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, viewer: Viewer) -> "RecommendationQuerySet":
        """Those of inquiries the viewer may see, without the ones entered by mistake."""
        return self.in_force().filter(inquiry__in=Inquiry.objects.visible_to(viewer))

    def in_force(self) -> "RecommendationQuerySet":
        """Without those withdrawn as entered by mistake."""
        return self.filter(withdrawn_reason="")

    def leaves(self) -> "RecommendationQuerySet":
        """The units that are judged: parts, and recommendations without parts."""
        parts = Recommendation.objects.in_force().filter(parent=OuterRef("pk"))
        return self.in_force().filter(~Exists(parts))

    def whole(self) -> "RecommendationQuerySet":
        """R01, R02 …, without their parts."""
        return self.filter(parent__isnull=True)

    def at_reference(self, reference: str) -> "RecommendationQuerySet":
        """Those called `R01`, `R01b`, `6b`. None for nonsense."""
        parts = reference_parts(reference)
        return self.filter(number=parts[0], letter=parts[1]) if parts else self.none()

    def with_standing_assessment(self, seen_by: Viewer | None = None) -> "RecommendationQuerySet":
        """Annotate the standing position of each row, in the same query.

        The standing position is the latest Assessment with outcome "viewed" that nothing supersedes. With
        `seen_by`, only views this viewer may see count. Adds `standing_assessment_id`,
        `standing_category_id`, `standing_decision`, `standing_conclusion_reason` and `standing_on`; each is None where
        there is no view.
        """
        from tracking.models.assessments import Assessment

        standing = Assessment.objects.filter(leaf=OuterRef("pk")).standing()
        if seen_by is not None:
            standing = standing.visible_to(seen_by)
        return self.annotate(
            standing_assessment_id=Subquery(standing.values("pk")[:1]),
            standing_category_id=Subquery(standing.values("category")[:1]),
            standing_decision=Subquery(standing.values("decision")[:1]),
            standing_conclusion_reason=Subquery(standing.values("conclusion_reason")[:1]),
            standing_on=Subquery(standing.values("considered_on")[:1]),
        )

    def answered_by(self, posts, on: date | None = None) -> "RecommendationQuerySet":
        """Those one of `posts` answers for on a day, or now or then when no day is given.

        A part without responsibilities of its own inherits its parent's.
        """
        rows = Responsibility.objects.all() if on is None else Responsibility.objects.in_force(on)
        own = rows.filter(recommendation=OuterRef("pk"))
        inherited = rows.of_posts(posts).filter(recommendation=OuterRef("parent"))
        return self.filter(Q(Exists(own.of_posts(posts))) | (~Q(Exists(own)) & Q(Exists(inherited))))

    def tracked(self) -> "RecommendationQuerySet":
        """Still tracked; after `with_standing_assessment`."""
        return self.filter(Q(standing_decision__isnull=True) | Q(standing_decision=Decision.CONTINUE))

    def concluded(self) -> "RecommendationQuerySet":
        """Concluded by the committee; after `with_standing_assessment`."""
        return self.filter(standing_decision=Decision.CONCLUDE)

    def tracked_first(self) -> "RecommendationQuerySet":
        """Those still tracked before those concluded, the earliest date first; after `with_standing_assessment`."""
        concluded = Case(When(standing_decision=Decision.CONCLUDE, then=1), default=0)
        due_on = Coalesce("due_on", "parent__due_on")
        return self.order_by(concluded, due_on.asc(nulls_last=True), "inquiry__title", "inquiry", "number", "letter")

    def with_responsibilities(self) -> "RecommendationQuerySet":
        """Prefetch responsibilities and posts, also those of the parent, for `responsibilities_on`."""
        rows = Responsibility.objects.select_related("post")
        return self.select_related("parent").prefetch_related(
            models.Prefetch("responsibilities", rows), models.Prefetch("parent__responsibilities", rows)
        )


class Recommendation(DueDate):
    """A numbered recommendation (R01) or a lettered part of one (R01 b)."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="recommendations")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, related_name="parts", null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1, blank=True)
    title = models.CharField("short title", max_length=200, blank=True)
    text = models.TextField("words of the recommendation", blank=True)
    success_measure = models.TextField("how the committee will know that it is done", blank=True)
    withdrawn_reason = models.TextField("why it was withdrawn as entered by mistake", blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ("inquiry", "number", "letter")
        constraints = (
            models.UniqueConstraint(
                fields=("inquiry", "number", "letter"),
                condition=Q(withdrawn_reason=""),
                name="recommendation_reference_once_in_an_inquiry",
                violation_error_message="This inquiry already has a recommendation with this reference.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="recommendation_number_from_1"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, letter="") | (Q(parent__isnull=False) & ~Q(letter="")),
                name="recommendation_letter_if_and_only_if_a_part",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(text=""), name="recommendation_part_has_words"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def reference(self) -> str:
        """As in addresses: R01, R01b."""
        return f"R{self.number:02d}{self.letter}"

    @property
    def label(self) -> str:
        """As people write it: R01, R01 b)."""
        return f"R{self.number:02d} {self.letter})" if self.letter else f"R{self.number:02d}"

    @property
    def due(self) -> DueDate:
        """The row whose date counts: its own, or its parent's where it has none."""
        return self.parent if self.parent is not None and not self.has_due_date else self

    @property
    def looked_for(self) -> str:
        """How the committee will know that it is done; a part without an answer of its own has its parent's."""
        return self.success_measure or (self.parent.success_measure if self.parent is not None else "")

    def responsibilities_on(self, day: date) -> list["Responsibility"]:
        """Who is responsible on a day, in order; a part without its own inherits its parent's.

        Reads the `with_responsibilities` prefetch.
        """
        own = [row for row in self.responsibilities.all() if row.in_force(day)]
        if own or self.parent is None:
            return own
        return [row for row in self.parent.responsibilities.all() if row.in_force(day)]

    def usual_decision(self, category: Category | None) -> Decision | Literal[""]:
        """Return what a category decides by itself; nothing where the committee must choose.

        A leaf that recurs or is ongoing has no usual decision: "achieved" there means this cycle.
        """
        if category is None or not category.default_decision or self.due.has_no_end:
            return ""
        return Decision(category.default_decision)


class ResponsibilityQuerySet(InForceQuerySet):
    def of_posts(self, posts) -> "ResponsibilityQuerySet":
        return self.filter(post__in=posts)

    def within_recommendation(self, recommendation: Recommendation) -> "ResponsibilityQuerySet":
        """Those of a recommendation, of its parent and of its parts."""
        return self.filter(
            Q(recommendation=recommendation)
            | Q(recommendation=recommendation.parent_id)
            | Q(recommendation__parent=recommendation)
        ).filter(recommendation__withdrawn_reason="")

    def within_recommendations(self, whole) -> "ResponsibilityQuerySet":
        """Those of whole recommendations and of their parts; takes rows or a subquery of primary keys."""
        return self.filter(Q(recommendation__in=whole) | Q(recommendation__parent__in=whole)).filter(
            recommendation__withdrawn_reason=""
        )

    def within_inquiry(self, inquiry_id) -> "ResponsibilityQuerySet":
        """Those of anything in an inquiry; takes a primary key or an OuterRef."""
        return self.filter(recommendation__inquiry=inquiry_id, recommendation__withdrawn_reason="")


class Responsibility(Answering):
    """A post responsible for a recommendation or part, in order, with dates: portfolios move."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="responsibilities")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="responsibilities")

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ("recommendation", "position", "pk")
        verbose_name_plural = "responsibilities"
        constraints = (
            Dated.ends_after_start("responsibility_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=("recommendation", "post"),
                condition=Q(ends_on__isnull=True),
                name="responsibility_open_once_for_a_post",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post} for {self.recommendation}"
