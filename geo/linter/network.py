"""Rules on networks: segments, their lengths, and the ways along them."""

from __future__ import annotations

from itertools import combinations

from geo.linter.rule import HISTORY, Found, Linted, Rule
from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.geodesy import length_km
from geo.model.light import luminance
from geo.model.rows import grouped, rows
from geo.network.branches import breaks_by_way
from geo.network.gauges import place_roles
from geo.network.segments import DECIMALS
from geo.network.ways import route_faults

LONGER, SHORTER = 0.08, 0.07
"""Shares by which a length may exceed its drawn line, or fall short of it."""
BENDS_PER_PRECISION = 6
"""A line may hide this many times its precision in bends that are not drawn."""
LEAST, MOST = 0.85, 1.4
"""Shares of its drawn line between which a length lies, however coarsely the line is drawn."""
CLAIM_SLACK = 0.08
"""Share by which the drawn lines of a disputed length may miss the range in print."""
LIGHTER, GREYS = 1.5, 4.0
"""How much lighter one network is than another at least; many share a range of greys."""
NO_BEND = 2e-4
"""Share by which a length along a network exceeds its drawn line at least, if it follows one."""

_LAID = ("runs", "building", "broken")
"""What the status of a segment means whose track is known."""


def _length_fits_line(atlas: Linted) -> Found:
    for where, segment in atlas.segment_rows:
        drawn = length_km(segment.geometry)
        length, precision = segment.len_km, segment.precision_m / 1000
        least = max(drawn * (1 - SHORTER) - precision, drawn * LEAST)
        most = min(drawn * (1 + LONGER) + BENDS_PER_PRECISION * precision, drawn * MOST)
        if not least <= length <= most:
            yield where, segment.id, f"{length:.0f} km long, but drawn with {drawn:.0f} km"


def _measured_along_network(atlas: Linted) -> Found:
    for where, segment in atlas.segment_rows:
        if (segment.len_basis, segment.geom_basis) == ("network", "schematic"):
            drawn = length_km(segment.geometry)
            if abs(segment.len_km - drawn) < drawn * NO_BEND:
                yield where, segment.id, "no network is followed: its length is geodesic"


def _length_fits_claims(atlas: Linted) -> Found:
    lengths = {segment.id: segment.len_km for _, segment in atlas.segment_rows}
    claims = atlas.tables["claims"].groupby("quantity")
    lowest, highest = claims["low"].min(), claims["high"].max()
    for quantity in rows(atlas.tables["quantities"]):
        features = split_list(quantity.features)
        if not quantity.whole or quantity.id not in lowest or not set(features) <= set(lengths):
            continue
        low, high = lowest[quantity.id], highest[quantity.id]
        total = sum(lengths[feature] for feature in features)
        if not low * (1 - CLAIM_SLACK) <= total <= high * (1 + CLAIM_SLACK):
            told = f"its segments add up to {total:.0f} km, {low:g} to {high:g} km is in print"
            yield "quantities.csv", quantity.id, told


def _ways_chain(atlas: Linted) -> Found:
    if not atlas.spec.ways:
        return
    routes = atlas.tables["routes"]
    for row, expected in route_faults(routes, atlas.tracks, atlas.spec.ways):
        segment, way = routes.loc[row, ["segment", "branch"]]
        told = f"{segment} in {way}, expected {expected}"
        yield "routes.csv", row, told


def _gauge_breaks_placed(atlas: Linted) -> Found:
    if not atlas.spec.ways:
        return
    roles = place_roles(atlas.spec, atlas.places)
    breaks = breaks_by_way(atlas.spec, atlas.tables["routes"], atlas.tracks, atlas.places)
    for way, at in ((way, at) for way, found in breaks.items() for at in found):
        if roles.get(at.place) != "gauge":
            told = f"on {way}, {at.before} mm meets {at.after} mm at no break of gauge"
            yield atlas.file_of(atlas.spec.places.id), at.place, told


def _differ_in_grey(atlas: Atlas) -> Found:
    networks = [layer for layer in atlas.spec.of_shape("network") if not layer.on_request]
    hues = {layer.id: layer.hue for layer in networks if layer.hue}
    least = min(LIGHTER, GREYS ** (1 / max(len(hues) - 1, 1)))
    for (one, hue), (other, its_hue) in combinations(hues.items(), 2):
        for paper, *pair in zip(("light", "dark"), hue, its_hue, strict=True):
            darker, lighter = sorted(map(luminance, pair))
            ratio = (lighter + 0.05) / (darker + 0.05)
            if ratio < least:
                told = f"in grey it is that of {one} on {paper} paper: {ratio:.2f} as light"
                yield f"layers/{other}.toml", "hue", f"{told}, {least:.2f} or more tells them apart"


def _ways_have_segments(atlas: Atlas) -> Found:
    listed = set(atlas.tables["routes"]["branch"])
    for way in atlas.spec.ways:
        if way not in listed:
            yield "routes.csv", way, "no row says which segments it takes"


def _dates_have_a_history(atlas: Linted) -> Found:
    history = atlas.tables["status_history"]
    told = set(zip(history["segment"], history["valid_from"], strict=True))
    idle, dated = atlas.spec.statuses("building", "promised", "broken"), set(history["segment"])
    none = f"no row of {HISTORY}"
    for where, segment in atlas.segment_rows:
        for column in ("status_on", "since"):
            day = show(getattr(segment, column))
            asked = column == "status_on" or segment.id in dated
            if day and asked and (segment.id, day) not in told:
                yield (
                    where,
                    segment.id,
                    f"{column} is {day}, {none} begins then: add one, or correct the day",
                )
        if dated and segment.status in idle and segment.id not in dated:
            yield where, segment.id, f"{segment.status}, {none} says since when"


def _sure_since_when(atlas: Linted) -> Found:
    if atlas.tables["status_history"].empty:
        return
    for where, segment in atlas.segment_rows:
        if segment.confidence == "high" and not show(segment.status_on):
            yield where, segment.id, f"high, but nobody knows since when it is {segment.status}"


def _no_surer_than_steps(atlas: Linted) -> Found:
    history = atlas.tables["status_history"]
    surest_first = atlas.spec.tables["status_history"]["confidence"].values
    steps = grouped(history, "segment")
    for where, segment in atlas.segment_rows:
        begun = [step.valid_from for step in steps.get(segment.id, ())]
        for day, step in zip(begun, steps.get(segment.id, ()), strict=True):
            telling = day in {show(segment.status_on), show(segment.since), begun[-1]}
            ranks = [surest_first.index(each) for each in (segment.confidence, step.confidence)]
            if telling and ranks[0] < ranks[1]:
                told = f"{segment.confidence}, but its step of {day} is {step.confidence}"
                yield where, segment.id, told


def _lengths_no_finer(atlas: Linted) -> Found:
    for where, segment in atlas.segment_rows:
        if segment.len_km != round(segment.len_km, DECIMALS):
            told = f"len_km is {segment.len_km}, no course is known to less than 100 m"
            yield where, segment.id, told


def _rails_have_a_gauge(atlas: Linted) -> Found:
    modes, laid = atlas.spec.values.get("mode", {}), atlas.spec.statuses(*_LAID)
    for where, segment in atlas.segment_rows:
        is_laid = modes[segment.mode].settings["lines"] == "railways" and segment.status in laid
        if is_laid and not split_list(segment.gauge_mm):
            yield where, segment.id, f"{segment.status}, but without gauge_mm"


RULES = [
    Rule("ways-have-segments", "a way that takes no segment leads nowhere", _ways_have_segments),
    Rule(
        "dates-have-a-history",
        f"on each day a segment is what the rows of {HISTORY} say: without one, always the same",
        _dates_have_a_history,
    ),
    Rule("sure-since-when", "what is sure has a beginning", _sure_since_when),
    Rule(
        "no-surer-than-steps",
        "a segment is as it is by the steps that tell so",
        _no_surer_than_steps,
    ),
    Rule("lengths-no-finer", "decimals claim that somebody measured", _lengths_no_finer),
    Rule("rails-have-a-gauge", "trains run on a gauge, or change it", _rails_have_a_gauge),
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
    Rule("differ-in-grey", "networks are told apart where there is no colour", _differ_in_grey),
]
