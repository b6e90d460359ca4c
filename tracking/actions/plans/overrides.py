"""Answers to the warnings of the claim check on an update on a plan."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.conflicts import own_changes
from tracking.actions.events import record_event
from tracking.actions.overrides import reason_name
from tracking.actions.plans.updates import lock_for_writing
from tracking.claim_check import Finding
from tracking.exceptions import NotPossible
from tracking.models import ClaimCheckOverride, User
from tracking.models.plans import PlanUpdate
from tracking.queries.plans.claims import CheckedRating, checked_ratings

Found = Mapping[tuple[int, str], tuple[CheckedRating, Finding]]


@transaction.atomic
def override_warnings(
    *, by: User, update: PlanUpdate, reasons: Mapping[tuple[int, str], str], read: Mapping[str, str] | None = None
) -> None:
    """Say why warnings of the claim check do not hold, for everyone who reads the rating.

    `reasons` are keyed by `Finding.key`; an empty one takes a reason back. `read` are the fingerprints of the reasons
    as they were read (`conflicts`), by `reason_name`. Raises NotAllowed unless `by` is of its posts; NotPossible when
    the claim check no longer raises the warning, or it is an error; StaleText when somebody else changed the same
    reason; StaleState when the update was handed in. Writes nothing and no Event when nothing changes.
    Source: the claim check (docs/domain-rules.md): warnings may be overridden, errors block.
    """
    rules.can_draft_plan_update.check(by, update)
    revision = lock_for_writing(update)
    found: Found = {finding.key: (row, finding) for row in checked_ratings(revision) for finding in row.findings}
    saved = {key: _saved_reason(found, key) for key in reasons}
    mine = own_changes(
        saved={reason_name(key): reason for key, reason in saved.items()},
        typed={reason_name(key): reason.strip() for key, reason in reasons.items()},
        read=read,
        is_latest=True,
    )
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for key in reasons:
        if reason_name(key) not in mine:
            continue
        row, finding = _checked(found, key)
        name = f"{finding.label} {finding.code}"
        before[name], after[name] = saved[key], mine[reason_name(key)]
        _write_override(row, finding, after[name], by)
    if after:
        record_event(by=by, type="overrode warnings", target=update, before=before, after=after)


def _saved_reason(found: Found, key: tuple[int, str]) -> str:
    """The reason that stands; one against a warning that reads otherwise now is none."""
    if key not in found:
        return ""
    row, finding = found[key]
    return row.reason_against(finding)


def _checked(found: Found, key: tuple[int, str]) -> tuple[CheckedRating, Finding]:
    """Return the rating and the warning that a reason is given against, having checked that it may be."""
    if key not in found:
        raise NotPossible("This warning no longer stands, so it needs no reason. Look at the answers again.")
    row, finding = found[key]
    if finding.blocks:
        raise NotPossible(f"{finding.message} {finding.settle}")
    return row, finding


def _write_override(row: CheckedRating, finding: Finding, reason: str, by: User) -> None:
    if not reason:
        row.assessment.overrides.filter(code=finding.code).delete()
        return
    ClaimCheckOverride.objects.update_or_create(
        lead_assessment=row.assessment,
        code=finding.code,
        defaults={"message": finding.message, "reason": reason, "recorded_by": by, "recorded_at": timezone.now()},
    )
