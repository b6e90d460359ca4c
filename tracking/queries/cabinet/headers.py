"""What the header of a report to Cabinet says: as it is being written, as it was handed in, as it is published."""

from dataclasses import replace

from tracking import dates
from tracking.enums import PartyRole
from tracking.models import Meeting
from tracking.models.cabinet import CabinetParty, CabinetReport, CabinetReportRevision
from tracking.queries.cabinet.facts import HeaderFacts, PartyFacts
from tracking.queries.cabinet.frozen import header_in
from tracking.queries.paper_facts import MeetingFacts
from tracking.queries.papers import meeting_facts

_ORDER = list(PartyRole)


def header_of(report: CabinetReport, revision: CabinetReportRevision) -> HeaderFacts:
    """Return what the header of a revision says: once it was handed in, what it said then or at publication.

    The current revision names the meeting to which the report goes today, since the clerk may move what was handed in;
    one that was returned names the meeting for which it was handed in.
    """
    if revision.frozen is None:
        return header_today(report)
    header = header_in(revision.frozen)
    return replace(header, meeting=_meeting_of(report)) if revision.is_current else header


def header_at_publication(report: CabinetReport, revision: CabinetReportRevision) -> HeaderFacts:
    """Return the header with which a report is published: posts are named with whoever holds them on that day.

    Of a published one, what its header says.
    """
    header = header_of(report, revision)
    if report.is_public:
        return header
    return replace(header, report_of=report.post.name, parties=_parties_today(report))


def header_today(report: CabinetReport) -> HeaderFacts:
    """Return what the header says as it stands, its posts named with whoever holds them today."""
    return HeaderFacts(
        title=report.title,
        meeting=_meeting_of(report),
        report_of=report.post.name,
        parties=_parties_today(report),
        wards=report.wards,
        is_key_decision=report.is_key_decision,
        forward_plan_reference=report.forward_plan_reference,
        key_notice_on=report.key_notice_on,
        key_urgency=report.key_urgency,
        private_notice_on=report.private_notice_on,
        private_urgency=report.private_urgency,
        is_open_to_call_in=report.is_open_to_call_in,
        no_call_in_reason=report.no_call_in_reason,
    )


def _meeting_of(report: CabinetReport) -> MeetingFacts:
    return meeting_facts(Meeting.objects.select_related("committee").get(pk=report.meeting_id))


def _parties_today(report: CabinetReport) -> tuple[PartyFacts, ...]:
    """Those in the header, in its order."""
    rows = CabinetParty.objects.filter(report=report).select_related("committee")
    rows = rows.prefetch_related("post__appointments__person")
    ordered = sorted(rows, key=lambda row: (_ORDER.index(PartyRole(row.role)), row.position))
    return tuple(
        PartyFacts(PartyRole(row.role), *_name_and_title(row), telephone=row.telephone, email=row.email)
        for row in ordered
    )


def _name_and_title(row: CabinetParty) -> tuple[str, str]:
    """What a party is called today: the holders of a post and its name, or as it was typed."""
    if row.post is not None:
        return ", ".join(person.name for person in row.post.holders_on(dates.today())), row.post.name
    if row.committee is not None:
        return row.name, row.committee.name
    return row.name, row.title
