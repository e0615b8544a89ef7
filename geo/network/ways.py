"""Branches as ordered segments: the ways that lead along them, and whether they hold together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from geo.model.cells import split_list

TRAVELLED = ("main", "substitute")
"""Roles of the segments that freight follows today, or would if all of them were open."""
PLANNED = ("main", "gap")
"""Roles of the segments of the line as it is meant to be."""

Ends = tuple[str, str]


def chain(segments: Sequence[Ends], start: str = "") -> list[Ends]:
    """Turn segments into the direction of travel, as far as each begins where the last one ends.

    Given are the two places of each segment, in the order of travel, but not all in its direction;
    returned are first and last place of each as it is travelled. There are fewer if the chain
    breaks: the segment after the last one returned begins somewhere else. The first begins at
    `start` if that is given.
    """
    if not segments:
        return []
    first = segments[0]
    onward = segments[1] if len(segments) > 1 else (first[1],)
    back = start == first[1] if start else first[1] not in onward
    chained = [first[::-1] if back else first]
    if chained[0][1] not in onward and len(segments) > 1:
        return [first]
    for pair in segments[1:]:
        at = chained[-1][1]
        if at not in pair:
            break
        chained.append(pair if at == pair[0] else pair[::-1])
    return chained


def route_faults(
    routes: pd.DataFrame, segments: pd.DataFrame, ways: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    """Yield rows of `routes` that do not hold together: their label, and what was expected there.

    The main segments of a way lead from end to end, both with the substitutes and with the gaps
    that these stand in for; alternatives hang together with them; each segment names the branch
    that the way belongs to, see `Spec.ways`.
    """
    names = ("id", "branch", "from_place", "to_place")
    ids, branches, *pairs = (segments[name].tolist() for name in names)
    ends = dict(zip(ids, zip(*pairs, strict=True), strict=True))
    marks = dict(zip(ids, map(split_list, branches), strict=True))
    table = routes.sort_values(["branch", "seq"])
    every = map(
        _Row, table.index, *(table[each].tolist() for each in ("branch", "segment", "role"))
    )
    for way, group in groupby(every, lambda row: row.way):
        rows = list(group)
        missing = [row.label for row in rows if row.segment not in ends]
        if missing:
            yield from ((label, "a segment of the atlas") for label in missing)
            continue
        for row in rows:
            if ways[way] not in marks[row.segment]:
                yield row.label, f"a segment that segments.csv counts to {ways[way]}"
        found = dict(_breaks(rows, ends))
        yield from found.items()
        if not found:
            yield from _strays(rows, ends)


class _Row(NamedTuple):
    """A row of the table of routes, and its label in the index."""

    label: int
    way: str
    segment: str
    role: str


def _breaks(rows: list[_Row], ends: dict[str, Ends]) -> Iterator[tuple[int, str]]:
    for roles in (TRAVELLED, PLANNED):
        used = [row for row in rows if row.role in roles]
        chained = chain([ends[row.segment] for row in used])
        if len(chained) < len(used):
            before, at = used[len(chained) - 1 : len(chained) + 1]
            yield at.label, f"a segment that goes on from the end of {before.segment}"


def _strays(rows: list[_Row], ends: dict[str, Ends]) -> Iterator[tuple[int, str]]:
    """Yield alternatives that no way along the branch leads to."""
    touching = defaultdict(set)
    for row in rows:
        start, end = ends[row.segment]
        touching[start].add(end)
        touching[end].add(start)
    reached = {place for row in rows if row.role != "alternative" for place in ends[row.segment]}
    queue = sorted(reached)
    while queue:
        queue += sorted(new := touching[queue.pop()] - reached)
        reached |= new
    for row in rows:
        if ends[row.segment][0] not in reached:
            yield row.label, "a segment that touches the others of its branch"
