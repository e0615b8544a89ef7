"""The story: scenes, each with its words, its figures and its map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number that a scene shows large: who says so.

    `quantity` is the id of the disputed quantity whose claims are plotted beneath, or None.
    """

    sources: list[str]
    quantity: str | None


@dataclass(frozen=True)
class Callout:
    """A feature that the map of a scene tells of in words.

    With a `lens` it is shown large beside, wherever it would be too small to be seen.
    """

    feature: str
    lens: bool


@dataclass(frozen=True)
class SceneMap:
    """What the map shows: a `frame`, or the features of `focus`, or all that stands out.

    `frame` is west, south, east, north in degrees, or None. `hidden` are keys of the legend, as
    `group.value`; `highlight` are the ids of what stands out, the features of `callouts` among it.
    """

    focus: list[str]
    frame: list[float] | None
    date: str
    hidden: list[str]
    highlight: list[str]
    callouts: list[Callout]


@dataclass(frozen=True)
class Words:
    """The words of a scene in one language, its queries answered.

    `correction` says where the sources contradict the story, or is None; `figures` are the `value`
    and the `label` of each figure, `callouts` the text of each callout.
    """

    heading: str
    text: list[str]
    correction: str | None
    figures: list[dict[str, str]]
    callouts: list[str]


@dataclass(frozen=True)
class Hold:
    """What a scene says in words: a query, what the answer has to be, and what it is."""

    query: str
    stated: str
    found: str


@dataclass(frozen=True)
class Scene:
    """One scene and its file; its words by language, the usual one first. Others may be missing.

    `relations` are the rows of that table that are held against what the atlas finds, by number.
    """

    id: str
    sources: list[str]
    confidence: str
    figures: list[Figure]
    map: SceneMap
    words: Mapping[str, Words]
    holds: list[Hold]
    file: str
    relations: tuple[int, ...] = ()

    @property
    def cited(self) -> list[str]:
        """The ids of the sources that the scene and its figures name."""
        return [*self.sources, *(name for figure in self.figures for name in figure.sources)]
