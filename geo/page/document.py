"""The page of an atlas as a folium map, for those who add to it."""

# ruff: noqa: SLF001 - an element of branca can be placed and named only by private members

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

import folium
from branca.element import Div, Element, Figure
from folium.template import Template

from geo.model.atlas import Atlas
from geo.page import assets
from geo.page.elements import (
    above,
    below,
    in_turn,
    loads,
    numbered,
    owners,
    prepare,
    refuse,
    refuse_circles,
    seat,
    warn_of_blocked,
)
from geo.page.page import Added, Page, Script, make_page
from geo.page.policy import needs

if TYPE_CHECKING:
    from xyzservices import TileProvider

_REFERRED = re.compile(r"[^\x00-\x9f]")
"""What references can stand for: HTML takes those of U+0080 to U+009F for other letters."""

LEAST_PX, BARE_PX = 600, 400
"""So high is a map in a notebook at least, with panels and without."""


def draw_page(
    atlas: Atlas,
    *,
    worldview: str = "",
    tiles: str | TileProvider | None = None,
    address: str = "",
    panels: bool = True,
    allow: Collection[str] = (),
) -> folium.Map:
    """Draw the page of an atlas, with the options and errors of `make_page`.

    Returns
    -------
    folium.Map
        In Lambert's azimuthal equal-area projection. `save`, `get_root().render()` and the
        display in a notebook give one document that loads nothing; elements of folium can be
        added as to any map, and what they say that they load is then allowed in the document's
        policy, not what a text in them would load: for that, hand over an element, such as
        `folium.Popup(folium.Element(html))`. Tiles, images and what else is drawn for Web
        Mercator are refused unless `tiles` is given. In a notebook it is as high as 60 % of its
        width, and at least as legend and panel need; `get_root().height = "800px"` makes it higher.
    """
    page = make_page(
        atlas, worldview=worldview, tiles=tiles, address=address, panels=panels, allow=allow
    )
    drawn = AtlasMap(page)
    drawn.add_to(Figure(ratio=f"max(60%, {LEAST_PX if panels else BARE_PX}px)"))
    return drawn


class AtlasMap(folium.Map):
    """A folium map whose ground and layers are the atlas; the figure around it is the page."""

    _template = Template("")  # the map itself is part of the page

    def __init__(self, page: Page) -> None:
        super().__init__(tiles=None)
        self.default_js = []
        self.default_css = []
        self._id = "atlas"
        self.page = page
        self._drawn: list[tuple[Element, str]] = []

    def __repr__(self) -> str:
        """Return the title of its page."""
        return f"<AtlasMap {self.page.texts['page.title']!r}>"

    def _repr_html_(self, **kwargs: object) -> str:
        """Return what a notebook shows, the same in a document of whatever encoding.

        A script that another encoding changed would be one the policy refuses.
        """
        shown = str(super()._repr_html_(**kwargs))
        return _REFERRED.sub(lambda found: f"&#{ord(found[0])};", shown)

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        """Add an element of folium.

        Raises
        ------
        ValueError
            If it, or something in it, cannot work on this map. What is added to it later is
            looked at in the same way.
        TypeError
            If it is none of folium.
        """
        self._look_at(child, self)
        return super().add_child(child, name, index)

    def _look_at(self, child: Element, place: Element) -> None:
        if not isinstance(child, Element):
            told = "a layer of your own goes to the atlas before build_map: layer.add_to(atlas)"
            raise TypeError(f"{type(child).__name__} is no element of folium; {told}")
        found = [each for each in below(child) if each is not self]
        for element in found:
            refuse(element, mercator=bool(self.page.tiles))
        refuse_circles(child, above(place))
        for element in found:
            # Nothing tells a map what its elements are given: they have to ask it first.
            setattr(element, "add_child", partial(self._add_below, element))  # noqa: B010

    def _add_below(
        self, parent: Element, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        self._look_at(child, parent)
        return type(parent).add_child(parent, child, name, index)

    def render(self, **kwargs: object) -> str:
        """Make the figure around the map its page, and all elements ready for it.

        Raises
        ------
        TypeError
            If the map is in no figure, or in a part of one.
        ValueError
            If an element cannot work on this map.
        """
        figure = self.get_root()
        if isinstance(figure, Div) or not isinstance(figure, Figure):
            raise TypeError("an atlas is a whole page: add it to a folium.Figure, not to a part")
        figure._template = _Whole(self.page)
        found = list(below(figure))
        for element in found:
            if element is not self:
                refuse(element, mercator=bool(self.page.tiles))
        seat(found)
        # What an earlier drawing left behind would be there twice, and what was removed since.
        for part, name in self._drawn:
            part._children.pop(name, None)
        prepare(found, figure)
        before = {(id(part), name) for part in found for name in part._children}
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        now = [(part, name) for part in found for name in part._children]
        self._drawn = [(part, name) for part, name in now if (id(part), name) not in before]
        return ""


class _Whole:
    """What a figure around an atlas map writes: one document."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def render(self, this: Figure, kwargs: Mapping[str, object]) -> str:
        """Return the page with what users added."""
        found = list(below(this))
        header = [child for name, child in this.header._children.items() if name != "meta_http"]
        markup = "\n".join(
            child.render(**kwargs) for child in (*header, *this.html._children.values())
        )
        scripts = in_turn(
            {name: child.render(**kwargs) for name, child in this.script._children.items()}
        )
        markup, *rest = numbered([markup, *scripts.values(), *scripts], found)
        pieces, names = rest[: len(scripts)], rest[len(scripts) :]
        known = owners(found)
        kinds = [known.get(name, "script") for name in scripts]
        told = map(Script, names, kinds, map(assets.safe_script, pieces))
        added = Added(markup, [*told], [*needs(markup), *loads(found)], this.title)
        granted = self.page.granted(added)
        for script in added.scripts:
            warn_of_blocked(script.text, script.kind, granted)
        return self.page.html(added)
