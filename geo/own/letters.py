"""Letters of a user's own that were read in another encoding than they were written in."""

from __future__ import annotations

import pandas as pd
from pandas.api.types import is_numeric_dtype

from geo.model.text import misread


def misread_text(table: pd.DataFrame) -> tuple[str, str] | None:
    """Return a text in a table that is plainly misread, after the title of its column; or None."""
    for title, cells in table.items():
        told = [title] if is_numeric_dtype(cells) else [title, *cells.astype(object)]
        foreign = (cell for cell in told if isinstance(cell, str) and not cell.isascii())
        for text in dict.fromkeys(foreign):
            if misread(text):
                return str(title), text
    return None
