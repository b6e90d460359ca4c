"""What a report to Cabinet says under its headings, and the clearing of its compliance sections."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.cabinet.guards import current, lock_in_state, open_for_writing
from tracking.actions.changes import lock
from tracking.actions.conflicts import own_changes
from tracking.actions.drafts import discard_draft
from tracking.actions.events import field_values, record_event
from tracking.actions.openness import Openness
from tracking.enums import CabinetReportState, DraftPage
from tracking.exceptions import NotAllowed, NotPossible, StaleState, StaleText
from tracking.models import User, WrittenPage
from tracking.models.cabinet import CabinetSection, SectionClearance

OPENNESS = ("exemption", "exempt_paragraph", "public_interest_reason", "confidential_ground")


@transaction.atomic
def save_section(
    *,
    section: CabinetSection,
    text: str,
    openness: Openness,
    version: int,
    by: User,
    not_required_reason: str = "",
    read: Mapping[str, str] | None = None,
) -> CabinetSection:
    """Save what stands under a heading of a report being written, and whether the public may read it.

    `version` is the section's as it was read, `read` the fingerprint of each field (`conflicts`): what `by` did not
    change stays as others have saved it. Raises NotAllowed unless `by` is of the post the report is of; NotPossible
    with both a text and a reason why none is required, with such a reason where the template asks for the section in
    any case, or without saying why it is withheld; StaleText when somebody else changed the same; StaleState when the
    report was handed in. What was cleared before is then to be cleared again. Writes one Event, which holds nothing of
    the text; nothing for what is there already. Discards the saver's draft.
    """
    current(section, open_for_writing(by, section.revision.report))
    typed: dict[str, Any] = {
        "text": text.strip(),
        "not_required_reason": not_required_reason.strip(),
        "openness": openness.checked().fields,
    }
    mine = own_changes(saved=section_as_saved(section), typed=typed, read=read, is_latest=version == section.version)
    discard_draft(of=WrittenPage(section.report, DraftPage.CABINET_SECTION, section.heading), by=by)
    if not mine:
        return section
    before = _as_data(section)
    said = {name: value for name, value in mine.items() if name != "openness"} | mine.get("openness", {})
    for name, value in said.items():
        setattr(section, name, value)
    _check(section)
    section.version += 1
    section.recorded_by, section.recorded_at = by, timezone.now()
    section.save()
    after = _as_data(section) | {"changed": sorted(mine)}
    record_event(by=by, type="saved section of report to Cabinet", target=section, before=before, after=after)
    return section


def _check(section: CabinetSection) -> None:
    if not section.not_required_reason:
        return
    if not section.heading.if_required:
        raise NotPossible("This section is required in every report. Write it.")
    if section.text:
        raise NotPossible("Write the section, or say why it is not required: not both.")


def section_as_saved(section: CabinetSection) -> dict[str, Any]:
    """A section as it may be changed."""
    said = field_values(section, ["text", "not_required_reason"])
    return said | {"openness": field_values(section, OPENNESS)}


def _as_data(section: CabinetSection) -> dict[str, Any]:
    """A section as an Event holds it: administrators read Events and no withheld paper."""
    return field_values(section, ["heading", "exemption", "exempt_paragraph", "version"])


@transaction.atomic
def clear_section(*, section: CabinetSection, version: int, by: User) -> SectionClearance:
    """Clear a compliance section as it was saved the `version`th time, for the post that its template names.

    Raises NotAllowed unless `by` holds that post; NotPossible while nothing is written there, or once the report is
    accepted or withdrawn; StaleText when it was saved again since it was read, StaleState when it is of a revision that
    is not current. Sending it again returns what is there. Writes one Event.
    Source: the council's process; legal and financial implications are cleared by those officers.
    """
    _lock_for_clearing(section, by)
    if section.version != version:
        raise StaleText("Somebody has saved this section since you opened it. Read it again before you clear it.")
    if not (section.text or section.not_required_reason):
        raise NotPossible("Nothing is written in this section yet, so there is nothing to clear.")
    earlier = SectionClearance.objects.standing().filter(section=section).first()
    if earlier is not None:
        return earlier
    clearance = SectionClearance.objects.create(
        section=section, section_version=version, post=section.heading.cleared_by, recorded_by=by
    )
    after = field_values(clearance, ["section_version", "post"])
    record_event(by=by, type="cleared section of report to Cabinet", target=section, after=after)
    return clearance


@transaction.atomic
def take_back_clearance(*, section: CabinetSection, by: User) -> None:
    """Take back that a section was cleared, while the report is not accepted.

    Raises NotAllowed unless `by` holds the post that clears it; NotPossible when it is not cleared, or once the report
    is accepted or withdrawn. Writes one Event, which keeps who had cleared it.
    """
    _lock_for_clearing(section, by)
    clearance = SectionClearance.objects.standing().filter(section=section, post__isnull=False).first()
    if clearance is None:
        raise NotPossible("This section is not cleared, so there is nothing to take back.")
    before = field_values(clearance, ["section_version", "post", "recorded_by", "recorded_at"])
    clearance.delete()
    record_event(by=by, type="took back clearance of section of report to Cabinet", target=section, before=before)


def _lock_for_clearing(section: CabinetSection, by: User) -> None:
    if section.heading.cleared_by_id is None:
        raise NotAllowed("You do not have permission to do this.")
    rules.can_clear_cabinet_section.check(by, section)
    lock_in_state(
        section.revision.report,
        CabinetReportState.cleared(),
        "This report is accepted or withdrawn, so its sections are no longer cleared.",
    )
    lock(section)
    if not section.revision.is_current:
        raise StaleState("This report was returned since. Open it again and clear what it says now.")
