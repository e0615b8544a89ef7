"""Tables that are made of layers and tables, so that databases can join them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, count

import geopandas as gpd
import pandas as pd

from geo.model.atlas import Atlas
from geo.model.cells import conform, split_list, typed
from geo.model.periods import periods
from geo.model.rows import Row, columns, records
from geo.model.spec import Column, Table

_NO_LETTER = re.compile("[^a-z0-9]+")


def with_ids(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return a table whose rows have ids: those that were given, else made of what the row says."""
    if not table.made_of:
        return frame
    given = frame["id"].tolist() if "id" in frame else [None] * len(frame)
    cells = zip(*columns(frame[[*table.made_of]]).values(), strict=True)
    words = ("-".join([table.name, *filter(None, row)]).lower() for row in cells)
    made = [_NO_LETTER.sub("-", each).strip("-") for each in words]
    taken = {each for each in given if isinstance(each, str)}
    ids = []
    for own, base in zip(given, made, strict=True):
        numbered = chain([base], (f"{base}-{number}" for number in count(2)))
        ids.append(own if isinstance(own, str) else next(x for x in numbered if x not in taken))
        taken.add(ids[-1])
    others = [column for column in frame if column != "id"]
    return frame.assign(id=typed(ids, table["id"]))[["id", *others]]


def joined(atlas: Atlas) -> Atlas:
    """Return an atlas that has its registers among its tables."""
    return replace(atlas, tables={**atlas.tables, **registers(atlas)})


def registers(atlas: Atlas) -> dict[str, pd.DataFrame]:
    """Return what has an id or a code, each once, and what lists name, a row for each."""
    spec = atlas.spec
    drawn = _segments(atlas) if atlas.of_shape("network") else {}
    made: dict[str, list[Row]] = {name: [] for name in spec.registers if name not in drawn}
    for areas in atlas.of_shape("areas").values():
        made["country_codes"] += records(areas.dropna(subset=["iso_a3"]))
    for name, frame in {**drawn, **atlas.frames}.items():
        table = spec.published[name]
        if not table.lists:
            continue
        rows = records(frame)
        names = "name" if "name" in frame else "label"
        made["features"] += [
            {"id": row["id"], "part": name, "name": row.get(names)} for row in rows
        ]
        for column in table.lists:
            register, named = _register(column)
            made[register] += _links(rows, column, named)
    return {**drawn, **{name: _table(rows, spec.registers[name]) for name, rows in made.items()}}


def _segments(atlas: Atlas) -> dict[str, gpd.GeoDataFrame]:
    """Return the segments of all networks, each once, and their periods."""
    spec = atlas.spec
    networks = atlas.of_shape("network")
    having = defaultdict(list)
    for name, frame in networks.items():
        for segment in frame["id"]:
            having[segment].append(name)
    once = atlas.segments.sort_values("id", ignore_index=True)
    once = once.assign(networks=[";".join(having[segment]) for segment in once["id"]])
    table = spec.registers["segment_periods"]
    told = periods(once, atlas.tables["status_history"], atlas.date)
    rows = pd.DataFrame([*told], columns=[*table.names[1:], "geometry"])
    named = with_ids(rows, table)
    return {
        "segments": conform(once, spec.registers["segments"]),
        "segment_periods": conform(gpd.GeoDataFrame(named), table),
    }


def _register(column: Column) -> tuple[str, str]:
    """Return the register of what a list names, and what that is called there."""
    if column.type == "iso_a2s":
        return "feature_countries", "iso_a2"
    is_cited = column.to == "sources"
    return ("feature_sources", "source") if is_cited else ("feature_links", "other")


def _links(rows: Iterable[Row], column: Column, named: str) -> Iterator[Row]:
    for row in rows:
        for seq, item in enumerate(split_list(row[column.name]), start=1):
            yield {"feature": row["id"], "field": column.name, "seq": seq, named: item}


def _table(rows: list[Row], table: Table) -> pd.DataFrame:
    """Return rows as a table, each once, in the order of the alphabet."""
    key = [table.key] if table.key else [name for name in table.names if name != "part"]
    once = {tuple(row[name] for name in key): row for row in reversed(rows)}
    ordered = [once[each] for each in sorted(once)]
    return pd.DataFrame(
        {each.name: typed([row[each.name] for row in ordered], each) for each in table.columns}
    )
