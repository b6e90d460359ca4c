"""Everything that is held about somebody, for them to have."""

import json
from datetime import date

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ManyToOneRel

from tests import factories
from tests.following import follower
from tracking.actions.people import appoint, edit_user
from tracking.actions.sign_ins import queue_address_notices
from tracking.enums import Capacity
from tracking.models import Person, User
from tracking.queries.personal_data import everything_held

pytestmark = pytest.mark.django_db


def told(person: Person) -> dict[str, object]:
    """As somebody gets it: through JSON."""
    return json.loads(json.dumps(everything_held(person), cls=DjangoJSONEncoder))


def test_it_tells_who_they_are_how_they_sign_in_and_what_they_were() -> None:
    admin, post = factories.administrator(), factories.PostFactory(name="Deputy Leader")
    user = factories.UserFactory(email="officer@example.org", person__name="Example Officer", person__title="Manager")
    row = appoint(by=admin, person=user.person, post=post, capacity=Capacity.CONTRIBUTOR, starts_on=date(2016, 5, 24))

    held = told(user.person)

    assert held["person"] == {"key": user.person_id, "name": "Example Officer", "title": "Manager"}
    assert held["rows"]["tracking.user.person"][0]["email"] == "officer@example.org"
    assert held["rows"]["tracking.appointment.person"] == [
        {"pk": row.pk, "post": post.pk, "capacity": "contributor", "starts_on": "2016-05-24", "ends_on": None}
    ]


def test_it_tells_what_they_recorded_by_key_and_time_and_none_of_its_words() -> None:
    user = factories.UserFactory()
    view = factories.AssessmentFactory(
        leaf=factories.RecommendationFactory(),
        meeting=factories.MeetingFactory(),
        recorded_by=user,
        reason="Words of the council",
    )

    held = told(user.person)

    assert [row["pk"] for row in held["rows"]["tracking.assessment.recorded_by"]] == [view.pk]
    assert "Words of the council" not in json.dumps(held)


def test_it_tells_what_their_address_is_used_for() -> None:
    user = factories.UserFactory(email="officer@example.org")
    follower(factories.InquiryFactory(title="Fly-tipping"), email="officer@example.org")
    report = factories.ProgressReportFactory()
    factories.current_revision(report).contact_officers.create(name="Officer", email="officer@example.org")

    queue_address_notices(user, "former@example.org")

    held = told(user.person)

    assert [row["address"] for row in held["former_addresses"]] == ["former@example.org"]
    assert [row["inquiry__title"] for row in held["following"]] == ["Fly-tipping"]
    assert [row["revision__report"] for row in held["contact_officer"]] == [report.pk]


def test_it_tells_what_the_audit_trail_says_of_them_and_of_what_they_did() -> None:
    admin, user = factories.administrator(), factories.UserFactory()
    edit_user(by=admin, user=user, email=user.email, is_active=False, is_administrator=False)

    both = ["ended sessions", "edited user"]
    assert [row["type"] for row in told(user.person)["audit_trail"]] == both
    assert [row["type"] for row in told(admin.person)["audit_trail"]] == both


def test_no_password_is_told() -> None:
    user = factories.UserFactory()

    assert "password" not in json.dumps(told(user.person))


def test_somebody_who_never_signed_in_has_a_name_and_what_they_were() -> None:
    person = factories.PersonFactory()
    factories.AppointmentFactory(person=person)

    assert list(told(person)["rows"]) == ["tracking.appointment.person"]


@pytest.mark.parametrize("model", [Person, User], ids=str)
def test_every_row_that_points_to_a_person_is_looked_for(model: type[Person | User]) -> None:
    """The relations are read from the models, so that no new one is forgotten; here they are counted the other way."""
    from django.apps import apps

    pointing = {
        (other._meta.label_lower, field.name)
        for other in apps.get_models()
        for field in other._meta.concrete_fields
        if field.is_relation and field.related_model is model
    }
    found = {
        (relation.related_model._meta.label_lower, relation.field.name)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
    }
    assert pointing == {row for row in found if "_" not in row[0].partition(".")[2]}
