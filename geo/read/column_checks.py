"""What the columns of a layer must be: described, of a type that goes with what names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.model.reserved import COLUMNS, is_reserved
from geo.model.sql import WORDS
from geo.read.layers import LayerFiles
from geo.read.toml import Document
from geo.read.words import ENGLISH, interface

Misfits = Iterator[tuple[str, str, str]]
"""A key, the value that it has, and what was expected instead."""

_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
"""What names of layers, columns and values are made of: they name files and colours too."""
CHOICES = ("choice", "choices")
PRECISIONS = ["day", "month", "year"]
"""What may be known of a date."""
_COUNTRIES = ("iso_a2", "iso_a2s")
_NAMING: dict[str, tuple[str, ...]] = {
    "columns": (),
    "legend": CHOICES,
    "table": (),
    "details": (),
    "search": (),
    "time": ("date",),
    "located": ("references",),
    "country": ("iso_a2",),
    "host": ("iso_a2",),
    "partners": _COUNTRIES,
    "levels": ("iso_a2s",),
    "subject": ("boolean",),
    "where": ("boolean",),
    "values": CHOICES,
    "numbered": (),
    "hints": (),
    "print_hints": (),
    "rhythm.rows": CHOICES,
    "of_subject.column": (),
    "plate.rows": (),
}
"""Keys of the file of a layer that name columns, and the types that these may have."""
_OF_FACTS = ("located", "where", "values")
"""Those of them whose columns need not be published."""
_NUMBERS = ("integer", "number")
_OF_TYPES: dict[str, tuple[str, ...]] = {
    "minimum": (*_NUMBERS, "year"),
    "maximum": (*_NUMBERS, "year"),
    "unit": _NUMBERS,
    "zero": _NUMBERS,
    "with_year": _NUMBERS,
    "precision": ("date",),
    "begins": ("date", "year"),
    "longest": ("text", "texts"),
    "names_a": ("text",),
    "standing": ("choice",),
    "member_since": ("date",),
}
"""What is said of columns of some types alone."""
_TITLES = ("title", "zero")
"""What is said of columns to readers."""


def column_misfits(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what is wrong with the columns that the file of a layer names or describes."""
    for find in (_misnamed, _undescribed, _unknown, _misdescribed):
        yield from find(name, spec, files)


def mixed_columns(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield values and titles of columns that have others elsewhere: a column has one meaning.

    Page, styles and words know it by its name alone. Layers that share their facts share their
    columns, too.
    """
    for other, told in files.others(name).items():
        for column in spec.get("values", {}):
            if column in told.get("values", {}):
                expected = f"another name for this column, {other} has values of it"
                yield f"values.{column}", "", expected
        for column, described in spec.get("column", {}).items():
            before = told.get("column", {}).get(column, {})
            for key in _TITLES:
                if _differ(described.get(key, {}), before.get(key, {})):
                    expected = f"that of {other}, or another name for this column"
                    yield f"column.{column}.{key}", "", expected
    yield from _worded(spec)


def _worded(spec: Document) -> Misfits:
    """Yield values and titles of columns for which the toolkit has words."""
    known = interface(ENGLISH)
    for column, rows in spec.get("values", {}).items():
        for value in rows:
            if f"{column}.{value}" in known:
                expected = f"another name for this column, the toolkit has a word {column}.{value}"
                yield f"values.{column}.{value}", "", expected
    for column, described in spec.get("column", {}).items():
        if "title" in described and f"column.{column}" in known:
            expected = f"no title, this column has one: {known[f'column.{column}']}"
            yield f"column.{column}.title", "", expected


def _differ(one: Document, other: Document) -> bool:
    """Tell whether two texts differ in a language that both have."""
    return any(one[language] != other[language] for language in one if language in other)


def scheme_misfits(files: LayerFiles) -> Misfits:
    """Yield schemes that cannot give their name to a column."""
    for name in files.schemes:
        if not _NAME.fullmatch(name) or name in WORDS:
            yield f"schemes.{name}", name, "a name of a-z, 0-9, - and _ that is no word of SQL"
        elif not files.columns[name].get("scheme"):
            yield f"schemes.{name}", name, "a name that no other column has"


def _misnamed(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield names that cannot be those of files, colours, and tables of a database."""
    rows = spec.get("values", {})
    values = [value for named in rows.values() for value in named]
    for each in [name, *spec.get("column", {}), *rows, *values]:
        if not _NAME.fullmatch(each):
            yield "", each, "a name of a-z, 0-9, - and _"
    if name in files.shared_tables() or is_reserved(name):
        yield "", name, "a name that no table has"
    for each in spec.get("column", {}):
        if each in COLUMNS:
            yield "", each, "a name that no format keeps for itself"
    for each in dict.fromkeys([name, *files.columns_of(name), *spec.get("column", {})]):
        if each in WORDS:
            yield "", each, "a name that is no word of SQL: databases have the layers, too"


def _undescribed(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield columns that are named but not described, not of the type, or not there."""
    known, own = files.described(name), [*files.columns_of(name), *files.common]
    renamed = {each["was"]: column for column, each in known.items() if "was" in each}
    for key, types in _NAMING.items():
        for column in _named(spec, key):
            if column not in known and column in renamed:
                yield key, column, f"{renamed[column]}, as it is called now"
            elif column not in known:
                yield key, column, f"a column that [column.{column}] describes"
            elif types and known[column]["type"] not in types:
                yield key, column, f"a column of type {' or '.join(types)}"
            elif column not in own and key not in _OF_FACTS:
                yield key, column, "one of the columns of the layer"
    for column in files.needed(name):
        if column not in own:
            yield "columns", "", f"{column} among the columns"


def _named(spec: Document, key: str) -> list[str]:
    """Return the columns that a key of a file names, in a table on either side."""
    table, _, inner = key.rpartition(".")
    named = (spec.get(table, {}) if table else spec).get(inner, [])
    if isinstance(named, dict):
        return [*named, *(each for each in named.values() if key == "numbered")]
    if isinstance(named, bool):  # of areas: `partners`
        return []
    return [named] if isinstance(named, str) else list(named)


def _unknown(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what columns say of bodies, tables, layers and years that the atlas does not have."""
    described_columns = files.described(name).items()
    years = [name for name, each in described_columns if each["type"] == "year"]
    precisions = [name for name, each in described_columns if each.get("values") == PRECISIONS]
    levels = files.facts("attendance")["level"].values
    for column, named in spec.get("levels", {}).items():
        for level in (each for each in named if each not in levels):
            yield f"levels.{column}", level, f"one of {', '.join(levels)}"
    for column, described in spec.get("column", {}).items():
        for key, known, what in (
            ("standing", files.head["bodies"], "a body that atlas.toml names"),
            ("member_since", files.head["bodies"], "a body that atlas.toml names"),
            ("with_year", years, "a column of type year"),
            ("precision", precisions, f"a choice of the values {', '.join(PRECISIONS)}"),
            ("names_a", files.files, "a layer"),
            ("to", [*files.fact_tables(), "features"], "a table of facts, or features"),
        ):
            if key in described and described[key] not in known:
                yield f"column.{column}.{key}", described[key], what
        if described["type"] in ("reference", "references") and "to" not in described:
            yield f"column.{column}.to", "", "the table of facts that it refers to"
        is_listed = {"values", "standing"} & described.keys() or files.values.get(column)
        if described["type"] in CHOICES and not is_listed:
            expected = f"a list of values, or rows [values.{column}.NAME]"
            yield f"column.{column}.values", "", expected


def _misdescribed(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what columns say that does not go together, and columns that nobody reads."""
    named = files.used(name).union(*(_named(spec, key) for key in _NAMING))
    taken = {key: each.get("short", key) for key, each in spec.get("column", {}).items()}
    taken = {**{key: key for key in files.columns_of(name)}, **taken}
    for column, described in spec.get("column", {}).items():
        for key, types in _OF_TYPES.items():
            if key in described and described["type"] not in types:
                expected = f"{' or '.join(types)}, as it says `{key}`"
                yield f"column.{column}.type", described["type"], expected
        low, high = described.get("minimum"), described.get("maximum")
        if low is not None and high is not None and low > high:
            yield f"column.{column}.minimum", f"{low:g}", f"{high:g}, its maximum, or less"
        if "short" in described and list(taken.values()).count(described["short"]) > 1:
            yield f"column.{column}.short", described["short"], "a name that no other column has"
        if column in ("id", "name", *files.common, *files.schemes):
            yield f"column.{column}", "", "another name, layers have this column anyway"
        elif column not in named:
            yield f"column.{column}", "", "to stand among the columns, or not to be described"
