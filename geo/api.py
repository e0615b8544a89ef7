"""Open an atlas, and ask of it all that this package can do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo.arguments import checked
from geo.linter import rules
from geo.linter.rule import Findings
from geo.model import atlas as model
from geo.model import history
from geo.model.history import AsOf
from geo.model.known import there_are
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
    from xyzservices import TileProvider

SHIPPED = Path(__file__).with_name("uttarapath")
"""The folder of the atlas that ships."""
_INSTALLED = Path(__file__).with_name("_layers")
PUBLISHED = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "layers"
"""The published layers of the atlas that ships, of the installed package or of this checkout."""
HOME = Path() if _INSTALLED.is_dir() else PUBLISHED.parent
"""Where it is built: in this checkout, or where the user is."""


@dataclass(frozen=True, repr=False, eq=False)
class Route(network.Route):
    """The best way between two places, as a result of `route` or `ways`.

    The statuses of its segments are those of the day that was asked for.
    """

    atlas: model.Atlas

    def explore(self) -> folium.Map:
        """Draw the page of the atlas, opened at this way among all ways between its ends."""
        from geo.page.document import draw_page  # noqa: PLC0415 - folium is slow to load

        return draw_page(self.atlas, address=address_of(self, self.atlas))


class Atlas(model.Atlas):
    """An atlas: its data, and the queries and exports on them."""

    @checked
    def load_layer(self, name: str) -> gpd.GeoDataFrame:
        """Return a copy of one layer.

        Parameters
        ----------
        name
            The name of the layer, such as `"places"`.

        Returns
        -------
        GeoDataFrame
            In EPSG:4326, lon/lat, with the columns of the layer in order and typed; dates are ISO
            text, lists are joined by `;`, missing values are NaN or NA.

        Raises
        ------
        KeyError
            If there is no layer with that name.
        """
        if name not in self.layers:
            raise KeyError(f"no layer {name!r}; {there_are(name, self.layers)}")
        found: gpd.GeoDataFrame = copied(self.layers[name], self.spec.layers[name].table)
        return found

    @checked
    def load_table(self, name: str) -> pd.DataFrame:
        """Return a copy of one of the tables that are published with the layers.

        Parameters
        ----------
        name
            The name of the table, such as `"sources"` or the link table `"feature_sources"`.

        Returns
        -------
        DataFrame
            Typed like the layers; dates are ISO text.

        Raises
        ------
        KeyError
            If there is no published table with that name.
        """
        known = *self.tables, *self.spec.registers
        if name not in known:
            raise KeyError(f"no table {name!r}; {there_are(name, known)}")
        tables = self.tables if name in self.tables else registers(self)
        found: pd.DataFrame = copied(tables[name], self.spec.published[name])
        return found

    @checked
    def branch(self, way: str) -> Branch:
        """Follow one of the named ways from end to end, see `Branch`.

        Parameters
        ----------
        way
            A value of `branch` in the table `routes`.

        Raises
        ------
        KeyError
            If there is no way with that name.
        DataError
            If the way has no segments, or they do not form a chain.
        """
        return follow(self, way)

    @checked
    def as_of(self, day: str | date) -> AsOf:
        """Return the memberships and statuses on a day, given as a date or as `YYYY-MM-DD`.

        Raises
        ------
        ValueError
            If the day is not a valid date, or later than the date of the atlas.
        """
        return history.as_of(self._known_day(str(day)), self.tables)

    def _known_day(self, day: str) -> str:
        """Return a day; of one that is later than the atlas nothing is known."""
        if day > self.date:
            raise ValueError(f"{day} is later than this atlas, which is of {self.date}")
        return day

    @checked
    def route(
        self,
        start: str,
        end: str,
        *,
        by: str = "distance",
        on: str | date | None = None,
        allow: Collection[str] = (),
        without: Collection[str] = (),
        opened: Collection[str] = (),
    ) -> Route:
        """Find the best way between two places over the segments of all networks, see `Route`.

        The search is Dijkstra's algorithm over segments, each with the gauge of the wagons on it.

        Parameters
        ----------
        start, end
            Names of places, in any language of the atlas, or their ids.
        by
            What to minimise: `distance`, `time` or `cost`. A range counts with its midpoint, an
            unknown value as the worst known value of its kind.
        on
            The day whose statuses apply; by default the date of the atlas.
        allow
            Statuses of segments that may be used; by default those that mean that a segment
            operates.
        without
            Passages (ids in the table `passages`) and segments (ids) that must not be used.
        opened
            Segments (ids) that count as open, whatever their status on the day.

        Raises
        ------
        PlaceError
            If no place has that name, or more than one.
        NoWayError
            If there is no way; it names the smallest set of segments of which every way needs one.
        ValueError
            If a measure, day, status, passage or segment is not known.
        """
        asked = self._question(by=by, on=on, allow=allow, without=without, opened=opened)
        return self._with_page(self._router.best(*self._ends(start, end), asked))

    @checked
    def ways(
        self,
        start: str,
        end: str,
        *,
        by: str = "distance",
        on: str | date | None = None,
        allow: Collection[str] = (),
        without: Collection[str] = (),
        opened: Collection[str] = (),
    ) -> Ways[Route]:
        """Find the best way along each of the named ways that lead from one place to another.

        The parameters are those of `route`, except that every status is allowed by default:
        `Route.km_by_status` shows what does not operate. The best way comes first; ways with
        something unknown come after these, and ways with a part that is not built come last. If no
        single way leads there, combinations are tried: their key has the names in the order of
        travel, `one.other`.
        """
        every = [*self.spec.values["status"]]
        asked = self._question(by=by, on=on, allow=allow or every, without=without, opened=opened)
        found = self._router.ways(*self._ends(start, end), asked)
        return Ways({way: self._with_page(route) for way, route in found.items()})

    def _with_page(self, route: network.Route) -> Route:
        """Return a route that can open the page of this atlas."""
        return Route(**vars(route), atlas=self)

    def _ends(self, start: str, end: str) -> tuple[str, str]:
        """Return the ids of two places that are not the same."""
        first, last = (
            find_place(self._router.places, name, self._router.ends) for name in (start, end)
        )
        if first == last:
            raise ValueError(f"{start} and {end} are the same place")
        return first, last

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: no router, which is soon made again."""
        return {name: value for name, value in vars(self).items() if name != "_router"}

    @cached_property
    def _router(self) -> Router:
        return Router(self)

    def _question(
        self,
        *,
        by: str,
        on: str | date | None,
        allow: Collection[str],
        without: Collection[str],
        opened: Collection[str],
    ) -> Question:
        self._require_known(by=[by], allow=allow, without=without, opened=opened)
        running = self.spec.statuses("runs")
        return Question(
            by,
            self._known_day(str(on or self.date)),
            frozenset(allow or running),
            frozenset(without),
            opened=frozenset(opened),
        )

    def _require_known(self, **asked: Collection[str]) -> None:
        """Refuse words of a question that nothing is called by, with those that there are."""
        known = {
            "by": ("distance", *MEASURES),
            "allow": tuple(self.spec.values["status"]),
            "without": (*self.tables["passages"]["id"], *self._router.legs),
            "opened": tuple(self._router.legs),
        }
        for name, given in asked.items():
            wrong = [each for each in given if each not in known[name]]
            if wrong:
                told = there_are(wrong[0], known[name])
                raise ValueError(f"{name} has no {wrong[0]!r}; {told}")

    @checked
    def lint(self, *, stale_after: int | None = None) -> Findings:
        """Check the data against every rule; return the findings, which are empty if all is right.

        Each cell by itself is checked where it is read: values set in memory since are not.

        Parameters
        ----------
        stale_after
            Also report what was last checked more than this number of days before the date of the
            atlas, such as 365, and translations that are no longer used.

        Raises
        ------
        ValueError
            If `stale_after` is no number of days.
        """
        return rules.lint(self, stale_after=stale_after)

    @checked
    def build_map(
        self,
        *,
        worldview: str = "",
        tiles: str | TileProvider | None = None,
        panels: bool = True,
        allow: Collection[str] = (),
    ) -> folium.Map:
        """Draw the page as a folium map, to display in a notebook, add elements to, or save.

        Parameters
        ----------
        worldview
            Whose borders to show: one of the views of the atlas, by default its first.
        tiles
            A tile provider of xyzservices, or its name, whose online tiles replace the base map.
        panels
            Whether to show the panel, the legend, the search and the timeline. Without them the map
            is easy to embed in another page.
        allow
            Origins, such as `https://data.example.org`, from which folium elements on the map may
            load, in addition to the files that they declare themselves.
        """
        from geo.page.document import draw_page  # noqa: PLC0415 - folium is slow to load

        return draw_page(self, worldview=worldview, tiles=tiles, panels=panels, allow=allow)

    @checked
    def write_pack(self, target: str | Path, *, force: bool = False) -> Path:
        """Export the layers and tables in every GIS format.

        Parameters
        ----------
        target
            A folder, or a file name that ends with `.zip`. An earlier pack there is replaced.
        force
            Replace an earlier pack even if files in it were edited. Files added to its folder
            stay.

        Returns
        -------
        Path
            The folder or file that was written.

        Raises
        ------
        MissingExtraError
            If the extra `pack` is not installed.
        OutputError
            If the target exists and is not a pack, or if it cannot be written.
        """
        return write.write_pack(target, atlas=self, force=force)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the page, in a frame that needs no network."""
        return self.build_map()._repr_html_()


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


@checked
def open_atlas(folder: str | Path | None = None, *, layers: str | Path | None = None) -> Atlas:
    """Open an atlas, by default the one that ships with the package.

    Parameters
    ----------
    folder
        The folder of the atlas, with its facts, its story and its geometry.
    layers
        A folder of published layers and tables to read the data from. By default the data are
        built from the facts; those of the atlas that ships are read as published.

    Raises
    ------
    DataError
        If there are errors in the files; it lists them all.
    InputError
        If a file cannot be read.
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
