"""The symbology as style sheet: tokens, and rules for segments, borders, marks and areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.design.areas import fills
from geo.design.marks import BARE, STATES, looks
from geo.design.strokes import ERROR, PARTS, Case, Stroke, border_strokes, cases
from geo.design.theme import colours, constants, px, strengths, type_sizes
from geo.model.spec import Spec

USUAL_PX = 16
"""The size of type that browsers begin with; readers may have chosen another."""


def style(spec: Spec) -> str:
    """Return everything that the style sheet of a page needs to draw an atlas.

    Names of colours, of widths and so on become custom properties: `--land`, `--layer-ID`,
    `--COLUMN-VALUE`. The page sets `data-theme` on its root, and `light` on what is light on a dark
    page too; on each mark the property `--hue`.
    No rule weighs more than one class, so that rules of the page's own prevail.
    """
    return "".join([tokens(spec), segments(spec), borders(spec), marks(), areas()])


def tokens(spec: Spec) -> str:
    """Return the theme and the hues of the atlas as custom properties, light and dark."""
    pairs = {**colours(spec), **strengths()}
    sizes = {name: f"{px(name) / USUAL_PX:g}rem" for name in type_sizes()}
    light, dark = ({name: pair[side] for name, pair in pairs.items()} for side in (0, 1))
    return (
        _rule(":root", _named({**constants(), **sizes}))
        + _rule(":root,[data-theme=light]", {"color-scheme": "light", **_named(light)})
        + _rule(":root[data-theme=dark]", {"color-scheme": "dark", **_named(dark)})
    )


def segments(spec: Spec) -> str:
    """Return the rules of segments.

    A segment is an element of the classes `segment`, `mode-MODE` and `status-STATUS`; inside it is
    a path for each part, of the class of its name. What has no rule has no stroke. The width of
    the part `error` is left to the page: it is that of the error on the ground.
    """
    return f".{ERROR}{{stroke:var(--hue);stroke-linecap:round}}\n" + "".join(
        _rule(f":where({_segment(case, spec)}) .{part}", _line(case.strokes[0]))
        for part in PARTS
        for case in cases(spec, part)
        if case.strokes
    )


def borders(spec: Spec) -> str:
    """Return the rules of borders, of the classes `border` and what they are."""
    return "".join(
        _rule(f".border:where(.{name})", _line(stroke))
        for name, stroke in border_strokes(spec).items()
    )


def marks() -> str:
    """Return the rules of marks: `body`, `token` and `sign` in an element of the class of a state.

    A sign may itself be `solid`.
    """
    rules = []
    known = looks()
    for state in ("", *STATES):
        within = f":where(.{state}) > " if state else ""
        mark, token = known["body", state], known["token", state]
        rules.append(
            _rule(f"{within}:where(path).body", _shape(mark.fill, mark.edge, mark.width, mark.dash))
        )
        rules.append(_rule(f"{within}:where(path).token", {"fill": _colour(token.fill)}))
    rules.append(_rule(f":where(.{BARE}) > :where(path).token", {"display": "none"}))
    for state in ("", "solid"):
        mark = known["sign", state]
        name = f":where(path.{state}).sign" if state else ":where(path).sign"
        rules.append(_rule(name, _shape(mark.fill, mark.edge, mark.width)))
    return "".join(rules)


def areas() -> str:
    """Return the rules of countries: `country` and of which kind it is."""
    lit = {kind: fill for kind, fill in fills().items() if kind != "quiet"}
    return "".join(
        _rule(f".country:where(.{kind})", _shape(fill.colour, fill.edge, fill.width))
        for kind, fill in lit.items()
    )


def _segment(case: Case, spec: Spec) -> str:
    """Return the selector of some segments."""
    own = {"mode": case.modes, "status": case.statuses}
    return ".segment" + "".join(_any(column, values, spec) for column, values in own.items())


def _any(column: str, values: Iterable[str], spec: Spec) -> str:
    """Return the selector of any of some values; nothing if it is all that there are."""
    classes = [f".{column}-{value}" for value in values]
    if len(classes) == len(spec.values[column]):
        return ""
    return classes[0] if len(classes) == 1 else f":is({','.join(classes)})"


def _line(stroke: Stroke) -> dict[str, str]:
    found = {"stroke": _colour(stroke.colour), "stroke-width": f"{stroke.width:g}px"}
    if stroke.dash:
        found["stroke-dasharray"] = _dash(stroke.dash)
    if stroke.cap != "butt":
        found["stroke-linecap"] = stroke.cap
    if stroke.opacity != 1:
        found["stroke-opacity"] = f"{stroke.opacity:g}"
    return found


def _shape(fill: str, edge: str, width: float, dash: tuple[float, ...] = ()) -> dict[str, str]:
    found = {"fill": _colour(fill)}
    if edge:
        found |= {"stroke": _colour(edge), "stroke-width": f"{width:g}px"}
        found["stroke-dasharray"] = _dash(dash)
    return found


def _dash(dash: tuple[float, ...]) -> str:
    return " ".join(f"{part:g}" for part in dash) or "none"


def _colour(name: str) -> str:
    return f"var(--{name})"


def _named(values: Mapping[str, object]) -> dict[str, str]:
    return {f"--{name}": str(value) for name, value in values.items()}


def _rule(selector: str, declarations: Mapping[str, str]) -> str:
    body = "".join(f"{name}:{value};" for name, value in declarations.items())
    return f"{selector}{{{body}}}\n"
