"""Shapes in well-known binary, as files hold them: whole, or those parts that can be read."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from math import nan
from pathlib import Path
from tempfile import TemporaryDirectory

import pyogrio
import shapely

from geo.model.edges import Shapes

_NOWHERE = shapely.Point(nan, nan)
_POINT, _LINE, _AREA, _COLLECTIONS = 1, 2, 3, (4, 5, 6, 7)
_HAS_Z, _HAS_M = 1 << 31, 1 << 30
"""How kinds say that positions have heights and measures; or else, in thousands, by 1 and 2."""
_NUMBER = 8
"""So many bytes has each number of a position."""


def read_shapes(shapes: Sequence[bytes | None]) -> Shapes:
    """Return shapes; of each that cannot be read as a whole the parts that can, None without any.

    A line of one position cannot, nor what it is a part of. A point without a position stands for
    what is left out.
    """
    read: Shapes = shapely.from_wkb([*shapes], on_invalid="fix")  # closes rings
    for row, shape in enumerate(shapes):
        if shape and read[row] is None:
            parts = shapely.from_wkb([*_parts(shape)], on_invalid="fix")
            kept = parts[~shapely.is_missing(parts)]
            read[row] = shapely.GeometryCollection([*kept, _NOWHERE]) if len(kept) else None
    return read


def read_texts(texts: Iterable[str]) -> Shapes:
    """Return the shapes of well-known texts that only drivers read: curves, and such parts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shapes.csv"
        path.write_text("".join(f'"{text}"\n' for text in ("WKT", *texts)), "utf-8")
        return read_shapes(pyogrio.raw.read(path)[2])


def _parts(shape: bytes) -> Iterator[bytes]:
    """Yield the points, lines and areas of a shape, up to the first part that is none of these."""
    at = 0
    with suppress(struct.error):  # where it ends too early
        while at < len(shape):
            begins, order = at, "<" if shape[at] else ">"
            kind = _count(shape, at + 1, order)
            thousands, plain = divmod(kind & 0xFFFF, 1000)
            axes = 2 + bool(kind & _HAS_Z or thousands & 1) + bool(kind & _HAS_M or thousands & 2)
            at += 5
            if plain in _COLLECTIONS:  # its parts follow, each as a shape of its own
                at += 4
                continue
            if plain == _POINT:
                at += axes * _NUMBER
            elif plain == _LINE:
                at = _behind(shape, at, axes, order)
            elif plain == _AREA:
                rings, at = _count(shape, at, order), at + 4
                for _ in range(rings):
                    at = _behind(shape, at, axes, order)
            else:
                return
            yield shape[begins:at]


def _behind(shape: bytes, at: int, axes: int, order: str) -> int:
    """Return where some positions end that begin with how many they are."""
    return at + 4 + _count(shape, at, order) * axes * _NUMBER


def _count(shape: bytes, at: int, order: str) -> int:
    """Return a whole number of which the lowest byte comes first, or the highest."""
    (found,) = struct.unpack_from(f"{order}I", shape, at)
    return int(found)
