"""What the style of a layer says to any GIS: rules with their shapes, and how names are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from geo.design.legend import Shape
from geo.design.marks import Mark
from geo.design.strokes import Stroke
from geo.model.spec import LayerSpec, Spec

Where = Mapping[str, str | bool | list[str]]
"""A condition: of each column the value, or one of a list of values.

What begins with @ is no column, for no column has such a name, but depends on what is shown.
"""
LINE = "@line"
"""In a condition: what a border is in the view of the world that is shown."""
DATED = "@dated"
"""In a condition: whether a period is of the time that is shown, or lasts where none is."""
DRAWN = "@drawn"
"""In a condition: whether a polygon belongs to the view of the world that is shown."""
STEM_PX = 15
"""How high above its place a mark stands that shares it with another layer."""


@dataclass(frozen=True)
class StyleRule:
    """What is drawn for the features that a condition holds for, the lowest shape first.

    None of the conditions `unless` may hold. `below`: only where a pixel is less than so many
    metres. Rules of a higher `level` are drawn later. Colours of shapes are `#rrggbb`.
    """

    title: str
    shapes: tuple[Shape, ...]
    where: Where = field(default_factory=dict)
    unless: tuple[Where, ...] = ()
    below: float | None = None
    level: int = 0


@dataclass(frozen=True)
class LabelStyle:
    """How the names of the features that a condition holds for are written; sizes in CSS pixels.

    The name stands beside a point, along a line, in the middle of a polygon or, if it may stand
    `anywhere`, wherever there is room in it; not in one smaller than `smallest`.
    """

    size: float
    colour: str
    halo: str
    priority: int
    bold: bool = False
    capitals: bool = False
    spacing: float = 0.0
    smallest: float = 0.0
    anywhere: bool = False
    where: Where = field(default_factory=dict)
    unless: tuple[Where, ...] = ()
    below: float | None = None


@dataclass(frozen=True)
class Abreast:
    """Another network whose segments this one shares: the side that it leaves to this one.

    A segment is shared if its column `branch` names one of `branches`; `px` is how far this
    network then moves, to the right of the way north-east.
    """

    branches: tuple[str, ...]
    px: float


@dataclass(frozen=True)
class Tint:
    """The colour of segments that belong to one branch of their network and to no other of them."""

    branch: str
    others: tuple[str, ...]
    colour: str


@dataclass(frozen=True)
class LayerStyle:
    """How one layer is drawn.

    `time` names the columns of its first and last day. What is drawn in `hue`, that of the layer,
    is drawn in that of its branch where `tints` say so. Marks that are `lifted` stand on a stem;
    where several stand on one spot, each is `pile_px` to the right of the one before.
    """

    layer: LayerSpec
    title: str
    group: str
    rules: tuple[StyleRule, ...]
    labels: tuple[LabelStyle, ...]
    time: tuple[str, ...] = ()
    abreast: tuple[Abreast, ...] = ()
    hue: str = ""
    tints: tuple[Tint, ...] = ()
    lifted: bool = False
    pile_px: float = 0.0

    @property
    def name(self) -> str:
        """Its name in files."""
        return self.layer.id

    @property
    def shape(self) -> str:
        """Its shape to a GIS: `points`, `network`, `lines` or `areas`."""
        return "areas" if self.layer.closed else self.layer.shape


def drawn_here(layer: LayerSpec) -> Where:
    """Return the condition for what belongs to the view of the world that is shown."""
    return {DRAWN: True} if "worldview" in layer.table.names else {}


def of_subject(spec: Spec, layer: LayerSpec) -> Where:
    """Return the condition for the country that the atlas is about, if the layer can tell it."""
    return {"iso_a2": spec.subject} if spec.subject and "iso_a2" in layer.table.names else {}


def painted(shape: Shape, hues: Mapping[str, str]) -> Shape:
    """Return a shape with its colours for their names."""
    known = {**hues, "": ""}
    if isinstance(shape, Stroke):
        return replace(shape, colour=known[shape.colour])
    if isinstance(shape, Mark):
        return replace(shape, fill=known[shape.fill], edge=known[shape.edge])
    return replace(shape, colour=known[shape.colour], edge=known[shape.edge])
