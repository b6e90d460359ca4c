"""What looking into a file finds: facts, or why it is refused."""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why a file may not be kept."""

    NOT_ITS_KIND = "not its kind"
    """It is not what it is called, or is damaged."""
    PROTECTED = "protected"
    """By a password, or against changes."""
    MACROS = "macros"
    PROGRAMS = "programs"
    """It carries something that can be run."""
    RUNS = "runs"
    """It runs something, or sends or asks for something, when it is opened or used."""
    LOADS = "loads"
    """It brings something along that is not in it: a picture, an object, a template, figures."""
    UNPACKS_TOO_FAR = "unpacks too far"
    TOO_MANY_DOTS = "too many dots"
    NOT_TEXT = "not text"


class Refused(Exception):
    """A file that may not be kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class Facts:
    """What is known of a file that may be kept; pages and tags of a PDF alone."""

    page_count: int | None = None
    is_tagged: bool = False
