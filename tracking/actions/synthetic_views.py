"""A made-up council's committees' views: at meetings, carried over from before, corrected and reopened."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from tracking.actions.synthetic_council import SyntheticCouncil, moment
from tracking.actions.synthetic_inquiries import Leaf, MadeInquiry, Rows, Whole
from tracking.actions.synthetic_words import Words
from tracking.dates import add_months, last_day_of_month
from tracking.enums import AsksFor, ConclusionReason, Decision, Outcome
from tracking.models import Assessment, Category, Meeting, ProgressReport, SelfAssessment, User

MOST_ROUNDS: Final = 14
_REOPENED: Final = 0.002
_PUBLISHED_BEFORE: Final = timedelta(days=9)
_WITHOUT_ACHIEVEMENT: Final = (
    ConclusionReason.OVERTAKEN, ConclusionReason.OVERTAKEN, ConclusionReason.TRANSFERRED, ConclusionReason.MERGED,
    ConclusionReason.NOT_ACHIEVABLE, ConclusionReason.WITHDRAWN,
)  # fmt: skip


@dataclass(frozen=True)
class Round:
    """One round of an inquiry while it is made up: the report for a meeting."""

    council: SyntheticCouncil
    made: MadeInquiry
    rows: Rows
    meeting: Meeting
    number: int
    author: User
    reopened: list[Leaf] = field(default_factory=list)

    @property
    def random(self) -> Random:
        return self.council.random

    @property
    def words(self) -> Words:
        return self.council.words

    @property
    def is_last(self) -> bool:
        return self.number == MOST_ROUNDS

    @property
    def is_over(self) -> bool:
        return self.meeting.held_on < self.council.today

    @property
    def is_published(self) -> bool:
        return self.meeting.held_on <= self.council.today + _PUBLISHED_BEFORE


def leaves_of(wholes: list[Whole]) -> list[Leaf]:
    return [leaf for whole in wholes for leaf in whole.leaves]


def later_date(this: Round, months: tuple[int, ...]) -> date:
    later = add_months(this.meeting.held_on, this.random.choice(months))
    return last_day_of_month(later.year, later.month)


def carry_over(council: SyntheticCouncil, made: MadeInquiry, rows: Rows) -> None:
    """Give some leaves a view from before the system: no meeting, but the source that records it."""
    day = made.approved_on + timedelta(days=100)
    if day >= council.today:
        return
    made.row.last_tracked_on_carried_over = day
    for leaf in leaves_of(made.wholes):
        if council.random.random() < 0.5:
            rows.add(
                Assessment(
                    leaf=leaf.row,
                    considered_on=day,
                    outcome=Outcome.VIEWED,
                    category=council.categories[3],
                    decision=Decision.CONTINUE,
                    source_text=f"Minutes of the committee, {day:%-d %B %Y}, minute {council.random.randint(10, 90)}",
                    recorded_by=made.line.officer,
                    recorded_at=moment(day + timedelta(days=60), 11),
                )
            )


def reopen(this: Round) -> None:
    """Now and then a committee tracks again what it concluded; the next round reports on it anew."""
    for leaf in leaves_of(this.made.wholes):
        if not leaf.is_concluded or this.random.random() > _REOPENED:
            continue
        this.rows.add(
            Assessment(
                leaf=leaf.row,
                meeting=this.meeting,
                considered_on=this.meeting.held_on,
                outcome=Outcome.VIEWED,
                category=this.council.categories[5],
                decision=Decision.CONTINUE,
                reason=this.words.sentence(this.made.service),
                reopens=True,
                recorded_by=this.made.line.officer,
                recorded_at=moment(this.meeting.held_on, 16),
            )
        )
        this.reopened.append(leaf)


def write_view(this: Round, report: ProgressReport, claim: SelfAssessment, leaf: Leaf) -> None:
    """Of two leaves in three the committee gives its view at a meeting; what is said to be done it looks at first."""
    wants_to = this.is_last or this.random.random() < (0.75 if leaf.achieved_on or claim.proposed_conclusion else 0.65)
    if not wants_to:
        return
    view = Assessment(
        leaf=leaf.row,
        meeting=this.meeting,
        report=report,
        self_assessment=claim,
        considered_on=this.meeting.held_on,
        outcome=Outcome.VIEWED,
        minute=str(this.random.randint(10, 90)),
        recorded_by=this.made.line.officer,
        recorded_at=moment(this.meeting.held_on, 15),
    )
    if not this.is_last and this.random.random() < 0.05:
        view.outcome = this.random.choice((Outcome.DEFERRED, Outcome.DEFERRED, Outcome.NO_VIEW))
        view.reason = this.words.sentence(this.made.service)
    else:
        _decide(this, view, claim, leaf)
    this.rows.add(view)
    if this.random.random() < 0.01 and view.outcome == Outcome.VIEWED and not leaf.is_concluded:
        _correct(this, view)


def _decide(this: Round, view: Assessment, claim: SelfAssessment, leaf: Leaf) -> None:
    """Mostly the committee agrees; where it does not it says why, and asks for something."""
    random, categories = this.random, this.council.categories
    claimed: Category | None = claim.category
    if claimed is None or (this.is_last and not claimed.achieved):
        _conclude(this, view, leaf, random.choice(_WITHOUT_ACHIEVEMENT))
        return
    view.category = claimed
    if random.random() < 0.12 and not this.is_last:
        view.category = categories[{1: 3, 2: 3, 3: 5, 4: 5, 5: 3, 6: 5}[claimed.number]]
        view.reason = this.words.sentences(2, this.made.service)
        view.asked_for = this.words.sentence(this.made.service)
    if view.category.achieved and (this.is_last or not leaf.has_no_end or random.random() < 0.5):
        _conclude(this, view, leaf, ConclusionReason.IMPLEMENTED)
        return
    view.decision = Decision.CONTINUE
    if view.category.asks_for == AsksFor.ANTICIPATED_DATE and random.random() < 0.1:
        view.agreed_due_on = later_date(this, (3, 6))


def _conclude(this: Round, view: Assessment, leaf: Leaf, reason: ConclusionReason) -> None:
    view.decision, view.conclusion_reason = Decision.CONCLUDE, reason
    if reason in ConclusionReason.with_target():
        view.conclusion_target = f"The review of {this.words.service()}"
    leaf.is_concluded = True


def _correct(this: Round, view: Assessment) -> None:
    """Correct a view some days later, as a row that supersedes it."""
    this.rows.corrections.append(
        Assessment(
            leaf=view.leaf,
            meeting=view.meeting,
            report=view.report,
            self_assessment=view.self_assessment,
            considered_on=view.considered_on,
            outcome=Outcome.VIEWED,
            category=this.council.categories[3],
            decision=Decision.CONTINUE,
            supersedes=view,
            superseding_reason="The draft minutes said otherwise",
            recorded_by=view.recorded_by,
            recorded_at=view.recorded_at + timedelta(days=3),
        )
    )
