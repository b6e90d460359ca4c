"""One fresh process that makes packs, as a worker does, and prints what that took as JSON.

Started by benchmark.run with an empty cache: cold, with one inquiry changed, with nothing changed; then a pack of other
inquiries, of which nothing is kept either, while the process is running already.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_KB = 1024


def main(recommendations: int, inquiries: int, started_at: float) -> None:
    import django

    django.setup()
    from tracking.packs import pool

    pool.get_ready()
    from benchmark.facts import papers
    from tracking.packs.papers import make_packs

    taken = {}
    states = (("cold", 0, 1), ("changed", 1, 1), ("unchanged", 1, 1), ("running", 0, inquiries + 1))
    for state, changed, first in states:
        facts = papers(recommendations, inquiries, changed=changed, first=first)
        begin = started_at if state == "cold" else time.time()
        edition = make_packs(facts).editions[0]
        taken[state] = time.time() - begin
    memory = {"worker": _peak_mb(os.getpid()), "child": max(map(_peak_mb, _descendants(os.getpid())), default=0)}
    print(json.dumps({**taken, **memory, "pages": edition.page_count, "bytes": len(edition.content)}))  # noqa: T201


def _descendants(pid: int) -> list[int]:
    """Every process that this one started, or they in turn."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        children += [int(child) for child in (task / "children").read_text().split()]
    return [found for child in children for found in (child, *_descendants(child))]


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    fields: dict[str, Any] = dict(line.split(":", 1) for line in lines)
    return int(fields.get("VmHWM", "0 kB").split()[0]) / _KB


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
