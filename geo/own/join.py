"""A layer of a user's own put among those of an atlas, on the one path that all layers take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import shapely

from geo.design import palettes
from geo.design.signs import load_signs
from geo.design.theme import colours
from geo.errors import LayerError
from geo.model.atlas import Atlas
from geo.model.cells import conform, parse, show
from geo.model.reserved import LAYERS
from geo.model.spec import Hue, Spec
from geo.model.window import window_told
from geo.own.cells import as_words, slug, unique, written
from geo.own.document import CITED, Named, document_of, group_of, head, name_columns
from geo.own.shapes import Parts, on_the_map
from geo.read.layers import LayerFiles
from geo.read.words import told_texts

if TYPE_CHECKING:
    from geo.own.layer import Layer

Joined = TypeVar("Joined", bound=Atlas)
EDITED = "own"
"""What the version of an atlas with such layers ends with: it is no longer as published."""
_SMALLEST = "0.1 m"
"""What is smaller falls together when degrees are rounded as they are published."""
_DECIMALS = 3
"""Of the degrees that tell where a feature lies."""
_SUM = 8
"""So many digits of a sum tell texts apart."""
_CAPTION = "time.caption"
_BODIES = ("disc", "diamond", "box", "wedge")
"""The sign of the points of such a layer, and of those that have hues of one or more others."""
_DASHES = ("dash-virtual", "dash-one-dot", "dash-two-dots")
"""How lines and outlines of one that has hues of one or more others are dashed: as no line of a
network is."""
_GEOMETRY = {
    "points": {"Point"},
    "lines": {"LineString", "MultiLineString"},
    "areas": {"Polygon", "MultiPolygon"},
}


@dataclass(frozen=True)
class _Part:
    """What a layer has of one kind of geometry, as a layer by itself."""

    layer: Layer
    kind: str
    id: str
    parts: Parts
    named: Named
    hues: Sequence[Hue]
    alike: int
    """How many other layers have one of the hues."""
    told_apart: Sequence[object]
    """What its rows are called by in the ids of its features."""


def join(atlas: Joined, layer: Layer) -> tuple[Joined, list[str]]:
    """Return an atlas with one more layer, or one for each kind of geometry; and what is left out.

    Its page does not open with the story, of which no scene tells of the layer.

    Raises
    ------
    LayerError
        If nothing of the layer lies on the map of the atlas.
    """
    shown, notes = _shown(atlas.spec, layer)
    named = name_columns(atlas, layer)
    taken = [*colours(atlas.spec).values()]
    hues = _hues(layer, taken)
    alike = max(map(taken.count, {*hues} & {*palettes.kinds()}), default=0)
    lasting = _lasting(layer, named)
    spec, layers = atlas.spec, dict(atlas.layers)
    for kind, parts in reversed(shown.items()):  # the first lies on top
        name = f"{layer.name} {kind}" if len(shown) > 1 else layer.name
        id_ = unique(slug(name) or "layer", [*spec.published, *spec.facts, *LAYERS])
        part = _Part(layer, kind, id_, parts, named, hues, alike, lasting or layer.rows.tolist())
        spec = _described(spec, part, several=len(shown) > 1)
        known = {each for frame in layers.values() for each in frame["id"]}
        layers = {id_: _frame(part, spec, known), **layers}
    if _names(spec) == _names(atlas.spec):
        told = "the atlas has a layer of this name already, and now shows both"
        notes.append(f"{told}; opened anew, it has neither")
    if named.id and not lasting:
        told = "has gaps, or values that stand twice"
        notes.append(f"{named.id!r} {told}: links to features are as their rows are numbered")
    if any(named.common.get(each) == CITED for each in layer.tooltip):
        notes.append(f"{CITED!r} stands in the details, not in the tooltip")
    if late := sum(str(first) > atlas.date for first, _, _ in layer.days):
        notes.append(f"later than the atlas, {atlas.date}, and not shown: {late} features")
    edition, _, local = atlas.version.partition("+")
    marks = dict.fromkeys([*filter(None, local.split(".")), EDITED])
    version = f"{edition}+{'.'.join(marks)}"
    return replace(atlas, spec=spec, layers=layers, version=version), notes


def _names(spec: Spec) -> set[str]:
    """Return what its layers are called."""
    words = spec.words[spec.languages[0]]
    return {words[f"layers.{id_}.name"] for id_ in spec.layers}


def _shown(spec: Spec, layer: Layer) -> tuple[dict[str, Parts], list[str]]:
    """Return what of a layer lies on the map, and in words what does not."""
    found = {kind: on_the_map(kind, parts, spec) for kind, parts in layer.parts.items()}
    shown = {kind: each.parts for kind, each in found.items() if len(each.parts.rows)}
    there = {int(row) for parts in shown.values() for row in parts.rows}
    small = {int(row) for each in found.values() for row in each.small} - there
    if not shown and small:
        raise LayerError(f"{layer.name}: all that lies on the map is smaller than {_SMALLEST}")
    if not shown:
        told = f"nothing lies on the map, {window_told(spec)}{_swapped(spec, layer)}"
        raise LayerError(f"{layer.name}: {told}")
    notes = []
    if small:
        notes.append(
            f"left out, smaller than {_SMALLEST}: {len(small)} of {len(layer.rows)} features"
        )
    if beyond := len(layer.rows) - len(there | small):
        notes.append(f"left out beyond the map: {beyond} of {len(layer.rows)} features")
    if cut := sum(each.cut for each in found.values()):
        notes.append(f"drawn as far as the map reaches: {cut} features")
    return shown, notes


def _swapped(spec: Spec, layer: Layer) -> str:
    """Return a hint if points would lie on the map the other way round."""
    points = layer.parts.get("points")
    if points is None:
        return ""
    turned = shapely.transform(points.shapes, lambda xy: xy[:, ::-1])
    legal = abs(shapely.get_y(turned)) <= 90
    there = on_the_map("points", Parts(points.rows[legal], turned[legal]), spec).parts
    return "; longitude comes before latitude, are they swapped?" if len(there.rows) else ""


def _hues(layer: Layer, taken: Sequence[Hue]) -> Sequence[Hue]:
    """Return the hues of a layer: as was chosen, or else those that the fewest others have."""
    if layer.classes:
        return layer.classes.hues(taken)
    return [layer.hue or palettes.kinds(taken)[0]]


def _described(spec: Spec, part: _Part, *, several: bool) -> Spec:
    """Return what describes an atlas with a layer more, above the others of its shape."""
    layer, kind, id_ = part.layer, part.kind, part.id
    title = {
        tag: as_words(f"{layer.name}: {words[f'own.{kind}']}" if several else layer.name)
        for tag, words in spec.words.items()
    }
    document = document_of(layer, spec, id_, title=title, named=part.named, hues=part.hues)
    if kind == "points":
        body = _BODIES[min(part.alike, len(_BODIES) - 1)]
        size = load_signs()[body].size
        scale = {"scale": 2 * layer.radius / size} if layer.radius else {}
        mark = {"body": body, "hue": document.pop("hue"), **scale}
        document |= {"shape": "points", "facts": id_, "mark": mark}
    else:
        width = {"line_px": layer.width} if layer.width else {}
        dash = {"dash": _DASHES[min(part.alike, len(_DASHES)) - 1]} if part.alike else {}
        document |= {"shape": "lines", "geometry": id_, "sources": "", **width, **dash}
    files = LayerFiles(head(spec), {id_: document}, spec.words)
    described = files.layer(id_)
    columns = tuple(
        replace(column, required=column.name in ("id", "name"))
        for column in described.table.columns
    )
    table = replace(described.table, columns=columns, geometry=frozenset(_GEOMETRY[kind]))
    settings = {**described.settings, "added": True, "nameless": part.named.name is None}
    texts = dict(told_texts({"bodies": {}}, {id_: document}))
    words = {
        tag: {**known, **{key: told[tag] for key, told in texts.items()}}
        for tag, known in spec.words.items()
    }
    if kind == "points" and layer.time:  # the bar of time counts them too
        for tag, known in words.items():
            known[_CAPTION] = ", ".join(filter(None, [known.get(_CAPTION), title[tag]]))
    return replace(
        spec,
        layers={id_: replace(described, table=table, settings=settings), **spec.layers},
        values={**spec.values, **files.values},
        words=words,
    )


def _frame(part: _Part, spec: Spec, taken: set[str]) -> gpd.GeoDataFrame:
    """Return the features of one kind as the layers of an atlas hold theirs."""
    layer, named = part.layer, part.named
    rows = [int(row) for row in part.parts.rows]
    columns: dict[str, list[Any]] = {
        name: [layer.cells[title].values[row] for row in rows] for title, name in named.own.items()
    }
    for title, name in named.common.items():
        known = replace(spec.layers[part.id].table[name], required=False)
        columns[name] = [parse(show(layer.cells[title].values[row]), known) for row in rows]
    for side, title in enumerate(layer.time):
        columns[named.own[title]] = [str(layer.days[row][side]) for row in rows]
        columns[named.exact[side]] = [layer.days[row][2][side] for row in rows]
    if named.place:
        columns[named.place] = _places(part.parts)
    columns["id"] = _ids(part, rows, taken)
    columns["name"] = [_name(part, row) for row in rows]
    if layer.classes:
        columns[group_of(part.id, named)] = [layer.classes.keys[row] for row in rows]
    frame = gpd.GeoDataFrame(columns, geometry=list(part.parts.shapes), crs="EPSG:4326")
    return conform(frame, spec.layers[part.id].table)


def _places(parts: Parts) -> list[str]:
    spots = shapely.get_coordinates(shapely.point_on_surface(parts.shapes))
    return [f"{lat:.{_DECIMALS}f}, {lon:.{_DECIMALS}f}" for lon, lat in spots]


def _ids(part: _Part, rows: list[int], taken: set[str]) -> list[str]:
    """Return ids that last as long as the user's own do, if these tell features apart."""
    known, ids, numbers = set(taken), [], Counter[str]()
    for row in rows:
        plain = found = f"{part.id}-{part.told_apart[row]}"
        while found in known:  # one of several points of a feature
            numbers[plain] += 1
            found = f"{plain}-{numbers[plain] + 1}"
        known.add(found)
        ids.append(found)
    return ids


def _lasting(layer: Layer, named: Named) -> list[str]:
    """Return what tells features apart whatever else changes; nothing if no column does.

    Of texts that are alike in a-z and 0-9, each has a sum of all its letters behind it.
    """
    told = [show(value) for value in layer.cells[named.id].values] if named.id else []
    if not all(told) or len(set(told)) < len(told):
        return []
    plain = [slug(each) for each in told]
    alike = Counter(["", "", *plain])
    return [
        f"{name}-{sha256(each.encode()).hexdigest()[:_SUM]}".strip("-") if alike[name] > 1 else name
        for name, each in zip(plain, told, strict=True)
    ]


def _name(part: _Part, row: int) -> str:
    layer, column = part.layer, part.named.name
    told = "" if column is None else written(layer.cells[column].values[row])
    return told or f"{layer.name} {layer.rows[row]}"
