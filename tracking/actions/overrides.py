"""Answers to the warnings of the claim check."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.conflicts import own_changes
from tracking.actions.drafts import discard_draft
from tracking.actions.events import record_event
from tracking.actions.updates import lock_for_writing
from tracking.claim_check import Finding
from tracking.enums import DraftPage
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import ClaimCheckOverride, ProgressReport, User, WrittenPage
from tracking.queries.report_content import LeafInReport
from tracking.queries.reports import read_report


@transaction.atomic
def override_warnings(
    *,
    report: ProgressReport,
    reasons: Mapping[tuple[int, str], str],
    by: User,
    read: Mapping[str, str] | None = None,
) -> None:
    """Say why warnings of the claim check do not hold; the committee reads the reasons beside the claims.

    `reasons` are keyed by `Finding.key`; an empty one takes a reason back. `read` are the fingerprints of the reasons
    as they were read (`conflicts`), by `reason_name`. Raises NotAllowed unless `by` writes for the report, and for a
    leaf that they do not answer for; NotPossible when the claim check no longer raises the warning, or it is an error;
    StaleText when somebody else changed the same reason; StaleReport when the report was handed in. Writes nothing and
    no Event when nothing changes. Discards the saver's draft. A reason is kept with the warning as it reads: once that
    reads otherwise, the reason is asked for again.
    Source: the claim check (docs/domain-rules.md): warnings may be overridden, errors block.
    """
    rules.can_draft_report.check(by, report)
    lock_for_writing(report)
    content = read_report(report, viewer=by)
    leaves = {row.leaf.pk: row for section in content.sections for row in section.tracked}
    found = {finding.key: finding for row in leaves.values() for finding in row.findings}
    saved = {key: _saved_reason(leaves.get(key[0]), found.get(key)) for key in reasons}
    mine = own_changes(
        saved={reason_name(key): reason for key, reason in saved.items()},
        typed={reason_name(key): reason.strip() for key, reason in reasons.items()},
        read=read,
        is_latest=True,
    )
    discard_draft(of=WrittenPage(report, DraftPage.CHECK), by=by)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for key in reasons:
        if reason_name(key) not in mine:
            continue
        row, finding = _checked(leaves.get(key[0]), found.get(key))
        name = f"{finding.reference} {finding.code}"
        before[name], after[name] = saved[key], mine[reason_name(key)]
        _write_override(row, finding, after[name], by)
    if after:
        record_event(by=by, type="overrode warnings", target=report, before=before, after=after)


def reason_name(key: tuple[int, str]) -> str:
    """The name under which a reason's fingerprint is remembered, by `Finding.key`."""
    return f"{key[0]} {key[1]}"


def _saved_reason(row: LeafInReport | None, finding: Finding | None) -> str:
    """The reason that stands; one against a warning that reads otherwise now is none."""
    return row.reason_against(finding) if row and finding else ""


def _checked(row: LeafInReport | None, finding: Finding | None) -> tuple[LeafInReport, Finding]:
    """Return the leaf and the warning that a reason is given against, having checked that it may be."""
    if row is None or finding is None:
        raise NotPossible("This warning no longer stands, so it needs no reason. Look at the answers again.")
    if not row.is_writable:
        raise NotAllowed("This part is answered by another post.")
    if finding.blocks:
        raise NotPossible(f"{finding.message} {finding.settle}")
    return row, finding


def _write_override(row: LeafInReport, finding: Finding, reason: str, by: User) -> None:
    if row.claim is None:
        return
    if not reason:
        row.claim.overrides.filter(code=finding.code).delete()
        return
    ClaimCheckOverride.objects.update_or_create(
        self_assessment=row.claim,
        code=finding.code,
        defaults={"message": finding.message, "reason": reason, "recorded_by": by, "recorded_at": timezone.now()},
    )
