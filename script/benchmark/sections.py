"""Results stand in one document, a section for each script: each writes its own and leaves the others alone."""

import re
from pathlib import Path

_HEADINGS = re.compile(r"^(?=# )", re.MULTILINE)


def write_section(path: Path, section: str) -> None:
    """Put a section, which begins with its heading, in the place of the one with the same heading, or at the end."""
    sections = _HEADINGS.split(path.read_text()) if path.exists() else []
    heading = section.partition("\n")[0]
    kept = [text for text in sections if text.strip()]
    place = next((number for number, text in enumerate(kept) if text.partition("\n")[0] == heading), len(kept))
    kept[place : place + 1] = [section]
    path.write_text("\n\n".join(text.strip() for text in kept) + "\n")
