"""A layer of a user's own: any frame, taken in the words of geopandas and folium."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from inspect import signature
from itertools import chain
from os import PathLike
from typing import Any, Never

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_integer_dtype, is_list_like, is_timedelta64_dtype

from geo.arguments import read, switch
from geo.errors import LayerError, Problem, clipped
from geo.model.atlas import Atlas
from geo.model.edges import Shapes
from geo.model.history import last_of
from geo.model.known import there_are
from geo.model.spec import Hue
from geo.model.text import clean
from geo.own import classes, days, shapes
from geo.own.cells import Cells, cells_of, has_infinite, lost_digits, plain, row_name, text_of
from geo.own.columns import among_numbers, are_for_people
from geo.own.counts import WEIGHT
from geo.own.join import join
from geo.own.letters import misread_text
from geo.own.words import MARKERS, STYLES, chosen_of, refuse_words

NAMELESS = "\N{EN DASH}"
"""What stands above a column that has no name."""


class Layer:
    """A layer of your own, to be added to an atlas as elements are added to a folium map.

    The parameters have the names that `GeoDataFrame.explore` uses. In the atlas it is a layer like
    any other, with legend, filter, search, timeline, table, details and downloads, on plates and in
    the pack. Texts are shown as they are, never as markup; dates and numbers are written in the
    language of the reader.

    Parameters
    ----------
    frame
        Points, lines, polygons, or a mixture, in any CRS. Features without a geometry are left out;
        each geometry type becomes a layer of its own.
    name
        The name of the layer, which it needs.
    column
        The column to colour features by: categories, or numbers, which are grouped into classes.
    cmap
        The colour map: `viridis`, `Blues`, `Greens`, `Oranges`, `Purples`, `Reds` or `Greys`. By
        default categories have colours that colour-blind readers can tell apart, and each layer
        colours of its own; where these do not suffice, points of another shape. All have variants
        for the light and the dark theme.
    categorical
        Whether numbers are categories, as those of a categorical column always are.
    scheme, k
        The classification scheme for numbers, and the number of classes, else 5:
        `Quantiles` or `EqualInterval`, or any scheme of mapclassify if that is installed.
    legend
        Whether the legend explains the colours, with a row for each. If not, or without a column,
        it has one row for the layer, which switches it on and off.
    time
        The column of the first day of each feature, or the columns of its first and last day:
        dates, days as texts (2024-05-31, 31.05.2024), months or years.
    tooltip
        The columns in the tooltip: their names, how many of the first ones, or True for all. By
        default the column that features are coloured by.
    popup
        The columns in the details of a feature, and in the table, in the same form. By default all.
    marker_kwds
        `radius` of points in pixels, 12 at most; default: 6.2. `fill=False`, `icon` and `draggable`
        are not supported.
    style_kwds
        `color`, such as `#3b6fb6`, used if no column gives one; `weight` of lines in pixels.
    *more, **others
        None: all but the frame has a name, and other words of `explore` are refused, with a hint on
        what to use instead.

    Raises
    ------
    LayerError
        If the frame cannot be drawn as asked; it says where and what the problem is, and what was
        expected.
    TypeError
        If `frame` is neither a GeoDataFrame nor a GeoSeries, or if there are others.

    Notes
    -----
    Features are named by the column `name`, or else by the first column of `tooltip`, or by the
    first column of texts that no two of them share; if there is none, they are numbered. With a
    column `id`, links to features stay valid when the data change. Columns named `sources` (ids of
    the sources of the atlas), `licence`, `confidence`, `as_of`, `precision_m`, `note` and `aliases`
    are understood as in the atlas if all their values fit. An index that has a name, several levels
    or other labels than whole numbers becomes columns, as it does in `GeoDataFrame.to_file`.
    """

    def __init__(
        self,
        frame: gpd.GeoDataFrame | gpd.GeoSeries,
        *more: Never,
        name: str = "",
        column: str | None = None,
        cmap: str | None = None,
        categorical: bool = False,
        scheme: str | None = None,
        k: int | None = None,
        legend: bool = True,
        time: str | Sequence[str] | None = None,
        tooltip: bool | int | str | Sequence[str] | None = None,
        popup: bool | int | str | Sequence[str] = True,
        marker_kwds: Mapping[str, object] | None = None,
        style_kwds: Mapping[str, object] | None = None,
        **others: Never,
    ) -> None:
        refuse_words(more, others, [*signature(Layer).parameters][2:-1])
        self.name = clean(text_of(name))
        if not self.name:
            raise LayerError("name: a layer needs one")
        self.notes: list[str] = []
        table, geometry = self._framed(frame)
        drawn, there = self._placed(geometry)
        self.days: list[tuple[date, date, tuple[str, str]]] = []
        self.time = self._named(time, "time", most=2)
        if self.time:
            there = self._read_days(table, there)
        if not there.any():
            lost = "; ".join(["no feature that can be drawn", *self.notes])
            raise LayerError(f"{self.name}: {lost}")
        self.rows = np.flatnonzero(there) + 1
        self.parts = shapes.by_kind(drawn[there])
        told = table[there]
        self.cells = self._understood(told)
        self.column = next(iter(self._named(column, "column", most=1)), None)
        self.tooltip = self._chosen(tooltip, "tooltip", self.column)
        self.has_tooltip = tooltip is not None
        self.popup = self._chosen(popup, "popup", None)
        self.weight = next(iter(self._named(frame.attrs.get(WEIGHT), WEIGHT)), None)
        if self.weight:
            total = sum(self.cells[self.weight].values)
            self.notes.append(f"{total:,} points counted in {len(self.rows):,} cells")
        self.hue, self.width, self.radius = self._styled(style_kwds, marker_kwds)
        self.legend = self._answered(legend, "legend", usual=True)
        as_kinds = self._answered(categorical, "categorical", usual=False)
        order = _order(told[self.column]) if self.column is not None else []
        self.classes = self._classed(cmap, scheme, k, order, categorical=as_kinds or bool(order))
        self.notes += self.classes.notes if self.classes else []
        self.notes += self._unused(cmap, scheme, k)

    def add_to(self, atlas: Atlas) -> Layer:
        """Add the layer to an atlas in memory, on top of its layers of the same shape; return it.

        The files of the atlas are not changed, nor are other atlases opened from them or maps built
        before. A warning says which features of the layer are left out.

        Raises
        ------
        LayerError
            If no feature lies within the map of the atlas.
        TypeError
            If `atlas` is not an atlas, for example a map, which is built too early to take a layer.
        """
        if not isinstance(atlas, Atlas):
            told = f"to an atlas, not to {type(atlas).__name__}"
            raise TypeError(f"a layer is added {told}: before atlas.build_map() draws a map of it")
        joined, notes = join(atlas, self)
        vars(atlas).update(vars(joined))
        for note in (*self.notes, *notes):
            warnings.warn(f"{self.name}: {note}", stacklevel=2)
        return self

    def __repr__(self) -> str:
        """Return its name, and what it holds."""
        held = ", ".join(f"{len(part.rows)} {kind}" for kind, part in self.parts.items())
        return f"<Layer {self.name!r}: {held}>"

    def _framed(
        self, frame: gpd.GeoDataFrame | gpd.GeoSeries
    ) -> tuple[pd.DataFrame, gpd.GeoSeries]:
        """Return the columns of a frame that are no geometry, and its geometry."""
        if isinstance(frame, gpd.GeoSeries):
            frame = gpd.GeoDataFrame(geometry=frame)
        if not isinstance(frame, gpd.GeoDataFrame):
            hint = "gpd.GeoSeries(shapes, crs=4326)"
            if isinstance(frame, str | PathLike):
                hint = "gpd.read_file(path)"
            elif isinstance(frame, pd.DataFrame):
                hint = "gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(lon, lat), crs=4326)"
            elif hasattr(frame, "compute"):  # of dask-geopandas
                hint = "frame.compute()"
            told = f"{type(frame).__name__}, expected a GeoDataFrame or a GeoSeries"
            raise TypeError(f"frame: {told} of geopandas; {hint} makes one")
        levels = [*_levels(frame.index)]
        names = [str(name) for name in frame.columns]
        names += [title for title, level in levels if not _stands_in(frame, title, level)]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise LayerError(f"{self.name}: two columns are called {twice!r}")
        shapes = [name for name, kind in frame.dtypes.items() if str(kind) == "geometry"]
        active = frame._geometry_column_name  # noqa: SLF001 - `geometry` fails where there is none
        if active not in shapes:
            hint = f" is active; frame.set_geometry({shapes[0]!r}) makes one so" if shapes else ""
            raise LayerError(f"{self.name}: no column of geometry{hint}")
        geometry = gpd.GeoSeries(frame[active])
        if more := [str(name) for name in shapes if name != active]:
            self.notes.append(f"columns of further geometry are left out: {', '.join(more)}")
        cells = {str(name): frame[name] for name in frame.columns if name not in shapes}
        plain = pd.DataFrame({**dict(levels), **cells}, index=frame.index)
        self._index = frame.index
        self._columns = [*plain.columns]
        self._titles = {str(name): text_of(name) for name in frame.columns}
        return plain, geometry

    def _placed(self, geometry: gpd.GeoSeries) -> tuple[Shapes, npt.NDArray[np.bool_]]:
        """Return geometries in degrees, and which of them there are."""
        if shapes.seem_degrees(geometry):
            told = "lie within 180 m of where their CRS begins; are they degrees?"
            self.notes.append(f"all positions {told}")
        for what, count in shapes.count_beside(geometry):
            self.notes.append(f"drawn without {what}: {count} of {len(geometry)} features")
        drawn, torn = shapes.in_degrees(geometry, self.name)
        if nowhere := shapes.count_nowhere(drawn):
            told = f"{nowhere} of {len(drawn)} features; are their positions missing?"
            self.notes.append(f"at longitude 0 and latitude 0: {told}")
        if wide := shapes.count_wide(drawn):
            told = f"{wide} of {len(drawn)} features; do they cross 180 degrees?"
            self.notes.append(f"an edge reaches across more than half of the world: {told}")
        there = np.array([shape is not None for shape in drawn], dtype=bool)
        self._count_out(~there, "without a geometry that can be drawn")
        if count := int(torn.sum()):
            told = "parts that cannot be drawn, such as lines of one position"
            self.notes.append(f"left out of {count} of {len(torn)} features: {told}")
        return drawn, there

    def _understood(self, table: pd.DataFrame) -> dict[str, Cells]:
        """Return the cells of each column, by name."""
        if misread := misread_text(table):
            at, text = misread
            told = f"{clipped(text_of(text))!r} in {text_of(at)!r}"
            self.notes.append(f"letters seem to be read in a wrong encoding, such as {told}")
        found = {
            title: cells_of(clean(self._titles.get(title, title)) or NAMELESS, table[title])
            for title in self._columns
        }
        for title, cells in found.items():
            if lost_digits(cells, table[title]):
                told = "numbers of more than 15 digits have lost the last ones, texts keep them"
                self.notes.append(f"{told}: {title!r}")
            if has_infinite(cells, table[title]):
                self.notes.append(f"infinite numbers are shown as missing: {title!r}")
        return found

    def _styled(
        self, style_kwds: Mapping[str, object] | None, marker_kwds: Mapping[str, object] | None
    ) -> tuple[Hue | None, float | None, float | None]:
        """Return the hue, the width of lines and the radius of points that are asked for."""
        style = chosen_of(STYLES, style_kwds, f"{self.name}: style_kwds")
        mark = chosen_of(MARKERS, marker_kwds, f"{self.name}: marker_kwds")
        colour = style.get("color")
        return (colour, colour) if colour else None, style.get("weight"), mark.get("radius")

    def _unused(self, cmap: str | None, scheme: str | None, k: int | None) -> Iterator[str]:
        """Yield in words what is asked for of how a layer looks that it has no use for."""
        for what, given in {"cmap": cmap, "scheme": scheme, "k": k}.items():
            if given is not None and self.column is None:
                yield f"{what} is not used: no column gives colours"
        if k is not None and self.classes and not self.classes.are_amounts:
            yield f"k is not used: {self.column!r} holds kinds, which are not grouped"
        if self.hue and self.column is not None:
            yield f"color is not used: {self.column!r} gives colours"
        if self.width and not self.parts.keys() - {"points"}:
            yield "weight is not used: there are no lines or areas"
        if self.radius and "points" not in self.parts:
            yield "radius is not used: there are no points"

    def _answered(self, given: object, what: str, *, usual: bool) -> bool:
        return usual if given is None else read(switch, given, f"{self.name}: {what}", LayerError)

    def _count_out(self, wrong: npt.NDArray[np.bool_], why: str) -> None:
        if count := int(wrong.sum()):
            self.notes.append(f"left out {why}: {count} of {len(wrong)} features")

    def _read_days(
        self, frame: pd.DataFrame, there: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.bool_]:
        """Take down the days of all features that have some; return which these are."""
        dated, endless = there.copy(), 0
        columns = [frame[column].astype(object).tolist() for column in self.time]
        month_first = days.is_month_first(chain(*columns))
        read = lru_cache(None, typed=True)(partial(days.read_day, month_first=month_first))
        for row in np.flatnonzero(there).tolist():
            told = [
                self._read_day(read, cells[row], row, each)
                for each, cells in zip(self.time, columns, strict=True)
            ]
            begins, ends = told[0], told[-1] or told[0]
            if begins is None or ends is None:
                dated[row] = False
                continue
            first, last = begins[0], last_of(*ends)
            if last < first:
                told_last = text_of(columns[-1][row])
                raise self._problem(row, self.time[-1], told_last, f"a day not before {first}")
            endless += told[-1] is None
            self.days.append((first, last, (begins[1], ends[1])))
        self._count_out(there & ~dated, f"without a day in {self.time[0]!r}")
        if endless:
            which = f"{endless} of {len(self.days)} features"
            self.notes.append(
                f"shown at their first day, without one in {self.time[-1]!r}: {which}"
            )
        if early := sum(first.year < days.UNUSUAL for first, _, _ in self.days):
            which = f"before the year {days.UNUSUAL}: {early} of {len(self.days)} features"
            self.notes.append(f"dated {which}; are there years in {self.time[0]!r}?")
        return dated

    def _read_day(
        self,
        read: Callable[[Any], tuple[date, str] | None],
        value: Any,  # noqa: ANN401
        row: int,
        column: str,
    ) -> tuple[date, str] | None:
        try:
            return read(plain(value))
        except ValueError as error:
            expected = str(error)
        except TypeError:  # of a list or the like
            expected = days.EXPECTED
        raise self._problem(row, column, text_of(value), expected)

    def _problem(self, row: int, column: str, value: str, expected: str) -> LayerError:
        at = row_name(self._index, row)
        return LayerError(Problem(self.name, at, column, clipped(value), expected))

    def _named(self, given: Any, what: str, most: int | None = None) -> list[str]:  # noqa: ANN401
        """Return the columns that an option names, by name.

        Raises
        ------
        LayerError
            If there is no such column, with those that there are, the nearest first; if they are
            more than the option takes.
        """
        if given is None:
            return []
        is_one = isinstance(given, str | Mapping) or str(given) in self._columns
        labels = [given] if is_one or not is_list_like(given, allow_sets=False) else list(given)
        found = []
        for each in map(str, labels):
            if each not in self._columns:
                there = there_are(each, self._columns)
                if most and len(labels) > most:
                    there += "; frame.assign(...) makes values a column"
                raise LayerError(f"{self.name}: {what}: no column {clipped(each)!r}; {there}")
            found.append(each)
        named = list(dict.fromkeys(found))
        if most and len(named) > most:
            told = f"{', '.join(named)}: {len(named)} columns, and it takes {most} at most"
            raise LayerError(f"{self.name}: {what}: {told}")
        return named

    def _chosen(self, given: object, what: str, usual: str | None) -> list[str]:
        """Return the columns that `tooltip` or `popup` asks for."""
        if given is None:
            return self._named(usual, "column")
        count = plain(given)
        if isinstance(count, bool):
            return self._columns if count else []
        if isinstance(count, int):
            return self._columns[: max(0, count)]
        return self._named(given, what)

    def _classed(
        self,
        cmap: str | None,
        scheme: str | None,
        k: int | None,
        order: Sequence[object],
        *,
        categorical: bool,
    ) -> classes.Classes | None:
        """Return the classes of the column that it is coloured by, if it is by one."""
        ramp = "" if cmap is None else classes.known_ramp(cmap)
        way = classes.known_scheme("Quantiles" if scheme is None else scheme)
        count = read(
            classes.count_of, classes.USUAL if k is None else k, f"{self.name}: k", LayerError
        )
        if self.column is None:
            return None
        cells: Cells = self.cells[self.column]
        if cells.type in ("integer", "year", "number") and not categorical:
            return classes.amounts(cells, cmap=ramp, scheme=way, k=count)
        if scheme:
            told = f"{self.column} holds no numbers, expected none for kinds"
            raise LayerError(f"{self.name}: scheme: {scheme!r}, but {told}")
        texts = [value for value in cells.values if value] if cells.type == "text" else []
        if not categorical and are_for_people(texts):
            told = f"{self.column!r} holds texts such as {clipped(max(texts, key=len))!r}"
            classed = "plain numbers of at most 15 digits would have classes"
            self.notes.append(f"{told}, which are kinds; {classed}")
        elif not categorical and (text := among_numbers(texts)):
            told = f"{self.column!r} holds numbers, and texts such as {clipped(text)!r}"
            self.notes.append(f"{told}: all are kinds; numbers alone would have classes")
        return classes.kinds(cells, cmap=ramp, order=order)


def _levels(index: pd.Index) -> Iterator[tuple[str, pd.Series]]:
    """Yield what an index tells of the rows, if it does more than count them."""
    if index.nlevels == 1 and index.name is None and is_integer_dtype(index.dtype):
        return
    for place, name in enumerate(index.names):
        unnamed = "index" if index.nlevels == 1 else f"level_{place}"
        level = index.get_level_values(place)
        yield unnamed if name is None else str(name), pd.Series(level, index)


def _order(column: pd.Series) -> list[object]:
    """Return the order that the values of a column have, other than numbers, days and names."""
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return list(kind.categories)
    if isinstance(kind, pd.IntervalDtype) or is_timedelta64_dtype(kind):
        return sorted(column.dropna().unique())
    return []


def _stands_in(frame: pd.DataFrame, title: str, level: pd.Series) -> bool:
    """Tell whether a column of a frame says the same as its index."""
    return any(str(name) == title and frame[name].equals(level) for name in frame.columns)
