# ruff: noqa: INP001 a script, no part of a package
"""Fails where what faces a viewer reads rows without asking who the viewer is.

In views, feeds, the API, forms, filters and template tags `objects`, of whatever it is, must be followed at once by a
queryset that knows the viewer, unless it is of a model that everybody may read. Arguments: folders and files to look
into, those of the project unless told. Prints a line for each read that it refuses.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
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


# What somebody has sent: keys among it are none that the caller was given.
SENT = {"GET", "POST", "FILES", "COOKIES", "headers", "body", "data", "query_params"}


def refused(source: str, place: str) -> Iterator[str]:
    """Lines about the reads in a file that ask for no viewer; `place` is how the file is called."""
    file = _File(ast.parse(source), place)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and not file.may_be_read(node.value):
            if not file.asks(node):
                yield f"{place}:{node.lineno}: {ast.unparse(node)} asks for no viewer"
        elif isinstance(node, ast.Call) and _name(node.func) in GETTERS:
            asked = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "klass")]
            for model in asked:
                if file.is_model(model) and not file.may_be_read(model):
                    yield f"{place}:{node.lineno}: {_name(node.func)}({ast.unparse(model)}) asks for no viewer"


class _File:
    """A file with what it calls the models: by import, through a module, or under a name of its own."""

    def __init__(self, tree: ast.Module, place: str) -> None:
        self.tree, self.place = tree, place
        nodes = list(ast.walk(tree))
        self.next_step = {node.value: node for node in nodes if isinstance(node, ast.Attribute)}
        self.calls = {node.func: node for node in nodes if isinstance(node, ast.Call)}
        self.imported = dict(_imported(nodes))
        given = [(_name(part), value) for names, value in _given(nodes) for part in ast.walk(names) if _name(part)]
        self.given = {name for name, _ in given}
        self.sent = {name for name, value in given if _attributes(value) & SENT}
        self.renamed: set[str] = set()
        self.renamed = {name for name, value in given if self.is_model(value)}

    def is_model(self, node: ast.expr) -> bool:
        """Whether this is a model itself, and no queryset that somebody made of it."""
        if isinstance(node, ast.Call):
            return _name(node.func) in {"get_user_model", "get_model"}
        if isinstance(node, ast.Attribute):
            return node.attr[:1].isupper() and not node.attr.isupper()
        return _name(node) in self.imported or _name(node) in self.renamed

    def may_be_read(self, owner: ast.expr) -> bool:
        """Whether every row may be read: only of a model that goes by its own name, or by that of its import."""
        if isinstance(owner, ast.Attribute):
            name = owner.attr
        else:
            name = "" if _name(owner) in self.given else self.imported.get(_name(owner), "")
        return name in PUBLIC or (self.place, name) in LIMITED_OTHERWISE

    def asks(self, manager: ast.Attribute) -> bool:
        """Whether the first step limits rows to the viewer, to nothing, or to those that the caller was given."""
        step = self.next_step.get(manager)
        call = self.calls.get(step) if step else None
        if step is None or call is None:
            return False
        if step.attr == "filter" and not call.args and [word.arg for word in call.keywords] == ["pk__in"]:
            return not self._was_sent(call.keywords[0].value)
        return step.attr == "none" or (step.attr in KNOWS_THE_VIEWER and bool(call.args or call.keywords))

    def _was_sent(self, keys: ast.expr) -> bool:
        names = {_name(node) for node in ast.walk(keys)} | _attributes(keys)
        return "request" in names or bool(names & self.sent)


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """What the file calls the models that it imports, and what they are called where they are from."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            of_ours = module.startswith("models") if node.level else module.startswith("tracking.models")
            if of_ours or module.startswith(("django.contrib", "allauth")):
                yield from ((alias.asname or alias.name, alias.name) for alias in node.names)


def _given(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Every place where names are given to a value."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            yield node.target, node.value
        elif isinstance(node, ast.For | ast.comprehension):
            yield node.target, node.iter


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _attributes(node: ast.expr) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def main(arguments: list[str]) -> int:
    base = ROOT / "tracking"
    places = [Path(argument).resolve() for argument in arguments] or [base / name for name in FACES]
    files = [file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    found: list[str] = []
    for file in filter(Path.exists, files):
        name = str(file.relative_to(base)) if file.is_relative_to(base) else file.name
        found += refused(file.read_text(encoding="utf-8"), name)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
