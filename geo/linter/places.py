"""Rules on places: where features are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from geo.linter.rule import Found, Linted, Rule
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.geodesy import distance_km
from geo.model.licences import SHARED_ALIKE
from geo.model.rows import records
from geo.model.window import in_window, window_told

APART_KM = 0.001


def _on_the_map(atlas: Atlas) -> Found:
    told = window_told(atlas.spec)
    for layer in atlas.spec.of_shape("points"):
        frame = atlas.layers[layer.id]
        off = frame["id"][~in_window(atlas.spec, frame.geometry.x, frame.geometry.y)]
        if len(frame) and len(off) == len(frame):
            yield "atlas.toml", "map.window_m", f"nothing of {layer.id} lies on the map, {told}"
            continue
        for feature in off:
            yield atlas.file_of(layer.id), feature, f"lies off the map, {told}"


def _precision_honest(atlas: Atlas) -> Found:
    best = dict(atlas.tables["sources"].set_index("id")["precision_m"].dropna())
    told: dict[tuple[str, str], str] = {}
    for name, layer in atlas.layers.items():
        drawn = atlas.spec.layers[name].settings.get("geometry")
        columns = layer["id"], layer["sources"], layer["precision_m"]
        for feature, sources, precision in zip(*columns, strict=True):
            limits = [best[source] for source in split_list(sources) if source in best]
            if limits and precision < min(limits):
                # What was drawn has the precision of its file.
                own = ("provenance.toml", f"file {drawn}.geojson")
                at = own if drawn else (atlas.file_of(name), feature)
                told[at] = f"precision of {precision} m, its source gives {min(limits)} m"
    for at, words in told.items():
        yield *at, words


def _ends_at_places(atlas: Linted) -> Found:
    if not atlas.spec.of_shape("network"):
        return
    places = atlas.places
    points = dict(zip(places["id"], places.geometry, strict=True))
    for where, segment in atlas.segment_rows:
        line = segment.geometry.coords
        for place, at in ((segment.from_place, line[0]), (segment.to_place, line[-1])):
            apart = distance_km(at, (points[place].x, points[place].y))
            if apart > APART_KM:
                yield where, segment.id, f"ends {apart:.1f} km from {place}"


def _licence_of_ends(atlas: Linted) -> Found:
    if not atlas.spec.of_shape("network"):
        return
    places = atlas.places
    bound = dict(zip(places["id"], places["licence"], strict=True))
    for where, segment in atlas.segment_rows:
        for place in (segment.from_place, segment.to_place):
            licence = bound[place]
            if licence in SHARED_ALIKE and licence != segment.licence:
                yield where, segment.id, f"is {segment.licence}, but {place} is {licence}"


def _codes_fit(atlas: Linted) -> Found:
    codes = atlas.tables["identifiers"]
    countries = {
        feature: country
        for layer in atlas.layers.values()
        if "iso_a2" in layer
        for feature, country in zip(layer["id"], layer["iso_a2"], strict=True)
    }
    columns = codes["feature"], codes["scheme"], codes["code"]
    for feature, scheme, code in zip(*columns, strict=True):
        told = atlas.spec.schemes[scheme]
        found = re.fullmatch(told.code, code)
        if not found:
            yield "identifiers.csv", feature, f"{code} is no code of {told.name}"
            continue
        country = found.groupdict().get("country")
        if country and countries.get(feature, country) != country:
            yield "identifiers.csv", feature, f"{code} is a place of {country}"


def _codes_of_one(atlas: Atlas) -> Found:
    countries = _countries(atlas)
    first: dict[str, str] = {}
    for feature, code in _own_codes(atlas):
        other = first.setdefault(code, feature)
        if countries.get(other, other) != countries.get(feature, feature):
            yield "identifiers.csv", feature, f"{code} is {other}"


def _codes_agree(atlas: Atlas) -> Found:
    known: dict[str, set[str]] = defaultdict(set)
    for feature, code in _own_codes(atlas):
        known[feature].add(code)
    views: dict[str, list[str]] = defaultdict(list)
    for feature, country in _countries(atlas).items():
        views[country].append(feature)
    for features in views.values():
        every = set().union(*(known[feature] for feature in features))
        for feature in features:
            if lacking := sorted(every - known[feature]):
                told = f"lacks {', '.join(lacking)}, as it has in another view of the borders"
                yield "identifiers.csv", feature, told


def _own_codes(atlas: Atlas) -> Iterator[tuple[str, str]]:
    """Yield the codes that features themselves have, each with its scheme."""
    rows = atlas.tables["identifiers"]
    for row in records(rows[rows["scope"] == "feature"]):
        yield row["feature"], f"{row['scheme']} {row['code']}"


def _countries(atlas: Atlas) -> dict[str, str]:
    """Return the country that each area is, in one view of the borders or in all."""
    coded = [layer[layer["iso_a3"].notna()] for layer in atlas.of_shape("areas").values()]
    return {
        area: code
        for layer in coded
        for area, code in zip(layer["id"], layer["iso_a3"], strict=True)
    }


RULES = [
    Rule("on-the-map", "what lies off the map is never seen", _on_the_map),
    Rule("precision-honest", "no position is finer than its source", _precision_honest),
    Rule("ends-at-places", "neighbours meet, or the network falls apart", _ends_at_places),
    Rule("licence-of-ends", "a line drawn from shared positions is shared alike", _licence_of_ends),
    Rule("codes-fit", "what leads to another data set leads to the same thing", _codes_fit),
    Rule("codes-of-one", "what has the code of another thing is joined to that", _codes_of_one),
    Rule("codes-agree", "a country is the same in each view of its borders", _codes_agree),
]
