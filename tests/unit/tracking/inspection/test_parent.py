"""The process of its own in which files are looked into."""

import subprocess
import sys

import pytest

from tests.uploads import pdf
from tracking.inspection import parent
from tracking.inspection.parent import look_into
from tracking.inspection.verdicts import Facts, Refusal, Refused


def test_facts_and_refusals_come_back_from_the_other_process() -> None:
    assert look_into("pdf", pdf()) == Facts(2, is_tagged=False)
    with pytest.raises(Refused, match=Refusal.NOT_TEXT):
        look_into("text", b"\x00")


def test_what_ends_the_process_is_not_of_its_kind() -> None:
    with pytest.raises(Refused, match=Refusal.NOT_ITS_KIND):
        look_into("png", b"no picture")


def test_what_takes_too_long_is_not_of_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "SECONDS", 0)
    with pytest.raises(Refused, match=Refusal.NOT_ITS_KIND):
        look_into("pdf", pdf())


def test_nothing_of_django_is_loaded_there() -> None:
    program = (
        "import sys; from tracking.inspection.child import KINDS, look_of; [look_of(kind) for kind in KINDS];"
        "print(any(name.startswith('django') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
