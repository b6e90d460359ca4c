"""Publishing a report to Cabinet: its header is frozen, and both editions are made and issued."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.cabinet.editions import (
    StoredEdition,
    discard_editions,
    freeze_header,
    keep_editions,
    store_editions,
)
from tracking.actions.cabinet.guards import required
from tracking.actions.cabinet.reports import check_is_to_come
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.state import change_state
from tracking.enums import CabinetReportState, MeetingState, ScanState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Meeting, User
from tracking.models.cabinet import CabinetAppendix, CabinetReport, CabinetReportEdition
from tracking.packs.cabinet.editions import FinishedCabinetReport, make_editions
from tracking.packs.pdf import PaperError
from tracking.queries.audit_chain import Head, audit_head
from tracking.queries.cabinet.facts import CabinetPapers
from tracking.queries.cabinet.withheld import editions_of
from tracking.queries.paper_digest import digest
from tracking.queries.paper_readiness import closed_days, is_late


def publish_report(
    *, report: CabinetReport, by: User, tabled_late_reason: str = "", why_not_exempt: str = ""
) -> tuple[CabinetReportEdition, ...]:
    """Publish an accepted report for its meeting, and issue its editions: from now on everyone may read what is public.

    There is a restricted edition only where something is withheld. Names and titles in the header stay as they are
    today. Raises NotAllowed unless `by` is clerk of the Cabinet; NotPossible from another state, when the meeting is
    over or cancelled, when it is late and no reason is given, when a virus was found in an appendix or may yet be, when
    an edition cannot be made, or when something withheld was found in the public edition and nobody said why it is not
    exempt there; StaleState when something changed while the editions were made. They are made and stored before the
    transaction, so that nobody waits for a lock. Writes the frozen header, the documents, their editions and one
    Event. Source: Local Government Act 1972, section 100B, and S.I. 2012/2089, regulation 7: a report is open to
    inspection five clear days before, later only with the reason.
    """
    rules.can_publish_cabinet_report.check(by, report)
    _check_state(report)
    _check_appendices(report)
    late = _late_reason(report.meeting, tabled_late_reason)
    papers, trail = editions_of(report), _trail()
    finished = _made(papers, trail)
    explained = _explained(finished, why_not_exempt)
    documents = store_editions(finished, papers, trail=trail, by=by, at=timezone.now())
    try:
        return _write(report, by, late, papers, documents, explained)
    except Exception:
        discard_editions(documents)
        raise


def _check_state(report: CabinetReport) -> None:
    if report.state != CabinetReportState.ACCEPTED:
        raise NotPossible(
            f"This report to Cabinet is {report.get_state_display().lower()}, and only an accepted one is published."
        )
    check_is_to_come(report.meeting)


def _check_appendices(report: CabinetReport) -> None:
    """Nothing goes out that the virus scanner holds back."""
    held_back = CabinetAppendix.objects.filter(
        revision__report=report, revision__is_current=True, file__scan_state__in=ScanState.held_back()
    ).first()
    if held_back is not None:
        raise NotPossible(
            f"The file of “{held_back.title}” waits to be scanned for viruses, or one was found in it. "
            "Wait until it is clean, or have the report written again without it."
        )


def _late_reason(meeting: Meeting, given: str) -> str:
    if meeting.state == MeetingState.PLANNED and not is_late(meeting, dates.today(), closed_days()):
        return ""
    return required(given, "This report is late. Say why, and why the matter is urgent, before you publish it.")


def _trail() -> Head | None:
    head = audit_head()
    return head if head.number else None


def _made(papers: CabinetPapers, trail: Head | None) -> FinishedCabinetReport:
    try:
        finished = make_editions(papers, trail=trail)
    except PaperError as error:
        raise NotPossible(f"The papers cannot be made. {error}") from error
    if finished.not_printed:
        raise NotPossible(
            f"An appendix could not be printed. {finished.not_printed[0]} "
            "Return the report to have its file put right, then publish it."
        )
    return finished


def _explained(finished: FinishedCabinetReport, why: str) -> str:
    if not finished.findings:
        return ""
    places = "; ".join(f"{finding.source}: {finding.where}" for finding in finished.findings)
    return required(
        why,
        f"Something that may be exempt was found in the public edition ({places}). "
        "Return the report to have it taken out, or say why it is not exempt there.",
    )


@transaction.atomic
def _write(
    report: CabinetReport,
    by: User,
    late: str,
    papers: CabinetPapers,
    documents: Sequence[StoredEdition],
    explained: str,
) -> tuple[CabinetReportEdition, ...]:
    lock(report)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=report.meeting_id)
    check_is_to_come(meeting)
    if digest(editions_of(report)) != digest(papers):
        raise StaleState("Something in this report changed while it was made. Look at it, then publish it again.")
    before = report.state
    freeze_header(report)
    change_state(report, "publish", published_by=by, published_at=timezone.now(), tabled_late_reason=late)
    editions = keep_editions(report, documents)
    record_event(
        by=by,
        type="published report to Cabinet",
        target=report,
        before={"state": before},
        after={
            "state": report.state,
            "tabled_late_reason": late,
            "why_not_exempt": explained,
            "editions": {row.edition: row.document.sha256 for row in editions},
        },
    )
    return editions
