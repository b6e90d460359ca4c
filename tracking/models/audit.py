"""What proves the audit trail: the chain over its Events, the chain's head, and what each check of it found."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AuditLink(models.Model):
    """An Event's place in the chain. The database makes it when the Event is recorded, and nobody else does.

    `hash` is the SHA-256 of `previous_hash` and the Event's digest (`tracking.audit_chain`). No foreign key: a link
    must be able to outlive an Event, or nobody would notice that it is gone.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    event_id = models.BigIntegerField("key of the event")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("event_id",), name="audit_link_once_for_an_event"),
            # Of two links that follow on from the same one, the chain would fork.
            models.UniqueConstraint(fields=("previous_hash",), name="audit_link_never_forks"),
            models.UniqueConstraint(fields=("hash",), name="audit_link_hash_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.hash}"


class AuditHead(models.Model):
    """The last link's number and hash, in the one row of this table: so that links missing at the end are noticed."""

    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="audit_head_is_one"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.hash}"


class AuditCheck(models.Model):
    """What one check of the whole chain found. `fault` names the first broken row; blank when the trail is unbroken."""

    checked_at = models.DateTimeField(default=timezone.now)
    number = models.PositiveBigIntegerField("number of the last entry")
    hash = models.CharField("hash of the last entry", max_length=64)
    fault = models.TextField("what is broken", blank=True)

    class Meta:
        ordering = ("-checked_at", "-pk")

    def __str__(self) -> str:
        return self.fault or f"unbroken up to {self.number}"
