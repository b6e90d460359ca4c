"""Shared bases: who wrote a row and when, dates as written, and exemption."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from tracking.enums import Exemption, ExemptParagraph, ScanState


class Recorded(models.Model):
    """A row that says who wrote it and when."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class InForceQuerySet(models.QuerySet):
    """Rows that hold from `starts_on` until the day before `ends_on`; either end may be open."""

    def in_force(self, on: date):
        return self.filter(
            models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=on),
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=on),
        )


class Dated(models.Model):
    """A row that holds from `starts_on` (open: always has) until the day before `ends_on` (open: still does)."""

    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("until", null=True, blank=True)

    class Meta:
        abstract = True

    def in_force(self, on: date) -> bool:
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on < self.ends_on)

    @classmethod
    def ends_after_start(cls, name: str) -> models.CheckConstraint:
        """The database's refusal of a period that ends before it begins."""
        return models.CheckConstraint(
            condition=models.Q(starts_on__isnull=True)
            | models.Q(ends_on__isnull=True)
            | models.Q(ends_on__gte=models.F("starts_on")),
            name=name,
            violation_error_message="The end date must be the same as or after the start date.",
        )


class Answering(Dated):
    """A post that answers for something, in order, with dates, in a field `post` of its own; posts change hands."""

    position = models.PositiveSmallIntegerField(default=1)
    as_written = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class AppendOnly(Recorded):
    """A row that is never edited: the next one `supersedes` it, by a key of its own to itself, and says why."""

    superseding_reason = models.TextField("why it takes the place of the earlier one", blank=True)

    class Meta:
        abstract = True

    @classmethod
    def says_why_it_supersedes(cls, name: str) -> models.CheckConstraint:
        """The database's refusal of a row that takes another's place without a reason."""
        return models.CheckConstraint(
            condition=models.Q(supersedes__isnull=True) | ~models.Q(superseding_reason=""),
            name=name,
            violation_error_message="Say why it takes the place of the earlier one.",
        )


class DueDate(models.Model):
    """A completion date: the words as written beside the day an officer confirmed."""

    due_text = models.CharField("completion date as written", max_length=200, blank=True)
    due_on = models.DateField("completion date", null=True, blank=True)
    ongoing = models.BooleanField(default=False)
    recurs_every_months = models.PositiveSmallIntegerField("recurs every (months)", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def has_due_date(self) -> bool:
        """Whether anything at all is said about the date."""
        return bool(self.due_text or self.due_on or self.ongoing or self.recurs_every_months)

    @property
    def has_no_end(self) -> bool:
        """Recurring or ongoing: "achieved" then means this cycle."""
        return self.ongoing or self.recurs_every_months is not None


class StoredFileQuerySet(models.QuerySet):
    """Rows that each speak of a file in the store."""

    def waiting_for_scan(self) -> Self:
        """What the virus scanner has yet to look at, the oldest first."""
        return self.filter(scan_state=ScanState.WAITING).order_by("recorded_at", "pk")

    def kept_without_scan(self) -> Self:
        """Files from before there was a virus scanner, the latest first."""
        return self.filter(scan_state=ScanState.NOT_SCANNED).exclude(file="").order_by("-recorded_at", "-pk")


class StoredFile(Recorded):
    """A row that speaks of an uploaded file, in a field `file` of its own."""

    original_name = models.CharField("file name", max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField("size in bytes", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    is_tagged = models.BooleanField("carries tags for accessibility", default=False)
    scan_state = models.CharField(max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_found = models.CharField("name of the virus found", max_length=200, blank=True)
    form_key = models.UUIDField("the form it was added with", null=True, blank=True, unique=True)

    class Meta:
        abstract = True


class Exemptible(models.Model):
    """May be withheld under Schedule 12A to the Local Government Act 1972, or must be (confidential).

    Public is a choice somebody makes; there is no default.
    """

    exemption = models.CharField(max_length=12, choices=Exemption)
    exempt_paragraph = models.PositiveSmallIntegerField(
        "paragraph of Schedule 12A", choices=ExemptParagraph, null=True, blank=True
    )
    public_interest_reason = models.TextField("why the public interest is in withholding it", blank=True)
    confidential_ground = models.TextField("why it must be withheld", blank=True)

    class Meta:
        abstract = True

    @property
    def is_withheld(self) -> bool:
        return self.exemption in Exemption.withheld()

    @classmethod
    def says_why_withheld(cls, name: str) -> models.CheckConstraint:
        """The database's refusal of material withheld without its reason."""
        return models.CheckConstraint(
            condition=models.Q(exemption=Exemption.PUBLIC)
            | (
                models.Q(exemption=Exemption.EXEMPT, exempt_paragraph__isnull=False)
                & ~models.Q(public_interest_reason="")
            )
            | (models.Q(exemption=Exemption.CONFIDENTIAL) & ~models.Q(confidential_ground="")),
            name=name,
            violation_error_message="Say why this is withheld.",
        )
