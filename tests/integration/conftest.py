"""What tests share that look at one scene from all sides."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture
def one_evidence_store(settings: Settings, media: Path) -> None:
    """One evidence store for the module, as there is one scene."""
    settings.MEDIA_ROOT = str(media)
