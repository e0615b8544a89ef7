"""Rules on networks: segments, their lengths, and the ways along them."""

from __future__ import annotations

from geo.linter.rule import Found, Rule, every_segment, places, segments
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.geodesy import distance_km, length_km
from geo.network.branches import route_segments
from geo.network.gauges import gauge_breaks, place_roles
from geo.network.ways import PLANNED, route_faults

LONGER, SHORTER = 0.08, 0.07
"""Shares by which a length may exceed its drawn line, or fall short of it."""
BENDS_PER_PRECISION = 6
"""A line may hide this many times its precision in bends that are not drawn."""
CLAIM_SLACK = 0.08
"""Share by which the drawn lines of a disputed length may miss the range in print."""
APART_KM = 0.001
NO_BEND = 2e-4
"""Share by which a length along a network exceeds its drawn line at least, if it follows one."""


def _ends_at_places(atlas: Atlas) -> Found:
    known = places(atlas)
    points = dict(zip(known["id"], known.geometry, strict=True))
    for where, segment in segments(atlas):
        ends = {"from_place": 0, "to_place": -1}
        for column, index in ends.items():
            place = getattr(segment, column)
            if place not in points:
                yield where, segment.id, f"{column} {place!r} is no place"
                continue
            point = points[place]
            apart = distance_km(segment.geometry.coords[index], (point.x, point.y))
            if apart > APART_KM:
                yield where, segment.id, f"ends {apart:.1f} km from {place}"


def _length_fits_line(atlas: Atlas) -> Found:
    for where, segment in segments(atlas):
        drawn = length_km(segment.geometry)
        length, precision = segment.len_km, segment.precision_m / 1000
        least = drawn * (1 - SHORTER) - precision
        most = drawn * (1 + LONGER) + BENDS_PER_PRECISION * precision
        if not least <= length <= most:
            yield where, segment.id, f"{length:.0f} km long, but drawn with {drawn:.0f} km"


def _measured_along_network(atlas: Atlas) -> Found:
    for where, segment in segments(atlas):
        if (segment.len_basis, segment.geom_basis) == ("network", "schematic"):
            drawn = length_km(segment.geometry)
            if abs(segment.len_km - drawn) < drawn * NO_BEND:
                yield where, segment.id, "no network is followed: its length is geodesic"


def _length_fits_claims(atlas: Atlas) -> Found:
    lengths = {segment.id: segment.len_km for _, segment in segments(atlas)}
    claims = atlas.tables["claims"].groupby("quantity")
    lowest, highest = claims["low"].min(), claims["high"].max()
    for quantity in atlas.tables["quantities"].itertuples():
        features = split_list(quantity.features)
        if not quantity.whole or quantity.id not in lowest or not set(features) <= set(lengths):
            continue
        low, high = lowest[quantity.id], highest[quantity.id]
        total = sum(lengths[feature] for feature in features)
        if not low * (1 - CLAIM_SLACK) <= total <= high * (1 + CLAIM_SLACK):
            told = f"its segments add up to {total:.0f} km, {low:g} to {high:g} km is in print"
            yield "quantities.csv", quantity.id, told


def _ways_chain(atlas: Atlas) -> Found:
    routes = atlas.tables["routes"]
    for row, expected in route_faults(routes, every_segment(atlas), atlas.spec.ways):
        told = f"in {routes.at[row, 'branch']}, expected {expected}"
        yield "routes.csv", routes.at[row, "segment"], told


def _gauge_breaks_placed(atlas: Atlas) -> Found:
    every, routes, known = every_segment(atlas), atlas.tables["routes"], places(atlas)
    roles = place_roles(atlas.spec, known)
    faulty = {routes.at[row, "branch"] for row, _ in route_faults(routes, every, atlas.spec.ways)}
    planned = routes[routes["role"].isin(PLANNED) & ~routes["branch"].isin(faulty)]
    for way, rows in planned.groupby("branch", sort=False):
        for found in gauge_breaks(route_segments(rows, every), known, roles):
            if roles.get(found.place) != "gauge":
                told = f"on {way}, {found.before} mm meets {found.after} mm at no break of gauge"
                yield "layer places", found.place, told


RULES = [
    Rule("ends-at-places", "neighbours meet, or the network falls apart", _ends_at_places),
    Rule("length-fits-line", "a length and its line tell the same story", _length_fits_line),
    Rule(
        "measured-along-network",
        "a length along a network follows one",
        _measured_along_network,
    ),
    Rule("length-fits-claims", "our segments add up to what is in print", _length_fits_claims),
    Rule("ways-chain", "a way leads from end to end", _ways_chain),
    Rule(
        "gauge-breaks-have-a-place", "a break of gauge is a place on the map", _gauge_breaks_placed
    ),
]
