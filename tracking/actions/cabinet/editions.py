"""Keeping the editions of a report to Cabinet: their bytes before their rows, so that no row is without its file."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tracking.enums import Edition
from tracking.models import IssuedDocument, User
from tracking.models.base import random_made_path
from tracking.models.cabinet import CabinetReport, CabinetReportEdition
from tracking.models.documents import fitting_title
from tracking.packs.cabinet.editions import FinishedCabinetReport
from tracking.packs.papers import FinishedEdition
from tracking.presenters.cabinet.paper import cabinet_title
from tracking.queries.audit_chain import Head
from tracking.queries.cabinet.facts import CabinetPapers
from tracking.queries.cabinet.frozen import contents_of, frozen_header
from tracking.queries.cabinet.headers import header_at_publication
from tracking.queries.paper_digest import digest

StoredEdition: TypeAlias = tuple[FinishedEdition, IssuedDocument]


def store_editions(
    finished: FinishedCabinetReport, papers: CabinetPapers, *, trail: Head | None, by: User, at: datetime
) -> list[StoredEdition]:
    """Store the files and return the rows that will speak of them; on any failure no file is left."""
    stored: list[StoredEdition] = []
    try:
        for edition in finished.editions:
            paper = papers.of(edition.edition)
            document = IssuedDocument(
                title=fitting_title(cabinet_title(paper), f" ({edition.edition.label.lower()} edition)"),
                is_public=edition.edition == Edition.PUBLIC,
                sha256=hashlib.sha256(edition.content).hexdigest(),
                page_count=edition.page_count,
                web_page_sha256=hashlib.sha256(edition.web_page.encode()).hexdigest() if edition.web_page else "",
                contents=contents_of(paper),
                contents_digest=digest(paper),
                audit_number=trail.number if trail else None,
                audit_hash=trail.hash if trail else "",
                issued_by=by,
                issued_at=at,
            )
            stored.append((edition, document))
            document.file = default_storage.save(random_made_path(document, "report.pdf"), ContentFile(edition.content))
            if edition.web_page:
                page = ContentFile(edition.web_page.encode())
                document.web_page = default_storage.save(random_made_path(document, "report.html"), page)
    except Exception:
        discard_editions(stored)
        raise
    return stored


def discard_editions(stored: Sequence[StoredEdition]) -> None:
    """Remove files that no row speaks of."""
    for _, document in stored:
        for file in (document.file, document.web_page):
            if file:
                default_storage.delete(str(file.name))


def keep_editions(report: CabinetReport, stored: Sequence[StoredEdition]) -> tuple[CabinetReportEdition, ...]:
    """Write the rows of stored editions, inside the caller's transaction."""
    kept = []
    for finished, document in stored:
        document.save(force_insert=True)
        kept.append(CabinetReportEdition.objects.create(report=report, edition=finished.edition, document=document))
    return tuple(kept)


def freeze_header(report: CabinetReport) -> None:
    """Write with what header a report is published today: from then on, that stays."""
    revision = report.revisions.get(is_current=True)
    revision.frozen = frozen_header(header_at_publication(report, revision))
    revision.save(update_fields=["frozen"])
