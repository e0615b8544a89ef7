"""Rules on places: where features are."""

from __future__ import annotations

import re

from geo.linter.rule import Found, Linted, Rule
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.geodesy import distance_km
from geo.model.licences import SHARED_ALIKE

APART_KM = 0.001
CODES = {
    "geonames": r"\d+",
    "osm": r"(node|way|relation)/\d+",
    "unlocode": r"[A-Z]{2}[A-Z2-9]{3}",
    "wikidata": r"Q\d+",
}
"""How the codes of other data sets look."""


def _precision_honest(atlas: Atlas) -> Found:
    best = dict(atlas.tables["sources"].set_index("id")["precision_m"].dropna())
    for name, layer in atlas.layers.items():
        columns = layer["id"], layer["sources"], layer["precision_m"]
        for feature, sources, precision in zip(*columns, strict=True):
            limits = [best[source] for source in split_list(sources) if source in best]
            if limits and precision < min(limits):
                told = f"precision of {precision} m, its source gives {min(limits)} m"
                yield atlas.file_of(name), feature, told


def _ends_at_places(atlas: Linted) -> Found:
    if not atlas.spec.of_shape("network"):
        return
    places = atlas.layers[atlas.spec.places.id]
    points = dict(zip(places["id"], places.geometry, strict=True))
    for where, segment in atlas.segments:
        line = segment.geometry.coords
        for place, at in ((segment.from_place, line[0]), (segment.to_place, line[-1])):
            apart = distance_km(at, (points[place].x, points[place].y))
            if apart > APART_KM:
                yield where, segment.id, f"ends {apart:.1f} km from {place}"


def _licence_of_ends(atlas: Linted) -> Found:
    if not atlas.spec.of_shape("network"):
        return
    places = atlas.layers[atlas.spec.places.id]
    bound = dict(zip(places["id"], places["licence"], strict=True))
    for where, segment in atlas.segments:
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
        if not re.fullmatch(CODES[scheme], code):
            yield "identifiers.csv", feature, f"{code} is no code of {scheme}"
        elif scheme == "unlocode" and countries.get(feature, code[:2]) != code[:2]:
            yield "identifiers.csv", feature, f"{code} is a place of {code[:2]}"


RULES = [
    Rule("precision-honest", "no position is finer than its source", _precision_honest),
    Rule("ends-at-places", "neighbours meet, or the network falls apart", _ends_at_places),
    Rule("licence-of-ends", "a line drawn from shared positions is shared alike", _licence_of_ends),
    Rule("codes-fit", "what leads to another data set leads to the same thing", _codes_fit),
]
