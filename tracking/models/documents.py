"""What went out, byte for byte: packs, issued months and editions of reports to Cabinet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from tracking.models.base import Made
from tracking.models.people import Viewer

LONGEST_TITLE = 300


def fitting_title(title: str, ending: str = "") -> str:
    """Return a title with its ending as an issued document can keep it: a long title is cut, never the ending."""
    return Truncator(title).chars(LONGEST_TITLE - len(ending)) + ending


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def public(self) -> "IssuedDocumentQuerySet":
        """Never anything that holds what is withheld: what may stand in another public paper."""
        return self.filter(is_public=True)

    def visible_to(self, viewer: Viewer) -> "IssuedDocumentQuerySet":
        """For everyone what is public. The rest is read at what it is issued for, which knows who may."""
        return self.public()


class IssuedDocument(Made):
    """A document as it was issued, by whom and when. Who may read it, what it is issued for says.

    `title` is what it is, as an agenda prints it. `is_public`: everyone may read what it is issued for; only then may
    an agenda carry it. `page_count` is the number of the last page: a public edition may hold fewer pages than that.
    `contents` says what it was made of, `contents_digest` the same in short. `web_page` is the HTML edition; what is
    older than those has none. `audit_number` and `audit_hash` are what it prints of the audit trail; older ones print
    nothing of it.
    """

    title = models.CharField(max_length=LONGEST_TITLE)
    is_public = models.BooleanField("everyone may read it")
    contents = models.JSONField(default=dict, blank=True)
    contents_digest = models.CharField(max_length=64, blank=True)
    audit_number = models.PositiveBigIntegerField(
        "last entry of the audit trail when it was made", null=True, blank=True
    )
    audit_hash = models.CharField("hash of that entry", max_length=64, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ("issued_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(sha256=""), name="issued_document_has_its_title_and_hash"
            ),
            models.CheckConstraint(
                condition=Q(web_page="") | ~Q(web_page_sha256=""), name="issued_document_web_page_has_its_hash"
            ),
        )

    def __str__(self) -> str:
        return self.title
