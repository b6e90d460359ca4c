"""Settings come from the environment, and what is missing is said in one line."""

import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import get_connection

from scrutiny.checks import check_audit_mail_to, check_clamav_socket

PROJECT = Path(__file__).parents[3]


def check(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` in a fresh process with nothing but this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_secret_key_it_refuses_to_start_in_one_line():
    result = check(SECRET_KEY="")

    assert result.returncode == 1
    assert result.stderr == "Scrutiny does not start without SECRET_KEY: set it in the environment or in .env.\n"


PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "a secret of fifty characters at the least, and no fewer 1234567890",
    "ALLOWED_HOSTS": "scrutiny.example.org",
    "BEHIND_PROXY": "1",
}


def test_limits_that_each_process_would_count_for_itself_are_warned_of():
    result = check("--deploy", "--fail-level=WARNING", **PRODUCTION)

    assert (result.returncode, "(scrutiny.W001) CACHE_URL is not set" in result.stderr) == (1, True)


def test_production_settings_pass_every_deployment_check():
    result = check("--deploy", "--fail-level=WARNING", CACHE_URL="dbcache://cache", **PRODUCTION)

    assert (result.returncode, result.stdout) == (0, "System check identified no issues (1 silenced).\n")


@pytest.mark.parametrize(
    ("name", "value"), [("TASK_BROKER", "rabbit://host"), ("REMINDER_DAYS", "7,soon"), ("REMINDER_DAYS", "-3")]
)
def test_what_cannot_be_read_is_refused_in_one_line(name: str, value: str) -> None:
    result = check(SECRET_KEY="x", **{name: value})
    start = f"Scrutiny does not start with this {name}: write "
    assert (result.returncode, result.stderr.count("\n"), result.stderr[: len(start)]) == (1, 1, start)


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("", []),
        ("unix:///run/clamav/clamd.ctl", []),
        ("tcp://scanner.example.org:3310", []),
        ("tcp://[::1]", []),
        ("/run/clamav/clamd.ctl", ["scrutiny.E003"]),
        ("unix://run/clamd.ctl", ["scrutiny.E003"]),
        ("tcp://scanner:many", ["scrutiny.E003"]),
        ("tcp://:3310", ["scrutiny.E003"]),
        ("localhost:3310", ["scrutiny.E003"]),
    ],
)
def test_an_address_that_leads_to_no_virus_scanner_is_refused(
    settings: LazySettings, address: str, ids: list[str]
) -> None:
    settings.CLAMAV_SOCKET = address
    assert [message.id for message in check_clamav_socket(None)] == ids


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("", []),
        ("auditor@example.org", []),
        ("a@example.org, b@example.org", ["scrutiny.E004"]),
        ("The auditor <auditor@example.org>", ["scrutiny.E004"]),
        ("auditor", ["scrutiny.E004"]),
    ],
)
def test_what_is_not_one_address_is_no_address_for_the_audit_trail(
    settings: LazySettings, address: str, ids: list[str]
) -> None:
    settings.AUDIT_MAIL_TO = address
    assert [message.id for message in check_audit_mail_to(None)] == ids


def test_a_mail_server_must_show_a_certificate_of_its_name() -> None:
    context = get_connection("django.core.mail.backends.smtp.EmailBackend", use_tls=True).ssl_context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
