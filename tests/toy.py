"""The toy: the small atlas that `geo new` writes, for tests of a few milliseconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.api import Atlas, open_atlas
from geo.new import TEMPLATE, new_atlas


@pytest.fixture(scope="session")
def toy() -> Atlas:
    """Return the toy, built from its facts."""
    return open_atlas(TEMPLATE)


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """Return a toy that a test may break."""
    folder = tmp_path / "toy"
    new_atlas(folder)
    return folder
