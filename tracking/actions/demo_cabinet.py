"""The demo council's reports to Cabinet: one that was decided, and one that is being written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from tracking.actions.cabinet.editions import freeze_header, issue_editions
from tracking.actions.cabinet.report_making import make_waiting_editions
from tracking.actions.demo_council import DemoCouncil, Facts, read_facts, write_meeting, write_offices
from tracking.actions.demo_days import day_meant, moment, optional_day
from tracking.actions.demo_packs import forget
from tracking.actions.jobs import check_latest_and_ready
from tracking.enums import CabinetReportState, DecisionOutcome, Exemption, HeadingHolds, PartyRole
from tracking.models import IssuedDocument, User
from tracking.models.cabinet import (
    CabinetAppendix,
    CabinetParty,
    CabinetReport,
    CabinetReportJob,
    CabinetReportRevision,
    CabinetSection,
    ExecutiveDecision,
    RecommendedDecision,
    ReportTemplate,
    ReportTemplateVersion,
    SectionClearance,
    TemplateHeading,
)
from tracking.queries.cabinet.frozen import frozen_header
from tracking.queries.cabinet.headers import header_today
from tracking.queries.cabinet.withheld import editions_of

CABINET = "cabinet.toml"
_WRITTEN_AFTER = timedelta(days=7)


@dataclass
class DemoReport:
    """A report being written into the database, with who does what and when."""

    council: DemoCouncil
    facts: Facts
    report: CabinetReport
    revision: CabinetReportRevision
    writer: User
    clerk: User
    started_at: datetime

    @property
    def written_at(self) -> datetime:
        return self.council.in_the_past(self.started_at + _WRITTEN_AFTER, at_least=timedelta(hours=1))

    def tell(
        self, type_of_event: str, row: models.Model, at: datetime, by: User | None = None, **after: object
    ) -> None:
        self.council.record(type_of_event, row, at=at, by=by or self.writer, after=after)


def write_cabinet(council: DemoCouncil) -> None:
    """Write the template of reports to Cabinet and its reports, each with its Event. Cabinet is there already."""
    facts = read_facts(CABINET)
    write_offices(council, facts["offices"])
    for row in facts["meetings"]:
        write_meeting(council, row)
    version = _write_template(council, facts["template"])
    for row in facts["reports"]:
        _write_report(council, version, row)


def _write_template(council: DemoCouncil, facts: Facts) -> ReportTemplateVersion:
    committee = council.committees[facts["committee"]]
    clerk, written_at = council.clerks[committee.pk], moment(facts["written_on"], 11)
    template = ReportTemplate.objects.create(committee=committee, name=facts["name"])
    version = ReportTemplateVersion.objects.create(template=template, recorded_by=clerk, recorded_at=written_at)
    for position, row in enumerate(facts["headings"], start=1):
        TemplateHeading.objects.create(
            version=version,
            position=position,
            level=row.get("level", 1),
            heading=row["heading"],
            hint=row.get("hint", ""),
            if_required=row.get("if_required", False),
            holds=row.get("holds", HeadingHolds.TEXT),
            is_compliance=row.get("is_compliance", False),
            cleared_by=council.posts[row["cleared_by"]] if "cleared_by" in row else None,
        )
    after = {"name": template.name, "version": 1, "headings": [row["heading"] for row in facts["headings"]]}
    council.record("created report template", template, at=written_at, by=clerk, after=after)
    return version


def _write_report(council: DemoCouncil, version: ReportTemplateVersion, facts: Facts) -> None:
    demo = _write_draft(council, version, facts)
    _write_parties(demo)
    _write_sections(demo)
    if "issued_month" in facts:
        _append_month(demo)
    for position, text in enumerate(facts["recommended"], start=1):
        row = RecommendedDecision.objects.create(
            revision=demo.revision,
            position=position,
            text=text,
            recorded_by=demo.writer,
            recorded_at=demo.written_at,
        )
        demo.tell("added recommended decision", row, demo.written_at, position=position)
    if "signed" in facts:
        _sign(demo)
        _accept(demo)
        _publish(demo)
        _decide(demo)


def _write_draft(council: DemoCouncil, version: ReportTemplateVersion, facts: Facts) -> DemoReport:
    today, meeting = council.now.date(), council.meetings[facts["meeting"]]
    writer, started_at = council.users[facts["written_by"]], moment(day_meant(facts["started_on"], today), 10)
    report = CabinetReport.objects.create(
        template_version=version,
        meeting=meeting,
        title=facts["title"],
        post=council.posts[facts["post"]],
        wards=facts.get("wards", ""),
        is_key_decision=facts.get("is_key_decision"),
        forward_plan_reference=facts.get("forward_plan_reference", ""),
        key_notice_on=optional_day(facts.get("key_notice_on"), today),
        private_notice_on=optional_day(facts.get("private_notice_on"), today),
        is_open_to_call_in=facts.get("is_open_to_call_in"),
        opened_by=writer,
        opened_at=started_at,
    )
    revision = CabinetReportRevision.objects.create(report=report, opened_at=started_at)
    demo = DemoReport(council, facts, report, revision, writer, council.clerks[meeting.committee_id], started_at)
    demo.tell("started report to Cabinet", report, started_at, title=report.title, meeting=meeting.pk)
    return demo


def _write_parties(demo: DemoReport) -> None:
    council, facts = demo.council, demo.facts
    rows: list[tuple[PartyRole, dict[str, Any]]] = [(PartyRole.REPORT_OF, {"post": demo.report.post})]
    members = [council.posts[row["post"]] for row in facts.get("cabinet_members", ())]
    rows += [(PartyRole.CABINET_MEMBER, {"post": post}) for post in members]
    rows += [
        (PartyRole.SCRUTINY_CHAIR, {"committee": council.committees[row["committee"]], "name": row["name"]})
        for row in facts.get("chairs", ())
    ]
    rows += [(PartyRole.AUTHOR, dict(row)) for row in facts.get("authors", ())]
    for role, said in rows:
        party = CabinetParty.objects.create(report=demo.report, role=role, **said)
        if role != PartyRole.REPORT_OF:
            demo.tell("added party of report to Cabinet", demo.report, demo.written_at, party=party.pk, role=role)


def _write_sections(demo: DemoReport) -> None:
    said = demo.facts["sections"]
    for heading in demo.report.template_version.headings.all():
        if not heading.is_written:
            continue
        row = said.get(heading.heading, {})
        section = CabinetSection.objects.create(
            revision=demo.revision,
            heading=heading,
            text=row.get("text", "").strip(),
            not_required_reason=row.get("not_required_reason", ""),
            exemption=Exemption.EXEMPT if "exempt_paragraph" in row else Exemption.PUBLIC,
            exempt_paragraph=row.get("exempt_paragraph"),
            public_interest_reason=row.get("public_interest_reason", ""),
            version=1 if row else 0,
            recorded_by=demo.writer,
            recorded_at=demo.written_at,
        )
        if row:
            event = "saved section of report to Cabinet"
            demo.tell(event, section, demo.written_at, heading=heading.pk, exemption=section.exemption)
        if "cleared_on" in row:
            _clear(demo, section, moment(row["cleared_on"], 15))


def _append_month(demo: DemoReport) -> None:
    """The issued month that the report is about, where its paper was made (`with_packs`)."""
    month = date.fromisoformat(f"{demo.facts['issued_month']}-01")
    document = IssuedDocument.objects.filter(plan_round__month=month).first()
    if document is None:
        return
    appendix = CabinetAppendix.objects.create(
        revision=demo.revision,
        position=1,
        title=document.title,
        issued_document=document,
        exemption=Exemption.PUBLIC,
        recorded_by=demo.writer,
        recorded_at=demo.written_at,
    )
    event = "added appendix of report to Cabinet"
    demo.tell(event, appendix, demo.written_at, title=appendix.title, issued_document=document.pk)


def _clear(demo: DemoReport, section: CabinetSection, at: datetime) -> None:
    """By the user among those who hold the clearing post, or else by whoever wrote the report for them."""
    post = section.heading.cleared_by
    holder = User.objects.filter(person__appointments__post=post).order_by("person__appointments__capacity").last()
    clearance = SectionClearance.objects.create(
        section=section,
        section_version=section.version,
        post=post,
        recorded_by=holder or demo.writer,
        recorded_at=at,
    )
    demo.tell("cleared section of report to Cabinet", section, at, by=clearance.recorded_by, post=clearance.post_id)


def _sign(demo: DemoReport) -> None:
    signer, at = demo.council.users[demo.facts["signed"]["by"]], moment(demo.facts["signed"]["on"], 16)
    revision = demo.revision
    revision.submitted_by, revision.submitted_at = signer, at
    revision.signed_by, revision.signed_name, revision.signed_title = signer.person, signer.name, demo.report.post.name
    revision.frozen = frozen_header(header_today(demo.report))
    revision.save()
    demo.report.state = CabinetReportState.SUBMITTED
    demo.tell("submitted report to Cabinet", demo.report, at, by=signer, state=demo.report.state)


def _accept(demo: DemoReport) -> None:
    report, at = demo.report, moment(demo.facts["accepted"]["on"], 11)
    report.accepted_by, report.accepted_at, report.state = demo.clerk, at, CabinetReportState.ACCEPTED
    report.save()
    for name, row in demo.facts["sections"].items():
        if "not_cleared_reason" in row:
            section = CabinetSection.objects.get(revision=demo.revision, heading__heading=name)
            SectionClearance.objects.create(
                section=section,
                section_version=section.version,
                not_cleared_reason=row["not_cleared_reason"],
                recorded_by=demo.clerk,
                recorded_at=at,
            )
    demo.tell("accepted report to Cabinet", report, at, by=demo.clerk, state=report.state)


def _publish(demo: DemoReport) -> None:
    """With its editions where packs are made too; the names in its header are those of its day."""
    report, at = demo.report, moment(demo.facts["published"]["on"], 12)
    freeze_header(report)
    _name_members(demo)
    report.published_by, report.published_at, report.state = demo.clerk, at, CabinetReportState.PUBLISHED
    report.save()
    if demo.council.with_packs:
        _issue(demo, at)
    demo.tell("published report to Cabinet", report, at, by=demo.clerk, state=report.state)


def _issue(demo: DemoReport, at: datetime) -> None:
    """As on its day: the job and its mail go again."""
    job = CabinetReportJob.objects.create(report=demo.report, requested_by=demo.clerk, requested_at=at)
    make_waiting_editions()
    job.refresh_from_db()
    check_latest_and_ready(job, refusal=job.failure)
    issue_editions(job, editions_of(demo.report), by=demo.clerk, at=at)
    forget(job)


def _name_members(demo: DemoReport) -> None:
    """Cabinet Members as they were called on the day of publication: who holds their posts today came later."""
    demo.revision.refresh_from_db()
    frozen: dict[str, Any] = demo.revision.frozen or {}
    names = {demo.council.posts[row["post"]].name: row["name"] for row in demo.facts.get("cabinet_members", ())}
    for party in frozen["parties"]:
        if party["role"] == PartyRole.CABINET_MEMBER:
            party["name"] = names.get(party["title"], party["name"])
    demo.revision.save(update_fields=["frozen"])


def _decide(demo: DemoReport) -> None:
    report, meeting = demo.report, demo.report.meeting
    at = moment(meeting.held_on, 15)
    recommended = RecommendedDecision.objects.filter(revision=demo.revision)
    for row, said in zip(recommended, demo.facts["decisions"], strict=True):
        decision = ExecutiveDecision.objects.create(
            report=report,
            recommended=row,
            meeting=meeting,
            outcome=DecisionOutcome(said["outcome"]),
            wording=said.get("wording", ""),
            reasons=said["reasons"],
            options_rejected=said.get("options_rejected", ""),
            interests=said.get("interests", ""),
            dispensations=said.get("dispensations", ""),
            recorded_by=demo.clerk,
            recorded_at=at,
        )
        demo.tell("recorded executive decision", decision, at, by=demo.clerk, outcome=decision.outcome)
    report.decided_on, report.state = meeting.held_on, CabinetReportState.DECIDED
    report.decisions_published_by, report.decisions_published_at = demo.clerk, at + timedelta(hours=2)
    report.save()
    at = report.decisions_published_at
    demo.tell("published executive decisions", report, at, by=demo.clerk, decided_on=report.decided_on)
