"""Ways along the networks, as the page is told them: in order, and what follows by computation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from geo.model.atlas import Atlas
from geo.model.history import as_of
from geo.model.rows import grouped
from geo.network.branches import TRACK, breaks_by_way, check_ways
from geo.network.crossings import AT_SEA, Crossing, Stretch, crossings, cut_at_borders, smoothed
from geo.network.gauges import GaugeBreak, place_roles
from geo.network.route import Route
from geo.network.ways import PLANNED, TRAVELLED, Ends, chain

BEST = "best"
"""What stands for the best of all ways in the address of the page."""
_METRES = 3
"""How many decimals the part of a segment in a country has, in km: parts are added up."""


def pack_ways(atlas: Atlas) -> list[dict[str, Any]]:
    """Return the ways along the networks, without those whose segments are not all there.

    A way begins at the place `start`. Its segments are numbers of rows of its layer, in the order
    of travel; so are its `others`, which lead another way, or aside. What is missing (`gaps`) and
    where the gauge changes (`breaks`) ends with the numbers of the first and the last stop that it
    lies between.

    Raises
    ------
    DataError
        If the segments of a way do not chain.
    """
    spec, routes = atlas.spec, atlas.tables["routes"]
    networks = [*spec.of_shape("network")]
    needed = {layer.id for layer in (*networks, *spec.of_shape("areas"), spec.places)}
    if not (networks and needed <= atlas.layers.keys()):
        return []
    tracks = pd.DataFrame(atlas.segments)[TRACK]
    pairs = zip(tracks["from_place"], tracks["to_place"], strict=True)
    ends = dict(zip(tracks["id"], pairs, strict=True))
    ordered = grouped(routes.sort_values("seq"), "branch")
    numbers = {
        layer.id: {name: row for row, name in enumerate(atlas.layers[layer.id]["id"])}
        for layer in networks
    }
    whole = [
        (layer, way)
        for layer in networks
        for way in layer.settings.get("ways", {})
        if way in ordered and {row.segment for row in ordered[way]} <= numbers[layer.id].keys()
    ]
    check_ways(spec, routes[routes["branch"].isin([way for _, way in whole])], tracks)
    breaks = breaks_by_way(spec, routes, tracks, atlas.places)
    return [
        {
            "id": way,
            "layer": layer.id,
            "branch": layer.settings["ways"][way],
            **_pack(ordered[way], ends, numbers[layer.id], breaks.get(way, [])),
        }
        for layer, way in whole
    ]


def address_of(route: Route, atlas: Atlas) -> str:
    """Return where the page tells of a way, among all that lead from its start to its end.

    What it leads over and what does not run counts as open there, unless all may be used. With `-`
    before it a segment counts as shut.
    """
    asked = route.asked
    running = atlas.spec.statuses("runs")
    over = "" if asked.allow >= {*atlas.spec.values["status"]} else "runs"
    idle = route.segments.loc[~route.segments["status"].isin(running), "id"]
    passages = {*atlas.tables["passages"]["id"]}
    barred = {*running} - asked.allow
    statuses = as_of(asked.on, atlas.tables).statuses.items()
    left_out = {*asked.without, *(name for name, status in statuses if status in barred)}
    shut = {each if each in passages else f"-{each}" for each in left_out}
    parts = {
        "tab": "ways",
        "from": route.start,
        "to": route.end,
        "by": asked.by,
        "over": over,
        "if": ",".join(sorted({*shut, *asked.opened, *(idle if over else ())})),
        "way": ".".join(asked.along) or BEST,
        "date": route.on,
    }
    return f"#{urlencode({key: told for key, told in parts.items() if told}, safe=',')}"


def pack_along(atlas: Atlas) -> list[str | list[str | float]]:
    """Return the countries of each segment of the networks, in the order of `Atlas.segments`.

    A segment has its country, or, where it lies in several, country, km and place of the land
    border behind it in turn; the place is empty at sea and where none is near.
    """
    spec = atlas.spec
    networks = spec.of_shape("network")
    needed = {layer.id for layer in (*networks, *spec.of_shape("areas"))} | {spec.places.id}
    if not networks or not needed <= atlas.layers.keys():
        return []
    places = atlas.places
    named = places[places["id"].isin(place_roles(spec, places))]
    found = map(smoothed, cut_at_borders(atlas.segments, atlas).values())
    return [_along(parts, crossings(parts, named)) for parts in found]


def _pack(
    ordered: Sequence[Any],
    ends: Mapping[str, Ends],
    numbers: Mapping[str, int],
    breaks: Iterable[GaugeBreak],
) -> dict[str, Any]:
    travelled, planned = (
        [row for row in ordered if row.role in roles] for roles in (TRAVELLED, PLANNED)
    )
    legs = chain([ends[row.segment] for row in travelled])
    stops = [legs[0][0], *(last for _, last in legs)]
    first, last = _reach(
        chain([ends[row.segment] for row in planned]),
        {place: number for number, place in enumerate(stops)},
    )
    return {
        "start": stops[0],
        "segments": [numbers[row.segment] for row in travelled],
        "gaps": [
            [numbers[row.segment], first[at], last[at]]
            for at, row in enumerate(planned)
            if row.role == "gap"
        ],
        "breaks": [
            [at.place, at.before, at.after, first[at.between[0]], last[at.between[1]]]
            for at in breaks
        ],
        "others": [numbers[row.segment] for row in ordered if row.role == "alternative"],
    }


def _reach(planned: Sequence[Ends], stops: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Return the stops that each segment lies between: within a gap there may be none."""
    first, last = [0], [len(stops) - 1]
    for start, _ in planned:
        first.append(stops.get(start, first[-1]))
    for _, end in reversed(planned):
        last.insert(0, stops.get(end, last[0]))
    return first[1:], last[:-1]


def _along(parts: Iterable[Stretch], borders: Iterable[Crossing]) -> str | list[str | float]:
    places = (border.place for border in borders)
    found: list[str | float] = []
    for country, own in groupby(parts, lambda part: part.country):
        if found:
            found.append("" if AT_SEA in (found[-2], country) else next(places))
        found += [country, round(sum(part.km for part in own), _METRES)]
    return found if len(found) > 2 else country
