"""The toy: the small atlas that `geo new` writes, for tests of a few milliseconds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.api import Atlas, open_atlas
from geo.new import new_atlas


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """Return the toy, built from its facts."""
    folder = tmp_path_factory.mktemp("atlas") / "toy"
    new_atlas(folder)
    return open_atlas(folder)


@pytest.fixture(scope="session")
def toy_pack(toy: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pack of the toy; a test that changes it takes a copy."""
    return toy.write_pack(tmp_path_factory.mktemp("toy") / "pack")


def rename_column(folder: Path, layer: str, old: str, new: str) -> None:
    """Call a column of a layer of a toy by another name, in its file and its facts."""
    for path in (folder / "layers" / f"{layer}.toml", folder / "facts" / f"{layer}.csv"):
        path.write_text(re.sub(rf"\b{old}\b", new, path.read_text("utf-8")), "utf-8")


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """Return a toy that a test may break."""
    folder = tmp_path / "toy"
    new_atlas(folder)
    return folder
