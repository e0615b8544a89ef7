"""Read the facts of an atlas: tables that people edit, and the geometry that they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from geo.errors import DataError, Problem
from geo.input import is_there
from geo.model.spec import Column, LayerSpec, Spec, Table
from geo.read.fact_checks import Geometry, Tables, contradictions, dangling
from geo.read.geojson import read_geojson
from geo.read.provenance import Origin, read_origins
from geo.read.tables import empty_table, read_table


@dataclass(frozen=True)
class Facts:
    """What the folder of an atlas holds.

    `tables` are all tables of facts by name, indexed by line in their file. `geometry` are the
    files of geometry by name that layers of areas and lines are made of, in EPSG:4326 (lon/lat),
    and `origins` tells where each comes from.
    """

    spec: Spec
    tables: Mapping[str, pd.DataFrame]
    geometry: Mapping[str, gpd.GeoDataFrame]
    origins: Mapping[str, Origin]


def read_facts(spec: Spec) -> Facts:
    """Read and check all facts of an atlas.

    A table of facts that belongs to no layer may be missing; it is empty then.

    Raises
    ------
    DataError
        With all problems of all files: each by itself, then what their good rows say of each other.
    """
    problems: list[Problem] = []
    expected = f"a day up to the date in atlas.toml, {spec.date}"
    geometry = _read_geometry(spec, problems)
    tables = _read_tables(spec, problems)
    origins = read_origins(spec, geometry, problems)
    problems += [
        Problem("provenance.toml", "", f"file {name}.geojson.date", origin.date, expected)
        for name, origin in origins.items()
        if origin.date > spec.date
    ]
    problems += _across(spec, tables, geometry, problems)
    if problems:
        raise DataError(problems)
    return Facts(spec, tables, geometry, origins)


def _across(
    spec: Spec, tables: Tables, geometry: Geometry, problems: Collection[Problem]
) -> list[Problem]:
    """Return what is wrong between files, as far as their rows are good by themselves."""
    broken: set[str] = set()
    bad: dict[str, set[int | str]] = defaultdict(set)
    for problem in problems:
        name, _, kind = problem.file.removeprefix("geometry/").rpartition(".")
        if kind == "geojson":
            geometry = {each: shapes for each, shapes in geometry.items() if each != name}
            broken.add("features")
        elif name in spec.facts:
            bad[name].add(problem.row)
            if problem.column in ("", spec.facts[name].given.key) or problem.row == 1:
                broken |= {name, "features"}
    good = {name: table[~table.index.isin(bad[name])] for name, table in tables.items()}
    return [*dangling(spec, tables, geometry, broken), *contradictions(spec, good, geometry)]


def _read_tables(spec: Spec, problems: list[Problem]) -> dict[str, pd.DataFrame]:
    of_layers = {layer.facts for layer in spec.layers.values()}
    pointed = {layer.facts for layer in [*spec.of_shape("points"), *spec.of_shape("network")]}
    tables = {}
    for name, table in spec.facts.items():
        path = spec.folder / "facts" / f"{name}.csv"
        if name in of_layers or is_there(path):
            tables[name], found = read_table(path, table.given)
            if not found and tables[name].empty and name in pointed:
                found = [Problem(path.name, "", "", "", "a row below the header, for its layer")]
            problems += found
        else:
            tables[name] = empty_table(table.given)
    return tables


def _read_geometry(spec: Spec, problems: list[Problem]) -> dict[str, gpd.GeoDataFrame]:
    made: dict[str, list[LayerSpec]] = {}
    for layer in [*spec.of_shape("areas"), *spec.of_shape("lines")]:
        made.setdefault(layer.settings["geometry"], []).append(layer)
    geometry = {}
    for name, layers in made.items():
        file = f"{name}.geojson"
        needed = list(dict.fromkeys(column for layer in layers for column in _needed(layer)))
        table = _table(name, layers, needed, spec)
        try:
            geometry[name], _ = read_geojson(spec.folder / "geometry" / file, table)
        except DataError as error:
            problems += error.problems
            continue
        problems += [
            Problem(file, "", column, "", "this column, it is missing")
            for column in needed
            if column not in geometry[name]
        ]
    return geometry


def _needed(layer: LayerSpec) -> list[str]:
    """Return the columns that the geometry of a layer has to have."""
    if layer.shape == "areas":
        return ["id", "name", "iso_a3", "iso_a2", "worldview"]
    return list(layer.settings["columns"])


def _table(name: str, layers: Sequence[LayerSpec], needed: list[str], spec: Spec) -> Table:
    """Return the columns that the geometry of some layers may have, each as their tables say."""
    columns = {column: Column(column, "text", "told of each", required=True) for column in needed}
    for layer in layers:
        facts = spec.facts[layer.facts].columns if layer.facts else ()
        columns |= {column.name: column for column in (*facts, *layer.table.columns)}
    own = [
        replace(each, required=each.required and each.name in needed) for each in columns.values()
    ]
    return Table(name, tuple(own), geometry=layers[0].table.geometry)
