"""A worker that makes packs and is killed on the way: `python -m tests.integration.killed_worker MOMENT`.

It kills itself as the system would (SIGKILL) at the named moment, which it comes upon in what it does.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

STEPS = {
    "before anything is read": "Reading",
    "while a report is rendered": "Rendering",
    "while the pages are put together": "Putting the pages together",
    "while exempt words are looked for": "Looking for",
}
MOMENTS = (
    *STEPS,
    "before the first file is kept",
    "once two of four files are kept",
    "once every file is kept",
    "once everything is written",
    "once all is committed",
)


def _killed(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(owner: Any, name: str, *, calls: int = 1) -> None:
    """Be killed when a function has returned so many times."""
    original: Callable[..., Any] = getattr(owner, name)
    returned = 0

    def then_killed(*args: Any, **kwargs: Any) -> Any:
        nonlocal returned
        result = original(*args, **kwargs)
        returned += 1
        if returned == calls:
            _killed()
        return result

    setattr(owner, name, then_killed)


def _at_step(begins: str) -> None:
    """Be killed when progress has told a step."""
    from tracking.actions import making

    original = making.Held.progress

    def progress(held: Any, step: str, done: int, total: int) -> None:
        original(held, step, done, total)
        if step.startswith(begins):
            _killed()

    making.Held.progress = progress


def _be_killed(moment: str) -> None:
    from tracking.actions import making

    storage = making.default_storage
    if moment in STEPS:
        _at_step(STEPS[moment])
    elif moment == "before the first file is kept":
        storage.save = _killed
    else:
        owner, name, calls = {
            "once two of four files are kept": (storage, "save", 2),
            "once every file is kept": (storage, "save", 4),
            "once everything is written": (making, "_tell", 1),
            "once all is committed": (making, "_write", 1),
        }[moment]
        _after(owner, name, calls=calls)


def main(moment: str) -> None:
    import django

    django.setup()
    from tracking.actions.pack_making import make_waiting_packs

    _be_killed(moment)
    make_waiting_packs(between_writes=timedelta(0))


if __name__ == "__main__":
    main(*sys.argv[1:])
