"""Open an atlas, and ask of it all that this package can do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geo.linter import rules
from geo.linter.rule import Findings
from geo.model import atlas as model
from geo.model import history
from geo.model.history import AsOf
from geo.model.registers import registers
from geo.model.renamed import copied
from geo.network import route as network
from geo.network.branches import Branch, follow
from geo.network.places import find_place
from geo.network.question import Question
from geo.network.route import Ways
from geo.network.router import MEASURES, Router
from geo.pack import write
from geo.page.ways import address_of
from geo.publish.layers import build_layers
from geo.read.facts import read_facts
from geo.read.published import read_published
from geo.read.spec import read_spec
from geo.read.story import read_story

if TYPE_CHECKING:
    import folium

SHIPPED = Path(__file__).with_name("uttarapath")
"""The folder of the atlas that ships."""
_INSTALLED = Path(__file__).with_name("_layers")
PUBLISHED = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "layers"
"""The published layers of the atlas that ships, of the installed package or of this checkout."""
HOME = Path() if _INSTALLED.is_dir() else PUBLISHED.parent
"""Where it is built: in this checkout, or where the user is."""


@dataclass(frozen=True, repr=False)
class Route(network.Route):
    """A way between two places, and the atlas that it is from."""

    atlas: model.Atlas

    def explore(self) -> folium.Map:
        """Draw the page of the atlas, opened at this way: among all from its start to its end."""
        from geo.page.document import draw_page  # noqa: PLC0415 - folium is slow to load

        return draw_page(self.atlas, address=address_of(self, self.atlas))


class Atlas(model.Atlas):
    """An atlas, and what can be asked of it."""

    def load_layer(self, name: str) -> gpd.GeoDataFrame:
        """Return a copy of one layer.

        Parameters
        ----------
        name
            Such as `"places"`.

        Returns
        -------
        GeoDataFrame
            EPSG:4326, lon/lat, with the columns of the layer in order and typed; dates are ISO
            text, lists are joined by `;`, missing values are NaN or NA.

        Raises
        ------
        KeyError
            If there is no layer of that name.
        """
        if name not in self.layers:
            raise KeyError(f"no layer {name!r}; there are {', '.join(self.layers)}")
        found: gpd.GeoDataFrame = copied(self.layers[name], self.spec.layers[name].table)
        return found

    def load_table(self, name: str) -> pd.DataFrame:
        """Return a copy of one of the tables that stand beside the layers.

        Parameters
        ----------
        name
            Such as `"sources"`, or `"feature_sources"`, which has a row for each that a list names.

        Returns
        -------
        DataFrame
            Typed as the layers are; dates are ISO text.

        Raises
        ------
        KeyError
            If there is no published table of that name.
        """
        tables = {**self.tables, **registers(self)} if name in self.spec.registers else self.tables
        if name not in tables:
            known = ", ".join([*self.tables, *self.spec.registers])
            raise KeyError(f"no table {name!r}; there are {known}")
        found: pd.DataFrame = copied(tables[name], self.spec.published[name])
        return found

    def branch(self, way: str) -> Branch:
        """Follow a way along the networks from end to end, see `Branch`.

        Raises
        ------
        KeyError
            If there is no way of that name.
        DataError
            If the way has no segments, or they do not chain.
        """
        return follow(self, way)

    def as_of(self, day: str | date) -> AsOf:
        """Return the memberships and statuses of a day, a date or `YYYY-MM-DD`.

        Raises
        ------
        ValueError
            If the day is no date, or later than the date of the atlas.
        """
        return history.as_of(self._day(day), self.tables)

    def _day(self, day: str | date) -> str:
        try:
            asked = f"{day:%Y-%m-%d}" if isinstance(day, date) else day
            asked = date.fromisoformat(asked).isoformat()
        except (TypeError, ValueError):
            raise ValueError(f"{day!r} is no day; give a date, or text as '{self.date}'") from None
        if asked > self.date:
            raise ValueError(f"{asked} is later than this atlas, which is of {self.date}")
        return asked

    def route(
        self,
        start: str,
        end: str,
        *,
        by: str = "distance",
        on: str | date = "",
        allow: Collection[str] = (),
        without: Collection[str] = (),
        opened: Collection[str] = (),
    ) -> Route:
        """Find the best way between two places over the segments of all networks, see `Route`.

        The search is Dijkstra's, over legs with the gauge of the wagons on them.

        Parameters
        ----------
        start, end
            Names of places, in any language of the atlas, or their ids.
        by
            `distance`, `time` or `cost`. A range counts by its middle; what nobody knows counts as
            the worst known of its kind.
        on
            The day whose statuses hold; by default that of the atlas.
        allow
            Statuses of segments that may be used; by default those that mean that a segment runs.
        without
            Passages (ids in the table `passages`) and segments that may not be used.
        opened
            Segments that count as open, whatever they are on the day.

        Raises
        ------
        PlaceError
            If no place has that name, or more than one.
        NoWayError
            If there is no way, with the fewest segments that every way needs one of.
        ValueError
            If there is no such measure, day, status, passage or segment.
        """
        asked = self._question(by=by, on=on, allow=allow, without=without, opened=opened)
        return self._drawn(self._router.best(*self._ends(start, end), asked))

    def ways(
        self,
        start: str,
        end: str,
        *,
        by: str = "distance",
        on: str | date = "",
        allow: Collection[str] = (),
        without: Collection[str] = (),
        opened: Collection[str] = (),
    ) -> Ways[Route]:
        """Find the best way along each of the named ways that lead from one place to another.

        It takes what `route` takes, but allows every status by default: `Route.km_by_status` tells
        what does not run. The best come first, then those of which something is not known, last
        those of which something is not built. Where no way leads there alone, several are tried
        together: their key then has the names in the order of travel, `one.other`.
        """
        every = [*self.spec.values["status"]]
        asked = self._question(by=by, on=on, allow=allow or every, without=without, opened=opened)
        found = self._router.ways(*self._ends(start, end), asked)
        return Ways({way: self._drawn(route) for way, route in found.items()})

    def _drawn(self, route: network.Route) -> Route:
        return Route(**vars(route), atlas=self)

    def _ends(self, start: str, end: str) -> tuple[str, str]:
        first, last = (
            find_place(self._router.places, name, self._router.ends) for name in (start, end)
        )
        if first == last:
            raise ValueError(f"{start} and {end} are the same place")
        return first, last

    @cached_property
    def _router(self) -> Router:
        return Router(self)

    def _question(
        self,
        *,
        by: str,
        on: str | date,
        allow: Collection[str],
        without: Collection[str],
        opened: Collection[str],
    ) -> Question:
        known = {
            "by": ("distance", *MEASURES),
            "allow": tuple(self.spec.values["status"]),
            "without": (*self.tables["passages"]["id"], *self._router.legs),
            "opened": tuple(self._router.legs),
        }
        asked = {"by": [by], "allow": allow, "without": without, "opened": opened}
        for name, given in asked.items():
            wrong = [each for each in given if each not in known[name]]
            if wrong:
                near = get_close_matches(wrong[0], known[name], n=5, cutoff=0) or known[name]
                raise ValueError(f"{name} has no {wrong[0]!r}; there are {', '.join(near)}")
        running = self.spec.statuses("runs")
        return Question(
            by,
            self._day(on or self.date),
            frozenset(allow or running),
            frozenset(without),
            opened=frozenset(opened),
        )

    def lint(self, *, stale_after: int | None = None) -> Findings:
        """Hold the data against every rule; return the findings, none if nothing is wrong.

        Parameters
        ----------
        stale_after
            Name also what was last checked more than so many days before the date of the atlas,
            such as 365, and translations of what no table tells any more.
        """
        return rules.lint(self, stale_after=stale_after)

    def build_map(
        self,
        *,
        worldview: str = "",
        tiles: str | None = None,
        panels: bool = True,
        allow: Collection[str] = (),
    ) -> folium.Map:
        """Draw the page: a map of folium to show in a notebook, to add to, to save.

        Parameters
        ----------
        worldview
            Whose borders to show: one of the views of the atlas, by default its first.
        tiles
            A provider of xyzservices whose online tiles then lie beneath the map.
        panels
            Whether panel, legend, search and bar of time stand beside the map; without them it fits
            into another page.
        allow
            Origins, such as `https://data.example.org`, that elements of folium on it may load from
            beside what they say themselves.
        """
        from geo.page.document import draw_page  # noqa: PLC0415 - folium is slow to load

        return draw_page(self, worldview=worldview, tiles=tiles, panels=panels, allow=allow)

    def write_pack(self, target: str | Path, *, force: bool = False) -> Path:
        """Write the layers and tables in every format for a GIS.

        Parameters
        ----------
        target
            A folder, or a file that ends with `.zip`. An earlier pack there is replaced.
        force
            Replace an earlier pack even if somebody edited files in it.

        Returns
        -------
        Path
            Where the pack is.

        Raises
        ------
        MissingExtraError
            If the extra `pack` is not installed.
        OutputError
            If something that is no pack stands in the way, or if the disk refuses.
        """
        return write.write_pack(target, atlas=self, force=force)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the page, in a frame that needs no network."""
        return str(self.build_map()._repr_html_())


class _Shipped(Atlas):
    """The atlas that ships, read from its published layers when it is first asked for something.

    From then on it is an atlas as any other.
    """

    def __init__(self) -> None:
        """Read nothing yet."""

    def __getattr__(self, name: str) -> object:
        if name not in self.__dataclass_fields__:
            raise AttributeError(name)
        vars(self).update(vars(open_atlas()))
        object.__setattr__(self, "__class__", Atlas)
        return vars(self)[name]


def open_atlas(folder: str | Path | None = None, *, layers: str | Path | None = None) -> Atlas:
    """Open an atlas, by default the one that ships.

    Parameters
    ----------
    folder
        The folder that describes it, with its facts, its story and its geometry.
    layers
        A folder of published layers and tables to take the data from; by default they are built
        from the facts, those of the atlas that ships read as published.

    Raises
    ------
    DataError
        With all problems of the files.
    InputError
        If disk or permission refuse one.
    """
    if folder is None:
        folder, layers = SHIPPED, layers or PUBLISHED
    spec = read_spec(Path(folder))
    data = build_layers(read_facts(spec)) if layers is None else read_published(spec, Path(layers))
    return Atlas(**vars(replace(data, story=read_story(data))))


shipped = _Shipped()
# Functions for the atlas that ships, as `random` has them for one generator.
load_layer = shipped.load_layer
load_table = shipped.load_table
branch = shipped.branch
route = shipped.route
ways = shipped.ways
as_of = shipped.as_of
lint = shipped.lint
build_map = shipped.build_map
write_pack = shipped.write_pack
