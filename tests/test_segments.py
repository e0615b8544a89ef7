"""The segments of the atlas: one graph, on real lines, of the right lengths."""

from __future__ import annotations

from collections import defaultdict

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import DataError
from geo.model.rows import rows
from geo.network.segments import segment_lines
from geo.read.facts import Facts

# Legs with a published length in km between the same ends, and the miss that is explained, in %:
# stored length along the network, or of the drawn line where the network has none.
PUBLISHED: dict[str, tuple[float, float, list[str]]] = {
    "Bandar Abbas - Bafq": (
        613,
        3,
        [
            "ir-bandar-abbas-bandar-abbas-junction",
            "ir-bandar-abbas-junction-sirjan",
            "ir-sirjan-meymand",
            "ir-meymand-ahmadabad",
            "ir-ahmadabad-bafq",
        ],
    ),
    "Bafq - Qom": (590, 3, ["ir-bafq-yazd", "ir-yazd-qom"]),
    "Qom - Tehran": (180.2, 4, ["ir-qom-tehran"]),
    "Tehran - Qazvin": (143.6, 2, ["ir-tehran-qazvin"]),
    # The mapped line itself is longer than the figure in print.
    "Qazvin - Rasht": (164, 11, ["ir-qazvin-rasht"]),
    # Not in the rail graph: drawn through one town only.
    "Rasht - Caspian port": (37, 15, ["ir-rasht-caspian-port"]),
    "Rasht - Astara": (162, 3, ["ir-rasht-astara"]),
    "Osmanli - Alat": (60, 5, ["az-osmanli-alat"]),
    # The table says 214, the text of the same page 206.
    "Bilajari - Samur": (206, 4, ["az-ru-bilajari-samur"]),
    "Kizlyar - Astrakhan I": (
        348,
        3,
        ["ru-kizlyar-basinskaya", "ru-basinskaya-trusovo", "ru-trusovo-astrakhan"],
    ),
    "Astrakhan I - Moscow": (
        1529,
        2,
        [
            "ru-astrakhan-aksarayskaya",
            "ru-aksarayskaya-urbakh",
            "ru-urbakh-saratov",
            "ru-saratov-atkarsk",
            "ru-atkarsk-rtishchevo",
            "ru-rtishchevo-moscow",
        ],
    ),
    "Moscow - St Petersburg": (650, 2, ["ru-moscow-st-petersburg"]),
    "Tehran - Gorgan": (
        496.8,
        4,
        [
            "ir-tehran-garmsar",
            "ir-garmsar-shirgah",
            "ir-shirgah-sari",
            "ir-sari-rostamkola",
            "ir-rostamkola-galugah",
            "ir-galugah-bandar-e-torkaman",
            "ir-bandar-e-torkaman-sabz-dasht",
            "ir-sabz-dasht-gorgan",
        ],
    ),
    # A straight line between its ends.
    "Rostamkola - Amirabad": (22, 14, ["ir-rostamkola-amirabad"]),
    # Where on the shore the port lies is an estimate.
    "Bandar-e Torkaman - port": (8.3, 16, ["ir-bandar-e-torkaman-port"]),
    "Akyayla - Serhetyaka border": (
        700,
        3,
        [
            "tm-akyayla-etrek",
            "tm-etrek-bereket",
            "tm-bereket-gyzylgaya",
            "tm-gyzylgaya-serhetyaka-border",
        ],
    ),
    "Border - Uzen": (146, 6, ["tm-kz-serhetyaka-border-uzen"]),
    "Mangystau - Beyneu": (404, 2, ["kz-mangystau-beyneu"]),
    "Atyrau - Aksarayskaya": (323, 2, ["kz-ru-atyrau-aksarayskaya"]),
    "Aktobe - Sol-Iletsk": (195, 2, ["kz-ru-aktobe-ak-bulak", "ru-ak-bulak-sol-iletsk"]),
    "Bereket - Parahat": (584, 4, ["tm-bereket-ashgabat", "tm-ashgabat-parahat"]),
    "Parahat - Sarahs": (122, 5, ["tm-parahat-sarahs"]),
    "Sarakhs - Fariman": (165, 5, ["ir-sarakhs-fariman"]),
    "Abumoslem junction - Bafq": (
        774,
        2,
        [
            "ir-abumoslem-junction-torbat-e-heydarieh",
            "ir-torbat-e-heydarieh-yunesi",
            "ir-yunesi-tabas",
            "ir-tabas-bafq",
        ],
    ),
    "Garmsar - Mashhad": (
        812,
        3,
        [
            "ir-garmsar-semnan",
            "ir-semnan-shahrud",
            "ir-shahrud-jajarm",
            "ir-jajarm-ferdows",
            "ir-ferdows-neyshabur",
            "ir-neyshabur-abumoslem-junction",
            "ir-fariman-abumoslem-junction",
            "ir-fariman-mashhad",
        ],
    ),
    "Khash - Jiguli junction": (154, 3, ["ir-khash-jiguli-junction"]),
    "Kerman - Bafq": (236, 2, ["ir-kerman-bafq"]),
    "Parahat - Mary": (76, 2, ["tm-parahat-mary"]),
    "Mary - Turkmenabat": (243, 2, ["tm-mary-turkmenabat"]),
    "Nhava Sheva - Chabahar": (1456, 5, ["in-ir-nhava-sheva-chabahar"]),
    "Kandla - Chabahar": (1019, 7, ["in-ir-kandla-chabahar"]),
}

# Branches lead from the first to the second place.
ENDS = {
    "west": ("in-nhava-sheva", "ru-st-petersburg"),
    "caspian": ("in-nhava-sheva", "ru-st-petersburg"),
    "east": ("in-nhava-sheva", "ru-st-petersburg"),
    "chabahar": ("in-nhava-sheva", "ir-sarakhs"),
    "ashgabat": ("om-sohar", "kz-arys"),
}


@pytest.fixture(scope="module")
def lines(facts: Facts) -> gpd.GeoDataFrame:
    return segment_lines(facts.spec, facts.tables).set_index("id")


@pytest.fixture(scope="module")
def measured(facts: Facts) -> pd.Series:
    """Return the lengths along the network, published ones left aside."""
    segments = facts.tables["segments"]
    geodesic = segments["geom_basis"].eq("schematic") & segments["id"].isin(
        [
            "ir-rasht-astara",
            "ir-rasht-caspian-port",
            "ir-rostamkola-amirabad",
            "tm-kz-serhetyaka-border-uzen",
            *segments.loc[segments["len_basis"] == "geodesic", "id"],
        ]
    )
    bases = geodesic.map({True: "geodesic", False: "network"})
    blank = segments.assign(len_km=np.nan, len_basis=bases)
    return segment_lines(facts.spec, {**facts.tables, "segments": blank}).set_index("id")["len_km"]


def connected(segments: gpd.GeoDataFrame, start: str, end: str) -> bool:
    neighbours = defaultdict(set)
    for row in rows(segments):
        neighbours[row.from_place].add(row.to_place)
        neighbours[row.to_place].add(row.from_place)
    seen, queue = {start}, [start]
    while queue:
        for other in sorted(neighbours[queue.pop()] - seen):
            seen.add(other)
            queue.append(other)
    return end in seen


def test_lines_end_at_their_places_to_the_last_digit(lines: gpd.GeoDataFrame, facts: Facts) -> None:
    places = facts.tables["places"].set_index("id")
    for row in rows(lines):
        for place, position in [(row.from_place, 0), (row.to_place, -1)]:
            at = places.loc[place]
            assert row.geometry.coords[position] == (at["lon"], at["lat"]), row.Index


def test_lines_pass_their_waypoints(lines: gpd.GeoDataFrame, facts: Facts) -> None:
    for row in rows(facts.tables["waypoints"]):
        off = lines.geometry[row.segment].distance(shapely.Point(row.lon, row.lat))
        assert off < 0.003, (row.segment, row.name)


@pytest.mark.parametrize("branch", ENDS)
def test_branch_is_connected(lines: gpd.GeoDataFrame, branch: str) -> None:
    uses = lines[lines["branch"].str.split(";").map(lambda names: branch in names)]
    assert connected(uses, *ENDS[branch])


def test_west_is_broken_without_the_road(lines: gpd.GeoDataFrame) -> None:
    uses = lines[lines["branch"].str.split(";").map(lambda names: "west" in names)]
    running = uses[uses["status"].isin(["operating", "disrupted"])]
    assert connected(running, *ENDS["west"])
    assert not connected(running[running["mode"] != "road"], *ENDS["west"])


@pytest.mark.parametrize("leg", PUBLISHED)
def test_lengths_fit_print(leg: str, measured: pd.Series) -> None:
    published, tolerance, segments = PUBLISHED[leg]
    miss = (measured[segments].sum() / published - 1) * 100
    assert abs(miss) <= tolerance


def test_published_lengths_are_kept(lines: gpd.GeoDataFrame) -> None:
    assert lines.loc["ir-qom-tehran", "len_km"] == 180.2
    assert lines.loc["ir-qom-tehran", "len_basis"] == "published"


def test_geodesic_length_is_that_of_the_line(lines: gpd.GeoDataFrame) -> None:
    geodesic = lines[lines["len_basis"] == "geodesic"]
    assert geodesic["len_km"].equals(geodesic["geom_km"])


def test_countries_come_from_the_places(lines: gpd.GeoDataFrame) -> None:
    row = lines.loc["ir-tm-sarakhs-sarahs"]
    assert (row["iso_from"], row["iso_to"]) == ("IR", "TM")


def test_no_segments_give_no_rows(facts: Facts) -> None:
    none = facts.tables["segments"].head(0)
    assert segment_lines(facts.spec, {**facts.tables, "segments": none}).empty


def test_a_waypoint_out_of_reach_is_named(facts: Facts) -> None:
    astray = facts.tables["waypoints"].copy()
    astray.loc[astray["segment"] == "ir-bafq-yazd", ["lon", "lat"]] = (70.0, 50.0)
    message = r"ir-bafq-yazd.*no line of the network near 70\.000, 50\.000"
    with pytest.raises(DataError, match=message):
        segment_lines(facts.spec, {**facts.tables, "waypoints": astray})


def test_a_segment_across_180_degrees_is_named(facts: Facts) -> None:
    across = facts.tables["waypoints"].copy()
    across.loc[across["segment"] == "ir-bafq-yazd", ["lon", "lat"]] = (-170.0, -14.0)
    with pytest.raises(DataError, match=r"ir-bafq-yazd.*on one side of 180 degrees"):
        segment_lines(facts.spec, {**facts.tables, "waypoints": across})
