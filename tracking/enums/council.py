"""What posts and committees are, and what people are in them."""

from django.db import models


class PostKind(models.TextChoices):
    """What a post is. Only a cabinet post keeps its people from recording views."""

    PORTFOLIO = "portfolio", "Cabinet post"
    OFFICER = "officer", "Officer"
    COLLECTIVE = "collective", "Collective"
    OUTSIDE_BODY = "outside_body", "Outside body"

    @classmethod
    def of_the_council(cls) -> frozenset["PostKind"]:
        """Those within the council, who read what it withholds."""
        return frozenset({cls.PORTFOLIO, cls.OFFICER, cls.COLLECTIVE})


class Capacity(models.TextChoices):
    HOLDER = "holder", "Holder"
    CONTRIBUTOR = "contributor", "Contributor"


class CommitteeKind(models.TextChoices):
    """What a committee is. Only scrutiny tracks inquiries and records views."""

    SCRUTINY = "scrutiny", "Overview and scrutiny committee"
    CABINET = "cabinet", "Cabinet"
    COUNCIL = "council", "Council"


class CommitteeRole(models.TextChoices):
    MEMBER = "member", "Member"
    SUBSTITUTE = "substitute", "Substitute member"
    SCRUTINY_OFFICER = "scrutiny_officer", "Scrutiny officer"
    CLERK = "clerk", "Clerk"

    @classmethod
    def officers(cls) -> frozenset["CommitteeRole"]:
        """Those who run the committee's business."""
        return frozenset({cls.SCRUTINY_OFFICER, cls.CLERK})
