"""Committee packs as issued, byte for byte."""

import uuid

from django.conf import settings
from django.db import models

from tracking.enums import Edition
from tracking.models.committees import Meeting


def random_pack_path(instance: "CommitteePack", filename: str) -> str:
    return f"packs/{uuid.uuid4().hex}.pdf"


class CommitteePack(models.Model):
    """The papers for a meeting as they were issued. Number 1 is the pack; later ones are supplements."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    edition = models.CharField(max_length=12, choices=Edition, default=Edition.PUBLIC)
    number = models.PositiveSmallIntegerField(default=1)
    file = models.FileField(upload_to=random_pack_path, max_length=200)
    sha256 = models.CharField(max_length=64)
    page_count = models.PositiveIntegerField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("meeting", "edition", "number")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "edition", "number"), name="pack_number_once_in_an_edition"),
            models.CheckConstraint(condition=~models.Q(sha256=""), name="pack_has_its_hash"),
        )

    def __str__(self) -> str:
        return f"{self.get_edition_display()} pack {self.number} for {self.meeting}"
