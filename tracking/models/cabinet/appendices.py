"""What is appended to a report to Cabinet: files, and documents that were issued before."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.enums import Exemption
from tracking.models.base import Exemptible, Recorded, StoredFile, StoredFileQuerySet
from tracking.models.cabinet.reports import CabinetReport, CabinetReportRevision
from tracking.models.cabinet.sections import read_by_anyone, read_in_full
from tracking.models.documents import IssuedDocument
from tracking.models.evidence import not_held_back_from
from tracking.models.people import User, Viewer


def random_appendix_path(instance: models.Model, filename: str) -> str:
    """A random name: what its owner called the file never reaches the disk."""
    name = uuid.uuid4().hex
    return f"appendices/{name[:2]}/{name}"


class CabinetFileQuerySet(StoredFileQuerySet):
    def visible_to(self, viewer: Viewer) -> "CabinetFileQuerySet":
        """Those of appendices the viewer may read, and what they uploaded."""
        appended = CabinetAppendix.objects.read_by(viewer).filter(file=OuterRef("pk"))
        allowed = Q(Exists(appended))
        if isinstance(viewer, User):
            allowed |= Q(recorded_by=viewer)
        return self.filter(allowed)

    def openable_by(self, viewer: Viewer) -> "CabinetFileQuerySet":
        """Of what the viewer may see, what they may open: nothing that the virus scanner holds back from them."""
        return self.visible_to(viewer).filter(not_held_back_from(viewer))


class CabinetFile(StoredFile):
    """A PDF uploaded as an appendix. One file serves every revision that appends it."""

    report = models.ForeignKey(CabinetReport, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to=random_appendix_path, max_length=200)

    objects = CabinetFileQuerySet.as_manager()

    class Meta:
        ordering = ("report", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(file="") & ~Q(sha256="") & ~Q(original_name=""), name="cabinet_file_with_its_hash"
            ),
        )

    def __str__(self) -> str:
        return self.original_name


class CabinetAppendixQuerySet(models.QuerySet["CabinetAppendix"]):
    def read_by(self, viewer: Viewer) -> "CabinetAppendixQuerySet":
        return self.filter(read_in_full(viewer) | read_by_anyone(viewer))

    def public(self) -> "CabinetAppendixQuerySet":
        """Never anything withheld: what a public edition may be built from."""
        return self.filter(exemption=Exemption.PUBLIC)


class CabinetAppendix(Exemptible, Recorded):
    """An appendix of a revision, in order: a file or a document that was issued. Its title is public whatever it is.

    Its number is computed from the order.
    """

    revision = models.ForeignKey(CabinetReportRevision, on_delete=models.CASCADE, related_name="appendices")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    file = models.ForeignKey(CabinetFile, on_delete=models.PROTECT, related_name="appendices", null=True, blank=True)
    issued_document = models.ForeignKey(
        IssuedDocument, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CabinetAppendixQuerySet.as_manager()

    class Meta:
        ordering = ("revision", "position", "pk")
        verbose_name_plural = "cabinet appendices"
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="appendix_has_a_title"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, issued_document__isnull=True)
                | Q(file__isnull=True, issued_document__isnull=False),
                name="appendix_a_file_or_an_issued_document",
            ),
            models.UniqueConstraint(
                fields=("revision", "file"), condition=Q(file__isnull=False), name="appendix_file_once_in_a_revision"
            ),
            models.UniqueConstraint(
                fields=("revision", "issued_document"),
                condition=Q(issued_document__isnull=False),
                name="appendix_document_once_in_a_revision",
                violation_error_message="This document is an appendix of the report already.",
            ),
            Exemptible.says_why_withheld("appendix_says_why_withheld"),
        )

    def __str__(self) -> str:
        return self.title
