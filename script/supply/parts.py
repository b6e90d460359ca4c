"""The packages that the product is made of, as they are locked, with their licences."""

import json
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]
REQUIRED, OPTIONAL = "requirements.txt", "requirements-s3.txt"
SHIPPED = ("@fontsource/atkinson-hyperlegible-next", "govuk-frontend", "turndown")
"""Packages of npm of which something lies in static/build. The others there are only tools."""
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$", re.MULTILINE
)
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Pin:
    """A package of a list, at its one version; `is_here`: it is installed on this kind of machine."""

    name: str
    version: str
    is_here: bool = True


def pins(requirements: str) -> dict[str, Pin]:
    """Return what a list of requirements pins, by name as registries write it."""
    return {
        _plain(found["name"]): Pin(
            _plain(found["name"]), found["version"], not found["marker"] or Marker(found["marker"]).evaluate()
        )
        for found in _PIN.finditer((ROOT / requirements).read_text())
    }


def without_markers(requirements: str) -> str:
    """Return a list of requirements with nothing left to other kinds of machine than this one."""
    return re.sub(r"(?m)^([A-Za-z0-9][^;\n]*) ; [^\\\n]+? \\$", r"\1 \\", (ROOT / requirements).read_text())


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(name: str) -> str:
    """Return what an installed package says of its licence, nothing for one that says nothing or is not here."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classified = [
        value.removeprefix(_CLASSIFIER) for value in said.get_all("Classifier", []) if value.startswith(_CLASSIFIER)
    ]
    first_line = (said.get("License") or "").strip().partition("\n")[0]
    return said.get("License-Expression") or "; ".join(classified) or first_line


def npm_packages() -> dict[str, dict[str, Any]]:
    """Return what package-lock.json says of each package, by name."""
    return {path.rpartition("node_modules/")[2]: said for path, said in _npm_locked().items()}


def npm_count() -> int:
    """Return how many packages package-lock.json has; one that is there at two versions counts twice."""
    return len(_npm_locked())


def _npm_locked() -> dict[str, dict[str, Any]]:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {path: said for path, said in locked.items() if path}
