"""The places that ways begin and end at, found by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from geo.errors import AtlasError
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.fold import fold
from geo.model.rows import records


class PlaceError(AtlasError, LookupError):
    """A name that no place on the networks has, or several; `choices` are ids it may mean."""

    def __init__(self, name: str, told: str, choices: Mapping[str, str]) -> None:
        self.choices = list(choices)
        listed = "".join(f"\n  {place}: {known}" for place, known in choices.items())
        super().__init__(f"{told} {name!r}{'; is it one of these?' if listed else ''}{listed}")


def find_place(atlas: Atlas, name: str, joined: Collection[str]) -> str:
    """Return the id of the place of a name, or of an id, among those that segments join.

    Case, accents and apostrophes do not matter, see `fold`. What fits first counts: an id, a name,
    a name in another language or an alias, the first words of any of them.

    Raises
    ------
    PlaceError
        If there is none, or more than one, with those that may be meant.
    """
    places = atlas.layers[atlas.spec.places.id]
    listed = records(places[places["id"].isin(joined)])
    names: dict[str, list[str]] = {
        place["id"]: [fold(each) for each in _names(place)] for place in listed
    }
    shown = {place["id"]: f"{place['name']} ({place['iso_a2']})" for place in listed}
    asked = fold(name)
    fits: tuple[Callable[[str], bool], ...] = (
        lambda place: place == name,
        lambda place: names[place][0] == asked,
        lambda place: asked in names[place],
        lambda place: any(each.startswith(f"{asked} ") for each in names[place]),
    )
    found = next((fitting for fit in fits if (fitting := [*filter(fit, names)])), [])
    if len(found) == 1:
        return found[0]
    if found:
        raise PlaceError(name, "more than one place is called", {at: shown[at] for at in found})
    alike = get_close_matches(asked, {each for known in names.values() for each in known})
    near = [place for place, known in names.items() if set(alike) & set(known)]
    raise PlaceError(name, "no place is called", {at: shown[at] for at in near})


def _names(place: Mapping[str, Any]) -> Iterator[str]:
    for column, value in place.items():
        if column.startswith("name") and value:
            yield value
    yield from split_list(place.get("aliases"))
