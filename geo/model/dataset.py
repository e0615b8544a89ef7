"""What an edition of an atlas is as a data set: told once, and all metadata are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np

from geo.model.atlas import Atlas
from geo.model.licences import described, licence_ids
from geo.model.text import slug

BEGINS = "valid_from"
"""The column of tables that says since when something holds."""
_DECIMALS = 6


def dataset(atlas: Atlas) -> dict[str, Any]:
    """Return what an atlas is as a whole, in the words of a Frictionless data package.

    Beside these are its `data_date`, its `languages`, `bbox` (west, south, east, north) and
    `temporal`: from the first day that the data tell of to the date of the atlas.
    """
    spec = atlas.spec
    layers = atlas.layers.values()
    licensed = [layer for layer in layers if "licence" in layer]
    told = {
        "name": slug(spec.name) or "atlas",
        "title": spec.title,
        "description": spec.description or spec.title,
        "keywords": list(spec.keywords),
        "version": atlas.version,
        "created": f"{atlas.date}T00:00:00Z",
        "data_date": atlas.date,
        "languages": list(spec.languages),
        "contributors": [
            {"title": author, "role": "author"} for author in spec.authors or (spec.title,)
        ],
        "licenses": described(licence_ids(*licensed, *atlas.tables.values())),
        "bbox": bbox(layers),
        "temporal": {"start": min([atlas.date, *_first_days(atlas)]), "end": atlas.date},
    }
    return {name: value for name, value in told.items() if value}


def bbox(layers: Iterable[gpd.GeoDataFrame]) -> list[float]:
    """Return west, south, east and north of layers; of no feature, nothing."""
    boxes = np.array([layer.total_bounds for layer in layers if not layer.empty])
    if not len(boxes):
        return []
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return [round(float(edge), _DECIMALS) for edge in (*low, *high)]


def to_schema_org(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a description as a Dataset of schema.org, as JSON-LD."""
    box = told.get("bbox")
    west, south, east, north = box or (0, 0, 0, 0)
    shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": told["title"],
        "description": told["description"],
        **({"keywords": told["keywords"]} if "keywords" in told else {}),
        "version": told["version"],
        "datePublished": told["data_date"],
        "inLanguage": told["languages"],
        "isAccessibleForFree": True,
        # one or many: an atlas does not say which, and an organisation is what one name may be
        "creator": [
            {"@type": "Organization", "name": each["title"]} for each in told["contributors"]
        ],
        "license": [each["path"] for each in told["licenses"]],
        **({"spatialCoverage": {"@type": "Place", "geo": shape}} if box else {}),
        "temporalCoverage": "{start}/{end}".format_map(told["temporal"]),
    }


def _first_days(atlas: Atlas) -> list[str]:
    """Return the first day of each layer of events and of each table that says since when."""
    events = [layer for layer in atlas.spec.events if layer.id in atlas.layers]
    days = [atlas.layers[layer.id][layer.time[0]].dropna() for layer in events]
    days += [table[BEGINS].dropna() for table in atlas.tables.values() if BEGINS in table]
    return [str(each.min()) for each in days if len(each)]
