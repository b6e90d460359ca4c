"""Settings come from the environment, and what is missing is said in one line."""

import os
import subprocess
import sys
from pathlib import Path

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


def test_production_settings_pass_every_deployment_check():
    result = check(
        "--deploy",
        "--fail-level=WARNING",
        DEBUG="0",
        SECRET_KEY="a secret of fifty characters at the least, and no fewer 1234567890",
        ALLOWED_HOSTS="scrutiny.example.org",
        BEHIND_PROXY="1",
    )

    assert (result.returncode, result.stdout) == (0, "System check identified no issues (1 silenced).\n")
