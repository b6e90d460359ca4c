"""Questions a councillor can read aloud: the committee's standing ones, sharpened by what is weak in a claim."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracking.claim_check import Finding
from tracking.enums import Timing
from tracking.models import Category, StandingQuestion
from tracking.presenters.positions import in_words
from tracking.presenters.wording import counted, written_date
from tracking.queries.report_content import LeafInReport
from tracking.queries.slips import SlipLedger

MOST = 5

# The places of the standing questions in the scheme, by what each is about. A scheme without them has no such place.
_PROGRESS, _ANSWERED, _IN_TIME, _OUTSTANDING, _SATISFIED = range(1, 6)


@dataclass(frozen=True)
class Question:
    """A question to ask, and the standing question at the place it sharpens; none where the scheme has none there."""

    text: str
    place: int
    sharpens: str = ""


@dataclass(frozen=True)
class Questions:
    """`sharpened` are the most telling ones first; `standing` those the committee asks every time."""

    sharpened: tuple[Question, ...]
    standing: tuple[Question, ...]


@dataclass(frozen=True)
class Weighed:
    """What is known of a claim when questions are looked for.

    `is_unchanged`: the text is word for word last time's; `has_evidence`: a file or link is shown for it.
    """

    leaf: LeafInReport
    ledger: SlipLedger
    is_unchanged: bool
    has_evidence: bool

    @property
    def label(self) -> str:
        return self.leaf.leaf.label

    @property
    def category(self) -> Category | None:
        return self.leaf.claim.category if self.leaf.claim else None


Asked = Iterator[tuple[int, str]]

# By the code of the claim check's rule: which standing question it sharpens, and how.
_OF_FINDINGS: Mapping[str, tuple[int, str]] = {
    "left-out": (_PROGRESS, "What does the Cabinet Member say has become of {label}?"),
    "completion-date-missing": (_IN_TIME, "{label} is said to be achieved. On which day was it completed?"),
    "completed-after-original-date": (
        _IN_TIME,
        "{label} was completed after its original date. Why is it not put as achieved late?",
    ),
    "completed-by-original-date": (_IN_TIME, "{label} was completed by its original date. Why is it put as late?"),
    "completed-after-meeting": (_OUTSTANDING, "The completion date of {label} is still to come. What is left to do?"),
    "obstacle-missing": (_OUTSTANDING, "What outside the council’s control holds up {label}?"),
    "not-yet-due-but-past": (_IN_TIME, "The date for {label} has passed. How far has it come?"),
    "anticipated-date-missing": (_IN_TIME, "By which day will {label} be achieved?"),
    "anticipated-by-meeting": (_IN_TIME, "{label} was expected by today. Has it been achieved?"),
    "still-to-be-done": (
        _OUTSTANDING,
        "The evidence for {label} speaks of what is still to come. What has been done by today?",
    ),
    "recovery-missing": (_IN_TIME, "What will bring {label} back on track, and by when?"),
    "recovery-by-meeting": (_IN_TIME, "{label} was to be back on track by now. Is it?"),
    "pointer-leads-nowhere": (_PROGRESS, "The report points to a page or a file. Where can the committee find it?"),
}


def suggested_questions(standing: Sequence[StandingQuestion], weighed: Sequence[Weighed]) -> Questions:
    """Return at most MOST questions on what is weak in the claims, the most telling first, and the standing ones.

    Each sharpens the standing question at its place. Source: the standing questions of the committees' tracking
    process, which are printed in every Progress Report.
    """
    by_place = {row.position: row.text for row in standing}
    found: dict[str, int] = {}
    for ask in _ASKERS:
        for row in weighed:
            for place, text in ask(row):
                found.setdefault(text, place)
    sharpened = [Question(text, place, by_place.get(place, "")) for text, place in found.items()]
    return Questions(tuple(sharpened[:MOST]), tuple(Question(row.text, row.position) for row in standing))


def _of_finding(finding: Finding, label: str) -> tuple[int, str]:
    place, text = _OF_FINDINGS.get(finding.code, (_SATISFIED, f"{finding.message} How is that to be understood?"))
    return place, text.format(label=label) if finding.code in _OF_FINDINGS else text


def _asked_last_time(row: Weighed) -> Asked:
    asked_for = row.leaf.standing_view.asked_for.strip() if row.leaf.standing_view else ""
    if asked_for:
        yield _ANSWERED, f"Last time the committee asked: “{asked_for}” Where is it answered?"


def _open_findings(row: Weighed) -> Asked:
    yield from (_of_finding(finding, row.label) for finding in row.leaf.open_findings)


def _answered_findings(row: Weighed) -> Asked:
    """What the submitter gave a reason against comes after what nobody has answered."""
    answered = [finding for finding in row.leaf.findings if finding not in row.leaf.open_findings]
    yield from (_of_finding(finding, row.label) for finding in answered)


def _other_than_last_view(row: Weighed) -> Asked:
    last = row.leaf.standing_view.category if row.leaf.standing_view else None
    if last is None or row.category is None or last == row.category:
        return
    if _is_worse(row.category, last):
        yield _PROGRESS, f"The committee’s last view of {row.label} was {last}. Why has it fallen back?"
    else:
        yield _PROGRESS, f"The committee’s last view of {row.label} was {last}. What has changed since?"


def _is_worse(now: Category, then: Category) -> bool:
    """Achieved before achieved late before not yet due before what should have been achieved."""
    return _worth(now) < _worth(then)


def _worth(category: Category) -> int:
    if category.achieved:
        return 2 if category.timing == Timing.LATE else 3
    return 1 if category.timing == Timing.NOT_YET_DUE else 0


def _moved_date(row: Weighed) -> Asked:
    days, moves = row.ledger.days, len(row.ledger.moves)
    if not moves or days is None or days <= 0 or (row.category and row.category.achieved):
        return
    times = {1: "once", 2: "twice"}.get(moves, f"{in_words(moves)} times")
    by = f"by {counted(days, 'day')}" if moves == 1 else f"in all by {counted(days, 'day')}"
    yield _IN_TIME, f"The date of {row.label} has moved {times}, {by}. What makes the new date certain?"


def _achieved_late(row: Weighed) -> Asked:
    claim, due_on = row.leaf.claim, row.leaf.leaf.due.due_on
    if claim is None or not claim.completed_on or not due_on or row.category is None:
        return
    days = (claim.completed_on - due_on).days
    if row.category.timing == Timing.LATE and days > 0:
        yield _IN_TIME, f"{row.label} was completed {counted(days, 'day')} after its date. What held it up?"


def _held_up(row: Weighed) -> Asked:
    if row.leaf.claim and row.leaf.claim.obstacle.strip():
        yield _OUTSTANDING, f"What was done to overcome the obstacle to {row.label}, and what can still be done?"


def _shown_by_nothing(row: Weighed) -> Asked:
    if row.category and row.category.achieved and not row.has_evidence:
        yield _SATISFIED, f"No file shows that {row.label} is achieved. How can the committee be sure?"


def _said_before(row: Weighed) -> Asked:
    if row.is_unchanged:
        yield _PROGRESS, "The evidence is worded as it was last time. What has happened since?"


def _proposed(row: Weighed) -> Asked:
    if row.leaf.claim and row.leaf.claim.proposed_conclusion:
        yield _SATISFIED, f"What would be lost if {row.label} were no longer tracked?"


def _overdue(row: Weighed) -> Asked:
    """Not achieved, its date has passed and nobody has given another."""
    due_on, claim = row.ledger.current_on, row.leaf.claim
    if row.category is None or row.category.achieved or due_on is None or claim is None or row.leaf.facts is None:
        return
    is_past = due_on < row.leaf.facts.meeting_on and row.category.timing != Timing.NOT_YET_DUE
    if is_past and not row.leaf.leaf.due.has_no_end:
        yield _IN_TIME, f"{row.label} was due on {written_date(due_on)}. When will it be done?"


_ASKERS = (
    _asked_last_time,
    _open_findings,
    _other_than_last_view,
    _moved_date,
    _achieved_late,
    _held_up,
    _shown_by_nothing,
    _said_before,
    _proposed,
    _overdue,
    _answered_findings,
)
