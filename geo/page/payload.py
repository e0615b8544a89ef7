"""The data of the page: layers as columns, geometry as short text, all of it as safe JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.design.spots import name_spots
from geo.design.tints import neighbour_tints
from geo.model.rows import columns
from geo.model.story import Scene

COARSE_STEPS = 1000
FINE_STEPS = 10000
"""Steps to the degree that positions are rounded to: of areas and their edges, and of all else."""
_ALPHABET = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8
)
_DIGITS = 6
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def to_json(data: object) -> str:
    """Return JSON that is safe inside a page, the one way for data to get there.

    No text in it can end a script element, and none can open a template expression, for branca
    renders its output as a template again.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return _STRING.sub(lambda found: found[0].replace("{", "\\u007b"), text)


def pack_scene(scene: Scene) -> dict[str, Any]:
    """Return a scene of the story with its words in the usual language, and the others by name."""
    words = {language: asdict(told) for language, told in scene.words.items()}
    usual = words.pop(next(iter(words)))
    figures = [
        {**asdict(figure), **told}
        for figure, told in zip(scene.figures, usual["figures"], strict=True)
    ]
    return {
        "id": scene.id,
        "sources": scene.sources,
        "confidence": scene.confidence,
        "map": asdict(scene.map),
        **usual,
        "figures": figures,
        **words,
    }


def pack_layer(frame: gpd.GeoDataFrame, shape: str = "") -> dict[str, Any]:
    """Return `columns` (lists by name), `shapes` (texts) and `scale` (steps to the degree).

    Lines that are the edges of areas are `closed`.

    Parameters
    ----------
    frame
        A layer in EPSG:4326. An empty one gives empty lists.
    shape
        Of what shape the layer is, nothing for the ground. Areas get a column `spot` with a place
        for the name of each: longitude, latitude, and the width in km that it has there; and a
        column `tint` with a number that no neighbour has.
    """
    packed = pack_columns(frame)
    shapes = np.array(packed.pop("geometry"), dtype=object)
    steps = FINE_STEPS if shape in {"network", "points"} else COARSE_STEPS
    if shape == "areas":
        packed["spot"] = name_spots(shapes)
        packed["tint"] = neighbour_tints(shapes)
    closed = {"closed": True} if shape == "lines" and _are_areas(shapes) else {}
    return {"scale": steps, "columns": packed, "shapes": pack_shapes(shapes, steps), **closed}


def pack_layers(
    layers: Mapping[str, gpd.GeoDataFrame], shapes: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return layers packed, a segment that several networks have in the first of them alone.

    Any other that has one also has `shared`: for each row the id of such a segment, or None for the
    next of its own.
    """
    packed = {}
    known: set[tuple[str, ...]] = set()
    for name, frame in layers.items():
        own = [True] * len(frame)
        if shapes[name] == "network":
            cells = frame.to_wkb().map(repr).itertuples(index=False, name=None)
            told = [(*frame.columns, *row) for row in cells]
            own = [row not in known for row in told]
            known.update(told)
        packed[name] = pack_layer(frame.loc[own], shapes[name])
        if not all(own):
            ids = zip(frame["id"], own, strict=True)
            packed[name]["shared"] = [None if is_own else segment for segment, is_own in ids]
    return packed


def pack_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return a table as lists by column name; whole numbers are whole, what is missing is None.

    A column of texts that repeat is `of`, each text once, and `at`, which of them each row has, if
    that is shorter.
    """
    return {name: _once([_plain(cell) for cell in each]) for name, each in columns(frame).items()}


def _once(cells: list[object]) -> object:
    if not all(cell is None or isinstance(cell, str) for cell in cells):
        return cells
    number = {cell: n for n, cell in enumerate(dict.fromkeys(cells))}
    once = {"of": list(number), "at": [number[cell] for cell in cells]}
    return min(cells, once, key=lambda each: len(to_json(each)))


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def pack_shapes(shapes: npt.NDArray[np.object_], steps: int) -> list[str]:
    """Return each geometry as text.

    Positions are rounded to `steps` in a degree and written as differences to the position
    before, zigzag, five bits to a character, least first; a dot begins a new part. Rings are
    not closed, and positions that fall together are written once, so that what two geometries
    share stays shared.
    """
    if not len(shapes):
        return []
    parts, owner, closed = _parts(shapes)
    positions, part = shapely.get_coordinates(parts, return_index=True)
    grid = np.round(positions * steps).astype(np.int64)
    first = np.diff(part, prepend=-1) > 0
    kept = first | (np.diff(grid, axis=0, prepend=0) != 0).any(axis=1)
    last = np.diff(part, append=part[-1] + 1) > 0
    kept &= ~(last & closed[part] & ~first)
    grid, part, first = grid[kept], part[kept], first[kept]
    feature = owner[part]
    opens = np.diff(feature, prepend=-1) > 0
    steps_taken = np.where(opens[:, None], grid, np.diff(grid, axis=0, prepend=0))
    characters, used = _characters(steps_taken)
    dots = np.full((len(grid), 1), ord("."), dtype=np.uint8)
    text = np.concatenate([dots, characters], axis=1)
    shown = np.concatenate([(first & ~opens)[:, None], used], axis=1)
    lengths = np.bincount(feature, weights=shown.sum(axis=1), minlength=len(shapes)).astype(int)
    joined = text[shown].tobytes().decode("ascii")
    ends = np.cumsum(lengths)
    return [joined[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def _parts(
    shapes: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return rings, lines or points, the geometry that each belongs to, and what is a ring."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    if not _are_areas(shapes):
        return parts, owner, np.zeros(len(parts), dtype=bool)
    rings, polygon = shapely.get_rings(parts, return_index=True)
    return rings, owner[polygon], np.ones(len(rings), dtype=bool)


def _are_areas(shapes: npt.NDArray[np.object_]) -> bool:
    return bool((shapely.get_dimensions(shapes) == 2).any())


def _characters(
    steps: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Return the characters of each row's two numbers side by side, and which of them count."""
    zigzag = np.where(steps < 0, -2 * steps - 1, 2 * steps)
    shifts = 5 * np.arange(_DIGITS)
    digits = (zigzag[:, :, None] >> shifts) & 31
    more = (zigzag[:, :, None] >> (shifts + 5)) > 0
    used = np.concatenate([np.ones_like(more[:, :, :1]), more[:, :, :-1]], axis=2)
    characters = _ALPHABET[digits | (more.astype(np.int64) << 5)]
    return characters.reshape(len(steps), -1), used.reshape(len(steps), -1)
