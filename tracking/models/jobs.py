"""What the worker makes in the background: who asked for it, how far it is, and what came of it."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.enums import Edition, JobState
from tracking.models.base import Made


class JobQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(state__in=JobState.unfinished())

    def not_cancelled(self) -> Self:
        return self.exclude(state=JobState.CANCELLED)

    def free(self, now: datetime) -> Self:
        """Those that wait, and those whose worker has not been heard of for longer than its lease."""
        return self.filter(Q(state=JobState.WAITING) | Q(state=JobState.MAKING, held_until__lte=now))

    def for_same(self, job: "Job") -> Self:
        """Everything that was asked for of the same as this job, itself among them."""
        return self.filter(**{job.WHOLE: getattr(job, f"{job.WHOLE}_id")})


class Job(models.Model):
    """Editions being made in the background, and what came of it: what the clerk watches.

    What it makes them of is in a key of its own, which `WHOLE` names. The worker that makes it holds it, under the
    random name `held_by`, until `held_until`; what a killed worker held is taken up again then. `findings` are the
    places in the public edition where something exempt was found (`packs.leakage`), each with the clerk's reason once
    given; `not_printed` names files whose pages are missing. These rows are working material, written over without
    Events but for being asked for, cancelled and issued.
    """

    WHOLE: ClassVar[str]
    editions: Any

    state = models.CharField(max_length=9, choices=JobState, default=JobState.WAITING)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    step = models.CharField("what is being done", max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    held_by = models.UUIDField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField("why it failed", blank=True)
    contents_digest = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list, blank=True)
    not_printed = models.JSONField(default=list, blank=True)
    audit_number = models.PositiveBigIntegerField(
        "last entry of the audit trail when it was made", null=True, blank=True
    )
    audit_hash = models.CharField("hash of that entry", max_length=64, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def constraints_of(cls, whole: str, *, prefix: str) -> tuple[models.BaseConstraint, ...]:
        """The database's promises on jobs of `whole`, a field; their names start with `prefix`.

        One unfinished at a time, none failed without why, or ready without when and of what.
        """
        return (
            models.UniqueConstraint(
                fields=(whole,),
                condition=Q(state__in=JobState.unfinished()),
                name=f"{prefix}_one_unfinished_for_a_{whole}",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.FAILED) | ~Q(failure=""), name=f"{prefix}_failed_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(JobState.READY, JobState.ISSUED))
                | (Q(finished_at__isnull=False) & ~Q(contents_digest="")),
                name=f"{prefix}_ready_with_when_and_of_what",
            ),
        )


class MadeByJob(Made):
    """One edition that a job, in a key `job` of its own, has made, not issued yet."""

    job: Any
    edition = models.CharField(max_length=12, choices=Edition)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_edition_display()} edition of {self.job}"
