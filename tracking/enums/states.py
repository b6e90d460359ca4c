"""The states that inquiries, reports, meetings and what is made of them go through."""

from django.db import models


class InquiryState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def public(cls) -> frozenset["InquiryState"]:
        """States in which anyone may read the inquiry."""
        return frozenset({cls.PUBLISHED, cls.CONCLUDED})


class ReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    PUBLISHED = "published", "Published"
    CONSIDERED = "considered", "Considered"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def editable(cls) -> frozenset["ReportState"]:
        """States in which the executive side may write."""
        return frozenset({cls.DRAFT, cls.RETURNED})

    @classmethod
    def public(cls) -> frozenset["ReportState"]:
        """States in which anyone may read the report."""
        return frozenset({cls.PUBLISHED, cls.CONSIDERED})

    @classmethod
    def seen_by_scrutiny(cls) -> frozenset["ReportState"]:
        """States in which the committee's officers may read it: everything once handed in."""
        return frozenset(cls) - {cls.DRAFT}

    @classmethod
    def handed_in(cls) -> frozenset["ReportState"]:
        """States in which it is signed, with the committee and not given back."""
        return frozenset({cls.SUBMITTED, cls.ACCEPTED, cls.PUBLISHED, cls.CONSIDERED})

    @classmethod
    def open(cls) -> frozenset["ReportState"]:
        """States in which somebody still has something to do."""
        return frozenset({cls.DRAFT, cls.SUBMITTED, cls.RETURNED, cls.ACCEPTED, cls.PUBLISHED})


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    PAPERS_ISSUED = "papers_issued", "Papers issued"
    HELD = "held", "Held"
    MINUTES_APPROVED = "minutes_approved", "Minutes approved"
    CANCELLED = "cancelled", "Cancelled"

    @classmethod
    def views_public(cls) -> frozenset["MeetingState"]:
        """States in which the clerk may publish, or has published, the views recorded at the meeting."""
        return frozenset({cls.HELD, cls.MINUTES_APPROVED})

    @classmethod
    def views_recorded(cls) -> frozenset["MeetingState"]:
        """States in which a first view may be recorded."""
        return frozenset({cls.PAPERS_ISSUED, cls.HELD})

    @classmethod
    def agenda_open(cls) -> frozenset["MeetingState"]:
        """States in which the clerk may still change the agenda: what was issued stays as it is."""
        return frozenset({cls.PLANNED, cls.PAPERS_ISSUED, cls.HELD})


class SupplementState(models.TextChoices):
    HANDED_IN = "handed_in", "Handed in"
    PUBLISHED = "published", "Published"
    DECLINED = "declined", "Declined"


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    ISSUED = "issued", "Issued"

    @classmethod
    def unfinished(cls) -> frozenset["JobState"]:
        """States in which a worker has it, or will take it up."""
        return frozenset({cls.WAITING, cls.MAKING})
