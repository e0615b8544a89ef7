"""The story: scenes, each with its words, its figures and its map."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number that a scene shows large, with one line of explanation.

    `quantity` is the id of the disputed quantity whose claims are plotted beneath, or None.
    """

    value: str
    label: str
    sources: list[str]
    quantity: str | None


@dataclass(frozen=True)
class View:
    """What the map shows: either the features of `focus` or a `frame` in view.

    `frame` is west, south, east, north in degrees, or None. `hidden` are keys of the legend, as
    `group.value`; `highlight` are ids of features.
    """

    focus: list[str]
    frame: list[float] | None
    date: str
    hidden: list[str]
    highlight: list[str]


@dataclass(frozen=True)
class Words:
    """The words of a scene in another language; `figures` are pairs of `value` and `label`."""

    heading: str
    text: list[str]
    correction: str | None
    figures: list[dict[str, str]]


@dataclass(frozen=True)
class Scene:
    """One scene. `correction` says where the sources contradict the article, or is None."""

    id: str
    heading: str
    text: list[str]
    correction: str | None
    sources: list[str]
    confidence: str
    figures: list[Figure]
    map: View
    hi: Words | None
    ru: Words | None
