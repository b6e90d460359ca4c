"""Rendering in child processes: as many as the machine has cores, each task within limits, nothing made twice.

A task that takes too long, wants too much memory or brings its process down harms nobody else: it is told as `Failed`.
Children are started by the first task that is not kept (packs.kept) and serve until this process ends.
"""

import multiprocessing
import multiprocessing.util
import os
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import forkserver
from typing import Any, Final, Generic, TypeVar

from django.conf import settings
from pebble import ProcessExpired, ProcessPool

from tracking.packs import child, kept

Argument = TypeVar("Argument")
Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]
"""Told the name of what is being made, how many are done and how many there are: at least every half second while
anything is made. It may raise: then what runs is stopped, and the exception goes on to the caller."""

_SETTINGS_THERE: Final = ("BRAND_COLOUR", "COUNCIL_NAME", "MEDIA_ROOT", "STORAGES")
_LOOK_SECONDS: Final = 0.5
_PRELOAD: Final = ["tracking.packs.preload"]
_TASKS_OF_ONE_CHILD: Final = 200


class Reason(StrEnum):
    """Why a task has no result."""

    TOO_LONG = "too long"
    TOO_LARGE = "too large"
    CRASHED = "crashed"


@dataclass(frozen=True)
class Task(Generic[Argument, Result]):
    """A module-level function to call in a child process with plain, frozen facts. `name` is what progress says.

    Its result is kept under the digest of the facts, unless `is_kept` says that it is cheaper made again.
    """

    name: str
    function: Callable[[Argument], Result]
    argument: Argument
    is_kept: bool = True


@dataclass(frozen=True)
class Failed:
    """Stands in place of the result of a task that broke a limit or brought its process down."""

    name: str
    reason: Reason


def silent(name: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def run(tasks: Sequence[Task[Argument, Result]], *, progress: Progress = silent) -> list[Result | Failed]:
    """Return the results of tasks, in their order: those that are kept, the others made in children and kept.

    What a function raises is raised here, and so is what `progress` raises; whatever still runs is stopped then. A
    result that says of itself that it is `for_now` is not kept.
    """
    to_keep = iter(kept.keys([(task.function, task.argument) for task in tasks if task.is_kept]))
    keys = [next(to_keep) if task.is_kept else f"{number}" for number, task in enumerate(tasks)]
    results: dict[str, Any] = kept.found([key for key, task in zip(keys, tasks, strict=True) if task.is_kept])
    waiting = {key: task for key, task in zip(keys, tasks, strict=True) if key not in results}
    if waiting:
        _make(waiting, results, progress)
    return [results[key] for key in keys]


def _make(waiting: Mapping[str, Task[Any, Any]], results: dict[str, Any], progress: Progress) -> None:
    """Add the results of what is waiting. Children are handed little ahead, so that little has to be called back."""
    total = len(results) + len(waiting)
    queue = deque(waiting.items())
    running: dict[Future[Any], tuple[str, Task[Any, Any]]] = {}
    try:
        while queue or running:
            while queue and len(running) <= settings.RENDER_PROCESSES:
                key, task = queue.popleft()
                running[_scheduled(task)] = key, task
            progress(next(iter(running.values()))[1].name, len(results), total)
            done, _ = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                key, task = running.pop(future)
                results[key] = _outcome(future, task)
                if task.is_kept and not (isinstance(results[key], Failed) or getattr(results[key], "for_now", False)):
                    kept.keep(key, results[key])
    finally:
        for future in running:
            future.cancel()


def _scheduled(task: Task[Any, Any]) -> Future[Any]:
    there = {name: getattr(settings, name) for name in _SETTINGS_THERE}
    pool = _pool.started()
    return pool.schedule(child.perform, (task.function, task.argument, there), timeout=settings.RENDER_SECONDS)


def _outcome(future: Future[Any], task: Task[Any, Any]) -> object:
    try:
        return future.result()
    except TimeoutError:
        return Failed(task.name, Reason.TOO_LONG)
    except ProcessExpired as end:
        return Failed(task.name, Reason.TOO_LARGE if end.exitcode == child.TOO_LARGE_EXIT else Reason.CRASHED)
    except BrokenProcessPool:
        return Failed(task.name, Reason.CRASHED)


class _Pool:
    """The one pool of this process, and the limits that it was started with."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.running: ProcessPool | None = None
        self.limits: tuple[int, int] | None = None

    def started(self) -> ProcessPool:
        with self.lock:
            limits = (settings.RENDER_PROCESSES, settings.RENDER_MEMORY_MB)
            if self.running is None or not self.running.active or self.limits != limits:
                self._end()
                self.running, self.limits = _new_pool(*limits), limits
            return self.running

    def stop(self) -> None:
        with self.lock:
            self._end()

    def _end(self) -> None:
        if self.running is not None:
            self.running.stop()  # type: ignore[no-untyped-call]  # partly typed
            self.running.join()
            self.running = None


def _new_pool(processes: int, memory_mb: int) -> ProcessPool:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    # Unlike atexit, this runs in a worker's process too, and before it waits for its children.
    multiprocessing.util.Finalize(None, stop, exitpriority=100)
    return ProcessPool(processes, _TASKS_OF_ONE_CHILD, child.begin, (memory_mb,), context=context)


_pool = _Pool()


def get_ready() -> None:
    """Have what children are forked from loaded, beside whatever this process does meanwhile."""
    forkserver.set_forkserver_preload(_PRELOAD)
    forkserver.ensure_running()


def stop() -> None:
    """End the child processes. The next task starts new ones."""
    _pool.stop()


def _forget() -> None:
    """A fork has none of these children. Whoever forks workers (gunicorn, django-q2) renders nothing itself."""
    global _pool  # noqa: PLW0603 - the one pool of a process
    _pool = _Pool()


os.register_at_fork(after_in_child=_forget)
