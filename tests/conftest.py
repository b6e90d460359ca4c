"""What every test starts from."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_evidence_store(settings: Settings, tmp_path: Path) -> None:
    """Give each test an empty evidence store of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
