"""The executive’s answer to an inquiry: its answers and the states it goes through."""

from django.db import models


class ResponseState(models.TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed by Cabinet"
    SENT = "sent", "Sent"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def agreed(cls) -> frozenset["ResponseState"]:
        """States in which Cabinet has agreed it."""
        return frozenset({cls.AGREED, cls.SENT, cls.PUBLISHED})

    @classmethod
    def given(cls) -> frozenset["ResponseState"]:
        """States in which it has left the executive."""
        return frozenset({cls.SENT, cls.PUBLISHED})


class ResponseAnswer(models.TextChoices):
    """What the executive says of a recommendation or part."""

    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in_part", "Accepted in part"
    REJECTED = "rejected", "Rejected"

    @classmethod
    def taken_up(cls) -> frozenset["ResponseAnswer"]:
        """Answers after which something is done: by a post, by a day."""
        return frozenset({cls.ACCEPTED, cls.IN_PART})

    @classmethod
    def with_reason(cls) -> frozenset["ResponseAnswer"]:
        """Answers that must say why."""
        return frozenset({cls.IN_PART, cls.REJECTED})
