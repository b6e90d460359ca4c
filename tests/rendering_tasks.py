"""What the tests of the pool have done in child processes; importable there without pytest."""

import os
import signal
from dataclasses import dataclass

from django.conf import settings

from tracking.models import Meeting
from tracking.packs.pdf import PaperError, render


@dataclass(frozen=True)
class Words:
    said: str


def upper(words: Words) -> str:
    return words.said.upper()


def process(words: Words) -> int:
    """Who does this: a second answer of the same process means that it was kept."""
    return os.getpid()


def colour(words: Words) -> str:
    return str(settings.BRAND_COLOUR)


def refuse(words: Words) -> str:
    raise PaperError(f"{words.said} is missing")


def never_end(words: Words) -> str:
    while True:
        pass


def take_all_memory(words: Words) -> int:
    return len(bytearray(8 * 1024**3))


def die(words: Words) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def read_the_database(words: Words) -> int:
    return Meeting.objects.count()


def paper(words: Words) -> bytes:
    head = '<!DOCTYPE html><html lang="en-GB"><head><title>A paper</title></head>'
    return render(f"{head}<body><h1>{words.said}</h1></body></html>", stylesheet="")
