"""Who may do what: every address of the read-only Django admin, for administrators alone."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.council import Council, build_council, rolled_back
from tests.integration.matrix.roles import ASKED
from tracking import models
from tracking.admin import site
from tracking.models import Event, Person

pytestmark = pytest.mark.django_db

# What permissions follow from. Never a paper: an administrator decides nothing.
SHOWN = {
    models.Appointment,
    models.Committee,
    models.CommitteeMembership,
    models.Person,
    models.Post,
    models.User,
}
REFUSED = sorted(set(ASKED) - {"administrator", "anonymous"})


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Council]:
    with django_db_blocker.unblock(), rolled_back():
        yield build_council()


def _patterns() -> Iterator[URLPattern]:
    for pattern in site.urls[0]:
        yield from (inner for inner in getattr(pattern, "url_patterns", [pattern]) if inner.name)


def _addresses(person: Person) -> list[str]:
    """Every named address of the admin; those of one row with a person's key, which may belong to nothing."""
    values = {"object_id": person.pk, "content_type_id": 1, "app_label": "tracking", "url": "no/such/page"}
    return [
        reverse(f"admin:{pattern.name}", kwargs={key: values[key] for key in _arguments(pattern)})
        for pattern in _patterns()
    ]


def _arguments(pattern: URLPattern) -> list[str]:
    return list(pattern.pattern.converters or pattern.pattern.regex.groupindex)


def _signed_in(council: Council, name: str) -> Client:
    client = Client()
    client.force_login(council.user(name))
    return client


def test_it_shows_no_paper() -> None:
    assert set(site._registry) == SHOWN


@pytest.mark.parametrize("name", REFUSED)
def test_for_everyone_else_no_address_of_it_exists(council: Council, name: str) -> None:
    client = _signed_in(council, name)
    answers = {address: client.get(address).status_code for address in _addresses(council.user("clerk").person)}
    assert answers == dict.fromkeys(answers, 404)


def test_visitors_are_sent_to_the_products_own_sign_in(council: Council) -> None:
    index = Client().get(reverse("admin:index"), follow=True)
    assert index.request["PATH_INFO"] == reverse("account_login")


@pytest.mark.parametrize("model", sorted(SHOWN, key=str))
def test_the_administrator_reads_each_list(council: Council, model: type) -> None:
    factories.PersonFactory()
    page = _signed_in(council, "administrator").get(reverse(f"admin:tracking_{model._meta.model_name}_changelist"))
    assert f"Select {model._meta.verbose_name} to view" in page.content.decode()


def test_the_administrator_can_neither_add_nor_change_nor_delete(council: Council) -> None:
    client, person = _signed_in(council, "administrator"), council.user("clerk").person
    answers = {
        "add": client.post(reverse("admin:tracking_person_add"), {"name": "New"}).status_code,
        "change": client.post(reverse("admin:tracking_person_change", args=[person.pk]), {"name": "New"}).status_code,
        "delete": client.post(reverse("admin:tracking_person_delete", args=[person.pk]), {"post": "yes"}).status_code,
    }
    assert answers == {"add": 403, "change": 403, "delete": 403}
    assert not Person.objects.filter(name="New").exists()
    assert Event.objects.count() == 0
