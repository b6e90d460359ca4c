"""Addresses with a NUL, which PostgreSQL takes in no text, or a number too great: nothing is there or breaks.

SQLite takes a NUL, so that of the parameters only PostgreSQL is asked; addresses are asked of both.
"""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factories
from tests.following import scene
from tests.register import registered
from tracking.enums import CommitteeRole
from tracking.filters import InquiryFilter, RegisterFilter

pytestmark = pytest.mark.django_db

NUL = "\0"
GOOD = {
    "int": "1",
    "slug": "refreshing-the-partnership",
    "inquiry_slug": "refreshing-the-partnership",
    "reference": "R01",
    "date_slug": "2016-04-12",
}
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _routes(entry, route)


def _with_nul() -> list[str]:
    """Every address of ours with a NUL in one of the parts that are no numbers, and good values in the others."""
    found = []
    for route in _routes(get_resolver()):
        parts = [part for part in _PART.finditer(route) if "^" not in route]
        for bad in parts:
            if bad["kind"] != "int":
                filled = _PART.sub(lambda part, bad=bad: _value(part, bad), route)
                found.append(f"/{filled}".replace(NUL, "%00"))
    return sorted(set(found))


def _with_great_number() -> list[str]:
    """Every address of ours with a number in one of its parts that no column holds."""
    found = set()
    for route in _routes(get_resolver()):
        parts = [part for part in _PART.finditer(route) if "^" not in route and part["kind"] == "int"]
        for great in parts:
            for number in (str(2**63), "9" * 40):
                filled = _PART.sub(lambda part, great=great: _value(part, great), route)
                found.add(f"/{filled}".replace(NUL, number))
    return sorted(found)


def _value(part: re.Match[str], bad: re.Match[str]) -> str:
    good = GOOD.get(part["kind"]) or GOOD.get(part["name"]) or "x"
    if part["kind"] == "slug" and part["name"] == "slug" and part.string.startswith("committees"):
        good = "corporate-resources"
    return NUL if part["name"] == bad["name"] else good


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_no_part_of_an_address_takes_a_nul(is_signed_in: bool) -> None:
    council = scene()
    client = Client()
    if is_signed_in:
        client.force_login(factories.seated(council.committee, CommitteeRole.CLERK))
    addresses = _with_nul()
    assert "/follow/%00/end/" in addresses
    assert "/api/committees/%00/" in addresses
    answers = {address: client.get(address).status_code for address in addresses}
    # An invitation that is not good is gone, whatever it says.
    assert {address: answer for address, answer in answers.items() if answer not in (404, 302, 410)} == {}


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_no_number_in_an_address_is_too_great(is_signed_in: bool) -> None:
    council = scene()
    client = Client()
    if is_signed_in:
        client.force_login(factories.seated(council.committee, CommitteeRole.CLERK))
    addresses = _with_great_number()
    assert f"/reports/{2**63}/" in addresses
    answers = {address: client.get(address).status_code for address in addresses}
    assert {address: answer for address, answer in answers.items() if answer not in (404, 302)} == {}


@pytest.mark.postgresql_only
@pytest.mark.parametrize("page", ["overview", "register", "inquiry_list", "committee_list", "post_list"])
def test_no_parameter_of_a_list_breaks_it(page: str) -> None:
    _check(reverse(page))


@pytest.mark.postgresql_only
@pytest.mark.parametrize("page", ["api_recommendations", "api_inquiries", "api_meetings", "figures", "figures_csv"])
def test_no_parameter_of_what_is_taken_along_breaks_it(page: str) -> None:
    _check(reverse(page))


@pytest.mark.postgresql_only
def test_no_parameter_of_a_single_page_breaks_it() -> None:
    council = scene()
    registered()
    for name, parts in (
        ("inquiry_detail", [council.inquiry.slug]),
        ("recommendation_detail", [council.inquiry.slug, "R01"]),
        ("committee_detail", [council.committee.slug]),
        ("meeting_detail", [council.committee.slug, council.meeting.date_slug]),
    ):
        _check(reverse(name, args=parts))


def _check(address: str) -> None:
    names = {*chain(RegisterFilter.base_filters, InquiryFilter.base_filters), "since", "format", "page", "sort", "year"}
    for name in sorted(names):
        for value in (NUL, f"{NUL}/2016-01-01", f"corporate-resources/{NUL}", f"a{NUL}b"):
            answer = Client().get(address, {name: value}).status_code
            assert answer < 500, (address, name, value)
