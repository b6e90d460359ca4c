"""Those in the header of a report to Cabinet, in words."""

import pytest

from tracking.enums import PartyRole
from tracking.presenters.cabinet.header import party_line
from tracking.queries.cabinet.facts import PartyFacts


@pytest.mark.parametrize(
    ("party", "words"),
    [
        (PartyFacts(PartyRole.REPORT_OF, "Ann", "Director of Housing"), "Director of Housing: Ann"),
        (PartyFacts(PartyRole.REPORT_OF, "", "Director of Housing"), "Director of Housing (vacant)"),
        (PartyFacts(PartyRole.CABINET_MEMBER, "Councillor B", "Leader"), "Councillor B, Leader"),
        (PartyFacts(PartyRole.CABINET_MEMBER, "", "Leader"), "Leader (vacant)"),
        (PartyFacts(PartyRole.AUTHOR, "Cat", telephone="0121"), "Cat, tel. 0121"),
    ],
    ids=["report-of", "report-of-vacant", "member", "member-vacant", "author"],
)
def test_a_party_is_its_name_and_title_and_a_post_that_was_vacant_stays_so(party: PartyFacts, words: str) -> None:
    """A paper keeps its words for good, so they say nothing of today."""
    assert party_line(party) == words
