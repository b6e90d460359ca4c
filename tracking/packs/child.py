"""What runs in a child process: set up once, it performs one task after another, within limits, without a database.

Imported by the process that children are forked from (see packs.pool), so that each starts with Django and WeasyPrint
ready. Never imported by the process that serves or works.
"""

import gc
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import django
from django.conf import settings
from django.core.signals import setting_changed

from tracking.inspection.jbig2 import leave_packed

Argument = TypeVar("Argument")
Result = TypeVar("Result")

TOO_LARGE_EXIT: Final = 77
"""How a child ends that ran out of memory: what is left of it cannot be trusted with another task."""


def prepare() -> None:
    """Start Django with no database at all: whatever a child prints was read before."""
    if not settings.configured or settings.DATABASES:
        settings.DATABASES = {}
        django.setup()


def begin(memory_mb: int) -> None:
    """Limit a child that was just forked, and let it end with the process that asks."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    most = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    leave_packed()
    prepare()


def _end_with_parent() -> None:
    """Whoever asked may be killed at any moment; what is being rendered for it then helps nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


def perform(function: Callable[[Argument], Result], argument: Argument, settings_there: Mapping[str, object]) -> Result:
    """Call a function with the settings of the process that asks."""
    for name, value in settings_there.items():
        if getattr(settings, name, None) != value:
            setattr(settings, name, value)
            setting_changed.send(sender=None, setting=name, value=value, enter=True)
    try:
        return function(argument)
    except MemoryError:
        os._exit(TOO_LARGE_EXIT)
