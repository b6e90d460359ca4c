"""Searching the register: the same on either database."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tests.register import registered
from tracking.enums import InquiryState
from tracking.models import RegisterEntry, SearchEntry
from tracking.queries.search import MATCH_BEGINS, MATCH_ENDS, Search, best_first, extracts, matching, search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scene():
    partnership = factories.InquiryFactory(title="Refreshing the Partnership: Service Birmingham", slug="partnership")
    drains = factories.InquiryFactory(title="Flooding", slug="flooding", summary="Rain fell on the service road.")
    whole = factories.RecommendationFactory(inquiry=partnership, number=6, title="Communication", text="Be open.")
    factories.PartFactory(parent=whole, letter="a", text="Explain the contract to every member.")
    factories.PartFactory(parent=whole, letter="b", text="Publish charges and costs.")
    factories.RecommendationFactory(inquiry=partnership, number=1, title="Business plan", text="Agree a plan.")
    factories.RecommendationFactory(
        inquiry=drains,
        number=6,
        text="Clear the drains; the café’s too. Plan 24 visits in 2015/16, health/social, COVID-19.Then e-mail "
        "mary_ann@example.org about the cost of living.",
    )
    registered()


def found(typed: str) -> list[str]:
    looked_for = search(typed)
    rows = best_first(matching(RegisterEntry.objects.visible_to(AnonymousUser()), looked_for), looked_for)
    return [f"{row.inquiry.slug} {row.leaf.reference}" for row in rows.select_related("inquiry", "leaf")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("R06 service birmingham", ["partnership R06a", "partnership R06b"]),
        ("6b", ["partnership R06b"]),
        ("r06B", ["partnership R06b"]),
        ("R06 b)", ["partnership R06b"]),
        ("R6", ["flooding R06", "partnership R06a", "partnership R06b"]),
        ("6", ["flooding R06", "partnership R06a", "partnership R06b"]),
        ("drains", ["flooding R06"]),
        ("draining", ["flooding R06"]),
        ("explaining contracts", ["partnership R06a"]),
        ('"business plan"', ["partnership R01"]),
        ('"plan business"', []),
        ("24 visits", ["flooding R06"]),
        ("the drains of the road", ["flooding R06"]),
        ("birmingham drains", []),
        ("2015/16", ["flooding R06"]),
        ("2015", ["flooding R06"]),
        ("social", ["flooding R06"]),
        ("COVID-19", ["flooding R06"]),
        ("then", ["flooding R06", "partnership R01", "partnership R06a", "partnership R06b"]),
        ("example.org", ["flooding R06"]),
        ("ann", ["flooding R06"]),
        ("birmingham’s", ["partnership R01", "partnership R06a", "partnership R06b"]),
        ('"cost of living"', ["flooding R06"]),
        ('"cost living"', []),
        ("the of", ["flooding R06", "partnership R01", "partnership R06a", "partnership R06b"]),
        ("R99", []),
    ],
)
def test_references_words_and_phrases_find_their_leaves(typed: str, expected: list[str]) -> None:
    assert sorted(found(typed)) == expected


def test_a_title_counts_more_than_the_words_below_it() -> None:
    assert found("plan") == ["partnership R01", "flooding R06"]


@pytest.mark.parametrize("typed", ["", "   ", '"', "“”", "* ( ) : & | ! ' \\", "\x00"])
def test_signs_alone_look_for_nothing(typed: str) -> None:
    assert search(typed) == Search()
    assert len(found(typed)) == 4


@pytest.mark.parametrize(
    "typed",
    ["plan'); DROP TABLE", 'plan" OR "drains', "plan NEAR drains", "plan*", "-plan", "{heading}: plan", "%s plan"],
)
def test_nothing_typed_is_an_operator_or_an_error(typed: str) -> None:
    assert isinstance(found(typed), list)
    assert "flooding R06" not in found(typed + ' "business plan"')


def test_very_many_matches_come_in_the_registers_usual_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("plan") == ["partnership R01", "flooding R06"]
    monkeypatch.setattr("tracking.queries.search.MOST_RANKED", 1)
    assert sorted(found("plan")) == ["flooding R06", "partnership R01"]


def test_what_matched_is_marked() -> None:
    leaf = RegisterEntry.objects.get(leaf__number=6, leaf__letter="a", audience="everyone").leaf
    extract = extracts([leaf.pk], search("contracts"))[leaf.pk]
    assert f"{MATCH_BEGINS}contract{MATCH_ENDS}" in extract


def test_the_index_follows_every_change_of_the_words() -> None:
    entry = SearchEntry.objects.get(leaf__inquiry__slug="flooding")
    entry.words = "Mend the pumps."
    entry.save()
    assert (found("drains"), found("pump")) == ([], ["flooding R06"])
    entry.delete()
    assert found("pump") == []


def test_what_a_reader_may_not_see_is_not_found() -> None:
    inquiry = RegisterEntry.objects.filter(inquiry__slug="flooding").first().inquiry
    inquiry.state = InquiryState.DRAFT
    inquiry.save()
    registered()
    assert found("drains") == []
