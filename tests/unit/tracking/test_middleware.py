"""Headers of every response, and the page for what does not exist."""

import pytest
from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse

from tracking.exceptions import NotAllowed, NotPossible
from tracking.middleware import CONTENT_SECURITY_POLICY, NotAllowedIsNotFound


def test_every_page_forbids_scripts_from_elsewhere_and_inline(client, db):
    response = client.get("/accessibility/")

    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe-inline" not in CONTENT_SECURITY_POLICY


@pytest.mark.django_db
def test_a_page_made_for_a_signed_in_user_is_kept_by_no_cache(client):
    client.force_login(get_user_model().objects.create_user("clerk@example.org"))

    assert "no-store" in client.get("/accessibility/").headers["Cache-Control"]


@pytest.mark.django_db
def test_a_page_for_everybody_may_be_kept(client):
    assert "Cache-Control" not in client.get("/accessibility/").headers


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


def test_every_other_error_is_left_as_it_is(rf):
    middleware = NotAllowedIsNotFound(lambda request: HttpResponse())

    assert middleware.process_exception(rf.get("/"), NotPossible("Not now.")) is None
