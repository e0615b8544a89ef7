"""Ways along the networks, as the page is told them: in order, and what follows by computation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pandas as pd

from geo.model.atlas import Atlas
from geo.network.branches import Branch, all_segments, follow
from geo.network.crossings import Stretch, stretches_by_segment
from geo.network.segments import METRES
from geo.network.ways import PLANNED, chain


def pack_ways(atlas: Atlas) -> list[dict[str, Any]]:
    """Return the ways along the networks, without those whose segments are not all there.

    A way begins at the place `start`. Its segments are numbers of rows of its layer, in the order
    of travel; so are its `others`, which lead another way, or aside. `parts` has the country of
    each segment, or countries and kilometres in turn where there are several, `crossings` the
    place of each land border. What is missing (`gaps`) and where the gauge changes (`breaks`) ends
    with the numbers of the first and the last stop that it lies between.

    Raises
    ------
    DataError
        If the segments of a way do not chain.
    """
    spec, routes = atlas.spec, atlas.tables["routes"]
    needed = [*spec.of_shape("network"), *spec.of_shape("areas")]
    if not {layer.id for layer in needed} | {spec.places.id} <= atlas.layers.keys():
        return []
    found = []
    for layer in spec.of_shape("network"):
        numbers = {name: row for row, name in enumerate(atlas.layers[layer.id]["id"])}
        for way, branch in layer.settings.get("ways", {}).items():
            own = routes.loc[routes["branch"] == way, "segment"]
            if len(own) and set(own) <= numbers.keys():
                packed = _pack(follow(atlas, way), numbers)
                found.append({"id": way, "layer": layer.id, "branch": branch, **packed})
    return found


def pack_along(atlas: Atlas) -> list[str | list[str | float]]:
    """Return the countries of each segment of the networks, as `pack_ways` has parts.

    Segments come in the order of `all_segments`.
    """
    networks, areas = atlas.spec.of_shape("network"), atlas.spec.of_shape("areas")
    if not networks or not {layer.id for layer in (*networks, *areas)} <= atlas.layers.keys():
        return []
    return [_parts(parts) for parts in stretches_by_segment(all_segments(atlas), atlas).values()]


def _pack(way: Branch, numbers: dict[str, int]) -> dict[str, Any]:
    travelled = way.segments
    stops = [travelled["from_place"].iloc[0], *travelled["to_place"]]
    main = travelled[travelled["role"].isin(PLANNED)]
    planned = pd.concat([main, way.gaps]).sort_values("seq", ignore_index=True)
    first, last = _reach(planned, {place: number for number, place in enumerate(stops)})
    return {
        "start": stops[0],
        "segments": [numbers[name] for name in travelled["id"]],
        "parts": [_parts(parts) for _, parts in groupby(way.stretches, lambda part: part.segment)],
        "crossings": [crossing.place for crossing in way.crossings],
        "gaps": [
            [numbers[name], first[row], last[row]]
            for row, (name, role) in enumerate(zip(planned["id"], planned["role"], strict=True))
            if role == "gap"
        ],
        "breaks": [
            [at.place, at.before, at.after, first[at.between[0]], last[at.between[1]]]
            for at in way.gauge_breaks
        ],
        "others": [numbers[name] for name in way.alternatives["id"]],
    }


def _reach(planned: pd.DataFrame, stops: dict[str, int]) -> tuple[list[int], list[int]]:
    """Return the stops that each segment lies between: within a gap there may be none."""
    ends = chain(list(zip(planned["from_place"], planned["to_place"], strict=True)))
    first, last = [0], [len(stops) - 1]
    for start, _ in ends:
        first.append(stops.get(start, first[-1]))
    for _, end in reversed(ends):
        last.insert(0, stops.get(end, last[0]))
    return first[1:], last[:-1]


def _parts(parts: Iterable[Stretch]) -> str | list[str | float]:
    found: list[str | float] = []
    for country, own in groupby(parts, lambda part: part.country):
        found += [country, round(sum(part.km for part in own), METRES)]
    return found if len(found) > 2 else str(found[0])
