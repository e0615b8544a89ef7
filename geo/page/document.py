"""The page of the atlas: a folium map that is one self-contained, equal-area document."""

# ruff: noqa: SLF001 - an element of branca can be placed and named only by private members

from __future__ import annotations

import base64
import hashlib
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure
from folium.raster_layers import ImageOverlay, TileLayer, WmsTileLayer
from folium.template import Template

from geo.design.css import style
from geo.design.theme import px
from geo.design.tokens import read_json
from geo.errors import TilesError
from geo.input import is_there
from geo.model.atlas import Atlas
from geo.model.spec import Spec
from geo.model.worldviews import in_view, polygons_in_view
from geo.page import assets, payload
from geo.page.description import describe
from geo.page.tiles import Tiles, find_tiles
from geo.read.extras import read_labels, read_phrases
from geo.read.geojson import read_ground

GROUND = ("land", "lakes", "rivers")
CLAIMED = "areas"
"""The file of the areas that more than one claims."""
TITLED = ("page.title", "page.description", "brand", "about.heading")
UNSAID = ("about.first", "about.second", "story.intro", "time.caption", "explore.note", "credit")
"""Texts that an atlas may have: its title stands for the first, nothing for the others."""
TABLES = ("sources", "quantities", "claims", "status_history", "memberships", "milestones")
_POLICY_MARK = "@policy@"
_INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE
)
_ORIGIN = re.compile(r"https?://[^\s\"'`<>()\\/?#,;]+")
_LINKED = re.compile(r"<(script|link)\b[^>]*\b(?:src|href)=[\"']([^\"']+)", re.IGNORECASE)
_RANDOM_ID = re.compile(r"[0-9a-f]{32}")


def draw_page(atlas: Atlas, *, worldview: str = "", tiles: str | None = None) -> folium.Map:
    """Draw the page of an atlas.

    Parameters
    ----------
    atlas
        What to draw. A layer that is missing or empty shows nothing.
    worldview
        Whose borders to show: one of the views of the atlas, by default its first. The page holds
        no line and no polygon of another view.
    tiles
        A provider of xyzservices, `OpenStreetMap.Mapnik` for one, whose online tiles then lie
        beneath the map instead of the ground and the boundary lines. The page is in Web
        Mercator then, not equal-area, and asks the provider for what the reader looks at.

    Returns
    -------
    folium.Map
        In Lambert's azimuthal equal-area projection. `save`, `get_root().render()` and the
        display in a notebook give one document that loads nothing; elements of folium can be
        added as to any map, and what they load is then allowed in the document's policy. Tiles
        and images are refused unless `tiles` is given, for they are drawn for Web Mercator.

    Raises
    ------
    DataError
        If the ground is missing from the package.
    ViewError
        If there is no such worldview.
    TilesError
        If no provider has that name, if it needs a key or is not in Web Mercator, or if another
        worldview than the usual one is asked for, since tiles bring borders of their own.
    ValueError
        If a number in a layer is not finite.
    """
    spec, usual = atlas.spec, atlas.spec.worldviews[0]
    beneath = find_tiles(tiles) if tiles else None
    if beneath and (worldview or usual) != usual:
        raise TilesError(f"online tiles bring their own borders: no {worldview} view with them")
    shown = in_view(atlas, worldview)
    if unknown := sorted(shown.layers.keys() - spec.layers.keys()):
        raise ValueError(f"layers that {spec.title} does not describe: {', '.join(unknown)}")
    geometry = spec.folder / "geometry"
    return AtlasMap(
        {
            "name": spec.name,
            "edition": {"title": spec.title, "version": atlas.version, "date": atlas.date},
            "view": {
                **spec.settings["map"],
                "projection": spec.settings["centre"],
                "worldview": worldview or usual,
            },
            "line_px": px("line"),
            "spots": read_labels(spec),
            "texts": {language: _texts(spec, language) for language in spec.languages},
            "phrases": read_phrases(spec),
            "languages": read_json("words/local.json"),
            "relief": None if beneath else assets.relief(geometry),
            "icons": assets.marker_images(),
            **describe(spec),
            "features": {
                name: payload.pack_layer(frame, spec.layers[name].shape)
                for name, frame in shown.layers.items()
                if not (beneath and spec.layers[name].shape == "lines")
            },
            "ground": {} if beneath else _ground(geometry, worldview or usual),
            "story": [payload.pack_scene(scene) for scene in atlas.story],
            "tables": {name: payload.pack_columns(atlas.tables[name]) for name in TABLES},
        },
        spec.languages[0],
        style(spec),
        beneath,
    )


def _texts(spec: Spec, language: str) -> dict[str, str]:
    """Return all words in a language; where the atlas says nothing of itself, its title does."""
    views = {f"worldview.{view}": view for view in spec.worldviews}
    own = {**dict.fromkeys(TITLED, spec.title), **dict.fromkeys(UNSAID, ""), **views}
    return dict(sorted({**own, **spec.words[language]}.items()))


def _ground(folder: Path, worldview: str) -> dict[str, Any]:
    """Return what lies beneath the layers, packed, with the areas that more than one claims."""
    files = {name: folder / f"{name}.geojson" for name in (*GROUND, CLAIMED)}
    found = {name: read_ground(path) for name, path in files.items() if is_there(path)}
    if CLAIMED in found:
        found[CLAIMED] = polygons_in_view(found[CLAIMED], worldview)
    return {name: payload.pack_layer(frame[["id", "geometry"]]) for name, frame in found.items()}


class AtlasMap(folium.Map):
    """A folium map whose ground and layers are the atlas.

    Parameters
    ----------
    data
        What the page's script reads, as plain values for JSON.
    language
        The usual one of the texts.
    style
        The style sheet of what is drawn.
    tiles
        Online tiles to draw it on; without them it is equal-area.
    """

    _template = Template("")  # the map itself is part of the page

    def __init__(
        self, data: Mapping[str, Any], language: str, style: str, tiles: Tiles | None = None
    ) -> None:
        super().__init__(tiles=None)
        self.default_js = []
        self.default_css = []
        self._id = "atlas"
        self.tiles = tiles
        beneath = asdict(tiles) if tiles else None
        self.data = payload.to_json({**data, "tiles": beneath, "map": self.get_name()})
        self.language, self.style = language, style
        self.texts: Mapping[str, str] = data["texts"][language]
        Page().add_child(self)

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        """Add an element of folium; tiles and images only to a map that is in Web Mercator.

        Raises
        ------
        ValueError
            If the element is a layer of tiles or an image and the map is equal-area.
        """
        if not self.tiles and isinstance(child, (TileLayer, WmsTileLayer, ImageOverlay)):
            raise ValueError(
                f"{type(child).__name__} is drawn for Web Mercator and would not lie where it"
                " belongs on this equal-area map"
            )
        return super().add_child(child, name, index)


class Page(Figure):
    """The document around an atlas map, with a policy that fits what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.header = Element()
        self.header._parent = self

    def render(self, **kwargs: object) -> str:
        """Return the whole document."""
        children = list(self._children.values())
        for child in children:
            child.render(**kwargs)
        atlas = next(child for child in children if isinstance(child, AtlasMap))
        added = {
            "header": self.header.render(**kwargs),
            "html": self.html.render(**kwargs),
            "user_script": self.script.render(**kwargs),
        }
        for number, identity in enumerate(_random_ids(atlas)):
            added = {key: text.replace(identity, f"{number}") for key, text in added.items()}
        document = string.Template((assets.PAGE / "page.html").read_text("utf-8")).substitute(
            lang=atlas.language,
            map=atlas.get_name(),
            title=escape(atlas.texts["page.title"]),
            description=escape(atlas.texts["page.description"]),
            noscript=escape(atlas.texts["page.noscript"]),
            failed=escape(atlas.texts["page.failed"]),
            policy=_POLICY_MARK,
            style=assets.style(atlas.style),
            leaflet=assets.leaflet_script(),
            data=atlas.data,
            script=assets.script(),
            **added,
        )
        images = atlas.tiles.origins() if atlas.tiles else []
        rules = policy(document, "".join(added.values()), images)
        return document.replace(_POLICY_MARK, rules, 1)


def policy(document: str, added: str, images: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy of a document.

    Parameters
    ----------
    document
        The whole document; each of its inline scripts is allowed by its hash.
    added
        The part of it that the user's own elements brought; what it names may be loaded.
    images
        Further origins that images may be loaded from.
    """
    linked: dict[str, set[str]] = {"script": set(), "link": set()}
    for tag, address in _LINKED.findall(added):
        linked[tag.lower()] |= set(_origins(address))
    named = set(_origins(added)) - linked["script"] - linked["link"]
    hashes = [f"'sha256-{_hash(script)}'" for script in _INLINE.findall(document)]
    directives = {
        "default-src": ["'none'"],
        "script-src": [*dict.fromkeys(hashes), *sorted(linked["script"])],
        "style-src": ["'unsafe-inline'", *sorted(linked["link"])],
        "font-src": ["data:", *sorted(linked["link"])],
        "img-src": ["data:", *sorted({*images, *named, *linked["script"], *linked["link"]})],
        "connect-src": sorted(named) or ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def _origins(text: str) -> Iterator[str]:
    """Yield the origins that a text names; a placeholder in a host stands for any name."""
    for origin in _ORIGIN.findall(text):
        scheme, host = origin.split("://")
        head, brace, tail = host.rpartition("}")
        yield f"{scheme}://*{tail}" if brace and head.startswith("{") else origin


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _random_ids(element: Element) -> Iterator[str]:
    """Yield the random ids below an element, in the order of the tree."""
    for child in element._children.values():
        if _RANDOM_ID.fullmatch(child._id):
            yield child._id
        yield from _random_ids(child)
        for part in ("html", "script", "header"):
            if isinstance(getattr(child, part, None), Element):
                yield from _random_ids(getattr(child, part))
