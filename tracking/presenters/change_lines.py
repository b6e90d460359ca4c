"""Each thing that happened since a meeting, in words: a judgement, a date, evidence, late news, a move."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tracking import dates
from tracking.enums import Outcome
from tracking.models import ReportSupplement, Responsibility
from tracking.presenters.judgements import Tag, asked_words, claim_tag, view_tags
from tracking.presenters.meetings import meeting_words
from tracking.presenters.slips import moved_words
from tracking.presenters.supplements import supplement_href, supplement_title
from tracking.presenters.wording import written_date
from tracking.queries.change_details import ChangedLeaf, ChangedPost, NewRound
from tracking.queries.judgements import Sitting, differs
from tracking.queries.recommendations import HandingOn
from tracking.queries.slips import DateMove


@dataclass(frozen=True)
class Change:
    """One thing that happened: what kind, in words, with tags and what stood before."""

    kind: str
    words: str = ""
    href: str = ""
    tags: tuple[Tag, ...] = ()
    before: tuple[Tag, ...] = ()
    note: str = ""
    differs: bool = False


def post_line(row: ChangedPost) -> Change:
    said = [f"{person.person.name} since {written_date(person.starts_on)}" for person in row.came]
    said += [f"{person.person.name} until {written_date(person.ends_on)}" for person in row.went]
    if row.ended:
        said.append(f"the post ended on {written_date(row.post.ended_on)}")
    return Change(str(row.post), "; ".join(said), reverse("post_detail", args=[row.post.slug]))


def handing_on_line(row: HandingOn) -> Change:
    return Change("Handed on", f"from {row.before.committee} to {row.after.committee} on {written_date(row.on)}")


def late_news_line(row: ReportSupplement) -> Change:
    return Change("Late news", supplement_title(row), supplement_href(row))


def leaf_changes(row: ChangedLeaf) -> tuple[Change, ...]:
    """What happened to a recommendation or part: judgements the latest first, then dates and all the rest."""
    changes = [change for found in row.rounds for change in _judgements(found)]
    changes += [_moved_date(move) for move in row.moves]
    changes += [late_news_line(news) for news in row.late_news]
    changes += [
        Change(
            "New evidence",
            item.evidence.title,
            reverse("evidence_download", args=[item.evidence.pk]) if item.opens else "",
        )
        for item in row.evidence
    ]
    changes += _moved_posts(row.moved)
    if row.added_on:
        changes.append(Change("Added", f"on {written_date(row.added_on)}"))
    return tuple(changes)


def _judgements(row: NewRound) -> list[Change]:
    changes = []
    if row.view:
        view = row.view
        changes.append(
            Change(
                _view_kind(row),
                _said_at(row.round.sitting, view.minute),
                tags=view_tags(view),
                before=_before(view_tags(row.view_before) if row.view_before else (), view_tags(view)),
                note=" ".join(word for word in (view.reason, asked_words(view)) if word),
                differs=differs(row.round.claim, view),
            )
        )
    for claim in row.claims:
        report = claim.update.revision.report
        tags = (claim_tag(claim),)
        changes.append(
            Change(
                "Cabinet Member’s assessment",
                f"{report.lead_post}, for the meeting on {meeting_words(report.meeting)}",
                reverse("report_detail", args=[report.pk]),
                tags=tags,
                before=_before((claim_tag(row.claim_before),) if row.claim_before else (), tags),
            )
        )
    return changes


def _view_kind(row: NewRound) -> str:
    if row.view and row.view.reopens:
        return "Reopened by the committee"
    if row.view and row.view.outcome == Outcome.DEFERRED:
        return "Deferred by the committee"
    return "Committee’s view"


def _said_at(sitting: Sitting, minute: str) -> str:
    where = (
        f"{sitting.meeting.committee}, {meeting_words(sitting.meeting)}"
        if sitting.meeting
        else (f"Carried over, {written_date(sitting.considered_on)}")
    )
    return f"{where}, minute {minute}" if minute else where


def _before(before: tuple[Tag, ...], now: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """What stood before, where it says something else."""
    return before if before != now else ()


def _moved_date(move: DateMove) -> Change:
    who = "agreed by the committee" if move.view else "anticipated by the Cabinet Member"
    if move.days is None:
        return Change("Date set", f"{written_date(move.due_on)}, {who}")
    return Change("Date moved", f"to {written_date(move.due_on)}, {moved_words(move.days)}, {who}")


def _moved_posts(rows: Iterable[Responsibility]) -> list[Change]:
    """Who answers for it since, and who no longer does."""
    changes = []
    for row in rows:
        href = reverse("post_detail", args=[row.post.slug])
        if row.ends_on and row.ends_on <= dates.today():
            changes.append(Change("No longer answers for it", f"{row.post}, since {written_date(row.ends_on)}", href))
        else:
            changes.append(Change("Answers for it now", f"{row.post}, since {written_date(row.starts_on)}", href))
    return changes
