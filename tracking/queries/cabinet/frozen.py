"""The facts of an edition as they are kept with its bytes, so that a Word file of it says the same for good."""

from typing import Any

from tracking.models import IssuedDocument
from tracking.queries.cabinet.facts import CabinetPaper
from tracking.queries.frozen_facts import as_json, from_json


def contents_of(paper: CabinetPaper) -> dict[str, Any]:
    """Return what an issued edition says that it was made of: its facts, as JSON holds them."""
    return {"report": paper.pk, "paper": as_json(paper)}


def paper_of_document(document: IssuedDocument) -> CabinetPaper:
    """Return the facts that an issued edition was made of."""
    return from_json(CabinetPaper, document.contents["paper"])
