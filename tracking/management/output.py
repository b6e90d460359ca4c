"""Writing the file that a command was asked for."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import CommandError


def write_whole(path: str, content: bytes) -> None:
    """Write a file in one step: nobody ever reads half of it, and what was there stays when writing fails.

    Raises CommandError with one line when the file cannot be written.
    """
    target = Path(path)
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o666 & ~_umask())
        Path(part.name).replace(target)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror or error}.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
