"""The process in which a file is looked into: it reads the file from standard input and answers in JSON."""

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from typing import Final

from tracking.inspection.verdicts import Facts, Refused

KINDS: Final = {
    "pdf": "pdfs",
    "docx": "office",
    "xlsx": "office",
    "odt": "office",
    "ods": "office",
    "text": "texts",
    "jpeg": "pictures",
    "png": "pictures",
}
"""The module that looks into each kind of file."""


def look_of(kind: str) -> Callable[[bytes], Facts]:
    """Return what looks into files of a kind. Only that is loaded: most of the time that a file takes is loading."""
    look: Callable[[bytes], Facts] = getattr(import_module(f"tracking.inspection.{KINDS[kind]}"), f"look_into_{kind}")
    return look


def main(kind: str, memory_bytes: int, seconds: int) -> None:
    """Print the facts of the file, or why it is refused, on a line. Ends in whatever way a library does, otherwise."""
    look = look_of(kind)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        answer: dict[str, object] = {"facts": asdict(look(sys.stdin.buffer.read()))}
    except Refused as refused:
        answer = {"refusal": refused.refusal}
    sys.stdout.write(f"\n{json.dumps(answer)}\n")
