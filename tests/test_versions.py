"""Every version that pyproject.toml allows builds the same data: the lowest ones, and the newest.

`python -m tests --versions` fetches them, each into an environment of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.pages import page_text

pytestmark = pytest.mark.versions

ROOT = Path(__file__).resolve().parent.parent
SMOKE = """
import json, sys
import geo
found = {
    "findings": list(map(str, geo.lint())),
    "km": round(geo.branch("instc-west").km),
    "then": len(geo.as_of("2015-01-01").memberships),
    "words": [
        cell
        for frame in [geo.load_layer("exercises"), geo.load_table("sources")]
        for column in frame.columns.drop("geometry", errors="ignore")
        for cell in frame[column]
        if isinstance(cell, str) and cell in ("None", "nan", "<NA>")
    ],
}
print(json.dumps(found))
"""
"""What a user of the library does."""


def requirements() -> Iterator[Requirement]:
    """Yield what building, drawing and packing need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    yield from map(Requirement, [*project["dependencies"], *extras["plates"], *extras["pack"]])


def lowest(requirement: Requirement) -> str:
    bound = next(part for part in requirement.specifier if part.operator == ">=")
    return f"{requirement.name}=={bound.version}"


def run(*command: object) -> str:
    done = subprocess.run(
        [*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("wanted", ["lowest", "newest"])
def test_the_data_are_the_same_and_all_is_drawn(wanted: str, tmp_path: Path) -> None:
    names = [lowest(need) if wanted == "lowest" else str(need) for need in requirements()]
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--prefer-binary", *names)
    page, layers = tmp_path / "map.html", tmp_path / "layers"
    made = {"--plates": tmp_path / "plates", "--pack": tmp_path / "pack"}
    options = [word for option in made.items() for word in option]
    run(python, "build_map.py", "--out", page, "--layers", layers, *options)
    assert {path.name: path.read_bytes() for path in layers.iterdir()} == {
        path.name: path.read_bytes() for path in (ROOT / "layers").iterdir()
    }
    assert '"None"' not in page_text(page.read_text("utf-8"))
    assert all(any(folder.iterdir()) for folder in made.values())
    found = json.loads(run(python, "-c", SMOKE))
    assert found["findings"] == found["words"] == []
    assert found["km"] > 0
    assert found["then"] > 0
