"""Asking the executive for updates before a meeting."""

from django.db import models

from tracking.models.base import Recorded
from tracking.models.committees import Meeting


class UpdateRound(Recorded):
    """The officers' request for updates for one meeting, to reach them by `due_on`. Who asked and when is recorded."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="update_round")
    due_on = models.DateField("updates are due on")
    message = models.TextField("what else the posts are told", blank=True)

    class Meta:
        ordering = ("due_on",)

    def __str__(self) -> str:
        return f"Updates for {self.meeting}, due on {self.due_on:%-d %B %Y}"
