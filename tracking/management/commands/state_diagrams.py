"""Writes docs/workflow.md from the state tables."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.workflow import THINGS, TRANSITIONS, state_diagram

INTRODUCTION = """# State diagrams

Generated from `tracking/workflow.py` by `manage.py state_diagrams`; the tests compare the two. Who may make each
move is in [the domain rules](domain-rules.md).
"""


def workflow_page() -> str:
    """Return the whole of docs/workflow.md."""
    parts = [INTRODUCTION]
    for kind in TRANSITIONS:
        thing = THINGS[kind]
        parts.append(f"## {thing[0].upper()}{thing[1:]}\n\n```mermaid\n{state_diagram(kind)}```\n")
    return "\n".join(parts)


class Command(BaseCommand):
    help = "Write docs/workflow.md from the state tables, or with --check fail when it is out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only")

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "workflow.md"
        if options["check"]:
            if not page.exists() or page.read_text(encoding="utf-8") != workflow_page():
                raise CommandError("docs/workflow.md is out of date: run manage.py state_diagrams.")
            return
        page.write_text(workflow_page(), encoding="utf-8")
        self.stdout.write(f"Wrote {page.relative_to(settings.BASE_DIR)}.")
