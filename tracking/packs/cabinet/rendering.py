"""What of a report to Cabinet is done in child processes: facts in, finished pages out."""

from dataclasses import dataclass

from tracking.packs.cabinet.html import cabinet_report_html
from tracking.packs.discreet import discreet
from tracking.packs.rendering import Rendered, rendered
from tracking.queries.audit_chain import Head
from tracking.queries.cabinet.facts import CabinetPaper


@dataclass(frozen=True)
class Body:
    """A report to render, and the last entry of the audit trail for it to print."""

    paper: CabinetPaper
    trail: Head | None = None


def render_cabinet_report(body: Body) -> Rendered:
    """Raises PaperError when anything would be missing from the pages."""
    return rendered(cabinet_report_html(body.paper, body.trail))


def render_restricted_cabinet_report(body: Body) -> Rendered:
    """The same for an edition with what is withheld: a failure says nothing of what it says."""
    with discreet():
        return render_cabinet_report(body)
