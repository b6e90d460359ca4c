"""Committees, their people and their meetings."""

import re
from datetime import date

from django.conf import settings
from django.db import models

from tracking.enums import CommitteeKind, CommitteeRole, MeetingState
from tracking.models.base import Dated, InForceQuerySet, Recorded
from tracking.models.people import Person, Viewer, roles_of


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def of_scrutiny(self) -> "CommitteeQuerySet":
        """Those that track inquiries and give their view."""
        return self.filter(kind=CommitteeKind.SCRUTINY)

    def current(self, on: date) -> "CommitteeQuerySet":
        return self.filter(models.Q(abolished_on__isnull=True) | models.Q(abolished_on__gt=on))

    def current_first(self, on: date) -> "CommitteeQuerySet":
        """Those of scrutiny before others, by name, those abolished by that day last."""
        abolished = models.Q(abolished_on__isnull=False, abolished_on__lte=on)
        others = ~models.Q(kind=CommitteeKind.SCRUTINY)
        last = [models.ExpressionWrapper(question, models.BooleanField()) for question in (abolished, others)]
        return self.order_by(*last, "name")


class Committee(models.Model):
    """An Overview and Scrutiny committee, Cabinet or the Council."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=8, choices=CommitteeKind, default=CommitteeKind.SCRUTINY)
    abolished_on = models.DateField("abolished on", null=True, blank=True)
    tracking_interval_months = models.PositiveSmallIntegerField("months between rounds of tracking", default=6)
    contact_name = models.CharField("contact (job title)", max_length=200, blank=True)
    contact_telephone = models.CharField("contact telephone", max_length=50, blank=True)
    contact_email = models.EmailField("contact e-mail", blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="committee_has_a_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_scrutiny(self) -> bool:
        return self.kind == CommitteeKind.SCRUTINY


class CommitteeMembership(Dated):
    """A person in a committee as member, substitute, scrutiny officer or clerk, with dates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=CommitteeRole)

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ("committee", "role", "starts_on", "pk")
        constraints = (
            Dated.ends_after_start("membership_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=("person", "committee", "role"),
                condition=models.Q(ends_on__isnull=True),
                name="membership_open_once",
                violation_error_message="This person already has this role on the committee.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display().lower()} of {self.committee}"


_DATE_SLUG = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:-(?P<sequence>[2-9]))?")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> "MeetingQuerySet":
        """Meetings are public from the day they are planned."""
        return self.all()

    def at_address(self, date_slug: str) -> "MeetingQuerySet":
        """Those at `2016-04-12`, or `2016-04-12-2` for a second sitting on the day. None for nonsense."""
        match = _DATE_SLUG.fullmatch(date_slug)
        if not match:
            return self.none()
        try:
            day = date.fromisoformat(match["day"])
        except ValueError:
            return self.none()
        return self.filter(held_on=day, sequence=int(match["sequence"] or 1))

    def upcoming(self, on: date) -> "MeetingQuerySet":
        """Sittings on or after that day that were not cancelled, the next first."""
        return self.filter(held_on__gte=on).exclude(state=MeetingState.CANCELLED).order_by("held_on", "sequence")

    def run_by(self, viewer: Viewer) -> "MeetingQuerySet":
        """Those of committees the viewer is scrutiny officer or clerk of."""
        return self.filter(committee__in=roles_of(viewer).committees_run)


class Meeting(models.Model):
    """One sitting of a committee on a date."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("date")
    sequence = models.PositiveSmallIntegerField("which sitting on that day", default=1)
    starts_at = models.TimeField("time", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    minutes_approved_on = models.DateField(null=True, blank=True)
    late_papers_reason = models.TextField("why the papers are late and the matter is urgent", blank=True)
    cancelled_reason = models.TextField("why it was cancelled", blank=True)
    views_published_at = models.DateTimeField("when the views were published", null=True, blank=True)
    views_published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "-sequence")
        constraints = (
            models.UniqueConstraint(
                fields=("committee", "held_on", "sequence"),
                name="meeting_once_for_committee_date_and_sitting",
                violation_error_message="This committee already has this sitting on that day.",
            ),
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1, sequence__lte=9), name="meeting_sitting_from_1_to_9"
            ),
            models.CheckConstraint(
                condition=models.Q(state=MeetingState.MINUTES_APPROVED, minutes_approved_on__isnull=False)
                | (~models.Q(state=MeetingState.MINUTES_APPROVED) & models.Q(minutes_approved_on__isnull=True)),
                name="meeting_minutes_approved_with_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MeetingState.CANCELLED) | ~models.Q(cancelled_reason=""),
                name="meeting_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(views_published_at__isnull=True)
                | models.Q(state__in=MeetingState.views_public(), views_published_by__isnull=False),
                name="meeting_views_published_once_held_with_who",
            ),
        )
        indexes = (models.Index(fields=("-held_on", "-id"), name="meeting_by_date"),)

    def __str__(self) -> str:
        return f"{self.committee}, {self.held_on:%-d %B %Y}"

    @property
    def date_slug(self) -> str:
        return f"{self.held_on:%Y-%m-%d}" + (f"-{self.sequence}" if self.sequence > 1 else "")


class ClosedDay(Recorded):
    """A day on which the council's offices are closed beside bank holidays: not a clear working day."""

    day = models.DateField(unique=True)
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y}: {self.reason}"
