"""The places that ways begin and end at, found by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from geo.errors import PlaceError
from geo.model.cells import split_list
from geo.model.fold import fold
from geo.model.geodesy import Position, distance_km
from geo.model.known import there_are

NEAREST = 3
"""So many places are named in the stead of one that no line leads to."""


def find_place(places: Sequence[Mapping[str, Any]], name: str, joined: Collection[str]) -> str:
    """Return the id of the place of a name, or of an id, among those that segments join.

    Case, accents and apostrophes do not matter, see `fold`. What fits first counts: an id, a name,
    a name in another language or an alias, the first words of any of them.

    Raises
    ------
    PlaceError
        If there is none, or more than one, with those that may be meant; if no segment leads to the
        place of that name, with the nearest that segments join.
    """
    ends = [place for place in places if place["id"] in joined]
    found = _called(name, ends)
    if len(found) == 1:
        return str(found[0]["id"])
    if found:
        raise PlaceError(name, "more than one place is called", _shown(found))
    aside = _called(name, [place for place in places if place["id"] not in joined])
    if aside:
        spot: Position = aside[0]["geometry"].coords[0]
        ends.sort(key=lambda place: distance_km(spot, place["geometry"].coords[0]))
        raise PlaceError(name, "no line leads to", _shown(ends[:NEAREST]))
    every = {known for place in ends for known in _names(place)}
    alike = set(get_close_matches(fold(str(name)), every))
    near = [place for place in ends if alike & set(_names(place))]
    known = there_are(name, (place["name"] for place in ends))
    raise PlaceError(name, "no place is called", _shown(near), known)


def _called(name: str, places: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the places that a name fits as well as any."""
    asked = fold(str(name))  # a number is no name either, and is told so
    fits: tuple[Callable[[Mapping[str, Any]], bool], ...] = (
        lambda place: place["id"] == name,
        lambda place: fold(place["name"]) == asked,
        lambda place: asked in _names(place),
        lambda place: any(each.startswith(f"{asked} ") for each in _names(place)),
    )
    return next((found for fit in fits if (found := [*filter(fit, places)])), [])


def _shown(places: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {place["id"]: f"{place['name']} ({place['iso_a2']})" for place in places}


def _names(place: Mapping[str, Any]) -> list[str]:
    names = [value for column, value in place.items() if column.startswith("name") and value]
    return [fold(each) for each in (*names, *split_list(place.get("aliases")))]
