"""A process that uploads a file and is killed on the way: `python -m tests.integration.killed_upload MOMENT …`.

It kills itself as the system would (SIGKILL) at the named moment, which it comes upon in what the upload calls.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOMENTS = (
    "before the file is written",
    "while the file is written",
    "before the file is on the disk",
    "once the file is on the disk",
    "once the file has its name",
    "before the row is written",
    "once the row is written",
    "once all is committed",
)


def _killed(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str) -> None:
    setattr(owner, name, _killed)


def _after(owner: Any, name: str) -> None:
    """Be killed when a function has returned."""
    original: Callable[..., Any] = getattr(owner, name)

    def then_killed(*args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        _killed()

    setattr(owner, name, then_killed)


def _while_written(upload: Any) -> None:
    chunks = [b"year,", *upload.chunks()]
    upload.chunks = lambda: (_killed() if place else chunk for place, chunk in enumerate(chunks))


def _be_killed(moment: str, upload: Any) -> None:
    from tracking.actions import evidence, kept_files

    {
        "before the file is written": lambda: _before(kept_files.default_storage, "save"),
        "while the file is written": lambda: _while_written(upload),
        "before the file is on the disk": lambda: _before(os, "fsync"),
        "once the file is on the disk": lambda: _after(os, "fsync"),
        "once the file has its name": lambda: _after(Path, "replace"),
        "before the row is written": lambda: _before(evidence, "_write"),
        "once the row is written": lambda: _after(evidence, "record_event"),
        "once all is committed": lambda: _after(evidence, "_write"),
    }[moment]()


def main(moment: str, update_pk: str, user_pk: str) -> None:
    import django

    django.setup()
    from tests.uploads import inspected
    from tracking.actions.evidence import add_evidence
    from tracking.actions.openness import Openness
    from tracking.enums import Exemption
    from tracking.models import ProgressUpdate, User

    file = inspected()
    _be_killed(moment, file.upload)
    add_evidence(
        update=ProgressUpdate.objects.get(pk=update_pk),
        title=moment,
        file=file,
        openness=Openness(Exemption.PUBLIC),
        by=User.objects.get(pk=user_pk),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
