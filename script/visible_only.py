# ruff: noqa: INP001 a script, no part of a package
"""Fails where what faces a viewer reads rows without asking who the viewer is.

In views, feeds, the API, forms, filters and template tags `Model.objects` must be followed at once by a queryset that
knows the viewer. Arguments: folders and files to look into, those of the project unless told. Prints a line for each
read that it refuses.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACES = ("views", "feeds", "api", "forms", "filters", "templatetags")
KNOWS_THE_VIEWER = {"visible_to", "openable_by"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
GETTERS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}

# Public by nature: every visitor may read each row of them, whatever its state.
PUBLIC = {
    "AssessmentScheme": "the categories and their criteria are printed in every report",
    "Category": "the same",
    "Committee": "a committee's name, and how its office is reached",
    "Post": "an office's name, and who holds it",
}
# Reads that are limited in another way. Each is of one model in one file.
LIMITED_OTHERWISE = {
    ("forms/manage_inquiries.py", "Person"): "names alone, offered to scrutiny officers who say who led a review",
}


def refused(source: str, place: str) -> Iterator[str]:
    """Lines about the reads in a file that ask for no viewer; `place` is how the file is called."""
    tree = ast.parse(source)
    next_step = {node.value: node for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    calls = {node.func: node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    models = {name for name in _imported(tree) if name not in PUBLIC and (place, name) not in LIMITED_OTHERWISE}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and _name(node.value) in models:
            step = next_step.get(node)
            if step is None or not _asks(step.attr, calls.get(step)):
                yield f"{place}:{node.lineno}: {_name(node.value)}.{node.attr} asks for no viewer"
        elif isinstance(node, ast.Call) and _name(node.func) in GETTERS and node.args and _name(node.args[0]) in models:
            yield f"{place}:{node.lineno}: {_name(node.func)}({_name(node.args[0])}) asks for no viewer"


def _imported(tree: ast.Module) -> set[str]:
    """What the file calls the models that it imports."""
    of_models = ("tracking.models", "django.contrib", "allauth")
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in imports if (node.module or "").startswith(of_models)]
    return {alias.asname or alias.name for node in ours for alias in node.names}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _asks(method: str, call: ast.Call | None) -> bool:
    """Whether a queryset's first step limits it to the viewer, to nothing, or to rows that the caller was given."""
    if call is None:
        return False
    among_given_rows = method == "filter" and not call.args and [word.arg for word in call.keywords] == ["pk__in"]
    return method == "none" or among_given_rows or (method in KNOWS_THE_VIEWER and bool(call.args or call.keywords))


def main(arguments: list[str]) -> int:
    base = ROOT / "tracking"
    places = [Path(argument).resolve() for argument in arguments] or [base / name for name in FACES]
    files = [file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    found = []
    for file in filter(Path.exists, files):
        name = str(file.relative_to(base)) if file.is_relative_to(base) else file.name
        found += refused(file.read_text(encoding="utf-8"), name)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
