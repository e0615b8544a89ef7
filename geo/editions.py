"""What differs between two published editions of an atlas, and notes of a release made from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError, Problem
from geo.input import is_there, read_json
from geo.model.cells import show, split_list
from geo.model.geodesy import length_km
from geo.model.known import some
from geo.model.rows import Row
from geo.model.spec import Spec, Table
from geo.read.published import ROUNDED_DEG
from geo.read.tables import read_records

CHANGES = "changes"
"""The table that tells what changed."""
UNCOMPARED = ("as_of", "licence", "sources")
"""Columns that say nothing of the world; what is cited now tells why another one changed."""
_PLACE = "geometry"
_LISTED = 12
"""So many names stand in a line of the notes."""


class Change(NamedTuple):
    """One thing that differs: a row or feature that is new or gone, a column, or a cell.

    `since` is the version of the edition before, `part` the layer or table. What is new has no
    `field` and its name as `new_value`, what is gone its name as `old_value`; a column that is new,
    gone or called otherwise has no `feature`.
    """

    since: str
    part: str
    feature: str
    field: str
    old_value: str
    new_value: str
    why: str


def compare(spec: Spec, old: Path, new: Path, known: Iterable[Change] = ()) -> list[Change]:
    """Return what differs between two folders of published layers and tables.

    Rows are told apart by their ids, or by what these are made of; columns that were called
    otherwise are followed by the description of the atlas. Numbers that differ by rounding alone
    are no change. `why` is what `known` says of the same change, else what can be seen: the sources
    that the row did not cite before, or that the value is computed from others.

    Raises
    ------
    DataError
        If one of the folders has no layer of the atlas, or a file that cannot be read; if the new
        one has layers of another atlas.
    """
    if foreign := list(_foreign(spec, old, new)):
        raise DataError(foreign)
    since = _version(spec, old)
    said = {each[1:-1]: each.why for each in known}
    parts = {name: layer.table for name, layer in spec.layers.items()} | dict(spec.tables)
    found = [
        change
        for name, table in parts.items()
        if name != CHANGES
        for change in _differences(name, table, *(_read(each, name, table) for each in (old, new)))
    ]
    return [each._replace(since=since, why=said.get(each[1:-1]) or each.why) for each in found]


def _foreign(spec: Spec, old: Path, new: Path) -> Iterator[Problem]:
    """Yield folders that are no editions of an atlas, and layers of the new one that it lacks."""
    for folder in (old, new):
        if not any(is_there(folder / f"{name}.geojson") for name in spec.layers):
            yield Problem(str(folder), "", "", "", "a folder of published layers")
    told = "name the atlas that these are layers of; those that you add are not compared"
    expected = f"a layer of {spec.title!r}; {told}"
    for path in sorted(new.glob("*.geojson")):
        if path.stem not in spec.layers:
            yield Problem(str(path), "", "", "", expected)


def moved_ids(spec: Spec, old: Path, new: Path) -> dict[str, str]:
    """Return the ids of rows that say the same and are called otherwise, by the id of before.

    Where rows of some tables are given no ids, these are made of what they say, and counted where
    several say the same. A row that is put between these takes the id of the next.
    """
    found = {}
    for name, table in spec.tables.items():
        if not table.made_of:
            continue
        before, after = (_read(each, name, table) for each in (old, new))
        own = [x.name for x in table.columns if not x.computed and x.name != table.key]
        now: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for row in after:
            now[tuple(row.get(column) for column in own)].append(row["id"])
        for row in before:
            same = now[tuple(row.get(column) for column in own)]
            if same and row.get("id", same[0]) not in same:
                found[row["id"]] = same[0]
    return found


def read_changes(path: Path) -> list[Change]:
    """Return the changes that a file tells, each in a row; none if it is not there.

    Raises
    ------
    DataError
        If it is another table, which changes must not replace.
    """
    if not is_there(path):
        return []
    header, lines, _ = read_records(path)
    if set(header) != set(Change._fields):
        told, expected = ", ".join(header), f"a table of changes, with {', '.join(Change._fields)}"
        raise DataError([Problem(path.name, 1, "", told, expected)])
    rows = [dict(zip(header, cells, strict=False)) for _, cells in lines]
    return [Change(*(row.get(name, "") for name in Change._fields)) for row in rows]


def notes(spec: Spec, changes: Iterable[Change]) -> str:
    """Return notes of a release, as Markdown: what is new, gone and changed, part by part."""
    parts: dict[str, list[Change]] = {}
    for change in changes:
        parts.setdefault(change.part, []).append(change)
    return "\n".join(line for part, own in parts.items() for line in _section(spec, part, own))


def _section(spec: Spec, part: str, changes: list[Change]) -> Iterator[str]:
    """Yield the lines of one part, each with a few of the names that it tells of."""
    yield f"## {spec.published[part].label}\n"
    rows = [each for each in changes if not each.field]
    columns = [each for each in changes if not each.feature]
    cells = Counter(each.field for each in changes if each.feature and each.field)
    for what, names in {
        "new": [each.new_value for each in rows if each.new_value],
        "gone": [each.old_value for each in rows if each.old_value],
        "changed": [f"`{field}` of {count}" for field, count in cells.most_common()],
        "columns": [f"`{each.field}` ({each.why})" for each in columns],
    }.items():
        if names:
            yield f"- {what}: {len(names)}: {some(names, most=_LISTED)}"
    yield ""


def _version(spec: Spec, folder: Path) -> str:
    """Return the version that the first layer in a folder bears."""
    paths = (folder / f"{name}.geojson" for name in spec.layers)
    return str(read_json(next(path for path in paths if is_there(path))).get("version", ""))


def _read(folder: Path, name: str, table: Table) -> list[Row]:
    """Return the rows of a layer or table as they lie there, none if it is not there."""
    path = folder / f"{name}.{'geojson' if table.geometry else 'csv'}"
    if not is_there(path):
        return []
    if table.geometry:
        return _features(path)
    header, lines, _ = read_records(path)
    return [dict(zip_longest(header, cells, fillvalue="")) for _, cells in lines]


def _features(path: Path) -> list[Row]:
    document = read_json(path)
    try:
        return [
            {**each["properties"], _PLACE: each["geometry"] and shape(each["geometry"])}
            for each in document["features"]
        ]
    except (AttributeError, LookupError, TypeError, ValueError, shapely.errors.ShapelyError):
        expected = "a FeatureCollection, as a published layer is"
        raise DataError([Problem(str(path), "", "", "", expected)]) from None


def _differences(
    part: str, table: Table, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[Change]:
    was = {each.was: each.name for each in table.columns if each.was}
    if before and after:
        yield from _columns(part, was, set(before[0]), set(after[0]))
    old, new = (_by_key(rows, table, was) for rows in (before, after))
    for key, row in new.items():
        if key not in old:
            yield Change("", part, key, "", "", _name(row), "new")
    for key, row in old.items():
        if key in new:
            yield from _cells(part, key, table, row, new[key])
        else:
            yield Change("", part, key, "", _name(row), "", "gone")


def _columns(part: str, was: Mapping[str, str], old: set[str], new: set[str]) -> Iterator[Change]:
    """Yield the columns that are called otherwise, new, or gone."""
    renamed = {before: now for before, now in was.items() if before in old and now in new - old}
    for before, now in renamed.items():
        yield Change("", part, "", now, before, now, f"called {before} before")
    for name in sorted(new - old - {*renamed.values()}):
        yield Change("", part, "", name, "", name, "new")
    for name in sorted(old - new - {*renamed}):
        yield Change("", part, "", name, name, "", "gone")


def _by_key(rows: Iterable[Row], table: Table, was: Mapping[str, str]) -> dict[str, Row]:
    """Return rows by what tells them apart, their columns as they are called now."""
    named = [{was.get(column, column): cell for column, cell in row.items()} for row in rows]
    told_by = table.made_of or ((table.key,) if table.key else table.names)
    seen: Counter[str] = Counter()
    found: dict[str, Row] = {}
    for row in named:
        key = " ".join(show(row.get(column)) for column in told_by).strip()
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key} ({seen[key]})"] = row
    return found


def _cells(part: str, key: str, table: Table, old: Row, new: Row) -> Iterator[Change]:
    """Yield the cells that say something else, of the columns that both editions have."""
    cited = [each for each in _sources(new) if each not in _sources(old)]
    for name in [*table.names, _PLACE]:
        if name in (*UNCOMPARED, table.key) or name not in old or name not in new:
            continue
        before, after = _shown(old[name]), _shown(new[name])
        if name == _PLACE:
            after += _moved(old[name], new[name]) if before == after != "" else ""
        if before == after or _is_rounded(before, after):
            continue
        is_computed = name != _PLACE and table[name].computed
        why = (
            "computed from others" if is_computed else f"cites {'; '.join(cited)}" if cited else ""
        )
        yield Change("", part, key, name, _with_minus(before), _with_minus(after), why)


def _shown(cell: object) -> str:
    """Return a cell as text; of a geometry where it lies, or what it is made of."""
    if isinstance(cell, Point):
        return f"{cell.x} {cell.y}"
    if isinstance(cell, BaseGeometry):
        west, south, east, north = shapely.bounds(cell).round(3).tolist()
        points = shapely.get_num_coordinates(cell)
        return f"{points} points within {west} {south} {east} {north}"
    return show(cell)


def _moved(old: BaseGeometry, new: BaseGeometry) -> str:
    """Return how far a line or an outline has moved that takes as much room as it did."""
    if old.equals_exact(new, ROUNDED_DEG):
        return ""
    lines = [each.boundary if each.area else each for each in (old, new)]
    points = [shapely.points(shapely.get_coordinates(each)) for each in lines]
    ways = np.concatenate(
        [shapely.shortest_line(points[0], lines[1]), shapely.shortest_line(points[1], lines[0])]
    )
    farthest = ways[shapely.length(ways).argmax()]
    return f", {length_km(farthest) * 1000:,.0f} m from where it was"


def _with_minus(text: str) -> str:
    """Return a text that a table may have: a number at its beginning with a true minus."""
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text


def _is_rounded(before: str, after: str) -> bool:
    """Tell whether a number is the one of before with fewer decimals."""
    try:
        return round(float(before), len(after.partition(".")[2])) == float(after)
    except ValueError:
        return False


def _sources(row: Row) -> list[str]:
    return split_list(row.get("sources"))


def _name(row: Row) -> str:
    """Return what a row is called: its name or label, else its first cells that say something."""
    called = row.get("name") or row.get("label") or row.get("title")
    told = [show(cell) for column, cell in row.items() if column not in ("id", _PLACE)]
    return show(called) or ", ".join([each for each in told if each][:3])
