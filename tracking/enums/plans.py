"""What improvement plans are made of, and the states they go through."""

from django.db import models


class SchemeUse(models.TextChoices):
    """What a scheme's categories are given to. The two are never mixed."""

    INQUIRIES = "inquiries", "Inquiries"
    PLANS = "plans", "Improvement plans"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    ENDED = "ended", "Ended"

    @classmethod
    def public(cls) -> frozenset["PlanState"]:
        """States in which everyone may read the plan."""
        return frozenset({cls.PUBLISHED, cls.ENDED})


class ItemKind(models.TextChoices):
    ACTION = "action", "Required action"
    OUTPUT = "output", "Output"
