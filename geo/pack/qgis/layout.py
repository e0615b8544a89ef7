"""The sheets of the QGIS project, ready to print: the plate of the atlas in each language.

Paper, map, heading, legend, scale and imprint are those of the plate. What the layers cannot tell
is not on them: relief, names of seas and towns, and the events by year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.design.areas import Fill
from geo.design.captions import Caption, heading, imprint, round_km, title
from geo.design.legend import Group, event_groups, ground_groups, network_groups
from geo.design.paper import MM_PER_PT, Format, mm, print_design, sheet_format, size_pt
from geo.design.strokes import Stroke
from geo.design.theme import light_colours
from geo.design.view import View, graticule_step, whole_view
from geo.model.atlas import Atlas
from geo.model.content import Content, Feature
from geo.model.saying import say
from geo.model.spec import Spec
from geo.model.worldviews import polygons_in_view
from geo.pack.layer_style import LayerStyle
from geo.pack.qgis.expressions import (
    M_PER_PX,
    constants,
    inert,
    key,
    literal,
    options,
    rgba,
    variable,
    wgs84,
)
from geo.pack.qgis.legend import LegendText, halves, letters
from geo.pack.qgis.renderer import sample
from geo.read.content import content_of

SCALES = (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
"""How large type is set, the best first."""
MOST = (1000, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1)
"""How many rows a group of the legend has, where even the smallest type has no room for more."""
_KINDS = {"page": "65638", "map": "65639", "label": "65641", "legend": "65642", "scale": "65646"}
_FAMILIES = {"Atlas Serif": "Noto Serif", "Atlas Sans": "Noto Sans"}
_LINE = 1.42
"""From line to line of a text, of the size, in fonts as they are."""
_BAR, _BAR_MM, _GUTTER_MM, _GAP_MM = 0.62, 9.0, 4.0, 3.0
"""Of the width of the column what the scale bar has at most; its height; what parts the rest."""
_SWATCH_MM = (10.0, 6.0)
"""How wide what is drawn before a name is, in the whole column and in half of it."""
_TITLE_LEAST = 0.6
"""How much smaller than on the plate a title may be, to stand in one line."""
_HEAD, _FOOT = "32", "64"
"""Where in its box a text stands."""
Rectangle = tuple[float, float, float, float]
"""As Qt has it: left, top, width and height, in millimetres from the top of the sheet."""


def layouts(styles: Mapping[str, LayerStyle], atlas: Atlas) -> ET.Element:
    """Return the element `Layouts` of a project: a sheet in each language of the atlas."""
    root = ET.Element("Layouts")
    for language in atlas.spec.languages:
        content = content_of(atlas, language=language)
        form = sheet_format("whole")
        sheet = PrintLayout(
            content, form, whole_view(content, form), styles, _claimed(atlas, content)
        )
        root.append(sheet.layout())
    return root


@dataclass(frozen=True)
class PrintLayout:
    """A sheet in the usual language of a content; `styles` are those of the project's layers."""

    content: Content
    form: Format
    view: View
    styles: Mapping[str, LayerStyle]
    claimed: list[BaseGeometry]

    @property
    def spec(self) -> Spec:
        """The spec, in the language of the sheet."""
        return self.content.spec

    @cached_property
    def hues(self) -> dict[str, str]:
        """Colours by name."""
        return light_colours(self.spec)

    def layout(self) -> ET.Element:
        """Return the sheet as QGIS keeps it."""
        language = self.spec.languages[0]
        named = {**constants()["layout"], "name": inert(f"{title(self.spec)} ({language})")}
        sheet = ET.Element("Layout", named)
        page = self._item("page", (0, 0, *self.form.size_mm))
        page.append(sample([(Fill(self.hues["paper"]),)]))
        ET.SubElement(sheet, "PageCollection").append(page)
        sheet.extend([*self._column(), self._map()])
        told = {"variableNames": [variable(self.spec, "language")], "variableValues": [language]}
        ET.SubElement(sheet, "customproperties").append(options(told))
        return sheet

    def _column(self) -> Iterator[ET.Element]:
        """Yield what stands beside the map."""
        left, foot, right, _ = self.form.strips[0]
        width, end = right - left, self.form.size_mm[1] - foot
        notes, size = "\n".join(imprint(self.content, self.view)), _size("note")
        high = _high(notes, size, width)
        yield self._label("imprint", notes, "note", size, (left, end - high, width, high))
        end -= high + _BAR_MM
        yield self._scale((left, end, width * _BAR, _BAR_MM))
        networks = network_groups(self.content)
        claimed = any(map(self._seen, self.claimed))
        others = [*event_groups(self.content), *ground_groups(self._shown(), claimed=claimed)]
        usual = [(scale, MOST[0]) for scale in SCALES]
        for scale, most in (*usual, *((SCALES[-1], most) for most in MOST)):
            captions, y = self._captions(scale)
            cut = [[group.cut(self.spec, most) for group in those] for those in (networks, others)]
            legends = [*self._legends(cut[0], cut[1], y, scale)]
            if all(top + text.height_mm <= end for text, (_, top) in legends):
                break
        for caption, size, box in captions:
            yield self._label(caption.style, caption.text, caption.style, size, box)
        for number, (text, where) in enumerate(legends):
            yield self._legend(f"legend {number + 1}", text, where)

    def _captions(self, scale: float) -> tuple[list[tuple[Caption, float, Rectangle]], float]:
        """Return the texts of the heading with their size and place, and where they end."""
        left, _, right, top = self.form.strips[0]
        y, found = self.form.size_mm[1] - top, []
        for caption in heading(self.spec):
            size = _fitting(caption.text, caption.style, right - left) * scale
            high = _high(caption.text, size, right - left)
            found.append((caption, size, (left, y, right - left, high)))
            y += high + caption.gap * scale
        return found, y

    def _legends(
        self, networks: list[Group], others: list[Group], y: float, scale: float
    ) -> Iterator[tuple[LegendText, tuple[float, float]]]:
        """Yield the legends and where they begin: of networks, and below it two halves."""
        left, _, right, _ = self.form.strips[0]
        sizes = _size("row") * scale, _size("note") * scale
        whole = LegendText(networks, right - left, _SWATCH_MM[0], *sizes)
        yield whole, (left, y)
        half = (right - left - _GUTTER_MM) / 2
        below = y + whole.height_mm + (_GAP_MM if networks else 0)
        first, second = halves(others, half, _SWATCH_MM[1], *sizes)
        yield first, (left, below)
        yield second, (left + half + _GUTTER_MM, below)

    def _shown(self) -> Content:
        """Return the places and lines that show on the map."""
        spec = self.spec
        shown = [
            feature
            for layer in spec.layers.values()
            if layer.shape in ("points", "lines") and not layer.time
            for feature in self.content.of(layer)
            if self._seen(feature.shape) and not self._from_closer(feature)
        ]
        return self.content.only(shown)

    def _seen(self, shape: BaseGeometry) -> bool:
        """Tell whether a point of a shape lies on the map."""
        x, y = self.view.transformer.transform(*shapely.get_coordinates(shape).T)
        west, south, east, north = self._extent
        return bool(((west < x) & (x < east) & (south < y) & (y < north)).any())

    def _from_closer(self, feature: Feature) -> bool:
        """Tell whether a point is one that maps show from closer by only."""
        values, layer = self.spec.values, feature.layer
        known = (values.get(column, {}).get(feature.text(column)) for column in layer.legend)
        least = self.spec.settings["map"]["minor_places_m_per_px"]
        minor = any(value and "shown" in value.settings for value in known)
        return minor and self.view.scale * M_PER_PX > least

    @property
    def _extent(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the map in metres of the projection."""
        (x, y), m_per_mm = self.view.middle, self.view.scale / 1000
        left, foot, right, top = self.form.frame
        across, up = (right - left) / 2 * m_per_mm, (top - foot) / 2 * m_per_mm
        return x - across, y - up, x + across, y + up

    def _map(self) -> ET.Element:
        left, foot, right, top = self.form.frame
        box = (left, self.form.size_mm[1] - top, right - left, top - foot)
        edge = {"frame": "true", "outlineWidthM": f"{mm(1):.3f},mm"}
        item = self._item("map", box, background="true", drawCanvasItems="false", **edge)
        corners = dict(zip(("xmin", "ymin", "xmax", "ymax"), self._extent, strict=True))
        ET.SubElement(item, "Extent", {name: f"{value:.0f}" for name, value in corners.items()})
        ET.SubElement(item, "FrameColor", _parts(self.hues["ink"]))
        ET.SubElement(item, "BackgroundColor", _parts(self.hues["ocean"]))
        item.append(self._grid())
        return item

    def _grid(self) -> ET.Element:
        """Return meridians and parallels, with their degrees outside the frame."""
        step = str(graticule_step(self.view.scale))
        told = {"annotationExpression": self._degrees(), "intervalX": step, "intervalY": step}
        own = {"name": "graticule", "uuid": self._key("graticule")}
        grid = ET.Element("ComposerMapGrid", {**constants()["grid"], **told, **own})
        stroke = Stroke(0.9, colour=self.hues["graticule"])
        ET.SubElement(grid, "lineStyle").append(sample([(stroke,)]))
        grid.append(wgs84())
        grid.append(self._text_style("degree"))
        return grid

    def _degrees(self) -> str:
        """Return the expression of what stands at a meridian or parallel."""
        east, west, north, south, zero = (
            literal(say(self.spec, f"degrees.{side}", n="{n}"))
            for side in ("east", "west", "north", "south", "zero")
        )
        lon, lat = (
            f"if(@grid_number > 0, {more}, {less})" for more, less in ((east, west), (north, south))
        )
        text = f"if(@grid_number % 180 = 0, {zero}, if(@grid_axis = 'x', {lon}, {lat}))"
        return f"replace({text}, '{{n}}', to_string(abs(@grid_number)))"

    def _legend(self, name: str, text: LegendText, where: tuple[float, float]) -> ET.Element:
        own = {"map_uuid": self._key("map"), "fontColor": self.hues["ink"][:7], **text.sizes}
        box = (*where, text.width_mm, text.height_mm)
        item = self._item("legend", box, name=name, **constants()["legend"], **own)
        item.append(text.styles(_FAMILIES["Atlas Sans"]))
        item.append(text.tree(self.styles, self.spec, self.hues))
        return item

    def _scale(self, box: Rectangle) -> ET.Element:
        """Return a bar of a round length, of which the half is told too."""
        km = round_km(box[2] * self.view.scale / 1e6)
        linked = {"mapUuid": self._key("map"), "numUnitsPerSegment": f"{km / 2:g}"}
        told = {"unitLabel": say(self.spec, "unit.km", n="").strip()}
        item = self._item("scale", box, **constants()["scale"], **linked, **told)
        item.append(self._text_style("scale"))
        for name, hue in (("strokeColor", "ink"), ("fillColor", "ink"), ("fillColor2", "paper")):
            ET.SubElement(item, name, _parts(self.hues[hue]))
        return item

    def _label(self, name: str, text: str, kind: str, size: float, box: Rectangle) -> ET.Element:
        """Return a text."""
        style = print_design()["styles"][kind]
        shown = text.upper() if style.get("upper") else text
        side = _FOOT if name == "imprint" else _HEAD
        own = {"marginX": "0", "marginY": "0", "valign": side, "labelText": inert(shown)}
        item = self._item("label", box, name=name, **own)
        ET.SubElement(item, "LabelFont", {"description": _font(kind, size)})
        ET.SubElement(item, "FontColor", _parts(self.hues[style.get("colour", "ink")]))
        return item

    def _text_style(self, kind: str) -> ET.Element:
        style = print_design()["styles"][kind]
        own = {
            "fontFamily": _FAMILIES[style["family"]],
            "fontSize": f"{_size(kind):.2f}",
            "textColor": rgba(self.hues[style.get("colour", "ink")]),
        }
        return ET.Element("text-style", {**constants()["sheet-text"], **own})

    def _item(self, kind: str, box: Rectangle, *, name: str = "", **own: str) -> ET.Element:
        """Return a part of the sheet."""
        left, top, width, height = box
        where = f"{left:.2f},{top:.2f},mm"
        identifier = self._key(name or kind)
        told = {
            "type": _KINDS[kind],
            "id": name or kind,
            "uuid": identifier,
            "templateUuid": identifier,
            "size": f"{width:.2f},{height:.2f},mm",
            "position": where,
            "positionOnPage": where,
        }
        return ET.Element("LayoutItem", {**constants()["layout-item"], **told, **own})

    def _key(self, what: str) -> str:
        return key(self.spec, f"layout {self.spec.languages[0]}", what)


def _claimed(atlas: Atlas, content: Content) -> list[BaseGeometry]:
    """Return the areas that more than one claims in a view of the borders."""
    frame = atlas.tables.get("ground_claimed")
    if not isinstance(frame, gpd.GeoDataFrame):
        return []
    return [*polygons_in_view(frame, content.worldview).geometry]


def _size(kind: str) -> float:
    """Return the size of a style of the plate in points."""
    return size_pt(print_design()["styles"][kind]["size"])


def _fitting(text: str, kind: str, width_mm: float) -> float:
    """Return the size of a text, smaller where that keeps a title in one line."""
    size = _size(kind)
    if not kind.endswith("title"):
        return size
    fitting = letters(width_mm, size, bold=kind == "title") / len(text)
    return size * max(min(1, fitting), _TITLE_LEAST)


def _high(text: str, size: float, width_mm: float) -> float:
    """Return how high a text is at most, in as many lines as it needs."""
    lines = sum(len(wrap(part, letters(width_mm, size))) for part in text.split("\n"))
    return lines * _LINE * size * MM_PER_PT


def _font(kind: str, size: float) -> str:
    """Return the font of a style as Qt writes it."""
    style = print_design()["styles"][kind]
    weight = 75 if style.get("weight", 400) > 400 else 50
    slant = int(style.get("slant") == "italic")
    return f"{_FAMILIES[style['family']]},{size:.2f},-1,5,{weight},{slant},0,0,0,0"


def _parts(colour: str) -> dict[str, str]:
    """Return a colour by its parts."""
    return dict(zip(("red", "green", "blue", "alpha"), rgba(colour).split(","), strict=True))
