"""A provider that runs beside the test, and somebody whom it knows."""

from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from pytest_django import Settings

from tests.factories import UserFactory
from tests.sign_on import OBJECT, TENANT, knows, provider
from tests.signing_in import forget_limits, with_password
from tracking.models import User

UNKNOWN, FAILED, TAKEN = "You have no account here", "You are not signed in", "Another account is connected already"
CONNECT = "/accounts/single-sign-on/connect/"


@pytest.fixture
def entra(settings: Settings) -> Iterator[str]:
    """A provider that says tenant and object, as Entra does."""
    forget_limits()
    with provider(settings, SSO_IS_ENTRA=True) as issuer:
        knows(issuer, "clerk", tid=TENANT, oid=OBJECT, email="clerk@example.org")
        yield issuer


@pytest.fixture
def clerk(entra: str) -> User:
    """Somebody whose council account is connected."""
    user = with_password(UserFactory(email="clerk@example.org"))
    SocialAccount.objects.create(user=user, provider="council", uid=f"{TENANT}:{OBJECT}")
    return user


def heading(response: object) -> str:
    return str(response.content.decode()).partition('<h1 class="govuk-heading-l">')[2].partition("</h1>")[0]


def member() -> User:
    """Somebody who signs in with a password."""
    return with_password(UserFactory())
