"""A report to Cabinet starts with facts and counts, never with prose."""

from datetime import date

from tracking.queries.cabinet.beginnings import Count, month_as_text, response_as_text


def test_a_month_is_told_by_its_counts() -> None:
    counts = [
        Count("Green: complete", 12),
        Count("Amber: on track", 20),
        Count("Red: off track", 3),
        Count("Not rated", 2),
    ]
    text = month_as_text(plan="Governance *Plan*", month=date(2018, 9, 1), issued_on=date(2018, 10, 5), counts=counts)
    assert text.splitlines() == [
        r"- Plan: Governance \*Plan\*",
        "- Month: September 2018",
        "- Issued: 5 October 2018",
        "- Actions: 37",
        "- Green: complete: 12",
        "- Amber: on track: 20",
        "- Red: off track: 3",
        "- Not rated: 2",
    ]


def test_a_response_is_told_without_the_days_that_are_not_known() -> None:
    text = response_as_text(
        inquiry="Left\nOffline",
        received_on=None,
        due_on=date(2015, 8, 8),
        agreed_on=None,
        counts=[Count("Accepted", 4), Count("Rejected", 1)],
    )
    assert text.splitlines() == [
        "- Inquiry: Left Offline",
        "- Response due: 8 August 2015",
        "- Recommendations and parts: 5",
        "- Accepted: 4",
        "- Rejected: 1",
    ]
