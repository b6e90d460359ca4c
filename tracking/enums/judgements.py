"""What is said of a leaf: categories, views, decisions."""

from django.db import models


class Timing(models.TextChoices):
    """What a category says about the date: data on the row, so that no code compares numbers."""

    ON_TIME = "on_time", "on time"
    LATE = "late", "late"
    NOT_YET_DUE = "not_yet_due", "not yet due"
    NONE = "none", "not said"


class AsksFor(models.TextChoices):
    """What a category asks the Cabinet Member for."""

    COMPLETED_ON = "completed_on", "completion date"
    ANTICIPATED_DATE = "anticipated_date", "anticipated completion date"
    OBSTACLE = "obstacle", "obstacle outside the council's control"
    RECOVERY = "recovery", "what will bring it back on track, and by when"
    NOTHING = "nothing", "nothing more"


class Tone(models.TextChoices):
    """The supporting colour of a category's tag. Number and words carry the meaning."""

    ACHIEVED = "achieved", "achieved"
    LATE = "late", "achieved late"
    PROGRESS = "progress", "progress made"
    OBSTACLE = "obstacle", "obstacle"
    INSUFFICIENT = "insufficient", "insufficient progress"
    IN_PROGRESS = "in-progress", "in progress"
    GREEN = "green", "green"
    AMBER = "amber", "amber"
    RED = "red", "red"


class Decision(models.TextChoices):
    CONTINUE = "continue", "Continue tracking"
    CONCLUDE = "conclude", "Conclude tracking"


class ConclusionReason(models.TextChoices):
    IMPLEMENTED = "implemented", "Implemented"
    OVERTAKEN = "overtaken", "Overtaken by events"
    TRANSFERRED = "transferred", "Transferred"
    MERGED = "merged", "Merged"
    NOT_ACHIEVABLE = "not_achievable", "Not achievable"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def with_target(cls) -> frozenset["ConclusionReason"]:
        """Reasons that must say where the recommendation went."""
        return frozenset({cls.TRANSFERRED, cls.MERGED})


class Outcome(models.TextChoices):
    VIEWED = "viewed", "View given"
    DEFERRED = "deferred", "Deferred"
    NO_VIEW = "no_view", "No view"
    UNDONE = "undone", "Undone"

    @classmethod
    def settles(cls) -> frozenset["Outcome"]:
        """Those after which a leaf no longer waits for a view: not one that is deferred, nor one that was undone."""
        return frozenset({cls.VIEWED, cls.NO_VIEW})


class ViewAnswer(models.TextChoices):
    """What the form for recording a view offers beside categories, outcomes and decisions."""

    AGREE = "agree", "Agree with the Cabinet Member’s assessment"
    WITHOUT_CATEGORY = "none", "No category"
    USUAL = "usual", "As usual for the category"
