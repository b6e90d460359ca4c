"""How exempt passages are numbered, and that nothing of what they say is read with their numbers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import ExemptPassageFactory, current_revision
from tests.reporting import Reporting, published, reporting
from tracking.enums import Exemption
from tracking.models import ProgressReport, ProgressUpdate
from tracking.queries.exempt_passages import NumberedPassage, numbered_passages, passages_by_update, readable_passages

pytestmark = pytest.mark.django_db

CONFIDENTIAL = {
    "exemption": Exemption.CONFIDENTIAL,
    "exempt_paragraph": None,
    "public_interest_reason": "",
    "confidential_ground": "A court forbids it.",
}


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    """With a passage on R02 as a whole, one before it on part b, and the last to be written on R01."""
    report = published(council)
    r01, r02 = ProgressUpdate.objects.filter(revision__report=report).order_by("recommendation__number")
    ExemptPassageFactory(update=r02, position=2)
    ExemptPassageFactory(update=r02, position=1, leaf=council.part_b, **CONFIDENTIAL)
    ExemptPassageFactory(update=r01, exempt_paragraph=1)
    return report


def test_they_are_numbered_in_the_order_of_the_recommendations(report: ProgressReport) -> None:
    marks = numbered_passages(current_revision(report))
    assert [(mark.number, mark.label, mark.exemption, mark.exempt_paragraph) for mark in marks] == [
        (1, "R01", "exempt", 1),
        (2, "R02 b)", "confidential", None),
        (3, "R02", "exempt", 3),
    ]


def test_a_report_without_any_has_no_numbers(council: Reporting) -> None:
    assert numbered_passages(current_revision(council.draft())) == ()


def test_their_numbers_take_one_query_that_reads_nothing_withheld(report: ProgressReport) -> None:
    revision = current_revision(report)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        numbered_passages(revision)
    said = [query["sql"] for query in queries]
    assert len(said) == 1
    assert [name for name in ('"text"', "public_interest_reason", "confidential_ground") if name in said[0]] == []


def test_a_mark_has_no_place_for_what_is_withheld() -> None:
    assert set(NumberedPassage.__dataclass_fields__) == {
        "number",
        "pk",
        "update_pk",
        "leaf_pk",
        "label",
        "exemption",
        "exempt_paragraph",
    }


def test_everyone_is_given_the_same_numbers_and_the_text_of_what_they_may_read(
    council: Reporting, report: ProgressReport
) -> None:
    revision = current_revision(report)
    for viewer, is_read in ((AnonymousUser(), False), (council.member, True), (council.administrator, False)):
        found = passages_by_update([revision.pk], viewer)
        rows = [row for passages in found.values() for row in passages]
        assert [row.mark.number for row in rows] == [1, 2, 3]
        assert [row.passage is not None for row in rows] == [is_read] * 3


def test_none_are_asked_for_without_a_query(council: Reporting) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert readable_passages([], council.member) == {}
    assert len(queries) == 0
