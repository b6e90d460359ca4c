"""The room in which a committee meets: what its screen shows, when the public are out, and declared interests."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.enums import ExemptParagraph
from tracking.models.base import Recorded
from tracking.models.committees import Meeting
from tracking.models.people import Person
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressReport


class RoomScreen(models.Model):
    """What the second window of a meeting shows: the place of the officer who leads it, and what they have chosen.

    `version` rises with everything that changes the picture. `choices` are the fields of the record form by name, as
    they are before the view is recorded. It is no record of the meeting: rows are written over, and without Events.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="room_screen")
    version = models.PositiveIntegerField(default=0)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    choices = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"The screen of {self.meeting}"


class PrivateSessionQuerySet(models.QuerySet["PrivateSession"]):
    def open(self) -> "PrivateSessionQuerySet":
        """Those that have not ended: while there is one, press and public are out of the room."""
        return self.filter(ended_at__isnull=True)


class PrivateSession(Recorded):
    """A time during which press and public were excluded from a meeting, and why.

    `paragraphs` are those of Schedule 12A, as numbers; `is_confidential` where material must be withheld. Source: Local
    Government Act 1972, section 100A(2) and (4): the resolution says under which description the public are excluded.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="private_sessions")
    paragraphs = models.JSONField("paragraphs of Schedule 12A", default=list, blank=True)
    is_confidential = models.BooleanField("confidential material is taken", default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = PrivateSessionQuerySet.as_manager()

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting",), condition=Q(ended_at__isnull=True), name="private_session_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="private_session_ended_with_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting} in private"

    def covers(self, paragraph: ExemptParagraph | None) -> bool:
        """Whether material withheld under a paragraph, or confidential material (None), may be taken in it."""
        return self.is_confidential if paragraph is None else paragraph.value in self.paragraphs


class Declaration(Recorded):
    """An interest that somebody declared at a meeting: in one Progress Report or, without one, in general."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        ProgressReport, on_delete=models.PROTECT, related_name="declarations", null=True, blank=True
    )
    interest = models.TextField("the interest, and whether they left the room")

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (models.CheckConstraint(condition=~Q(interest=""), name="declaration_says_the_interest"),)

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"
