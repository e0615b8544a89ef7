"""How an answer shows itself in a notebook: a few lines, and a table beneath them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

import pandas as pd


def show_table(lines: Iterable[str], table: pd.DataFrame) -> str:
    """Return HTML of lines of text, the first of them the heading, and of a table if it has rows.

    All of it is text: none of it becomes markup, nor a formula between two signs of the dollar.
    """
    head, *others = map(escape, lines)
    told = "<br>".join([f"<strong>{head}</strong>", *others])
    rows = (
        "" if table.empty else table.to_html(index=False, border=0, float_format="{:,.0f}".format)
    )
    return f'<div class="tex2jax_ignore mathjax_ignore"><p>{told}</p>{rows}</div>'


def show_amounts(amounts: Mapping[str, float], unit: str = "") -> str:
    """Return amounts by name in one line: `sea 2,049 km, rail 5,028 km`."""
    return ", ".join(f"{name} {amount:,.0f}{unit}" for name, amount in amounts.items())
