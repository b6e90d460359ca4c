import re

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.factories import InquiryFactory
from tracking.models import Inquiry, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_development(settings: Settings) -> None:
    settings.DEBUG = True
    settings.DEMO_PASSWORD = "a password for the demo"


def test_it_prints_address_role_and_password_of_one_user_for_each_role(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", "--without-packs")

    lines = [re.split(r"  +", line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["E-mail", "Role", "Password"],
        ["cabinet.member@example.org", "Cabinet Member (Deputy Leader)", "a password for the demo"],
        ["contributor@example.org", "Contributor (drafts for the Deputy Leader)", "a password for the demo"],
        ["scrutiny.officer@example.org", "Scrutiny officer", "a password for the demo"],
        ["clerk@example.org", "Clerk", "a password for the demo"],
        ["member@example.org", "Committee member", "a password for the demo"],
        ["administrator@example.org", "Administrator", "a password for the demo"],
        ["service.birmingham@example.org", "Outside body (Service Birmingham)", "a password for the demo"],
        ["plan.keeper@example.org", "Keeper of the plan", "a password for the demo"],
        ["plan.lead@example.org", "Lead of plan aims", "a password for the demo"],
        ["cabinet.clerk@example.org", "Clerk of Cabinet", "a password for the demo"],
    ]
    assert User.objects.get(email="clerk@example.org").check_password("a password for the demo") is True


def test_without_a_password_in_the_settings_it_makes_one_up(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.DEMO_PASSWORD = ""
    call_command("load_demo", "--without-packs")

    password = capsys.readouterr().out.split()[-1]
    assert len(password) == 16
    assert User.objects.get(email="clerk@example.org").check_password(password) is True


def test_it_is_refused_where_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("load_demo", "--without-packs")
    assert Inquiry.objects.count() == 0


def test_with_force_it_loads_where_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False
    call_command("load_demo", "--force", "--without-packs")
    assert Inquiry.objects.count() == 13


def test_it_is_refused_in_one_line_where_there_are_inquiries() -> None:
    InquiryFactory()
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo", "--without-packs")
    assert str(refusal.value).splitlines() == [
        "The demo council needs a database without inquiries. This one has some, so nothing was loaded."
    ]


def test_a_second_run_if_empty_changes_nothing_and_prints_the_sign_ins_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_demo", "--without-packs")
    first = capsys.readouterr().out
    call_command("load_demo", "--if-empty")
    assert capsys.readouterr().out == first
    assert Inquiry.objects.count() == 13


def test_a_second_run_does_not_claim_a_password_that_does_not_hold(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    call_command("load_demo", "--without-packs")
    for password_now in ("", "another password"):
        capsys.readouterr()
        settings.DEMO_PASSWORD = password_now
        call_command("load_demo", "--if-empty")
        lines = capsys.readouterr().out.splitlines()[1:]
        assert {line.rpartition("  ")[2] for line in lines} == {"(printed when it was loaded)"}


def test_if_empty_leaves_a_council_of_its_own_alone(capsys: pytest.CaptureFixture[str]) -> None:
    InquiryFactory()
    call_command("load_demo", "--if-empty")
    assert capsys.readouterr().out == (
        "There are inquiries already, and the demo council is not among them. Nothing was loaded.\n"
    )
    assert Inquiry.objects.count() == 1
