"""Branches as ordered segments: the ways that lead along them, and whether they hold together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pandas as pd

from geo.cells import split_list

TRAVELLED = ("main", "substitute")
"""Roles of the segments that freight follows today, or would if all of them were open."""
PLANNED = ("main", "gap")
"""Roles of the segments of the line as it is meant to be."""

Ends = tuple[str, str]


def chain(segments: Sequence[Ends]) -> list[Ends]:
    """Turn segments into the direction of travel, as far as each begins where the last one ends.

    Parameters
    ----------
    segments
        The two places of each segment, in the order of travel, but not all in its direction.

    Returns
    -------
    list
        First and last place of each segment as it is travelled. Shorter than the input if the
        chain breaks: the segment after the last one returned begins somewhere else.
    """
    if not segments:
        return []
    first = segments[0]
    onward = segments[1] if len(segments) > 1 else (first[1],)
    chained = [first if first[1] in onward else first[::-1]]
    if chained[0][1] not in onward:
        return [first]
    for start, end in segments[1:]:
        at = chained[-1][1]
        if at not in (start, end):
            break
        chained.append((start, end) if at == start else (end, start))
    return chained


def route_faults(routes: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Find segments of branches that do not hold together.

    The main segments of a branch lead from end to end, both with the substitutes and with the
    gaps that these stand in for; alternatives hang together with them; each segment bears the name
    of its branch.

    Parameters
    ----------
    routes
        The table of that name.
    segments
        With columns `id`, `branch`, `from_place`, `to_place`.

    Yields
    ------
    tuple
        A label of the index of `routes`, and what was expected there.
    """
    known = segments.drop_duplicates("id").set_index("id")
    ends = {row.Index: (row.from_place, row.to_place) for row in known.itertuples()}
    marks = {name: set(split_list(cell)) for name, cell in known["branch"].items()}
    for branch, rows in routes.sort_values(["branch", "seq"]).groupby("branch", sort=False):
        missing = rows[~rows["segment"].isin(ends)]
        if len(missing):
            yield from ((row, "a segment of the atlas") for row in missing.index)
            continue
        wanted = set(str(branch).split("-"))
        for row, segment in rows["segment"].items():
            if not marks[segment] & wanted:
                yield row, f"a segment that segments.csv counts to {branch}"
        found = dict(_breaks(rows, ends))
        yield from found.items()
        if not found:
            yield from _strays(rows, ends)


def _breaks(rows: pd.DataFrame, ends: dict[str, Ends]) -> Iterator[tuple[int, str]]:
    for roles in (TRAVELLED, PLANNED):
        way = rows[rows["role"].isin(roles)]
        chained = chain([ends[segment] for segment in way["segment"]])
        if len(chained) < len(way):
            before = way["segment"].iloc[len(chained) - 1]
            yield int(way.index[len(chained)]), f"a segment that goes on from the end of {before}"


def _strays(rows: pd.DataFrame, ends: dict[str, Ends]) -> Iterator[tuple[int, str]]:
    """Yield alternatives that no way along the branch leads to."""
    touching = defaultdict(set)
    for start, end in rows["segment"].map(ends):
        touching[start].add(end)
        touching[end].add(start)
    on_way = rows.loc[rows["role"] != "alternative", "segment"].map(ends)
    reached = {place for pair in on_way for place in pair}
    queue = sorted(reached)
    while queue:
        queue += sorted(new := touching[queue.pop()] - reached)
        reached |= new
    for row, segment in rows["segment"].items():
        if ends[segment][0] not in reached:
            yield row, "a segment that touches the others of its branch"
