"""Read an atlas as sheets tell it: in one view of the borders, and in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd

from geo.errors import ViewError
from geo.model.atlas import Atlas
from geo.model.content import Content, Feature, Town
from geo.model.rows import records
from geo.model.spec import LayerSpec
from geo.model.worldviews import in_view
from geo.read.extras import read_phrases, towns_between


def content_of(atlas: Atlas, worldview: str = "", language: str = "") -> Content:
    """Return an atlas as sheets tell it, by default in its usual view and language.

    Raises
    ------
    ViewError
        If the atlas has no such view of the borders, or no such language.
    """
    seen = in_view(atlas, worldview)
    usual, *_ = languages = atlas.spec.languages
    language = language or usual
    if language not in languages:
        raise ViewError(f"no language {language!r}: it is {' or '.join(languages)}")
    others = (other for other in languages if other != language)
    spec = replace(atlas.spec, languages=(language, *others))
    told = {} if language == usual else _translations(seen, language)
    features = {
        name: _features(layer, seen.held(name), told)
        for name, layer in spec.layers.items()
        if name in seen.layers and not layer.on_request
    }
    towns = _towns(atlas, f"name_{language}")
    return Content(
        spec, worldview or spec.worldviews[0], atlas.version, atlas.date, features, towns
    )


def _towns(atlas: Atlas, own: str) -> list[Town]:
    towns = towns_between(atlas)
    names = towns[own].fillna(towns["name"]) if own in towns else towns["name"]
    spots = zip(towns.geometry.x, towns.geometry.y, strict=True)
    return [Town(*each) for each in zip(names, towns["population"], spots, strict=True)]


def _translations(atlas: Atlas, language: str) -> dict[str, str]:
    """Return what names and other texts are in a language, as far as the atlas has them."""
    own = f"name_{language}"
    named = [frame for frame in atlas.layers.values() if own in frame]
    names = {
        name: other
        for frame in named
        for name, other in zip(frame["name"], frame[own], strict=True)
        if isinstance(other, str)
    }
    phrases = read_phrases(atlas.spec).items()
    return names | {text: other[language] for text, other in phrases if language in other}


def _features(layer: LayerSpec, frame: gpd.GeoDataFrame, told: Mapping[str, str]) -> list[Feature]:
    """Return the features of a layer, their names and texts in a language as far as it has them."""
    found = []
    for record in records(frame):
        shape = record.pop("geometry")
        cells = {
            column: told.get(value, value) if isinstance(value, str) else value
            for column, value in record.items()
        }
        found.append(Feature(layer, cells, shape))
    return found
