"""What changed since the edition before, as the page tells it."""

from __future__ import annotations

from typing import Any

from geo.model.atlas import Atlas
from geo.model.rows import rows


def pack_changes(atlas: Atlas) -> dict[str, Any]:
    """Return the edition before, and by layer what is `new`, what is `gone`, and what `changed`.

    `new` are ids, `gone` names, `changed` the columns that say something else, by id. What is not
    there, such as a feature of another view of the borders, is left out. Without an edition before
    it is empty.
    """
    changes = list(rows(atlas.tables["changes"]))
    if not changes:
        return {}
    layers: dict[str, dict[str, Any]] = {}
    for each in changes:
        if each.part not in atlas.layers or not isinstance(each.feature, str):
            continue
        told = layers.setdefault(each.part, {"new": [], "gone": [], "changed": {}})
        if isinstance(each.field, str):
            told["changed"].setdefault(each.feature, []).append(each.field)
        elif isinstance(each.new_value, str):
            told["new"].append(each.feature)
        else:
            told["gone"].append(each.old_value)
    return {"since": changes[0].since, "layers": layers}
