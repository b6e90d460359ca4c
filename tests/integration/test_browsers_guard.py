"""What browsers are told to guard, on every kind of answer; and what strangers cannot do with an address or a form."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from pytest_django import Settings

from scrutiny.guard import (
    ADMIN_POLICY,
    DATA_POLICY,
    DOWNLOAD_POLICY,
    HEADERS,
    PAGE_POLICY,
    cookie_name,
)
from scrutiny.urls import urlpatterns
from tests import factories
from tests.integration.matrix.asking import text_of
from tests.integration.matrix.methods import ANSWER_A_FORM
from tests.integration.matrix.states import routes
from tests.paper_scene import pdf_of
from tests.reporting import signed_in
from tracking.enums import CommitteeRole
from tracking.models import User

pytestmark = pytest.mark.django_db

STRANGER = "https://stranger.example.org"
# Forms with a key of their own that nobody can guess: sent by mail programs, and when a session is over.
WITH_A_KEY = {
    "cabinet_header_draft",
    "cabinet_section_draft",
    "follow_end",
    "plan_update_write_draft",
    "report_check_draft",
    "report_contact_officers_draft",
    "report_overview_draft",
    "report_recommendation_draft",
    "response_edit_draft",
    "response_item_draft",
}


def _fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A mistake of ours.")


@pytest.fixture
def clerk() -> User:
    return factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK)


def read(client: Client, address: str, **more: bool) -> HttpResponse:
    """An answer, read to its end: a file is closed then."""
    response = client.get(address, **more)
    text_of(response)
    return response


def everything_a_page_may_do(policy: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition(" ") for part in policy.split("; "))}


class TestThePolicy:
    """What each kind of answer may load, run, send and be put into."""

    def test_a_page_loads_and_runs_files_of_ours_alone(self) -> None:
        assert everything_a_page_may_do(PAGE_POLICY) == {
            "default-src": "'none'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "'self'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "scrutiny",
        }

    @pytest.mark.parametrize(
        ("address", "policy"),
        [
            ("/", PAGE_POLICY),
            ("/accounts/login/", PAGE_POLICY),
            ("/no-such-page/", PAGE_POLICY),
            ("/admin/", ADMIN_POLICY),
            ("/brand.css", DATA_POLICY),
            ("/api/inquiries/", DATA_POLICY),
            ("/api/schema/", DATA_POLICY),
            ("/feeds/calendar.ics", DATA_POLICY),
            ("/recommendations/?format=csv", DOWNLOAD_POLICY),
            ("/recommendations/?format=xlsx", DOWNLOAD_POLICY),
            ("/static/favicon.svg", DATA_POLICY),
            ("/static/js/scrutiny.js", DATA_POLICY),
        ],
    )
    def test_each_kind_of_answer_has_its_own(self, address: str, policy: str) -> None:
        response = read(signed_in(factories.administrator()), address)
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        assert response.headers["Content-Security-Policy"] == policy

    @pytest.mark.parametrize(
        "address",
        [
            "/",
            "/no-such-page/",
            "/admin/",
            "/brand.css",
            "/feeds/calendar.ics",
            "/feeds/inquiries/own-inquiry.atom",
            "/recommendations/?format=csv",
            "/audit/?format=csv",
            "/static/js/scrutiny.js",
            "/static/css/scrutiny.css",
        ],
    )
    def test_a_text_says_how_its_characters_are_written(self, address: str) -> None:
        factories.InquiryFactory(slug="own-inquiry")
        kind, _, more = read(signed_in(factories.administrator()), address).headers["Content-Type"].partition("; ")
        written = (kind.startswith(("text/", "application/atom+xml")), more.lower().replace('"', ""))
        assert written == (True, "charset=utf-8")

    def test_a_paper_that_a_browser_shows_leads_nowhere(self, clerk: User) -> None:
        pack = factories.CommitteePackFactory(document__file=ContentFile(pdf_of("Words"), name="pack.pdf"))
        meeting = pack.meeting
        response = read(Client(), reverse("meeting_pack", args=[meeting.committee.slug, meeting.date_slug]))
        assert response.headers["Content-Security-Policy"] == DATA_POLICY

    @pytest.mark.parametrize(
        ("status", "ask"),
        [
            (400, lambda: Client().get("/", headers={"Host": "stranger.example.org"})),
            (403, lambda: Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})),
            (404, lambda: Client().get("/inquiries/none/")),
            (405, lambda: Client().put("/inquiries/")),
            (500, lambda: Client(raise_request_exception=False).get("/fails/")),
        ],
    )
    def test_so_has_what_was_refused_and_what_failed(
        self, settings: Settings, status: int, ask: Callable[[], HttpResponse]
    ) -> None:
        settings.ROOT_URLCONF = (path("fails/", _fail), *urlpatterns)
        response = ask()
        assert response.status_code == status
        assert response.headers["Content-Security-Policy"] == PAGE_POLICY
        assert {name: response.headers[name] for name in HEADERS} == HEADERS

    def test_no_answer_may_be_read_by_pages_of_others(self) -> None:
        answer = Client().get("/api/inquiries/", headers={"Origin": STRANGER})
        assert {name for name in answer.headers if name.startswith("Access-Control")} == set()

    def test_what_made_the_answer_is_not_said(self) -> None:
        assert {"Server", "X-Powered-By"} & Client().get("/").headers.keys() == set()


class TestInProduction:
    """With the strict settings that only production has."""

    def test_cookies_are_of_this_host_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert cookie_name("sessionid") == "sessionid"
        monkeypatch.delenv("DEBUG")
        assert cookie_name("sessionid") == "__Host-sessionid"

    def test_every_cookie_keeps_to_tls_to_this_site_and_to_the_server(self, settings: Settings, clerk: User) -> None:
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
        client = Client()
        client.get("/accounts/login/", secure=True)
        clerk.set_password("lantern gravel orchard")
        clerk.save()
        sent = {"login": clerk.email, "password": "lantern gravel orchard"}
        client.post("/accounts/login/", sent, secure=True)
        client.post("/accounts/logout/", secure=True)
        kept = {
            name: (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
            for name, cookie in client.cookies.items()
            if cookie["max-age"] != 0
        }
        assert kept.keys() >= {"csrftoken", "messages"}
        assert set(kept.values()) == {(True, True, "Lax", "/", "")}

    def test_a_browser_is_told_to_come_by_tls_for_a_year(self, settings: Settings) -> None:
        settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
        settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
        for address in ("/", "/static/favicon.svg", "/no-such-page/", "/api/inquiries/"):
            response = read(Client(), address, secure=True)
            assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"

    def test_whoever_comes_without_tls_is_sent_there(self, settings: Settings) -> None:
        settings.SECURE_SSL_REDIRECT = True
        response = Client().get("/inquiries/?q=housing")
        assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/inquiries/?q=housing")


class TestNothingIsKept:
    """Of what was answered to somebody signed in."""

    @pytest.mark.parametrize(
        "address",
        [
            "/",
            "/reports/",
            "/inquiries",  # a redirect
            "/no-such-page/",
            "/api/inquiries/",
            "/recommendations/?format=csv",
            "/recommendations/?format=xlsx",
            "/figures/2015/annual-report.pdf",
            "/feeds/calendar.ics",
            "/manage/",
            "/admin/",
            "/brand.css",
        ],
    )
    def test_by_any_browser_or_proxy(self, address: str, clerk: User) -> None:
        response = read(signed_in(clerk), address)
        assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))

    def test_nor_of_an_answer_that_there_is_nothing_new(self, clerk: User) -> None:
        client = signed_in(clerk)
        tag = client.get("/api/inquiries/").headers["ETag"]
        again = client.get("/api/inquiries/", headers={"If-None-Match": tag})
        assert (again.status_code, "no-store" in again.headers["Cache-Control"]) == (304, True)
        # Another policy would stand in for that of what was kept.
        assert "Content-Security-Policy" not in again.headers

    def test_nor_of_an_issued_pack_that_visitors_may_keep(self, clerk: User) -> None:
        pack = factories.CommitteePackFactory(document__file=ContentFile(pdf_of("Words"), name="pack.pdf"))
        address = reverse("meeting_pack", args=[pack.meeting.committee.slug, pack.meeting.date_slug])
        said = [read(client, address).headers["Cache-Control"] for client in (Client(), signed_in(clerk))]
        assert ["no-store" in words for words in said] == [False, True]

    def test_nor_of_a_refused_form(self, clerk: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(clerk)
        response = client.post("/writing/preview/", {"text": "Words"})
        assert (response.status_code, "no-store" in response.headers["Cache-Control"]) == (403, True)

    def test_nor_of_an_answer_that_gives_a_visitor_a_cookie(self) -> None:
        assert "no-store" in Client().get("/accounts/login/").headers["Cache-Control"]

    def test_a_message_for_somebody_signed_in_lies_on_the_server(self, clerk: User) -> None:
        """It may name a title that is exempt."""
        client = signed_in(clerk)
        sent = {"day_day": "28", "day_month": "12", "day_year": "2026", "reason": "Shut"}
        response = client.post("/manage/closed-days/", sent)
        assert response.status_code == 302
        assert "messages" not in response.cookies
        assert "govuk-notification-banner--success" in client.get("/manage/closed-days/").text
        assert "govuk-notification-banner--success" not in client.get("/manage/closed-days/").text


class TestSigningOut:
    def test_the_browser_is_told_to_forget_and_the_session_is_gone(self, clerk: User) -> None:
        client = signed_in(clerk)
        assert Session.objects.count() == 1
        response = client.post("/accounts/logout/")
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert Session.objects.count() == 0
        assert client.get("/reports/").status_code == 302

    def test_views_that_the_service_has_not_taken_stay_where_they_are(self, clerk: User) -> None:
        response = signed_in(clerk).post("/accounts/logout/", {"keeps_views": "yes"})
        assert response.headers["Clear-Site-Data"] == '"cache"'

    def test_what_does_not_sign_out_forgets_nothing(self, clerk: User) -> None:
        """Nor can a page of a stranger bring it about."""
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(clerk)
        answers = [strict.get("/accounts/logout/"), strict.post("/accounts/logout/"), strict.get("/reports/")]
        assert [answer.status_code for answer in answers] == [200, 403, 200]
        assert ["Clear-Site-Data" in answer.headers for answer in answers] == [False] * 3

    def test_a_session_that_ended_by_itself_clears_nothing(self, clerk: User) -> None:
        """What was written meanwhile may lie in the browser alone."""
        client = signed_in(clerk)
        Session.objects.all().delete()
        answers = [client.get("/reports/"), client.post("/writing/preview/", {"text": "Words"})]
        assert ["Clear-Site-Data" in answer.headers for answer in answers] == [False, False]


class TestStrangers:
    """What somebody sends who wants a page to lead, or to say, something else."""

    @pytest.fixture(autouse=True)
    def _pages_are_kept(self, settings: Settings) -> Iterator[None]:
        settings.PAGE_CACHE_SECONDS = 60
        caches["pages"].clear()
        yield
        caches["pages"].clear()

    @pytest.mark.parametrize("host", ["stranger.example.org", "testserver.stranger.example.org", "testserver:80@x", ""])
    def test_a_host_that_is_not_ours_is_answered_nothing(self, host: str) -> None:
        response = Client().get("/inquiries/", headers={"Host": host})
        assert (response.status_code, "stranger" in response.text) == (400, False)

    @pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"])
    def test_what_a_header_says_of_the_host_is_on_no_page_and_poisons_none(self, name: str) -> None:
        poisoned = Client().get("/inquiries/", headers={name: "stranger.example.org"})
        after = Client().get("/inquiries/")
        assert (poisoned.content, "stranger" in after.text) == (after.content, False)

    def test_an_address_with_more_in_it_is_a_page_of_its_own(self) -> None:
        poisoned = Client().get("/inquiries/?q=stranger")
        assert ("stranger" in poisoned.text, "stranger" in Client().get("/inquiries/").text) == (True, False)

    def test_asking_for_headers_alone_leaves_no_empty_page_behind(self) -> None:
        assert Client().head("/inquiries/").content == b""
        assert "<h1" in Client().get("/inquiries/").text

    @pytest.mark.parametrize(
        "target", [f"{STRANGER}/", "//stranger.example.org/", "/\\stranger.example.org", "javascript:alert(1)"]
    )
    def test_signing_in_and_out_leads_nowhere_else(self, target: str, clerk: User) -> None:
        clerk.set_password("lantern gravel orchard")
        clerk.save()
        client = Client()
        sent = {"login": clerk.email, "password": "lantern gravel orchard", "next": target}
        led = [client.post("/accounts/login/", sent), client.post("/accounts/logout/", {"next": target})]
        led.append(client.get("/admin/login/", {"next": target}))
        assert ["stranger" in response.headers["Location"].partition("?")[0] for response in led] == [False] * 3
        assert [response.headers["Location"].startswith("/") for response in led] == [True] * 3
        assert led[0].headers["Location"] == led[1].headers["Location"] == "/"

    @pytest.mark.parametrize("name", sorted(ANSWER_A_FORM - WITH_A_KEY))
    def test_a_form_of_a_stranger_is_refused(self, name: str, clerk: User) -> None:
        """Wherever it leads: nothing is looked up before its token is."""
        route = dict(routes())[name]
        client = Client(enforce_csrf_checks=True)
        client.force_login(clerk)
        response = client.post(_some_address(name, route), headers={"Origin": STRANGER})
        assert response.status_code == 403

    @pytest.mark.parametrize("address", ["/", "/accounts/login/", "/static/favicon.svg", "/brand.css"])
    def test_no_page_can_be_put_into_another(self, address: str) -> None:
        headers = read(Client(), address).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def _some_address(name: str, route: str) -> str:
    """An address of that name, whatever it leads to."""
    if name == "account_reset_password_from_key":
        return reverse(name, kwargs={"uidb36": "1", "key": "made-up"})
    return reverse(
        name, kwargs={word: 1 if kind == "int" else "any" for kind, word in re.findall(r"<(\w+):(\w+)>", route)}
    )
