"""Who follows an inquiry or a recommendation by e-mail. They need not be users: an address is all we hold."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.models.inquiries import Inquiry
from tracking.models.people import Viewer
from tracking.models.recommendations import Recommendation


def random_key() -> str:
    """What only the owner of the address learns, from the mail: it confirms and ends the subscription."""
    return secrets.token_urlsafe(32)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def within(self, inquiry: Inquiry) -> "SubscriptionQuerySet":
        """Those on an inquiry or on anything in it."""
        return self.filter(Q(inquiry=inquiry) | Q(recommendation__inquiry=inquiry))

    def with_everything(self) -> "SubscriptionQuerySet":
        """Join what is followed."""
        return self.select_related("inquiry", "recommendation__inquiry", "recommendation__parent")

    def still_visible_to(self, viewer: Viewer) -> "SubscriptionQuerySet":
        """Those on what the viewer may still see."""
        return self.filter(
            Q(inquiry__in=Inquiry.objects.visible_to(viewer))
            | Q(recommendation__in=Recommendation.objects.visible_to(viewer))
        )


class Subscription(models.Model):
    """An e-mail address that asked to be told what happens to an inquiry or to a recommendation.

    Nothing is sent but the question whether it was meant, until it is confirmed.
    """

    email = models.EmailField("e-mail address")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="subscriptions", null=True, blank=True)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="subscriptions", null=True, blank=True
    )
    key = models.CharField(max_length=64, unique=True, default=random_key, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(inquiry__isnull=True, recommendation__isnull=False)
                | Q(inquiry__isnull=False, recommendation__isnull=True),
                name="subscription_to_an_inquiry_or_a_recommendation",
            ),
            models.UniqueConstraint(
                fields=("email", "inquiry"), condition=Q(inquiry__isnull=False), name="subscription_once_to_an_inquiry"
            ),
            models.UniqueConstraint(
                fields=("email", "recommendation"),
                condition=Q(recommendation__isnull=False),
                name="subscription_once_to_a_recommendation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inquiry or self.recommendation}"
