"""What every test of the second step starts from."""

import pytest
from pytest_django import Settings

from tests.factories import CommitteeFactory, seated
from tests.signing_in import forget_limits, with_password
from tracking.enums import CommitteeRole
from tracking.models import User

NOT_RIGHT = ["This is not right, or it was used before. Wait for the next code, then try again."]
ASK, SET_UP, APP = "/accounts/second-step/ask/", "/accounts/second-step/", "/accounts/second-step/app/"


@pytest.fixture(autouse=True)
def _needed_for_exempt_papers(settings: Settings) -> None:
    forget_limits()
    settings.SECOND_STEP_FOR = "exempt"
    # A test that begins in one half minute and goes on in the next is no fault of the product's.
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def clerk() -> User:
    """Sees exempt papers."""
    return with_password(seated(CommitteeFactory(), CommitteeRole.CLERK))
