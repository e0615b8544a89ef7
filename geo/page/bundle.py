"""One script out of the page's modules, for a document that loads nothing.

The modules keep to a small part of the language. Each begins a line with what it imports from files
near it, `import { name } from "../room/file.js";`, and with what it declares, and exports that
where it does, `export function name`. All else that imports or exports is an error here rather than
a page that dies in the browser.
"""

from __future__ import annotations

import re
from os.path import normpath
from pathlib import Path
from typing import NamedTuple

from rjsmin import jsmin

_IMPORT = re.compile(
    r'^import \{\s*([\w$]+(?:,\s*[\w$]+)*),?\s*\} from "(\.{1,2}/[\w./-]+)";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_DECLARATION = re.compile(
    r"^(export )?(?:(?:async )?function\*? |class |const |let )([\w$]+|[\[{][^=]*)", re.MULTILINE
)
_NOT_UNDERSTOOD = re.compile(
    r"(?:^|(?<=[;{}]))(?:import|export)\b(?!:).*|\bimport[.(].*", re.MULTILINE
)
_NAME = re.compile(r"[\w$]+")


class BundleError(ValueError):
    """A module that cannot be put into one script with the others."""


class Module(NamedTuple):
    """The code of a module, what it imports by file, what it declares at its top level, exports."""

    code: str
    imports: dict[Path, list[str]]
    names: list[str]
    exports: set[str]


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
    body = "\n".join(module.code for module in modules.values())
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


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
    imports = {
        Path(normpath(path.parent / file)): _NAME.findall(names)
        for names, file in _IMPORT.findall(source)
    }
    declared = [
        (name, bool(export))
        for export, names in _DECLARATION.findall(source)
        for name in _NAME.findall(names)
    ]
    code = jsmin(_EXPORT.sub("", _IMPORT.sub("", source)))
    if line := _NOT_UNDERSTOOD.search(code):
        raise BundleError(f"{path.name}: not understood: {line[0]}")
    names = [name for name, _ in declared]
    return Module(code, imports, names, {name for name, exported in declared if exported})
