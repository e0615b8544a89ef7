"""From the facts of an atlas to its layers and tables, each layer after its shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pandas.api.extensions import ExtensionArray

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import conform, show, split_list, typed
from geo.model.history import precision, standings
from geo.model.registers import with_ids
from geo.model.rows import Row, records
from geo.model.spec import MEMBERS, LayerSpec
from geo.network.relations import with_verdicts
from geo.network.segments import segment_lines
from geo.publish.geojson import as_published
from geo.read.facts import Facts


def build_layers(facts: Facts) -> Atlas:
    """Build every layer from the facts, in EPSG:4326 (lon/lat), sorted by id, and no story yet.

    Their shapes are as they are published, so that whoever draws them from the facts draws what
    those do who read the files.

    Raises
    ------
    DataError
        If a segment cannot follow its waypoints.
    """
    spec = facts.spec
    if spec.of_shape("network"):
        drawn = segment_lines(spec, facts.tables)
        facts = replace(facts, tables={**facts.tables, "segments": drawn})
    identifiers = records(facts.tables["identifiers"])
    built = {name: _built(layer, facts, identifiers) for name, layer in spec.layers.items()}
    layers = {
        name: as_published(layer.sort_values("id", ignore_index=True))
        for name, layer in built.items()
    }
    tables = {name: with_ids(facts.tables[name], table) for name, table in spec.tables.items()}
    atlas = Atlas(spec, layers, tables, (), spec.version, spec.date)
    return replace(atlas, tables={**tables, "relations": with_verdicts(atlas)})


def _built(layer: LayerSpec, facts: Facts, identifiers: Sequence[Row]) -> gpd.GeoDataFrame:
    """Return a layer after its shape, with its codes in other data sets."""
    drawn = _SHAPES[layer.shape](layer, facts)
    return conform(drawn.assign(**_codes(layer, identifiers, drawn["id"])), layer.table)


def _points(layer: LayerSpec, facts: Facts) -> gpd.GeoDataFrame:
    """Put each row at its position, or where the places lie that it names."""
    rows, located = facts.tables[layer.facts], layer.settings.get("located")
    rows = rows.assign(**_attendance(layer, facts, rows["id"]))
    if not located:
        return _at(rows, gpd.points_from_xy(rows["lon"], rows["lat"]))
    places = facts.tables[facts.spec.facts[layer.facts][located].to]
    points = gpd.points_from_xy(places["lon"], places["lat"])
    known = dict(zip(places["id"], zip(places["name"], points, strict=True), strict=True))
    names, shapes = [], []
    for cell in rows[located]:
        named = [known[place] for place in split_list(cell)]
        positions = [position for _, position in named]
        names.append(", ".join(name for name, _ in named))
        shapes.append(positions[0] if len(positions) == 1 else shapely.MultiPoint(positions))
    return _at(rows.assign(place=names), shapes)


def _network(layer: LayerSpec, facts: Facts) -> gpd.GeoDataFrame:
    """Take the segments that name a branch of the layer; their lines are drawn already."""
    rows, branches = facts.tables[layer.facts], set(layer.branches)
    own = rows[[not branches.isdisjoint(split_list(cell)) for cell in rows["branch"]]]
    steps = facts.tables["status_history"]
    told = own.assign(**_precisions(layer, own, steps), dates_note=_dates_notes(layer, own, steps))
    return _at(told, own["geometry"])


def _precisions(
    layer: LayerSpec, segments: pd.DataFrame, steps: pd.DataFrame
) -> dict[str, ExtensionArray]:
    """Return how exactly the days of segments are known, as the steps say that begin on them."""
    known = {(step["segment"], step["valid_from"]): step["date_prec"] for step in records(steps)}
    found = {}
    for column in (each for each in layer.table.columns if each.precision):
        days = zip(segments["id"], segments[column.name], strict=True)
        exact = layer.table[column.precision]
        found[exact.name] = typed([known.get(day) for day in days], exact)
    return found


def _dates_notes(layer: LayerSpec, segments: pd.DataFrame, steps: pd.DataFrame) -> ExtensionArray:
    """Return what a reader should know of the days of segments, from the steps of each."""
    by_segment = defaultdict(list)
    for step in records(steps.sort_values("valid_from", kind="stable")):
        by_segment[step["segment"]].append(step)
    noted = [_dates_note(row, by_segment[row["id"]]) for row in records(segments)]
    return typed(noted, layer.table["dates_note"])


def _dates_note(segment: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the notes of the step of the opening, and of those since which the status holds."""
    since, status_on = segment["since"], segment["status_on"]
    told = [
        step["note"]
        for step in steps
        if step["note"]
        and (step["valid_from"] == since or (status_on and step["valid_from"] >= status_on))
    ]
    return " ".join(told) or None


def _areas(layer: LayerSpec, facts: Facts) -> gpd.GeoDataFrame:
    """Join polygons with the facts of their country; without any they keep what they came with."""
    name = layer.settings["geometry"]
    shapes, origin = facts.geometry[name], facts.origins[name]
    rows = facts.tables[layer.facts].set_index("iso_a3").reindex(shapes["iso_a3"])
    rows.index = shapes.index
    joined = rows.assign(
        id=shapes["id"],
        iso_a3=shapes["iso_a3"],
        worldview=shapes["worldview"],
        sources=_area_sources(layer, facts),
        as_of=rows["as_of"].fillna(origin.date),
        confidence=rows["confidence"].fillna("medium"),
        precision_m=origin.precision_m,
        licence=layer.settings["licence"],
        **_standings(layer, facts),
    )
    for column in rows.columns.intersection(shapes.columns):
        joined[column] = (
            [_both(*pair) for pair in zip(rows[column], shapes[column], strict=True)]
            if column == "note"
            else rows[column].fillna(shapes[column])
        )
    own = _chosen(layer, rows)
    _require_views(layer, shapes["worldview"][own])
    return _at(joined[own], shapes.geometry[own])


def _chosen(layer: LayerSpec, rows: pd.DataFrame) -> pd.Series:
    """Tell which areas are those of a layer that takes some of them."""
    own = pd.Series(data=True, index=rows.index)
    for column, wanted in layer.settings.get("where", {}).items():
        own &= rows[column].astype("boolean").fillna(value=False) == wanted
    return own


def _require_views(layer: LayerSpec, views: pd.Series) -> None:
    """Refuse areas of some view of the borders in a layer that tells of none."""
    told = layer.table["worldview"].values if "worldview" in layer.table.names else ()
    if unknown := set(views) - {"all", *told}:
        file = f"{layer.settings['geometry']}.geojson"
        expected = f"the column worldview in the layer {layer.id}, where borders differ by view"
        raise DataError([Problem(file, "", "worldview", min(unknown), expected)])


def _lines(layer: LayerSpec, facts: Facts) -> gpd.GeoDataFrame:
    """Take lines as they were drawn, each once, with what they are in each view of the borders."""
    name, told = layer.settings["geometry"], layer.settings
    drawn, origin = facts.geometry[name], facts.origins[name]
    licences = layer.table["licence"].values
    if origin.licence not in licences:
        key, expected = f"file {name}.geojson.licence", f"one of {', '.join(licences)}"
        raise DataError([Problem("provenance.toml", "", key, origin.licence, expected)])
    sources = pd.Series(told["sources"], index=drawn.index)
    if "noted_sources" in told and "note" in drawn:
        noted = (drawn[facts.spec.worldviews[0]] == "none") & drawn["note"].notna()
        sources = sources.mask(noted, f"{told['sources']};{told['noted_sources']}")
    return drawn.assign(
        sources=sources,
        licence=origin.licence,
        confidence="medium",
        as_of=origin.date,
        precision_m=origin.precision_m,
        aliases=None,
    )


_SHAPES: dict[str, Callable[[LayerSpec, Facts], gpd.GeoDataFrame]] = {
    "points": _points,
    "network": _network,
    "areas": _areas,
    "lines": _lines,
}
"""What builds the layers of each shape: rows in any order, columns that the layer lacks or not."""


def _at(rows: pd.DataFrame, shapes: Iterable[shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs="EPSG:4326")


def _both(told: object, drawn: object) -> str | None:
    """Return two notes as one."""
    return " ".join(filter(None, (show(told), show(drawn)))) or None


def _codes(
    layer: LayerSpec, identifiers: Sequence[Row], features: pd.Series
) -> dict[str, pd.Series]:
    """Return the columns of the codes of features elsewhere, and of where these stand."""
    columns = {(each.scheme, each.scope): each.name for each in layer.table.columns if each.scheme}
    known: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in identifiers:
        if column := columns.get((row["scheme"], row["scope"])):
            known[column][row["feature"]].append(row["code"])
            known["code_sources"][row["feature"]] += split_list(row["sources"])
    return {
        column: features.map(
            {id_: ";".join(dict.fromkeys(told)) for id_, told in known[column].items()}
        )
        for column in (*columns.values(), "code_sources")
    }


def _attendance(layer: LayerSpec, facts: Facts, events: pd.Series) -> dict[str, pd.Series]:
    """Return the columns that list the countries that came to an event at some levels."""
    if "levels" not in layer.settings:
        return {}
    codes = facts.tables["countries"].set_index("iso_a3")["iso_a2"]
    told = facts.tables["attendance"]
    told = told.assign(iso_a2=told["iso_a3"].map(codes)).sort_values("iso_a2")
    return {
        column: events.map(
            told[told["level"].isin(levels)].groupby("feature")["iso_a2"].agg(";".join)
        )
        for column, levels in layer.settings["levels"].items()
    }


def _standings(layer: LayerSpec, facts: Facts) -> dict[str, pd.Series]:
    """Return the columns that are computed from memberships, as on the date of the atlas."""
    codes = facts.geometry[layer.settings["geometry"]]["iso_a3"]
    rows = facts.tables["memberships"]
    today = standings(facts.spec.date, rows)
    members = rows[rows["status"].isin(MEMBERS) & rows["until"].isna()]
    columns = {}
    for column in layer.table.columns:
        if column.standing:
            known = today.get(column.standing, {})
            columns[column.name] = codes.map(lambda code, of=known: of.get(code, "none"))
        elif column.member_since:
            since = members[members["body"] == column.member_since].set_index("iso_a3")
            columns[column.name] = codes.map(since["from_earliest"])
            if column.precision:
                ends = zip(since["from_earliest"], since["from_latest"], strict=True)
                exact = dict(zip(since.index, (precision(*pair) for pair in ends), strict=True))
                columns[column.precision] = codes.map(exact)
    return columns


def _area_sources(layer: LayerSpec, facts: Facts) -> list[str]:
    """Return the ids of all sources of what each area says, each once."""
    shapes = facts.geometry[layer.settings["geometry"]]
    stated = pd.concat([facts.tables[layer.facts], facts.tables["memberships"]])
    cited = stated.groupby("iso_a3")["sources"].agg(";".join)
    usual, others = layer.settings["sources"], layer.settings.get("worldview_sources", {})
    return [
        ";".join(dict.fromkeys([usual, *filter(None, [others.get(view)]), *split_list(cell)]))
        for view, cell in zip(shapes["worldview"], shapes["iso_a3"].map(cited), strict=True)
    ]
