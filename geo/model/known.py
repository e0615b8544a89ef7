"""Names that there are, where a name is given that is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 20
"""So many are listed where nothing else is said."""


def some(names: Iterable[str], *, most: int = _MOST) -> str:
    """Return names as a list, of very many the first and how many more there are."""
    listed = list(names)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return f"{', '.join(listed[:most])}{more}"


def there_are(name: object, names: Iterable[str]) -> str:
    """Return which names there are where one is none of them, the nearest first."""
    known = list(names)
    return f"there are {some(dict.fromkeys([*_near(name, known), *known])) or 'none'}"


def no_such(name: object, names: Iterable[str]) -> str:
    """Return the word that a name is none of some, and the nearest of these, if one is near."""
    return f"not {name!r}{nearest(name, names)}"


def nearest(name: object, names: Iterable[str]) -> str:
    """Return the question whether a name stands for the nearest of some, if one is near."""
    near = _near(name, names)
    return f"; is it {near[0]}?" if near else ""


def _near(name: object, names: Iterable[str]) -> list[str]:
    lowered = {each.lower(): each for each in names}
    return [lowered[each] for each in get_close_matches(str(name).lower(), lowered)]
