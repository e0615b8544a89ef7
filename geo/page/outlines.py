"""Geometry as short text: points and lines one by one, outlines that share edges by their edges."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from geo.model.edges import Shapes

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_ALPHABET = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8
)
_DIGITS = 6
_NONE = np.array([], dtype=np.int64)
_NOTHING = np.array([], dtype=object)


def join_numbers(numbers: Sequence[int] | Numbers) -> str:
    """Return numbers from 0 up as text, five bits to a character, least first."""
    characters, used = _characters(np.array(numbers, dtype=np.int64)[:, None])
    return characters[used].tobytes().decode("ascii")


def pack_shapes(shapes: Shapes, steps: int) -> list[str]:
    """Return each of some points or lines as text.

    Positions are rounded to `steps` in a degree and written as differences to the position
    before, zigzag; a dot begins a new part. Positions that fall together are written once.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    grid, part = _rounded(parts, steps)
    return _texts(_differences(grid, owner[part]), part, owner, len(shapes))


def pack_points(shapes: Shapes, steps: int) -> str:
    """Return points as base64: longitude and latitude in turn, four bytes each, least first.

    They are rounded to `steps` in a degree.
    """
    grid = np.round(shapely.get_coordinates(shapes) * steps)
    return base64.b64encode(grid.astype("<i4").tobytes()).decode("ascii")


def pack_outlines(layers: Sequence[Shapes], steps: int) -> tuple[list[str], list[list[str]]]:
    """Return the edges of all areas and lines of some layers as text, and those of each by number.

    An edge ends where outlines part, and is told once for all that run along it, so that what they
    share stays shared. A part of a shape names its edges in turn: how far the number of each lies
    from that of the edge before in the same shape, zigzag, and in the last bit whether it runs
    backwards. A dot begins a new part. Rings come back to where they begin.
    """
    taken = [_outlines(shapes) for shapes in layers]
    rings = np.array([is_ring for parts, _, is_ring in taken for _ in parts], dtype=bool)
    grid, part = _rounded(np.concatenate([_NOTHING, *(parts for parts, *_ in taken)]), steps)
    pairs = grid.astype(np.int32).view(np.int64)[:, 0]  # one number is sooner sorted than two
    spots, spot = np.unique(pairs, return_inverse=True)
    runs = np.split(spot, np.flatnonzero(np.diff(part)) + 1) if len(part) else []
    ends = _ends(spot, part, rings)
    edges: dict[bytes, int] = {}
    cut = zip(runs, rings, strict=True)
    told = [
        _numbered([_cut(*next(cut), ends) for _ in parts], owner, len(shapes), edges)
        for (parts, owner, _), shapes in zip(taken, layers, strict=True)
    ]
    courses = [np.frombuffer(edge, dtype=np.int64) for edge in edges]
    along = spots[np.concatenate([_NONE, *courses])]
    number = np.repeat(np.arange(len(courses)), [len(course) for course in courses])
    grid = along.view(np.int32).reshape(-1, 2).astype(np.int64)
    courses_told = _texts(_differences(grid, number), number, np.arange(len(edges)), len(edges))
    return courses_told, told


def _outlines(shapes: Shapes) -> tuple[Shapes, Numbers, bool]:
    """Return rings or lines, the shape that each belongs to, and whether they are rings."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    if len(parts) and (shapely.get_dimensions(parts) < 2).all():
        return parts, owner, False
    rings, polygon = shapely.get_rings(parts, return_index=True)
    return rings, owner[polygon], True


def _rounded(parts: Shapes, steps: int) -> tuple[Numbers, Numbers]:
    """Return positions in steps, and the part of each, without those that are the one before."""
    positions, part = shapely.get_coordinates(parts, return_index=True)
    grid = np.round(positions * steps).astype(np.int64)
    kept = np.diff(part, prepend=-1) > 0
    kept |= (np.diff(grid, axis=0, prepend=0) != 0).any(axis=1)
    return grid[kept], part[kept]


def _ends(spot: Numbers, part: Numbers, rings: Flags) -> Flags:
    """Tell which spots are ends of edges: where other than two ways lead on, or a line ends."""
    count = spot.max(initial=-1) + 1
    steps = np.flatnonzero(np.diff(part) == 0)
    low, high = np.sort([spot[steps], spot[steps + 1]], axis=0)
    ways = np.unique(low * count + high)
    found: Flags = np.bincount(np.append(ways // count, ways % count), minlength=count) != 2
    ends_here = np.diff(part, prepend=-1) | np.diff(part, append=-1)
    found[spot[(ends_here != 0) & ~rings[part]]] = True
    return found


def _cut(run: Numbers, is_ring: bool, ends: Flags) -> list[Numbers]:  # noqa: FBT001 - of numpy
    """Return the edges of a ring or line; rings that are one edge begin at the same spot."""
    if is_ring:
        around = run[:-1] if len(run) > 1 else run
        first = ends[around].argmax() if ends[around].any() else around.argmin()
        run = np.concatenate([around[first:], around[: first + 1]])
    within = np.flatnonzero(ends[run[1:-1]]) + 1
    return [run[first : last + 1] for first, last in pairwise([0, *within, len(run) - 1])]


def _numbered(
    parts: Sequence[Sequence[Numbers]], owner: Numbers, count: int, edges: dict[bytes, int]
) -> list[str]:
    """Return the edges of each shape by number; those that are new get one."""
    told: list[tuple[int, int, bool]] = []
    for number, part in enumerate(parts):
        for edge in part:
            turned = edges.get(edge[::-1].tobytes())
            known = edges.setdefault(edge.tobytes(), len(edges)) if turned is None else turned
            told.append((number, known, turned is not None))
    of, named, backwards = np.array(told, dtype=np.int64).reshape(-1, 3).T
    steps = 2 * _differences(named[:, None], owner[of]) + backwards[:, None]
    return _texts(steps, of, owner, count)


def _differences(numbers: Numbers, owner: Numbers) -> Numbers:
    """Return how far rows of numbers lie from those before of the same owner, zigzag."""
    opens = np.diff(owner, prepend=-1) > 0
    return _zigzag(np.where(opens[:, None], numbers, np.diff(numbers, axis=0, prepend=0)))


def _texts(numbers: Numbers, part: Numbers, owner: Numbers, count: int) -> list[str]:
    """Return rows of numbers as one text for each owner, whose parts follow each other."""
    if not len(part):
        return [""] * count
    feature = owner[part]
    first = np.diff(part, prepend=-1) > 0
    opens = np.diff(feature, prepend=-1) > 0
    characters, used = _characters(numbers)
    dots = np.full((len(numbers), 1), ord("."), dtype=np.uint8)
    text = np.concatenate([dots, characters], axis=1)
    shown = np.concatenate([(first & ~opens)[:, None], used], axis=1)
    lengths = np.bincount(feature, weights=shown.sum(axis=1), minlength=count).astype(int)
    joined = text[shown].tobytes().decode("ascii")
    ends = np.cumsum(lengths)
    return [joined[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def _zigzag(numbers: Numbers) -> Numbers:
    """Return numbers from 0 up for such as may be negative: small ones for small ones."""
    return (numbers << 1) ^ (numbers >> 63)


def _characters(numbers: Numbers) -> tuple[npt.NDArray[np.uint8], Flags]:
    """Return the characters of each row's numbers side by side, and which of them count."""
    shifts = 5 * np.arange(_DIGITS)
    digits = (numbers[:, :, None] >> shifts) & 31
    more = (numbers[:, :, None] >> (shifts + 5)) > 0
    used = np.concatenate([np.ones_like(more[:, :, :1]), more[:, :, :-1]], axis=2)
    characters = _ALPHABET[digits | (more.astype(np.int64) << 5)]
    return characters.reshape(len(numbers), -1), used.reshape(len(numbers), -1)
