"""The audit trail: one line for each action, without foreign keys, so that history stands."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone


class Event(models.Model):
    """Who did what to what, and when. `actor` is a user's opaque id, empty for the system itself.

    `digest` stands for all its fields in the chain (`audit_chain.event_digest`). The database refuses to change or to
    delete a row (`tracking.audit_guards`).
    """

    actor = models.CharField(max_length=36, blank=True)
    type = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    target_label = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("target_label", "target_id"), name="event_by_target"),
            models.Index(fields=("target_label", "type", "at"), name="event_by_kind_and_time"),
        )
        constraints = (models.CheckConstraint(condition=Exact(Length("digest"), 64), name="event_has_its_digest"),)

    def __str__(self) -> str:
        return f"{self.type}: {self.target_label} {self.target_id}"
