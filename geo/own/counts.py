"""Points too many to be told one by one: those of a GeoParquet file counted in cells."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.model.known import some
from geo.own.features import NOTES

if TYPE_CHECKING:
    from pyarrow import Array
    from pyarrow.parquet import ParquetFile

MOST = 200_000
"""So many points are told one by one."""
COLUMN = "points"
"""The column that says how many points a cell counts."""
WEIGHT = f"{__name__}.weight"
"""What the attributes of a frame call the column that says for how many a row stands."""
_KINDS = {"Point", "Point Z"}
_SIDE = 256
"""Cells along the longer side of what the points cover."""
_BATCH = 65_536
_DECIMALS = 3

Positions = npt.NDArray[np.float64]


def count_points(path: Path) -> gpd.GeoDataFrame | None:
    """Return the cells of a grid that hold points of a file, each at the middle of its points.

    A batch at a time is in memory. None if the file has no more than `MOST` rows, or other shapes
    than points.

    Raises
    ------
    ImportError
        If `pyarrow` is not installed.
    """
    import pyarrow.parquet  # noqa: PLC0415 - slow to import, and of an extra

    with pyarrow.parquet.ParquetFile(path) as file:
        column, about = _geometry(file)
        kinds = {*(about.get("geometry_types") or ())}
        is_plain = about.get("encoding") in ("WKB", "point") and set() < kinds <= _KINDS
        if file.metadata.num_rows <= MOST or not is_plain:
            return None
        lowest, highest = np.full(2, np.inf), np.full(2, -np.inf)
        for at in _positions(file, column, "looking at"):
            lowest, highest = np.fmin(lowest, at.min(axis=0)), np.fmax(highest, at.max(axis=0))
        if not np.isfinite(highest - lowest).all():
            return None
        size = float((highest - lowest).max()) / _SIDE or 1.0
        wide, high = (np.floor((highest - lowest) / size).astype(int) + 1).tolist()
        counts, sums = np.zeros(wide * high, dtype=np.int64), np.zeros((2, wide * high))
        for at in _positions(file, column, "counting"):
            east, north = np.floor((at - lowest) / size).astype(int).T
            cell = north * wide + east
            counts += np.bincount(cell, minlength=len(counts))
            for axis in (0, 1):
                sums[axis] += np.bincount(cell, at[:, axis], len(counts))
        notes = [*_left_out(file, column, int(counts.sum()))]
        if kinds != {"Point"}:
            notes.append("drawn without heights")
    held = counts > 0
    middles = (sums[:, held] / counts[held]).T
    shapes = gpd.GeoSeries(shapely.points(middles), crs=about.get("crs", "OGC:CRS84"))
    degrees = shapes.to_crs("EPSG:4326") if shapes.crs else shapes
    places = zip(degrees.y, degrees.x, strict=True)
    names = [f"{lat:.{_DECIMALS}f}, {lon:.{_DECIMALS}f}" for lat, lon in places]
    frame = gpd.GeoDataFrame({"name": names, COLUMN: counts[held]}, geometry=shapes)
    frame.attrs |= {WEIGHT: COLUMN, NOTES: notes}
    return frame


def _left_out(file: ParquetFile, column: str, counted: int) -> Iterator[str]:
    """Yield in words what of a file its cells do not tell."""
    every = file.metadata.num_rows
    if counted < every:
        lost = f"{every - counted} of {every} features"
        yield f"left out without a geometry that can be drawn: {lost}"
    others = [name for name in file.schema_arrow.names if name != column]
    if others:
        yield f"columns of so many points are left out: {some(others)}"


def _geometry(file: ParquetFile) -> tuple[str, dict[str, Any]]:
    """Return the name of the column of geometry, and what the file says of it."""
    told = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
    name = str(told.get("primary_column", ""))
    return name, dict(told.get("columns", {}).get(name, {}))


def _positions(file: ParquetFile, column: str, doing: str) -> Iterator[Positions]:
    """Yield the positions of a file batch by batch, and say on a terminal how far that is."""
    done, all_rows = 0, file.metadata.num_rows
    for batch in file.iter_batches(batch_size=_BATCH, columns=[column]):
        at = _positions_of(batch.column(0))
        at = at[np.isfinite(at).all(axis=1)]
        if len(at):
            yield at
        done += batch.num_rows
        _tell(f"{doing} {all_rows:,} points", done / all_rows)


def _positions_of(shapes: Array[Any]) -> Positions:
    """Return the positions of points, which are WKB or have a number for each axis."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    if isinstance(shapes, pa.StructArray):
        x, y, *_ = (axis.to_numpy(zero_copy_only=False) for axis in shapes.flatten())
        return np.column_stack([x, y])
    return shapely.get_coordinates(shapely.from_wkb(shapes.to_numpy(zero_copy_only=False)))


def _tell(doing: str, part: float) -> None:
    if sys.stderr.isatty():
        bar = "#" * round(20 * part)
        end = "\n" if part >= 1 else ""
        sys.stderr.write(f"\r{doing} [{bar:<20}] {part:4.0%}{end}")
        sys.stderr.flush()
