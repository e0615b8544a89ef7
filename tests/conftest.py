"""What all tests share: a copy of the facts to break, and the layers, built once."""

from __future__ import annotations

import csv
import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import pytest

from geo.api import SHIPPED, Atlas, open_atlas
from geo.model.spec import Spec
from geo.read.facts import Facts, read_facts
from geo.read.spec import read_spec

if importlib.util.find_spec("hypothesis"):
    from hypothesis import settings

    # A busy machine is no fault of what is tested.
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")

collect_ignore = [] if importlib.util.find_spec("playwright") else ["browser"]

pytest_plugins = ["tests.system", "tests.databases", "tests.own", "tests.speed", "tests.toy"]

HOSTILE = [
    '<img src=x onerror="window.ran=1">',
    "</script><script>window.ran=1</script>",
    "<!--<script>",
    "{{ 7*7 }}",
    "{% if %}",
    "{# note",
    "${window.ran=1}",
    "back`tick",
    "line\u2028and\u2029paragraph",
    "بندر عباس",
    "ताशकंद",
    "\u2067right to left\u2069",
    "quote\"and'apostrophe\\n",
    "$lang $$ %s @policy@",
]
"""Text that would do harm wherever it were taken for markup, script or template."""


@pytest.fixture(scope="session", autouse=True)
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what runs keep out of the caches of whoever tests, and those out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(scope="session")
def spec() -> Spec:
    return read_spec(SHIPPED)


@pytest.fixture(scope="session")
def facts(spec: Spec) -> Facts:
    return read_facts(spec)


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """Return the atlas that ships, built from its facts."""
    return open_atlas(SHIPPED)


@pytest.fixture(scope="module", params=["shipped", "toy", "example"])
def any_atlas(request: pytest.FixtureRequest) -> Atlas:
    """Return one atlas after the other."""
    if request.param == "example":
        return open_atlas(Path(__file__).resolve().parent.parent / "examples" / "middle-corridor")
    found: Atlas = request.getfixturevalue("atlas" if request.param == "shipped" else "toy")
    return found


@pytest.fixture(scope="session")
def layers(atlas: Atlas) -> Mapping[str, gpd.GeoDataFrame]:
    return atlas.layers


@pytest.fixture(scope="session")
def pack(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the GIS pack in a folder; a test that changes it takes a copy."""
    return atlas.write_pack(tmp_path_factory.mktemp("pack") / "pack")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the facts that a test may break."""
    copied = shutil.ignore_patterns("geometry")
    atlas = Path(shutil.copytree(SHIPPED, tmp_path / "atlas", ignore=copied))
    (atlas / "geometry").symlink_to(SHIPPED / "geometry")
    return atlas / "facts"


class Editor:
    """Changes single cells of tables in a folder, as a maintainer would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table as text."""
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        """Write rows back."""
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def set(self, table: str, number: int, **cells: str) -> None:
        """Set cells of one row, counted from 0."""
        rows = self.rows(table)
        rows[number].update(cells)
        self.write(table, rows)


@pytest.fixture
def edit(folder: Path) -> Editor:
    """Return what changes the copy of the facts."""
    return Editor(folder)
