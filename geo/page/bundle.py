"""One script out of the page's modules, for a document that loads nothing.

The modules keep to a small part of the language. Each begins a line with what it imports from files
near it, `import { name } from "../room/file.js";`, and with what it declares, and exports that
where it does, `export function name`. All else that imports or exports is an error here rather than
a page that dies in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath
from typing import NamedTuple

from rjsmin import jsmin

# each begins with letters of its own: the search for them is quick, that for a line's start is not
_IMPORT = re.compile(
    r'\nimport \{\s*([\w$]+(?:,\s*[\w$]+)*),?\s*\} from "(\.{1,2}/[\w./-]+)";$', re.MULTILINE
)
_EXPORT = re.compile(r"\nexport (?=(?:async )?(?:function|class|const|let)\b)")
_DECLARATION = re.compile(
    r"\n(export )?(?:(?:async )?function\*? |class |const |let )([\w$]+|[\[{][^=]*)"
)
_NOT_UNDERSTOOD = re.compile(r"(?:import|export)\b(?:(?<=[\n;{}]......)(?!:)|(?<=\bimport)[.(]).*")
_NAME = re.compile(r"[\w$]+")


class BundleError(ValueError):
    """A module that cannot be put into one script with the others."""


class Module(NamedTuple):
    """The code of a module, what it imports by file, what it declares at its top level, exports."""

    code: str
    imports: dict[str, list[str]]
    names: list[str]
    exports: set[str]


def bundle(sources: Mapping[str, str], entry: str) -> str:
    """Return a module and all that it imports as one function in strict mode.

    `sources` are the modules by the paths of their files. Each stands after those that it imports,
    without comments and needless space.

    Raises
    ------
    BundleError
        If a module imports or exports in a way that is not understood, or what is not there, or
        a module that imports it, or if two modules declare one name at their top level.
    """
    modules: dict[str, Module] = {}
    _collect(entry, sources, modules, [])
    owners: dict[str, str] = {}
    for path, module in modules.items():
        for name in module.names:
            if owners.setdefault(name, path) != path:
                raise BundleError(f"{owners[name]} and {path} both declare {name}")
    body = "\n".join(module.code for module in modules.values())
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


def _collect(
    path: str, sources: Mapping[str, str], modules: dict[str, Module], importing: list[str]
) -> None:
    """Add a module after all that it imports, depth first."""
    if path in importing:
        ring = [*importing[importing.index(path) :], path]
        raise BundleError(f"modules import each other: {' -> '.join(ring)}")
    if path in modules:
        return
    module = read_module(path, sources[path])
    for target, names in module.imports.items():
        if target not in sources:
            raise BundleError(f"{path} imports {target}, which is not there")
        _collect(target, sources, modules, [*importing, path])
        if unknown := set(names) - modules[target].exports:
            raise BundleError(
                f"{path} imports {', '.join(sorted(unknown))}, not exported by {target}"
            )
    modules[path] = module


def read_module(path: str, source: str) -> Module:
    """Return what a source says; its code without imports, `export`, comments, needless space."""
    source = f"\n{source}"  # then each line begins behind an end of one
    imports = {
        normpath(join(dirname(path), file)): _NAME.findall(names)
        for names, file in _IMPORT.findall(source)
    }
    declared = [
        (name, bool(export))
        for export, names in _DECLARATION.findall(source)
        for name in _NAME.findall(names)
    ]
    code = jsmin(_EXPORT.sub("\n", _IMPORT.sub("", source)))
    if line := _NOT_UNDERSTOOD.search(f"\n{code}"):
        raise BundleError(f"{path}: not understood: {line[0]}")
    names = [name for name, _ in declared]
    return Module(code, imports, names, {name for name, exported in declared if exported})
