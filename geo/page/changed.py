"""What changed since the edition before, as the page tells it."""

from __future__ import annotations

from typing import Any

from geo.model.atlas import Atlas
from geo.model.rows import records


def pack_changed(atlas: Atlas) -> dict[str, Any]:
    """Return the edition before, and by layer what is `new`, what is `gone`, and what `changed`.

    `new` are ids, `gone` names, `changed` the columns that say something else, by id. What is not
    there, such as a feature of another view of the borders, is left out. Without an edition before
    it is empty.
    """
    changes = atlas.tables["changes"]
    if changes.empty:
        return {}
    layers: dict[str, dict[str, Any]] = {}
    told = changes[changes["part"].isin([*atlas.layers])].dropna(subset="feature")
    for each in records(told):
        found = layers.setdefault(each["part"], {"new": [], "gone": [], "changed": {}})
        if each["field"]:
            found["changed"].setdefault(each["feature"], []).append(each["field"])
        elif each["new_value"]:
            found["new"].append(each["feature"])
        else:
            found["gone"].append(each["old_value"])
    return {"since": changes["since"].iloc[0], "layers": layers}
