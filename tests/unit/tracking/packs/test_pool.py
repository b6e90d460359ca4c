"""Real child processes, two at most, which serve all of these."""

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from tests import rendering_tasks
from tests.rendering_tasks import Words
from tracking.packs import pool
from tracking.packs.pdf import PaperError
from tracking.packs.pool import Failed, Reason, Task


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["papers"].clear()
    yield
    caches["papers"].clear()


def _task(function: Callable[[Words], object], said: str = "words") -> Task[Words, object]:
    return Task(f"Task {said}", function, Words(said))


def test_results_come_in_the_order_of_the_tasks_and_the_same_task_is_done_once() -> None:
    tasks = [_task(rendering_tasks.upper, said) for said in ("c", "a", "b", "a")]
    assert pool.run(tasks) == ["C", "A", "B", "A"]


def test_children_are_other_processes_and_what_they_made_is_kept() -> None:
    first = pool.run([_task(rendering_tasks.process)])
    assert first != [os.getpid()]
    pool.stop()
    assert pool.run([_task(rendering_tasks.process)]) == first
    assert [child.pid for child in multiprocessing.active_children() if child.pid in first] == []


def test_other_facts_or_another_colour_are_made_anew(settings: Settings) -> None:
    assert pool.run([_task(rendering_tasks.colour)]) == ["#00575e"]
    settings.BRAND_COLOUR = "#112233"
    assert pool.run([_task(rendering_tasks.colour)]) == ["#112233"]


def test_a_paper_is_the_same_bytes_whoever_renders_it() -> None:
    here = rendering_tasks.paper(Words("A heading"))
    assert pool.run([_task(rendering_tasks.paper, "A heading")]) == [here]


def test_what_a_task_raises_is_raised_and_nothing_is_kept() -> None:
    for _ in range(2):
        with pytest.raises(PaperError, match="The title is missing"):
            pool.run([_task(rendering_tasks.upper), _task(rendering_tasks.refuse, "The title")])


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (rendering_tasks.never_end, Reason.TOO_LONG),
        (rendering_tasks.take_all_memory, Reason.TOO_LARGE),
        (rendering_tasks.die, Reason.CRASHED),
    ],
)
def test_a_task_that_breaks_a_limit_is_told_and_the_others_are_done(
    settings: Settings, function: Callable[[Words], object], reason: Reason
) -> None:
    settings.RENDER_SECONDS = 1
    tasks = [_task(rendering_tasks.upper, "before"), _task(function, "bad"), _task(rendering_tasks.upper, "after")]
    expected = ["BEFORE", Failed("Task bad", reason), "AFTER"]
    assert [pool.run(tasks), pool.run(tasks[::-1])] == [expected, expected[::-1]]


def test_children_have_no_database() -> None:
    with pytest.raises(ImproperlyConfigured):
        pool.run([_task(rendering_tasks.read_the_database)])


def test_progress_names_what_is_being_made_and_counts() -> None:
    told: list[tuple[str, int, int]] = []
    pool.run([_task(rendering_tasks.upper, said) for said in "ab"], progress=lambda *words: told.append(words))
    assert told[0] == ("Task a", 0, 2)
    assert {total for _, _, total in told} == {2}
    told.clear()
    pool.run([_task(rendering_tasks.upper, said) for said in "abc"], progress=lambda *words: told.append(words))
    assert told == [("Task c", 2, 3)]


class _CancelledError(Exception):
    pass


def test_progress_that_raises_stops_what_runs() -> None:
    told: list[int] = []

    def cancel(name: str, done: int, total: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise _CancelledError

    with pytest.raises(_CancelledError):
        pool.run([_task(rendering_tasks.never_end, said) for said in "abc"], progress=cancel)
    assert told == [0, 0]
    assert pool.run([_task(rendering_tasks.upper)]) == ["WORDS"]


_ASKS = """
import multiprocessing, django
django.setup()
from tests import rendering_tasks
from tracking.packs import pool

def tell(name, done, total):
    children = [child.pid for child in multiprocessing.active_children()]
    print(*children, flush=True)

if __name__ == "__main__":
    tasks = [pool.Task(said, rendering_tasks.never_end, rendering_tasks.Words(said)) for said in "ab"]
    pool.run(tasks, progress=tell)
"""


def test_children_end_with_the_process_that_asked(tmp_path) -> None:
    script = tmp_path / "asks.py"
    script.write_text(_ASKS)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "PAPERS_CACHE_URL": "dummycache://"}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as asking:
        assert asking.stdout is not None
        asking.stdout.readline()
        children = [int(pid) for pid in asking.stdout.readline().split()]
        ends = [os.pidfd_open(pid) for pid in children]
        asking.send_signal(signal.SIGKILL)
        assert len(children) == 2
        assert [_has_ended(end) for end in ends] == [True, True]


def _has_ended(process: int) -> bool:
    """Wait for the end of a process, ten seconds at most."""
    waiting = select.poll()
    waiting.register(process, select.POLLIN)
    ended = bool(waiting.poll(10_000))
    os.close(process)
    return ended
