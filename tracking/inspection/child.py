"""The process in which a file is looked into: it reads the file from standard input and answers in JSON."""

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict

from tracking.inspection import office, pdfs, pictures, texts
from tracking.inspection.verdicts import Facts, Refused

LOOKS: dict[str, Callable[[bytes], Facts]] = {
    "pdf": pdfs.look_into_pdf,
    "docx": office.look_into_docx,
    "xlsx": office.look_into_xlsx,
    "odt": office.look_into_odt,
    "ods": office.look_into_ods,
    "text": texts.look_into_text,
    "jpeg": pictures.look_into_jpeg,
    "png": pictures.look_into_png,
}


def main(kind: str, memory_bytes: int, seconds: int) -> None:
    """Print the facts of the file, or why it is refused, on a line. Ends in whatever way a library does, otherwise."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        answer: dict[str, object] = {"facts": asdict(LOOKS[kind](sys.stdin.buffer.read()))}
    except Refused as refused:
        answer = {"refusal": refused.refusal}
    sys.stdout.write(f"\n{json.dumps(answer)}\n")
