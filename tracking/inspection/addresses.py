"""Where an address in an Office file leads: into the file, to the council's own machines, or elsewhere."""

import re
from typing import Final
from urllib.parse import unquote

from tracking.inspection.verdicts import Refusal, Refused

_SCHEME: Final = re.compile(r"([a-z.][a-z0-9+.-]+):")
# What starts a program, or asks the reader's own machine, behind something that looks like a link.
_RUNS: Final = re.compile(
    r"(javascript|vbscript|data|ms-[a-z-]+|search(-ms)?|mhtml|mk|its|res|shell|hcp|macro|service|slot)$"
)
_RUNS_IN_OPEN_DOCUMENT: Final = ("vnd.sun.star.", ".uno")
_MACHINE: Final = re.compile(r"(?:file:)?/{2,}([^/?#]*)")
# A drive, or a machine whose name is a plain word: those are the council's own, where its templates lie. A number is
# an address of the internet, however it is written.
_OWN: Final = re.compile(r"[a-z]:|[a-z][a-z0-9_-]*")
_NOT_SEEN: Final = re.compile(r"[\x00-\x1f\x7f]")
_NEVER_FROM_A_FILE: Final = frozenset({"oleobject", "frame", "floating-frame", "subdocument", "afchunk"})
_LINKS: Final = frozenset({"a", "hyperlink"})


def check_address(kind: str, address: str) -> None:
    """Raise Refused for an address that runs something, or from which a thing of this kind is loaded.

    `kind` is the element or relation that has the address, in small letters. A link is followed only by a click.
    """
    target = _plain(address)
    scheme = _scheme_of(target)
    if scheme.startswith(_RUNS_IN_OPEN_DOCUMENT):
        raise Refused(Refusal.MACROS)
    if _RUNS.match(scheme) and not (scheme == "data" and kind not in _LINKS):
        raise Refused(Refusal.RUNS)
    if kind not in _LINKS and (
        is_elsewhere(address) or (kind in _NEVER_FROM_A_FILE and (bool(scheme) or target.startswith("/")))
    ):
        raise Refused(Refusal.LOADS)


def is_elsewhere(address: str) -> bool:
    """Whether what is loaded from an address comes from elsewhere than this file and the council's own machines."""
    target = _plain(address)
    if _scheme_of(target) not in {"", "file", "data"}:
        return True
    machine = _MACHINE.match(target)
    return machine is not None and not _OWN.fullmatch(machine[1])


def _plain(address: str) -> str:
    return _NOT_SEEN.sub("", unquote(address)).strip().lower().replace("\\", "/")


def _scheme_of(target: str) -> str:
    found = _SCHEME.match(target)
    return found[1] if found else ""
