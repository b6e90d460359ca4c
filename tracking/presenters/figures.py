"""The page of figures: how it stands in one sentence, every ending with what it is counted of, and the charts."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.enums import Ending
from tracking.models import Committee
from tracking.presenters.charts import Chart
from tracking.presenters.figure_charts import (
    agreement_chart,
    conclude_chart,
    endings_chart,
    overdue_chart,
    shown_endings,
    slips_chart,
)
from tracking.presenters.figure_links import RegisterLinks
from tracking.presenters.figure_words import (
    ending_words,
    leaves_words,
    percent,
    state_sentences,
    year_words,
)
from tracking.presenters.links import Link
from tracking.presenters.wording import written_date
from tracking.queries.figures import Figures

_LATEST_REPORTS = 10


@dataclass(frozen=True)
class FigureLine:
    """A number, what it is counted of, and where those that it counts are listed."""

    name: str
    number: str
    of: str
    href: str = ""


@dataclass(frozen=True)
class ChartSection:
    """A heading and its chart, or what is said where there are no figures yet."""

    heading: str
    chart: Chart | None
    empty: str


@dataclass(frozen=True)
class FiguresFace:
    """`report` is that of the year that runs, `reports` the latest of all, `earlier_reports` those before."""

    state: str
    lines: tuple[FigureLine, ...]
    sections: tuple[ChartSection, ...]
    report: Link
    reports: tuple[Link, ...]
    earlier_reports: tuple[Link, ...]
    csv_href: str
    as_at: str
    is_narrowed: bool = False


def figures_face(
    figures: Figures,
    *,
    committee: Committee | None,
    year: int | None,
    years: range,
    query: str,
    today: date,
) -> FiguresFace:
    """`years` are those that have an annual report; `query` is what the page was filtered by, for the CSV."""
    links = RegisterLinks(committee, year)
    reports = tuple(Link(year_words(row), reverse("annual_report", args=[row])) for row in reversed(years))
    csv_href = reverse("figures_csv") + (f"?{query}" if query else "")
    return FiguresFace(
        state=state_sentences(figures.in_all, what=_narrowed(committee, year)),
        lines=figure_lines(figures, links),
        sections=chart_sections(figures, links, csv_href=csv_href) if figures.in_all.total else (),
        report=reports[0],
        reports=reports[:_LATEST_REPORTS],
        earlier_reports=reports[_LATEST_REPORTS:],
        csv_href=csv_href,
        as_at=written_date(today),
        is_narrowed=bool(query),
    )


def _narrowed(committee: Committee | None, year: int | None) -> str:
    approved = f" of inquiries approved in {year_words(year)}" if year is not None else ""
    return approved + (f" of {committee}" if committee else "")


def figure_lines(figures: Figures, links: RegisterLinks) -> tuple[FigureLine, ...]:
    """Every ending apart, adding up to all of them; then what is overdue, disputed and never looked at."""
    in_all = figures.in_all
    if not in_all.total:
        return ()
    tracked = in_all.endings.get(Ending.TRACKED, 0)
    return (
        *(_ending_line(ending, figures, links) for ending in shown_endings(figures)),
        _line("Overdue", figures.overdue, tracked, "still tracked", links.to(overdue="on")),
        _line("Never tracked", figures.never_tracked, tracked, "still tracked", links.to(never="on")),
        _line("Latest view differs", figures.disagreed, in_all.total, "in all", links.to(disagreement="on")),
        _line("Original date never moved", in_all.unmoved, in_all.dated, "with an original date", ""),
        *_slipped_lines(figures),
    )


def _slipped_lines(figures: Figures) -> list[FigureLine]:
    """By how many days dates slipped: of all that have one, and of those that moved."""
    slips, moved = figures.slips, figures.slips.moved(figures.in_all.unmoved)
    lines = []
    if slips.mean is not None:
        of = f"over {slips.total:,} with an original date"
        lines.append(FigureLine("Days slipped, on average", f"{slips.mean:,.1f}", of))
    if moved.median is not None:
        of = f"days slipped, of {moved.total:,} whose date moved"
        lines.append(FigureLine("Median, of those that moved", f"{moved.median:,g}", of))
    return lines


def _ending_line(ending: Ending, figures: Figures, links: RegisterLinks) -> FigureLine:
    number = figures.in_all.endings.get(ending, 0)
    href = links.of_ending(ending)
    return _line(ending_words(ending), number, figures.in_all.total, "in all", href)


def _line(name: str, number: int, total: int, of: str, href: str) -> FigureLine:
    return FigureLine(name, f"{number:,}", f"of {total:,} {of} ({percent(number, total)})", href if number else "")


def chart_sections(figures: Figures, links: RegisterLinks, *, csv_href: str = "") -> tuple[ChartSection, ...]:
    return (
        ChartSection("What became of them", endings_chart(figures, links, csv_href=csv_href), ""),
        ChartSection(
            "Whether committees agreed",
            agreement_chart(figures.agreement, csv_href=csv_href),
            "Agreement will appear here once a committee has given its view on a Cabinet Member’s assessment.",
        ),
        ChartSection(
            "How far dates slipped",
            slips_chart(figures.slips, figures.in_all.unmoved, csv_href=csv_href),
            "Slips will appear here once a recommendation has a completion date.",
        ),
        ChartSection(
            "How long it took",
            conclude_chart(figures.time_to_conclude, csv_href=csv_href),
            "Times will appear here once a committee has concluded a recommendation.",
        ),
        ChartSection("What is overdue", overdue_chart(figures, links, csv_href=csv_href), _overdue_words(figures)),
    )


def _overdue_words(figures: Figures) -> str:
    if not figures.overdue:
        return "Nothing is overdue today."
    are = "is" if figures.overdue == 1 else "are"
    return f"{leaves_words(figures.overdue)} {are} overdue, for which no post answers today."
