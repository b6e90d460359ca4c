"""The charts of the figures: at most four series, each with its message and the numbers below."""

from collections.abc import Sequence

from tracking.enums import Ending
from tracking.presenters.charts import Cell, Chart, Numbers, Series, TableRow, line_chart, stacked_bars
from tracking.presenters.figure_links import RegisterLinks
from tracking.presenters.figure_words import (
    agreement_headline,
    conclude_headline,
    ending_words,
    endings_headline,
    overdue_headline,
    percent,
    slips_headline,
    slips_words,
    year_words,
)
from tracking.queries.agreement import Agreement
from tracking.queries.figures import Days, Figures, YearFigures, added_up

MOST_POSTS = 10
MOST_YEARS = 20
"""Of a longer history the years before are added up: the CSV has each of them."""
_SLIPS = (
    ("Up to 3 months later", 1, 91),
    ("3 to 6 months later", 92, 183),
    ("6 to 12 months later", 184, 365),
    ("More than a year later", 366, None),
)
_TAKEN = (
    ("Up to 6 months", None, 183),
    ("6 to 12 months", 184, 365),
    ("1 to 2 years", 366, 730),
    ("2 to 3 years", 731, 1095),
    ("More than 3 years", 1096, None),
)


def endings_chart(figures: Figures, links: RegisterLinks, *, csv_href: str = "") -> Chart:
    """What became of them, by the year in which their inquiry was approved."""
    years, in_all = latest(figures.years), figures.in_all
    late = "Achieved late, or no date to judge by" if in_all.endings.get(Ending.ACHIEVED) else "Achieved late"
    series = (
        Series("Achieved on time", tuple(row.endings.get(Ending.ON_TIME, 0) for row in years)),
        Series(late, tuple(row.achieved - row.endings.get(Ending.ON_TIME, 0) for row in years)),
        Series("Concluded otherwise", tuple(row.concluded - row.achieved for row in years)),
        Series("Still tracked", tuple(row.endings.get(Ending.TRACKED, 0) for row in years)),
    )
    return stacked_bars(
        "endings",
        headline=endings_headline(in_all),
        label_name="Municipal year of approval",
        labels=[_year_head(row, figures.years) for row in years],
        series=series,
        numbers=endings_numbers(figures, links),
        note="By the municipal year in which the inquiry was approved. A municipal year runs from May to April.",
        csv_href=csv_href,
    )


def endings_numbers(figures: Figures, links: RegisterLinks) -> Numbers:
    """Every ending by year, apart from each other; each row adds up to its total."""
    rows = [
        _endings_row(row, _year_head(row, figures.years), figures, _of_year(row, links))
        for row in latest(figures.years)
    ]
    if len(rows) > 1:
        rows.append(_endings_row(figures.in_all, "All years", figures, links, is_total=True))
    heads = ("Municipal year of approval", "In all", *(ending_words(ending) for ending in shown_endings(figures)))
    return Numbers("What became of recommendations and parts", heads, tuple(rows))


EARLIER = "Earlier"
ENDINGS = (*(ending for ending in Ending if ending != Ending.TRACKED), Ending.TRACKED)


def shown_endings(figures: Figures) -> tuple[Ending, ...]:
    """Those that can be: achieved with no date to judge by, only where the council's categories know such a thing."""
    is_known = bool(figures.in_all.endings.get(Ending.ACHIEVED))
    return tuple(ending for ending in ENDINGS if is_known or ending != Ending.ACHIEVED)


def latest(years: Sequence[YearFigures]) -> tuple[YearFigures, ...]:
    """The latest years, each of them, with all that were before added up as one; a year not known is before any."""
    dated = {row.year: row for row in years if row.year is not None}
    shown = [dated.get(year, YearFigures(year, {})) for year in _without_gaps(list(dated))]
    before = [row for row in years if row not in shown]
    return (added_up(before), *shown) if before else tuple(shown)


def _without_gaps(years: Sequence[int]) -> range:
    """Every year from the first to the last, of a long history the latest: a gap in time is seen as one."""
    return range(max(min(years), max(years) - MOST_YEARS + 1), max(years) + 1) if years else range(0)


def _year_head(row: YearFigures, years: Sequence[YearFigures]) -> str:
    """The year; what is before those shown may be of earlier years, of none that is known, or of both."""
    is_earlier = row.year is None and row.total != sum(one.total for one in years if one.year is None)
    return EARLIER if is_earlier else year_words(row.year)


def _of_year(row: YearFigures, links: RegisterLinks) -> RegisterLinks | None:
    return RegisterLinks(links.committee, row.year) if row.year is not None else None


def _endings_row(
    row: YearFigures, head: str, figures: Figures, links: RegisterLinks | None, *, is_total: bool = False
) -> TableRow:
    cells = [Cell(f"{row.total:,}", links.to() if links else "")]
    for ending in shown_endings(figures):
        number = row.endings.get(ending, 0)
        href = links.of_ending(ending) if links and number else ""
        cells.append(Cell(f"{number:,}", href))
    return TableRow(head, tuple(cells), is_total)


def agreement_chart(agreement: Sequence[Agreement], *, csv_href: str = "") -> Chart | None:
    """How often the committees shared what Cabinet Members said, by the year of the view; None where none was given."""
    if not agreement:
        return None
    in_all = agreement_in_all(agreement)
    given = {row.year: row for row in agreement}
    shown = [given.get(year, Agreement(year, 0, 0)) for year in _without_gaps(list(given))]
    before = [row for row in agreement if row not in shown]
    years = [year_words(row.year) for row in shown]
    rows = [_agreement_row(year, row) for year, row in zip(years, shown, strict=True)]
    if before:
        rows.insert(0, _agreement_row(EARLIER, agreement_in_all(before)))
    if len(rows) > 1:
        rows.append(_agreement_row("All years", in_all, is_total=True))
    heads = (
        "Municipal year of the view",
        "Views that answered an assessment",
        "Shared it",
        "Differed",
        "Share that shared it",
    )
    numbers = Numbers("Cabinet Members’ assessments and committees’ views", heads, tuple(rows))
    note = "A view without a category says nothing of a category claimed, so it is left out."
    if len(agreement) > 1:
        shares = tuple(row.shared * 100 / row.answered if row.answered else None for row in shown)
        return line_chart(
            "agreement",
            headline=agreement_headline(in_all),
            label_name="Municipal year of the view",
            labels=years,
            series=(Series("Share of assessments that the committees shared", shares),),
            unit="%",
            top=100,
            numbers=numbers,
            note=f"Share of assessments that the committees shared, by the year of the view. {note}",
            csv_href=csv_href,
        )
    return stacked_bars(
        "agreement",
        headline=agreement_headline(in_all),
        label_name="Municipal year of the view",
        labels=years,
        series=(Series("Shared", (in_all.shared,)), Series("Differed", (in_all.differed,))),
        numbers=numbers,
        note=note,
        csv_href=csv_href,
    )


def agreement_in_all(agreement: Sequence[Agreement]) -> Agreement:
    """The agreement of several years as that of the last of them."""
    last = agreement[-1].year if agreement else 0
    return Agreement(last, sum(row.answered for row in agreement), sum(row.shared for row in agreement))


def _agreement_row(head: str, row: Agreement, *, is_total: bool = False) -> TableRow:
    counts = (row.answered, row.shared, row.differed)
    cells = [*(Cell(f"{number:,}") for number in counts), Cell(percent(row.shared, row.answered))]
    return TableRow(head, tuple(cells), is_total)


def slips_chart(slips: Days, unmoved: int, *, csv_href: str = "") -> Chart | None:
    """How far dates slipped, of those that have an original one; None where none has."""
    if not slips.total:
        return None
    counted_of = "From the original date to the current one, of those with an original date."
    return _ranges_chart(
        "slips",
        slips_ranges(slips, unmoved),
        headline=slips_headline(slips, unmoved),
        name="Slipped",
        note=f"{counted_of} {slips_words(slips, unmoved)}",
        csv_href=csv_href,
    )


def slips_ranges(slips: Days, unmoved: int) -> tuple[tuple[str, int], ...]:
    """How many slipped how far; all of them add up to those with an original date."""
    return (
        ("Never moved", unmoved),
        ("Moved, but not later", slips.between(None, 0) - unmoved),
        *((name, slips.between(least, most)) for name, least, most in _SLIPS),
    )


def conclude_ranges(taken: Days) -> tuple[tuple[str, int], ...]:
    """How many took how long; all of them add up to those of which it is known."""
    return tuple((name, taken.between(least, most)) for name, least, most in _TAKEN)


def conclude_chart(taken: Days, *, csv_href: str = "") -> Chart | None:
    """How long it took from approval to the view that concluded; None where none was concluded."""
    if not taken.total:
        return None
    return _ranges_chart(
        "time-to-conclude",
        conclude_ranges(taken),
        headline=conclude_headline(taken),
        name="Time to conclude",
        note="From the approval of the inquiry to the view that concluded tracking, where both dates are known.",
        csv_href=csv_href,
    )


def _ranges_chart(
    slug: str, ranges: Sequence[tuple[str, int]], *, headline: str, name: str, note: str, csv_href: str
) -> Chart:
    total = sum(number for _, number in ranges)
    rows = [TableRow(label, (Cell(f"{number:,}"), Cell(percent(number, total)))) for label, number in ranges]
    rows.append(TableRow("In all", (Cell(f"{total:,}"), Cell(percent(total, total))), is_total=True))
    return stacked_bars(
        slug,
        headline=headline,
        label_name=name,
        labels=[label for label, _ in ranges],
        series=(Series("Recommendations and parts", tuple(number for _, number in ranges)),),
        numbers=Numbers(headline, (name, "Recommendations and parts", "Share"), tuple(rows)),
        note=note,
        csv_href=csv_href,
    )


def overdue_chart(figures: Figures, links: RegisterLinks, *, csv_href: str = "") -> Chart | None:
    """Who answers today for what is overdue; None where nothing is, or nobody answers."""
    if not figures.posts:
        return None
    most = figures.posts[:MOST_POSTS]
    rows = tuple(
        TableRow(
            str(row.post),
            (
                Cell(f"{row.overdue:,}", links.of_post(row.post)),
                Cell(f"{row.tracked:,}"),
                Cell(percent(row.overdue, row.tracked)),
            ),
        )
        for row in figures.posts
    )
    left_out = len(figures.posts) - len(most)
    note = "What several posts answer for counts for each of them. A part without a post of its own has its parent’s."
    return stacked_bars(
        "overdue",
        headline=overdue_headline(figures.posts, figures.overdue),
        label_name="Post",
        labels=[str(row.post) for row in most],
        series=(
            Series("Overdue", tuple(row.overdue for row in most)),
            Series("Still tracked, not overdue", tuple(row.tracked - row.overdue for row in most)),
        ),
        numbers=Numbers("Overdue today, by post", ("Post", "Overdue", "Still tracked", "Share overdue"), rows),
        note=f"The picture shows the {MOST_POSTS} posts with most; the table has all {len(rows)}. {note}"
        if left_out
        else note,
        csv_href=csv_href,
    )
