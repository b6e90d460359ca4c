"""What keeps the attacks to this machine, and how they tell what they did not get to."""

import importlib
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
ALONE = ROOT / "script" / "attacking" / "alone"
SUMMARY = """
=================================== SUMMARY ====================================

API Operations:
  Selected: {selected}/12
  Tested: {tested}

Test Phases:
  ⏭  Examples
  ✅ Coverage
  {fuzzing}
  ✅ Stateful

Test cases:
  8310 generated, 8310 passed
"""


def run_alone(script: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [ALONE, sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    if "No network of its own" in done.stderr:
        pytest.skip("This system lets nobody have a network of their own.")
    return done


def test_nothing_but_this_machine_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as outside:
        done = run_alone(
            "import socket\n"
            "with socket.create_server(('127.0.0.1', 0)) as server:\n"
            "    socket.create_connection(server.getsockname(), 5).close()\n"
            "print(open('/proc/self/net/route').read().splitlines()[1:])\n"
            f"print(socket.socket().connect_ex(('127.0.0.1', {outside.getsockname()[1]})) == 0)\n"
            "print(socket.socket().connect_ex(('192.0.2.1', 80)) == 0)\n"
        )
    assert (done.stdout.splitlines(), done.stderr, done.returncode) == (["[]", "False", "False"], "", 0)


def test_it_ends_as_what_it_runs_ends() -> None:
    assert run_alone("raise SystemExit(7)").returncode == 7


@pytest.fixture
def attacking(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "script"))
    return lambda name: importlib.import_module(f"attacking.{name}")


@pytest.mark.parametrize(
    ("selected", "tested", "fuzzing", "told"),
    [
        (12, 12, "✅ Fuzzing", []),
        (12, 12, "❌ Fuzzing", []),
        (12, 5, "✅ Fuzzing", ["7 of 12 operations"]),
        (11, 11, "✅ Fuzzing", ["1 of 12 operations"]),
        (12, 12, "⏭  Fuzzing (time limit reached)", ["Fuzzing (time limit reached)"]),
        (12, 12, "⚡ Fuzzing", ["Fuzzing"]),
    ],
)
def test_what_schemathesis_had_no_time_for_is_told(attacking, selected, tested, fuzzing, told) -> None:
    unfinished = attacking("interface").unfinished
    assert unfinished(SUMMARY.format(selected=selected, tested=tested, fuzzing=fuzzing)) == told


def test_without_a_summary_nothing_is_finished(attacking) -> None:
    assert attacking("interface").unfinished("Schemathesis v4") == ["it did not come to its summary"]


def test_what_wapiti_had_no_time_for_is_told(attacking) -> None:
    crawling = attacking("crawling")
    *begun, last = crawling._MODULES.split(",")
    log = "".join(f"[*] Launching module {module}\n" for module in begun)
    log += "Max scan time was reached, stopping.\n"
    log += f"Max attack time was reached for module {begun[0]}, stopping.\n"
    assert crawling.missed_in(log) == [
        "not every page was found",
        f"not begun: {last}",
        f"not to the end: {begun[0]}",
    ]
