"""The world of two counties, and a shelf of the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.people import World, make_world


@pytest.fixture(autouse=True)
def shelf_root(settings: Any, tmp_path: Path) -> Path:
    settings.DOCUMENTS_ROOT = str(tmp_path / "shelf")
    return tmp_path / "shelf"


@pytest.fixture
def world(db: None) -> World:
    return make_world()
