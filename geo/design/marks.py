"""The marks of points: a body that is a named sign, and what may stand inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.design.signs import Sign, load_signs
from geo.design.theme import dash, layer_hue, px, value_hue
from geo.model.spec import LayerSpec, Spec

STATES = ("hollow", "dashed")
"""What conditions of a layer make of the bodies of its marks; of several that hold, the last is
seen."""
BARE = "bare"
"""What a condition makes of any mark: nothing stands inside."""
CONDITIONS = (*STATES, BARE)


@dataclass(frozen=True)
class Mark:
    """One shape of a point; lengths are CSS pixels.

    `part` is `body`, `token` for what stands inside, or `sign` for a body whose shape tells its
    value. `fill` and `edge` name colours of the theme, or are `hue` for that of the feature; an
    empty one is none. `sign` names the shape in `signs.toml`, `scale` tells how large it is drawn.
    """

    part: str
    fill: str
    edge: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    sign: str = ""
    scale: float = 1.0

    @property
    def shape(self) -> Sign:
        """Its shape, as large as it is drawn."""
        return load_signs()[self.sign].scaled(self.scale)


def looks() -> dict[tuple[str, str], Mark]:
    """Return how parts of marks are drawn, by part and state.

    States are those of `STATES`, `solid` for a sign filled with ink, or nothing.
    """
    solid = Mark("sign", "ink", "casing", px("line-solid"))
    return {
        ("body", ""): Mark("body", "hue", "casing", px("line-body")),
        ("body", "hollow"): Mark("body", "paper", "hue", px("line-hollow")),
        ("body", "dashed"): Mark("body", "paper", "hue", px("line-dashed"), dash("dash-virtual")),
        ("token", ""): Mark("token", "paper"),
        ("token", "hollow"): Mark("token", "hue"),
        ("token", "dashed"): Mark("token", "hue"),
        ("sign", ""): Mark("sign", "paper", "ink", px("line-symbol")),
        ("sign", "solid"): solid,
    }


def marks(spec: Spec, layer: LayerSpec, row: Mapping[str, object]) -> list[Mark]:
    """Return the shapes of a point, the lowest first; `row` has the columns that its mark names."""
    mark = layer.settings["mark"]
    known = {each: replace(look, scale=scale_of(layer)) for each, look in looks().items()}
    if mark["body"] not in load_signs():
        value = spec.values[mark["body"]][str(row[mark["body"]])]
        body = known["sign", "solid" if value.settings.get("solid") else ""]
        width = value.settings.get("line_px", body.width)
        return [replace(body, sign=value.sign, width=width)]
    state = state_of(layer, row)
    found = [replace(known["body", state], sign=mark["body"])]
    if "token" in mark and BARE not in conditions_of(layer, row):
        sign = spec.values[mark["token"]][str(row[mark["token"]])].sign
        if load_signs()[sign].path:
            found.append(replace(known["token", state], sign=sign))
    return found


def point_marks(spec: Spec, layer: LayerSpec, row: Mapping[str, object]) -> list[Mark]:
    """Return the shapes of a point with the name of its hue in place of `hue`."""
    known = {"hue": hue_of(layer, row)}
    return [
        replace(each, fill=known.get(each.fill, each.fill), edge=known.get(each.edge, each.edge))
        for each in marks(spec, layer, row)
    ]


def scale_of(layer: LayerSpec) -> float:
    """Return how large the marks of a layer are, beside signs as they are."""
    return float(layer.settings["mark"].get("scale", 1))


def hue_of(layer: LayerSpec, row: Mapping[str, object]) -> str:
    """Return the name of the hue of a point."""
    hue = layer.settings["mark"]["hue"]
    if not isinstance(hue, str):
        return layer_hue(layer)
    return hue if hue == "ink" else value_hue(hue, str(row[hue]))


def state_of(layer: LayerSpec, row: Mapping[str, object]) -> str:
    """Return in which of `STATES` the mark of a point is, if any."""
    return next((each for each in reversed(conditions_of(layer, row)) if each in STATES), "")


def conditions_of(layer: LayerSpec, row: Mapping[str, object]) -> list[str]:
    """Return which of `CONDITIONS` hold for a point."""
    mark = layer.settings["mark"]
    return [
        name
        for name in CONDITIONS
        if name in mark and all(row[column] == value for column, value in mark[name].items())
    ]
