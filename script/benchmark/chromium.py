"""The same HTML printed by headless Chromium: every report in one document, which it does faster than one by one.

It prints neither running heads nor page numbers in the contents, and what it makes is no valid PDF/UA.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_OWN_FILE = re.compile(r'(?<=url\(")static:([^"]+)')


def program() -> str | None:
    """Return the path of a Chromium, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def command(path: str, html: Path, pdf: Path) -> list[str]:
    """Return the command that prints a document; the whole of it is timed, with Chromium's own start."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    return [path, *flags, html.resolve().as_uri()]


def version(path: str) -> str:
    return subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def write_document(target: Path, recommendations: int, inquiries: int) -> None:
    """Write what a pack's reports are printed from as one document."""
    import django

    django.setup()
    from django.contrib.staticfiles import finders

    from benchmark.facts import papers
    from tracking.packs import html
    from tracking.presenters.papers import report_document

    def address(found: re.Match[str]) -> str:
        return Path(str(finders.find(found[1]))).as_uri()

    items = papers(recommendations, inquiries).public.items
    reports = [html.report_html(report_document(item.report)) for item in items if item.report]
    bodies = "".join(f'<div style="break-before: page">{_BODY.search(report)[1]}</div>' for report in reports)  # type: ignore[index]
    style = _OWN_FILE.sub(address, html.stylesheet())
    target.write_text(
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Pack</title>'
        f"<style>{style}</style></head><body>{bodies}</body></html>"
    )


if __name__ == "__main__":
    write_document(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
