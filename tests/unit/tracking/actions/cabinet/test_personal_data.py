"""What names people in reports to Cabinet, and how long it is kept."""

from datetime import UTC, datetime

import pytest

from tests import cabinet_factories as cabinet
from tests.factories import UserFactory, administrator
from tracking.actions.personal_data import remove_expired, remove_personal_data
from tracking.enums import CabinetReportState
from tracking.models import User
from tracking.models.cabinet import CabinetParty
from tracking.queries.personal_data import why_name_stays

pytestmark = pytest.mark.django_db


def _signed(user: User, state: CabinetReportState) -> None:
    report = cabinet.CabinetReportFactory(state=state)
    revision = cabinet.current_revision(report)
    revision.signed_by, revision.signed_name, revision.submitted_by = user.person, user.person.name, user
    revision.submitted_at = revision.opened_at
    revision.save()


def test_an_author_s_number_goes_from_old_reports_and_the_name_stays() -> None:
    old = cabinet.CabinetPartyFactory(
        report=cabinet.CabinetReportFactory(state=CabinetReportState.DECIDED), email="author@example.org"
    )
    cabinet.CabinetPartyFactory()
    assert remove_expired(now=datetime(2026, 1, 1, tzinfo=UTC)) == {"cabinet_contact_details": 1}
    old.refresh_from_db()
    assert (old.name != "", old.telephone, old.email) == (True, "", "")
    assert CabinetParty.objects.exclude(telephone="").count() == 1


def test_whoever_signed_a_published_report_is_part_of_the_record() -> None:
    user = UserFactory()
    _signed(user, CabinetReportState.PUBLISHED)
    assert why_name_stays(user.person) == ["They signed a published report."]
    other = UserFactory()
    _signed(other, CabinetReportState.SUBMITTED)
    assert why_name_stays(other.person) == ["They signed a report that is not published yet."]


def test_a_name_goes_from_what_was_withdrawn_and_an_address_from_every_header() -> None:
    user = UserFactory()
    _signed(user, CabinetReportState.WITHDRAWN)
    party = cabinet.CabinetPartyFactory(email=user.email)
    remove_personal_data(by=administrator(), person=user.person)
    user.person.refresh_from_db()
    revision = cabinet.models.CabinetReportRevision.objects.get(signed_by=user.person)
    party.refresh_from_db()
    assert (revision.signed_name, party.email, party.telephone) == (user.person.name, "", "")
    assert user.person.name.startswith("Former officer")
