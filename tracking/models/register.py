"""The register: where each leaf stands, and the words it is found by, kept ready to be filtered and counted.

Nothing is decided here. Every row is derived from the judgements (`queries.register`), written by `actions.register`
and by nothing else, and can be made anew at any time (`manage.py check_register`).
"""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.enums import Audience, Ending
from tracking.models.assessments import Assessment
from tracking.models.inquiries import Inquiry, TrackingCommittee
from tracking.models.people import User, Viewer, roles_of
from tracking.models.recommendations import Recommendation, Responsibility
from tracking.models.schemes import Category
from tracking.models.self_assessments import SelfAssessment


def audience_of(viewer: Viewer) -> Audience:
    """Users see every view at once; everyone else those the clerk has published (`Assessment.objects.visible_to`)."""
    return Audience.USERS if isinstance(viewer, User) else Audience.EVERYONE


def is_overdue(today: date) -> Q:
    """Still tracked, the current date has passed and nobody says that it is done (`Position.is_late`)."""
    return Q(is_concluded=False, sorts_on__lt=today, is_said_to_be_done=False)


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    def visible_to(self, viewer: Viewer) -> "RegisterEntryQuerySet":
        """Where the leaves of inquiries the viewer may see stand, as far as the viewer may know.

        The same inquiries as `Inquiry.objects.visible_to`, without asking each whether it is public: an entry knows.
        """
        rows = self.filter(audience=audience_of(viewer))
        run = roles_of(viewer).committees_run
        if not run:
            return rows.filter(is_public=True)
        return rows.filter(Q(is_public=True) | Q(Exists(TrackingCommittee.today(run, inquiry="inquiry"))))

    def tracked(self) -> "RegisterEntryQuerySet":
        return self.filter(is_concluded=False)

    def concluded(self) -> "RegisterEntryQuerySet":
        return self.filter(is_concluded=True)

    def achieved(self) -> "RegisterEntryQuerySet":
        return self.filter(ending__in=Ending.achieved())

    def overdue(self, today: date) -> "RegisterEntryQuerySet":
        return self.filter(is_overdue(today))

    def disagreed(self) -> "RegisterEntryQuerySet":
        """Those in which the committee did not share the Cabinet Member's latest assessment."""
        return self.filter(differs=True)

    def never_tracked(self) -> "RegisterEntryQuerySet":
        """Still tracked, and no view was ever given, here or before this system."""
        return self.tracked().filter(view__isnull=True, inquiry__last_tracked_on_carried_over__isnull=True)

    def of_committee(self, committee) -> "RegisterEntryQuerySet":
        """Those of inquiries that a committee commissioned, tracks or has tracked."""
        return self.filter(inquiry__in=Inquiry.objects.of_committee(committee).values("pk"))

    def answered_by(self, posts, on: date | None = None) -> "RegisterEntryQuerySet":
        """Those one of `posts` answers for on a day, or now or then when no day is given.

        A part without responsibilities of its own inherits its parent's.
        """
        rows = Responsibility.objects.all() if on is None else Responsibility.objects.in_force(on)
        own = rows.of_posts(posts).order_by().values("recommendation")
        has_own = rows.filter(recommendation=OuterRef("pk"))
        inherited = Recommendation.objects.filter(Q(parent__in=own), ~Exists(has_own)).order_by().values("pk")
        return self.filter(leaf__in=own.union(inherited))

    def most_urgent_first(self) -> "RegisterEntryQuerySet":
        """Those still tracked before those concluded, the earliest current date first, those without one last."""
        return self.order_by("is_concluded", "sorts_on", "leaf")

    def with_everything(self) -> "RegisterEntryQuerySet":
        """Join what a line of the register shows."""
        return self.select_related("leaf__parent", "inquiry", "claimed", "viewed")


class RegisterEntry(models.Model):
    """Where one leaf stands, as one audience may know it.

    `claim` and `claimed` are the Cabinet Member's latest assessment and its category; `view` and `viewed` the
    committee's standing one. `differs` compares them where the view answers that claim (`is_answered`). `original_on`
    and `current_on` are the completion date as approved and as it is now, `days_slipped` the days between (None without
    an original), `moves` how often it moved. `sorts_on` is the current date, or the end of time where there is none.
    `municipal_year` is the one in which the inquiry was approved, named by the year it began. `is_public` says whether
    everyone may see the inquiry.
    """

    leaf = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="register_entries")
    audience = models.CharField(max_length=10, choices=Audience)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="register_entries")
    is_public = models.BooleanField(default=False)
    claim = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    claimed = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    proposed_conclusion = models.CharField(max_length=16, blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    view = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    viewed = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    viewed_on = models.DateField(null=True, blank=True)
    is_answered = models.BooleanField(default=False)
    differs = models.BooleanField(default=False)
    is_said_to_be_done = models.BooleanField(default=False)
    is_concluded = models.BooleanField(default=False)
    conclusion_reason = models.CharField(max_length=16, blank=True)
    ending = models.CharField(max_length=16, choices=Ending, default=Ending.TRACKED)
    original_on = models.DateField(null=True, blank=True)
    current_on = models.DateField(null=True, blank=True)
    sorts_on = models.DateField(default=date.max)
    days_slipped = models.IntegerField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)
    municipal_year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        ordering = ("leaf", "audience")
        verbose_name_plural = "register entries"
        constraints = (
            models.UniqueConstraint(fields=("leaf", "audience"), name="register_entry_once_for_an_audience"),
        )
        indexes = tuple(
            models.Index(fields=("audience", "is_public", *fields), name=name)
            for name, fields in {
                "register_by_urgency": ("is_concluded", "sorts_on", "leaf"),
                "register_by_year": ("municipal_year", "ending"),
                "register_by_view": ("viewed", "is_concluded", "sorts_on"),
                "register_by_claim": ("claimed", "is_concluded", "sorts_on"),
                "register_by_ending": ("ending", "sorts_on"),
            }.items()
        )

    def __str__(self) -> str:
        return f"{self.leaf}: {Ending(self.ending).label}"


class SearchEntry(models.Model):
    """The words a leaf is found by, published ones alone; the database keeps its full-text index beside (migration 5).

    `heading` is its own title and its parent's, `words` what is recommended, `inquiry_words` the inquiry's title and
    summary, `evidence` what published Progress Reports say and what their public evidence is called.
    """

    leaf = models.OneToOneField(Recommendation, on_delete=models.CASCADE, related_name="search_entry", primary_key=True)
    heading = models.TextField(blank=True)
    words = models.TextField(blank=True)
    inquiry_words = models.TextField(blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ("leaf",)
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.heading or f"{self.leaf}"
