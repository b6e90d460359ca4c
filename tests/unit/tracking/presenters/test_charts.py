"""Charts: values become bars, columns and lines in proportion, on scales from zero; words are never markup."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from tracking.presenters.chart_drawing import WIDTH
from tracking.presenters.chart_scales import axis_top, ticks, wrapped
from tracking.presenters.charts import Chart, Series, line_chart, stacked_bars, stacked_columns

YEARS = ("2014/15", "2015/16")
KINDS = (stacked_bars, stacked_columns, line_chart)


def chart_of(kind=stacked_bars, *values: tuple[float | None, ...], labels: tuple[str, ...] = YEARS) -> Chart:
    series = [Series(f"Series {number}", row) for number, row in enumerate(values)]
    return kind("slug", headline="What it says", label_name="Year", labels=labels, series=series)


def rendered(chart: Chart) -> str:
    return render_to_string("components/chart.html", {"chart": chart})


class TestScales:
    @pytest.mark.parametrize(
        ("highest", "top"),
        [(0, 1), (1, 1), (4, 4), (6, 6), (7, 8), (23, 25), (101, 150), (999, 1000), (64_000, 80_000)],
    )
    def test_a_scale_ends_with_the_first_easy_number_that_nothing_goes_beyond(self, highest: int, top: int) -> None:
        assert axis_top(highest) == top

    @pytest.mark.parametrize("highest", [0, 1, 3, 17, 250, 64_000])
    def test_ticks_are_whole_numbers_from_zero_to_the_end_at_most_five_steps(self, highest: int) -> None:
        marks = ticks(axis_top(highest))
        assert (marks[0], marks[-1]) == (0, axis_top(highest))
        assert len(marks) <= 6
        assert len({later - earlier for earlier, later in pairwise(marks)}) == 1

    def test_long_labels_are_wrapped_between_words(self) -> None:
        assert wrapped("Cabinet Member for Housing", 14) == ["Cabinet Member", "for Housing"]
        assert wrapped("Unbreakable", 4) == ["Unbreakable"]
        assert wrapped("", 4) == []


class TestBars:
    def test_lengths_are_in_proportion_and_parts_follow_each_other(self) -> None:
        blocks = chart_of(stacked_bars, (10, 20), (10, 0)).picture.blocks[2:]
        first, second, third = blocks
        assert first.width == second.width == pytest.approx(third.width / 2, abs=0.2)
        assert second.x == pytest.approx(first.x + first.width, abs=0.2)
        assert (first.y, second.y) == (first.y, first.y)
        assert third.y > first.y

    def test_nothing_is_drawn_for_nothing_but_its_number_is_said(self) -> None:
        chart = chart_of(stacked_bars, (0, 0))
        assert chart.picture.blocks == ()
        assert [words.text for words in chart.picture.words if words.is_bold] == ["0", "0"]

    def test_totals_stand_behind_each_bar(self) -> None:
        chart = chart_of(stacked_bars, (1_200, 30), (1, 2))
        assert [words.text for words in chart.picture.words if words.is_bold] == ["1,201", "32"]

    def test_long_labels_have_a_line_of_their_own_above_their_bar(self) -> None:
        label = "Cabinet Member for Neighbourhoods, Housing, Parks and Everything Else"
        chart = chart_of(stacked_bars, (5,), labels=(label,))
        lines = [words.text for words in chart.picture.words if not words.is_bold and words.text != "5"]
        assert (" ".join(lines), len(lines) > 1) == (label, True)
        assert chart.picture.blocks[0].x == 0


class TestColumns:
    def test_heights_are_in_proportion_and_stand_on_zero(self) -> None:
        low, high = chart_of(stacked_columns, (10, 20)).picture.blocks
        assert high.height == pytest.approx(low.height * 2, abs=0.2)
        assert low.y + low.height == pytest.approx(high.y + high.height, abs=0.2)

    def test_of_many_labels_as_many_are_shown_as_there_is_room_for_the_last_always(self) -> None:
        labels = tuple(f"{year}/{(year + 1) % 100:02d}" for year in range(2000, 2020))
        chart = chart_of(stacked_columns, tuple(range(20)), labels=labels)
        shown = [words.text for words in chart.picture.words if words.text in labels]
        assert (shown[-1], 2 <= len(shown) <= 6) == ("2019/20", True)


class TestLines:
    def test_points_stand_on_the_scale_and_a_gap_breaks_the_line(self) -> None:
        chart = line_chart(
            "slug",
            headline="What it says",
            label_name="Year",
            labels=("a", "b", "c", "d", "e"),
            series=[Series("Share", (0, 100, None, 50, None))],
            unit="%",
            top=100,
        )
        curve, alone = chart.picture.curves
        base, *_, highest = sorted(chart.picture.rules, key=lambda rule: -rule.y1)
        ys = [float(point.split(",")[1]) for point in curve.points.split()]
        assert ys == [base.y1, highest.y1]
        assert (alone.points, alone.marks.count("M")) == ("", 1)
        assert rendered(chart).count("<polyline") == 1
        assert [words.text for words in chart.picture.words if words.is_bold] == ["50%"]
        assert [row.cells[0].text for row in chart.numbers.rows] == ["0%", "100%", "–", "50%", "–"]

    def test_of_no_number_at_all_nothing_is_drawn(self) -> None:
        assert chart_of(line_chart, (None, None)).picture.curves == ()

    def test_each_series_has_marks_and_a_dash_of_its_own(self) -> None:
        chart = chart_of(line_chart, (1, 2), (2, 3), (3, 4), (4, 5))
        curves = chart.picture.curves[4:]
        assert len({curve.dash for curve in curves}) == 4
        assert len({re.sub(r"[-\d. ]", "", curve.marks) for curve in curves}) >= 3


@pytest.mark.parametrize("kind", KINDS)
class TestEveryChart:
    def test_more_than_four_series_are_refused(self, kind) -> None:
        with pytest.raises(ValueError, match="at most 4 series"):
            chart_of(kind, *[(1, 2)] * 5)

    def test_a_series_has_a_number_for_each_label(self, kind) -> None:
        with pytest.raises(ValueError, match="a number for each label"):
            chart_of(kind, (1, 2, 3))

    def test_the_table_has_the_numbers_of_the_picture(self, kind) -> None:
        numbers = chart_of(kind, (1, 2), (3, 4)).numbers
        assert numbers.heads == ("Year", "Series 0", "Series 1")
        assert [(row.head, [cell.text for cell in row.cells]) for row in numbers.rows] == [
            ("2014/15", ["1", "3"]),
            ("2015/16", ["2", "4"]),
        ]

    def test_nothing_at_all_can_be_drawn(self, kind) -> None:
        for chart in (chart_of(kind, (0, 0)), chart_of(kind, (), labels=())):
            assert "<svg" in rendered(chart)

    def test_everything_stays_within_the_picture(self, kind) -> None:
        picture = chart_of(kind, (64_000, 1), (0, 63_999)).picture
        assert all(min(block.x, WIDTH - block.x - block.width) >= 0 for block in picture.blocks)
        assert all(0 <= words.x <= WIDTH and 0 < words.y <= picture.height for words in picture.words)

    def test_it_has_a_name_a_description_and_no_style(self, kind) -> None:
        html = rendered(chart_of(kind, (1, 2), (3, 4)))
        assert 'role="img" aria-labelledby="slug-title" aria-describedby="slug-description"' in html
        assert '<title id="slug-title">What it says</title>' in html
        assert "2014/15 to 2015/16: Series 0, Series 1. The numbers are in the table that follows." in html
        assert re.findall(r"<style|style=|<script|\son\w+=", html) == []

    def test_its_caption_is_the_first_thing_in_the_figure(self, kind) -> None:
        html = rendered(chart_of(kind, (1, 2)))
        after_the_figure = html.partition('<figure class="app-chart">')[2].lstrip()
        assert (after_the_figure.startswith("<figcaption>"), html.count("<figcaption")) == (True, 1)

    def test_words_are_never_taken_for_markup(self, kind) -> None:
        labels = ("<script>alert(1)</script>", 'a"b')
        html = rendered(
            kind("slug", headline="A < B", label_name="Year", labels=labels, series=[Series("<b>", (1, 2))])
        )
        assert ("<script>" in html, "<b>" in html, "A &lt; B" in html) == (False, False, True)
