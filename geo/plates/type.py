"""The type of the plates: faces that come with packages, styles, and how wide a text runs."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple

import matplotlib as mpl
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.textpath import text_to_path

from geo.design.paper import MM_PER_PT, print_design, pt, size_pt

DESCENT, MIDDLE = 0.22, 0.34
"""Of the size: how far letters reach below their line, and how far above it their middle lies."""
Slant = Literal["normal", "italic"]


@dataclass(frozen=True)
class Style:
    """How a text is set: family, size in points, weight, slant, colour, whether in capitals.

    `colour` is a name of the theme or a hue of the atlas; `leading` is from line to line, by the
    size.
    """

    family: str
    size: float
    weight: int
    slant: Slant
    colour: str
    upper: bool
    leading: float

    @property
    def font(self) -> FontProperties:
        """The face, with a fallback for scripts that it lacks."""
        return FontProperties(
            family=[self.family, "Atlas Fallback"],
            size=self.size,
            weight=self.weight,
            style=self.slant,
        )

    def scaled(self, scale: float) -> Style:
        """Return it smaller or larger, but no smaller than can be read."""
        least = min(self.size, pt(print_design()["least_px"]))
        return replace(self, size=max(least, self.size * scale))

    @property
    def line_mm(self) -> float:
        """From one line of a paragraph to the next."""
        return self.size * self.leading * MM_PER_PT

    def cased(self, text: str) -> str:
        """Return the text as this style writes it."""
        return text.upper() if self.upper else text

    def width_mm(self, text: str) -> float:
        """Return how wide a text runs."""
        return _width_pt(self.cased(text), self) * MM_PER_PT


@cache
def _width_pt(text: str, style: Style) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(text, style.font, ismath=False)
    return float(width)


@cache
def styles() -> dict[str, Style]:
    """Return all styles by name, and make their faces known to matplotlib."""
    for face in faces():
        fontManager.ttflist.append(
            FontEntry(
                fname=face.file,
                name=face.family,
                style=face.slant,
                variant="normal",
                weight=face.weight,
                stretch="normal",
                size="scalable",
            )
        )
    return {
        name: Style(
            family=spec["family"],
            size=size_pt(spec["size"]),
            weight=spec.get("weight", 400),
            slant=spec.get("slant", "normal"),
            colour=spec.get("colour", "ink"),
            upper=spec.get("upper", False),
            leading=spec.get("leading", 1.3),
        )
        for name, spec in print_design()["styles"].items()
    }


class Face(NamedTuple):
    """A face of a family, in a file.

    The families bear names of their own, so that no font of the machine is ever taken for them.
    """

    family: str
    weight: int
    slant: str
    file: str


@cache
def faces() -> list[Face]:
    """Return the faces, those for scripts that the others lack at the end."""
    return [
        Face(
            spec["family"], spec["weight"], spec["slant"], _font_file(spec["package"], spec["file"])
        )
        for spec in print_design()["faces"]
    ]


def face_of(letter: str, style: Style) -> Face:
    """Return the face that a letter of a style is set in."""
    fitting = [face for face in faces() if (face.weight, face.slant) == (style.weight, style.slant)]
    own = next(face for face in fitting if face.family == style.family)
    return own if ord(letter) in _covered(own.file) else fitting[-1]


def lacking(text: str, style: Style) -> set[str]:
    """Return the scripts of the letters of a text that no face here has."""
    boxes = [each for each in text if ord(each) not in _covered(face_of(each, style).file)]
    return {unicodedata.name(each, "Unknown").split()[0].title() for each in boxes}


@cache
def _covered(file: str) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _font_file(package: str, name: str) -> str:
    if package == "matplotlib":
        return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name)
    return str(files(package).joinpath("files", name))


def wrapped(text: str, style: Style, width_mm: float) -> list[str]:
    """Break a text into lines that are at most so wide; a longer word is broken too."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and style.width_mm(longer) <= width_mm:
            lines[-1] = longer
        else:
            lines += _pieces(word, style, width_mm)
    return lines


def _pieces(word: str, style: Style, width_mm: float) -> list[str]:
    """Break a word into pieces that are at most so wide, or a letter."""
    fitting = len(word)
    while fitting > 1 and style.width_mm(word[:fitting]) > width_mm:
        fitting -= 1
    rest = word[fitting:]
    return [word[:fitting], *(_pieces(rest, style, width_mm) if rest else ())]
