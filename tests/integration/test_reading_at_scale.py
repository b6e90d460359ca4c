"""With thousands of recommendations every list is still read through an index, and in as few queries."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.bulk import multiply
from tests.council import rolled_back
from tracking.actions.synthetic import load_synthetic
from tracking.models import Committee, Inquiry, Meeting, Post, RegisterEntry

TODAY = date(2026, 11, 21)
YEARS, TIMES = 3, 15
BIG = {
    "tracking_assessment",
    "tracking_evidenceuse",
    "tracking_progressupdate",
    "tracking_recommendation",
    "tracking_registerentry",
    "tracking_searchentry",
    "tracking_selfassessment",
}
FILTERS = {
    "nothing": "",
    "words": "?q=timetable+carers+kings",
    "reference": "?q=R06",
    "committee": "?committee={committee}",
    "post": "?post={post}",
    "post now": "?post={post}&now=on",
    "year": "?year=2025",
    "claim": "?claimed=six-categories-4",
    "view": "?viewed=six-categories-4",
    "state": "?state=tracked",
    "reason": "?reason=withdrawn",
    "overdue": "?overdue=on",
    "disagreement": "?disagreement=on",
    "never tracked": "?never=on",
}


@pytest.fixture(scope="module")
def queries_before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """Load some years, count the queries of every page, and copy the years: once for the module, in seconds."""
    with django_db_blocker.unblock(), rolled_back():
        load_synthetic(years=YEARS, seed=5, today=TODAY)
        _as_the_database_does_by_itself()
        counted = {name: queries_of(address) for name, address in addresses().items()}
        multiply(TIMES)
        yield counted


def _as_the_database_does_by_itself() -> None:
    """Count what the tables hold: nobody else sees what this transaction has written, so nobody does it in passing."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def addresses() -> dict[str, str]:
    """Every public page, by name; the same rows before and after they are copied."""
    post, committee = Post.objects.order_by("pk")[7], Committee.objects.order_by("pk")[0]
    inquiry = Inquiry.objects.public().order_by("pk")[0]
    meeting = Meeting.objects.filter(committee=committee, held_on__lt=TODAY).order_by("-held_on")[0]
    register = {
        f"register by {name}": reverse("register") + query.format(post=post.slug, committee=committee.slug)
        for name, query in FILTERS.items()
    }
    return register | {
        "overview": reverse("overview"),
        "inquiries": reverse("inquiry_list"),
        "inquiries by words": reverse("inquiry_list") + "?q=timetable+carers",
        "inquiry": reverse("inquiry_detail", args=[inquiry.slug]),
        "recommendation": reverse("recommendation_detail", args=[inquiry.slug, "R01"]),
        "posts": reverse("post_list"),
        "post": reverse("post_detail", args=[post.slug]),
        "committees": reverse("committee_list"),
        "committee": reverse("committee_detail", args=[committee.slug]),
        "meeting": reverse("meeting_detail", args=[committee.slug, meeting.date_slug]),
        "figures": reverse("figures"),
    }


def queries_of(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


pytestmark = [pytest.mark.postgresql_only, pytest.mark.django_db, pytest.mark.usefixtures("queries_before")]


def scans(node: dict[str, Any]) -> Iterator[str]:
    """The big tables that a plan reads from beginning to end."""
    if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in BIG:
        yield node["Relation Name"]
    for child in node.get("Plans", ()):
        yield from scans(child)


def read_whole(address: str) -> dict[str, list[str]]:
    """The queries of a page, without those that count, that read a big table whole: the tables by query."""
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    found = {}
    for query in captured.captured_queries:
        sql = query["sql"]
        if sql.startswith("SELECT") and not sql.startswith("SELECT COUNT("):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
                ((plan,),) = cursor.fetchall()
            plan = plan if isinstance(plan, list) else json.loads(plan)
            if tables := sorted(set(scans(plan[0]["Plan"]))):
                found[sql] = tables
    return found


def test_the_copies_are_many_and_in_the_register():
    assert RegisterEntry.objects.visible_to(AnonymousUser()).count() > 15_000


def test_every_page_asks_the_database_as_often_as_before(queries_before):
    assert {name: queries_of(address) for name, address in addresses().items()} == queries_before


@pytest.mark.parametrize("query", FILTERS.values(), ids=FILTERS.keys())
def test_a_page_of_the_register_is_read_through_an_index(query):
    post, committee = Post.objects.order_by("pk")[7], Committee.objects.order_by("pk")[0]

    assert read_whole(reverse("register") + query.format(post=post.slug, committee=committee.slug)) == {}


@pytest.mark.parametrize(
    "query", ["", "?q=timetable+carers", "?post={post}", "?committee={committee}", "?category=six-categories-4"]
)
def test_a_page_of_inquiries_is_read_through_an_index(query):
    post, committee = Post.objects.order_by("pk")[7], Committee.objects.order_by("pk")[0]
    words = query.format(post=post.slug, committee=committee.slug)

    assert read_whole(reverse("inquiry_list") + words) == {}


def test_one_inquiry_and_one_recommendation_are_read_through_indexes():
    inquiry = Inquiry.objects.public().order_by("pk")[0]

    assert read_whole(reverse("inquiry_detail", args=[inquiry.slug])) == {}
    assert read_whole(reverse("recommendation_detail", args=[inquiry.slug, "R01"])) == {}


def test_one_post_one_committee_and_one_meeting_are_read_through_indexes():
    post, committee = Post.objects.order_by("pk")[7], Committee.objects.order_by("pk")[0]
    meeting = Meeting.objects.filter(committee=committee, held_on__lt=TODAY).order_by("-held_on")[0]

    assert read_whole(reverse("post_detail", args=[post.slug])) == {}
    assert read_whole(reverse("committee_detail", args=[committee.slug])) == {}
    assert read_whole(reverse("meeting_detail", args=[committee.slug, meeting.date_slug])) == {}
