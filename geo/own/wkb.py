"""Shapes as drivers hand them over, in well-known binary: those parts of them that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import nan
from pathlib import Path
from struct import unpack_from
from tempfile import TemporaryDirectory

import pyogrio
import shapely

_NOWHERE = shapely.Point(nan, nan)
_POINT, _LINE, _AREA, _COLLECTIONS = 1, 2, 3, (4, 5, 6, 7)
_HAS_Z, _HAS_M = 1 << 31, 1 << 30
"""How kinds say that positions have heights and measures; or else, in thousands, by 1 and 2."""
_NUMBER = 8
"""So many bytes has each number of a position."""


def read_parts(shape: bytes) -> shapely.Geometry | None:
    """Return the parts of a shape that cannot be read as a whole; None if there is none of them.

    A line of one position cannot, nor what it is a part of. A point without a position stands for
    each that is left out.
    """
    parts = shapely.from_wkb([*_parts(shape)], on_invalid="fix")
    wrong = shapely.is_missing(parts)
    if wrong.all():
        return None
    parts[wrong] = _NOWHERE
    return shapely.GeometryCollection([*parts])


def read_texts(texts: Iterable[str]) -> list[shapely.Geometry | None]:
    """Return the shapes of well-known texts that only drivers read: curves, and such parts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shapes.csv"
        path.write_text("".join(f'"{text}"\n' for text in ("WKT", *texts)), "utf-8")
        told = pyogrio.raw.read(path)[2]
    return [read_parts(binary) if binary else None for binary in told]


def _parts(shape: bytes) -> Iterator[bytes]:
    """Yield the points, lines and areas of a shape, up to the first part that is none of these."""
    at = 0
    while at < len(shape):
        begins, kind = at, _count(shape, at + 1)
        thousands, plain = divmod(kind & 0xFFFF, 1000)
        axes = 2 + bool(kind & _HAS_Z or thousands & 1) + bool(kind & _HAS_M or thousands & 2)
        at += 5
        if plain in _COLLECTIONS:  # its parts follow, each as a shape of its own
            at += 4
            continue
        if plain == _POINT:
            at += axes * _NUMBER
        elif plain == _LINE:
            at = _behind(shape, at, axes)
        elif plain == _AREA:
            rings, at = _count(shape, at), at + 4
            for _ in range(rings):
                at = _behind(shape, at, axes)
        else:
            return
        yield shape[begins:at]


def _behind(shape: bytes, at: int, axes: int) -> int:
    """Return where some positions end that begin with how many they are."""
    return at + 4 + _count(shape, at) * axes * _NUMBER


def _count(shape: bytes, at: int) -> int:
    """Return a whole number; drivers write all with the lowest byte first."""
    (found,) = unpack_from("<I", shape, at)
    return int(found)
