"""Headers of every response, and the page for what does not exist."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.test import Client

from scrutiny.guard import PAGE_POLICY
from tests import factories
from tests.audit import guards_lifted
from tracking.actions.events import record_event
from tracking.exceptions import NotAllowed, NotPossible
from tracking.middleware.refusals import NotAllowedIsNotFound
from tracking.queries.stamps import data_stamp


def test_every_page_forbids_scripts_from_elsewhere_and_inline(client, db):
    response = client.get("/accessibility/")

    assert response.headers["Content-Security-Policy"] == PAGE_POLICY
    assert "unsafe-inline" not in PAGE_POLICY


@pytest.mark.django_db
def test_a_page_made_for_a_signed_in_user_is_kept_by_no_cache(client):
    client.force_login(get_user_model().objects.create_user("clerk@example.org"))

    assert "no-store" in client.get("/accessibility/").headers["Cache-Control"]


class TestPagesForEveryone:
    """With the page cache on, as it is outside development."""

    @pytest.fixture(autouse=True)
    def _kept(self, db, settings):
        settings.PAGE_CACHE_SECONDS = 60
        caches["pages"].clear()
        yield
        caches["pages"].clear()

    def test_a_page_is_asked_for_again_and_said_to_be_the_same(self, client):
        first = client.get("/inquiries/")
        again = client.get("/inquiries/", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.headers["Cache-Control"], first.headers["Vary"]) == ("no-cache", "Cookie")
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])

    def test_a_kept_page_costs_one_question_to_the_database(self, client, django_assert_num_queries):
        first = client.get("/inquiries/")
        with django_assert_num_queries(1):
            assert client.get("/inquiries/").content == first.content

    def test_a_kept_page_has_every_header_of_the_first(self, client):
        first, again = client.get("/inquiries/"), client.get("/inquiries/")
        assert dict(first.headers) == dict(again.headers)
        assert again.headers["X-Frame-Options"] == "DENY"
        assert again.headers["Content-Security-Policy"] == PAGE_POLICY

    def test_after_an_action_every_page_is_made_anew(self, client):
        assert "Flooding" not in client.get("/inquiries/").text
        inquiry = factories.InquiryFactory(title="Flooding")
        assert "Flooding" not in client.get("/inquiries/").text
        record_event(by=None, type="published inquiry", target=inquiry)
        assert "Flooding" in client.get("/inquiries/").text

    def test_another_query_is_another_page(self, client):
        factories.InquiryFactory(title="Flooding")
        assert "Flooding" in client.get("/inquiries/").text
        assert "Flooding" not in client.get("/inquiries/?q=housing").text

    def test_a_signed_in_user_has_pages_of_their_own(self, client):
        kept = client.get("/inquiries/")
        client.force_login(get_user_model().objects.create_user("clerk@example.org"))
        own = client.get("/inquiries/", headers={"If-None-Match": kept.headers["ETag"]})
        assert (own.status_code, "ETag" in own.headers) == (200, False)
        assert "no-store" in own.headers["Cache-Control"]
        client.logout()
        assert client.get("/inquiries/").content == kept.content

    def test_a_message_for_one_reader_is_shown_to_nobody_else(self, client):
        client.force_login(get_user_model().objects.create_user("clerk@example.org"))
        client.post("/accounts/logout/")
        assert "signed out" in client.get("/").text
        assert "signed out" not in Client().get("/").text

    def test_a_page_with_a_form_to_send_is_never_kept(self, client):
        first, again = client.get("/accounts/login/"), client.get("/accounts/login/")
        assert "ETag" not in first.headers
        assert first.context["csrf_token"] != again.context["csrf_token"]

    def test_an_address_that_climbs_to_another_is_not_taken_for_it(self, client):
        climbing = "/accounts/password/reset/key/x-y/../../../../../../inquiries/"
        assert "This link no longer works" in client.get(climbing).text
        assert "This link no longer works" not in client.get("/inquiries/").text

    def test_what_is_not_there_is_not_kept(self, client):
        assert "ETag" not in client.get("/inquiries/none/").headers


@pytest.mark.django_db
def test_transactions_that_end_out_of_turn_still_change_the_stamp():
    """PostgreSQL hands out keys when a row is written; what was begun earlier may appear later."""
    early, _late = (record_event(by=None, type="edited", target=None) for _ in range(2))
    with_both = data_stamp()
    with guards_lifted():
        early.delete()
    assert data_stamp() != with_both


@pytest.mark.django_db
def test_a_wrong_address_is_a_page_in_the_same_look(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "<title>Page not found - Scrutiny - Demo Council</title>" in response.text


@pytest.mark.django_db
def test_a_wrong_address_is_that_page_in_development_too(client, settings):
    settings.DEBUG = True
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "<title>Page not found - Scrutiny - Demo Council</title>" in response.text


@pytest.mark.django_db
def test_words_sent_after_the_session_ended_are_shown_before_signing_in_again(client):
    sent = {"evidence_text": "Two <clubs> opened.", "category": "3", "go": "next", "old_password": "secret"}

    response = client.post("/reports/1/recommendations/R01/", sent)

    assert response.status_code == 403
    assert response.context["typed"] == ["Two <clubs> opened."]
    assert "Two &lt;clubs&gt; opened." in response.text
    assert 'href="/accounts/login/?next=/reports/1/recommendations/R01/"' in response.text


@pytest.mark.django_db
def test_sending_no_words_after_the_session_ended_leads_to_signing_in(client):
    response = client.post("/reports/1/recommendations/R01/", {"category": "3"})

    assert response.url == "/accounts/login/?next=/reports/1/recommendations/R01/"


def test_what_is_not_allowed_is_not_found(rf):
    middleware = NotAllowedIsNotFound(lambda request: HttpResponse())

    with pytest.raises(Http404):
        middleware.process_exception(rf.get("/"), NotAllowed("You do not have permission to do this."))


@pytest.mark.django_db
def test_what_a_user_asked_for_in_vain_is_logged_by_their_opaque_id(client, caplog):
    user = factories.UserFactory(email="member@example.org")
    client.force_login(user)

    client.get("/manage/people/")
    client.get("/inquiries/no-such-inquiry/")

    lines = [record.getMessage() for record in caplog.records if record.name == "tracking.security"]
    assert lines == [
        f"User {user.public_id} asked in vain for GET /manage/people/",
        f"User {user.public_id} asked in vain for GET /inquiries/no-such-inquiry/",
    ]


def test_every_other_error_is_left_as_it_is(rf):
    middleware = NotAllowedIsNotFound(lambda request: HttpResponse())

    assert middleware.process_exception(rf.get("/"), NotPossible("Not now.")) is None
