"""What names people in reports to Cabinet, and how long it is kept."""

from datetime import UTC, datetime

import pytest

from tests import cabinet_factories as cabinet
from tests.factories import AppointmentFactory, PersonFactory, UserFactory, administrator
from tracking.actions.personal_data import remove_expired, remove_personal_data
from tracking.enums import CabinetReportState, PartyRole
from tracking.models import Appointment, Person, User
from tracking.models.cabinet import CabinetParty, CabinetReportRevision
from tracking.queries.cabinet.frozen import frozen_header, header_in
from tracking.queries.cabinet.headers import header_today
from tracking.queries.personal_data import everything_held, why_name_stays

pytestmark = pytest.mark.django_db


def _named(state: CabinetReportState, **author: str) -> CabinetReportRevision:
    """What was handed in of a report in a state, with its header as it was then."""
    report = cabinet.CabinetReportFactory(state=state)
    AppointmentFactory(post=report.post, person=PersonFactory(name="Ann Lee"))
    cabinet.CabinetPartyFactory(report=report, **author)
    cabinet.frozen_again(report)
    return cabinet.current_revision(report)


def _signed(user: User, state: CabinetReportState) -> None:
    report = cabinet.CabinetReportFactory(state=state)
    revision = cabinet.current_revision(report)
    revision.signed_by, revision.signed_name, revision.submitted_by = user.person, user.person.name, user
    revision.submitted_at, revision.frozen = revision.opened_at, frozen_header(header_today(report))
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


def test_an_author_s_number_goes_from_what_was_handed_in_too_though_others_stand_in_the_header_since() -> None:
    old = _named(CabinetReportState.DECIDED, name="Bob", email="author@example.org")
    CabinetParty.objects.filter(role=PartyRole.AUTHOR).delete()
    assert remove_expired(now=datetime(2026, 1, 1, tzinfo=UTC)) == {"handed_in_contact_details": 1}
    old.refresh_from_db()
    author = header_in(old.frozen).parties[-1]
    assert (author.name, author.telephone, author.email) == ("Bob", "", "")
    assert remove_expired(now=datetime(2026, 1, 1, tzinfo=UTC)) == {}


def test_of_what_was_handed_in_a_person_is_told_how_it_names_them_and_their_address_goes() -> None:
    user = UserFactory()
    ours = _named(CabinetReportState.ACCEPTED, name="Bob", email=user.email.upper())
    theirs = _named(CabinetReportState.ACCEPTED, name="Cy", email="cy@example.org")
    assert everything_held(user.person)["cabinet_report_author_as_handed_in"] == [
        {
            "report": ours.report_id,
            "revision": 1,
            "name": "Bob",
            "telephone": "0121 496 0000",
            "email": user.email.upper(),
        }
    ]
    remove_personal_data(by=administrator(), person=user.person)
    reached = []
    for revision in (ours, theirs):
        revision.refresh_from_db()
        reached.append(header_in(revision.frozen).parties[-1].email)
    assert reached == ["", "cy@example.org"]


def test_a_holder_s_name_stays_in_the_header_of_a_published_report_and_goes_from_any_other() -> None:
    rows = [_named(state) for state in (CabinetReportState.DECIDED, CabinetReportState.SUBMITTED)]
    person = Person.objects.filter(name="Ann Lee").first()
    Appointment.objects.all().delete()
    remove_personal_data(by=administrator(), person=person)
    person.refresh_from_db()
    names = []
    for revision in rows:
        revision.refresh_from_db()
        names.append(header_in(revision.frozen).parties[0].name)
    assert names == ["Ann Lee", person.name]


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
