"""What the files of an atlas must be to each other: every key by itself is good already."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from geo.design.marks import STATES
from geo.design.signs import load_signs
from geo.errors import Problem
from geo.model.spec import Layer
from geo.read.layers import LayerFiles
from geo.read.toml import Document

Misfits = Iterator[tuple[str, str, str]]
"""A key, the value that it has, and what was expected instead."""

_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
"""What names of layers, columns and values are made of: they name files and colours too."""
_PLACEHOLDER = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_TOLD = ("dates", "all", "place", "country", "name", "n", "year")
"""What texts of a layer may name beside its columns."""
_CHOICES = ("choice", "choices")
_COUNTRIES = ("iso_a2", "iso_a2s")
_NAMING: dict[str, tuple[str, ...]] = {
    "columns": (),
    "legend": (),
    "table": (),
    "details": (),
    "search": (),
    "time": ("date",),
    "located": ("references",),
    "country": ("iso_a2",),
    "host": ("iso_a2",),
    "partners": _COUNTRIES,
    "absent": _COUNTRIES,
    "subject": ("boolean",),
    "where": ("boolean",),
    "values": _CHOICES,
}
"""Keys of the file of a layer that name columns, and the types that these may have."""
_OF_FACTS = ("located", "where", "values")
"""Those of them whose columns need not be published."""


def misfits(files: LayerFiles) -> Iterator[Problem]:
    """Yield what layers name and nothing describes, and what their shape or their mark lacks."""
    for name, spec in files.files.items():
        for find in (_misnamed, _undescribed, _unknown, _unjoined, _undrawn, _unbranched):
            for key, value, expected in find(name, spec, files):
                yield Problem(f"layers/{name}.toml", "", key, value, expected)


def unsaid(files: LayerFiles) -> Iterator[Problem]:
    """Yield what readers meet and has no word in any language, and texts that cannot be filled."""
    usual = files.words[files.head["languages"][0]]
    for name in files.files:
        layer = files.layer(name)
        found = [*_wordless(layer, files, usual), *_pointless(layer)]
        for language, texts in files.words.items():
            found += _unfilled(layer, language, texts)
        for key, value, expected in dict.fromkeys(found):
            yield Problem(f"layers/{name}.toml", "", key, value, expected)


def _misnamed(name: str, spec: Document, _: LayerFiles) -> Misfits:
    """Yield names that cannot be those of files and colours."""
    rows = spec.get("values", {})
    values = [value for named in rows.values() for value in named]
    for each in [name, *spec.get("column", {}), *rows, *values]:
        if not _NAME.fullmatch(each):
            yield "", each, "a name of a-z, 0-9, - and _"


def _undescribed(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield columns that are named but not described, not of the type, or not there."""
    known, own = files.described(name), [*files.columns_of(name), *files.common]
    for key, types in _NAMING.items():
        named = spec.get(key, [])
        if named is True:  # of areas: `partners`
            continue
        for column in [named] if isinstance(named, str) else named:
            if column not in known:
                yield key, column, f"a column that [column.{column}] describes"
            elif types and known[column]["type"] not in types:
                yield key, column, f"a column of type {' or '.join(types)}"
            elif column not in own and key not in _OF_FACTS:
                yield key, column, "one of the columns of the layer"
    for column in files.needed(name):
        if column not in own:
            yield "columns", "", f"{column} among the columns"


def _unknown(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what columns say of bodies and layers that the atlas does not have."""
    for column, described in spec.get("column", {}).items():
        for key, known, what in (
            ("standing", files.head["bodies"], "a body that atlas.toml names"),
            ("member_since", files.head["bodies"], "a body that atlas.toml names"),
            ("with_year", files.described(name), "a column"),
            ("names_a", files.files, "a layer"),
        ):
            if key in described and described[key] not in known:
                yield f"column.{column}.{key}", described[key], what


def _unjoined(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what a layer takes from other files that do not have it."""
    placed = {
        other["facts"]: "country" in other or "host" in other
        for other in files.files.values()
        if other["shape"] == "points" and "located" not in other
    }
    if spec["shape"] == "network" and not placed.get("places"):
        expected = "a layer of points of these facts with a country, for segments to join"
        yield "facts", "places", expected
    located = files.described(name).get(spec.get("located", ""), {}).get("to", "places")
    if "located" in spec and located not in placed:
        yield "located", located, "the facts of a layer of points"
    for view in spec.get("worldview_sources", {}):
        if view not in files.head["worldviews"]:
            yield "worldview_sources", view, f"one of {', '.join(files.head['worldviews'])}"


def _undrawn(_: str, spec: Document, __: LayerFiles) -> Misfits:
    """Yield what the mark of a layer asks of values that do not have it."""
    mark = spec.get("mark", {})
    wanted = [(mark.get("token"), "sign"), (mark.get("hue"), "hue")]
    if mark and mark["body"] not in load_signs():
        wanted.append((mark["body"], "sign"))
    for column, key in wanted:
        if not isinstance(column, str) or (key == "hue" and column == "ink"):
            continue
        rows = spec.get("values", {}).get(column, {})
        if not rows:
            yield "mark", column, f"a column with rows [values.{column}.NAME]"
        for name, row in rows.items():
            if key not in row:
                yield f"values.{column}.{name}.{key}", "", f"a {key}, for its mark"


def _unbranched(_: str, spec: Document, __: LayerFiles) -> Misfits:
    """Yield ways along branches that the network does not have."""
    if spec["shape"] != "network":
        return
    branches = spec.get("values", {}).get("branch", {})
    if not branches:
        yield "values.branch", "", "a row [values.branch.NAME] for each branch"
    for way, branch in spec.get("ways", {}).items():
        if branch not in branches:
            yield f"ways.{way}", branch, f"one of {', '.join(branches)}"


def _wordless(layer: Layer, files: LayerFiles, texts: Collection[str]) -> Misfits:
    """Yield columns and values without a word."""
    mark = layer.settings.get("mark", {})
    marked = [column for state in STATES for column in mark.get(state, {})]
    for column in dict.fromkeys([*layer.legend, *layer.listed, *layer.details, *marked]):
        if f"column.{column}" not in texts:
            yield f"column.{column}.title", "", "a title, for readers meet it"
        if layer.table[column].type not in _CHOICES or column == "gauge_mm":
            continue
        group = "standing" if layer.table[column].standing else column
        for value in files.values.get(group, {}) or layer.table[column].values:
            if f"{group}.{value}" not in texts:
                yield f"values.{column}.{value}.name", "", "a word for this value"


def _pointless(layer: Layer) -> Misfits:
    """Yield conditions of sentences on columns that the layer does not have."""
    for number, sentence in enumerate(layer.settings.get("sentences", []), start=1):
        for column in sentence.get("when", {}):
            if column not in layer.table.names:
                yield f"sentences.{number}.when", column, f"a column of {layer.id}"


def _unfilled(layer: Layer, language: str, texts: Mapping[str, str]) -> Misfits:
    """Yield what texts name in braces and the layer does not have."""
    ours = re.compile(rf"layers\.{layer.id}\.((?:sentences|cards\.lines)\.\d+(?:\.text)?|label)")
    for key, text in texts.items():
        if not (told := ours.fullmatch(key)):
            continue
        for column, form in _PLACEHOLDER.findall(text):
            if column not in layer.table.names and (form or column not in _TOLD):
                expected = f"a column of {layer.id}, or one of {', '.join(_TOLD)}"
                yield f"{told[1]}.{language}", column, expected
                continue
            for value in layer.table[column].values if form else ():
                if f"{column}_{form}.{value}" not in texts:
                    yield f"values.{column}.{value}.{form}", "", "this form, a text asks for it"
