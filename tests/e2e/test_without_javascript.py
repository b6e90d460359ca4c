"""The same whole job in a browser that runs no scripts."""

from pathlib import Path

import pytest

from tests.e2e.conftest import NewVisitor, Worker
from tests.e2e.journey import do_the_whole_job

pytestmark = pytest.mark.e2e


def test_the_whole_job_is_done_without_javascript(new_visitor: NewVisitor, worker: Worker, tmp_path: Path) -> None:
    do_the_whole_job(new_visitor, worker, tmp_path, javascript=False)
