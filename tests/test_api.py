"""The interface for programmers: one atlas with verbs, and the same for the atlas that ships."""

from __future__ import annotations

import inspect
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import Point

import geo
from geo.api import Atlas, open_atlas
from geo.errors import DataError, Problem
from geo.new import TEMPLATE

VERBS = ["as_of", "branch", "build_map", "lint", "load_layer", "load_table", "write_pack"]


def test_an_atlas_opens_from_its_facts_and_from_its_layers(toy: Atlas, tmp_path: Path) -> None:
    assert list(toy.layers) == ["countries", "borders", "railway", "places", "fairs"]
    assert (toy.version, toy.date) == ("0.1.0", "2026-01-01")
    assert toy.lint() == []
    assert toy.branch("coast-to-coast").countries == ["XA", "XB"]
    assert toy.as_of("1998-06-01").statuses == {"xa-westport-midway": "operating"}
    with pytest.raises(DataError, match=r"countries\.geojson: expected this file in"):
        open_atlas(TEMPLATE, layers=tmp_path)


def test_the_atlas_that_ships_opens_by_itself_and_names_its_layers() -> None:
    atlas = open_atlas()
    assert tuple(atlas.layers) == geo.LAYERS
    assert atlas.published
    assert str(atlas) == str(geo.api.shipped)
    assert "places" in geo.LAYERS
    assert sorted(set(dir(geo))) == dir(geo)


def test_what_is_no_atlas_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"atlas\.toml: expected this file in .+\d$"):
        open_atlas(tmp_path)
    file = tmp_path / "map.html"
    file.touch()
    for other in (file, tmp_path / "nowhere"):
        with pytest.raises(DataError, match=rf"{other.name}: expected a folder$"):
            open_atlas(other)
        with pytest.raises(DataError, match=r"^1 problem in the data") as told:
            open_atlas(layers=other)
        assert str(told.value).endswith(f"{other.name}: expected a folder")


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_works_on_the_atlas_that_ships_and_is_told_once(verb: str) -> None:
    function = getattr(geo, verb)
    assert function.__func__ is getattr(Atlas, verb)
    assert inspect.getdoc(function)
    first, *others = inspect.signature(getattr(Atlas, verb)).parameters.values()
    assert first.name == "self"
    assert all(each.kind is each.KEYWORD_ONLY for each in others[1:])


def test_the_atlas_that_ships_draws_itself() -> None:
    assert "<main" in geo.build_map().get_root().render()


def test_an_import_reads_no_data() -> None:
    script = "import geo, geo.api; assert not vars(geo.load_layer.__self__); print(geo.__version__)"
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip()


def test_a_build_loads_nothing_that_it_has_no_use_for(toy_folder: Path) -> None:
    script = (
        "import sys; from geo.__main__ import main; assert main() == 0;"
        "unused = {'folium', 'jinja2', 'matplotlib', 'networkx', 'pyarrow.lib', 'requests'};"
        "print(unused & {*sys.modules})"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, "build", str(toy_folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.splitlines()[-1] == "set()"


def test_a_command_that_nobody_listens_to_any_more_says_so(toy_folder: Path) -> None:
    unheard, end = os.pipe()
    os.close(unheard)
    told = subprocess.run(
        [sys.executable, "-m", "geo", "lint", str(toy_folder)],
        check=False,
        stdout=end,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(end)
    assert told.returncode
    assert re.search("broken ?pipe", told.stderr, re.IGNORECASE)


@pytest.mark.parametrize("option", ["--add", "--pack"])
def test_a_build_loads_what_parquet_needs(option: str, toy_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[Point(-16, -31)], crs=4326).to_parquet(path)
    target = path if option == "--add" else tmp_path / "pack"
    script = (
        "import sys; from geo.__main__ import main;"
        "assert main(['lint', sys.argv[1]]) == 0;"  # needs none
        "assert main(['build', *sys.argv[1:]]) == 0"
    )
    command = [sys.executable, "-c", script, str(toy_folder), option, str(target)]
    subprocess.run(command, check=True, capture_output=True)
    assert next(tmp_path.rglob("my-map.html" if option == "--add" else "places.parquet"))


def test_an_atlas_without_a_network_says_so_when_it_is_asked_for_ways(toy: Atlas) -> None:
    bare = replace(toy, layers={n: x for n, x in toy.layers.items() if n != "railway"})
    for ask in (
        lambda: bare.segments,
        lambda: bare.route("Westport", "Midway"),
        lambda: bare.ways("Westport", "Midway"),
        lambda: bare.branch("coast-to-coast"),
    ):
        with pytest.raises(ValueError, match="Two lands has no layer of the shape network"):
            ask()


def test_an_atlas_says_what_it_is(toy: Atlas) -> None:
    assert repr(toy) == "<Two lands 0.1.0, 2026-01-01>"
    assert "Two lands" in repr(toy.branch)
    assert repr(toy.build_map()).startswith("<AtlasMap 'Two lands")


def test_every_public_name_is_there() -> None:
    assert [name for name in geo.__all__ if not hasattr(geo, name)] == []


@pytest.mark.parametrize(
    "told", [{"by": "hope"}, {"allow": "opened"}, {"opened": [""]}, {"without": ["x", "y"]}]
)
def test_what_is_no_name_is_met_with_those_that_are(toy: Atlas, told: dict[str, Any]) -> None:
    (name,) = told
    here, there = toy.layers["places"]["id"].head(2)
    with pytest.raises(ValueError, match=f"{name} has no .*; there are "):
        toy.ways(here, there, **told)


def test_ways_that_there_are_not_are_met_with_those_that_are(toy: Atlas) -> None:
    ways = toy.ways(*toy.layers["places"]["id"].head(2))
    with pytest.raises(KeyError, match="no way 0; there are coast-to-coast"):
        ways[0]  # type: ignore[index]
    assert ways.get("nowhere") is None


def test_answers_can_be_compared_and_kept_in_sets(toy: Atlas) -> None:
    here, there = toy.layers["places"]["id"].head(2)
    one, other = toy.route(here, there), toy.route(there, here)
    assert one in [other, one]
    assert len({one, other, one, toy, toy.branch("coast-to-coast")}) == 4


def test_the_nearest_of_the_names_that_there_are_stands_first(toy: Atlas) -> None:
    with pytest.raises(KeyError, match="no layer 'Place'; there are places, countries, borders"):
        toy.load_layer("Place")
    with pytest.raises(KeyError, match="no table 'route'; there are routes, "):
        toy.load_table("route")


ERRORS = [
    geo.DataError([Problem("places.csv", 1, "lon", "x", "a number")]),
    geo.LintError([geo.Finding("rule", "places.csv", 1, "wrong")]),
    geo.EditedLayersError(["places.geojson"]),
    geo.PlaceError("Here", "no place is called", {"there": "There (XA)"}),
    geo.NoWayError("here", "there", {"segment": "A segment"}),
    geo.MissingExtraError("pack"),
    *(kind("said") for kind in (geo.LayerError, geo.ViewError, geo.TilesError)),
    *(kind("said") for kind in (geo.InputError, geo.OutputError)),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_comes_from_another_process_as_it_was(error: geo.AtlasError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_all_kinds_of_errors_are_among_these() -> None:
    kinds = {getattr(geo, name) for name in geo.__all__ if name.endswith("Error")}
    assert {*map(type, ERRORS), geo.AtlasError} == kinds
