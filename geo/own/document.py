"""What the file of a layer would say of one of a user's own: its columns, its words, its look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.model.atlas import Atlas
from geo.model.cells import parse, show, split_list
from geo.model.reserved import COLUMNS
from geo.model.spec import Column, Hue, Spec
from geo.own.cells import Cells, as_words, slug, unique
from geo.own.classes import Classes
from geo.own.days import KNOWN
from geo.read.layers import LayerFiles

if TYPE_CHECKING:
    from geo.own.layer import Layer

CITED = "sources"
"""The column that details tell in a way of its own, and no sentence."""
_PLACE = "column.place"
_OF_PAGE = (
    *("dates", "all", "country", "border", "share", "spot", "tint", "layer", "lon", "lat"),
    *("iso_a2", "iso_a3", "name_local", "place", "population"),
)
"""Names of columns that the page gives a meaning of its own."""


@dataclass(frozen=True)
class Named:
    """What the columns of a frame are called in an atlas, by their names in the frame.

    `common` are those that mean what they mean in all layers of the atlas. `name` and `id` are the
    columns that say what features are called, `exact` columns more, of what is known of days,
    `place` one of where they lie, if a table would tell nothing else. No column more may be called
    as one of those that are `taken`.
    """

    own: Mapping[str, str]
    common: Mapping[str, str]
    name: str | None
    id: str | None
    exact: Sequence[str]
    place: str
    taken: Collection[str]


def name_columns(atlas: Atlas, layer: Layer) -> Named:
    """Say what each column of a frame is in an atlas: none is lost, none takes another's name."""
    spec = atlas.spec
    base = LayerFiles(head(spec), {}, spec.words)
    tables = [each.table for each in spec.layers.values()]
    by_lower = {title.lower(): title for title in reversed(layer.cells)}
    sources = set(atlas.tables["sources"]["id"])
    common = {
        title: each
        for each in base.common
        if (title := by_lower.get(each)) and title not in layer.time
        if _fits(layer.cells[title], replace(tables[0][each], required=False), sources)
    }
    worded = {key.removeprefix("column.") for key in spec.words[spec.languages[0]]}
    networks = base.shapes["network"]["columns"]
    taken = {*_OF_PAGE, *COLUMNS, *networks, *worded, *spec.values, *spec.worldviews}
    taken |= {column for table in tables for column in table.names}
    taken -= {f"name_{language}" for language in spec.languages}
    prefix = slug(layer.name, "_") or "layer"
    own: dict[str, str] = {}
    for title in layer.cells:
        if title in common or (title == by_lower.get("name") and title not in layer.time):
            continue
        plain = slug(title, "_") or "column"
        free = f"{prefix}_{plain}" if plain in taken else plain
        own[title] = unique(free, {*taken, *own.values()}, "_")
    taken |= {*own.values()}
    exact = [unique(f"{own[each]}_prec", taken, "_") for each in layer.time]
    told = own.keys() & {*layer.time, *layer.popup} or _in_sentences(layer, {**common, **own})
    return Named(
        own=own,
        common=common,
        name=by_lower.get("name") or _naming(layer, own),
        id=by_lower.get("id"),
        exact=exact,
        place="" if told else unique(f"{prefix}_place", taken, "_"),
        taken=taken,
    )


def _naming(layer: Layer, own: Iterable[str]) -> str | None:
    """Return the column that says what features are called where none is called `name`."""
    if layer.has_tooltip:
        return next(iter(layer.tooltip), None)
    texts = (title for title in own if layer.cells[title].type == "text")
    told = (title for title in texts if title not in layer.time)
    return next((title for title in told if _tell_apart(layer.cells[title].values)), None)


def _tell_apart(values: Sequence[object]) -> bool:
    return all(values) and len({*values}) == len(values)


def group_of(id_: str, named: Named) -> str:
    """Return the name of the column that the legend of a layer tells apart."""
    return unique(f"{id_.replace('-', '_')}_class", named.taken, "_")


def head(spec: Spec) -> dict[str, Any]:
    """Return of `atlas.toml` what layers are described by."""
    return {
        "languages": list(spec.languages),
        "worldviews": list(spec.worldviews),
        "bodies": {},
        "schemes": {},
    }


def document_of(
    layer: Layer,
    spec: Spec,
    id_: str,
    *,
    title: Mapping[str, str],
    named: Named,
    hues: Sequence[Hue],
) -> dict[str, Any]:
    """Return what the file of a layer would say, but for its shape and where its features are.

    The hues are those of its classes, or where no column gives any, that of the layer.
    """
    group = group_of(id_, named) if layer.classes else ""
    columns = _columns(layer, spec, group, named)
    titles = {
        each: {tag: words.get(f"column.{each}", each) for tag, words in spec.words.items()}
        for each in named.common.values()
    } | {name: column["title"] for name, column in columns.items()}
    days, listed = (
        [named.own[each] for each in names if each in named.own]
        for names in (layer.time, layer.popup)
    )
    told = _in_sentences(layer, {**named.common, **named.own})
    listed = listed or [*filter(None, [named.place])]
    document = {
        "name": title,
        "doc": "a layer of the user's own",
        "columns": ["id", "name", *columns],
        "column": columns,
        "legend": [group] if group and layer.legend else [],
        "table": list(dict.fromkeys([*days, *told, *listed])),
        "details": [each for each in dict.fromkeys([*days, *listed]) if each not in told],
        "tips": max(1, len(told)),
        "sentences": [
            {"text": {tag: f"{word}: {{{each}}}" for tag, word in titles[each].items()}}
            for each in told
        ],
        "hue": group or list(hues[0]),
        "time": days,
    }
    if layer.classes:
        document["values"] = {group: _values(layer.classes, hues, spec)}
    if layer.weight:
        document["weight"] = named.own[layer.weight]
    label = {"label": dict.fromkeys(spec.languages, f"{{{group}}}")} if group else {}
    return {**document, **label}


def _in_sentences(layer: Layer, named: Mapping[str, str]) -> list[str]:
    """Return the columns that sentences tell, and the tooltip with them."""
    return [named[each] for each in layer.tooltip if named.get(each, CITED) != CITED]


def _columns(layer: Layer, spec: Spec, group: str, named: Named) -> dict[str, dict[str, Any]]:
    """Return what is said of each column that only this layer has."""

    def described(title: str, **told: object) -> dict[str, Any]:
        words = dict.fromkeys(spec.languages, as_words(title))
        return {"doc": "as it was given", "title": words, **told}

    columns = {
        name: described(layer.cells[each].title, type=layer.cells[each].type)
        for each, name in named.own.items()
    }
    for each, exact in zip(layer.time, named.exact, strict=True):
        columns[named.own[each]] |= {"type": "date", "precision": exact}
        columns[exact] = described(exact, type="choice", values=list(KNOWN))
    if named.place:
        title = {tag: words[_PLACE] for tag, words in spec.words.items()}
        columns[named.place] = {"doc": "where it lies", "type": "text", "title": title}
    if layer.column is not None:
        columns[group] = described(layer.cells[layer.column].title, type="choice")
    return columns


def _values(alike: Classes, hues: Sequence[Hue], spec: Spec) -> dict[str, dict[str, Any]]:
    """Return what is said of each class: its name in all languages, and its hue."""
    return {
        value.key: {
            "name": {tag: value.word(spec.words[tag]) for tag in spec.languages},
            "hue": list(hue),
        }
        for value, hue in zip(alike.values, hues, strict=True)
    }


def _fits(cells: Cells, column: Column, sources: set[str]) -> bool:
    """Tell whether all values of a column are such as the column of an atlas has."""
    try:
        found = [parse(show(value), column) for value in cells.values]
    except ValueError:
        return False
    return column.name != CITED or all(
        source in sources for cell in found for source in split_list(cell)
    )
