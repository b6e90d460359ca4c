"""What must hold of the main pages for everybody, whatever the window and the device."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e


def test_a_wrong_address_answers_in_the_same_look(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    answer = resident.page.goto("/inquiries/no-such-inquiry/")
    assert answer is not None
    assert answer.status == 404
    assert resident.heading() == "Page not found"


def test_signing_in_shows_who_is_signed_in(new_visitor: NewVisitor) -> None:
    clerk = new_visitor()
    clerk.sign_in("clerk")
    expect(clerk.page.get_by_role("banner")).to_contain_text("Signed in as")
