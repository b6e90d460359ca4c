"""The first release's whole job: from a Cabinet Member's draft to the history that residents read."""

from pathlib import Path

import pytest

from tests.e2e import journey
from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e


@pytest.mark.sqlite_too
def test_the_whole_job_is_done_by_clicking(new_visitor: NewVisitor, tmp_path: Path) -> None:
    _do_the_whole_job(new_visitor, tmp_path, javascript=True)


def test_the_whole_job_is_done_without_javascript(new_visitor: NewVisitor, tmp_path: Path) -> None:
    _do_the_whole_job(new_visitor, tmp_path, javascript=False)


def _do_the_whole_job(new_visitor: NewVisitor, files: Path, *, javascript: bool) -> None:
    cabinet_member = new_visitor(javascript=javascript)
    officer = new_visitor(javascript=javascript)
    clerk = new_visitor(javascript=javascript)
    resident = new_visitor(javascript=javascript)
    member = new_visitor(javascript=javascript)

    journey.report_is_written(cabinet_member, files)
    journey.report_is_returned(officer)
    journey.report_is_put_right(cabinet_member)
    journey.report_is_accepted(officer)
    report, pack = journey.papers_are_issued(clerk, files)
    journey.views_are_recorded(officer)
    journey.history_is_read_by_a_member(member)
    journey.history_is_read_by_a_resident(resident)

    journey.assert_report_has_its_parts(report)
    journey.assert_pack_has_its_parts(pack)
