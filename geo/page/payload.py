"""The data of the page: layers as columns, geometry as short text, all as safe JSON, packed."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import lz4.block
import pandas as pd
import shapely

from geo.design.spots import name_spots
from geo.design.tints import neighbour_tints
from geo.kept import kept
from geo.model.rows import columns
from geo.model.story import Scene
from geo.page.outlines import join_numbers, pack_outlines, pack_points, pack_shapes

COARSE_STEPS = 1000
FINE_STEPS = 10000
"""Steps to the degree that positions are rounded to: of outlines, and of all else."""
DRAWN = ("features", "ground")
"""Parts of the data that have shapes."""
_HARD = 7  # 10 takes twice as long, and makes the page a fifth of a percent shorter
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
    text = _text(data)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return _STRING.sub(lambda found: found[0].replace("{", "\\u007b"), text)


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_block(data: Mapping[str, Any]) -> str:
    """Return what the page's script reads: its texts and tables packed, what is dense beside them.

    `packed` is base64 of a block of LZ4, behind its size: so quick to read that no page waits for
    it. `shapes`, the `edges` of outlines and `relief` would not get shorter.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    layers = {(part, name): each for part in DRAWN for name, each in data[part].items()}
    outlines = {key: each["shapes"] for key, each in layers.items() if "rings" in each}
    made_of = [part for shapes in outlines.values() for part in (b"layer", *shapely.to_wkb(shapes))]
    edges, packed = kept(
        "outlines", made_of, lambda: pack_outlines([*outlines.values()], COARSE_STEPS)
    )
    shapes = {key: each["shapes"] for key, each in layers.items()}
    shapes.update(zip(outlines, packed, strict=True))
    told = {name: value for name, value in data.items() if name != "relief"}
    tables = {
        part: {name: _without_shapes(layer) for name, layer in data[part].items()} for part in DRAWN
    }
    text = _text({**told, **tables})
    block = lz4.block.compress(text.encode(), mode="high_compression", compression=_HARD)
    return to_json(
        {
            "packed": base64.b64encode(block).decode("ascii"),
            "edges": {"scale": COARSE_STEPS, "shapes": edges},
            "shapes": {part: {name: shapes[part, name] for name in data[part]} for part in DRAWN},
            "relief": data["relief"],
        }
    )


def _without_shapes(layer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in layer.items() if name != "shapes"}


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
        "relations": scene.relations,
        **usual,
        "figures": figures,
        **words,
    }


def pack_layer(frame: gpd.GeoDataFrame, shape: str = "") -> dict[str, Any]:
    """Return `columns` (lists by name) and `shapes`, with `scale` (steps to the degree) as texts.

    Points, one to a row, are one text for all of them.

    Outlines stay as they are, with `rings`, whether that is what they are made of: they are packed
    with those of all layers.

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
    shapes = frame.geometry.to_numpy()
    if shape in {"network", "points"}:
        is_one = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
        one_each = (is_one & ~shapely.is_empty(shapes)).all()
        pack = pack_points if one_each else pack_shapes
        return {"scale": FINE_STEPS, "columns": packed, "shapes": pack(shapes, FINE_STEPS)}
    if shape == "areas":
        packed["spot"], packed["tint"] = kept(
            "spots",
            shapely.to_wkb(shapes),
            lambda: [name_spots(shapes), neighbour_tints(shapes)],
        )
    rings = bool((shapely.get_dimensions(shapes) == 2).all())
    return {"rings": rings, "columns": packed, "shapes": shapes}


def pack_layers(
    layers: Mapping[str, gpd.GeoDataFrame], shapes: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return layers packed, a segment that several networks have in the first of them alone.

    Any other that has one also has `shared`: for each row the id of such a segment, or None for the
    next of its own.
    """
    packed = {}
    known: set[tuple[Any, ...]] = set()
    for name, frame in layers.items():
        own = [True] * len(frame)
        if shapes[name] == "network":
            cells = columns(pd.DataFrame(frame.to_wkb()))
            told = [(*cells, *row) for row in zip(*cells.values(), strict=True)]
            own = [row not in known for row in told]
            known.update(told)
        packed[name] = pack_layer(frame.loc[own], shapes[name])
        if not all(own):
            ids = zip(frame["id"], own, strict=True)
            packed[name]["shared"] = [None if is_own else segment for segment, is_own in ids]
    return packed


def pack_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return cells as lists by column name; whole numbers are whole, what is missing is None.

    Shapes are left out.

    A column whose cells repeat is `of`, each of them once and in order, and `at`, which of them
    each row has, as text, or `n`, how many rows have the only one, if that is shorter. Texts that
    count on, such as own-1, own-2, are `stem`, `start` and `n`, how many there are.
    """
    cells = columns(frame)
    return {name: _once(each) for name, each in cells.items() if name != "geometry"}


def _once(cells: list[Any]) -> object:
    each = set(cells)
    if len(each) == len(cells):
        return min((cells, *_counted(cells)), key=lambda told: len(_text(told)))
    of = sorted(each, key=lambda cell: (cell is not None, cell))
    number = {cell: n for n, cell in enumerate(of)}
    at = join_numbers([number[cell] for cell in cells])
    once = {"of": of, **({"at": at} if len(of) > 1 else {"n": len(cells)})}
    return min(cells, once, key=lambda told: len(_text(told)))


def _counted(cells: list[Any]) -> Iterator[object]:
    """Yield in short what counts on from the first to the last, if it does."""
    told = re.fullmatch(r"(.*?)([0-9]{1,15})", str(cells[0]), re.DOTALL) if cells else None
    if told:
        stem, start = told[1], int(told[2])
        if all(cell == f"{stem}{n}" for n, cell in enumerate(cells, start)):
            yield {"stem": stem, "start": start, "n": len(cells)}
