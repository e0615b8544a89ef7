"""Names that there are, where a name is given that is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 20
"""So many are listed."""


def some(names: Iterable[str]) -> str:
    """Return names as a list, of very many the first and how many more there are."""
    listed = list(names)
    more = f" and {len(listed) - _MOST} more" if len(listed) > _MOST else ""
    return f"{', '.join(listed[:_MOST])}{more}"


def no_such(name: object, names: Iterable[str]) -> str:
    """Return the word that a name is none of some, and the nearest of these, if one is near."""
    return f"not {name!r}{nearest(name, names)}"


def nearest(name: object, names: Iterable[str]) -> str:
    """Return the question whether a name stands for the nearest of some, if one is near."""
    lowered = {each.lower(): each for each in names}
    near = get_close_matches(str(name).lower(), lowered, n=1)
    return f"; is it {lowered[near[0]]}?" if near else ""
