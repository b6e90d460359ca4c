"""Ratings of a plan's units in words and tags: the same on a month's page, an aim's and the plan's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tracking.models import Category
from tracking.models.plans import AskingChange, LeadAssessment, PlanRound, UpdatePost
from tracking.presenters.judgements import Tag, category_tag
from tracking.presenters.plans.lines import RatingLines, month_words
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.plans.months import RatingCounts, UnitInMonth
from tracking.queries.plans.ratings import Rating

NOT_RATED = Tag("plain", "Not rated")


def round_href(plan_round: PlanRound, name: str = "plan_round", *more: object) -> str:
    return reverse(name, args=[plan_round.plan.slug, plan_round.reference, *more])


def rating_tag(category: Category | None, limited_to: str = "") -> Tag:
    """Letter and words; what is limited says to what, and has no full square."""
    if category is None:
        return NOT_RATED
    if limited_to:
        return Tag("limited", f"{category.name}, {limited_to}", category.mark, category.tone)
    return category_tag(category)


def assessment_tag(row: LeadAssessment) -> Tag:
    return rating_tag(row.category, row.limited_to)


def rating_lines(unit: UnitInMonth) -> RatingLines:
    """Reads the unit's rating, the one before where it changed, and whether it is asked about."""
    facts = [*(_facts(unit.rating) if unit.rating else ()), stopped_words(unit.stopped)]
    if unit.rating and unit.category and unit.rating.round.month < unit.month:
        facts.append(f"As rated in {unit.rating.round.name}.")
    changed = unit.rating is not None and unit.before is not None and not unit.rating.says_as(unit.before)
    return RatingLines(
        tag=assessment_tag(unit.rating.assessment) if unit.rating else NOT_RATED,
        facts=tuple(filter(None, facts)),
        is_late=unit.is_late,
        before=assessment_tag(unit.before.assessment) if changed and unit.before else None,
    )


def _facts(rating: Rating) -> list[str]:
    facts = assessment_facts(rating.assessment)
    return [*facts, "Given to what it said before it was changed."] if rating.rated_as else facts


def assessment_facts(row: LeadAssessment) -> list[str]:
    """What a rating says beside its letter: its limits, what brings it back, its note, answers to warnings."""
    by = f" By {written_date(row.recovery_on)}." if row.recovery_on else ""
    limited = f"Limited: {row.limited_to}. It does not count as complete." if row.limited_to else ""
    recovery = f"What will bring it back: {_sentence(row.recovery_text)}{by}" if row.recovery_text or by else ""
    answers = [f"Answer to a warning: {_sentence(answer.reason)}" for answer in row.overrides.all()]
    return [words for words in (limited, recovery, row.note, *answers) if words]


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def stopped_words(change: AskingChange | None) -> str:
    if change is None:
        return ""
    return f"No further update is asked for since {month_words(change.month)}: {_sentence(change.reason)}"


def posts_words(posts: Iterable[UpdatePost]) -> str:
    """Whose words they are, as written."""
    return written_list(str(row) for row in posts)


@dataclass(frozen=True)
class CountLine:
    """How many units are what: a tag, a number, and words that say of how many."""

    tag: Tag
    number: int


def count_lines(counts: RatingCounts) -> tuple[CountLine, ...]:
    """By category, then what is limited, then what is not rated; each unit once."""
    rows = [CountLine(category_tag(category), number) for category, number in counts.of_category]
    limited = CountLine(Tag("plain", "Limited: not counted as complete"), counts.limited)
    return (*rows, *((limited,) if counts.limited else ()), CountLine(NOT_RATED, counts.not_rated))


def counts_sentence(counts: RatingCounts) -> str:
    """ "306 actions, outputs and aims are judged: 40 green, 12 amber, 3 red, 2 limited, and 249 not rated."."""
    if not counts.in_all:
        return "Nothing in the plan is judged yet."
    said = [f"{number} {category.name.lower()}" for category, number in counts.of_category if number]
    said += [f"{counts.limited} limited"] if counts.limited else []
    said += [f"{counts.not_rated} not rated"] if counts.not_rated else []
    stopped = f" Asking has stopped for {counts.stopped} of them." if counts.stopped else ""
    things = counted(counts.in_all, "action, output or aim is judged", "actions, outputs and aims are judged")
    return f"{things}: {written_list(said)}.{stopped}"
