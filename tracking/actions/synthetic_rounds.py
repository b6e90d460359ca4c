"""A made-up council's rounds of tracking: the reports, what they claim, and the evidence for it."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from tracking.actions.synthetic_council import SyntheticCouncil, moment
from tracking.actions.synthetic_inquiries import Leaf, MadeInquiry, Rows, Whole
from tracking.actions.synthetic_views import MOST_ROUNDS, Round, carry_over, later_date, reopen, write_view
from tracking.dates import add_months
from tracking.enums import AsksFor, ConclusionReason, Exemption, InquiryState, ReportState
from tracking.models import (
    Category,
    ContactOfficer,
    Evidence,
    EvidenceUse,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    ReportPost,
    ReportRevision,
    SelfAssessment,
)

_NEVER_TRACKED: Final = 0.01
_CARRIED_OVER: Final = 0.03
_DRAFTED_BEFORE: Final = timedelta(days=60)


def write_rounds(council: SyntheticCouncil, made: MadeInquiry, rows: Rows) -> date:
    """Make the rounds of an inquiry until everything is concluded or today; returns the day it was tracked until."""
    random = council.random
    if random.random() < _CARRIED_OVER:
        carry_over(council, made, rows)
    if random.random() < _NEVER_TRACKED:
        return council.today
    last = made.approved_on
    for number, meeting in enumerate(_meetings(council, made), start=1):
        author = random.choice(made.wholes[0].lines).officer
        this = Round(council, made, rows, meeting, number, author)
        _write_round(this)
        last = meeting.held_on
        for leaf in this.reopened:
            leaf.is_concluded, leaf.achieved_on = False, None
        if not any(whole.is_tracked for whole in made.wholes):
            made.row.state, made.row.concluded_on = InquiryState.CONCLUDED, last
            return last
    made.row.next_round_on = add_months(min(last, council.today), 6)
    return council.today


def _meetings(council: SyntheticCouncil, made: MadeInquiry) -> Iterator[Meeting]:
    """The sittings an inquiry comes to: every half year or so, as far ahead as drafts are being written."""
    day = made.approved_on + timedelta(days=council.random.randint(120, 240))
    for _ in range(MOST_ROUNDS):
        meeting = made.line.next_meeting(day)
        if meeting is None or meeting.held_on > council.today + _DRAFTED_BEFORE:
            return
        yield meeting
        day = meeting.held_on + timedelta(days=council.random.randint(120, 210))


def _write_round(this: Round) -> None:
    report = _report(this)
    revision = _revision(this, report)
    if this.is_over and not this.is_last:
        reopen(this)
    for whole in this.made.wholes:
        if whole.is_tracked:
            _write_update(this, report, revision, whole)


def _report(this: Round) -> ProgressReport:
    held_on = this.meeting.held_on
    state = ReportState.DRAFT
    if this.is_published:
        state = ReportState.CONSIDERED if this.is_over else ReportState.PUBLISHED
    line = this.made.wholes[0].lines[0]
    post = line.on(min(held_on, this.council.today)).row
    report = ProgressReport(
        inquiry=this.made.row,
        meeting=this.meeting,
        lead_post=post,
        state=state,
        opened_by=this.author,
        opened_at=moment(held_on - timedelta(days=45), 9),
        accepted_by=this.made.line.officer if this.is_published else None,
        accepted_at=moment(held_on - timedelta(days=10), 10) if this.is_published else None,
        published_by=this.made.line.clerk if this.is_published else None,
        published_at=moment(held_on - timedelta(days=9), 12) if this.is_published else None,
        considered_on=held_on if this.is_over else None,
    )
    this.rows.add(report, ReportPost(report=report, post=post, position=1))
    return report


def _revision(this: Round, report: ProgressReport) -> ReportRevision:
    held_on = this.meeting.held_on
    signed = this.is_published
    revision = ReportRevision(
        report=report,
        overview=this.words.sentences(4, this.made.service),
        opened_at=report.opened_at,
        submitted_by=this.author if signed else None,
        submitted_at=moment(held_on - timedelta(days=14), 11) if signed else None,
        signed_by=this.author.person if signed else None,
        signed_name=this.author.person.name if signed else "",
        signed_title=report.lead_post.name if signed else "",
    )
    officer = ContactOfficer(
        revision=revision, name=this.words.person(), title="Service Manager", telephone="01632 960101"
    )
    this.rows.add(revision, officer)
    return revision


def _write_update(this: Round, report: ProgressReport, revision: ReportRevision, whole: Whole) -> None:
    written_at = moment(this.meeting.held_on - timedelta(days=20), 15)
    update = ProgressUpdate(
        revision=revision,
        recommendation=whole.row,
        evidence_text=this.words.evidence(this.made.service),
        recorded_by=this.author,
        recorded_at=written_at,
    )
    this.rows.add(update)
    if this.random.random() < 0.5:
        _write_evidence(this, update)
    for leaf in whole.leaves:
        if leaf.is_concluded:
            continue
        claim = _claim(this, leaf, update)
        this.rows.add(claim)
        if this.is_over:
            write_view(this, report, claim, leaf)


def _write_evidence(this: Round, update: ProgressUpdate) -> None:
    title = f"{this.words.service().capitalize()}: report to the board, {this.meeting.held_on:%B %Y}"
    evidence = Evidence(
        title=title,
        link=f"https://www.example.org/papers/{this.meeting.held_on:%Y-%m}/{this.random.randrange(10**6)}.pdf",
        exemption=Exemption.PUBLIC,
        recorded_by=this.author,
        recorded_at=update.recorded_at,
    )
    this.rows.add(evidence, EvidenceUse(evidence=evidence, update=update))


def _claim(this: Round, leaf: Leaf, update: ProgressUpdate) -> SelfAssessment:
    """Once done a leaf is claimed so at every round until the committee concludes it."""
    random, held_on = this.random, this.meeting.held_on
    claim = SelfAssessment(update=update, leaf=leaf.row, recorded_by=this.author, recorded_at=update.recorded_at)
    if leaf.achieved_on is None and random.random() < 0.24:
        leaf.achieved_on = held_on - timedelta(days=random.randint(25, 150))
    if leaf.achieved_on is None and random.random() < 0.03:
        claim.proposed_conclusion = random.choice((ConclusionReason.OVERTAKEN, ConclusionReason.NOT_ACHIEVABLE))
        claim.proposal_explanation = this.words.sentence(this.made.service)
        return claim
    claim.category = this.council.categories[_number_claimed(random, leaf, held_on)]
    _answer(this, claim, leaf)
    return claim


def _number_claimed(random: Random, leaf: Leaf, held_on: date) -> int:
    if leaf.achieved_on:
        return 1 if leaf.has_no_end or leaf.achieved_on <= (leaf.due_on or held_on) else 2
    if leaf.has_no_end or held_on <= (leaf.due_on or held_on):
        return random.choices((6, 3), (9, 1))[0]
    return random.choices((3, 4, 5), (13, 3, 4))[0]


def _answer(this: Round, claim: SelfAssessment, leaf: Leaf) -> None:
    """Say what the category asks for."""
    category: Category = claim.category  # type: ignore[assignment]
    match category.asks_for:
        case AsksFor.COMPLETED_ON:
            claim.completed_on = leaf.achieved_on
        case AsksFor.ANTICIPATED_DATE:
            claim.anticipated_on = later_date(this, (3, 6, 6, 9, 12))
            claim.anticipated_text = f"{claim.anticipated_on:%B %Y}"
        case AsksFor.OBSTACLE:
            claim.obstacle = this.words.sentence(this.made.service)
