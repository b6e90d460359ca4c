"""A provider of single sign-on that runs beside a test, on loopback, and somebody's browser between it and the site."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from scrutiny.signing_in import providers

with warnings.catch_warnings(record=True):
    # Of what the provider is made of: nothing of ours.
    from oidc_provider_mock import run_server_in_thread

TENANT, OBJECT = "8f0c-tenant", "51aa-object"
CALLBACK = "/accounts/single-sign-on/callback/"


@contextmanager
def provider(settings: Settings, **more: object) -> Iterator[str]:
    """Run a provider, set the site to use it, and give its issuer."""
    with warnings.catch_warnings(record=True), run_server_in_thread(require_nonce=True) as server:
        warnings.simplefilter("ignore")
        issuer = f"http://localhost:{server.server_port}"
        use(settings, issuer, **more)
        yield issuer


def use(settings: Settings, issuer: str, **more: object) -> None:
    """Have the site trust an issuer."""
    settings.SSO_ISSUER = issuer
    settings.SSO_NAME = "your council account"
    settings.SOCIALACCOUNT_PROVIDERS = providers(issuer, "scrutiny", "a secret of the site")
    for name, value in more.items():
        setattr(settings, name, value)


def knows(issuer: str, sub: str, **claims: object) -> None:
    """Have the provider know somebody."""
    requests.put(f"{issuer}/users/{sub}", json=claims, timeout=5).raise_for_status()


def leave(client: Client, address: str = "/accounts/single-sign-on/", **sent: str) -> str:
    """Press the button that leads to the provider, and return where it leads."""
    return str(client.post(address, sent).context["href"])


def answer(href: str, sub: str, **changed: str) -> dict[str, str]:
    """Sign in at the provider as somebody, and return what it gives the browser to take back."""
    where = urlsplit(href)
    asked = {name: values[0] for name, values in parse_qs(where.query).items()} | changed
    address = f"{where.scheme}://{where.netloc}{where.path}"
    response = requests.post(address, params=asked, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(response.headers["Location"])
    assert back.path == CALLBACK
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def come_back(client: Client, taken: dict[str, str], **more: Any) -> HttpResponse:
    return client.get(CALLBACK, taken, **more)


def sign_on(client: Client, sub: str, address: str = "/accounts/single-sign-on/", **sent: str) -> HttpResponse:
    """All of it: leave, sign in there, come back."""
    return come_back(client, answer(leave(client, address, **sent), sub))
