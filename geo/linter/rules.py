"""A linter for sourced geodata: what is well-formed, and yet cannot be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.geodesy import distance_km, length_km
from geo.model.history import last_day
from geo.model.positions import CountryFinder
from geo.network.branches import all_segments, gauge_breaks
from geo.network.ways import PLANNED, route_faults
from geo.read.story import cited, read_story

Layers = Mapping[str, gpd.GeoDataFrame]
Tables = Mapping[str, pd.DataFrame]

CITING = ("memberships", "claims", "status_history", "milestones")
POINTS = {"places": "iso_a2", "exercises": "host", "dialogues": "host"}
LONGER, SHORTER = 0.08, 0.07
"""Shares by which a length may exceed its drawn line, or fall short of it."""
BENDS_PER_PRECISION = 6
"""A line may hide this many times its precision in bends that are not drawn."""
CLAIM_SLACK = 0.08
"""Share by which the drawn lines of a disputed length may miss the range in print."""
APART_KM = 0.001


@dataclass(frozen=True)
class Finding:
    """What a rule found: in which layer or table, at which feature or row, and what is wrong."""

    rule: str
    where: str
    feature: str
    message: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.where}, {self.feature}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Rule:
    """A rule by name, the reason for it in one line, and what checks it."""

    name: str
    reason: str
    check: Callable[[Layers, Tables], Iterator[tuple[str, str, str]]]


def lint(atlas: Atlas) -> list[Finding]:
    """Hold the layers and tables of an atlas against every rule.

    Returns
    -------
    list
        Findings in the order of the rules; empty if nothing is wrong.
    """
    layers, tables = atlas.layers, atlas.tables
    return [Finding(rule.name, *found) for rule in RULES for found in rule.check(layers, tables)]


def _sources_known(layers: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    known = set(tables["sources"]["id"])
    cited = {f"layer {name}": layer.set_index("id")["sources"] for name, layer in layers.items()}
    for name in CITING:
        cited[f"{name}.csv"] = tables[name]["sources"]
    for where, cells in cited.items():
        for row, cell in cells.items():
            ids = split_list(cell)
            if not ids:
                yield where, str(row), "no source"
            for source in ids:
                if source not in known:
                    yield where, str(row), f"no source {source!r} in sources.csv"


def _sources_used(layers: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    frames = [*layers.values(), *(tables[name] for name in CITING)]
    used = {source for frame in frames for cell in frame["sources"] for source in split_list(cell)}
    used.update(cited(read_story()))
    for source in tables["sources"]["id"]:
        if source not in used:
            yield "sources.csv", source, "nothing cites it"


def _addresses_seen(_: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    sources = tables["sources"]
    for row in sources[sources["url"].notna()].itertuples():
        if not row.url.startswith(("http://", "https://")) or any(map(str.isspace, row.url)):
            yield "sources.csv", row.id, f"{row.url!r} is no address"


def _confidence_set(layers: Layers, _: Tables) -> Iterator[tuple[str, str, str]]:
    for name, layer in layers.items():
        for feature in layer.loc[~layer["confidence"].isin(["high", "medium", "low"]), "id"]:
            yield f"layer {name}", feature, "confidence is not set"


def _inside_country(layers: Layers, _: Tables) -> Iterator[tuple[str, str, str]]:
    shapes = pd.concat([layers["republics"], layers["countries"]])[["iso_a2", "geometry"]]
    finder = CountryFinder(gpd.GeoDataFrame(shapes, geometry="geometry", crs="EPSG:4326"))
    for name, column in POINTS.items():
        for _, row in layers[name].iterrows():
            iso = row[column]
            for lon, lat in shapely.get_coordinates(row.geometry):
                objection = (
                    finder.objection(lon, lat, iso, row["precision_m"])
                    if iso in finder
                    else "a country of the map"
                )
                if objection:
                    yield f"layer {name}", row["id"], f"expected {objection}"


def _ends_at_places(layers: Layers, _: Tables) -> Iterator[tuple[str, str, str]]:
    places = dict(zip(layers["places"]["id"], layers["places"].geometry, strict=True))
    for where, segment in _segments(layers):
        ends = {"from_place": 0, "to_place": -1}
        for column, index in ends.items():
            place = getattr(segment, column)
            if place not in places:
                yield where, segment.id, f"{column} {place!r} is no place"
                continue
            lon, lat = segment.geometry.coords[index]
            apart = distance_km((lon, lat), (places[place].x, places[place].y))
            if apart > APART_KM:
                yield where, segment.id, f"ends {apart:.1f} km from {place}"


def _length_fits_line(layers: Layers, _: Tables) -> Iterator[tuple[str, str, str]]:
    for where, segment in _segments(layers):
        drawn = length_km(segment.geometry)
        length, precision = segment.len_km, segment.precision_m / 1000
        least = drawn * (1 - SHORTER) - precision
        most = drawn * (1 + LONGER) + BENDS_PER_PRECISION * precision
        if not least <= length <= most:
            told = f"{length:.0f} km long, but drawn with {drawn:.0f} km"
            yield where, segment.id, told


def _length_fits_claims(layers: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    lengths = {segment.id: segment.len_km for _, segment in _segments(layers)}
    spread = _spread(tables["claims"])
    for quantity in tables["quantities"].itertuples():
        features = split_list(quantity.features)
        if not quantity.whole or quantity.id not in spread or not set(features) <= set(lengths):
            continue
        low, high = spread[quantity.id]
        total = sum(lengths[feature] for feature in features)
        if not low * (1 - CLAIM_SLACK) <= total <= high * (1 + CLAIM_SLACK):
            told = f"its segments add up to {total:.0f} km, {low:g} to {high:g} km is in print"
            yield "quantities.csv", quantity.id, told


def _working_value_claimed(_: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    spread = _spread(tables["claims"])
    for quantity in tables["quantities"].itertuples():
        if quantity.id not in spread:
            yield "quantities.csv", quantity.id, "nobody claims it"
            continue
        low, high = spread[quantity.id]
        if not low <= quantity.working <= high:
            told = f"works with {quantity.working:g}, out of all claims"
            yield "quantities.csv", quantity.id, told


def _spread(claims: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the lowest and the highest claim of each quantity."""
    groups = claims.groupby("quantity")
    low, high = groups["low"].min(), groups["high"].max()
    return dict(zip(low.index, zip(low, high, strict=True), strict=True))


def _history_in_order(layers: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    present = {segment.id: segment for _, segment in _segments(layers)}
    for name, steps in tables["status_history"].groupby("segment", sort=False):
        for earlier, later in pairwise(steps["from"]):
            if later <= earlier:
                yield "status_history.csv", name, f"{later} stands after {earlier}"
        if name not in present:
            yield "status_history.csv", name, "no such segment"
            continue
        last, segment = steps.iloc[-1], present[name]
        stated = (segment.status, show(segment.status_on))
        if (last["status"], last["from"]) != stated:
            told = f"ends with {last['status']} {last['from']}, the segment is {' '.join(stated)}"
            yield "status_history.csv", name, told


def _dates_in_order(layers: Layers, _: Tables) -> Iterator[tuple[str, str, str]]:
    pairs = {
        "exercises": ("start", "end"),
        "dialogues": ("start", "end"),
        "instc": ("since", "as_of"),
        "ashgabat": ("since", "as_of"),
    }
    for name, (first, last) in pairs.items():
        layer = layers[name].dropna(subset=[first, last])
        for feature in layer.loc[layer[first] > layer[last], "id"]:
            yield f"layer {name}", feature, f"{first} is later than {last}"
    for name in ("exercises", "dialogues"):
        for row in layers[name].itertuples():
            if row.date_prec != "day" and row.end < last_day(row.start, row.date_prec):
                told = f"known to the {row.date_prec}, but ends before it is over"
                yield f"layer {name}", row.id, told


def _editions_in_order(layers: Layers, _: Tables) -> Iterator[tuple[str, str, str]]:
    numbered = layers["exercises"].dropna(subset=["edition"]).sort_values("start")
    for series, rows in numbered.groupby("series"):
        for earlier, later in pairwise(rows.itertuples()):
            if later.edition <= earlier.edition:
                told = f"edition {later.edition} of {series} begins after edition {earlier.edition}"
                yield "layer exercises", later.id, told


def _precision_honest(layers: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    best = dict(tables["sources"].set_index("id")["precision_m"].dropna())
    for name, layer in layers.items():
        columns = layer["id"], layer["sources"], layer["precision_m"]
        for feature, sources, precision in zip(*columns, strict=True):
            limits = [best[source] for source in split_list(sources) if source in best]
            if limits and precision < min(limits):
                told = f"precision of {precision} m, its source gives {min(limits)} m"
                yield f"layer {name}", feature, told


def _memberships_agree(_: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    standings = defaultdict(list)
    for row in tables["memberships"].sort_values("from_earliest").itertuples():
        standings[row.iso_a3, row.body].append(row)
    for (country, body), rows in sorted(standings.items()):
        for earlier, later in pairwise(rows):
            if not isinstance(earlier.to, str) or earlier.to >= later.from_earliest:
                told = f"{earlier.status} and {later.status} of {body} overlap"
                yield "memberships.csv", country, told
        for row in rows:
            dates = [row.from_earliest, row.from_latest, row.to]
            known = [day for day in dates if isinstance(day, str)]
            if known != sorted(known):
                yield "memberships.csv", country, f"dates of {body} are out of order"


def _chained_routes(layers: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    routes = tables["routes"]
    for row, expected in route_faults(routes, all_segments(layers)):
        told = f"in {routes.at[row, 'branch']}, expected {expected}"
        yield "routes.csv", routes.at[row, "segment"], told


def _gauge_breaks_placed(layers: Layers, tables: Tables) -> Iterator[tuple[str, str, str]]:
    segments, routes, places = all_segments(layers), tables["routes"], layers["places"]
    kinds = dict(zip(places["id"], places["kind"], strict=True))
    faulty = {routes.at[row, "branch"] for row, _ in route_faults(routes, segments)}
    planned = routes[routes["role"].isin(PLANNED) & ~routes["branch"].isin(faulty)]
    tracks = segments.set_index("id")[["mode", "gauge_mm", "from_place", "to_place"]]
    for branch, rows in planned.sort_values("seq", kind="stable").groupby("branch", sort=False):
        for found in gauge_breaks(tracks.loc[rows["segment"]], places):
            if kinds.get(found.place) != "gauge_break":
                told = f"on {branch}, {found.before} mm meets {found.after} mm at no break of gauge"
                yield "layer places", found.place, told


def _segments(layers: Layers) -> Iterator[tuple[str, Any]]:
    """Yield each segment once, with the layer that it is looked for in first."""
    for segment in all_segments(layers).itertuples():
        name = "ashgabat" if segment.branch == "ashgabat" else "instc"
        yield f"layer {name}", segment


RULES = [
    Rule("sources-known", "a fact without a source is an opinion", _sources_known),
    Rule("sources-used", "what nothing cites is left over", _sources_used),
    Rule("addresses-well-formed", "a reader must be able to follow an address", _addresses_seen),
    Rule("confidence-set", "how sure we are belongs to every feature", _confidence_set),
    Rule("inside-country", "a place lies in the country that it names", _inside_country),
    Rule("ends-at-places", "neighbours meet, or the network falls apart", _ends_at_places),
    Rule("length-fits-line", "a length and its line tell the same story", _length_fits_line),
    Rule("length-fits-claims", "our segments add up to what is in print", _length_fits_claims),
    Rule(
        "working-value-claimed", "we work with values that somebody states", _working_value_claimed
    ),
    Rule("history-in-order", "steps follow each other and end today", _history_in_order),
    Rule("dates-in-order", "nothing ends before it begins", _dates_in_order),
    Rule("editions-in-order", "a later edition has a higher number", _editions_in_order),
    Rule("precision-honest", "no position is finer than its source", _precision_honest),
    Rule("memberships-agree", "a country has one standing at a time", _memberships_agree),
    Rule("chained-routes", "a branch leads from end to end", _chained_routes),
    Rule(
        "gauge-breaks-have-a-place", "a break of gauge is a place on the map", _gauge_breaks_placed
    ),
]
