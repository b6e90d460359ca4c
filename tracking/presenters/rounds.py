"""Asking for updates, in words: how the round stands, who was told what, and the lines of the form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking import dates
from tracking.enums import MailKind, MailState
from tracking.models import Meeting, OutboxMail, Post, UpdateRound
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.rounds import InquiryToAsk, Progress, ReportAskedFor

_COLOURS = {
    Progress.NOT_STARTED: "blue",
    Progress.IN_PROGRESS: "light-blue",
    Progress.RETURNED: "yellow",
    Progress.HANDED_IN: "green",
}
_DONE = {MailKind.ASKED: "Asked", MailKind.REMINDER: "Reminded", MailKind.RETURNED: "Told that it was returned"}


@dataclass(frozen=True)
class AskedLine:
    """A report of the round: `told` has a sentence for each day and kind of mail; `remind_href` where it can be."""

    title: str
    of: str
    state: str
    colour: str
    told: tuple[str, ...]
    silent: str
    remind_href: str


@dataclass(frozen=True)
class RoundFace:
    """Everything the page says above its form."""

    heading: str
    state: str
    lines: tuple[AskedLine, ...]


def round_face(
    meeting: Meeting, update_round: UpdateRound | None, reports: Sequence[ReportAskedFor], *, today: date
) -> RoundFace:
    """Say how far the round for a meeting has come."""
    return RoundFace(
        heading="Updates asked for" if update_round else "Ask for updates",
        state=_state(meeting, update_round, reports, today),
        lines=tuple(_line(row, can_remind=update_round is not None) for row in reports),
    )


def _state(meeting: Meeting, update_round: UpdateRound | None, reports: Sequence[ReportAskedFor], today: date) -> str:
    if update_round is None:
        return f"No updates have been asked for yet for the meeting on {written_date(meeting.held_on)}."
    handed_in = sum(not row.is_awaited for row in reports)
    due = f"{written_date(update_round.due_on)}: {days_left(update_round.due_on, today)}"
    verb = "is" if 1 in (handed_in, len(reports)) else "are"
    return f"Due on {due}. {handed_in} of {counted(len(reports), 'report')} {verb} handed in."


def _line(row: ReportAskedFor, *, can_remind: bool) -> AskedLine:
    may_be_reminded = can_remind and row.is_awaited and row.people
    return AskedLine(
        title=str(row.report.inquiry),
        of=written_list(post.name for post in row.posts),
        state=row.progress.value,
        colour=_COLOURS[row.progress],
        told=_told(row.mails),
        silent=silent_sentence(row.silent_posts) if row.is_awaited else "",
        remind_href=reverse("report_remind", args=[row.report.pk]) if may_be_reminded else "",
    )


def _told(mails: Iterable[OutboxMail]) -> tuple[str, ...]:
    """ "Asked on 3 March 2016: A and B." for each day, the earliest first; what could not be sent is said apart."""
    groups: dict[tuple[date, str], list[str]] = {}
    for mail in mails:
        words = _DONE[MailKind(mail.kind)]
        if mail.state == MailState.FAILED:
            words = "A mail could not be delivered"
        groups.setdefault((dates.today(mail.queued_at), words), []).append(str(mail.to))
    return tuple(f"{words} on {written_date(day)}: {written_list(people)}." for (day, words), people in groups.items())


def silent_sentence(posts: Iterable[Post]) -> str:
    """ "Nobody signs in for the Water Company: ask them another way."; nothing where somebody does everywhere."""
    names = [post.name for post in posts]
    return f"Nobody signs in for {written_list(names)}: ask them another way." if names else ""


def asked_sentence(*, people: int, opened: int, silent_posts: Iterable[Post]) -> str:
    """What came of asking."""
    said = [f"{counted(opened, 'report is', 'reports are')} open for writing." if opened else ""]
    said.append(f"{counted(people, 'person gets', 'people get')} a mail." if people else "Nobody gets a mail.")
    return " ".join(sentence for sentence in (*said, silent_sentence(silent_posts)) if sentence)


def inquiry_hint(row: InquiryToAsk) -> str:
    """ "4 recommendations and parts still tracked, of Deputy Leader. Last tracked on 10 November 2015. …"."""
    tracked = counted(row.leaf_count, "recommendation or part", "recommendations and parts")
    last = f"Last tracked on {written_date(row.last_tracked_on)}." if row.last_tracked_on else "Never tracked."
    next_on = row.inquiry.next_round_on
    due = f"Next report due by {written_date(next_on)}." if next_on else ""
    posts = written_list(post.name for post in row.posts)
    silent = silent_sentence(row.silent_posts)
    return " ".join(words for words in (f"{tracked} still tracked, of {posts}.", last, due, silent) if words)
