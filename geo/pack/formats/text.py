"""JSON as the pack writes it: one item a line, in UTF-8, the same bytes for the same data."""

from __future__ import annotations

import json


def to_json(data: object) -> bytes:
    """Return data as JSON.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
