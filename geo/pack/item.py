"""One file of the pack, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.spec import Column


@dataclass(frozen=True)
class Item:
    """A file: its path in the pack, its bytes, and the layers and tables that it holds.

    `columns` are those of a CSV file, `key` names the one that identifies a row, `described_by`
    is the path of its JSON Schema.
    """

    path: str
    content: bytes
    title: str
    holds: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    key: str = ""
    described_by: str = ""
