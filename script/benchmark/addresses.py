"""What the benchmark of the site asks for: every public page, search, filter, export and feed, and how often each.

Run in a process of its own with the site's settings; prints JSON: the addresses (all, or those with a word in their
name), for each the queries it makes and the rows PostgreSQL reads for them.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

_SAMPLES = 150
_WORDS = (
    "street lighting", "carers", "foster care waiting time", "parking permits", "R06 housing", "ward councillors parks",
    "libraries", "homelessness savings", "young carers", "planning enforcement", "noise", "allotments canal side",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One line of the tables. `paths` are the addresses asked for in turn, the first of them when it is measured alone.

    `weight` says how often it is asked for in the mix, 0 for what is no page: an export of everything.
    """

    name: str
    paths: tuple[str, ...]
    weight: int = 1


def addresses(today: date) -> list[Address]:
    """Return them for the council in the database, in the order of the tables; what has no address yet is left out."""
    from django.urls import NoReverseMatch

    found = []
    for name, paths, weight in _wanted(today):
        try:
            found.append(Address(name, tuple(paths()), weight))
        except NoReverseMatch:
            print(f"Not there: {name}", file=sys.stderr)  # noqa: T201
    return found


Wanted = tuple[str, Callable[[], list[str]], int]


def _wanted(today: date) -> Iterator[Wanted]:
    yield from _pages(today)
    yield from _register(today)
    yield from _machine_read(today)


def _reversed(name: str, argument_lists: list[list[str]]) -> Callable[[], list[str]]:
    from django.urls import reverse

    return lambda: [reverse(name, args=arguments) for arguments in argument_lists]


def _with(name: str, *queries: str) -> Callable[[], list[str]]:
    from django.urls import reverse

    return lambda: [f"{reverse(name)}{query}" for query in queries or ("",)]


def _pages(today: date) -> Iterator[Wanted]:
    sample = _Sample(today)
    yield "Overview", _with("overview"), 6
    yield "Inquiries", _with("inquiry_list", "", "?page=2", "?page=3"), 4
    yield "Inquiries, by words", _with("inquiry_list", *(f"?q={word.replace(' ', '+')}" for word in _WORDS)), 2
    yield "Inquiries, by committee", _with("inquiry_list", *(f"?committee={slug}" for slug in sample.committees)), 1
    yield "Inquiries, by post", _with("inquiry_list", *(f"?post={slug}" for slug in sample.posts)), 1
    yield "Inquiries, by view", _with("inquiry_list", *(f"?category=six-categories-{n}" for n in range(1, 7))), 1
    yield "Inquiries, still tracked", _with("inquiry_list", "?tracking=tracked"), 1
    yield "Inquiries, all concluded", _with("inquiry_list", "?tracking=concluded"), 1
    yield "Inquiries, never tracked", _with("inquiry_list", "?tracking=never"), 1
    yield "One inquiry", _reversed("inquiry_detail", [[slug] for slug, _ in sample.inquiries]), 10
    yield "One recommendation", _reversed("recommendation_detail", [list(pair) for pair in sample.inquiries]), 14
    yield "Posts", _with("post_list"), 1
    yield "One post", _reversed("post_detail", [[slug] for slug in sample.posts]), 4
    yield "Committees", _with("committee_list"), 1
    yield "One committee", _reversed("committee_detail", [[slug] for slug in sample.committees]), 4
    yield "One meeting", _reversed("meeting_detail", [list(pair) for pair in sample.meetings]), 4
    yield "One inquiry, since a meeting", sample.since("inquiry_detail"), 1
    yield "Figures", _with("figures"), 2
    yield "Figures, one year", _with("figures", *(f"?year={year}" for year in sample.years)), 1
    yield "Annual report", _reversed("annual_report", [[str(year)] for year in sample.years]), 1
    yield "Open data", _with("open_data"), 1


def _register(today: date) -> Iterator[Wanted]:
    sample = _Sample(today)
    yield "Register", _with("register", "", "?page=2"), 6
    yield "Register, last page", _with("register", "?page=last"), 1
    yield "Register, 100 a page", _with("register", "?per_page=100"), 1
    yield "Register, by words", _with("register", *(f"?q={word.replace(' ', '+')}" for word in _WORDS)), 6
    yield "Register, words that occur everywhere", _with("register", "?q=residents"), 1
    yield "Register, by committee", _with("register", *(f"?committee={slug}" for slug in sample.committees)), 1
    yield "Register, by post", _with("register", *(f"?post={slug}" for slug in sample.posts)), 1
    yield "Register, by post now", _with("register", *(f"?post={slug}&now=on" for slug in sample.posts)), 1
    yield "Register, by year", _with("register", *(f"?year={year}" for year in sample.years)), 1
    yield "Register, by claim", _with("register", "?claimed=six-categories-3", "?claimed=six-categories-1"), 1
    yield "Register, by view", _with("register", "?viewed=six-categories-5", "?viewed=six-categories-2"), 1
    yield "Register, by state", _with("register", "?state=tracked", "?state=concluded"), 1
    yield "Register, by reason", _with("register", "?reason=overtaken", "?reason=implemented"), 1
    yield "Register, overdue", _with("register", "?overdue=on"), 2
    yield "Register, disagreement", _with("register", "?disagreement=on"), 2
    yield "Register, never tracked", _with("register", "?never=on"), 1
    for order in ("slipped", "latest", "inquiry"):
        yield f"Register, ordered by “{order}”", _with("register", f"?sort={order}"), 1


def _machine_read(today: date) -> Iterator[Wanted]:
    sample = _Sample(today)
    yield "Figures as CSV", _with("figures_csv"), 0
    yield "CSV of what is overdue", _with("register", "?format=csv&overdue=on"), 0
    yield "CSV of everything", _with("register", "?format=csv"), 0
    yield "XLSX of everything", _with("register", "?format=xlsx"), 0
    yield "JSON of everything", _with("register", "?format=json"), 0
    yield "API, recommendations", lambda: ["/api/recommendations/", "/api/recommendations/?page=2"], 2
    yield "API, inquiries", lambda: ["/api/inquiries/"], 1
    yield "API, schema", lambda: ["/api/schema/"], 1
    yield "Feed of a committee", _reversed("committee_feed", [[slug] for slug in sample.committees]), 1
    yield "Feed of an inquiry", _reversed("inquiry_feed", [[slug] for slug, _ in sample.inquiries]), 1
    yield "Feed of a recommendation", _reversed("recommendation_feed", [list(pair) for pair in sample.inquiries]), 1
    yield "Calendar", _with("calendar"), 1
    yield "Calendar of a committee", _reversed("committee_calendar", [[slug] for slug in sample.committees]), 1


class _Sample:
    """Things of the same age, and as much in use, however long the history is."""

    def __init__(self, today: date) -> None:
        from tracking.dates import municipal_year
        from tracking.models import Committee, Inquiry, Meeting, Post, Recommendation

        self.today = today
        in_use = Inquiry.objects.public().filter(approved_on__range=(today.replace(year=today.year - 6), today))
        leaves = Recommendation.objects.filter(inquiry__in=in_use, parent__isnull=True).select_related("inquiry")
        step = max(1, leaves.count() // _SAMPLES)
        self.inquiries = [(row.inquiry.slug, row.reference) for row in leaves.order_by("inquiry", "number")[::step]]
        held = Meeting.objects.filter(held_on__range=(today - timedelta(days=400), today)).select_related("committee")
        self.meetings = [(row.committee.slug, row.date_slug) for row in held.order_by("held_on", "pk")]
        self.committees = list(Committee.objects.current(today).values_list("slug", flat=True))
        self.posts = list(Post.objects.current(today).values_list("slug", flat=True))
        self.years = sorted({municipal_year(day) for day in in_use.values_list("approved_on", flat=True)})[:4]

    def since(self, name: str) -> Callable[[], list[str]]:
        """Addresses of inquiries with what changed since a meeting a year ago."""
        from django.urls import reverse

        committee, held_on = self.meetings[0]
        return lambda: [f"{reverse(name, args=[slug])}?since={committee}/{held_on}" for slug, _ in self.inquiries[::5]]


def queries_of(path: str) -> dict[str, Any]:
    """Ask for an address in this process; return its status, length, queries and the rows read for them."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"x-forwarded-proto": "https"})
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path)
        body = response.getvalue()
    queries = [row["sql"] for row in captured.captured_queries]
    queries = [re.sub(r"^DECLARE .*? FOR (?=SELECT)", "", sql) for sql in queries]
    reads = [sql for sql in queries if sql.lstrip("( ").upper().startswith(("SELECT", "WITH"))]
    return {
        "status": response.status_code,
        "bytes": len(body),
        "queries": len(reads),
        "rows": sum(map(_rows_read, reads)) if connection.vendor == "postgresql" else None,
    }


def _rows_read(sql: str) -> int:
    """The rows PostgreSQL took from tables and indexes, also those it then left out."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
        ((plan,),) = cursor.fetchall()
    return _read_by(plan[0]["Plan"] if isinstance(plan, list) else json.loads(plan)[0]["Plan"])


def _read_by(node: dict[str, Any]) -> int:
    below = sum(_read_by(child) for child in node.get("Plans", ()))
    if "Scan" not in node["Node Type"] or node["Node Type"] in {"CTE Scan", "Subquery Scan", "Bitmap Index Scan"}:
        return below
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return below + round((node["Actual Rows"] + removed) * node["Actual Loops"])


def main() -> None:
    import django

    django.setup()
    from tracking import dates

    only = sys.argv[1].lower() if len(sys.argv) > 1 else ""
    found = [row for row in addresses(dates.today()) if only in row.name.lower()]
    print(json.dumps([asdict(row) | queries_of(row.paths[0]) for row in found]))  # noqa: T201


if __name__ == "__main__":
    main()
