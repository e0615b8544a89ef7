"""Rules on evidence: sources, and what they claim."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from geo.linter.rule import Found, Rule, frames
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.licences import SHARED_ALIKE, licence_ids
from geo.model.rows import rows

_TRACKING = re.compile(
    "utm(_.*)?|fbclid|gclid|yclid|mc_[ce]id|igshid|_openstat|ref_src|from|xtor|cmp"
)


def _sources_used(atlas: Atlas) -> Found:
    cells = [
        cell
        for frame in [*atlas.layers.values(), *atlas.tables.values()]
        if "sources" in frame
        for cell in frame["sources"].tolist()
    ]
    used = {source for cell in cells for source in split_list(cell)}
    used.update(source for scene in atlas.story for source in scene.cited)
    for source in atlas.tables["sources"]["id"]:
        if source not in used:
            yield "sources.csv", source, "nothing cites it"


def _addresses_plain(atlas: Atlas) -> Found:
    sources = atlas.tables["sources"].dropna(subset=["url"])
    asking = sources[sources["url"].str.contains("?", regex=False)]
    for source, url in zip(asking["id"], asking["url"], strict=True):
        for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True):
            if _TRACKING.fullmatch(name):
                yield "sources.csv", source, f"its address tells who came whence: {name}"


def _high_on_good_sources(atlas: Atlas) -> Found:
    # data sets tell where something is, not what is so: they help no weak source
    sources = atlas.tables["sources"].set_index("id")
    weak = set(sources.index[sources["weight"] == "weak"])
    places = set(sources.index[sources["kind"] == "dataset"])
    for where, table, frame in frames(atlas):
        if not {"confidence", "sources"} <= set(table.names):
            continue
        labels = frame.get("id", frame.index)
        told = frame["confidence"].tolist(), frame["sources"].tolist()
        for label, sure, cited in zip(labels, *told, strict=True):
            stating = set(split_list(cited)) - places if sure == "high" else ()
            if stating and stating <= weak:
                yield where, label, f"high, but rests on {', '.join(sorted(stating))}"


def _claims_in_order(atlas: Atlas) -> Found:
    for claim in rows(atlas.tables["claims"]):
        if claim.low > claim.high:
            told = f"{claim.low:g} to {claim.high:g} is no range"
            yield "claims.csv", claim.Index, told


def _working_value_claimed(atlas: Atlas) -> Found:
    claims = atlas.tables["claims"].groupby("quantity")
    lowest, highest = claims["low"].min(), claims["high"].max()
    for quantity in rows(atlas.tables["quantities"]):
        if quantity.id not in lowest:
            yield "quantities.csv", quantity.id, "nobody claims it"
        elif not lowest[quantity.id] <= quantity.working <= highest[quantity.id]:
            told = f"works with {quantity.working:g}, out of all claims"
            yield "quantities.csv", quantity.id, told


def _units_have_words(atlas: Atlas) -> Found:
    words = atlas.spec.words[atlas.spec.languages[0]]
    for quantity in rows(atlas.tables["quantities"]):
        unit = quantity.unit
        if words.keys().isdisjoint({f"unit.{unit}", f"units.{unit}", f"units.{unit}.other"}):
            yield "quantities.csv", quantity.id, f"its unit {unit!r} has no word units.{unit}"


def _share_alike_named(atlas: Atlas) -> Found:
    binding = SHARED_ALIKE.intersection(licence_ids(*atlas.layers.values()))
    for language, words in atlas.spec.words.items():
        lines = {"credit": words.get("credit", ""), "plate.credit": words.get("plate.credit")}
        for key, line in lines.items():
            for licence in sorted(binding):
                if line is not None and _letters(licence) not in _letters(line):
                    told = f"does not name {licence}, under which some layers are"
                    yield f"words/{language}.toml", key, told


def _letters(text: str) -> str:
    """Return what CC-BY-SA-4.0 and CC BY-SA have in common."""
    return re.sub("[^A-Za-z]", "", text)


RULES = [
    Rule("sources-used", "what nothing cites is left over", _sources_used),
    Rule("addresses-plain", "nobody is followed to a source", _addresses_plain),
    Rule("high-on-good-sources", "nobody answers for what is weak", _high_on_good_sources),
    Rule("claims-in-order", "a range runs from low to high", _claims_in_order),
    Rule(
        "working-value-claimed", "we work with values that somebody states", _working_value_claimed
    ),
    Rule("share-alike-named", "who uses the map is bound by it", _share_alike_named),
    Rule("units-have-words", "readers meet a unit in their own language", _units_have_words),
]
