"""The demo council's evidence files, which lie beside its facts."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from tracking.actions.demo_council import FACTS, DemoCouncil, Facts
from tracking.actions.evidence_files import inspect_file
from tracking.enums import Exemption
from tracking.models import Evidence, User


def write_evidence(council: DemoCouncil, facts: Facts, *, by: User, at: datetime) -> Evidence:
    """Store a file, or note a link, as somebody uploaded it at that moment.

    Raises UnacceptableFile for a file that could not have been uploaded.
    """
    evidence = Evidence(
        title=facts["title"],
        link=facts.get("link", ""),
        exemption=Exemption(facts.get("exemption", Exemption.PUBLIC)),
        exempt_paragraph=facts.get("exempt_paragraph"),
        public_interest_reason=facts.get("public_interest_reason", "").strip(),
        supplied_by=council.posts[facts["supplied_by"]],
        recorded_by=by,
        recorded_at=at,
    )
    if "file" in facts:
        _store_file(evidence, facts["file"])
    evidence.save()
    after = {"exemption": evidence.exemption, "exempt_paragraph": evidence.exempt_paragraph}
    council.record("added evidence", evidence, at=at, by=by, after=after)
    return evidence


def _store_file(evidence: Evidence, name: str) -> None:
    upload = SimpleUploadedFile(name, (FACTS / "files" / name).read_bytes())
    for field, value in inspect_file(upload).facts.items():
        setattr(evidence, field, value)
    evidence.file = upload
