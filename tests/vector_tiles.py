"""Vector tiles as the reader of PMTiles itself reads them."""

from __future__ import annotations

from typing import Any, NamedTuple

from pmtiles import reader

_READER: Any = reader  # it has no types


class Tiles(NamedTuple):
    """What a file says of itself, and its first tile."""

    header: dict[str, Any]
    metadata: dict[str, Any]
    first: bytes


def read_tiles(data: bytes) -> Tiles:
    tiles = _READER.Reader(_READER.MemorySource(data))
    return Tiles(tiles.header(), tiles.metadata(), tiles.get(0, 0, 0))
