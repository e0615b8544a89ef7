"""The published data set: layers and tables as files, written and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import dtype, parse, show
from geo.model.schema import Table, load_schema
from geo.publish.dictionary import filled, to_dictionary
from geo.publish.geojson import read_geojson, shape_fault, to_geojson
from geo.read.facts import edition_of
from geo.read.tables import check_references, read_table

SUMS = "SHA256SUMS"
_README = Path(__file__).with_name("layers_readme.md")
_CHECKOUT = Path(__file__).parents[2] / "layers"
_INSTALLED = Path(__file__).parents[1] / "_layers"
LAYERS = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def data_files(atlas: Atlas) -> dict[str, bytes]:
    """Return the files of the data set by name, the list of their sums last.

    Every layer bears the version and the data date of the atlas.
    """
    files = {}
    for name, layer in atlas.layers.items():
        members = {
            "name": name,
            "version": atlas.version,
            "data_date": atlas.date,
            "licence": " AND ".join(sorted(set(layer["licence"]))),
        }
        files[f"{name}.geojson"] = to_geojson(layer, f"{name}.geojson", members)
    for name, table in atlas.tables.items():
        files[f"{name}.csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    files["README.md"] = filled(_README, edition_of(atlas), dictionary=to_dictionary())
    return {**files, SUMS: sums(files)}


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the list of the sums of files, as `sha256sum` writes and checks it."""
    return "".join(f"{_sum(data)}  {name}\n" for name, data in sorted(files.items())).encode()


def touched_files(folder: Path) -> list[str]:
    """Name the files that are not, or no longer, as the list of sums in a folder says."""
    return [
        name
        for name, total in _recorded(folder).items()
        if not (folder / name).is_file() or _sum((folder / name).read_bytes()) != total
    ]


def edited_files(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Name the files in a folder that were changed since they were written, or are not ours.

    A file that already holds the new bytes is not edited, whatever the list of sums says.
    """
    recorded = _recorded(folder)
    return [
        name
        for name, data in files.items()
        if name != SUMS
        and (folder / name).exists()
        and _sum((folder / name).read_bytes()) not in (recorded.get(name), _sum(data))
    ]


def differing_files(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Name the files that a folder lacks, holds with other bytes, or holds beyond the data set."""
    kinds = {Path(name).suffix for name in files}
    present = {path.name for path in folder.glob("*") if path.suffix in kinds}
    return sorted(
        name
        for name in present | set(files)
        if name not in present or name not in files or (folder / name).read_bytes() != files[name]
    )


def load_layer(name: str, folder: Path = LAYERS) -> gpd.GeoDataFrame:
    """Read one published layer.

    Parameters
    ----------
    name
        Such as `"republics"` or `"instc"`.
    folder
        Where the layers lie; by default those of this checkout or of the installed package.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, lon/lat, with the columns of the layer in order and typed; dates are ISO text,
        lists are joined by `;`, missing values are NaN or NA. Columns that somebody added to the
        file are left out.

    Raises
    ------
    KeyError
        If there is no layer of that name.
    DataError
        With all problems of the file, if it does not hold what the layer must.
    """
    tables = load_schema().layers
    if name not in tables:
        raise KeyError(f"no layer {name!r}; there are {', '.join(tables)}")
    table, file = tables[name], f"{name}.geojson"
    frame = read_geojson(folder / file)
    problems = [
        Problem(file, "", column, "", "this column, it is missing")
        for column in table.names
        if column not in frame and len(frame)
    ]
    if not problems and len(frame):
        frame.geometry = [_single(shape) for shape in frame.geometry]
        frame.index = _feature_labels(frame)
        problems = _wrong_cells(file, frame, table) + _wrong_shapes(file, frame, table)
    if problems:
        raise DataError(problems)
    return shaped(frame, table).reset_index(drop=True)


def load_table(name: str, folder: Path = LAYERS) -> pd.DataFrame:
    """Read one of the published tables that stand beside the layers.

    Parameters
    ----------
    name
        `"sources"`, `"memberships"`, `"routes"`, `"quantities"`, `"claims"`,
        `"status_history"` or `"milestones"`.
    folder
        Where the tables lie; by default those of this checkout or of the installed package.

    Returns
    -------
    DataFrame
        With the columns of `schema.toml`, indexed by line in the file.

    Raises
    ------
    KeyError
        If there is no published table of that name.
    DataError
        With all problems of the file.
    """
    tables = load_schema().tables
    if name not in tables:
        raise KeyError(f"no table {name!r}; there are {', '.join(tables)}")
    frame, problems = read_table(folder / f"{name}.csv", tables[name])
    if problems:
        raise DataError(problems)
    return frame


def load_data(
    folder: Path = LAYERS,
) -> tuple[dict[str, gpd.GeoDataFrame], dict[str, pd.DataFrame]]:
    """Read all published layers and tables.

    Returns
    -------
    tuple
        Layers by name as of `load_layer`, and tables by name as of `load_table`.

    Raises
    ------
    DataError
        With all problems of all files, references to nothing among them.
    """
    schema, problems = load_schema(), []
    layers, tables = {}, {}
    for name in schema.layers:
        try:
            layers[name] = load_layer(name, folder)
        except DataError as error:
            problems += error.problems
    for name in schema.tables:
        try:
            tables[name] = load_table(name, folder)
        except DataError as error:
            problems += error.problems
    if not problems:
        keys = {"sources": set(tables["sources"]["id"])}
        for name, layer in layers.items():
            by_id = layer.set_index("id", drop=False)
            problems += check_references(f"{name}.geojson", by_id, schema.layers[name], keys)
    if problems:
        raise DataError(problems)
    return layers, tables


def shaped(frame: gpd.GeoDataFrame, table: Table) -> gpd.GeoDataFrame:
    """Return a frame with exactly the columns of a layer, in order and typed, geometry last.

    Columns that the frame lacks are filled with missing values.
    """
    columns = {
        column.name: pd.Series(frame.get(column.name), index=frame.index, dtype=dtype(column))
        for column in table.columns
    }
    return gpd.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs="EPSG:4326")


def _feature_labels(frame: gpd.GeoDataFrame) -> list[str]:
    return [show(value) or f"number {n}" for n, value in enumerate(frame["id"], start=1)]


def _wrong_cells(file: str, frame: gpd.GeoDataFrame, table: Table) -> list[Problem]:
    problems = []
    for column in table.columns:
        for label, value in frame[column.name].items():
            try:
                parse(show(value), column)
            except ValueError as error:
                problems.append(Problem(file, label, column.name, show(value), str(error)))
    repeated = frame.index[frame["id"].duplicated() & frame["id"].notna()]
    return problems + [Problem(file, label, "id", label, "an id used once") for label in repeated]


def _wrong_shapes(file: str, frame: gpd.GeoDataFrame, table: Table) -> list[Problem]:
    problems = []
    for label, shape in frame.geometry.items():
        kind = shape.geom_type if shape is not None and not shape.is_empty else ""
        if kind not in table.geometry:
            expected = f"a {' or '.join(sorted(table.geometry))}"
            problems.append(Problem(file, label, "geometry", kind, expected))
        elif expected := shape_fault(shape):
            problems.append(Problem(file, label, "geometry", kind, expected))
    return problems


def _single(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """Unwrap a Multi geometry of one part, which a GIS makes of a simple one."""
    parts = shapely.get_parts(shape) if shape is not None else []
    return parts[0] if len(parts) == 1 else shape


def _recorded(folder: Path) -> dict[str, str]:
    path = folder / SUMS
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {name: total for total, name in pairs}


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
