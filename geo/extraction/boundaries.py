"""Boundary lines: the edges that two polygons of the coverage share, with their dispute class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.extraction.packages import ExtractionError
from geo.model.geodesy import Position

Edge = tuple[Position, Position]
Pair = tuple[tuple[str, str], tuple[str, str]]

SHOWN_WITHIN = {"disputed", "line_of_control"}
"""Classes of the lines that are kept inside one country."""


def boundary_lines(
    units: gpd.GeoDataFrame,
    lines: gpd.GeoDataFrame,
    rules: Mapping[str, Any],
    iso_a2: Mapping[str, str | None],
) -> gpd.GeoDataFrame:
    """Return each land boundary once in each view, one row per pair of countries and class.

    Parameters
    ----------
    units
        Finished coverage, EPSG:4326, polygons counter-clockwise: `code`, `source` (the code that
        Natural Earth's lines know it by), and of its country in each view `slug_VIEW` and
        `name_VIEW`.
    lines
        Natural Earth's boundary lines; where it has none for a pair of units, an ordinary boundary
        is taken.
    rules
        `views`, the usual one first; `line`: class by Natural Earth's word; `line_column`: where
        it has a word of a view's own; `border`: exceptions for pairs of units.
    iso_a2
        Code by the slug of a country.

    Returns
    -------
    GeoDataFrame
        `id`, `name`, the class in each view, `iso_left`, `iso_right`, `note`, `geometry`; sorted
        by `id`. All vertices are vertices of `units`; `iso_left` lies to the left of the line.
        What parts the same countries in all views is one row; else those that part others have
        their own, which is `none` in the rest. Islands have no rows.
    """
    views: list[str] = rules["views"]
    known: dict[Hashable, dict[Hashable, str]] = units.drop(columns="geometry").to_dict("index")
    words_of: dict[Hashable, dict[Hashable, object]] = lines.drop(columns="geometry").to_dict(
        "index"
    )
    groups: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    slugs = {str(code): row[f"slug_{views[0]}"] for code, row in known.items()}
    for (left, right), edges in sorted(_shared_edges(units, slugs).items()):
        one, other = known[left], known[right]
        exception = _exception(rules["border"], {left, right})
        nearest = _nearest(edges, _between(lines, str(one["source"]), str(other["source"])))
        for edge, at in zip(edges, nearest, strict=True):
            words = _classes(words_of[at], rules) if at is not None else {}
            row = dict.fromkeys(views, "boundary") | {"note": ""} | words | exception
            seen = {view: _seen(one, other, view, row) for view in views}
            pairs = dict.fromkeys(pair for pair, _ in seen.values())
            for pair in pairs:
                classes = [kind if of == pair else "none" for of, kind in seen.values()]
                if pair[0][0] == pair[1][0] and not SHOWN_WITHIN & set(classes):
                    continue
                if len(pairs) > 1 and set(classes) == {"none"}:
                    continue
                (first, its_name), (second, other_name) = sorted(pair)
                name = row.get("name") or f"{its_name} \N{EN DASH} {other_name}"
                way = edge if pair == tuple(sorted(pair)) else edge[::-1]
                groups[first, second, *classes, name, row["note"]].append((way[0], way[1]))
    return _frame(groups, views, iso_a2)


def _seen(
    one: Mapping[Hashable, str], other: Mapping[Hashable, str], view: str, row: Mapping[str, str]
) -> tuple[Pair, str]:
    """Return slug and name of the countries left and right in a view, and the line's class."""
    left, right = ((unit[f"slug_{view}"], unit[f"name_{view}"]) for unit in (one, other))
    within = left == right and row[view] not in SHOWN_WITHIN
    return (left, right), "none" if within else row[view]


def _shared_edges(
    units: gpd.GeoDataFrame, slugs: Mapping[str, str]
) -> dict[tuple[str, str], list[Edge]]:
    """Return the edges between pairs of units; the first of a pair lies to the left of them."""
    owner: dict[Edge, str] = {}
    for code, shape in units.geometry.items():
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            positions = [(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
            for edge in pairwise(positions):
                owner[edge] = str(code)
    shared = defaultdict(list)
    for (start, end), left in owner.items():
        right = owner.get((end, start))
        if right and right != left and (slugs[left], left) < (slugs[right], right):
            shared[left, right].append((start, end))
    return shared


def _between(lines: gpd.GeoDataFrame, one: str, other: str) -> gpd.GeoDataFrame:
    forth = (lines["ADM0_A3_L"] == one) & (lines["ADM0_A3_R"] == other)
    back = (lines["ADM0_A3_L"] == other) & (lines["ADM0_A3_R"] == one)
    return lines[forth | back]


def _nearest(edges: Sequence[Edge], lines: gpd.GeoDataFrame) -> Sequence[Hashable]:
    """Return for each edge the index of the line that ends and middle of it keep closest to."""
    if lines.empty:
        return [None] * len(edges)
    ends = np.asarray(edges)
    samples = shapely.points(np.concatenate([ends, ends.mean(axis=1, keepdims=True)], axis=1))
    distances = [shapely.distance(samples, line).max(axis=1) for line in lines.geometry.to_numpy()]
    return list(lines.index[np.argmin(distances, axis=0)])


def _exception(borders: Sequence[Mapping[str, Any]], pair: set[str]) -> dict[str, str]:
    for border in borders:
        if set(border["between"]) == pair:
            return {key: value for key, value in border.items() if key != "between"}
    return {}


def _classes(line: Mapping[Hashable, object], rules: Mapping[str, Any]) -> dict[str, str]:
    note = line["NAME"] if isinstance(line["NAME"], str) else ""
    classes = {"note": "" if note == "Line of control" else note}
    for view in rules["views"]:
        own = line[rules["line_column"].get(view, "FEATURECLA")]
        word = str(own if isinstance(own, str) else line["FEATURECLA"])
        if word not in rules["line"]:
            raise ExtractionError(f"ground.toml, key line: no class for lines called {word!r}")
        classes[view] = rules["line"][word]
    return classes


def _frame(
    groups: Mapping[tuple[str, ...], list[Edge]],
    views: Sequence[str],
    iso_a2: Mapping[str, str | None],
) -> gpd.GeoDataFrame:
    rows = []
    for (left, right, *classes, name, note), edges in sorted(groups.items()):
        words = {"disputed": " (disputed)", "line_of_control": " (Line of Control)"}
        word = words.get(classes[0], "") if "(" not in name else ""
        kind = _kind(views, classes)
        slug = left if left == right else f"{left}-{right}"
        rows.append(
            {
                "id": slug if kind == "boundary" else f"{slug}-{kind}".replace("_", "-"),
                "name": name + word,
                **dict(zip(views, classes, strict=True)),
                "iso_left": iso_a2[left] or None,
                "iso_right": iso_a2[right] or None,
                "note": note or None,
                "geometry": _merged(edges),
            }
        )
    columns = ["id", "name", *views, "iso_left", "iso_right", "note", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")
    return _numbered(frame).sort_values("id", ignore_index=True)


def _kind(views: Sequence[str], classes: Sequence[str]) -> str:
    """Return the word for the id: the class, or the view that has an ordinary boundary alone."""
    if set(classes) == {"boundary", "none"}:
        return views[classes.index("boundary")]
    return next((kind for kind in classes if kind != "boundary"), "boundary")


def _merged(edges: Sequence[Edge]) -> shapely.Geometry:
    merged = shapely.line_merge(shapely.multilinestrings(np.asarray(sorted(edges))), directed=True)
    parts = sorted(shapely.get_parts(merged).tolist(), key=lambda part: part.coords[0])
    return parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)


def _numbered(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add numbers, from 1, to the ids that occur more than once."""
    repeated = frame["id"].duplicated(keep=False)
    number = frame.groupby("id").cumcount() + 1
    return frame.assign(
        id=[
            f"{slug}-{n}" if twice else slug
            for slug, n, twice in zip(frame["id"], number, repeated, strict=True)
        ]
    )
