"""Whether a page can be used by everyone: axe-core's WCAG 2.2 AA rules, told in words."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it stands, one sentence for each element."""
    page.evaluate(_axe_source())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG_22_AA
    )
    return [_sentence(violation, node) for violation in found["violations"] for node in violation["nodes"]]


def _sentence(violation: dict[str, Any], node: dict[str, Any]) -> str:
    where = " ".join(str(part) for part in node["target"])
    return f"{violation['help']} ({violation['id']}), at {where}: {node['html'][:200]}"


def assert_accessible(page: Page) -> None:
    """Fail with every violation of WCAG 2.2 AA on the page, in words."""
    found = violations(page)
    assert found == [], f"{page.title()} ({page.url}):\n" + "\n".join(found)
