"""Reports to Cabinet in the world of the matrix: one in each state, with something exempt in it.

The council's own post writes them, the post elsewhere clears a section, and who is clerk or member elsewhere is that of
Cabinet too: nobody of the council's own committee has anything to do with it.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from tests import cabinet_factories as made
from tests import factories
from tests.cabinet_publishing import ready
from tests.council import Council
from tracking.enums import CabinetReportState, CommitteeKind, CommitteeRole, Edition, JobState, MeetingState
from tracking.models.cabinet import CabinetReport, CabinetReportRevision, ReportTemplateVersion
from tracking.queries.cabinet.frozen import contents_of, frozen_header
from tracking.queries.cabinet.headers import header_today
from tracking.queries.cabinet.withheld import editions_of

COMPLIANCE = 4
"""The place of the section that a post clears, in the template of `cabinet_factories`."""
SUMMARY, APPENDIX, RECOMMENDED, REASONS = "Secretsummary", "Secretappendix", "Openrequest", "Openreasons"
FOUND = "Secretfinding"


@dataclass
class ReportInWorld:
    """A report to Cabinet with one of everything in it."""

    report: CabinetReport
    arguments: dict[str, object]
    """What leads to it and to the things in it."""


def cabinet_reports(council: Council) -> dict[str, ReportInWorld]:
    """Make a report in each state; the template they follow belongs to the same Cabinet."""
    cabinet = factories.CommitteeFactory(name="The Cabinet", slug="the-cabinet", kind=CommitteeKind.CABINET)
    for name, role in (("clerk elsewhere", CommitteeRole.CLERK), ("member elsewhere", CommitteeRole.MEMBER)):
        factories.CommitteeMembershipFactory(person=council.user(name).person, committee=cabinet, role=role)
    template = made.ReportTemplateFactory(committee=cabinet, name="The template of the Cabinet")
    version = made.a_template(template=template)
    version.headings.filter(cleared_by__isnull=False).update(cleared_by=council.other_post)
    states = {state.value: state for state in CabinetReportState} | {
        "withdrawn_handed_in": CabinetReportState.WITHDRAWN,
        "waiting": CabinetReportState.ACCEPTED,
    }
    return {
        name: _report(council, version, name, state, days=days) for days, (name, state) in enumerate(states.items())
    }


def _report(
    council: Council, version: ReportTemplateVersion, name: str, state: CabinetReportState, *, days: int
) -> ReportInWorld:
    is_public = state in CabinetReportState.public()
    meeting = factories.MeetingFactory(
        committee=version.template.committee,
        held_on=timezone.localdate() + timedelta(days=days + (-20 if is_public else 60)),
        state=MeetingState.HELD if is_public else MeetingState.PLANNED,
    )
    report = made.a_report(
        template_version=version,
        meeting=meeting,
        post=council.post,
        state=state,
        title=f"Report {name.replace('_', ' ')}",
        opened_by=council.user("contributor"),
    )
    revision = made.current_revision(report)
    if state == CabinetReportState.RETURNED or name == "withdrawn_handed_in":
        revision = _handed_in_before(council, revision)
    arguments = _fill(council, report, revision)
    if is_public:
        _issue(report)
    if state == CabinetReportState.ACCEPTED:
        _make(report, JobState.WAITING if name == "waiting" else JobState.READY)
    return ReportInWorld(report, arguments | {"pk": report.pk, "template_pk": version.template_id})


def _handed_in_before(council: Council, revision: CabinetReportRevision) -> CabinetReportRevision:
    """Sign the revision; what was returned is then written anew in the next one."""
    author = council.user("contributor")
    revision.submitted_by, revision.submitted_at = author, timezone.now()
    revision.signed_by, revision.signed_name = author.person, "An Example"
    revision.frozen = frozen_header(header_today(revision.report))
    revision.save()
    return revision


def _fill(council: Council, report: CabinetReport, revision: CabinetReportRevision) -> dict[str, object]:
    revision.sections.filter(heading__position=1).update(text=SUMMARY, **made.WITHHELD)
    recommended = revision.recommended_decisions.get()
    recommended.text = RECOMMENDED
    recommended.save()
    file = made.CabinetFileFactory(
        report=report, file=ContentFile(APPENDIX.encode(), name="appendix.pdf"), original_name=f"{APPENDIX}.pdf"
    )
    appendix = made.CabinetAppendixFactory(
        revision=revision, position=1, title="Appendix to the report", file=file, **made.WITHHELD
    )
    author = made.CabinetPartyFactory(report=report, name="An Author")
    recorded = None
    if report.state in CabinetReportState.public():
        clerk = council.user("clerk elsewhere")
        recorded = made.ExecutiveDecisionFactory(
            report=report, recommended=recommended, reasons=REASONS, recorded_by=clerk
        )
    return {
        "place": COMPLIANCE,
        "role": "author",
        "party_pk": author.pk,
        "decision_pk": recommended.pk,
        "appendix_pk": appendix.pk,
        "recorded_pk": recorded.pk if recorded else 1,
        "edition": "restricted",
    }


def _make(report: CabinetReport, state: JobState) -> None:
    """What the worker is asked for and, once it is ready, both editions and what may be exempt in the public one."""
    if state == JobState.WAITING:
        made.CabinetReportJobFactory(report=report)
        return
    found = {"words": FOUND, "source": "Section 1", "where": "Text of page 3", "reason": "It was said in May."}
    ready(report, findings=[found])


def _issue(report: CabinetReport) -> None:
    papers = editions_of(report)
    for edition, paper in ((Edition.PUBLIC, papers.public), (Edition.RESTRICTED, papers.restricted)):
        document = made.IssuedDocumentFactory(
            file=ContentFile(f"%PDF-1.7 the {edition} edition".encode(), name="report.pdf"),
            contents=contents_of(paper) if paper else {},
        )
        made.CabinetReportEditionFactory(report=report, edition=edition, document=document)
