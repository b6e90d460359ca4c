"""Mails that wait to be sent, and those that were."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.enums import MailKind, MailState
from tracking.models.reports import ProgressReport
from tracking.models.subscriptions import Subscription


class OutboxMail(models.Model):
    """A mail to one user, subscriber or office, written in the transaction of what it tells of; the worker sends it.

    `address` is of an office that a setting names, such as the one that keeps what is told of the audit trail.

    `key` says what it is about, to whom and of which day, so that the same mail is never queued twice. A worker that
    sends it holds it until `held_until`; what a killed worker held is taken up again then.
    """

    kind = models.CharField(max_length=10, choices=MailKind)
    reports = models.ManyToManyField(
        ProgressReport, related_name="mails", blank=True, verbose_name="the reports it is about"
    )
    plan_updates: models.ManyToManyField = models.ManyToManyField(
        "PlanUpdate", related_name="mails", blank=True, verbose_name="the updates on a plan it is about"
    )
    key = models.CharField(max_length=200, unique=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="mails", null=True, blank=True
    )
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    queued_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("queued_at", "pk")
        indexes = (models.Index(fields=("state", "next_attempt_at"), name="mail_waiting"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False), name="mail_sent_with_when"
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=True, subscription__isnull=False, address="")
                | Q(to__isnull=False, subscription__isnull=True, address="")
                | (Q(to__isnull=True, subscription__isnull=True) & ~Q(address="")),
                name="mail_to_one_user_subscriber_or_office",
            ),
        )

    def __str__(self) -> str:
        return self.subject
