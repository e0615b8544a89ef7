"""The page of the atlas: a folium map that is one self-contained, equal-area document."""

# ruff: noqa: SLF001 - an element of branca can be placed and named only by private members

from __future__ import annotations

import string
from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import partial
from html import escape
from itertools import chain
from typing import Any, TypeVar

import folium
import geopandas as gpd
import pandas as pd
from branca.element import Div, Element, Figure
from folium.template import Template

from geo.design.css import style
from geo.design.strokes import abreast_px
from geo.design.tokens import read_json
from geo.errors import TilesError
from geo.input import is_there
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.dataset import dataset, to_schema_org
from geo.model.shares import start_share
from geo.model.spec import Spec
from geo.model.worldviews import in_view, polygons_in_view
from geo.page import assets, payload
from geo.page.changed import pack_changes
from geo.page.description import describe
from geo.page.elements import below, loads, numbered, owners, prepare, refuse, warn_of_blocked
from geo.page.policy import Need, needs, openings, policy, run
from geo.page.tiles import Tiles, find_tiles
from geo.page.ways import pack_along, pack_ways
from geo.read.extras import read_labels, read_phrases, towns_between
from geo.read.geojson import read_ground

Frame = TypeVar("Frame", bound=pd.DataFrame)

GROUND = ("land", "lakes", "rivers")
CLAIMED = "areas"
"""The file of the areas that more than one claims."""
TITLED = ("page.title", "page.description", "brand", "about.heading")
UNSAID = ("about.first", "about.second", "story.intro", "time.caption", "explore.note", "credit")
"""Texts that an atlas may have: its title stands for the first, nothing for the others."""
TABLES = (
    *("sources", "quantities", "claims", "flows", "passages", "performance", "relations"),
    *("status_history", "promises", "memberships", "milestones"),
)
UNTOLD = {
    "sources": ["access", "precision_m", "note"],
    "flows": ["confidence", "as_of"],
    "promises": ["confidence", "as_of"],
    "memberships": ["until_prec", "sources", "confidence", "as_of", "note"],
}
"""Columns of tables that no part of the page tells."""
ON_PAPER = ("plate", "partner", "print_hint", "number", "date", "shape", "area", "own")
"""Groups of words that plates and files alone have: a browser knows dates and numbers."""
WRITTEN = ("page.noscript", "page.description", "language.english")
"""Words that stand in the document itself, or in files alone."""


def draw_page(
    atlas: Atlas,
    *,
    worldview: str = "",
    tiles: str | None = None,
    address: str = "",
    panels: bool = True,
    allow: Collection[str] = (),
) -> folium.Map:
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
        beneath the map instead of the boundary lines and the ground, which shows if no tile comes.
        The page is in Web Mercator then, not equal-area, and asks the provider for what the reader
        looks at.
    address
        What it shows where it is opened at no address of its own, as its links tell it after `#`.
    panels
        Whether panel, legend, search and bar of time stand beside the map. Without them the whole
        of it is the map, for another page to hold, as any page is at an address with `panels=off`.
    allow
        Origins, such as `https://data.example.org`, that elements of the user may load anything
        from, or send to, beside what they say themselves.

    Returns
    -------
    folium.Map
        In Lambert's azimuthal equal-area projection. `save`, `get_root().render()` and the
        display in a notebook give one document that loads nothing; elements of folium can be
        added as to any map, and what they say that they load is then allowed in the document's
        policy, not what a text in them would load: for that, hand over an element, such as
        `folium.Popup(folium.Element(html))`. Tiles, images and what else is drawn for Web
        Mercator are refused unless `tiles` is given.

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
        If a number in a layer is not finite, or if something in `allow` is no origin.
    """
    spec, usual = atlas.spec, atlas.spec.worldviews[0]
    beneath = find_tiles(tiles) if tiles else None
    if beneath and (worldview or usual) != usual:
        raise TilesError(f"online tiles bring their own borders: no {worldview} view with them")
    shown = in_view(atlas, worldview)
    if unknown := sorted(shown.layers.keys() - spec.layers.keys()):
        told = f"layers that {spec.title} does not describe: {', '.join(unknown)}"
        raise ValueError(f"{told}; geo.Layer adds one of your own")
    return AtlasMap(
        {
            "name": spec.name,
            "address": address,
            "panels": "" if panels else "off",
            "edition": {
                "title": spec.title,
                "authors": list(spec.authors),
                "version": atlas.version,
                "date": atlas.date,
            },
            "view": {
                **spec.settings["map"],
                "projection": spec.settings["centre"],
                "worldview": worldview or usual,
            },
            "abreast_px": [abreast_px(), abreast_px(broken=True)],
            "spots": read_labels(spec),
            "texts": {language: _texts(spec, language) for language in spec.languages},
            "phrases": read_phrases(spec),
            "languages": read_json("words/local.json"),
            "relief": None if beneath else assets.relief(spec.folder / "geometry"),
            **describe(spec),
            "features": payload.pack_layers(
                {
                    name: _cited(_shared(frame, shown), shown)
                    for name, frame in shown.layers.items()
                    if not (beneath and "border" in frame)
                },
                {name: layer.shape for name, layer in spec.layers.items()},
            ),
            "ground": _ground(shown, worldview or usual),
            "story": [payload.pack_scene(scene) for scene in atlas.story],
            "tables": {name: _table(atlas, name) for name in TABLES},
            "changed": pack_changes(atlas),
            "ways": pack_ways(atlas),
            "along": pack_along(atlas),
        },
        to_schema_org(dataset(atlas)),
        spec.languages[0],
        style(spec),
        tiles=beneath,
        allowed=openings(allow),
    )


def _texts(spec: Spec, language: str) -> dict[str, str]:
    """Return the words of the page; where the atlas says nothing of itself, its title does."""
    views = {f"worldview.{view}": view for view in spec.worldviews}
    own = {**dict.fromkeys(TITLED, spec.title), **dict.fromkeys(UNSAID, ""), **views}
    words = sorted({**own, **spec.words[language]}.items())
    return {
        key: word
        for key, word in words
        if key.partition(".")[0] not in ON_PAPER and ".print_hints." not in key
    }


def _table(atlas: Atlas, name: str) -> dict[str, list[Any]]:
    untold = [*UNTOLD.get(name, []), *(["id"] if atlas.spec.tables[name].made_of else [])]
    told = atlas.tables[name].drop(columns=untold, errors="ignore")
    return payload.pack_columns(_cited(told, atlas))


def _cited(frame: Frame, atlas: Atlas) -> Frame:
    """Return a frame with numbers of rows in place of the ids of its sources, which are long."""
    if "sources" not in frame:
        return frame
    number = {source: str(row) for row, source in enumerate(atlas.tables["sources"]["id"])}
    cells = [
        ";".join(number.get(source, source) for source in split_list(cell)) or None
        for cell in frame["sources"]
    ]
    return frame.assign(sources=pd.Series(cells, frame.index, dtype=object))


def _ground(atlas: Atlas, worldview: str) -> dict[str, Any]:
    """Return what lies beneath the layers, packed, with the areas that more than one claims."""
    folder = atlas.spec.folder / "geometry"
    files = {name: folder / f"{name}.geojson" for name in (*GROUND, CLAIMED)}
    found = {name: read_ground(path) for name, path in files.items() if is_there(path)}
    if CLAIMED in found:
        found[CLAIMED] = polygons_in_view(found[CLAIMED], worldview)
    ground = {name: payload.pack_layer(frame[["id", "geometry"]]) for name, frame in found.items()}
    towns = towns_between(atlas)
    if towns is None:
        return ground
    return {**ground, "towns": payload.pack_layer(towns.drop(columns="id"), "points")}


def _shared(frame: gpd.GeoDataFrame, atlas: Atlas) -> gpd.GeoDataFrame:
    """Return a network with the part of each segment that lies in the country where it starts.

    Notes on its dates are left out: the page has them from the history.
    """
    if not {"iso_from", "iso_to"} <= {*frame.columns}:
        return frame
    frame = frame.drop(columns="dates_note", errors="ignore")
    layers = [layer.id for layer in atlas.spec.of_shape("areas") if layer.id in atlas.layers]
    countries = {
        code: shape
        for areas in (atlas.layers[name] for name in layers)
        for code, shape in zip(areas["iso_a2"], areas.geometry, strict=True)
    }
    ends = zip(frame.geometry, frame["iso_from"], frame["iso_to"], strict=True)
    return frame.assign(share=[round(start_share(*each, countries), 4) for each in ends])


class AtlasMap(folium.Map):
    """A folium map whose ground and layers are the atlas; the figure around it is the page.

    Parameters
    ----------
    data
        What the page's script reads, as plain values for JSON.
    dataset
        What search engines read of it, as JSON-LD.
    language
        The usual one of the texts.
    style
        The style sheet of what is drawn.
    tiles
        Online tiles to draw it on; without them it is equal-area.
    allowed
        What elements of the user may load beside what they say themselves.
    """

    _template = Template("")  # the map itself is part of the page

    def __init__(
        self,
        data: Mapping[str, Any],
        dataset: Mapping[str, Any],
        language: str,
        style: str,
        *,
        tiles: Tiles | None = None,
        allowed: Collection[Need] = (),
    ) -> None:
        super().__init__(tiles=None)
        self.default_js = []
        self.default_css = []
        self._id = "atlas"
        self.tiles, self.allowed = tiles, allowed
        beneath = asdict(tiles) if tiles else None
        keys = sorted({*chain(*data["texts"].values())} - {*WRITTEN})
        said = {tag: [words.get(key) for key in keys] for tag, words in data["texts"].items()}
        own = {
            "texts": {"keys": keys, "said": said},
            "tiles": beneath,
            "map": self.get_name(),
        }
        self.data = payload.to_block({**data, **own})
        self.dataset = payload.to_json(dataset)
        self.language, self.style = language, style
        self.texts: Mapping[str, str] = data["texts"][language]
        self._drawn: list[tuple[Element, str]] = []

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        """Add an element of folium.

        Raises
        ------
        ValueError
            If it, or something in it, cannot work on this map. What is added to it later is
            looked at in the same way.
        """
        self._look_at(child)
        return super().add_child(child, name, index)

    def _look_at(self, child: Element) -> None:
        for element in below(child):
            if element is not self:
                refuse(element, mercator=bool(self.tiles))
                # Nothing tells a map what its elements are given: they have to ask it first.
                setattr(element, "add_child", partial(self._add_below, element))  # noqa: B010

    def _add_below(
        self, parent: Element, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        self._look_at(child)
        return type(parent).add_child(parent, child, name, index)

    def render(self, **kwargs: object) -> str:
        """Make the figure around the map its page, and all elements ready for it.

        Raises
        ------
        TypeError
            If the map is in no figure, or in a part of one.
        ValueError
            If an element cannot work on this map.
        """
        figure = self.get_root()
        if isinstance(figure, Div) or not isinstance(figure, Figure):
            raise TypeError("an atlas is a whole page: add it to a folium.Figure, not to a part")
        figure._template = Page(self)
        found = list(below(figure))
        for element in found:
            if element is not self:
                refuse(element, mercator=bool(self.tiles))
        # What an earlier drawing left behind would be there twice, and what was removed since.
        for part, name in self._drawn:
            part._children.pop(name, None)
        prepare(found, figure)
        before = {(id(part), name) for part in found for name in part._children}
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        now = [(part, name) for part in found for name in part._children]
        self._drawn = [(part, name) for part, name in now if (id(part), name) not in before]
        return ""


class Page:
    """What a figure around an atlas map writes: one document, with a policy that fits it."""

    def __init__(self, atlas: AtlasMap) -> None:
        self.atlas = atlas

    def render(self, this: Figure, kwargs: Mapping[str, object]) -> str:
        """Return the whole document.

        What users added comes last, each script by itself: neither a host that does not answer
        nor one that fails takes anything else along.
        """
        atlas = self.atlas
        found = list(below(this))
        header = [child for name, child in this.header._children.items() if name != "meta_http"]
        markup = "\n".join(
            child.render(**kwargs) for child in (*header, *this.html._children.values())
        )
        scripts = {name: child.render(**kwargs) for name, child in this.script._children.items()}
        markup, *rest = numbered([markup, *scripts.values(), *scripts], found)
        pieces, names = rest[: len(scripts)], rest[len(scripts) :]
        known = owners(found)
        kinds = [known.get(name, "script") for name in scripts]
        leaflet, own, *added = map(
            assets.safe_script, (assets.leaflet_script(), assets.script(), *pieces)
        )
        declared = [*needs(markup), *loads(found), *atlas.allowed]
        images = atlas.tiles.origins() if atlas.tiles else []
        granted = [
            *map(run, (leaflet, own, *added)),
            *declared,
            *(("img-src", origin) for origin in images),
        ]
        for kind, piece in zip(kinds, added, strict=True):
            warn_of_blocked(piece, kind, granted)
        texts = atlas.texts
        return string.Template((assets.PAGE / "page.html").read_text("utf-8")).substitute(
            lang=atlas.language,
            map=atlas.get_name(),
            title=escape(this.title or texts["page.title"]),
            description=escape(texts["page.description"]),
            noscript=escape(texts["page.noscript"]),
            failed=escape(texts["page.failed"]),
            policy=policy(granted),
            dataset=atlas.dataset,
            style=assets.style(atlas.style),
            phone=escape(assets.PHONE),
            phone_style=assets.phone_style(),
            leaflet=leaflet,
            data=atlas.data,
            # Only what users add may have markers of Leaflet's own.
            icons=payload.to_json(assets.marker_images() if scripts else {}),
            script=own,
            added=markup,
            added_scripts="\n".join(
                f'<script data-name="{escape(name)}" data-kind="{kind}">{piece}</script>'
                for name, kind, piece in zip(names, kinds, added, strict=True)
            ),
        )
