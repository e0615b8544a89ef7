"""Every recipe of the documentation does what it says, in the tool that it is for.

After a change of facts: `UTTARAPATH_REWRITE=1 python -m pytest tests/test_recipes.py`, then read
the difference.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.pages import page_data
from tests.recipes import RUNNERS, recipes, rewrite

RECIPES = {recipe.heading: recipe for recipe in recipes()}


def test_there_is_a_recipe_for_every_tool() -> None:
    assert list(RECIPES) == list(RUNNERS)
    assert all(recipe.printed for recipe in RECIPES.values())


def check(heading: str, pack: Path, **environment: str) -> None:
    printed = RECIPES[heading].run(pack, environment)
    if os.environ.get("UTTARAPATH_REWRITE"):
        rewrite(heading, printed)
    else:
        assert words(RECIPES[heading].printed) <= words(printed)


def words(printed: str) -> set[str]:
    """Return what was printed but for its numbers, which are those of a version."""
    return set(re.findall(r"[^\W\d_]+", printed))


@pytest.mark.parametrize("heading", ["GeoPandas", "Joins", "Dask-GeoPandas", "Catalogues"])
def test_recipes_in_python(pack: Path, heading: str) -> None:
    check(heading, pack)


def test_the_recipe_for_data_of_your_own(pack: Path, tmp_path: Path) -> None:
    home = shutil.copytree(pack, tmp_path / "pack")  # it writes a page
    check("Your own data", home)
    layers = page_data((home / "warehouses.html").read_text("utf-8"))["layers"]
    assert layers[0]["id"] == "warehouses"


def test_the_recipe_for_duckdb(pack: Path, spatial: Path) -> None:
    check("DuckDB", pack, HOME=str(spatial.parent.parent))


def test_the_recipe_for_shapefiles(pack: Path, tmp_path: Path) -> None:
    check("Shapefile", shutil.copytree(pack, tmp_path / "pack"))  # it writes some


@pytest.mark.system("r-cran-sf")
def test_the_recipe_for_r(pack: Path) -> None:
    check("R", pack)


@pytest.mark.system("python3-qgis")
def test_the_recipe_for_qgis(pack: Path, tmp_path: Path) -> None:
    check("QGIS", shutil.copytree(pack, tmp_path / "pack"))  # QGIS touches what it opens


@pytest.mark.system("postgresql-postgis", "gdal-bin")
def test_the_recipe_for_postgis(pack: Path, postgis: str) -> None:
    host = postgis.removeprefix("PG:host=").partition(" ")[0]
    check("PostGIS", pack, PGHOST=host, PGUSER="reader")
