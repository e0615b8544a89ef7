"""From the facts of an atlas to its layers and tables."""

from __future__ import annotations

from dataclasses import replace

from geo.model.atlas import Atlas
from geo.model.cells import conform
from geo.network.segments import segment_lines
from geo.publish.shapes import SHAPES
from geo.read.facts import Facts


def build_layers(facts: Facts) -> Atlas:
    """Build every layer from the facts, in EPSG:4326 (lon/lat).

    Returns
    -------
    Atlas
        Without a story. Each layer has its columns in order and is sorted by id.

    Raises
    ------
    DataError
        If a segment cannot follow its waypoints.
    """
    spec = facts.spec
    if spec.of_shape("network"):
        drawn = segment_lines(spec, facts.tables)
        facts = replace(facts, tables={**facts.tables, "segments": drawn})
    layers = {
        name: conform(SHAPES[layer.shape](layer, facts), layer.table).sort_values(
            "id", ignore_index=True
        )
        for name, layer in spec.layers.items()
    }
    tables = {name: facts.tables[name] for name in spec.tables}
    return Atlas(spec, layers, tables, (), spec.version, spec.date)
