"""Shared bases: who wrote a row and when, what was handed in, dates as written, frozen bytes, and exemption."""

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from tracking.enums import Exemption, ExemptParagraph, ScanState


def exactly_one(*names: str) -> models.Q:
    """Whether one of these keys is set, and no other."""
    arms = (models.Q(**{f"{name}__isnull": name != chosen for name in names}) for chosen in names)
    whole = models.Q()
    for arm in arms:
        whole |= arm
    return whole


def the_one_set(*rows: Any) -> Any:
    """Return the row that a key was set to, where the database sees to it that one was."""
    return next(row for row in rows if row is not None)


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


class HandedIn(models.Model):
    """What something said each time it was handed in. A return opens the next revision; the old one stands.

    What it is a revision of, and who signed it, are in fields `signed_by` and another of its own.
    """

    number = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    version = models.PositiveIntegerField("how often it was saved", default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_title = models.CharField(max_length=200, blank=True)
    approved_how = models.TextField("how the holder of the post approved it", blank=True)
    approved_on = models.DateField("when the holder of the post approved it", null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    returned_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @classmethod
    def constraints_of(cls, whole: str, *, prefix: str) -> tuple[models.BaseConstraint, ...]:
        """The database's promises on revisions of `whole`, a field; their names start with `prefix`.

        One of each number, one current, nothing handed in without who and a signature, or returned without why.
        """
        return (
            models.UniqueConstraint(fields=(whole, "number"), name=f"{prefix}_number_once_in_a_{whole}"),
            models.UniqueConstraint(
                fields=(whole,), condition=models.Q(is_current=True), name=f"{prefix}_one_current_in_a_{whole}"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True)
                | (models.Q(submitted_by__isnull=False, signed_by__isnull=False) & ~models.Q(signed_name="")),
                name=f"{prefix}_submitted_with_who_and_signature",
            ),
            models.CheckConstraint(
                condition=models.Q(returned_at__isnull=True)
                | (models.Q(returned_by__isnull=False) & ~models.Q(returned_reason="")),
                name=f"{prefix}_returned_with_who_and_reason",
            ),
        )


def random_made_path(instance: models.Model, filename: str) -> str:
    """A random name with the ending of the file's own: `pack.pdf` or `pack.html`."""
    return f"packs/{uuid.uuid4().hex}.{filename.rpartition('.')[2]}"


class Made(models.Model):
    """Frozen bytes: a PDF with its hash and the number of its last page, and the web edition of the same."""

    file = models.FileField(upload_to=random_made_path, max_length=200)
    sha256 = models.CharField(max_length=64)
    page_count = models.PositiveIntegerField("number of the last page")
    web_page = models.FileField(upload_to=random_made_path, max_length=200, blank=True)
    web_page_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


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
