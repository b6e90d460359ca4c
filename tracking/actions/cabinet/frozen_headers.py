"""What names people in the headers that were handed in, taken out once it was kept long enough or at their wish."""

import re

from tracking.enums import CabinetReportState, PartyRole
from tracking.models.cabinet import CabinetReportRevision
from tracking.models.cabinet.reports import CabinetReportRevisionQuerySet
from tracking.queries.cabinet.frozen import frozen_parties, reaches, telling_how_to_reach


def forget_contact_details(revisions: CabinetReportRevisionQuerySet, email: str | None = None) -> int:
    """Take telephone numbers and addresses out of frozen headers: of parties at this address, if told.

    Returns in how many. Inside the caller's transaction; what was issued stays as it was.
    """
    found = list(telling_how_to_reach(revisions, email))
    for revision in found:
        for party in frozen_parties(revision):
            if reaches(party, email):
                party["telephone"] = party["email"] = ""
        revision.save(update_fields=["frozen"])
    return len(found)


def forget_holder(name: str, instead: str) -> None:
    """Name `instead` whoever is named `name` as the holder of a post in a header that is not public.

    That of a published report is part of the record. Inside the caller's transaction.
    """
    whole_name = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    of_a_post = PartyRole.of_a_post()
    public = {"is_current": True, "report__state__in": CabinetReportState.public()}
    for revision in CabinetReportRevision.objects.filter(frozen__isnull=False).exclude(**public):
        rows = frozen_parties(revision)
        named = [row for row in rows if row["role"] in of_a_post and whole_name.search(row["name"])]
        for party in named:
            party["name"] = whole_name.sub(lambda _: instead, party["name"])
        if named:
            revision.save(update_fields=["frozen"])
