"""The demo council's Progress Reports: one for each round of an inquiry, as far as it has come."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tracking.actions.demo_council import DemoCouncil, Facts, papers_issued_at
from tracking.actions.demo_days import moment, optional_day
from tracking.actions.demo_evidence import write_evidence
from tracking.actions.demo_inquiries import DemoInquiry
from tracking.actions.demo_passages import write_passage
from tracking.dates import add_months, working_days_before
from tracking.enums import InquiryState, ReportState
from tracking.models import (
    ClaimCheckOverride,
    ContactOfficer,
    Evidence,
    EvidenceUse,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportPost,
    ReportRevision,
    SelfAssessment,
    User,
)
from tracking.queries.reports import read_report


@dataclass(frozen=True)
class Moments:
    """When a report was opened, submitted, returned, accepted and published, in that order and never still to come."""

    opened: datetime
    submitted: datetime
    returned: datetime
    accepted: datetime
    published: datetime

    @classmethod
    def before(cls, meeting: Meeting, council: DemoCouncil, *, was_returned: bool) -> "Moments":
        """Return them in working days before the papers went out; a report that was sent back had come in earlier."""
        papers_out_at = papers_issued_at(council, meeting)

        def at(days: int, hour: int, ago: int) -> datetime:
            planned_at = moment(working_days_before(papers_out_at.date(), days), hour)
            return min(planned_at, moment(working_days_before(council.now.date(), ago), hour))

        return cls(
            opened=at(25, 9, 10),
            submitted=at(5, 11, 4) if was_returned else at(2, 11, 2),
            returned=at(4, 14, 3),
            accepted=at(1, 10, 1),
            published=papers_out_at - timedelta(hours=1),
        )


@dataclass
class Round:
    """One round of tracking while it is written: its facts, its report and who worked on it."""

    council: DemoCouncil
    demo_inquiry: DemoInquiry
    facts: Facts
    meeting: Meeting
    report: ProgressReport
    author: User
    moments: Moments
    evidence: dict[str, Evidence]
    claims: dict[str, SelfAssessment] = field(default_factory=dict)
    """The self-assessments of the current revision, by reference."""

    @property
    def state(self) -> ReportState:
        return ReportState(self.report.state)


_SUBMITTED = ReportState.seen_by_scrutiny() - {ReportState.WITHDRAWN}
_ACCEPTED = {ReportState.ACCEPTED, *ReportState.public()}


def write_report(council: DemoCouncil, demo_inquiry: DemoInquiry, facts: Facts, evidence: dict[str, Evidence]) -> Round:
    """Write the report of a round with its revisions, sections, claims and evidence, as far as its state has come.

    `evidence` holds what earlier rounds of the inquiry used, by key; what this round adds is put there too.
    """
    meeting = council.meetings[facts["meeting"]]
    author = council.users[facts["author"]]
    moments = Moments.before(meeting, council, was_returned=facts["state"] == ReportState.RETURNED)
    report = _create_report(council, demo_inquiry, facts, author, moments)
    this_round = Round(council, demo_inquiry, facts, meeting, report, author, moments, evidence)
    for row in facts.get("evidence", ()):
        evidence[row["key"]] = write_evidence(council, row, by=author, at=moments.opened)
    _write_revisions(this_round)
    _keep_the_warnings_answered(this_round)
    _record_what_happened(this_round)
    return this_round


def _create_report(
    council: DemoCouncil, demo_inquiry: DemoInquiry, facts: Facts, author: User, moments: Moments
) -> ProgressReport:
    meeting = council.meetings[facts["meeting"]]
    state = ReportState(facts["state"])
    posts = [council.posts[key] for key in facts["report_of"]]
    report = ProgressReport.objects.create(
        inquiry=demo_inquiry.inquiry,
        meeting=meeting,
        lead_post=posts[0],
        state=state,
        opened_by=author,
        opened_at=moments.opened,
        withdrawn_reason=facts.get("withdrawn_reason", ""),
        considered_on=meeting.held_on if state == ReportState.CONSIDERED else None,
        **_accepted_and_published(council, meeting, state, moments),
    )
    for position, post in enumerate(posts, start=1):
        ReportPost.objects.create(report=report, post=post, position=position)
    if state == ReportState.CONSIDERED and demo_inquiry.inquiry.state == InquiryState.PUBLISHED:
        months = meeting.committee.tracking_interval_months
        demo_inquiry.inquiry.next_round_on = add_months(meeting.held_on, months)
        demo_inquiry.inquiry.save(update_fields=["next_round_on"])
    return report


def _accepted_and_published(
    council: DemoCouncil, meeting: Meeting, state: ReportState, moments: Moments
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if state in _ACCEPTED:
        fields |= {"accepted_by": council.officers[meeting.committee_id], "accepted_at": moments.accepted}
    if state in ReportState.public():
        fields |= {"published_by": council.clerks[meeting.committee_id], "published_at": moments.published}
    return fields


def _write_revisions(this_round: Round) -> None:
    """Write what the report says; where it was returned, the revision that was and then the one now open."""
    if this_round.state == ReportState.RETURNED:
        _write_revision(this_round, number=1, is_current=False, **_signature(this_round), **_return(this_round))
        _write_revision(this_round, number=2, opened_at=this_round.moments.returned)
    elif this_round.state in _SUBMITTED:
        _write_revision(this_round, **_signature(this_round))
    else:
        _write_revision(this_round)


def _write_revision(this_round: Round, **fields: Any) -> None:
    facts = this_round.facts
    fields = {"opened_at": this_round.moments.opened, "overview": facts.get("overview", "").strip(), **fields}
    revision = ReportRevision.objects.create(report=this_round.report, **fields)
    for position, row in enumerate(facts.get("contact_officers", ()), start=1):
        ContactOfficer.objects.create(revision=revision, position=position, **row)
    this_round.claims = {}
    for reference, whole in this_round.demo_inquiry.whole.items():
        _write_update(this_round, revision, reference, whole)


def _return(this_round: Round) -> dict[str, Any]:
    return {
        "returned_by": this_round.council.officers[this_round.meeting.committee_id],
        "returned_at": this_round.moments.returned,
        "returned_reason": this_round.facts["returned_reason"].strip(),
    }


def _signature(this_round: Round) -> dict[str, Any]:
    """Who signed, with name and title as they stood; those who never sign in approved by e-mail."""
    signatory = this_round.council.people[this_round.facts["signed_by"]]
    user = this_round.council.users.get(this_round.facts["signed_by"])
    signature: dict[str, Any] = {
        "signed_by": signatory,
        "signed_name": signatory.name,
        "signed_title": this_round.report.lead_post.name,
        "submitted_by": user or this_round.author,
        "submitted_at": this_round.moments.submitted,
    }
    if user is None:
        signature |= {
            "approved_how": "By e-mail to the author, after reading the draft.",
            "approved_on": this_round.moments.submitted.date(),
        }
    return signature


def _write_update(this_round: Round, revision: ReportRevision, reference: str, whole: Recommendation) -> None:
    """Write the section of one recommendation, unless all of it was concluded before."""
    tracked = {
        key: leaf
        for key, leaf in this_round.demo_inquiry.leaves_of(whole).items()
        if key not in this_round.demo_inquiry.concluded
    }
    if not tracked:
        return
    facts = this_round.facts.get("updates", {}).get(reference, {})
    update = ProgressUpdate.objects.create(
        revision=revision,
        recommendation=whole,
        evidence_text=facts.get("evidence_text", "").strip(),
        overall_statement=facts.get("overall_statement", ""),
        version=1 if facts else 0,
        recorded_by=this_round.author,
        recorded_at=this_round.moments.opened,
    )
    for key, leaf in tracked.items():
        this_round.claims[key] = _write_claim(this_round, update, leaf, this_round.facts.get("claims", {}).get(key, {}))
    for position, use in enumerate(facts.get("evidence", ()), start=1):
        EvidenceUse.objects.create(
            evidence=this_round.evidence[use["key"]],
            update=update,
            leaf=this_round.demo_inquiry.recommendations[use["leaf"]] if "leaf" in use else None,
            position=position,
            pages=use.get("pages", ""),
        )
    for position, passage in enumerate(facts.get("exempt_passages", ()), start=1):
        write_passage(this_round.council, update, passage, position=position, at=this_round.moments.opened)


def _write_claim(this_round: Round, update: ProgressUpdate, leaf: Recommendation, facts: Facts) -> SelfAssessment:
    today = this_round.council.now.date()
    anticipated_on = optional_day(facts.get("anticipated_on"), today)
    claim = SelfAssessment.objects.create(
        update=update,
        leaf=leaf,
        category=this_round.council.categories[facts["category"]] if "category" in facts else None,
        proposed_conclusion=facts.get("proposed_conclusion", ""),
        proposal_explanation=facts.get("proposal_explanation", ""),
        completed_on=optional_day(facts.get("completed_on"), today),
        anticipated_on=anticipated_on,
        anticipated_text=f"{anticipated_on:%B %Y}" if anticipated_on else "",
        obstacle=facts.get("obstacle", ""),
        pointer_text=facts.get("pointer_text", ""),
        recorded_by=this_round.author,
        recorded_at=this_round.moments.opened,
    )
    for code, reason in facts.get("overrides", {}).items():
        ClaimCheckOverride.objects.create(
            self_assessment=claim,
            code=code,
            reason=reason,
            recorded_by=this_round.author,
            recorded_at=this_round.moments.submitted,
        )
    return claim


def _keep_the_warnings_answered(this_round: Round) -> None:
    """Keep with each reason the warning that it answers, as it is kept when somebody gives one."""
    if not any("overrides" in claim for claim in this_round.facts.get("claims", {}).values()):
        return
    content = read_report(this_round.report, viewer=this_round.author)
    for row in (row for section in content.every_section for row in section.tracked if row.claim):
        for finding in row.findings:
            ClaimCheckOverride.objects.filter(self_assessment=row.claim, code=finding.code).update(
                message=finding.message
            )


def _record_what_happened(this_round: Round) -> None:
    council, report, moments = this_round.council, this_round.report, this_round.moments
    officer, clerk = council.officers[this_round.meeting.committee_id], council.clerks[this_round.meeting.committee_id]
    author = this_round.author
    submitter = council.users.get(this_round.facts.get("signed_by", ""), author)
    happened = [("opened report", moments.opened, author)]
    if this_round.state in _SUBMITTED:
        happened.append(("submitted report", moments.submitted, submitter))
    if this_round.state == ReportState.RETURNED:
        happened.append(("returned report", moments.returned, officer))
    if this_round.state in _ACCEPTED:
        happened.append(("accepted report", moments.accepted, officer))
    if this_round.state in ReportState.public():
        happened.append(("published report", moments.published, clerk))
    if this_round.state == ReportState.WITHDRAWN:
        happened.append(("withdrew report", moments.submitted, author))
    for type_of_event, at, by in happened:
        council.record(type_of_event, report, at=at, by=by, after={"meeting": this_round.meeting.pk})
    _record_who_wrote_of_the_whole(this_round)


def _record_who_wrote_of_the_whole(this_round: Round) -> None:
    """The overview and the contact officers: pages that tell from their Events who saved them."""
    overview = this_round.facts.get("overview", "").strip()
    titles = [row["title"] for row in this_round.facts.get("contact_officers", ())]
    for thing, after in (("overview", overview), ("contact officers", titles)):
        if after:
            this_round.council.record(
                f"saved {thing}",
                this_round.report,
                at=this_round.moments.opened,
                by=this_round.author,
                after={thing.replace(" ", "_"): after},
            )
