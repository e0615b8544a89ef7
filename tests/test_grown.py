"""The atlas that ships may grow: with the recipes and ordinary facts added, its tests still hold.

They ask what must be true of it whatever it holds, and never what it holds today. Here the project
is copied, its facts are added to as a maintainer would, and it is built and tested there.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.test_recipes_of_contributing import recipes

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FACTS = Path(__file__).with_name("grown.toml")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project in which every recipe was followed and facts were added."""
    left = shutil.ignore_patterns(".git", ".venv", ".*cache*", "__pycache__", ".hypothesis")
    project = tmp_path_factory.mktemp("grown") / "project"
    root = Path(shutil.copytree(ROOT, project, ignore=left))
    folder = root / "geo" / "uttarapath"
    for steps in recipes().values():
        for step in steps:
            step.follow(folder)
    facts = tomllib.loads(FACTS.read_text("utf-8"))
    usual = facts.pop("usual")
    for table, rows in facts.items():
        with (folder / "facts" / f"{table}.csv").open("r+", encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
            file.seek(0, 2)
            writer = csv.DictWriter(file, header, extrasaction="ignore", lineterminator="\n")
            writer.writerows({**usual, **row} for row in rows)
    return root


def test_tests_of_the_atlas_hold_when_it_has_grown(grown: Path) -> None:
    for command in (
        ["build_map.py", "--out", "map.html"],
        ["-m", "pytest", "-q", "--numprocesses=0", "-m", "shipped and not slow and not versions"],
    ):
        ran = subprocess.run(
            [sys.executable, *command], cwd=grown, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
