"""Shapes that stand in the cells of a table: WKT, WKB in hexadecimal digits, or GeoJSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely

from geo.model.edges import Shapes
from geo.own.wkb import read_shapes, read_texts

_BINARY = re.compile(r"(?:\\x|0x)?((?:0[01])(?:[0-9a-fA-F]{2})+)", re.ASCII)
"""WKB as databases write it."""
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_NUMBERED = re.compile(r"SRID=(\d{1,6});\s*(.*)", re.ASCII | re.DOTALL | re.IGNORECASE)
"""WKT of PostGIS, with the number of its CRS."""
_SEEN = re.compile(
    r"(SRID=\d+;\s*)?[A-Z]*(POINT|STRING|CURVE|POLYGON|SURFACE|COLLECTION)[A-Z ]*\(+[-+.\d]"
    r"|\{.*\"coordinates\"\s*:",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)
"""How shapes begin, and little else."""


def seems_shape(cell: str) -> bool:
    """Tell whether a text is rather WKT, WKB or GeoJSON than anything else."""
    binary = _BINARY.fullmatch(cell)
    return bool((binary and shapely.from_wkb(binary[1], on_invalid="ignore")) or _SEEN.match(cell))


def shapes_of(cells: Sequence[str]) -> tuple[Shapes, dict[int, str]]:
    """Return the shapes of a column, of each at least the parts that can be read.

    None stands for an empty cell, and for one that cannot be read; why is told by row. A shape has
    the number of its CRS if its text has.
    """
    full = [cell for cell in cells if cell]
    if full and all(map(_BINARY.fullmatch, full)):
        told = [match[1] if (match := _BINARY.fullmatch(cell)) else "" for cell in cells]
        return _complete(cells, read_shapes([bytes.fromhex(each) or None for each in told]), "WKB")
    if full and all(map(_OBJECT.fullmatch, full)):
        read = shapely.from_geojson([cell or None for cell in cells], on_invalid="ignore")
        return _complete(cells, read, "GeoJSON")
    return _of_wkt(cells)


def _complete(cells: Sequence[str], shapes: Shapes, form: str) -> tuple[Shapes, dict[int, str]]:
    missing = np.flatnonzero(shapely.is_missing(shapes)).tolist()
    return shapes, {row: f"a geometry as {form}" for row in missing if cells[row]}


def _of_wkt(cells: Sequence[str]) -> tuple[Shapes, dict[int, str]]:
    shapes = np.full(len(cells), None, dtype=object)
    unread = dict[int, str]()
    numbered = {row: match for row, cell in enumerate(cells) if (match := _NUMBERED.match(cell))}
    plain = [numbered[row][2] if row in numbered else cell for row, cell in enumerate(cells)]
    for row, text in enumerate(plain):
        try:
            shapes[row] = shapely.from_wkt(text) if text else None
        except (shapely.errors.ShapelyError, NotImplementedError) as error:  # of curves
            unread[row] = str(error).strip()
    torn = [row for row, why in unread.items() if "ParseException" not in why]
    if torn:
        shapes[torn] = read_texts(plain[row] for row in torn)
    for row, match in numbered.items():
        shapes[row] = shapely.set_srid(shapes[row], int(match[1]))
    return shapes, {
        row: f"a geometry as WKT, such as POINT (71.4 51.1) ({why.rpartition(': ')[2]})"
        for row, why in unread.items()
        if shapes[row] is None
    }
