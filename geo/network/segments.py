"""The lines of the segments: from places and waypoints along the networks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import DataError, Problem
from geo.input import is_there, read_text
from geo.kept import kept
from geo.model.geodesy import Position, distance_km, length_km
from geo.model.rows import rows
from geo.model.spec import Spec
from geo.network.course import Course, course_of
from geo.network.lines import Followed, Network, OffNetworkError, Piece

DECIMALS = 1
"""How many decimals a length in km has: no course here is known to less than 100 m."""

SIMPLIFY_DEG = 0.002
"""How far simplifying may move a line: 220 m or less, twice the grid of the networks."""

KEEP_DEG = 0.1
"""How often simplifying keeps a vertex of a straight line, some 10 km."""


def segment_lines(spec: Spec, tables: Mapping[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    """Draw and measure the segments, from the facts `segments`, `waypoints` and `places`.

    A segment runs from its first place through its waypoints to its last place. Between positions
    that belong to the network of its mode it follows the network; a schematic segment, or a sea
    lane on its way into a port, goes straight where there is none. Then the line is simplified;
    it ends at its places to the last digit.

    Returns
    -------
    GeoDataFrame
        The segments in EPSG:4326, lon/lat, with their columns and

        - `iso_from`, `iso_to`: countries of their ends;
        - `passages`: ids of the passages whose line they cross, joined by `;`;
        - `len_km`: as published where it is given; else the length along the network as its lines
          bear it (`len_basis` is `network`) or the geodesic length of the line (`geodesic`);
        - `geom_km`: the geodesic length of the drawn line on WGS 84;
        - `precision_m`: as it was given, or how far the course may leave the line if that is more;
        - `course`, `traced_pc`, `near_pc`: how sure that makes the line, see `Course`;
        - `geometry`: LineStrings. Segments that share a place meet there to the last digit.

        No segments give no rows.

    Raises
    ------
    DataError
        If the network does not lead through the positions of a segment, with every such segment.
    """
    segments, places = tables["segments"], tables["places"].set_index("id")
    ways = _ways(spec, segments, _stops(segments, tables["waypoints"], places))
    lines = [way.line for way in ways]
    courses = [
        course_of(
            way.pieces,
            spec.values["course"],
            stated_m=row.precision_m,
            published_km=row.len_km if row.len_basis == "published" else None,
        )
        for row, way in zip(rows(segments), ways, strict=True)
    ]
    frame = gpd.GeoDataFrame(segments.copy(), geometry=lines, crs="EPSG:4326")
    country = places[spec.places.country]
    for end in ("from", "to"):
        frame[f"iso_{end}"] = frame[f"{end}_place"].map(country).astype("str")
    frame["passages"] = pd.Series(_passed(lines, tables["passages"]), frame.index, dtype="str")
    along = pd.Series([way.km for way in ways], index=frame.index, dtype=float)
    drawn = pd.Series([length_km(line) for line in lines], index=frame.index, dtype=float)
    measured = along.where(frame["len_basis"] != "geodesic", drawn)
    frame["geom_km"] = drawn.round(DECIMALS)
    frame[list(Course._fields)] = pd.DataFrame(courses, index=frame.index, columns=Course._fields)
    frame["len_km"] = frame["len_km"].fillna(measured).round(DECIMALS)
    return frame


def _ways(
    spec: Spec, segments: pd.DataFrame, stops: Mapping[str, list[Position]]
) -> list[Followed]:
    """Return the way of each segment, simplified: as it was kept, or followed anew."""
    modes = {mode: spec.values["mode"][mode].settings for mode in segments["mode"].unique()}
    files = {
        mode: spec.folder / "geometry" / f"{settings['lines']}.geojson"
        for mode, settings in modes.items()
    }
    there = {path: read_text(path) for path in dict.fromkeys(files.values()) if is_there(path)}
    asked = [
        (row.mode, files[row.mode].name, modes[row.mode]["on"], row.geom_basis, stops[row.id])
        for row in rows(segments)
    ]

    def follow() -> list[Any]:
        networks = {path: Network.parse(text, path.name) for path, text in there.items()}
        none = Network([], [])
        found = _followed(
            segments,
            stops,
            {mode: networks.get(path, none) for mode, path in files.items()},
            spec.modes_on("land"),
        )
        return [(_simplified(way.line).wkb, way.km, [*map(tuple, way.pieces)]) for way in found]

    made_of = json.dumps([asked, [path.name for path in there]]), *there.values()
    found = kept("routes", map(str.encode, made_of), follow)
    lines = shapely.from_wkb([line for line, _, _ in found])
    return [
        Followed(line, km, [Piece(*piece) for piece in pieces])
        for line, (_, km, pieces) in zip(lines, found, strict=True)
    ]


def _followed(
    segments: pd.DataFrame,
    stops: Mapping[str, list[Position]],
    networks: Mapping[str, Network],
    tracks: Collection[str],
) -> list[Followed]:
    """Follow the network of each segment's mode; no ship keeps to a lane as a train to its track.

    `tracks` names the modes that do.
    """
    ways, problems = [], []
    for row in rows(segments):
        if any(abs(end[0] - start[0]) > 180 for start, end in pairwise(stops[row.id])):
            expected = "both ends and all waypoints on one side of 180 degrees"
            problems.append(Problem("segments.csv", row.Index, "id", row.id, expected))
            continue
        try:
            way = _line(stops[row.id], networks[row.mode], row.geom_basis)
        except OffNetworkError as error:
            expected = f"a way to follow, but {error}"
            problems.append(Problem("segments.csv", row.Index, "id", row.id, expected))
            continue
        pieces = way.pieces if row.mode in tracks else [Piece(x.km, None) for x in way.pieces]
        ways.append(way._replace(pieces=pieces))
    if problems:
        raise DataError(problems)
    return ways


def _stops(
    segments: pd.DataFrame, waypoints: pd.DataFrame, places: pd.DataFrame
) -> dict[str, list[Position]]:
    """Return the positions of each segment in order: first place, waypoints, last place."""
    place = dict(zip(places.index, _positions(places), strict=True))
    ordered = waypoints.sort_values(["segment", "seq"])
    between = defaultdict(list)
    for segment, position in zip(ordered["segment"], _positions(ordered), strict=True):
        between[segment].append(position)
    return {
        row.id: [place[row.from_place], *between[row.id], place[row.to_place]]
        for row in rows(segments)
    }


def _passed(lines: list[shapely.LineString], passages: pd.DataFrame) -> list[str | None]:
    """Return of each line the passages whose own lines, from shore to shore, it crosses."""
    ends = passages[["lon", "lat", "lon_to", "lat_to"]].to_numpy(float).reshape(-1, 2, 2)
    crossed = shapely.intersects(np.array(lines, dtype=object)[:, None], shapely.linestrings(ends))
    ids = passages["id"].to_numpy(object)
    return [";".join(ids[own]) or None for own in crossed]


def _positions(frame: pd.DataFrame) -> Iterator[Position]:
    return zip(frame["lon"].astype(float), frame["lat"].astype(float), strict=True)


def _line(positions: list[Position], network: Network, basis: str) -> Followed:
    """Return the way through positions, along the network where it can."""
    if basis == "osm":
        return network.follow(positions)
    line: list[Position] = positions[:1]
    km = 0.0
    pieces: list[Piece] = []
    runs = [
        (reached, [position for _, position in run])
        for reached, run in groupby(
            zip(network.reaches(positions), positions, strict=True), lambda pair: pair[0]
        )
    ]
    for reached, run in runs:
        straight = [line[-1], *run] if not reached else [line[-1], run[0]]
        for start, end in pairwise(straight):
            if start != end:
                pieces.append(Piece(distance_km(start, end), None))
                km += pieces[-1].km
                line.append(end)
        if reached and len(run) > 1:
            way = network.follow(run)
            km += way.km
            pieces += way.pieces
            line += [(x, y) for x, y in way.line.coords[1:]]
    return Followed(shapely.LineString(line), km, pieces)


def _simplified(line: shapely.LineString) -> shapely.LineString:
    """Drop vertices that hardly bend a line, but keep one every `KEEP_DEG` where there is one.

    So a straight railway can be told from a chord whose course between its ends is unknown.
    """
    xy = shapely.get_coordinates(line)
    block = (np.hypot(*np.diff(xy, axis=0).T).cumsum() // KEEP_DEG).astype(int)
    cuts = np.flatnonzero(np.diff(block)) + 1
    at = np.sort(np.concatenate([np.arange(len(xy)), cuts]))
    part = np.repeat(np.arange(len(cuts) + 1), np.diff([0, *cuts, len(xy) - 1]) + 1)
    parts = shapely.simplify(shapely.linestrings(xy[at], indices=part), SIMPLIFY_DEG)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    return shapely.LineString(xy[np.diff(part, prepend=0) == 0])
