"""What an atlas is made of, as its folder describes it: layers, columns, values, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

STANDINGS = ("founder", "member", "observer", "partner", "applied", "left", "none", "unknown")
"""How a country can stand in an organisation on a day."""
MEMBERS = STANDINGS[:2]
"""Those who decide in it."""
LISTS = ("texts", "choices", "references", "iso_a2s")
"""Types of columns whose cells hold several items."""

Hue = tuple[str, str]
"""A colour as `#rrggbb`, on light and on dark paper."""


@dataclass(frozen=True)
class Column:
    """One column: its type, what it may hold, and what it says.

    `short` is its name in a Shapefile, where names have ten characters at most. `standing` and
    `member_since` name the organisation whose memberships the column is computed from; `begins`
    says that the value holds from a day or year on, which it names; `foreseen` says that its days
    may lie after the date of the atlas; `unit` is `km`, `km2` or `mm`; `with_year` is the column of
    the year of a figure; `precision` is the column that says of a date whether its day, its month
    or only its year is known; `names_a` is the layer whose feature a text names; `scheme` is the
    data set whose codes it has, and `scope` says of what: the feature, or its town; what is
    `computed` is published, and no fact; `was` is its name in earlier editions.
    """

    name: str
    type: str
    doc: str
    required: bool = False
    values: tuple[str, ...] = ()
    to: str = ""
    minimum: float | None = None
    maximum: float | None = None
    longest: int | None = None
    short: str = ""
    standing: str = ""
    member_since: str = ""
    begins: bool = False
    foreseen: bool = False
    unit: str = ""
    with_year: str = ""
    precision: str = ""
    names_a: str = ""
    scheme: str = ""
    scope: str = ""
    computed: bool = False
    was: str = ""

    @cached_property
    def is_list(self) -> bool:
        """Whether its cells hold several items, joined by `;`."""
        return self.type in LISTS

    @property
    def group(self) -> str:
        """What its values have their words from: columns of standings share theirs."""
        return "standing" if self.standing else self.name


@dataclass(frozen=True)
class Table:
    """A table of facts or a layer: its columns in order, and the column that identifies a row.

    What is published has a label and says what it holds. Rows that bear their days are put in the
    `order` of these columns, however they stand in the file. Where people need give rows no id, it
    is `made_of` what these columns hold.
    """

    name: str
    columns: tuple[Column, ...]
    key: str = "id"
    geometry: frozenset[str] = field(default_factory=frozenset)
    published: bool = False
    label: str = ""
    doc: str = ""
    order: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Names of the columns in order."""
        return [column.name for column in self.columns]

    @property
    def given(self) -> Table:
        """The table as people fill it in."""
        columns = tuple(
            replace(each, required=False) if self.made_of and each.name == self.key else each
            for each in self.columns
            if not each.computed
        )
        return replace(self, columns=columns)

    @property
    def lists(self) -> list[Column]:
        """The columns that name others in lists."""
        return [column for column in self.columns if column.type in ("references", "iso_a2s")]

    def __getitem__(self, name: str) -> Column:
        """Return the column of a name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class ValueSpec:
    """How one value of a column is drawn: its hue, its sign, and what its shape knows besides.

    `settings` are, for a status, its `meaning` and `stroke`, for a mode `on`, `lines`, `stroke`
    and so on, as the files have them.
    """

    hue: Hue | None = None
    sign: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scheme:
    """Another data set whose codes features have: its name, how a code looks, where it leads.

    `code` is a regular expression; its group `country`, if it has one, is that of the feature.
    """

    name: str
    code: str
    url: str = ""


@dataclass(frozen=True)
class LayerSpec:
    """One layer: its shape, its columns, where its facts stand, and what readers are told.

    `shape` is `points`, `network`, `areas` or `lines`; `facts` names the table of facts, which
    several layers may share; `time` names the columns of the first and the last day; `legend`,
    `listed` (in the table of the page), `details` and `search` name columns. `settings` holds what
    else the file of the layer says. Its texts are in `Spec.words`.
    """

    id: str
    shape: str
    table: Table
    facts: str = ""
    time: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    hue: Hue | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def country(self) -> str:
        """Of points: the column of the country that they lie in, or nothing."""
        return str(self.settings.get("host") or self.settings.get("country") or "")

    @property
    def closed(self) -> bool:
        """Of lines: whether they are the edges of areas."""
        return self.shape == "lines" and self.table.geometry <= {"Polygon", "MultiPolygon"}

    @property
    def look(self) -> str:
        """Of lines: the column whose values say how they are drawn; nothing if all are alike."""
        hue = self.settings.get("hue", next(iter(self.legend), ""))
        return hue if isinstance(hue, str) else ""

    @property
    def on_request(self) -> bool:
        """Of a network: whether it is shown to those alone who ask for it."""
        return bool(self.settings.get("on_request"))

    @property
    def branches(self) -> tuple[str, ...]:
        """Of a network: the branches that its segments name."""
        return tuple(self.settings.get("values", {}).get("branch", {}))


@dataclass(frozen=True)
class Spec:
    """An atlas as its folder describes it.

    `facts` are all tables of facts by name, of which `tables` are published beside the layers, with
    the `registers`, which are made of both.
    `values` tells how the values of columns are drawn, by column and value. `words` are all texts
    by language and key, those of the interface among them: `layers.ID.KEY` for the texts of the
    file of a layer, `column.NAME` for the heading of a column, `COLUMN.VALUE` for the name of a
    value and `COLUMN_FORM.VALUE` for its other forms. `subject` is the country that the atlas is
    about (ISO 3166-1 alpha-2), or nothing. The first of `languages` and of `worldviews` is the
    usual one. `settings` holds the tables `centre`, `map` and `plate` of `atlas.toml`, and whether
    somebody has `added` layers of their own. `credits` say by SPDX id of a licence whom a map
    names, `schemes` which data sets have codes for features.
    """

    folder: Path
    title: str
    version: str
    date: str
    languages: tuple[str, ...]
    worldviews: tuple[str, ...]
    subject: str
    bodies: tuple[str, ...]
    layers: Mapping[str, LayerSpec]
    facts: Mapping[str, Table]
    values: Mapping[str, Mapping[str, ValueSpec]]
    words: Mapping[str, Mapping[str, str]]
    settings: Mapping[str, Any]
    registers: Mapping[str, Table] = field(default_factory=dict)
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    description: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    credits: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the atlas is called in the names of files: as its folder."""
        return self.folder.name

    @property
    def tables(self) -> dict[str, Table]:
        """The tables of facts that stand beside the layers."""
        return {name: table for name, table in self.facts.items() if table.published}

    @property
    def published(self) -> dict[str, Table]:
        """All that is published: layers, tables of facts and registers."""
        layers = {name: layer.table for name, layer in self.layers.items()}
        return {**layers, **self.tables, **self.registers}

    def references(self, table: Table) -> dict[str, tuple[str, str]]:
        """Return what columns refer to, lists too: a published layer or table, and its column."""
        found = {column.name: self._target(column) for column in table.columns}
        return {name: to for name, to in found.items() if to and to != (table.name, name)}

    def _target(self, column: Column) -> tuple[str, str] | None:
        if column.type in ("iso_a2", "iso_a2s", "iso_a3"):
            is_drawn = bool(self.of_shape("areas"))
            return ("country_codes", column.type.removesuffix("s")) if is_drawn else None
        if not column.to:
            return None
        if column.to in {**self.tables, **self.registers}:
            return column.to, "id"
        layers = [layer for layer in self.layers.values() if layer.facts == column.to]
        if any(layer.shape == "areas" for layer in layers):
            return "country_codes", "iso_a3"
        return (layers[0].id if len(layers) == 1 else "features"), "id"

    def of_shape(self, shape: str) -> list[LayerSpec]:
        """Return the layers of a shape, in order."""
        return [layer for layer in self.layers.values() if layer.shape == shape]

    @property
    def plain_lines(self) -> list[LayerSpec]:
        """The layers of lines that are no boundaries."""
        lines = self.of_shape("lines")
        return [layer for layer in lines if self.worldviews[0] not in layer.table.names]

    def is_whole(self, layer: LayerSpec) -> bool:
        """Tell whether the legend has one row for all of a layer, and does not tell it apart."""
        return not layer.legend and (layer.shape == "points" or layer in self.plain_lines)

    @property
    def events(self) -> list[LayerSpec]:
        """The layers of points that have days."""
        return [layer for layer in self.of_shape("points") if layer.time]

    @property
    def partners(self) -> LayerSpec | None:
        """The layer of the countries that the subject deals with, if there is one."""
        return next(
            (layer for layer in self.of_shape("areas") if layer.settings.get("partners")), None
        )

    @property
    def places(self) -> LayerSpec:
        """The layer of points that the segments of networks join; every network has one."""
        return next(layer for layer in self.of_shape("points") if layer.facts == "places")

    def modes_on(self, where: str) -> frozenset[str]:
        """Return the modes of transport on `land`, at `sea` or where else they may be."""
        modes = self.values.get("mode", {}).items()
        return frozenset(mode for mode, value in modes if value.settings["on"] == where)

    @property
    def ways(self) -> dict[str, str]:
        """The ways along the networks, each with the branch that its segments name."""
        return {
            way: branch
            for layer in self.of_shape("network")
            for way, branch in layer.settings.get("ways", {}).items()
        }

    def say(self, key: str, language: str = "", **values: object) -> str:
        """Return a text in a language, the usual one by default, with its values filled in."""
        text = self.words[language or self.languages[0]][key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def statuses(self, *meanings: str) -> list[str]:
        """Return the statuses that mean `runs`, `building`, `promised`, `broken` or `unknown`."""
        known = self.values.get("status", {}).items()
        return [name for name, value in known if value.settings["meaning"] in meanings]
