"""Facts as they are kept with what they were frozen for, so that it says the same for good: editions and headers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tracking.models import IssuedDocument
from tracking.models.cabinet import CabinetReportRevision
from tracking.models.cabinet.reports import CabinetReportRevisionQuerySet
from tracking.queries.cabinet.facts import CabinetPaper, HeaderFacts
from tracking.queries.frozen_facts import as_json, from_json


def contents_of(paper: CabinetPaper) -> dict[str, Any]:
    """Return what an issued edition says that it was made of: its facts, as JSON holds them."""
    return {"report": paper.pk, "paper": as_json(paper)}


def paper_of_document(document: IssuedDocument) -> CabinetPaper:
    """Return the facts that an issued edition was made of."""
    return from_json(CabinetPaper, document.contents["paper"])


def frozen_header(header: HeaderFacts) -> dict[str, Any]:
    """Return a header as a revision that was handed in keeps it; whom to ask about the meeting is not kept."""
    frozen: dict[str, Any] = as_json(replace(header, meeting=replace(header.meeting, contact=None)))
    return frozen


def header_in(frozen: Mapping[str, Any]) -> HeaderFacts:
    """Return the header that a revision keeps."""
    return from_json(HeaderFacts, frozen)


def telling_how_to_reach(
    revisions: CabinetReportRevisionQuerySet, email: str | None = None
) -> CabinetReportRevisionQuerySet:
    """Limit revisions to those whose header keeps a telephone number or an address: this address, if told."""
    rows = revisions.filter(frozen__isnull=False).only("frozen")
    found = [row.pk for row in rows.iterator() if any(reaches(party, email) for party in frozen_parties(row))]
    return revisions.filter(pk__in=found)


def frozen_parties(revision: CabinetReportRevision) -> list[dict[str, str]]:
    """Return the parties in the header that a revision keeps, as it keeps them."""
    parties: list[dict[str, str]] = (revision.frozen or {}).get("parties", [])
    return parties


def reaches(party: Mapping[str, str], email: str | None = None) -> bool:
    """Whether a party of a frozen header has a telephone number or an address: this address, if told."""
    if email is not None:
        return party["email"].lower() == email.lower()
    return bool(party["telephone"] or party["email"])
