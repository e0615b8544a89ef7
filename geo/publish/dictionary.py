"""The data dictionary: what every column of every layer and table means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template

from geo.model.atlas import Atlas
from geo.model.spec import Column, Spec, Table

_TYPES = {
    "texts": "texts joined by `;`",
    "choice": "one of",
    "choices": "one or more, joined by `;`, of",
    "iso_a2": "ISO 3166-1 alpha-2",
    "iso_a2s": "ISO 3166-1 alpha-2, joined by `;`",
    "iso_a3": "ISO 3166-1 alpha-3",
    "reference": "id",
    "references": "ids, joined by `;`",
    "integer": "whole number",
    "boolean": "true or false",
    "date": "date, YYYY-MM-DD",
}


def to_dictionary(spec: Spec) -> str:
    """Return the dictionary as Markdown: the common columns once, then layer by layer."""
    layers = [layer.table for layer in spec.layers.values()]
    common = _common(layers)
    parts = ["### Every layer\n", _grid(common, spec.references(layers[0]))]
    for table in layers:
        shapes = ", ".join(sorted(table.geometry))
        parts += [f"\n### `{table.name}`: {table.label}\n", f"{_sentence(table.doc)} {shapes}.\n"]
        own = [column for column in table.columns if column not in common]
        parts.append(_grid(own, spec.references(table)))
    parts.append("\n## Tables\n")
    for table in {**spec.tables, **spec.registers}.values():
        parts += [f"### `{table.name}`: {table.label}\n", f"{_sentence(table.doc)}\n"]
        parts.append(_grid(table.columns, spec.references(table)) + "\n")
    parts += ["## Old names\n", _renamed([*layers, *spec.tables.values()])]
    return "\n".join(parts).rstrip() + "\n"


def filled(template: Path, atlas: Atlas, **texts: str) -> bytes:
    """Return a text with `$title`, `$version`, `$date` and further marks filled in."""
    marks = {"title": atlas.spec.title, "version": atlas.version, "date": atlas.date, **texts}
    return Template(template.read_text("utf-8")).substitute(marks).encode()


def _common(tables: Iterable[Table]) -> list[Column]:
    """Return the columns that all layers share, with the same meaning."""
    first, *others = tables
    return [column for column in first.columns if all(column in table.columns for table in others)]


def _renamed(tables: Iterable[Table]) -> str:
    """Return which columns had other names in earlier editions. Ids never change."""
    rows = [
        f"| `{table.name}` | `{column.was}` | `{column.name}` |"
        for table in tables
        for column in table.columns
        if column.was
    ]
    return "\n".join(["| in | old name | name |", "|---|---|---|", *rows])


def _grid(columns: Iterable[Column], references: Mapping[str, tuple[str, str]]) -> str:
    rows = [
        " | ".join(
            (
                f"| `{column.name}`",
                _kind(column) + _referred(references.get(column.name)),
                "yes" if column.required else "",
                f"{column.doc} |",
            )
        )
        for column in columns
    ]
    return "\n".join(["| column | type | required | meaning |", "|---|---|---|---|", *rows])


def _referred(target: tuple[str, str] | None) -> str:
    """Return what a column refers to."""
    return f": `{target[0]}.{target[1]}`" if target else ""


def _kind(column: Column) -> str:
    kind = _TYPES.get(column.type, column.type)
    if column.values:
        return f"{kind} {', '.join(f'`{value}`' for value in column.values)}"
    if column.longest is not None:
        return f"{kind}, at most {column.longest} characters"
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        group = "" if column.type == "year" else ","
        return f"{kind}, {low:{group}g} to {high:{group}g}"
    return f"{kind}, at least {low:g}" if low is not None else kind


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
