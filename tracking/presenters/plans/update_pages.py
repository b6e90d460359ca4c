"""An update on a plan in words: the lead's list, what it says, how it differs from the one before, and its signing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Protocol

from django.utils.safestring import SafeString

from tracking import dates
from tracking.enums import PlanUpdateState
from tracking.models import Category, Person, Post
from tracking.models.plans import Aim, LeadAssessment, PlanRound, PlanUpdate, PlanUpdateRevision
from tracking.presenters.differences import Difference
from tracking.presenters.evidence import EvidenceLine, evidence_lines
from tracking.presenters.judgements import Tag
from tracking.presenters.plans.footnotes import Footnotes
from tracking.presenters.plans.lines import item_due_words
from tracking.presenters.plans.month_lines import assessment_facts, assessment_tag, posts_words, round_href
from tracking.presenters.report_tasks import Task, TaskState
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.plans.round_pages import UpdateRead

_STATES = {
    PlanUpdateState.DRAFT: TaskState("Not handed in", "blue"),
    PlanUpdateState.RETURNED: TaskState("Returned", "yellow"),
    PlanUpdateState.SUBMITTED: TaskState("Handed in"),
    PlanUpdateState.ACCEPTED: TaskState("Accepted"),
}
_LEFT_OUT = TaskState("Left out")
LONGEST_WORDS = 90


class RatingLike(Protocol):
    """A rating as saved or as typed."""

    @property
    def category(self) -> Category | None: ...
    @property
    def limited_to(self) -> str: ...
    @property
    def recovery_text(self) -> str: ...
    @property
    def recovery_on(self) -> date | None: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class UnitIntro:
    """What is rated: what it is, its words and its date."""

    name: str
    html: SafeString
    due: str


@dataclass(frozen=True)
class RatedLine:
    """A unit with its rating, read."""

    unit: UnitIntro
    tag: Tag
    facts: tuple[str, ...]


@dataclass(frozen=True)
class UpdateFace:
    """What every page about an update says above."""

    title: str
    by: str
    state: TaskState
    aims: tuple[UnitIntro, ...]
    due: str


def update_state(update: PlanUpdate) -> TaskState:
    return _LEFT_OUT if update.left_out_reason else _STATES[PlanUpdateState(update.state)]


def served_words(update: PlanUpdate) -> str:
    """ "aims 1.1, 1.5 and 1.7", "theme 2 as a whole"."""
    aims = [use.aim.label for use in update.uses.all() if use.aim]
    themes = [f"theme {use.theme.number} as a whole" for use in update.uses.all() if use.theme]
    said = [f"{'aim' if len(aims) == 1 else 'aims'} {written_list(aims)}"] if aims else []
    return written_list([*said, *themes])


def update_title(update: PlanUpdate) -> str:
    return f"Update on {served_words(update)}"


def update_face(update: PlanUpdate, *, today: date) -> UpdateFace:
    notes = Footnotes()
    aims = tuple(_aim_intro(use.aim, notes) for use in update.uses.all() if use.aim)
    return UpdateFace(
        title=update_title(update),
        by=posts_words(update.update_posts.all()),
        state=update_state(update),
        aims=aims,
        due=f"Due on {written_date(update.round.due_on)}: {days_left(update.round.due_on, today)}."
        if update.round.is_open and update.state in PlanUpdateState.editable()
        else "",
    )


def _aim_intro(aim: Aim, notes: Footnotes) -> UnitIntro:
    return UnitIntro(f"Aim {aim.label}", notes.rendered(aim.text), "")


def unit_name(row: LeadAssessment) -> str:
    """ "Output of aim 1.4", "Aim 6, unnumbered"."""
    if row.item is None:
        return f"Aim {row.aim.label}" if row.aim else ""
    of = f"aim {row.item.aim.label}" if row.item.aim else f"theme {row.item.of_theme.number}"
    return f"{row.item.get_kind_display()} of {of}"


def unit_intro(row: LeadAssessment, notes: Footnotes) -> UnitIntro:
    if row.item is None:
        return UnitIntro(unit_name(row), notes.rendered(row.aim.text if row.aim else ""), "")
    return UnitIntro(unit_name(row), notes.rendered(row.item.text), item_due_words(row.item))


def rated_lines(rows: Iterable[LeadAssessment]) -> tuple[RatedLine, ...]:
    notes = Footnotes()
    return tuple(RatedLine(unit_intro(row, notes), assessment_tag(row), tuple(assessment_facts(row))) for row in rows)


def rating_words(rating: RatingLike | None) -> str:
    """A rating in plain lines, to be compared with another."""
    if rating is None:
        return "Not in this update"
    chosen = str(rating.category) if rating.category else "Not rated"
    limited = f"Limited: {rating.limited_to}" if rating.limited_to else ""
    lines = [chosen, limited, rating.recovery_text, written_date(rating.recovery_on), rating.note]
    return "\n".join(filter(None, lines))


@dataclass(frozen=True)
class UpdatePage:
    """What an update says, who signed it, and what it said the month before."""

    label: str
    html: SafeString | None
    evidence: tuple[EvidenceLine, ...]
    ratings: tuple[RatedLine, ...]
    signed: str
    returned: tuple[str, str] | None
    differences: tuple[Difference, ...]
    left_out: str


def update_page(read: UpdateRead, *, before: tuple[str, Sequence[LeadAssessment]] | None) -> UpdatePage:
    """`before` is the text it began with, and the ratings that stood then.

    Its label, as its words, is for its own posts until it is handed in.
    """
    shown = read.shown
    returned = read.returned
    is_told = read.is_writer or read.update.state not in PlanUpdateState.editable()
    return UpdatePage(
        label=read.update.label if is_told else "",
        html=Footnotes().rendered(shown.text) if shown and shown.text else None,
        evidence=evidence_lines(read.evidence, for_writers=read.is_writer),
        ratings=rated_lines(read.assessments),
        signed=signed_words(shown) if shown and shown.submitted_at else "",
        returned=(returned_heading(returned), returned.returned_reason)
        if returned and read.update.state == PlanUpdateState.RETURNED
        else None,
        differences=differences_since(read, before) if shown and before else (),
        left_out=read.update.left_out_reason,
    )


def signed_words(revision: PlanUpdateRevision) -> str:
    """Who signed it and when, and how they approved it where somebody else handed it in."""
    on = written_date(dates.today(revision.submitted_at)) if revision.submitted_at else ""
    signed = ", ".join(filter(None, (revision.signed_name, revision.signed_title)))
    if not revision.approved_how:
        return f"Signed by {signed}, on {on}."
    return f"Handed in on {on} for {signed}. Approved on {written_date(revision.approved_on)}: {revision.approved_how}"


def returned_heading(revision: PlanUpdateRevision) -> str:
    on = written_date(dates.today(revision.returned_at)) if revision.returned_at else ""
    who = revision.returned_by.person.name if revision.returned_by else ""
    return f"Returned on {on} by {who}" if who else f"Returned on {on}"


def differences_since(read: UpdateRead, before: tuple[str, Sequence[LeadAssessment]] | None) -> tuple[Difference, ...]:
    """Where the text or a rating says something else than the month before."""
    if read.shown is None or before is None:
        return ()
    text, rows = before
    found = [Difference("What has happened", text, read.shown.text)] if text != read.shown.text else []
    earlier = {(row.item_id, row.aim_id): row for row in rows}
    for row in read.assessments:
        then = earlier.get((row.item_id, row.aim_id))
        if then and rating_words(then) != rating_words(row):
            found.append(Difference(f"Rating of {unit_name(row)}", rating_words(then), rating_words(row)))
    return tuple(found)


def update_task(update: PlanUpdate, *, writes: bool, evidence: int) -> Task:
    """A line of a task list: to its form for those who still write it, else to what it says.

    `evidence` is how many files and links it has.
    """
    is_open = writes and update.state in PlanUpdateState.editable() and not update.left_out_reason
    return Task(
        id=f"update-{update.pk}",
        name=update_title(update),
        href=round_href(update.round, "plan_update_write" if is_open else "plan_update", update.pk),
        hints=tuple(filter(None, (posts_words(update.update_posts.all()), files_and_links(evidence)))),
        state=update_state(update),
    )


def files_and_links(number: int) -> str:
    """ "2 files or links"; nothing for none."""
    return counted(number, "file or link", "files or links") if number else ""


def tasks_sentence(plan_round: PlanRound, updates: Sequence[PlanUpdate], *, today: date) -> str:
    """ "Due on 21 September 2018: 3 days left. 2 of 5 updates are handed in."."""
    left = [row for row in updates if row.state in PlanUpdateState.editable() and not row.left_out_reason]
    left_out = sum(bool(row.left_out_reason) for row in updates)
    handed_in = len(updates) - len(left) - left_out
    verb = "is" if 1 in (handed_in, len(updates)) else "are"
    said = f"{handed_in} of {counted(len(updates), 'update')} {verb} handed in."
    said += f" {counted(left_out, 'is', 'are')} left out." if left_out else ""
    if not (plan_round.is_open and left):
        return said
    return f"Due on {written_date(plan_round.due_on)}: {days_left(plan_round.due_on, today)}. {said}"


def signing_sentences(update: PlanUpdate, *, signs: bool, holders: dict[Person, Post]) -> tuple[str, ...]:
    after = f"{update.plan.owning_post} then returns it, or accepts it for {update.round.name}."
    if signs:
        return ("You sign it. It is no longer a draft then.", after)
    if not holders:
        return ("Nobody holds a post of this update today, so nobody can approve it.", after)
    return ("You hand it in for the holder of the post, who has approved it.", after)


def waiting_choice(update: PlanUpdate) -> str:
    """An update that a month waits for, among others: "Aim 1.2: City Solicitor and Chief Whip, not handed in"."""
    served = served_words(update)
    by = posts_words(update.update_posts.all())
    return f"{served[:1].upper()}{served[1:]}: {by}, {update_state(update).words.lower()}"


def update_choice(update: PlanUpdate) -> str:
    """An update among others: "July 2018 update on aim 1.2: Group Leaders meet …"."""
    revision = next((row for row in update.revisions.all() if row.is_current), None)
    said = shorten(revision.text if revision else "", LONGEST_WORDS, placeholder="…")
    return f"{update.label or 'Update'} on {served_words(update)}: {said}"
