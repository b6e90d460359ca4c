"""The demo council's exempt passages: what its reports say that the public may not read."""

from datetime import datetime

from tracking.actions.demo_council import DemoCouncil, Facts
from tracking.enums import Exemption
from tracking.models import ExemptPassage, ProgressUpdate


def write_passage(council: DemoCouncil, update: ProgressUpdate, facts: Facts, *, position: int, at: datetime) -> None:
    """Add an exempt passage to a section, as whoever wrote the section did at that moment."""
    passage = ExemptPassage.objects.create(
        update=update,
        position=position,
        text=facts["text"].strip(),
        exemption=Exemption.EXEMPT,
        exempt_paragraph=facts["exempt_paragraph"],
        public_interest_reason=facts["public_interest_reason"].strip(),
        recorded_by=update.recorded_by,
        recorded_at=at,
    )
    after = {"passage": passage.pk, "exemption": passage.exemption, "exempt_paragraph": passage.exempt_paragraph}
    council.record("added exempt passage", update, at=at, by=update.recorded_by, after=after)
