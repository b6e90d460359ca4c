"""What a meeting’s agenda holds: Progress Reports, issued documents and what the clerk adds, in an order."""

import uuid

from django.db import models
from django.db.models import Q

from tracking.enums import Exemption, ScanState
from tracking.models.base import Exemptible, Recorded, StoredFile, StoredFileQuerySet, exactly_one
from tracking.models.committees import Meeting
from tracking.models.documents import IssuedDocument
from tracking.models.evidence import not_held_back_from
from tracking.models.people import Viewer, roles_of
from tracking.models.reports import ProgressReport


def random_document_path(instance: "AgendaDocument", filename: str) -> str:
    """A random name: what its owner called the file never reaches the disk."""
    name = uuid.uuid4().hex
    return f"documents/{name[:2]}/{name}"


class AgendaDocumentQuerySet(StoredFileQuerySet):
    def visible_to(self, viewer: Viewer) -> "AgendaDocumentQuerySet":
        """The committee's officers see all; its members and, of what is not withheld, everyone what was issued.

        That stays so when the meeting is cancelled afterwards, as its papers stay. What was taken off or left off the
        agenda stays with the officers.
        """
        roles = roles_of(viewer)
        out = Q(issued=True)
        return self.filter(
            Q(meeting__committee__in=roles.committees_run)
            | (out & Q(meeting__committee__in=roles.committees_sat_on))
            | (out & Q(exemption=Exemption.PUBLIC))
        )

    def openable_by(self, viewer: Viewer) -> "AgendaDocumentQuerySet":
        """Of what the viewer may see, what they may open: nothing that the virus scanner holds back from them."""
        return self.visible_to(viewer).filter(not_held_back_from(viewer))

    def on_agenda(self) -> "AgendaDocumentQuerySet":
        """Those that were not taken off again."""
        return self.filter(removed_reason="")

    def public(self) -> "AgendaDocumentQuerySet":
        """Never anything withheld: what a public edition may be built from."""
        return self.filter(exemption=Exemption.PUBLIC)

    def held_back(self) -> "AgendaDocumentQuerySet":
        return self.filter(scan_state__in=ScanState.held_back())


class AgendaDocument(Exemptible, StoredFile):
    """A PDF that the clerk adds to a meeting's agenda: minutes, the work programme.

    `issued`: it stood in an issued pack. One that was not may be taken off, with a reason; the row stays.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    supplied_by = models.CharField("who supplied it", max_length=200, blank=True)
    file = models.FileField(upload_to=random_document_path, max_length=200)
    issued = models.BooleanField(default=False)
    removed_reason = models.TextField("why it was taken off the agenda", blank=True)

    objects = AgendaDocumentQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(file="") & ~Q(sha256=""), name="document_has_title_and_file_with_hash"
            ),
            models.CheckConstraint(
                condition=Q(issued=False) | Q(removed_reason=""), name="document_issued_is_never_removed"
            ),
            Exemptible.says_why_withheld("document_says_why_withheld"),
        )

    def __str__(self) -> str:
        return self.title


class AgendaItem(Recorded):
    """The place of a Progress Report, a document or an issued document on a meeting's agenda.

    Written when the clerk puts the agenda in order or leaves something out; for an issued document, which knows of no
    meeting, when it is put on. What has no row yet comes last, in the order in which it was published or added
    (`queries.agenda`).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    document = models.ForeignKey(AgendaDocument, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    issued = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    left_out = models.BooleanField("left out of the pack", default=False)

    class Meta:
        ordering = ("meeting", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=exactly_one("report", "document", "issued"),
                name="agenda_item_a_report_a_document_or_an_issued_one",
            ),
            models.UniqueConstraint(
                fields=("meeting", "report"),
                condition=Q(report__isnull=False),
                name="agenda_item_report_once_at_a_meeting",
            ),
            models.UniqueConstraint(
                fields=("document",), condition=Q(document__isnull=False), name="agenda_item_document_once"
            ),
            models.UniqueConstraint(
                fields=("meeting", "issued"),
                condition=Q(issued__isnull=False),
                name="agenda_item_issued_document_once_at_a_meeting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report or self.document or self.issued} on the agenda of {self.meeting}"
