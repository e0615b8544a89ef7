"""The networks taken from open data: gaps bridged, fragments left out, chords joined to lines."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError
from geo.extraction.__main__ import main
from geo.extraction.boundaries import boundary_lines
from geo.extraction.extract import extract
from geo.extraction.ground import _countries, _is_visible
from geo.extraction.networks import _add, _add_bridges, _chains, _remove_fragments
from geo.extraction.packages import ExtractionError, Packages
from geo.extraction.rules import GROUND, RELIEF, TOWNS, read_rules, read_window
from geo.model.geodesy import Position, distance_km

ROOT = Path(__file__).parent.parent
ALPS = "[centre]\nlon = 9.5\nlat = 46.5\n[map]\nwindow_m = { x = 1400000, y = 1000000 }\n"


def graph_of(*lines: list[Position]) -> nx.Graph[Position]:
    graph: nx.Graph[Position] = nx.Graph()
    for line in lines:
        for start, end in pairwise(line):
            _add(graph, start, end, 0)
    return graph


def east(*lons: float, lat: float = 40.0) -> list[Position]:
    return [(lon, lat) for lon in lons]


def test_a_chord_is_kept_once_and_is_no_shorter_than_the_ground() -> None:
    graph = graph_of()
    here, there = east(60.0, 60.1)
    for km in (3.0, 20.0, 12.0):
        _add(graph, here, there, km)
    _add(graph, here, here, 5)
    assert list(graph.edges) == [(here, there)]
    assert graph.edges[there, here]["km"] == distance_km(here, there)


def test_a_gap_is_bridged_where_no_short_way_leads_around() -> None:
    west, further = east(60.0, 60.2), east(60.25, 60.5)
    graph = graph_of(west, further)
    _add_bridges(graph)
    assert graph.edges[west[-1], further[0]]["km"] == distance_km(west[-1], further[0])
    far = graph_of(west, east(60.3, 60.5))
    _add_bridges(far)
    assert far.number_of_edges() == 2
    around = graph_of([west[-1], (60.2, 40.03), (60.25, 40.03), further[0]], west, further)
    around.add_edge((60.2, 40.0), (60.2, 39.97), km=4)  # a dead end, near to much of the rest
    _add_bridges(around)
    assert not around.has_edge(west[-1], further[0])
    assert around.degree((60.2, 39.97)) == 1


@pytest.mark.parametrize("lat", [-60.0, 60.0])
def test_a_gap_is_bridged_on_either_side_of_the_equator(lat: float) -> None:
    graph = graph_of(east(60.0, 60.1, lat=0), east(60.0, 60.2, lat=lat), east(60.29, 60.5, lat=lat))
    _add_bridges(graph)
    assert graph.has_edge((60.2, lat), (60.29, lat))


def features(shape: BaseGeometry, *properties: dict[str, str]) -> str:
    """Return a file of features of one shape."""
    geometry = json.loads(shapely.to_geojson(shape))
    told = [{"type": "Feature", "properties": each, "geometry": geometry} for each in properties]
    return json.dumps({"type": "FeatureCollection", "features": told})


WINDOW = shapely.box(0, 0, 1, 1)


@pytest.mark.parametrize(
    ("windows", "told"),
    [
        (["sealanes"], "no line of 20 km lies in the window of sealanes"),
        (["canals"], "'canals': expected one of railways, roads, sealanes"),
        (["sealanes", "sealanes"], "'sealanes': expected one window, of as many"),
        ([""], "network"),
    ],
)
def test_windows_that_tell_no_network_are_named(
    windows: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lanes = tmp_path / "searoute" / "data" / "marnet_searoute.geojson"
    lanes.parent.mkdir(parents=True)
    lanes.write_text(features(shapely.LineString(east(60.0, 61.0)), {}), "utf-8")
    monkeypatch.setattr(Packages, "folder", lambda *_: tmp_path)
    path = tmp_path / "extraction" / "windows.geojson"
    path.parent.mkdir()
    path.write_text(features(WINDOW, *({"network": name} for name in windows)), "utf-8")
    assert main([str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert "windows.geojson" in error
    assert told in error


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"features": [1]}',
        features(WINDOW, {}),
        features(shapely.Point(0, 0), {"network": "roads"}),
        features(shapely.Polygon(), {"network": "roads"}),
        features(shapely.Polygon([(0, 0), (1, 1), (0, 1), (1, 0)]), {"network": "roads"}),
    ],
)
def test_windows_that_cannot_be_read_are_named(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "extraction" / "windows.geojson"
    path.parent.mkdir()
    path.write_text(content, "utf-8")
    assert main([str(tmp_path)]) == 1
    assert "windows.geojson" in capsys.readouterr().err


def test_short_parts_on_their_own_are_left_out() -> None:
    graph = graph_of(east(60.0, 60.1, 60.3), east(65.0, 65.1))
    _remove_fragments(graph)
    assert sorted(graph) == east(60.0, 60.1, 60.3)


def test_chords_are_joined_from_junction_to_junction_and_long_ones_stay_alone() -> None:
    trunk, branch = east(60.0, 60.05, 60.1, 60.15), [(60.1, 40.0), (60.1, 40.05)]
    graph = graph_of(trunk, branch)
    far = (60.9, 40.0)
    _add(graph, trunk[-1], far, 0)
    chains = {tuple(chain): km for chain, km in _chains(graph)}
    ends = {frozenset((chain[0], chain[-1])) for chain in chains}
    assert ends == {
        frozenset((trunk[0], trunk[2])),
        frozenset(branch),
        frozenset(trunk[2:]),
        frozenset((trunk[-1], far)),
    }
    assert sum(chains.values()) == pytest.approx(graph.size(weight="km"))


def test_a_ring_is_one_line() -> None:
    ring = [(60.0, 40.0), (60.05, 40.0), (60.05, 40.05), (60.0, 40.0)]
    ((chain, _),) = _chains(graph_of(ring))
    assert chain[0] == chain[-1]
    assert set(chain) == set(ring)


def test_an_atlas_without_rules_for_its_ground_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    assert f"{tmp_path / 'extraction'}: expected rules of what is taken" in capsys.readouterr().err


@pytest.mark.parametrize("atlas", ["geo/uttarapath", "examples/middle-corridor"])
def test_the_rules_of_both_atlases_say_what_rules_may_say(atlas: str) -> None:
    folder = ROOT / atlas / "extraction"
    for name, schema in (("ground", GROUND), ("relief", RELIEF), ("towns", TOWNS)):
        assert read_rules(folder, f"{name}.toml", schema)["output"]


def test_what_rules_lack_is_told_at_once_and_exceptions_need_not_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "extraction"
    shutil.copytree(ROOT / "examples" / "middle-corridor" / "extraction", folder)
    text = (folder / "ground.toml").read_text("utf-8")
    head, _, rest = text.partition("[join.international]")
    _, _, output = rest.partition("[output.countries]")
    words = '[line]\n"Lease limit" = "none"\n[output.countries]'
    (folder / "ground.toml").write_text(f"{head}{words}{output}", "utf-8")
    rules = read_rules(folder, "ground.toml", GROUND)
    assert rules["omit"] == {"codes": []}
    assert (rules["part"], rules["border"], rules["join"]) == ([], [], {})
    assert rules["lines"] == {}
    wrong = head.replace("radius_km", "raduis_km").replace("decimals = 3", "decimals = 3.5")
    (folder / "ground.toml").write_text(f"{wrong}{words}{output}", "utf-8")
    with pytest.raises(DataError) as caught:
        read_rules(folder, "ground.toml", GROUND)
    told = str(caught.value)
    for said in (
        "extraction/ground.toml, key detail.radius_km: expected this key, it is missing",
        "key detail.raduis_km: ",
        "key detail.decimals: '3.5': expected a whole number",
    ):
        assert said in told


def test_land_without_a_coast_in_the_window_is_seen() -> None:
    window = {
        "centre": {"lon": 6.55, "lat": 46.4},
        "half_width_km": 240,
        "half_height_km": 160,
    }
    around, inside, elsewhere = (
        shapely.box(-10, 30, 40, 60),
        shapely.box(6.5, 46.3, 6.6, 46.4),
        shapely.box(30, 30, 40, 40),
    )
    seen = _is_visible(np.array([around, inside, elsewhere]), window)
    assert seen.tolist() == [True, True, False]


TOWNS_TOLD = """
languages = ["en"]
capitals = {numbers = [1, 5]}
[towns]
1 = ["Bern"]
2 = ["Tokyo"]
3 = ["Nowhere"]
4 = ["Genf", "Genève"]
[output]
name = "towns.geojson"
package = "towns"
path = "t.json"
licence = "CC-BY-4.0"
attribution = "GeoNames"
note = "Some."
"""


def test_all_that_is_wrong_with_towns_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = tmp_path / "extraction"
    decided.mkdir()
    (decided / "towns.toml").write_text(TOWNS_TOLD, "utf-8")
    (tmp_path / "atlas.toml").write_text(ALPS, "utf-8")
    at = {"1": (7.4, 46.9), "2": (139.7, 35.7), "4": (6.1, 46.2)}
    known = {key: {"longitude": x, "latitude": y, "population": 1} for key, (x, y) in at.items()}
    (tmp_path / "t.json").write_text(json.dumps(known), "utf-8")
    monkeypatch.setattr(Packages, "folder", lambda *_: tmp_path)
    (decided / "ground.toml").touch()  # what takes long comes later
    with pytest.raises(DataError) as caught:
        extract(tmp_path, None)
    told = str(caught.value)
    assert "towns.2: 'Tokyo': expected a town on the map" in told
    assert "towns.3: 'Nowhere': expected the number of a town in GeoNames" in told
    assert "towns.4: 'Genf, Genève': expected a name for each of the languages en" in told
    assert "capitals.numbers: '5': expected one of the towns" in told
    assert "Bern" not in told


def test_islands_have_no_land_boundaries() -> None:
    units = gpd.GeoDataFrame(
        {
            "code": ["FJI", "TON"],
            "source": ["FJI", "TON"],
            "slug_usual": ["fj", "to"],
            "name_usual": ["Fiji", "Tonga"],
        },
        geometry=[shapely.box(178, -18, 179, -17), shapely.box(-176, -21, -175, -20)],
        index=["FJI", "TON"],
        crs="EPSG:4326",
    )
    lines = gpd.GeoDataFrame({"ADM0_A3_L": [], "ADM0_A3_R": []}, geometry=[], crs="EPSG:4326")
    rules = {"views": ["usual"], "border": [], "line": {}, "line_column": {}}
    found = boundary_lines(units, lines, rules, {"fj": "FJ", "to": "TO"})
    assert found.empty
    assert {"id", "name", "usual", "iso_left", "iso_right", "note"} < {*found.columns}


def test_countries_that_would_have_one_id_are_named_with_what_to_do() -> None:
    units = gpd.GeoDataFrame(
        {"iso_a2": ["BR", "BR"], "iso_a3": ["BRA", "BRA"], "usual": ["BRA", "BRI"]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
        index=["BRA", "BRI"],
        crs="EPSG:4326",
    )
    rules = {"views": ["usual"], "country": {}, "codes": {}, "languages": ["en"]}
    with pytest.raises(ExtractionError, match=r"BRA, BRI: .* id bra; .*\[join\.usual\]"):
        _countries(units, rules)
    rules["country"] = {"BRI": {"id": "brazilian-island", "name": "Brazilian Island"}}
    assert list(_countries(units, rules)["id"]) == ["bra", "brazilian-island"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ('title = "Alps"', "atlas.toml, key centre: expected this key, it is missing"),
        ("[centre]\nlon = 9.5", "atlas.toml, key centre.lat: expected this key, it is missing"),
    ],
)
def test_the_window_is_that_of_the_map(tmp_path: Path, head: str, told: str) -> None:
    decided = tmp_path / "extraction"
    path = tmp_path / "atlas.toml"
    path.write_text(head, "utf-8")
    with pytest.raises(DataError) as caught:
        read_window(decided)
    assert told in str(caught.value)
    path.write_text(ALPS, "utf-8")
    assert read_window(decided) == {
        "centre": {"lon": 9.5, "lat": 46.5},
        "half_width_km": 1400,
        "half_height_km": 1000,
    }


def without_babel(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; sys.modules['babel'] = None; from geo.extraction.__main__ import main; "
        "sys.exit(main())"
    )
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_needs_no_extra() -> None:
    run = without_babel("--help")
    assert run.returncode == 0
    assert "Rewrite the geometry of an atlas from open data" in " ".join(run.stdout.split())


def test_a_missing_extra_is_one_line(tmp_path: Path) -> None:
    run = without_babel(str(tmp_path))
    assert run.returncode == 2
    command = "pip install -c constraints.txt -e '.[extract]'"
    assert run.stderr == f"error: this needs the extra extract, in a clone: {command}\n"
