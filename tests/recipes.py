"""The recipes of `docs/recipes.md`: found, run, and told anew when the facts have changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.system import SYSTEM_PYTHON

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "recipes.md"
RUNNERS = {
    "QGIS": [SYSTEM_PYTHON, "-"],
    "Your own data": [sys.executable, "-"],
    "GeoPandas": [sys.executable, "-"],
    "DuckDB": [sys.executable, "-"],
    "Joins": [sys.executable, "-"],
    "Shapefile": [sys.executable, "-"],
    "PostGIS": ["bash", "-e"],
    "R": ["Rscript", "-"],
    "Dask-GeoPandas": [sys.executable, "-"],
    "Catalogues": [sys.executable, "-"],
}
"""What runs the code of each recipe, by heading; the code comes on standard input."""
_RECIPE = re.compile(
    r"^## (.+?)\n.*?^```\w+\n(.*?)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Recipe:
    """A recipe: its heading, its code, and what it prints by the document."""

    heading: str
    code: str
    printed: str

    def run(self, pack: Path, environment: dict[str, str]) -> str:
        """Run the code in the folder of a pack; return what it prints."""
        done = subprocess.run(
            RUNNERS[self.heading],
            input=self.code,
            capture_output=True,
            text=True,
            check=False,
            cwd=pack,
            env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
            | environment,
        )
        if done.returncode:
            raise RuntimeError(f"{self.heading}: {done.stderr}")
        return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def recipes() -> list[Recipe]:
    """Return all recipes of the document."""
    return [Recipe(*found) for found in _RECIPE.findall(DOCUMENT.read_text("utf-8"))]


def rewrite(heading: str, printed: str) -> None:
    """Put what a recipe prints now into the document."""

    def fill(found: re.Match[str]) -> str:
        told = printed if found[1] == heading else found[3]
        return found[0].removesuffix(f"{found[3]}```") + f"{told}```"

    DOCUMENT.write_text(_RECIPE.sub(fill, DOCUMENT.read_text("utf-8")), "utf-8")
