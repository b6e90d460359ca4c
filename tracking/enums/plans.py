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


class PlanRoundState(models.TextChoices):
    OPEN = "open", "Open"
    ISSUED = "issued", "Issued"


class PlanUpdateState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"

    @classmethod
    def editable(cls) -> frozenset["PlanUpdateState"]:
        """States in which those of its posts may write."""
        return frozenset({cls.DRAFT, cls.RETURNED})

    @classmethod
    def handed_in(cls) -> frozenset["PlanUpdateState"]:
        """States in which it is signed, with the owning post and not given back."""
        return frozenset({cls.SUBMITTED, cls.ACCEPTED})
