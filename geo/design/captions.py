"""What the sheet of the whole atlas says in words: its heading above, its imprint at the foot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.design.view import View
from geo.model.content import Content
from geo.model.saying import date, degrees, number, say
from geo.model.spec import Spec


class Caption(NamedTuple):
    """A text, the style that it is set in, and the gap below it in millimetres."""

    text: str
    style: str
    gap: float


def heading(spec: Spec) -> list[Caption]:
    """Return what stands at the head of a sheet; what an atlas does not say is left out."""
    captions = [
        Caption(say(spec, "plate.brand", "brand"), "brand", 2.5),
        Caption(title(spec), "title", 2),
        Caption(say(spec, "plate.subtitle"), "subtitle", 4.5),
        Caption(say(spec, "plate.text"), "body", 2),
        Caption(say(spec, "plate.reality"), "body", 2),
    ]
    return [caption for caption in captions if caption.text]


def title(spec: Spec) -> str:
    """Return the title of the sheet."""
    return say(spec, "plate.title") or spec.title


def imprint(content: Content, view: View) -> list[str]:
    """Return what the imprint says of projection, borders, edition and credit."""
    spec, (lon, lat) = content.spec, view.centre
    notes = [
        say(
            spec,
            "plate.projection",
            lat=degrees(spec, lat, ("north", "south")),
            lon=degrees(spec, lon, ("east", "west")),
            scale=number(spec, view.scale),
        ),
        say(spec, "plate.borders", view=say(spec, f"worldview.{content.worldview}")),
        say(spec, "plate.edition", version=content.version, date=date(spec, content.date)),
        say(spec, "plate.credit", "credit"),
    ]
    return [note for note in notes if note]


def round_km(longest: float) -> float:
    """Return how long a scale bar is, in km: a round length, no longer than that."""
    power = float(10 ** np.floor(np.log10(longest)))
    return next(step * power for step in (5, 2, 1) if step * power <= longest)
