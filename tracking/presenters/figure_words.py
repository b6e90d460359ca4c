"""What figures say, in words: shares that are easy to picture, and always of how many."""

from tracking.dates import municipal_year_words
from tracking.enums import Ending
from tracking.presenters.positions import in_words
from tracking.presenters.wording import counted, written_list
from tracking.queries.agreement import Agreement
from tracking.queries.figures import Days, PostFigures, YearFigures

NOT_KNOWN = "Not known"
_FEW = 20
"""Of fewer than so many, numbers say more than shares."""


def leaves_words(number: int) -> str:
    return counted(number, "recommendation or part", "recommendations and parts")


def year_words(year: int | None) -> str:
    return NOT_KNOWN if year is None else municipal_year_words(year)


def ending_words(ending: Ending) -> str:
    """The ending as a label of its own: "Achieved" alone would not say that its date is left open."""
    return "Achieved, with no date to judge by" if ending == Ending.ACHIEVED else str(ending.label)


def percent(number: int, total: int) -> str:
    """ "45%", or a dash where there is nothing to count of."""
    return f"{number / total:.0%}" if total else "–"


def share_words(number: int, total: int) -> str:
    """ "Six in ten", "3 of 5" where there are few, "All 40", "The one", "None of 40"."""
    if number == 0:
        return f"None of {total:,}"
    if number == total:
        return f"All {total:,}" if total > 1 else "The one"
    if total < _FEW:
        return f"{number} of {total}"
    tenths = round(number * 10 / total)
    if tenths == 0:
        return "Fewer than one in ten"
    if tenths == 10:
        return "More than nine in ten"
    return f"{in_words(tenths).capitalize()} in ten"


def state_sentences(figures: YearFigures, *, what: str = "", since: str = "") -> str:
    """ "Of 214 recommendations and parts since 2013, 96 were achieved on time and 41 late. …".

    `what` narrows them (" of inquiries approved in 2015/16"), `since` says from when.
    """
    if not figures.total:
        return f"No recommendations{what} are tracked here yet."
    of = figures.endings.get
    on_time, late, achieved = (of(ending, 0) for ending in (Ending.ON_TIME, Ending.LATE, Ending.ACHIEVED))
    ends = [
        f"{on_time:,} {_were(on_time)} achieved on time",
        f"{late:,} late",
        *([f"{achieved:,} with no date to judge by"] if achieved else []),
    ]
    otherwise, tracked = figures.concluded - figures.achieved, of(Ending.TRACKED, 0)
    others = f"{otherwise:,} {_were(otherwise)} concluded for other reasons"
    still = f"{tracked:,} {'is' if tracked == 1 else 'are'} still tracked"
    rest = [others, still] if otherwise else [still]
    return f"Of {leaves_words(figures.total)}{what}{since}, {written_list(ends)}. {written_list(rest)}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def endings_headline(figures: YearFigures) -> str:
    """ "Six in ten recommendations and parts were achieved, most of them on time"."""
    share = share_words(figures.achieved, figures.total)
    on_time = figures.endings.get(Ending.ON_TIME, 0)
    if not figures.achieved:
        return f"None of {leaves_words(figures.total)} is achieved yet"
    said = "was" if figures.achieved == figures.total == 1 else "were"
    return (
        f"{share} {'recommendation or part' if figures.total == 1 else 'recommendations and parts'} {said} achieved"
        + (_how_many_on_time(on_time, figures.achieved))
    )


def _how_many_on_time(on_time: int, achieved: int) -> str:
    if on_time == achieved:
        return " on time" if achieved == 1 else ", all of them on time"
    if not on_time:
        return ", but not on time" if achieved == 1 else ", none of them on time"
    if on_time * 2 == achieved:
        return ", half of them on time"
    return f", {'most' if on_time * 2 > achieved else 'fewer than half'} of them on time"


def agreement_headline(agreement: Agreement) -> str:
    """ "Committees shared eight in ten assessments by Cabinet Members"."""
    share = _lower(share_words(agreement.shared, agreement.answered))
    return f"Committees shared {share} {'assessment' if agreement.answered == 1 else 'assessments'} by Cabinet Members"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def slips_headline(slips: Days, unmoved: int) -> str:
    """ "Half of the dates slipped by 62 days or more; 20 of 80 never moved"."""
    median = slips.median
    if median is None or median <= 0:
        return f"Most dates did not slip; {unmoved:,} of {slips.total:,} never moved"
    return f"Half of the dates slipped by {days_words(median)} or more; {unmoved:,} of {slips.total:,} never moved"


def slips_words(slips: Days, unmoved: int) -> str:
    """ "Slipped on average: 33.3 days. Median of the 20 that moved: 62 days."."""
    moved = slips.moved(unmoved)
    average = f"Slipped on average: {days_words(round(slips.mean or 0, 1))}."
    if moved.median is None:
        return average
    return f"{average} Median of the {moved.total:,} that moved: {days_words(moved.median)}."


def days_words(days: float) -> str:
    """ "62 days", "62.5 days"."""
    return counted(int(days), "day") if days == int(days) else f"{days:,.1f} days"


def conclude_headline(taken: Days) -> str:
    """ "Half of those concluded were concluded within 400 days of approval"."""
    median = taken.median or 0
    if taken.total == 1:
        return f"The one that was concluded took {days_words(median)} from approval"
    return f"Half of the {taken.total:,} that were concluded took {days_words(median)} or less from approval"


def overdue_headline(posts: tuple[PostFigures, ...], overdue: int) -> str:
    """ "Deputy Leader answers for 5 of the 12 that are overdue"."""
    if not posts:
        return f"{leaves_words(overdue)} {'is' if overdue == 1 else 'are'} overdue, and no post answers today"
    if len(posts) > 1 and posts[0].overdue == posts[1].overdue:
        return f"{leaves_words(overdue)} {'is' if overdue == 1 else 'are'} overdue"
    first = posts[0]
    if overdue == 1:
        return f"{first.post} answers for the one that is overdue"
    return f"{first.post} answers for {first.overdue:,} of the {overdue:,} that are overdue"
