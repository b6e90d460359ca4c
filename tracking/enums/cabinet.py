"""What reports to Cabinet are made of, and the states they go through."""

from django.db import models


class CabinetReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    PUBLISHED = "published", "Published"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def editable(cls) -> frozenset["CabinetReportState"]:
        """States in which those of the post it is of may write."""
        return frozenset({cls.DRAFT, cls.RETURNED})

    @classmethod
    def public(cls) -> frozenset["CabinetReportState"]:
        """States in which everyone may read what is not withheld."""
        return frozenset({cls.PUBLISHED, cls.DECIDED})

    @classmethod
    def handed_in(cls) -> frozenset["CabinetReportState"]:
        """States in which it is signed, with Cabinet's clerk and not given back."""
        return frozenset({cls.SUBMITTED, cls.ACCEPTED, cls.PUBLISHED, cls.DECIDED})

    @classmethod
    def seen_by_clerk(cls) -> frozenset["CabinetReportState"]:
        """States in which Cabinet's clerk may read what was handed in; one withdrawn only where it was."""
        return cls.handed_in() | {cls.RETURNED}

    @classmethod
    def cleared(cls) -> frozenset["CabinetReportState"]:
        """States in which a compliance section may still be cleared: until the report is accepted."""
        return frozenset({cls.DRAFT, cls.SUBMITTED, cls.RETURNED})

    @classmethod
    def open(cls) -> frozenset["CabinetReportState"]:
        """States in which somebody still has something to do."""
        return frozenset(cls) - {cls.DECIDED, cls.WITHDRAWN}


class HeadingHolds(models.TextChoices):
    """What stands under a heading of a template."""

    TEXT = "text", "Text"
    DECISIONS = "decisions", "The recommended decisions"
    APPENDICES = "appendices", "The list of appendices"
    HEADINGS = "headings", "Only the headings under it"

    @classmethod
    def written(cls) -> frozenset["HeadingHolds"]:
        """Those under which something is written; the rest is computed."""
        return frozenset({cls.TEXT, cls.DECISIONS})


class PartyRole(models.TextChoices):
    """What somebody is to a report, in the order of its header."""

    REPORT_OF = "report_of", "Report of"
    CABINET_MEMBER = "cabinet_member", "Relevant Cabinet Member"
    SCRUTINY_CHAIR = "scrutiny_chair", "Relevant O&S Chair"
    AUTHOR = "author", "Report author"

    @classmethod
    def of_a_post(cls) -> frozenset["PartyRole"]:
        """Those that are whoever holds a post."""
        return frozenset({cls.REPORT_OF, cls.CABINET_MEMBER})


class DecisionOutcome(models.TextChoices):
    """What Cabinet decided on what it was asked to decide."""

    AGREED = "agreed", "Agreed"
    AMENDED = "amended", "Agreed with changes"
    NOT_AGREED = "not_agreed", "Not agreed"
    DEFERRED = "deferred", "Deferred"
