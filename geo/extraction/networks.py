"""Rail, road and sea networks of the region: the lines that segments are routed along."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import shapely

from geo.errors import DataError, Problem
from geo.extraction.packages import ExtractionError, Output, Packages
from geo.model.geodesy import KM_PER_DEGREE, Position, distance_km
from geo.model.spec import Column, Table
from geo.read.geojson import read_geojson

RULES = "windows.geojson"
BRIDGE_KM = 6.0
"""Widest gap between two parts of a network that is taken for a fault of its digitising."""
LOOP_KM = 20.0
"""Shortest way around a gap that makes it worth a bridge."""
CHAIN_KM = 10.0
"""Longest chord that is joined to its neighbours: longer ones stay lines of their own, so that
the stored length of a line runs evenly along it."""
WHOLE_KM = 20.0
"""Shortest total length of a separate part that is kept."""


def extract(packages: Packages, decided: Path, out: Path) -> list[Output]:
    """Write ``railways.geojson``, ``roads.geojson`` and ``sealanes.geojson`` into `out`.

    Those, that is, of which ``windows.geojson`` of the folder `decided` has the window.

    Each line runs from junction to junction, lon/lat in EPSG:4326, and bears its length `km`.
    Only what lies in the window of its network (``windows.geojson``) is kept.

    Raises
    ------
    DataError
        If the windows cannot be read, or one is of no network that is known, or of one twice.
    ExtractionError
        If no line that is kept lies in a window.
    """
    outputs = []
    for name, window in _windows(decided / RULES).items():
        print(name)
        read, output = NETWORKS[name]
        folder = packages.folder(output.package)
        # A wheel has its module at the top; an sdist, in a folder of its name and version.
        (path,) = [*folder.glob(output.path), *folder.glob(f"*/{output.path}")]
        graph = read(path, window)
        _add_bridges(graph)
        _remove_fragments(graph)
        if not graph:
            least = f"no line of {WHOLE_KM:g} km lies in the window of {name}"
            raise ExtractionError(f"{RULES}: {least}")
        _write(_chains(graph), out / output.name)
        outputs.append(output)
    return outputs


def _land(name: str, module: str) -> Output:
    return Output(
        name=f"{name}.geojson",
        package="scgraph-data",
        path=f"scgraph_data/{module}",
        licence="ODbL-1.0",
        attribution="© OpenStreetMap contributors",
        note=(
            "Chords of 0.001 degree that carry the mapped length (km); "
            f"gaps of at most {BRIDGE_KM:g} km are bridged, parts below {WHOLE_KM:g} km left out."
        ),
    )


def _windows(path: Path) -> dict[str, shapely.Geometry]:
    """Return the windows of networks, by the names of these."""
    frame, _ = read_geojson(path, _WINDOWS)
    names, shapes = frame["network"].tolist(), frame.geometry.to_numpy()
    if twice := sorted({name for name in names if names.count(name) > 1}):
        expected = "one window, of as many polygons as it needs"
        raise DataError([Problem(path.name, "", "network", name, expected) for name in twice])
    shapely.prepare(shapes)
    return dict(zip(names, shapes, strict=True))


def _land_chords(path: Path, window: shapely.Geometry) -> nx.Graph[Position]:
    """Read the chords of a scgraph module inside a window, without running it.

    The module holds ``graph=[{neighbour: km, ...}, ...]`` and ``nodes=[[lat, lon], ...]``.
    """
    text = path.read_text("utf-8")
    nodes = np.array(json.loads(_literal(text, "nodes")))
    neighbours = json.loads(re.sub(r"(\d+): ", r'"\1": ', _literal(text, "graph")))
    inside = np.flatnonzero(shapely.contains_xy(window, nodes[:, 1], nodes[:, 0]))
    position: dict[int, Position] = {
        int(index): (float(nodes[index, 1]), float(nodes[index, 0])) for index in inside
    }
    graph: nx.Graph[Position] = nx.Graph()
    for index, start in position.items():
        for other, km in neighbours[index].items():
            if int(other) in position:
                _add(graph, start, position[int(other)], km)
    return graph


def _literal(text: str, name: str) -> str:
    found = re.search(rf"^{name}=(.*)$", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"no {name} in the module")
    return found.group(1)


def _sea_chords(path: Path, window: shapely.Geometry) -> nx.Graph[Position]:
    features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    graph: nx.Graph[Position] = nx.Graph()
    for feature in features:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        for line in shapely.get_parts(shape):
            positions: list[Position] = [
                (float(lon), float(lat)) for lon, lat in shapely.get_coordinates(line)
            ]
            for start, end in pairwise(positions):
                if shapely.contains_xy(window, *start) and shapely.contains_xy(window, *end):
                    _add(graph, start, end, distance_km(start, end))
    return graph


def _add(graph: nx.Graph[Position], start: Position, end: Position, km: float) -> None:
    """Add a chord once, never shorter than the ground between its ends."""
    if start == end:
        return
    km = max(km, distance_km(start, end))
    if graph.has_edge(start, end):
        km = min(km, graph.edges[start, end]["km"])
    graph.add_edge(start, end, km=km)


def _add_bridges(graph: nx.Graph[Position]) -> None:
    """Add chords over the gaps of the digitising, shortest first.

    A gap lies between a dead end and another position, at most `BRIDGE_KM` apart, where the way
    along the network is longer than `LOOP_KM` or there is none.
    """
    if not graph:
        return
    positions = sorted(graph)
    points = shapely.points(positions)
    near = BRIDGE_KM / KM_PER_DEGREE / np.cos(np.radians(max(abs(lat) for _, lat in positions)))
    pairs = shapely.STRtree(points).query(points, predicate="dwithin", distance=near)
    gaps = sorted(
        (distance_km(positions[a], positions[b]), positions[a], positions[b])
        for a, b in pairs.T
        if a != b and graph.degree(positions[a]) == 1
    )
    for km, start, end in gaps:
        if km > BRIDGE_KM:
            break
        within = nx.single_source_dijkstra_path_length(graph, start, LOOP_KM, weight="km")
        if end not in within:
            graph.add_edge(start, end, km=km)


def _remove_fragments(graph: nx.Graph[Position]) -> None:
    """Remove the separate parts that are too short to keep."""
    for part in list(nx.connected_components(graph)):
        if graph.subgraph(part).size(weight="km") < WHOLE_KM:
            graph.remove_nodes_from(part)


def _chains(graph: nx.Graph[Position]) -> list[tuple[list[Position], float]]:
    """Join chords to lines that run from junction to junction; long chords stay alone."""

    def joins(position: Position) -> bool:
        lengths = [chord["km"] for chord in graph[position].values()]
        return len(lengths) == 2 and max(lengths) <= CHAIN_KM

    chains: list[tuple[list[Position], float]] = []
    done: set[tuple[Position, Position]] = set()
    # Junctions first; what is left after them are rings.
    for start in sorted(graph, key=lambda position: (joins(position), position)):
        for step in sorted(graph[start]):
            if (start, step) in done:
                continue
            chain = [start, step]
            while joins(chain[-1]) and chain[-1] != start:
                one, other = graph[chain[-1]]
                chain.append(other if one == chain[-2] else one)
            for a, b in pairwise(chain):
                done |= {(a, b), (b, a)}
            chains.append((chain, nx.path_weight(graph, chain, "km")))
    return chains


def _write(chains: list[tuple[list[Position], float]], path: Path) -> None:
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"km": round(km, 3)},
                "geometry": {"type": "LineString", "coordinates": chain},
            },
            separators=(",", ":"),
        )
        for chain, km in sorted(chains)
    ]
    body = ",\n".join(lines)
    path.write_text(
        f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', "utf-8", newline="\n"
    )


NETWORKS = {
    "railways": (_land_chords, _land("railways", "world_railways.py")),
    "roads": (_land_chords, _land("roads", "world_highways.py")),
    "sealanes": (
        _sea_chords,
        Output(
            name="sealanes.geojson",
            package="searoute",
            path="searoute/data/marnet_searoute.geojson",
            licence="Apache-2.0",
            attribution="searoute, Eurostat",
            note="Sea lanes and the lower Volga; km is the geodesic length.",
        ),
    ),
}
"""How each network is read, and where from, by the name of its window."""
_WINDOWS = Table(
    "windows",
    (Column("network", "choice", "whose lines it keeps", required=True, values=tuple(NETWORKS)),),
    key="",
    geometry=frozenset({"Polygon", "MultiPolygon"}),
)
"""What is read of the windows."""
