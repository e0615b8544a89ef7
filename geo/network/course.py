"""How sure the line of a segment is: how far the true course may lie from it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from geo.model.spec import ValueSpec
from geo.network.lines import Piece, off_km

GRID_KM = 0.3
"""How far rounding and simplifying may move a line that is known exactly."""
STEP_M = 100
"""Precisions are told in steps of this."""


class Course(NamedTuple):
    """How sure a line is: its precision, its class, and the share of it in the better classes.

    The shares are percents of its length; what is in the first class counts to the second too.
    """

    precision_m: int
    course: str
    traced_pc: int
    near_pc: int


def course_of(
    pieces: Sequence[Piece],
    classes: Mapping[str, ValueSpec],
    *,
    stated_m: float,
    published_km: float | None,
) -> Course:
    """Return how sure a line is, after what is known of each of its pieces.

    A piece that follows a track is as sure as the length that it hides makes it. Any other is as
    sure as is stated, or as a published length of the whole makes it, if no piece follows a track.
    A line is never surer than stated.
    """
    stated = stated_m / 1000
    total = sum(piece.km for piece in pieces)
    if published_km is None or any(piece.off_km is not None for piece in pieces):
        hidden = 0.0
    else:
        hidden = published_km - total
    off = [
        max(stated, float(off_km(piece.km, hidden)))
        if piece.off_km is None
        else piece.off_km + GRID_KM
        for piece in pieces
    ]
    precision = math.ceil(max(stated, *off) * 1000 / STEP_M) * STEP_M
    limits = {name: value.settings.get("within_m", math.inf) for name, value in classes.items()}
    course = next(name for name, limit in limits.items() if precision <= limit)
    traced, near, *_ = (
        sum(piece.km for piece, far in zip(pieces, off, strict=True) if far * 1000 <= limit) / total
        for limit in limits.values()
    )
    return Course(precision, course, int(traced * 100), int(near * 100))
