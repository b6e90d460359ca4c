"""What can be taken along: files of the register as a reader filtered it, and the page that explains them."""

import csv
import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.council import Council, build_council
from tests.register import registered
from tracking import dates
from tracking.enums import InquiryState
from tracking.presenters.register_columns import COLUMNS, LICENCE_ADDRESS

REGISTER = "/recommendations/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def council(db: None) -> Council:
    council = build_council()
    draft = factories.InquiryFactory(
        title="Draftinquiry", slug="draft", state=InquiryState.DRAFT, tracking_committee=council.committee
    )
    factories.RecommendationFactory(inquiry=draft, number=1, text="Drafttext")
    registered()
    return council


def _content(client: Client, **parameters: str) -> bytes:
    return client.get(REGISTER, parameters).getvalue()


def _csv(client: Client, **parameters: str) -> list[dict[str, str]]:
    text = _content(client, format="csv", **parameters).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("kind", "content_type"), [("csv", "text/csv; charset=utf-8"), ("json", "application/json"), ("xlsx", XLSX)]
)
def test_a_file_is_streamed_with_its_name_its_kind_and_its_licence(
    client: Client, council: Council, kind: str, content_type: str
) -> None:
    response = client.get(REGISTER, {"format": kind})
    said = [response.headers[name] for name in ("Content-Type", "Content-Disposition", "Link")]
    response.close()
    assert response.streaming
    assert said == [
        content_type,
        f'attachment; filename="recommendations-{dates.today():%Y-%m-%d}.{kind}"',
        f'<{LICENCE_ADDRESS}>; rel="license"',
    ]


def test_a_format_that_is_not_offered_is_the_page(client: Client, council: Council) -> None:
    response = client.get(REGISTER, {"format": "pdf"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_a_file_has_what_the_filters_leave_in_the_order_of_the_page(client: Client, council: Council) -> None:
    assert [row["reference"] for row in _csv(client, post="housing")] == ["R02"]
    assert [row["reference"] for row in _csv(client, q="R03")] == ["R03"]
    assert [row["reference"] for row in _csv(client, sort="inquiry")] == ["R01", "R02", "R03"]
    assert [row["reference"] for row in _csv(client, state="concluded")] == []


def test_a_file_says_which_filters_it_was_made_with(client: Client, council: Council) -> None:
    response = client.get(REGISTER, {"format": "json", "post": "housing"})
    filters = json.loads(response.getvalue())["about"]["filters"]
    assert [("Cabinet Member for Housing" in words) for words in filters] == [True]


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_a_draft_is_in_nobodys_file_but_its_officers(client: Client, council: Council, kind: str) -> None:
    public = _words(_content(client, format=kind))
    client.force_login(council.user("clerk"))
    own = _words(_content(client, format=kind))
    assert [("Drafttext" in words, "That the council does thing 2." in words) for words in (public, own)] == [
        (False, True),
        (True, True),
    ]


def _words(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode() for name in archive.namelist())


def test_the_page_explains_every_column_and_leads_to_every_format(client: Client, council: Council) -> None:
    page = client.get(reverse("open_data")).content.decode()
    assert re.findall(r'id="column-(\w+)"', page) == [column.name for column in COLUMNS]
    links = set(re.findall(r'href="([^"]+)"', page))
    wanted = {
        *(f"/recommendations/?format={kind}" for kind in ("csv", "xlsx", "json")),
        "/api/schema/",
        "/feeds/calendar.ics",
        "/feeds/committees/own-committee.atom",
        "/feeds/committees/own-committee.ics",
        LICENCE_ADDRESS,
    }
    assert wanted - links == set()


def test_every_page_leads_to_open_data(client: Client, council: Council) -> None:
    addresses = ("overview", "inquiry_list", "accessibility")
    pages = [client.get(reverse(name)).content.decode() for name in addresses]
    assert ['href="/open-data/">Open data</a>' in page for page in pages] == [True, True, True]
