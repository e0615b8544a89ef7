"""What QGIS tells of a feature under the pointer."""

from __future__ import annotations

import html

from geo.model.spec import Column, LayerSpec, Spec
from geo.pack.qgis.expressions import literal


def map_tip(layer: LayerSpec, spec: Spec) -> str:
    """Return the map tip of a layer, as HTML with expressions: the name, and what its details are.

    Values are text: what would be markup is shown letter by letter.
    """
    words = spec.words[spec.languages[0]]
    names = dict.fromkeys((*layer.legend, *layer.details))
    told = [
        layer.table[name]
        for name in names
        if name in layer.table.names and f"column.{name}" in words
    ]
    lines = [_line(column, words[f"column.{column.name}"], spec) for column in told]
    return "".join([f"<b>[% {_escaped(_cell(layer.table['name'], spec))} %]</b>", *lines])


def _line(column: Column, heading: str, spec: Spec) -> str:
    """Return a line with heading and value, nothing where there is no value."""
    value = _cell(column, spec)
    head = literal(f"<br>{html.escape(heading)}: ")
    return f"[% if({value} = '', '', {head} || {_escaped(value)}) %]"


def _cell(column: Column, spec: Spec) -> str:
    """Return the expression of a value as text: a choice in words, of a day what is known."""
    value = f"coalesce(to_string(\"{column.name}\"), '')"
    if column.precision:
        exact = f'"{column.precision}"'
        known = f"CASE WHEN {exact} = 'year' THEN 4 WHEN {exact} = 'month' THEN 7 ELSE 10 END"
        return f"left({value}, {known})"
    if column.type != "choice":
        return value
    words, group = spec.words[spec.languages[0]], column.group
    named = {each: words.get(f"{group}.{each}", each) for each in column.values}
    pairs = ", ".join(literal(text) for pair in named.items() for text in pair)
    return f'coalesce(map_get(map({pairs}), "{column.name}"), {value})'


def _escaped(expression: str) -> str:
    return f"replace(replace({expression}, '&', '&amp;'), '<', '&lt;')"
