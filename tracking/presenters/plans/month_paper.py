"""The paper of a month: its cover, with how many units are what and where each theme begins, and what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from tracking.models.plans import PlanRound
from tracking.presenters.judgements import Tag, category_tag
from tracking.presenters.packs import ContentsEntry, TrailMark
from tracking.presenters.plans.footnotes import Footnotes
from tracking.presenters.plans.lines import month_words
from tracking.presenters.plans.month_body import BESIDE, NOTES, PLACES, MonthBody, month_body
from tracking.presenters.plans.month_lines import NOT_RATED, counts_sentence
from tracking.presenters.plans.month_pages import issued_words
from tracking.presenters.wording import written_date
from tracking.queries.audit_chain import Head
from tracking.queries.plans.months import MonthContents, RatingCounts, count_ratings

_LIMITED = "It holds for a part alone, such as Cabinet, and never counts as complete."


@dataclass(frozen=True)
class RatingMeaning:
    """A rating, what it means, and how many units have it."""

    tag: Tag
    meaning: str
    number: int


@dataclass(frozen=True)
class ThemeCounts:
    """A theme in the contents: where it begins, and how many of its units are what, in the order of the ratings."""

    theme: str
    place: str
    page: str
    numbers: tuple[int, ...]
    in_all: int


@dataclass(frozen=True)
class MonthFront:
    """The cover: whose plan, which month, who issued it, how many units are what, and the contents."""

    title: str
    subject: str
    month: str
    introduction: SafeString
    state: str
    issued: str
    meanings: tuple[RatingMeaning, ...]
    columns: tuple[str, ...]
    themes: tuple[ThemeCounts, ...]
    in_all: ThemeCounts
    others: tuple[ContentsEntry, ...]
    trail: TrailMark | None


@dataclass(frozen=True)
class MonthPaper:
    """A month ready to be printed. A preview says so on every page."""

    front: MonthFront
    body: MonthBody
    is_preview: bool


def month_paper(month: MonthContents, trail: Head | None = None) -> MonthPaper:
    """Make the paper of a month: what everyone may read of it, whoever it was read for.

    `trail` is the last entry of the audit trail when the paper is made.
    """
    subject = paper_title(month)
    body = month_body(month, subject)
    return MonthPaper(_front(month, subject, body, trail), body, is_preview=month.round.is_open)


def paper_title(month: MonthContents) -> str:
    """ "Corporate governance improvement plan: September 2018": in an agenda, and in the head of each page."""
    return f"{month.plan.title}: {month.round.name}"


def with_pages(front: MonthFront, pages: Mapping[str, int]) -> MonthFront:
    """Say in the contents on which page each place is."""
    return replace(
        front,
        themes=tuple(replace(row, page=str(pages[row.place])) for row in front.themes),
        others=tuple(replace(entry, page=str(pages[entry.target])) for entry in front.others),
    )


def _front(month: MonthContents, subject: str, body: MonthBody, trail: Head | None) -> MonthFront:
    plan, counts = month.plan, month.counts
    meanings = _meanings(counts)
    return MonthFront(
        title=plan.title,
        subject=subject,
        month=month_words(month.round.month),
        introduction=Footnotes(paper=PLACES).rendered(plan.introduction),
        state=counts_sentence(counts),
        issued=issued_in_words(month.round),
        meanings=meanings,
        columns=tuple(" ".join(filter(None, (row.tag.number, row.tag.words))) for row in meanings),
        themes=tuple(
            _theme_counts(theme.heading, theme.anchor, count_ratings(row.every_unit, month.categories))
            for theme, row in zip(body.themes, month.themes, strict=True)
        ),
        in_all=_theme_counts("All themes", "", counts),
        others=tuple(
            ContentsEntry(title, f"{PLACES}{place}", "", is_within_an_item=False)
            for title, place, is_there in (("Beside the plan", BESIDE, body.narratives), ("Notes", NOTES, body.notes))
            if is_there
        ),
        trail=TrailMark(f"Audit trail when this paper was made: entry {trail.number:,}", trail.hash) if trail else None,
    )


def issued_in_words(plan_round: PlanRound) -> str:
    """Who issued it and when; of an open month, that it is not issued."""
    if plan_round.is_open:
        return "This month is not issued. It shows what is accepted so far."
    on_behalf = ""
    if plan_round.approved_on:
        on_behalf = f" Approved by them on {written_date(plan_round.approved_on)}."
    return f"{issued_words(plan_round)}{on_behalf}"


def _meanings(counts: RatingCounts) -> tuple[RatingMeaning, ...]:
    rated = [RatingMeaning(category_tag(row), row.criterion, number) for row, number in counts.of_category]
    limited = RatingMeaning(Tag("plain", "Limited"), _LIMITED, counts.limited)
    return (*rated, limited, RatingMeaning(NOT_RATED, "No rating was given.", counts.not_rated))


def _theme_counts(theme: str, place: str, counts: RatingCounts) -> ThemeCounts:
    numbers = (*(number for _, number in counts.of_category), counts.limited, counts.not_rated)
    return ThemeCounts(theme, f"{PLACES}{place}" if place else "", "", numbers, counts.in_all)


def month_file_name(plan_round: PlanRound, ending: str) -> str:
    """What the month is called when it is downloaded; a preview says so."""
    preview = "preview-" if plan_round.is_open else ""
    return f"{preview}{plan_round.plan.slug}-{plan_round.reference}.{ending}"
