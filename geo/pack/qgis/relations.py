"""Which rows belong to which in QGIS, so that the form of a feature lists what names it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pandas as pd

from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.spec import Spec, Table
from geo.pack.qgis.expressions import layer_id


def relations(atlas: Atlas) -> ET.Element:
    """Return the relations of a project.

    What names a feature of any layer is a relation of each layer that has one of those named.
    """
    element, held = ET.Element("relations"), _held(atlas)
    for child, (frame, table) in held.items():
        for column, (target, key) in atlas.spec.references(table).items():
            if table[column] in table.lists:
                continue
            named = set(frame[column].dropna())
            own = [each for each, (_, other) in held.items() if "id" in other.names]
            parents = [each for each in own if each != child] if target == "features" else [target]
            for parent in parents:
                if parent in held and not named.isdisjoint(held[parent][0][key]):
                    element.append(_relation(atlas.spec, (parent, key), (child, column)))
    return element


def _held(atlas: Atlas) -> dict[str, tuple[pd.DataFrame, Table]]:
    """Return what the project has of layers and tables: of networks the periods of segments."""
    spec = atlas.spec
    held = {name: (frame, spec.published[name]) for name, frame in atlas.frames.items()}
    for layer in spec.of_shape("network"):
        if layer.id not in held:
            continue
        frame, table = held["segment_periods"]
        own = [layer.id in split_list(cell) for cell in frame["networks"]]
        held[layer.id] = frame.loc[own], table
    return held


def _relation(spec: Spec, named: tuple[str, str], naming: tuple[str, str]) -> ET.Element:
    """Return the relation of a column to the one that it names, each with its layer or table."""
    (parent, key), (child, column) = named, naming
    attributes = {
        "id": f"{child}_{column}_{parent}",
        "name": f"{spec.published[parent].label}: {spec.published[child].label} ({column})",
        "referencedLayer": layer_id(parent, spec),
        "referencingLayer": layer_id(child, spec),
        "strength": "Association",
    }
    relation = ET.Element("relation", attributes)
    ET.SubElement(relation, "fieldRef", {"referencedField": key, "referencingField": column})
    return relation
