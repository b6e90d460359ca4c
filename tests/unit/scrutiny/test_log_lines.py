"""A line of the log."""

import logging
import sys

import pytest

from scrutiny.log_lines import LineFormatter


def line(message: str) -> str:
    record = logging.LogRecord("tracking.security", logging.WARNING, "", 0, message, None, None)
    record.created = 1_466_000_000.25
    return LineFormatter().format(record)


def test_it_says_when_in_utc_how_grave_by_whom_and_what() -> None:
    assert line("Refused.") == "2016-06-15T14:13:20.250+00:00 WARNING tracking.security: Refused."


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("a\nERROR b", "a\\nERROR b"),
        ("a\r\nb", "a\\r\\nb"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\x85b", "a\\x85b"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("Zoë – “quoted”", "Zoë – “quoted”"),
    ],
)
def test_nothing_that_was_sent_begins_a_line_of_its_own(sent: str, written: str) -> None:
    assert line(sent).partition("security: ")[2] == written


def test_a_trace_is_indented_with_everything_that_it_quotes() -> None:
    try:
        raise ValueError("a\n2016-06-15T14:13:20.250+00:00 INFO b")
    except ValueError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "Failed.", None, sys.exc_info())

    _, *trace = LineFormatter().format(record).splitlines()
    assert [text for text in trace if not text.startswith("  ")] == []


def test_nor_does_anything_in_it_move_the_cursor_or_begin_a_line() -> None:
    try:
        raise ValueError("bad\rINFO forged \x1b[2J \u2028 more")
    except ValueError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "Failed.", None, sys.exc_info(), sinfo="at\rhere")

    *_, error, stack = LineFormatter().format(record).split("\n")
    assert error == "  ValueError: bad\\rINFO forged \\x1b[2J \\u2028 more"
    assert stack == "  at\\rhere"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/accounts/invitation/a-key/", "/accounts/invitation/[key]/"),
        ("/accounts/password/reset/key/1-a-key/?a=b", "/accounts/password/reset/key/[key]/?a=b"),
        ("/follow/a-key/end/", "/follow/[key]/end/"),
        ("/accounts/single-sign-on/callback/?code=4/a&state=b", "/accounts/single-sign-on/callback/?[key]"),
        ("/inquiries/fire/follow/", "/inquiries/fire/follow/"),
    ],
)
def test_no_key_that_lets_somebody_in_is_in_it(address: str, written: str) -> None:
    assert line(f"Gone: {address}").partition("security: ")[2] == f"Gone: {written}"


def test_nor_in_what_a_trace_quotes() -> None:
    try:
        raise ValueError("/accounts/invitation/a-key/")
    except ValueError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "Failed.", None, sys.exc_info())

    assert LineFormatter().format(record).splitlines()[-1] == "  ValueError: /accounts/invitation/[key]/"
