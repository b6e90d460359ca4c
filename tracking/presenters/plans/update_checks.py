"""An update on a plan being checked: each rating with what the claim check says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.models.plans import LeadAssessment
from tracking.presenters.plans.update_pages import RatedLine, rated_lines
from tracking.presenters.report_checks import FindingLine
from tracking.presenters.wording import counted
from tracking.queries.plans.claims import CheckedRating
from tracking.queries.plans.round_pages import UpdateRead


@dataclass(frozen=True)
class CheckedLine:
    rated: RatedLine
    findings: tuple[FindingLine, ...]


def checked_lines(
    rows: Sequence[LeadAssessment], checked: Sequence[CheckedRating], boxes: Mapping[tuple[int, str], Any]
) -> tuple[CheckedLine, ...]:
    """`boxes` are where reasons are written, by `Finding.key`."""
    found = {row.assessment.pk: row for row in checked}
    return tuple(
        CheckedLine(rated, _findings(found.get(row.pk), boxes))
        for row, rated in zip(rows, rated_lines(rows), strict=True)
    )


def _findings(row: CheckedRating | None, boxes: Mapping[tuple[int, str], Any]) -> tuple[FindingLine, ...]:
    if row is None:
        return ()
    return tuple(
        FindingLine(
            finding=finding,
            reason=row.reason_against(finding),
            box=boxes.get(finding.key),
            earlier_reason="" if row.is_overridden(finding) or finding.code not in row.overrides else "given",
        )
        for finding in row.findings
    )


def check_sentence(checked: Sequence[CheckedRating], read: UpdateRead) -> str:
    """What keeps the update from being handed in, or that nothing does: as handing it in will say."""
    errors = sum(finding.blocks for row in checked for finding in row.findings)
    waiting = sum(not finding.blocks for row in checked for finding in row.open_findings)
    if errors:
        must = "must be put right" if errors == 1 else "must each be put right"
        return f"{counted(errors, 'rating')} {must} before you can hand the update in."
    if waiting:
        return f"{counted(waiting, 'warning')} {'needs' if waiting == 1 else 'need'} a reason, or another rating."
    if read.says_nothing:
        return "The update says nothing yet. Write what has happened, then hand it in."
    if read.has_virus:
        return "A virus was found in the evidence. Take it out, then hand the update in."
    return "Nothing contradicts itself. You can hand the update in."
