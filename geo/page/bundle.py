"""One script out of the page's modules, for a document that loads nothing.

The modules keep to a small part of the language: they import names from files near them,
`import { name } from "../room/file.js";`, and export what they declare, `export function name`.
All else that imports or exports is an error here rather than a page that dies in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

_TOKEN = re.compile(
    r"""\s*(?:(?P<comment>/\*.*?\*/|//[^\n]*)
    |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<word>[\w$]+)
    |(?P<sign>[^"'])
    |(?P<end>\Z))""",
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
_TEMPLATE = re.compile(r"[`}](?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
_NAMES = r"\{\s*([\w$]+(?:\s*,\s*[\w$]+)*),?\s*\}"
_IMPORT = re.compile(rf'import {_NAMES} from "(\.{{1,2}}/[\w./-]+)";[ \t]*\n')
_EXPORT = re.compile(r"export\s+(?=(?:async )?(?:function|class|const|let)\b)")
_OPENING, _CLOSING = set("([{"), set(")]}")
_STANDS_ALONE = {*"()[]{},;:=?&|"}
_DECLARES = {"function", "class", "const", "let", "var"}
_ENDS = {";", "const", "let", "var", "class", "import", "export"}
_BEFORE_REGEX = {"return", "typeof", "case", "in", "of", "do", "else", "void", "throw", "await"}


class BundleError(ValueError):
    """A module that cannot be put into one script with the others."""


class Token(NamedTuple):
    """A piece of JavaScript: `depth` counts the brackets around it."""

    kind: str
    text: str
    start: int
    depth: int


@dataclass
class Module:
    """The code of a module, what it imports by file, what it declares at its top level, exports."""

    body: str = ""
    imports: dict[Path, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    exports: set[str] = field(default_factory=set)


def bundle(entry: Path) -> str:
    """Return a module and all that it imports as one function in strict mode.

    Each module stands after those that it imports, without comments and needless space.

    Raises
    ------
    BundleError
        If a module imports or exports in a way that is not understood, or what is not there, or
        a module that imports it, or if two modules declare one name at their top level.
    """
    modules: dict[Path, Module] = {}
    _collect(entry.resolve(), modules, [])
    owners: dict[str, Path] = {}
    for path, module in modules.items():
        for name in module.names:
            if owners.setdefault(name, path) != path:
                raise BundleError(f"{owners[name].name} and {path.name} both declare {name}")
    body = "".join(module.body for module in modules.values())
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _collect(path: Path, modules: dict[Path, Module], importing: list[Path]) -> None:
    """Add a module after all that it imports, depth first."""
    if path in importing:
        ring = [*importing[importing.index(path) :], path]
        raise BundleError(f"modules import each other: {' -> '.join(each.name for each in ring)}")
    if path in modules:
        return
    module = read_module(path)
    for target, names in module.imports.items():
        if not target.is_file():
            raise BundleError(f"{path.name} imports {target.name}, which is not there")
        _collect(target, modules, [*importing, path])
        if unknown := set(names) - modules[target].exports:
            raise BundleError(
                f"{path.name} imports {', '.join(sorted(unknown))}, not exported by {target.name}"
            )
    modules[path] = module


def read_module(path: Path) -> Module:
    """Read a module; its code is left without imports, `export`, comments and needless space."""
    source = path.read_text("utf-8")
    tokens = [token for token in tokenize(source, path.name) if token.kind != "comment"]
    module = Module()
    code: list[Token] = []
    at = 0  # where the last import or the last word `export` ends
    for i, token in enumerate(tokens):
        if token.start < at:
            continue
        if token.kind == "word" and token.text in {"import", "export"}:
            statement = (_IMPORT if token.text == "import" else _EXPORT).match(source, token.start)
            if not statement or token.depth:
                line = source[token.start :].split("\n", 1)[0]
                raise BundleError(f"{path.name}: not understood: {line}")
            at = statement.end()
            if token.text == "import":
                names = re.split(r"\s*,\s*", statement[1])
                module.imports[(path.parent / statement[2]).resolve()] = names
            else:
                begin = i + (2 if tokens[i + 1].text == "async" else 1)
                module.exports.update(_declared(tokens[begin:]))
            continue
        if token.kind == "word" and token.text in _DECLARES and token.depth == 0:
            module.names += _declared(tokens[i:])
        code.append(token)
    module.body = _dense(source, code)
    return module


def _declared(tokens: list[Token]) -> Iterator[str]:
    """Yield the names that a declaration at the beginning of some tokens binds."""
    word, *rest = tokens
    if word.text in {"function", "class"}:
        name = rest[1] if rest[0].text == "*" else rest[0]
        if name.kind == "word":
            yield name.text
        return
    value: int | None = None  # the depth at which a value is told, where no names are
    for token, following in pairwise(rest):
        if token.depth == 0 and token.text in _ENDS:
            return
        if value is not None:
            ends = token.text == "," and token.depth == value
            value = None if ends or token.depth < value else value
        elif token.text == "=":
            value = token.depth
        elif token.kind == "word" and following.text != ":":
            yield token.text


def _dense(source: str, tokens: Iterable[Token]) -> str:
    """Return some pieces of a source with no more between them than they need.

    Lines stay lines, since the end of one may end a statement.
    """
    pieces: list[str] = []
    before, at = "", 0
    for token in tokens:
        between = source[at : token.start]
        if "\n" in between:
            pieces.append("\n")
        elif between and not {before, token.text} & _STANDS_ALONE:
            pieces.append(" ")
        pieces.append(token.text)
        before, at = token.text, token.start + len(token.text)
    return "".join(pieces).strip("\n") + "\n"


def tokenize(source: str, name: str) -> Iterator[Token]:
    """Yield the pieces of a source, and not the space between them.

    Raises
    ------
    BundleError
        If a string, a template or a regex does not end, or where a slash may do two things.
    """
    before = Token("sign", "", 0, 0)
    templates: list[int] = []  # the depth around each value that is put into a template
    at = depth = 0
    while at < len(source):
        found = _first(_TOKEN, source, at, name)
        kind = str(found.lastgroup)
        at, text = found.start(kind), found[kind]
        depth -= text in _CLOSING
        if text == "`" or (text == "}" and templates[-1:] == [depth]):
            templates = templates[:-1] if text == "}" else templates
            kind, text = "template", _first(_TEMPLATE, source, at, name)[0]
            if text.endswith("${"):
                templates.append(depth)
                depth += 1
        elif text == "/" and not _divides(before, source, at, name):
            kind, text = "regex", _first(_REGEX, source, at, name)[0]
        depth += text in _OPENING
        token = Token(kind, text, at, depth)
        yield token
        at += len(text)
        before = before if kind == "comment" else token


def _first(pattern: re.Pattern[str], source: str, at: int, name: str) -> re.Match[str]:
    """Return what begins at a place."""
    if found := pattern.match(source, at):
        return found
    line = source[at:].lstrip().split("\n", 1)[0]
    raise BundleError(f"{name}: not understood: {line}")


def _divides(before: Token, source: str, at: int, name: str) -> bool:
    """Tell a slash that divides from one that begins a regex by what stands before it."""
    if before.text == "}" or source[:at].rstrip().endswith(("++", "--")):
        raise BundleError(f"{name}: a slash after {before.text} may divide or begin a regex")
    if before.kind == "sign":
        return before.text in {")", "]"}
    if before.kind == "template":
        return before.text.endswith("`")
    return before.text not in _BEFORE_REGEX
