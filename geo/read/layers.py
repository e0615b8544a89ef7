"""The layers and tables of an atlas, put together from its files and what the shapes know."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from geo.design.signs import load_signs
from geo.model import spec as model
from geo.model.licences import licences
from geo.model.spec import STANDINGS, Column, LayerSpec, Scheme, Table, ValueSpec
from geo.read.schema import SHAPES
from geo.read.toml import Document
from geo.read.words import ENGLISH

_Words = Mapping[str, Mapping[str, str]]
"""Texts by language and key."""
_BASE = Path(model.__file__).with_name("shapes")


class LayerFiles:
    """The files of an atlas and what the shapes know, put together."""

    def __init__(self, head: Document, files: Mapping[str, Document], words: _Words) -> None:
        self.head, self.files, self.words = head, files, words
        self.schemes = {name: Scheme(**told) for name, told in head["schemes"].items()}
        coded = [each for scheme in self.schemes.items() for each in _of_codes(*scheme).items()]
        self.columns = {**dict(coded), **_base("columns")["columns"]}
        self.common = _base("columns")["common"]
        self.shapes = {name: _base(name) for name in SHAPES}
        self.values = self._values()

    def _values(self) -> dict[str, dict[str, ValueSpec]]:
        """Return how all values are drawn, by column and value, the shapes' own first."""
        rows: dict[str, dict[str, dict[str, Any]]] = {}
        used = {spec["shape"] for spec in self.files.values()}
        for spec in [*(self.shapes[shape] for shape in sorted(used)), *self.files.values()]:
            for column, named in spec.get("values", {}).items():
                rows.setdefault(column, {}).update(named)
        return {
            column: {name: _value(row) for name, row in named.items()}
            for column, named in rows.items()
        }

    def fact_tables(self) -> list[str]:
        """Return the names of all tables of facts: the shared ones, and those of layers."""
        shared = _base("tables")["tables"]
        own = [spec["facts"] for spec in self.files.values() if "facts" in spec]
        return list(dict.fromkeys([*shared, *own]))

    def shared_tables(self) -> set[str]:
        """Return the names of the tables that every atlas has beside its layers."""
        return {*_base("tables")["tables"], *_base("registers")["tables"]}

    def facts(self, name: str) -> Table:
        """Return the table of facts of a name."""
        shared = _base("tables")["tables"]
        if name in shared:
            return self._shared(name, shared[name])
        layers = [spec for spec in self.files.values() if spec.get("facts") == name]
        shape = self.shapes[layers[0]["shape"]]
        named = [column for spec in layers for column in self._named(spec)]
        chosen = [column for spec in layers for column in spec.get("where", {})]
        located = [spec["located"] for spec in layers if "located" in spec]
        found = list(dict.fromkeys([*named, *self.common, *chosen]))
        found += located or shape.get("facts_only", [])
        given = self._columns(found, self._own(name))
        of_members = [column for column in given if column.standing or column.member_since]
        filled = [column for spec in layers for column in spec.get("levels", {})]
        computed = {*shape.get("computed", []), *(["place"] if located else []), *filled}
        computed |= {name for each in of_members for name in (each.name, each.precision)}
        kept = [column for column in given if column.name not in computed]
        key = "iso_a3" if layers[0]["shape"] == "areas" else "id"
        return Table(name, _requiring(kept, shape.get("given", [])), key)

    def registers(self) -> dict[str, Table]:
        """Return the tables that are made of layers and tables."""
        described = dict(_base("registers")["tables"])
        networks = [spec for spec in self.files.values() if spec["shape"] == "network"]
        if networks:
            columns = [*self._named(networks[0]), *described["segments"]["columns"], *self.common]
            described["segments"] = {**described["segments"], "columns": columns}
        else:
            del described["segments"], described["segment_periods"]
        return {
            name: self._shared(name, {**spec, "published": True})
            for name, spec in described.items()
        }

    def _shared(self, name: str, spec: Document) -> Table:
        """Return a table that every atlas has."""
        made = {"id": _base("columns")["row_id"]} if "made_of" in spec else {}
        columns = self._columns(spec["columns"], {**made, **spec.get("own", {})})
        told = {key: spec[key] for key in spec.keys() - {"columns", "own", "geometry"}}
        return Table(name, columns, geometry=frozenset(spec.get("geometry", ())), **told)

    def layer(self, name: str) -> LayerSpec:
        """Return one layer."""
        spec = self.files[name]
        shape = self.shapes[spec["shape"]]
        columns = self._columns(
            [*self._named(spec), *self.common], self._own(spec.get("facts", name))
        )
        geometry = [*shape["geometry"], *(["MultiPoint"] if "located" in spec else [])]
        told = {
            key: tuple(spec.get(ours, shape.get(ours, ())))
            for key, ours in (
                ("legend", "legend"),
                ("listed", "table"),
                ("details", "details"),
                ("search", "search"),
            )
        }
        return LayerSpec(
            id=name,
            shape=spec["shape"],
            table=Table(
                name,
                _requiring(columns, shape.get("always", [])),
                geometry=frozenset(geometry),
                published=True,
                label=spec["name"].get(self.head["languages"][0], spec["name"].get(ENGLISH, name)),
                doc=spec["doc"],
            ),
            facts=spec.get("facts", ""),
            time=tuple(spec.get("time", ())),
            hue=tuple(spec["hue"]) if isinstance(spec.get("hue"), list) else None,
            settings={**spec, "mark": _marked(spec["mark"])} if "mark" in spec else spec,
            **told,
        )

    def columns_of(self, name: str) -> list[str]:
        """Return the names of the columns of a layer, without those that all layers have."""
        return self._named(self.files[name])

    def used(self, name: str) -> set[str]:
        """Return the names of the columns of the layers that share the facts of one."""
        facts = self.files[name].get("facts", name)
        found: set[str] = set()
        for each, spec in self.files.items():
            if spec.get("facts", each) == facts:
                found |= {*self._named(spec), *spec.get("where", {}), spec.get("located", "")}
        return found

    def others(self, name: str) -> dict[str, Document]:
        """Return the shapes in use, and the layers before one that have other facts."""
        facts = self.files[name].get("facts", name)
        earlier = takewhile(lambda each: each[0] != name, self.files.items())
        used = dict.fromkeys(spec["shape"] for spec in self.files.values())
        return {
            **{f"the shape {shape}": self.shapes[shape] for shape in used},
            **{f"layer {each}": spec for each, spec in earlier if spec.get("facts", each) != facts},
        }

    def needed(self, name: str) -> list[str]:
        """Return the names of the columns that a layer cannot do without."""
        shape = self.files[name]["shape"]
        views = self.head["worldviews"] if shape == "lines" else []
        views = views if set(views) & set(self._named(self.files[name])) else []  # no boundaries
        return [*self.shapes[shape].get("needed", ["id", "name"]), *views]

    def described(self, name: str) -> dict[str, Document]:
        """Return what is said of columns that a layer may name, by column."""
        return {**self.columns, **self._own(self.files[name].get("facts", name))}

    def _named(self, spec: Document) -> list[str]:
        return list(spec.get("columns", self.shapes[spec["shape"]].get("columns", [])))

    def _own(self, facts: str) -> dict[str, dict[str, Any]]:
        """Return the columns that the layers of a table of facts describe themselves."""
        own: dict[str, dict[str, Any]] = {}
        for name, spec in self.files.items():
            if spec.get("facts", name) == facts:
                own |= spec.get("column", {})
        return own

    def _columns(self, names: Iterable[str], own: Mapping[str, Document]) -> tuple[Column, ...]:
        columns = []
        for name in names:
            if name.endswith("_*"):
                columns += [
                    self._column(name.replace("*", language), self.columns[name], language)
                    for language in self.head["languages"][1:]
                ]
            elif name in own or name in self.columns:
                columns.append(self._column(name, own.get(name) or self.columns[name]))
        return tuple(columns)

    def _column(self, name: str, spec: Document, language: str = "") -> Column:
        given = {key: value for key, value in spec.items() if key not in ("title", "zero")}
        if language:
            english = self.words[language]["language.english"]
            given["doc"] = spec["doc"].format(language=english)
        return Column(**{"name": name, **given, "values": self._allowed(name, spec)})

    def _allowed(self, name: str, spec: Document) -> tuple[str, ...]:
        """Return the values that a column may hold."""
        if spec.get("standing"):
            return STANDINGS
        if isinstance(spec.get("values"), list):
            return tuple(spec["values"])
        ways = (way for layer in self.files.values() for way in layer.get("ways", {}))
        named = {
            "@bodies": self.head["bodies"],
            "@schemes": self.schemes,
            "@worldviews": ["all", *self.head["worldviews"]],
            "@ways": ways,
            "@licences": licences(),
            "@networks": [name for name, each in self.files.items() if each["shape"] == "network"],
            "@statuses": self.values.get("status", {}),
        }.get(spec.get("values", ""))
        if named is not None or spec["type"] not in ("choice", "choices"):
            return tuple(named or ())
        drawn = self.values.get(name, {})
        return tuple(key for key, value in drawn.items() if not value.settings.get("computed"))


def _requiring(columns: Iterable[Column], names: Collection[str]) -> tuple[Column, ...]:
    """Return columns of which those of some names are never empty."""
    return tuple(
        replace(column, required=True) if column.name in names else column for column in columns
    )


def _of_codes(name: str, scheme: Scheme) -> dict[str, Document]:
    """Return the columns of the codes that features, and their towns, have in another data set."""
    leads = f" (web address: {scheme.url})" if scheme.url else ""
    told = {"type": "texts", "scheme": name, "computed": True}
    own = f"code in {scheme.name}{leads}; several are joined by ;"
    town = f"code in {scheme.name} of the town in which it lies"
    return {
        name: {**told, "scope": "feature", "doc": own},
        f"town_{name}": {**told, "scope": "town", "short": f"t_{name}"[:10], "doc": town},
    }


def _marked(mark: Document) -> Document:
    """Return a mark with the states that its layer gives it; usually it is hollow if in doubt.

    A state without a condition is none.
    """
    usual = {"hollow": {"confidence": "low"}} if mark["body"] in load_signs() else {}
    return {key: told for key, told in {**usual, **mark}.items() if told != {}}


def _value(row: Document) -> ValueSpec:
    hue = row.get("hue")
    settings = {key: value for key, value in row.items() if key not in ("hue", "sign", "name")}
    return ValueSpec(tuple(hue) if hue else None, row.get("sign", ""), settings)


@cache
def _base(name: str) -> dict[str, Any]:
    """Return what the toolkit says of a shape, or of the tables and columns of every atlas."""
    return tomllib.loads((_BASE / f"{name}.toml").read_text("utf-8"))
