"""What a page holds, read back as its script does."""

from __future__ import annotations

import base64
import json
from typing import Any

import lz4.block

BEGINS, ENDS = '<script type="application/json" id="atlas-data">', "</script>"


def page_data(html: str) -> dict[str, Any]:
    """Return the data of a page, each layer with its shapes."""
    block = json.loads(html.partition(BEGINS)[2].partition(ENDS)[0])
    packed = lz4.block.decompress(base64.b64decode(block["packed"]))
    data: dict[str, Any] = json.loads(packed, object_hook=_in_full)
    for part, layers in block["shapes"].items():
        for name, shapes in layers.items():
            data[part][name]["shapes"] = shapes
    return {**data, "relief": block["relief"]}


def _in_full(data: dict[str, Any]) -> object:
    """Return a column whose texts are written once as the list that it is."""
    return [data["of"][n] for n in data["at"]] if set(data) == {"of", "at"} else data


def page_text(html: str) -> str:
    """Return a page with its data as plain JSON."""
    head, _, rest = html.partition(BEGINS)
    _, _, tail = rest.partition(ENDS)
    told = json.dumps(page_data(html), ensure_ascii=False, separators=(",", ":"))
    return head + BEGINS + told + ENDS + tail
