"""What the legend tells apart in a layer of a user's own: kinds, or classes of amounts."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

import numpy as np

from geo.design import palettes
from geo.errors import LayerError
from geo.model.known import there_are
from geo.model.manner import Manner
from geo.model.spec import Hue
from geo.own.cells import SMALLEST, Cells, as_words, plain, slug, text_of, unique

SCHEMES = ("Quantiles", "EqualInterval")
"""Ways to class amounts that need no other package; mapclassify has more."""
_TOLD_BOUNDS = "UserDefined"
"""The scheme of mapclassify that classes nothing without bounds."""
MOST, USUAL = 9, 5
"""So many classes of amounts are told apart at most, and if nothing is said."""
_NUMERALS = re.compile("0*([0-9]+)")
_Words = Mapping[str, str]
_Writing = Callable[[float, _Words], str]
_LARGEST = 1e15
"""Numbers beyond this are written with a power of ten."""


@dataclass(frozen=True)
class LegendClass:
    """One row of the legend: its key, and what it is called in the words of a language.

    A row of all that is not told apart is grey.
    """

    key: str
    word: Callable[[_Words], str]
    is_grey: bool = False


@dataclass(frozen=True)
class Classes:
    """The rows of the legend in order, and the key of each feature.

    `cmap` is the colour map that was chosen, if one was.
    """

    values: list[LegendClass]
    keys: list[str]
    notes: list[str]
    cmap: str
    are_amounts: bool

    def hues(self, taken: Collection[Hue]) -> list[Hue]:
        """Return the hue of each row: as was chosen, or else such as are not taken yet."""
        count = sum(not value.is_grey for value in self.values)
        cmap = self.cmap or (palettes.free_ramp(taken) if self.are_amounts else "")
        own = iter(palettes.ramp(cmap, count) if cmap else palettes.kinds(taken))
        return [palettes.other() if value.is_grey else next(own) for value in self.values]


def amounts(cells: Cells, *, cmap: str, scheme: str, k: int) -> Classes:
    """Return classes of numbers, by one of the schemes; the more, the further from the paper."""
    numbers = np.array([np.nan if each is None else each for each in cells.values], dtype=float)
    there = numbers[~np.isnan(numbers)]
    if not len(there):
        return _finished([], [None] * len(numbers), [], cmap, are_amounts=True)
    distinct = np.unique(there)
    bounds = distinct if len(distinct) <= k else _bounds(there, scheme, k)
    which = np.minimum(np.searchsorted(bounds, there), len(bounds) - 1)
    held = [there[which == each] for each in np.unique(which)]
    ends = [(float(each.min()), float(each.max())) for each in held]
    write = (
        _as_year if cells.type == "year" else _written_apart({end for both in ends for end in both})
    )
    values = [
        LegendClass(f"class-{place}", partial(_ranged, *both, write))
        for place, both in enumerate(ends, start=1)
    ]
    keys: list[str | None] = [None] * len(numbers)
    place = np.unique(which, return_inverse=True)[1]
    for row, each in zip(np.flatnonzero(~np.isnan(numbers)).tolist(), place.tolist(), strict=True):
        keys[row] = values[each].key
    told = f"{cells.title!r} falls into {len(held)} classes, not {k}: many values are alike"
    notes = [told] if len(held) < min(k, len(distinct)) else []
    return _finished(values, keys, notes, cmap, are_amounts=True)


def kinds(cells: Cells, *, cmap: str, order: Sequence[object] = ()) -> Classes:
    """Return the values of a column, the most frequent in hues of their own, the rest as one.

    They stand in their own order if they have one, else in that of their names.
    """
    said = {value: text_of(value) for value in cells.values if value is not None}
    counted = Counter(value for value in cells.values if value is not None)
    room = MOST if cmap else len(palettes.kinds())
    often = [value for value, _ in counted.most_common(room if len(counted) <= room else room - 1)]
    rank = {value: place for place, value in enumerate(map(text_of, order))}
    told = sorted(often, key=lambda v: (rank.get(said[v], len(rank)), _sorting(v)))
    write = _written_apart(set(told)) if cells.type == "number" else None
    values: list[LegendClass] = []
    keys: dict[Any, str] = {}
    for value in told:
        taken = ["none", "other", *(each.key for each in values)]
        keys[value] = unique(slug(said[value]) or "value", taken)
        if cells.type == "boolean":
            values.append(LegendClass(keys[value], itemgetter(f"boolean.{said[value]}")))
        elif write:
            values.append(LegendClass(keys[value], partial(_ranged, value, value, write)))
        else:
            values.append(LegendClass(keys[value], partial(_named, said[value])))
    notes = []
    if rest := len(counted) - len(told):
        values.append(LegendClass("other", itemgetter("own.other"), is_grey=True))
        notes.append(f"{rest} of {len(counted)} values of {cells.title!r} are shown as one, other")
    found = [None if value is None else keys.get(value, "other") for value in cells.values]
    return _finished(values, found, notes, cmap, are_amounts=False)


def count_of(given: object) -> int:
    """Return how many classes are asked for."""
    count = plain(given)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST:
        raise ValueError(f"a number from 1 to {MOST}")
    return count


def known_ramp(cmap: str) -> str:
    """Return the name of a ramp as it is written.

    Raises
    ------
    LayerError
        If there is none, with the nearest.
    """
    return _known("cmap", cmap, palettes.ramps())


def known_scheme(scheme: str) -> str:
    """Return the name of a scheme as it is written; one of mapclassify, if that is installed.

    Raises
    ------
    LayerError
        If there is none, with the nearest.
    """
    name = str(scheme).replace("_", "")
    if name.lower() in map(str.lower, SCHEMES):
        return _known("scheme", name, SCHEMES)
    try:
        import mapclassify  # noqa: PLC0415 - slow to import, and rarely needed
    except ImportError:
        told = f"{', '.join(SCHEMES)}, or with mapclassify installed one of its own"
        raise LayerError(f"scheme has no {scheme!r}; there are {told}") from None
    others = [each for each in mapclassify.CLASSIFIERS if each not in (*SCHEMES, _TOLD_BOUNDS)]
    return _known("scheme", name, [*SCHEMES, *others])


def _known(what: str, given: object, names: Sequence[str]) -> str:
    lowered, given = {name.lower(): name for name in names}, str(given)
    if given.lower() not in lowered:
        raise LayerError(f"{what} has no {given!r}; {there_are(given, names)}")
    return lowered[given.lower()]


def _bounds(numbers: np.ndarray, scheme: str, k: int) -> np.ndarray:
    """Return the upper bound of each class."""
    if scheme == "Quantiles":
        bounds = np.quantile(numbers, np.linspace(0, 1, k + 1)[1:], method="inverted_cdf")
    elif scheme == "EqualInterval":
        low, high = numbers.min(), numbers.max()
        bounds = low + (high / k - low / k) * np.arange(1, k + 1)
    else:
        import mapclassify  # noqa: PLC0415 - slow to import, and rarely needed

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of how fast it is, and of few numbers
                bounds = mapclassify.classify(numbers, scheme, k=k).bins
        except Exception as error:  # noqa: BLE001 - of few numbers the schemes raise anything
            raise LayerError(f"scheme {scheme} cannot class these numbers ({error})") from None
    return np.unique(bounds)


def _finished(
    values: list[LegendClass],
    found: list[str | None],
    notes: list[str],
    cmap: str,
    *,
    are_amounts: bool,
) -> Classes:
    """Return classes with a row for what has no value, if there is any."""
    if None in found or not values:
        values = [*values, LegendClass("none", itemgetter("own.none"), is_grey=True)]
    return Classes(values, [key or "none" for key in found], notes, cmap, are_amounts)


def _sorting(value: Any) -> tuple[bool, Any]:  # noqa: ANN401 - numbers before texts
    """Return by what values are sorted: texts by the numbers in them too, 9 t before 10 t."""
    if isinstance(value, int | float):
        return False, value
    parts = _NUMERALS.split(text_of(value))
    return True, [(len(part), part) if at % 2 else part for at, part in enumerate(parts)]


def _named(text: str, _words: _Words) -> str:
    return as_words(text)


def _ranged(low: float, high: float, write: _Writing, words: _Words) -> str:
    first, last = (write(value, words) for value in (low, high))
    return first if first == last else Manner(words).between(first, last)


def _written_apart(numbers: set[float]) -> _Writing:
    """Return what writes numbers in the manner of a language, as finely as tells them apart."""
    digits = next(
        (n for n in range(3, 17) if len({f"{v:.{n}g}" for v in numbers}) == len(numbers)), 17
    )
    return partial(_as_finely, numbers, digits)


def _as_finely(numbers: set[float], digits: int, value: float, words: _Words) -> str:
    manner = Manner(words)
    is_apart = len({manner.number(each) for each in numbers}) == len(numbers)
    if is_apart and (SMALLEST <= abs(value) < _LARGEST or not value):
        return manner.number(value)
    return f"{value:.{digits}g}".replace(".", words["number.decimal"])


def _as_year(value: float, _words: _Words) -> str:
    return str(int(value))
