"""What was made in the background and waits to be issued: packs and the editions of reports alike."""

from typing import Any

from tracking.enums import JobState
from tracking.models import Job


def open_findings(job: Job) -> tuple[dict[str, Any], ...]:
    """Return the places where something exempt was found in the public edition that the clerk gave no reason for."""
    return tuple(finding for finding in job.findings if not finding.get("reason"))


def edition_of(job: Any, edition: str) -> Any:
    """Return an edition that is ready and not issued yet; None where there is no such job, or none of that kind."""
    if job is None or job.state != JobState.READY:
        return None
    return next((made for made in job.editions.all() if made.edition == edition), None)
