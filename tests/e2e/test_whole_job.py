"""The first release's whole job, in a browser as most people have it."""

from pathlib import Path

import pytest

from tests.e2e.conftest import NewVisitor, Worker
from tests.e2e.journey import do_the_whole_job

pytestmark = [pytest.mark.e2e, pytest.mark.sqlite_too]


def test_the_whole_job_is_done_by_clicking(new_visitor: NewVisitor, worker: Worker, tmp_path: Path) -> None:
    do_the_whole_job(new_visitor, worker, tmp_path, javascript=True)
