"""Rules on the story: what its scenes say is what the data say."""

from __future__ import annotations

from geo.linter.rule import Found, Rule
from geo.model.atlas import Atlas
from geo.model.manner import Manner


def _words_hold(atlas: Atlas) -> Found:
    for scene in atlas.story:
        for hold in scene.holds:
            if hold.found != hold.stated:
                told = f"words rest on {hold.stated!r}, the data say {hold.found!r}: mend the words"
                yield scene.file, f"holds.{hold.query}", told


def _figure_is_working_value(atlas: Atlas) -> Found:
    usual = atlas.spec.languages[0]
    manner = Manner(atlas.spec.words[usual])
    working = atlas.tables["quantities"].set_index("id")["working"]
    for scene in atlas.story:
        told = zip(scene.figures, scene.words[usual].figures, strict=True)
        for place, (figure, words) in enumerate(told, start=1):
            if figure.quantity:
                number = manner.number(working[figure.quantity])
                if number not in words["value"]:
                    found = f"shows {words['value']!r} above claims of which {number} is used"
                    yield scene.file, f"figures.{place}", found


RULES = [
    Rule("words-hold", "what a scene says in words was true once", _words_hold),
    Rule(
        "figure-is-working-value",
        "a figure and the claims beneath it tell the same story",
        _figure_is_working_value,
    ),
]
