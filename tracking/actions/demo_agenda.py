"""The demo council's documents for meetings to come: what the clerk has put on the agenda beside the reports."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from tracking.actions.demo_council import FACTS, DemoCouncil, Facts
from tracking.actions.evidence_files import inspect_file
from tracking.enums import Exemption
from tracking.models import AgendaDocument

_DAYS_AGO = 3


def write_document(council: DemoCouncil, facts: Facts) -> AgendaDocument:
    """Put a document on the agenda of a meeting, as its clerk did some days ago.

    Raises UnacceptableFile for a file that could not have been uploaded.
    """
    meeting = council.meetings[facts["meeting"]]
    clerk, at = council.clerks[meeting.committee_id], council.now - timedelta(days=_DAYS_AGO)
    upload = SimpleUploadedFile(facts["file"], (FACTS / "files" / facts["file"]).read_bytes())
    document = AgendaDocument.objects.create(
        meeting=meeting,
        title=facts["title"],
        supplied_by=facts["supplied_by"],
        exemption=Exemption.PUBLIC,
        file=upload,
        recorded_by=clerk,
        recorded_at=at,
        **inspect_file(upload).facts,
    )
    after = {"meeting": meeting.pk, "title": document.title, "exemption": document.exemption}
    council.record("added agenda document", document, at=at, by=clerk, after=after)
    return document
