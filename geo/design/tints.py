"""Tints by which neighbours are told apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

TINTS = 3
"""How many there are; where more would be needed, the last stands twice."""

EDGE = "F***1****"
"""What two areas have in common that touch along an edge, as the model of DE-9IM writes it."""


def neighbour_tints(polygons: npt.NDArray[np.object_]) -> list[int]:
    """Return a number from 0 for each polygon, another one than those that share an edge with it.

    Who has most neighbours chooses first.
    """
    one, other = shapely.STRtree(polygons).query(polygons)
    one, other = one[one < other], other[one < other]
    edges = shapely.relate_pattern(polygons[one], polygons[other], EDGE)
    beside: list[set[int]] = [set() for _ in polygons]
    for i, j in zip(one[edges].tolist(), other[edges].tolist(), strict=True):
        beside[i].add(j)
        beside[j].add(i)
    tints: dict[int, int] = {}
    for i in sorted(range(len(polygons)), key=lambda i: (-len(beside[i]), i)):
        taken = {tints[j] for j in beside[i] if j in tints}
        tints[i] = next((tint for tint in range(TINTS) if tint not in taken), TINTS - 1)
    return [tints[i] for i in range(len(polygons))]
