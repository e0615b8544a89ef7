"""Hues for data that brings none: of kinds, told apart by everyone, and of amounts, in order."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from geo.design.shades import blend
from geo.design.tokens import read_design
from geo.model.spec import Hue


def kinds(taken: Collection[Hue] = ()) -> list[Hue]:
    """Return hues that are told apart on either paper, by those who see no red or green too.

    Those come first that are not taken yet, or the fewest times.
    """
    return sorted((cast("Hue", tuple(hue)) for hue in _palettes()["kinds"]), key=[*taken].count)


def other() -> Hue:
    """Return the hue of all that has none of its own: grey."""
    return cast("Hue", tuple(_palettes()["other"]))


def ramps() -> list[str]:
    """Return the names of the ramps: those of matplotlib, whose colours they are like."""
    return list(_palettes()["ramps"])


def free_ramp(taken: Collection[Hue]) -> str:
    """Return the name of the first ramp that is not taken yet, or of one taken the fewest times."""
    known = [*taken]
    return min(ramps(), key=lambda name: known.count(ramp(name, 1)[0]))


def ramp(name: str, count: int) -> list[Hue]:
    """Return so many hues for amounts: the more, the further from the colour of the paper."""
    light, dark = (
        [_along(stops, number / max(1, count - 1)) for number in range(count)]
        for stops in _palettes()["ramps"][name]
    )
    return list(zip(light, dark, strict=True))


def _along(stops: list[str], share: float) -> str:
    """Return the colour at a share of the way along some others."""
    place = share * (len(stops) - 1)
    before = min(int(place), len(stops) - 2)
    return blend(stops[before], stops[before + 1], place - before)


def _palettes() -> dict[str, dict[str, list[list[str]]]]:
    return read_design("palettes.json")
