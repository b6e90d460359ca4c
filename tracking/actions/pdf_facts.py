"""What a PDF says of itself, read in a process of its own with little memory and time.

A file of a few kilobytes can be made to unpack into gigabytes; it then takes down that process, and not the service.
Run as a script, this reads a PDF from standard input and answers in JSON; it knows nothing of Django.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from io import BytesIO

import pikepdf

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 20


@dataclass(frozen=True)
class PdfFacts:
    """How many pages a PDF has, and whether it is locked or tagged."""

    page_count: int = 0
    is_encrypted: bool = False
    is_tagged: bool = False


def read_pdf_facts(content: bytes) -> PdfFacts | None:
    """Return the facts of a PDF; None where it cannot be read within the limits, whatever the reason."""
    try:
        done = subprocess.run(  # noqa: S603 - this file and our own interpreter
            [sys.executable, "-I", __file__, str(MEMORY_BYTES)],
            input=content,
            capture_output=True,
            timeout=SECONDS + 10,
            check=True,
        )
        return PdfFacts(**json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError):
        return None


def _facts(content: bytes) -> PdfFacts:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
            is_tagged = bool(marked) and "/StructTreeRoot" in pdf.Root
            return PdfFacts(len(pdf.pages), pdf.is_encrypted, is_tagged)
    except pikepdf.PasswordError:
        return PdfFacts(is_encrypted=True)


def _main(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(asdict(_facts(sys.stdin.buffer.read())), sys.stdout)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
