"""What is looked for in the register and told as news."""

from django.db import models


class TrackingState(models.TextChoices):
    """Derived from the standing assessment, never stored: a tracking state is not a category."""

    TRACKED = "tracked", "Still tracked"
    CONCLUDED = "concluded", "Concluded"


class Ending(models.TextChoices):
    """What became of a leaf, each counted once: still tracked, achieved, or concluded without being achieved."""

    TRACKED = "tracked", "Still tracked"
    ON_TIME = "on_time", "Achieved on time"
    LATE = "late", "Achieved late"
    ACHIEVED = "achieved", "Achieved"
    IMPLEMENTED = "implemented", "Implemented"
    OVERTAKEN = "overtaken", "Overtaken by events"
    TRANSFERRED = "transferred", "Transferred"
    MERGED = "merged", "Merged"
    NOT_ACHIEVABLE = "not_achievable", "Not achievable"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def achieved(cls) -> frozenset["Ending"]:
        """Those in which the committee's view is a category that means achieved."""
        return frozenset({cls.ON_TIME, cls.LATE, cls.ACHIEVED})


class Audience(models.TextChoices):
    """Who the register is read by: the two differ in views that the clerk has not published yet."""

    EVERYONE = "everyone", "Everyone"
    USERS = "users", "Those who sign in"


class NewsKind(models.TextChoices):
    """What happened, as feeds and mails tell it."""

    REPORT = "report", "Progress Report published"
    VIEWS = "views", "Committee's views published"
    CONCLUDED = "concluded", "Recommendation concluded"
    REOPENED = "reopened", "Recommendation tracked again"
    DATE_MOVED = "date-moved", "Completion date moved"
    LATE_NEWS = "late-news", "Late news published"
    RESPONSE = "response", "Executive response published"
    CABINET_REPORT = "cabinet-report", "Report to Cabinet published"
