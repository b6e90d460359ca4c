"""How actions write a row."""

import pytest

from tests.factories import CommitteeFactory, PostFactory
from tracking.actions.changes import change_fields, free_slug
from tracking.exceptions import NotPossible
from tracking.models import Committee, Post

pytestmark = pytest.mark.django_db


def test_only_what_differs_is_told() -> None:
    committee = CommitteeFactory(name="Housing", contact_name="Officer")

    assert change_fields(committee, {"name": "Homes", "contact_name": "Officer"}) == (
        {"name": "Housing"},
        {"name": "Homes"},
    )


def test_a_row_that_may_not_exist_is_refused_and_left_as_it_was() -> None:
    committee = CommitteeFactory(name="Housing")

    with pytest.raises(NotPossible):
        change_fields(committee, {"name": ""})

    assert committee.name == "Housing"
    assert Committee.objects.get().name == "Housing"


@pytest.mark.parametrize(
    ("taken", "words", "expected"),
    [
        ([], "Refreshing the Partnership: Service Birmingham", "refreshing-the-partnership-service-birmingham"),
        (["leader"], "Leader", "leader-2"),
        (["leader", "leader-2"], "Leader", "leader-3"),
        (["leader-2"], "Leader", "leader"),
        ([], "New", "new-2"),
        ([], "!!!", "post"),
    ],
)
def test_a_slug_is_free_and_keeps_off_other_addresses(taken: list[str], words: str, expected: str) -> None:
    for slug in taken:
        PostFactory(slug=slug)

    assert free_slug(Post, words) == expected


def test_a_slug_fits_its_column_however_long_the_words() -> None:
    assert len(free_slug(Post, "long " * 100)) <= 100
