"""The elements of folium that users add to the map: what fits on it, and what each one loads."""

# ruff: noqa: SLF001 - an element of branca can be placed and named only by private members

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from types import SimpleNamespace
from typing import Any

import folium
from branca.element import CssLink, Element, Figure, Html, JavascriptLink, MacroElement
from folium import elements
from folium.template import Template

from geo.page.policy import Need, needs, source

MERCATOR = {
    *("MiniMap", "TileLayer", "WmsTileLayer", "ImageOverlay", "VideoOverlay"),
    *("VectorGridProtobuf", "Terminator"),
}
REFUSED = {
    "Map": "a page holds one map; give the other a page of its own",
    "DualMap": "a page holds one map; give the other a page of its own",
    "Vega": "it turns texts into scripts, which the page's policy forbids",
    "VegaLite": "it turns texts into scripts, which the page's policy forbids",
    "MeasureControl": "it turns texts into scripts, which the page's policy forbids",
    "TimeSliderChoropleth": "it draws every line of the page anew; try TimelineSlider",
}
"""What can work on no atlas, and why."""
TIMED = {"HeatMapWithTime", "TimestampedGeoJson", "TimestampedWmsTileLayers"}
"""What has the buttons of Leaflet's TimeDimension, which are letters of a font."""
LOADED = {
    "TileLayer": {"tiles": "img-src"},
    "WmsTileLayer": {"url": "img-src"},
    "ImageOverlay": {"url": "img-src"},
    "VideoOverlay": {"video_url": "media-src"},
    "VectorGridProtobuf": {"url": "connect-src"},
    "Realtime": {"src": "connect-src"},
    "GeoJson": {"embed_link": "connect-src"},
    "CustomIcon": {"icon_url": "img-src", "shadow_url": "img-src"},
}
"""What elements load themselves, by the attribute or the option that names it.

Classes go by their names: to import the plugins of folium takes long, and few maps have any.
"""
GEOCODERS = {
    "nominatim": "https://nominatim.openstreetmap.org",
    "photon": "https://photon.komoot.io",
    "arcgis": "https://geocode.arcgis.com",
}
SIGNS = {"fa": "awesome_markers_font_css", "glyphicon": "glyphicons_css"}
BLOCKED = {
    "img-src": "pictures",
    "frame-src": "frames",
    "media-src": "sound and film",
    "script-src": "scripts and handlers of events",
    "style-src": "style sheets",
    "font-src": "fonts",
    "form-action": "forms",
}
_ADDRESS = re.compile(r"https?://[^\s\"'`)]+")
_MARKUP = re.compile(
    r"(?:<|\\u003c)(?:img|image|i?frame|video|audio|source|object|embed|form|link|script)\b"
    r"|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\{[{%#]")
_RANDOM_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"\b\w+_[0-9a-f]{32}\b")
_ESCAPED = re.compile(r"\\u00([0-9a-f]{2})|\\([\"'/`])")
_HELPERS = (elements.ElementAddToElement, elements.EventHandler, folium.Marker.SetIcon)
_POPUP = Template("""
    var {{ this.get_name() }} = L.popup({{ this.options|tojavascript }});
    {% for name, element in this.html._children.items() %}
        {% set html = element.render(**kwargs).replace("\\\\`", "`").strip() %}
        {% set content = "$(" ~ (html|tojson) ~ ")[0]" %}
        {% if this.lazy %}
            {{ this._parent.get_name() }}.once("click", function() {
                {{ this.get_name() }}.setContent({{ content }});
            });
        {% else %}
            var {{ name }} = {{ content }};
            {{ this.get_name() }}.setContent({{ name }});
        {% endif %}
    {% endfor %}
    {{ this._parent.get_name() }}.bindPopup({{ this.get_name() }})
    {%- if this.show %}.openPopup(){% endif %};
    {% for element in this.script._children.values() %}{{ element.render() }}{% endfor %}
""")
_TOOLTIP = Template("""
    {% macro script(this, kwargs) %}
        {% set style = ' style="' ~ this.style|e ~ '"' if this.style else "" %}
        {{ this._parent.get_name() }}.bindTooltip(
            {{ ("<div" ~ style ~ ">" ~ this.text ~ "</div>")|tojson }},
            {{ this.options|tojavascript }}
        );
    {% endmacro %}
""")
"""As folium's own, but that a text in them is no template of JavaScript: no `${}`, no back-tick."""


def below(*roots: Element) -> Iterator[Element]:
    """Yield elements and all that they hold or name, each once, in the order of the tree."""
    seen: set[int] = set()
    waiting = list(reversed(roots))
    while waiting:
        element = waiting.pop()
        if id(element) not in seen:
            seen.add(id(element))
            yield element
            waiting += reversed(list(_held(element)))


def above(place: Element) -> list[Element]:
    """Return a part of the tree, what holds it, what holds that, and so on."""
    parts: list[Element] = []
    part: Element | None = place
    while part and part not in parts:
        parts.append(part)
        part = part._parent
    return parts


def seat(found: Iterable[Element]) -> None:
    """Tell elements what holds them here; who added one to two maps has told it the second."""
    for part in found:
        for child in part._children.values():
            child._parent = part


def _held(element: Element) -> Iterator[Element]:
    for name, value in vars(element).items():
        if name not in {"_parent", "parent_map"}:
            many = value.values() if isinstance(value, dict) else value
            some = many if isinstance(value, (dict, list, tuple)) else (value,)
            yield from (each for each in some if isinstance(each, Element))


def refuse(element: Element, *, mercator: bool) -> None:
    """Refuse an element that cannot work on the map of an atlas.

    Raises
    ------
    ValueError
        If it is drawn for Web Mercator and the map is not, or can work on no atlas.
    """
    kind = type(element).__name__
    if not mercator and _classes(element) & MERCATOR:
        raise ValueError(
            f"{kind} is drawn for Web Mercator and would not lie where it belongs on this"
            " equal-area map"
        )
    for name in _classes(element) & REFUSED.keys():
        raise ValueError(f"{kind} does not work on the map of an atlas: {REFUSED[name]}")


def refuse_circles(element: Element, parts: Sequence[Element]) -> None:
    """Refuse an element that is, or holds, one of the parts that are to hold it, or itself.

    Raises
    ------
    ValueError
        If it does: to draw it would never end.
    """
    if element in parts:
        raise ValueError(f"{type(element).__name__} cannot hold itself")
    for child in element._children.values():
        refuse_circles(child, [*parts, element])


def _classes(element: Element) -> set[str]:
    return {each.__name__ for each in type(element).__mro__}


def prepare(found: Iterable[Element], figure: Figure) -> None:
    """Make texts safe, and add what folium's own page would have loaded for some elements."""
    css, js = dict(folium.folium._default_css), dict(folium.folium._default_js)
    for element in found:
        if isinstance(element, MacroElement) and not isinstance(element._template, _Once):
            own = {folium.Popup: _POPUP, folium.Tooltip: _TOOLTIP}.get(type(element))
            element._template = _Once(own or element._template)
        if _classes(element) & {"Icon", "BeautifyIcon"}:
            options = getattr(element, "options", {})
            sign = SIGNS.get(str(options.get("prefix", "fa")))
            if sign and options.get("icon") not in {None, "info-sign"}:
                figure.header.add_child(CssLink(css[sign]), name=sign)
        elif _classes(element) & {"HeatMapWithTime"} or not getattr(element, "embed", True):
            figure.header.add_child(JavascriptLink(js["jquery"]), name="jquery", index=0)


class _Once:
    """A template whose result stays as it is when it is read as a template again, as branca does.

    Without it `{{ ... }}` in a text that somebody wrote would run here, while the page is drawn.
    """

    def __init__(self, template: Any) -> None:  # noqa: ANN401 - one of Jinja's, as branca types it
        self.template = template

    @property
    def module(self) -> SimpleNamespace:
        """The macros of the template, what they write quoted in the same way."""
        macros = {
            name: self._quoting(macro)
            for name, macro in vars(self.template.module).items()
            if name in {"header", "html", "script"}
        }
        return SimpleNamespace(**macros)

    def render(self, **given: object) -> str:
        """Return what the template writes, each brace that would begin something as a text."""
        return self._quoting(self.template.render)(**given)

    @staticmethod
    def _quoting(write: Callable[..., str]) -> Callable[..., str]:
        return lambda *given, **named: _OPENING.sub(r'{{ "\g<0>" }}', str(write(*given, **named)))


def loads(found: Iterable[Element]) -> Iterator[Need]:
    """Yield what elements need of the policy: what they say that they load, no text they show."""
    for element in found:
        classes = _classes(element)
        for kind in classes & LOADED.keys():
            given = {**vars(element), **getattr(element, "options", {})}
            for name, directive in LOADED[kind].items():
                yield from _located(directive, given.get(name))
        if classes & TIMED:
            yield from _located("font-src", dict(folium.folium._default_css)["glyphicons_css"])
        if "Geocoder" in classes:
            yield from _located(
                "connect-src", GEOCODERS.get(str(getattr(element, "options", {}).get("provider")))
            )
        if isinstance(element, folium.Popup):
            for child in element.html._children.values():
                if not isinstance(child, Html):
                    yield from needs(child.render())


def _located(directive: str, value: Any) -> Iterator[Need]:  # noqa: ANN401 - whatever folium keeps
    """Yield where a value leads: an address, options that hold one, a script that names some."""
    value = value.get("url") if isinstance(value, dict) else getattr(value, "js_code", value)
    for address in _ADDRESS.findall(value) or [value] if isinstance(value, str) else ():
        if found := source(address):
            yield directive, found


def in_turn(scripts: Mapping[str, str]) -> dict[str, str]:
    """Return scripts by the names of their elements, each after those that it names.

    A control of layers names them all, also those that were added to the map after it. Those that
    lead back to it, as what is added to it and named by what it does at a click, stay after it.
    """
    named = {
        name: [other for other in _NAME.findall(script) if other in scripts]
        for name, script in scripts.items()
    }
    placed: dict[str, str] = {}
    begun: set[str] = set()

    def leads_to(begin: str) -> set[str]:
        found, left = set[str](), [begin]
        while left:
            new = {*named[left.pop()]} - found
            found |= new
            left += new
        return found

    def place(name: str) -> None:
        begun.add(name)
        for other in named[name]:
            if other not in begun and name not in leads_to(other):
                place(other)
        placed[name] = scripts[name]

    for name in scripts:
        if name not in begun:
            place(name)
    return placed


def owners(found: Iterable[Element]) -> dict[str, str]:
    """Return the kind of each element by the name that its script has."""
    kinds = {}
    for element in found:
        owner = element
        while isinstance(owner, _HELPERS) and owner._parent:
            owner = getattr(owner, "icon", owner._parent)
        kinds[element.get_name()] = "script" if type(owner) is Element else type(owner).__name__
    return kinds


def warn_of_blocked(script: str, kind: str, granted: Iterable[Need]) -> None:
    """Warn of what texts in a script would load or run, if the policy does not let them."""
    if not _MARKUP.search(script):
        return
    text = _ESCAPED.sub(lambda hit: chr(int(hit[1], 16)) if hit[1] else hit[2], script)
    known = [*granted]
    blocked = sorted(
        {
            directive
            for directive, found in needs(text)
            if not any(name == directive and fnmatchcase(found, each) for name, each in known)
        }
    )
    if blocked:
        what = ", ".join(BLOCKED.get(directive, directive) for directive in blocked)
        warnings.warn(
            f"{kind}: the page's policy blocks {what} in its text, for a text may come from data;"
            " hand over what you trust as an element: folium.Popup(folium.Element(html))",
            stacklevel=2,
        )


def numbered(texts: Iterable[str], found: Iterable[Element]) -> list[str]:
    """Return texts with numbers for the random ids of elements: the same page each time."""
    random = {element._id for element in found}
    numbers: dict[str, str] = {}

    def number(hit: re.Match[str]) -> str:
        return numbers.setdefault(hit[0], str(len(numbers))) if hit[0] in random else hit[0]

    return [_RANDOM_ID.sub(number, text) for text in texts]
