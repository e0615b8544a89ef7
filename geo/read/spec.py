"""Read the folder of an atlas: `atlas.toml`, `layers/*.toml`, `words/*.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from geo.design.marks import STATES
from geo.design.signs import load_signs
from geo.design.tokens import DESIGN, read_json
from geo.errors import DataError, Problem
from geo.model import spec as model
from geo.model.spec import STANDINGS, Column, Layer, Spec, Table, Value
from geo.read.toml import Schema, check, one_of, read_toml, words

_BASE = Path(model.__file__).with_name("shapes")
_EN = "en"
"""The language that every text of the toolkit has."""


def _day(value: object) -> None:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("a date that exists, written YYYY-MM-DD") from None


def _hue(value: object) -> None:
    pair = value if isinstance(value, list) else []
    if len(pair) != 2 or not all(re.fullmatch(r"#[0-9a-f]{6}", str(hue)) for hue in pair):
        raise ValueError('two colours, for light and dark paper, as ["#3b6fb6", "#86b4f0"]')


def _hue_or_column(value: object) -> None:
    if not isinstance(value, str):
        _hue(value)


def _sign(value: object) -> None:
    if value not in load_signs():
        raise ValueError(f"one of the signs {', '.join(load_signs())}")


def _plural(value: object) -> None:
    if not isinstance(value, dict) or not all(isinstance(forms, dict) for forms in value.values()):
        raise ValueError('forms by language, as { en = { one = "...", other = "..." } }')
    for forms in value.values():
        words(forms)


_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
"""What names of layers, columns and values are made of: they name files and colours too."""
_VALUE = {
    "hue?": _hue,
    "sign?": _sign,
    "solid?": bool,
    "line_px?": float,
    "label?": one_of("strong", "medium", "plain"),
    "shown?": one_of("close", "junction"),
    "*": words,
}
"""What the row of a value says; all else are its words, of which `name` is one."""
_COLUMN = {
    "type": one_of(
        *("text", "texts", "choice", "choices", "date", "number", "integer", "boolean", "url"),
        *("iso_a2", "iso_a2s", "iso_a3", "reference", "references"),
    ),
    "doc": str,
    "title?": words,
    "required?": bool,
    "values?": [str],
    "to?": str,
    "minimum?": float,
    "maximum?": float,
    "longest?": int,
    "short?": str,
    "standing?": str,
    "member_since?": str,
    "begins?": bool,
    "unit?": one_of("km", "km2", "mm"),
    "zero?": words,
    "with_year?": str,
    "names_a?": str,
}
_SENTENCE = {"when?": {"*": lambda _: None}, "text": words}
_LAYER = {
    "shape": one_of("points", "network", "areas", "lines"),
    "facts?": str,
    "name": words,
    "title?": words,
    "doc": str,
    "columns?": [str],
    "legend?": [str],
    "table?": [str],
    "details?": [str],
    "search?": [str],
    "label?": words,
    "hints?": {"*": words},
    "print_hints?": {"*": words},
    "sentences?": [_SENTENCE],
    "column?": {"*": _COLUMN},
    "values?": {"*": {"*": _VALUE}},
}
_SHAPES: dict[str, dict[str, Any]] = {
    "points": {
        "facts": str,
        "columns": [str],
        "located?": str,
        "time?": [str],
        "country?": str,
        "host?": str,
        "partners?": [str],
        "absent?": str,
        "subject?": str,
        "counted?": _plural,
        "technical?": [str],
        "mark": {
            "body": str,
            "hue": _hue_or_column,
            "token?": str,
            "hollow?": {"*": lambda _: None},
            "outline?": {"*": lambda _: None},
            "dashed?": {"*": lambda _: None},
            "ring?": bool,
        },
        "rhythm?": {
            "rows": str,
            "title": words,
            "turn": words,
            "home": words,
            "away": words,
            "without": words,
        },
    },
    "network": {"facts": str, "hue": _hue, "part": words, "parts?": words, "ways?": {"*": str}},
    "areas": {
        "facts": str,
        "columns": [str],
        "geometry": str,
        "where?": {"*": bool},
        "partners?": bool,
        "sources": str,
        "worldview_sources?": {"*": str},
        "licence": str,
        "cards?": {"title": words, "lines": [words]},
        "of_subject?": {"column": str, "title": words, "text": words, "each": words},
        "plate?": {"rows": [str]},
    },
    "lines": {"columns": [str], "geometry": str, "sources": str, "noted_sources?": str},
}
"""What the file of a layer says, by shape, beside what those of every shape do."""
_ATLAS = {
    "title": str,
    "version": str,
    "date": _day,
    "languages": [str],
    "layers": [str],
    "description?": str,
    "authors?": [str],
    "keywords?": [str],
    "credits?": {"*": str},
    "subject?": str,
    "worldviews?": [str],
    "bodies?": {"*": {"name": words, "phrase": words}},
    "centre": {"lon": float, "lat": float},
    "map?": {
        "window_m?": {"x": float, "y": float},
        "tiles_window?": [[float]],
        "finest_m_per_px?": float,
        "relief_m_per_px?": {"full": float, "gone": float},
        "stations_m_per_px?": float,
        "minor_places_m_per_px?": float,
        "technical_places_m_per_px?": float,
    },
    "plate?": {"scale?": float, "middle_m?": [float]},
}
_MAP = {
    "window_m": {"x": 8_000_000, "y": 5_600_000},
    "tiles_window": [[-25, -20], [78, 150]],
    "finest_m_per_px": 150,
    "relief_m_per_px": {"full": 2200, "gone": 500},
    "stations_m_per_px": 8000,
    "minor_places_m_per_px": 3200,
    "technical_places_m_per_px": 1200,
}
"""How far the map reaches and what it shows from how close, where the atlas does not say."""


def read_spec(folder: Path) -> Spec:
    """Read and check how a folder describes its atlas.

    Parameters
    ----------
    folder
        With `atlas.toml`; in `layers/` a file for each layer that it names; and in `words/`, if
        the atlas has words of its own, `LANGUAGE.toml`.

    Raises
    ------
    DataError
        With all problems of all files: unknown keys, columns and signs; values without the word,
        hue or sign that their layer needs; texts that no language falls back on.
    """
    folder = folder.resolve()
    problems: list[Problem] = []
    head = read_toml(folder / "atlas.toml", "atlas.toml", problems)
    problems += check(head, _ATLAS, "atlas.toml") if head else []
    files = dict(_layer_files(folder, head, problems))
    if problems:
        raise DataError(problems)
    head = {"subject": "", "worldviews": ["international"], "bodies": {}, "plate": {}, **head}
    reader = _Reader(head, files)
    problems += reader.problems()
    if problems:
        raise DataError(problems)
    texts = _texts(folder, head, files, problems)
    problems += _unsaid(files, texts[head["languages"][0]], reader)
    if problems:
        raise DataError(problems)
    return Spec(
        folder=folder,
        title=head["title"],
        version=head["version"],
        date=str(head["date"]),
        languages=tuple(head["languages"]),
        worldviews=tuple(head["worldviews"]),
        subject=head["subject"],
        bodies=tuple(head["bodies"]),
        layers={name: reader.layer(name) for name in files},
        facts={name: reader.facts(name) for name in reader.fact_tables()},
        values=reader.values,
        words=texts,
        settings={
            "centre": head["centre"],
            "map": {**_MAP, **head.get("map", {})},
            "plate": head["plate"],
        },
        description=head.get("description", ""),
        authors=tuple(head.get("authors", ())),
        keywords=tuple(head.get("keywords", ())),
        credits=head.get("credits", {}),
    )


def _layer_files(
    folder: Path, head: Mapping[str, Any], problems: list[Problem]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the layers that the atlas names with what their files say, held against the schema."""
    named = [name for name in head.get("layers", []) if isinstance(name, str)]
    for path in sorted((folder / "layers").glob("*.toml")):
        if path.stem not in named:
            expected = f"{path.stem!r} among the layers in atlas.toml, or no such file"
            problems.append(Problem(f"layers/{path.name}", "", "", "", expected))
    for name in named:
        file = f"layers/{name}.toml"
        spec = read_toml(folder / file, file, problems)
        if not spec:
            continue
        problems += check(spec, {**_LAYER, **_SHAPES.get(str(spec.get("shape")), {})}, file)
        yield name, spec


class _Reader:
    """The files of an atlas and what the shapes know, put together."""

    def __init__(self, head: Mapping[str, Any], files: Mapping[str, dict[str, Any]]) -> None:
        self.head, self.files = head, files
        self.columns = _base("columns")["columns"]
        self.common = _base("columns")["common"]
        self.shapes = {name: _base(name) for name in _SHAPES}
        self.values = self._values()

    def _values(self) -> dict[str, dict[str, Value]]:
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

    def facts(self, name: str) -> Table:
        """Return the table of facts of a name."""
        shared = _base("tables")["tables"]
        if name in shared:
            spec = shared[name]
            columns = self._columns(spec["columns"], spec.get("own", {}))
            settings = {
                key: spec[key] for key in ("key", "published", "label", "doc") if key in spec
            }
            return Table(name, columns, **settings)
        layers = [spec for spec in self.files.values() if spec.get("facts") == name]
        shape = self.shapes[layers[0]["shape"]]
        named = [column for spec in layers for column in self._named(spec)]
        chosen = [column for spec in layers for column in spec.get("where", {})]
        located = [spec["located"] for spec in layers if "located" in spec]
        found = list(dict.fromkeys([*named, *self.common, *chosen]))
        own = self._own(name)
        given = self._columns(
            [
                column
                for column in [*found, *(located or shape.get("facts_only", []))]
                if column not in shape.get("computed", [])
            ],
            own,
        )
        needed = shape.get("given", [])
        kept = tuple(
            replace(column, required=True) if column.name in needed else column
            for column in given
            if not (column.standing or column.member_since)
            and not (located and column.name == "place")
        )
        return Table(name, kept, key="iso_a3" if layers[0]["shape"] == "areas" else "id")

    def layer(self, name: str) -> Layer:
        """Return one layer."""
        spec = self.files[name]
        shape = self.shapes[spec["shape"]]
        columns = self._columns(
            [*self._named(spec), *self.common], self._own(spec.get("facts", name))
        )
        always = shape.get("always", [])
        columns = tuple(
            replace(column, required=True) if column.name in always else column
            for column in columns
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
        return Layer(
            id=name,
            shape=spec["shape"],
            table=Table(
                name,
                columns,
                geometry=frozenset(geometry),
                published=True,
                label=spec["name"].get(self.head["languages"][0], spec["name"].get(_EN, name)),
                doc=spec["doc"],
            ),
            facts=spec.get("facts", ""),
            time=tuple(spec.get("time", ())),
            hue=tuple(spec["hue"]) if "hue" in spec else None,
            settings=spec,
            **told,
        )

    def _named(self, spec: Mapping[str, Any]) -> list[str]:
        return list(spec.get("columns", self.shapes[spec["shape"]].get("columns", [])))

    def _own(self, facts: str) -> dict[str, dict[str, Any]]:
        """Return the columns that the layers of a table of facts describe themselves."""
        own: dict[str, dict[str, Any]] = {}
        for name, spec in self.files.items():
            if spec.get("facts", name) == facts:
                own |= spec.get("column", {})
        return own

    def _columns(
        self, names: Iterable[str], own: Mapping[str, dict[str, Any]]
    ) -> tuple[Column, ...]:
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

    def _column(self, name: str, spec: Mapping[str, Any], language: str = "") -> Column:
        given = {key: value for key, value in spec.items() if key not in ("title", "zero")}
        if language:
            given["doc"] = spec["doc"].format(language=_language_name(language))
        return Column(**{"name": name, **given, "values": self._allowed(name, spec)})

    def _allowed(self, name: str, spec: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the values that a column may hold."""
        if spec.get("standing"):
            return STANDINGS
        if isinstance(spec.get("values"), list):
            return tuple(spec["values"])
        ways = (way for layer in self.files.values() for way in layer.get("ways", {}))
        named = {
            "@bodies": self.head["bodies"],
            "@worldviews": ["all", *self.head["worldviews"]],
            "@ways": ways,
        }.get(spec.get("values", ""))
        if named is not None or spec["type"] not in ("choice", "choices"):
            return tuple(named or ())
        drawn = self.values.get(name, {})
        return tuple(key for key, value in drawn.items() if not value.settings.get("computed"))

    def problems(self) -> Iterator[Problem]:
        """Yield columns, layers and values that are named but not described, or not enough."""
        for name, spec in self.files.items():
            file = f"layers/{name}.toml"
            yield from _misnamed(file, name, spec)
            own = {**self.columns, **self._own(spec.get("facts", name))}
            told = {
                key: spec.get(key, [])
                for key in ("columns", "legend", "table", "details", "search", "time", "partners")
            }
            told |= {
                key: [spec[key]]
                for key in ("located", "country", "host", "absent", "subject")
                if key in spec
            }
            told["where"] = list(spec.get("where", {}))
            for key, columns in told.items():
                for column in columns if isinstance(columns, list) else []:
                    if column not in own:
                        yield Problem(
                            file, "", key, column, f"a column that [column.{column}] describes"
                        )
            for column in spec.get("values", {}):
                if column not in own or own[column]["type"] not in ("choice", "choices"):
                    yield Problem(
                        file, "", f"values.{column}", "", f"a column {column} of type choice"
                    )
            yield from self._undrawn(file, spec)
            yield from self._unbranched(file, spec)

    def _undrawn(self, file: str, spec: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield what the mark of a layer asks of values that do not have it."""
        mark = spec.get("mark", {})
        wanted = [(mark.get("token"), "sign"), (mark.get("hue"), "hue")]
        if mark and mark["body"] not in load_signs():
            wanted.append((mark["body"], "sign"))
        for column, key in wanted:
            if not isinstance(column, str) or (key == "hue" and column == "ink"):
                continue
            rows = spec.get("values", {}).get(column, {})
            if not rows:
                yield Problem(
                    file, "", "mark", column, f"a column with rows [values.{column}.NAME]"
                )
            for name, row in rows.items():
                if key not in row:
                    yield Problem(
                        file, "", f"values.{column}.{name}.{key}", "", f"a {key}, for its mark"
                    )

    def _unbranched(self, file: str, spec: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield ways along branches that the network does not have."""
        if spec["shape"] != "network":
            return
        branches = spec.get("values", {}).get("branch", {})
        if not branches:
            yield Problem(
                file, "", "values.branch", "", "a row [values.branch.NAME] for each branch"
            )
        for way, branch in spec.get("ways", {}).items():
            if branch not in branches:
                yield Problem(file, "", f"ways.{way}", branch, f"one of {', '.join(branches)}")


def _misnamed(file: str, layer: str, spec: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield names that cannot be those of files and colours."""
    rows = spec.get("values", {})
    named = [
        layer,
        *spec.get("column", {}),
        *rows,
        *(name for row in rows.values() for name in row),
    ]
    for name in named:
        if not _NAME.fullmatch(name):
            yield Problem(file, "", "", name, "a name of a-z, 0-9, - and _")


def _value(row: Mapping[str, Any]) -> Value:
    hue = row.get("hue")
    settings = {key: value for key, value in row.items() if key not in ("hue", "sign", "name")}
    return Value(tuple(hue) if hue else None, row.get("sign", ""), settings)


@cache
def _base(name: str) -> dict[str, Any]:
    """Return what the toolkit says of a shape, or of the tables and columns of every atlas."""
    return tomllib.loads((_BASE / f"{name}.toml").read_text("utf-8"))


@cache
def _interface(language: str) -> dict[str, str]:
    """Return the words of the interface in a language, if the toolkit has them."""
    known = (DESIGN / "words" / f"{language}.json").exists()
    return read_json(f"words/{language}.json") if known else {}


def _language_name(language: str) -> str:
    return _interface(language).get("language.english", language)


def _texts(
    folder: Path,
    head: Mapping[str, Any],
    files: Mapping[str, Mapping[str, Any]],
    problems: list[Problem],
) -> dict[str, dict[str, str]]:
    """Return all texts by language and key; what one language lacks, the usual one has."""
    inline: dict[str, dict[str, str]] = {}
    for key, text in _inline(head, files):
        for language, told in text.items():
            inline.setdefault(language, {})[key] = told
    own = {}
    for path in sorted((folder / "words").glob("*.toml")):
        file = f"words/{path.name}"
        own[path.stem] = read_toml(path, file, problems)
        problems += check(own[path.stem], {"*": str}, file)
        if path.stem not in head["languages"]:
            expected = f"{path.stem!r} among the languages in atlas.toml, or no such file"
            problems.append(Problem(file, "", "", "", expected))
    usual = head["languages"][0]
    order = {language: dict.fromkeys([_EN, usual, language]) for language in head["languages"]}
    return {
        language: {
            key: text
            for fallback in chain
            for source in (_interface(fallback), inline.get(fallback, {}), own.get(fallback, {}))
            for key, text in source.items()
        }
        for language, chain in order.items()
    }


def _inline(
    head: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the texts of the files of the atlas, each with its key."""
    for body, texts in head["bodies"].items():
        yield f"body.{body}", texts["name"]
        yield f"body_phrase.{body}", texts["phrase"]
    for name, spec in files.items():
        yield f"layers.{name}.title", spec.get("title", spec["name"])
        schema = {**_LAYER, **_SHAPES[spec["shape"]]}
        yield from _texts_in(spec, schema, f"layers.{name}")
        for column, described in spec.get("column", {}).items():
            if "title" in described:
                yield f"column.{column}", described["title"]
            if "zero" in described:
                yield f"zero.{column}", described["zero"]
        for column, rows in spec.get("values", {}).items():
            for value, row in rows.items():
                for form in row.keys() - {key.rstrip("?") for key in _VALUE}:
                    key = column if form == "name" else f"{column}_{form}"
                    yield f"{key}.{value}", row[form]


def _texts_in(
    value: Any,  # noqa: ANN401 - any part of a document, and what is said of it
    schema: Schema,
    key: str,
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the texts of a document, each with its path as the key; those of columns are apart."""
    if schema is words:
        yield key, value
    elif schema is _plural:
        forms = {form for told in value.values() for form in told}
        for form in sorted(forms):
            yield (
                f"{key}.{form}",
                {lang: told[form] for lang, told in value.items() if form in told},
            )
    elif isinstance(schema, list):
        for number, item in enumerate(value, start=1):
            yield from _texts_in(item, schema[0], f"{key}.{number}")
    elif isinstance(schema, dict) and schema is not _VALUE and schema is not _COLUMN:
        for name, item in value.items():
            own = schema.get(name, schema.get(f"{name}?", schema.get("*")))
            yield from _texts_in(item, own, f"{key}.{name}")


def _unsaid(
    files: Mapping[str, Mapping[str, Any]], texts: Collection[str], reader: _Reader
) -> Iterator[Problem]:
    """Yield what readers meet and no language has a word for."""
    for name in files:
        file, layer = f"layers/{name}.toml", reader.layer(name)
        mark = layer.settings.get("mark", {})
        marked = [column for state in STATES for column in mark.get(state, {})]
        for column in dict.fromkeys([*layer.legend, *layer.listed, *layer.details, *marked]):
            if f"column.{column}" not in texts:
                yield Problem(
                    file, "", f"column.{column}.title", "", "a title, for readers meet it"
                )
            if layer.table[column].type not in ("choice", "choices"):
                continue
            group = "standing" if layer.table[column].standing else column
            for value in reader.values.get(group, {}) or layer.table[column].values:
                if f"{group}.{value}" not in texts and column != "gauge_mm":
                    key = f"values.{column}.{value}.name"
                    yield Problem(file, "", key, "", "a word for this value")
