"""The page of an atlas: one self-contained, equal-area document."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import geopandas as gpd
import pandas as pd

from geo.design.css import style
from geo.design.strokes import abreast_px
from geo.design.tokens import read_design
from geo.errors import TilesError
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.dataset import dataset, to_schema_org
from geo.model.shares import start_share
from geo.model.spec import Spec
from geo.model.worldviews import in_view, polygons_in_view
from geo.page import assets, payload
from geo.page.changed import pack_changed
from geo.page.description import describe, untold
from geo.page.policy import Need, openings, policy, run
from geo.page.tiles import Tiles, find_tiles
from geo.page.ways import pack_along, pack_ways
from geo.read.extras import read_labels, read_phrases, towns_between
from geo.read.geojson import read_ground

if TYPE_CHECKING:
    from xyzservices import TileProvider

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


def make_page(
    atlas: Atlas,
    *,
    worldview: str = "",
    tiles: str | TileProvider | None = None,
    address: str = "",
    panels: bool = True,
    allow: Collection[str] = (),
) -> Page:
    """Make the page of an atlas.

    Parameters
    ----------
    atlas
        What to draw. A layer that is missing or empty shows nothing.
    worldview
        Whose borders to show: one of the views of the atlas, by default its first. The page holds
        no line and no polygon of another view.
    tiles
        A provider of xyzservices, or its name, `OpenStreetMap.Mapnik` for one, whose tiles then lie
        beneath the map instead of the boundary lines and the ground, which shows if no tile comes.
        The page is in Web Mercator then, not equal-area, and asks the provider for what the reader
        looks at.
    address
        What it shows where it is opened at no address of its own, as its links tell it after `#`:
        by default the story, or, where a layer was added to the atlas, all there is to explore.
    panels
        Whether panel, legend, search and bar of time stand beside the map. Without them the whole
        of it is the map, for another page to hold, as any page is at an address with `panels=off`.
    allow
        Origins, such as `https://data.example.org`, that elements of the user may load anything
        from, or send to, beside what they say themselves.

    Returns
    -------
    Page
        In Lambert's azimuthal equal-area projection, or in Web Mercator on tiles.

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
    opened = {"name": spec.name, "address": address, "panels": "" if panels else "off"}
    return Page(
        {**opened, **_content(atlas, shown, worldview or usual, on_tiles=bool(beneath))},
        to_schema_org(dataset(atlas)),
        spec.languages[0],
        style(spec),
        tiles=beneath,
        allowed=openings(allow),
    )


def _content(atlas: Atlas, shown: Atlas, worldview: str, *, on_tiles: bool) -> dict[str, Any]:
    """Return what the page holds of an atlas, its layers as a view of the borders shows them."""
    spec = atlas.spec
    numbers = {id_: str(row) for row, id_ in enumerate(atlas.tables["sources"]["id"].tolist())}
    return {
        "edition": {
            "title": spec.title,
            "authors": list(spec.authors),
            "version": atlas.version,
            "date": atlas.date,
        },
        "view": {
            **spec.settings["map"],
            "projection": spec.settings["centre"],
            "worldview": worldview,
        },
        "abreast_px": [abreast_px(), abreast_px(broken=True)],
        "spots": read_labels(spec),
        "texts": {language: _texts(spec, language) for language in spec.languages},
        "phrases": read_phrases(spec),
        "languages": read_design("words/local.json"),
        "relief": None if on_tiles else assets.relief(spec),
        **describe(spec),
        "features": _features(shown, numbers, on_tiles=on_tiles),
        "ground": _ground(shown, worldview),
        "story": [payload.pack_scene(scene) for scene in atlas.story],
        "tables": {name: _table(atlas, name, numbers) for name in TABLES},
        "changed": pack_changed(atlas),
        "ways": pack_ways(atlas),
        "along": pack_along(atlas),
    }


def _features(
    atlas: Atlas, numbers: Mapping[str, str], *, on_tiles: bool
) -> dict[str, dict[str, Any]]:
    """Return the layers, packed, as far as the page tells them; tiles bring their own borders."""
    layers = atlas.spec.layers
    told = {
        name: frame.drop(columns=[*untold(layers[name])], errors="ignore")
        for name, frame in atlas.layers.items()
        if not (on_tiles and "border" in frame)
    }
    frames = {name: _cited(_shared(frame, atlas), numbers) for name, frame in told.items()}
    return payload.pack_layers(frames, {name: layer.shape for name, layer in layers.items()})


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


def _table(atlas: Atlas, name: str, numbers: Mapping[str, str]) -> dict[str, list[Any]]:
    untold = [*UNTOLD.get(name, []), *(["id"] if atlas.spec.tables[name].made_of else [])]
    told = atlas.tables[name].drop(columns=untold, errors="ignore")
    return payload.pack_columns(_cited(told, numbers))


def _cited(frame: Frame, numbers: Mapping[str, str]) -> Frame:
    """Return a frame with numbers of rows in place of the ids of its sources, which are long."""
    if "sources" not in frame:
        return frame
    cells = [
        ";".join(numbers.get(source, source) for source in split_list(cell)) or None
        for cell in frame["sources"]
    ]
    return frame.assign(sources=pd.Series(cells, frame.index, dtype=object))


def _ground(atlas: Atlas, worldview: str) -> dict[str, Any]:
    """Return what lies beneath the layers, packed, with the areas that more than one claims."""
    found = {name: read_ground(atlas.spec, name) for name in (*GROUND, CLAIMED)}
    found[CLAIMED] = polygons_in_view(found[CLAIMED], worldview)
    ground = {
        name: payload.pack_layer(frame[["id", "geometry"]])
        for name, frame in found.items()
        if len(frame)
    }
    if len(towns := towns_between(atlas)):
        ground["towns"] = payload.pack_layer(towns.drop(columns="id"), "points")
    return ground


def _shared(frame: gpd.GeoDataFrame, atlas: Atlas) -> gpd.GeoDataFrame:
    """Return a network with the part of each segment that lies in the country where it starts.

    Notes on its dates are left out: the page has them from the history.
    """
    if not {"iso_from", "iso_to"} <= {*frame.columns}:
        return frame
    frame = frame.drop(columns="dates_note", errors="ignore")
    countries = {
        code: shape
        for areas in atlas.of_shape("areas").values()
        for code, shape in zip(areas["iso_a2"], areas.geometry, strict=True)
    }
    ends = zip(frame.geometry, frame["iso_from"], frame["iso_to"], strict=True)
    return frame.assign(share=[round(start_share(*each, countries), 4) for each in ends])


class Script(NamedTuple):
    """A script that a user added: what it is called, by whom it came, and its text."""

    name: str
    kind: str
    text: str


class Added(NamedTuple):
    """What users added to a page: markup, scripts, what these need beside themselves, a title."""

    markup: str = ""
    scripts: Sequence[Script] = ()
    needs: Sequence[Need] = ()
    title: str | None = None


class Page:
    """One document that loads nothing, with a policy that fits it.

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

    name = "map_atlas"
    """What the map is called in the document and in its scripts."""

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
        self.tiles, self.allowed = tiles, allowed
        keys = sorted({*chain(*data["texts"].values())} - {*WRITTEN})
        said = {tag: [words.get(key) for key in keys] for tag, words in data["texts"].items()}
        own = {
            "texts": {"keys": keys, "said": said},
            "tiles": asdict(tiles) if tiles else None,
            "map": self.name,
        }
        self.data = payload.to_block({**data, **own})
        self.dataset = payload.to_json(dataset)
        self.language, self.style = language, style
        self.texts: Mapping[str, str] = data["texts"][language]

    def granted(self, added: Added) -> list[Need]:
        """Return what the policy lets the document load and run."""
        scripts = (assets.leaflet_script(), assets.script(), *(each.text for each in added.scripts))
        images = self.tiles.origins() if self.tiles else []
        return [
            *map(run, scripts),
            *added.needs,
            *self.allowed,
            *(("img-src", origin) for origin in images),
        ]

    def html(self, added: Added = Added()) -> str:  # noqa: B008 - it never changes
        """Return the whole document.

        What users added comes last, each script by itself: neither a host that does not answer
        nor one that fails takes anything else along.
        """
        texts = self.texts
        return string.Template((assets.PAGE / "page.html").read_text("utf-8")).substitute(
            lang=self.language,
            map=self.name,
            title=escape(added.title or texts["page.title"]),
            description=escape(texts["page.description"]),
            noscript=escape(texts["page.noscript"]),
            failed=escape(texts["page.failed"]),
            policy=policy(self.granted(added)),
            dataset=self.dataset,
            style=assets.style(self.style),
            phone=escape(assets.PHONE),
            phone_style=assets.phone_style(),
            leaflet=assets.leaflet_script(),
            data=self.data,
            # Only what users add may have markers of Leaflet's own.
            icons=payload.to_json(assets.marker_images() if added.scripts else {}),
            script=assets.script(),
            added=added.markup,
            added_scripts="\n".join(
                f'<script data-name="{escape(name)}" data-kind="{kind}">{piece}</script>'
                for name, kind, piece in added.scripts
            ),
        )
