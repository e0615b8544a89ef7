"""The legend of a sheet in QGIS: the entries of the plate's, drawn and told as there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from xml.etree import ElementTree as ET

from geo.design.legend import Group, LegendEntry
from geo.design.paper import MM_PER_PT
from geo.model.spec import Spec
from geo.pack.layer_style import LayerStyle, painted
from geo.pack.qgis.expressions import inert, layer_id, options
from geo.pack.qgis.renderer import sample

HIGH_MM = 3.4
"""How high what is drawn before a name is, a sign being no larger."""
SPACE = {
    "title": (0, 0, 0),
    "group": (2.6, 0.3, 0),
    "subgroup": (0.6, 0, 0),
    "symbol": (0.3, 0, 0),
    "symbolLabel": (0.3, 0, 2),
}
"""Of each part of a legend the room above, below and left of it in millimetres."""
LINE_GAP_MM = 0.6
_HIDDEN = {"legend/title-style": "hidden"}
_LETTER, _BOLD_LETTER, _LINE = 0.62, 0.7, 1.08
"""How wide a letter and how high a line is at most, of the size, in fonts as they are."""


def letters(width_mm: float, size_pt: float, *, bold: bool = False) -> int:
    """Return how many letters surely have room in a line."""
    wide = _BOLD_LETTER if bold else _LETTER
    return max(int(width_mm / (wide * size_pt * MM_PER_PT)), 1)


def halves(
    groups: Sequence[Group], width_mm: float, swatch_mm: float, row: float, note: float
) -> tuple[LegendText, LegendText]:
    """Return groups in two columns of about the same height."""
    splits = (
        (
            LegendText(groups[:n], width_mm, swatch_mm, row, note),
            LegendText(groups[n:], width_mm, swatch_mm, row, note),
        )
        for n in range(len(groups) + 1)
    )
    return min(splits, key=lambda pair: max(pair[0].height_mm, pair[1].height_mm))


class LegendText:
    """The groups of a legend in lines of a width; `row` and `note` are sizes of type in points.

    What is drawn before a name is `swatch_mm` wide.
    """

    def __init__(
        self, groups: Iterable[Group], width_mm: float, swatch_mm: float, row: float, note: float
    ) -> None:
        taken = swatch_mm + SPACE["symbolLabel"][2]
        self.width_mm, self.swatch_mm, self.row, self.note = width_mm, swatch_mm, row, note
        self.groups = [
            (group, [_wrapped(_text(each), width_mm - taken, row) for each in group.entries])
            for group in groups
        ]
        self.notes = [_wrapped(group.note, width_mm, note) for group, _ in self.groups]

    @property
    def height_mm(self) -> float:
        """How high it is at most."""
        high = 0.0
        for (group, rows), note in zip(self.groups, self.notes, strict=True):
            if group.title:
                high += sum(SPACE["group"]) + _LINE * self.note * MM_PER_PT
            high += sum(SPACE["symbol"][0] + max(HIGH_MM, _lines_mm(row, self.row)) for row in rows)
            high += SPACE["subgroup"][0] + _lines_mm(note, self.note) if note else 0
        return high

    @property
    def sizes(self) -> dict[str, str]:
        """The attributes of a legend that say how large its parts are."""
        return {
            "symbolWidth": f"{self.swatch_mm:g}",
            "symbolHeight": f"{HIGH_MM:g}",
            "maxSymbolSize": f"{HIGH_MM:g}",
            "lineSpacing": f"{LINE_GAP_MM:g}",
        }

    def styles(self, family: str) -> ET.Element:
        """Return how its parts are set, in a family of type."""
        styles = ET.Element("styles")
        for name, (above, below, before) in SPACE.items():
            room = {"marginTop": above, "marginBottom": below, "marginLeft": before}
            told = {side: f"{mm:g}" for side, mm in room.items()}
            style = ET.SubElement(styles, "style", {"name": name, "alignment": "1", **told})
            size = self.note if name in ("group", "subgroup") else self.row
            weight = 75 if name == "group" else 50
            font = f"{family},{size:.2f},-1,5,{weight},0,0,0,0,0"
            ET.SubElement(style, "styleFont", {"description": font, "style": ""})
        return styles

    def tree(
        self, styles: Mapping[str, LayerStyle], spec: Spec, hues: Mapping[str, str]
    ) -> ET.Element:
        """Return the layers of the legend, each with the entries that tell of it.

        An entry has a symbol and a text of its own in place of those of a rule of its layer, so
        that a layer stands there as often as its rules must for all entries. Entries of several
        layers stand with the first network.
        """
        tree = ET.Element("layer-tree-group")
        usual = next((each for each in styles.values() if each.shape == "network"), None)
        for (group, rows), note in zip(self.groups, self.notes, strict=True):
            style = styles.get(group.layer) or usual
            if not style:
                continue
            attributes = {
                "name": inert(group.title.upper()),
                "checked": "Qt::Checked",
                "expanded": "1",
            }
            node = ET.SubElement(tree, "layer-tree-group", attributes)
            if not group.title:
                ET.SubElement(node, "customproperties").append(options(_HIDDEN))
            for start in range(0, len(rows), len(style.rules)):
                end = start + len(style.rules)
                told = _properties(group.entries[start:end], rows[start:end], hues)
                node.append(_layer(style, spec, {**_HIDDEN, **told}))
            if note:
                told = {"legend/title-label": note, "legend/title-style": "subgroup"}
                node.append(_layer(style, spec, {**told, "legend/node-order": "empty"}))
        return tree


def _text(entry: LegendEntry) -> str:
    return f"{entry.name}\u00a0·\u00a0{entry.amount}" if entry.amount else entry.name


def _wrapped(text: str, width_mm: float, size_pt: float) -> str:
    return "\n".join(wrap(inert(text), letters(width_mm, size_pt)))


def _lines_mm(text: str, size_pt: float) -> float:
    count = text.count("\n") + 1
    return count * _LINE * size_pt * MM_PER_PT + (count - 1) * LINE_GAP_MM


def _properties(
    entries: Iterable[LegendEntry], texts: list[str], hues: Mapping[str, str]
) -> dict[str, str]:
    """Return what says in a layer of a legend which entries it has."""
    found = {"legend/node-order": ",".join(map(str, range(len(texts))))}
    for number, (entry, text) in enumerate(zip(entries, texts, strict=True)):
        looks = [tuple(painted(shape, hues) for shape in look) for look in entry.looks]
        symbol = ET.tostring(sample(looks), encoding="unicode")
        found |= {f"legend/label-{number}": text, f"legend/custom-symbol-{number}": symbol}
    return found


def _layer(style: LayerStyle, spec: Spec, properties: Mapping[str, str]) -> ET.Element:
    known = {"id": layer_id(style.name, spec), "name": inert(style.title), "checked": "Qt::Checked"}
    layer = ET.Element("layer-tree-layer", known)
    ET.SubElement(layer, "customproperties").append(options(properties))
    return layer
