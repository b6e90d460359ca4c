"""An inquiry's progress in words and as rows."""

from datetime import date

import pytest

from tracking.exports.inquiry_progress import progress_csv
from tracking.presenters.inquiry_progress import progress_sentence
from tracking.queries.inquiry_progress import Standing

FIRST, LAST = date(2015, 11, 10), date(2016, 11, 10)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (
            Standing(FIRST, achieved=2, tracked_on_time=12),
            Standing(LAST, achieved=8, tracked_on_time=5, tracked_late=1),
            ("By 10 November 2016, 8 of 14 parts were achieved, up from 2 on 10 November 2015. 1 is tracked late."),
        ),
        (
            Standing(FIRST, tracked_on_time=3),
            Standing(LAST, achieved=1, tracked_late=2),
            "By 10 November 2016, 1 of 3 parts was achieved, up from none on 10 November 2015. 2 are tracked late.",
        ),
        (
            Standing(FIRST, achieved=1, tracked_on_time=1),
            Standing(LAST, achieved=1, tracked_on_time=1),
            "By 10 November 2016, 1 of 2 parts was achieved, as many as on 10 November 2015. None is tracked late.",
        ),
        (
            Standing(FIRST, achieved=1),
            Standing(LAST, tracked_on_time=1),
            "By 10 November 2016, 0 of 1 part were achieved, down from 1 on 10 November 2015. None is tracked late.",
        ),
    ],
)
def test_the_headline_compares_the_last_sitting_with_the_first(first, last, sentence):
    assert progress_sentence(first, last, unit="part") == sentence


def test_the_file_has_the_same_numbers_its_day_and_its_licence():
    file = progress_csv([Standing(FIRST, 2, 1, 10, 3)], today=LAST).decode("utf-8-sig")

    assert file.splitlines() == [
        'After the sitting on,Achieved,Concluded otherwise,"Tracked, on time","Tracked, late",As at,Licence',
        "2015-11-10,2,1,10,3,2016-11-10,Open Government Licence v3.0",
    ]
