"""Reads the evidence of one report for a reader who wants all of its files at once."""

from dataclasses import replace

from tracking.exceptions import NotPossible
from tracking.models import Evidence, ProgressReport, Viewer
from tracking.queries.paper_evidence import evidence_facts, evidence_of, uses_in
from tracking.queries.paper_facts import EvidenceFacts
from tracking.queries.report_access import shown_revision


def files_of(report: ProgressReport, *, seen_by: Viewer) -> tuple[EvidenceFacts, ...]:
    """Return the evidence of the revision that the viewer reads, numbered as in the papers.

    Withheld evidence that the viewer may see is there with its facts; all other as the public edition has it.
    `stored_name` is that of a file which this viewer may open, and empty for every other. The caller has made sure
    that the viewer may see the report; raises NotPossible where there is nothing yet for them to read.
    """
    revision = shown_revision(report, seen_by)
    if revision is None:
        raise NotPossible("This report was not handed in yet.")
    uses = uses_in(revision, seen_by=seen_by)
    visible = Evidence.objects.visible_to(seen_by).select_related("supplied_by").in_bulk(uses)
    opens = dict(Evidence.objects.openable_by(seen_by).filter(pk__in=uses).values_list("pk", "file"))
    files = []
    for public, (pk, used) in zip(evidence_of(revision, seen_by=seen_by), uses.items(), strict=True):
        known = evidence_facts(public.number, visible[pk], used) if pk in visible else public
        files.append(replace(known, stored_name=opens.get(pk, "")))
    return tuple(files)
