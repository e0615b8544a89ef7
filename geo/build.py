"""One run: everything is computed first, then all files are written in one step.

What is made of the facts, the layers and the page, is kept for the next run over the same files.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from geo import kept
from geo.api import SHIPPED, Atlas, open_atlas
from geo.errors import DataError, EditedLayersError, LintError
from geo.input import read_bytes
from geo.model.cells import TEXT
from geo.output import recover, write_files
from geo.pack.write import check_target, guard_target, pack_changes
from geo.page.page import make_page
from geo.plates import draw_plates, require_extra
from geo.publish.files import (
    SUMS,
    data_files,
    differing_files,
    edited_files,
    former_files,
    recorded,
    touched_files,
)

if TYPE_CHECKING:
    from geo.own.layer import Layer


@dataclass(frozen=True)
class Order:
    """What to make of an atlas, and where that goes.

    `layers` is the folder of the published layers of the atlas in `folder`. They are built from the
    facts, or, `from_layers`, taken as they lie there. `page` is a file, `plates` a folder, `pack` a
    folder or a zip; what is None is not made. `worldview` says whose borders page and plates show,
    by default the usual one, `language` in which the plates are; `tiles` names a provider of online
    tiles for the page. `added` are layers of the user's own: page, plates and pack have them, the
    published layers stay as they lie there. `force` replaces layers and an earlier pack even if
    somebody edited them since they were written.
    """

    folder: Path
    layers: Path
    page: Path | None = None
    plates: Path | None = None
    pack: Path | None = None
    from_layers: bool = False
    worldview: str = ""
    language: str = ""
    tiles: str | None = None
    added: tuple[Layer, ...] = ()
    force: bool = False


@pd.option_context("mode.string_storage", TEXT.storage)
def build(order: Order) -> None:
    """Make all that is ordered, with progress on the way and a summary at the end.

    Layers that were edited since they were written give a version that says so.

    Raises
    ------
    DataError
        If facts, geometry or layers are wrong.
    LintError
        If the linter finds what cannot be right.
    LayerError
        If a layer of the user's own does not lie on the map.
    EditedLayersError
        If layers would be lost that somebody edited.
    ViewError, TilesError
        If there is no such worldview or provider, or they do not go together.
    MissingExtraError
        If what draws the plates or writes the pack is not installed.
    OutputError
        If a file cannot be written, or the pack would take the place of something else. In each
        of these cases nothing has changed on disk.
    """
    started = time.perf_counter()
    if order.plates:
        require_extra()
    if order.pack:
        check_target(order.pack, force=order.force)
    recover([order.layers])
    made = _result(order)
    named = {order.layers / name: content for name, content in made.data.items()}
    gone, edited = former_files(made.data, order.layers) if made.data else ([], [])
    # somebody may have saved an edit while the page was drawn
    write_files(
        *(named, made.drawn, made.packed),
        removed=[*(order.layers / name for name in gone), *made.removed],
        guard=lambda: _guard(made.data, order, gone),
    )
    _summarise(made, order)
    for name in gone:
        print(f"removed: {order.layers / name} (no longer in the atlas)")
    for name in edited:
        print(f"kept:   {order.layers / name} (no longer in the atlas, but edited)")
    print(f"done in {time.perf_counter() - started:.1f} s", file=sys.stderr)


@dataclass(frozen=True)
class _Result:
    """What a run writes: layers by name, all else by path; what it says of them; what has to go."""

    version: str
    data: Mapping[str, bytes]
    drawn: Mapping[Path, bytes]
    said: list[str]
    packed: Mapping[Path, bytes] = field(default_factory=dict)
    removed: Collection[Path] = ()


def _result(order: Order) -> _Result:
    """Make all that is ordered; layers and page are taken up if they were made of the same."""
    inputs = None if order.added or order.plates or order.pack else _inputs(order)
    under = _sum_of(order, inputs) if inputs else ""
    if found := under and kept.find("build", under):
        _say("nothing has changed since an earlier build")
        version, data, page, said = found
        return _Result(version, data, {order.page: page} if order.page else {}, said)
    made = _new_result(order)
    if under and inputs == _inputs(order):  # nobody has saved anything between sum and reading
        page = made.drawn[order.page] if order.page else b""
        kept.keep("build", under, (made.version, dict(made.data), page, made.said))
    return made


class _Input(NamedTuple):
    """A file or folder that a run reads: its name behind where it lies, and what saving changes."""

    path: Path
    name: bytes
    is_folder: bool
    state: tuple[int, ...]


def _inputs(order: Order) -> list[_Input] | None:
    """Return all that layers and page are made of; of code there is a hash.

    What earlier runs wrote into the folder of the atlas, and nobody edited, is no part of it.
    None if there is what a run could not read: it may have to say so.
    """
    ours = [order.page] if order.page else []
    folders = [order.folder]
    if order.from_layers:
        folders.append(order.layers)
    else:
        as_written = set(recorded(order.layers)).difference(touched_files(order.layers))
        ours += [order.layers, *(order.layers / name for name in (*as_written, SUMS))]
    try:
        left_out = {kept.identity(path.stat()) for path in ours if path.exists()}
        found = [_input(folder, entry) for folder, entry in _entries(folders)]
    except OSError:
        return None
    return [each for each in found if each.state[:2] not in left_out]


def _entries(folders: Iterable[Path]) -> Iterator[tuple[Path, os.DirEntry[str]]]:
    """Yield all that lies in the toolkit, but for code, and in folders, behind where it lies."""
    for entry in kept.entries(kept.HOME, without=SHIPPED):
        if not entry.name.endswith(".py"):
            yield kept.HOME, entry
    for folder in folders:
        yield from ((folder, entry) for entry in kept.entries(folder))


def _input(folder: Path, entry: os.DirEntry[str]) -> _Input:
    path = Path(entry)
    found = path.stat()  # that of the entry would not tell its number on Windows
    is_folder = stat.S_ISDIR(found.st_mode)  # what lies in it is told by itself
    saved = () if is_folder else (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    name = os.fsencode(path)[len(os.fsencode(folder)) :]
    return _Input(path, name, is_folder, (*kept.identity(found), *saved))


def _sum_of(order: Order, inputs: Iterable[_Input]) -> str:
    """Return a hash of what is asked for and what it is made of; nothing if that cannot be read."""
    asked = (order.from_layers, order.worldview, order.tiles, bool(order.page))
    parts = [repr((order.folder.resolve().name, *asked)).encode()]
    try:
        for each in inputs:
            parts += [each.name, b"folder" if each.is_folder else read_bytes(each.path)]
    except DataError:
        return ""
    return kept.sum_of(parts)


def _new_result(order: Order) -> _Result:
    """Make all that is ordered anew."""
    atlas = _linted(order.folder, order.layers if order.from_layers else None)
    data = {} if order.from_layers or order.added else data_files(atlas)
    atlas, notes = _with_own(atlas, order)
    _guard(data, order)
    drawn = {**_page(atlas, order), **_plates(atlas, order)}
    packed, removed = _pack(atlas, order)
    said = [*(f"note:   {note}" for note in notes), *_counted(atlas, data)]
    return _Result(atlas.version, data, drawn, said, packed, removed)


@pd.option_context("mode.string_storage", TEXT.storage)
def check(folder: Path, layers: Path) -> list[Path]:
    """Build the layers of an atlas afresh, write nothing, and name the published files that differ.

    Raises
    ------
    DataError, LintError
        As `build`.
    """
    recover([layers])
    return [layers / name for name in differing_files(data_files(_linted(folder)), layers)]


def _linted(folder: Path, layers: Path | None = None) -> Atlas:
    _say("reading layers" if layers else "reading facts")
    atlas = open_atlas(folder, layers=layers)
    _say("linting")
    if findings := atlas.lint():
        raise LintError(findings, findings.reasons)
    is_edited = layers and touched_files(layers)
    return replace(atlas, version=f"{atlas.version}+edited") if is_edited else atlas


def _with_own(atlas: Atlas, order: Order) -> tuple[Atlas, list[str]]:
    """Return an atlas with the layers that are added, and what of these is left out."""
    if not order.added:
        return atlas, []
    from geo.own.join import join  # noqa: PLC0415 - few builds add a layer

    notes: list[str] = []
    for layer in order.added:
        atlas, left_out = join(atlas, layer)
        notes += [f"{layer.name}: {note}" for note in (*layer.notes, *left_out)]
        _say(f"adding {layer!r}")
    return atlas, notes


def _guard(data: Mapping[str, bytes], order: Order, gone: Collection[str] = ()) -> None:
    """Refuse to replace or remove what somebody edited since it was written."""
    if order.pack:
        guard_target(order.pack, force=order.force)
    edited = edited_files(data, order.layers)
    if edited and not order.force:
        raise EditedLayersError(edited)
    if gone and (saved := [name for name in touched_files(order.layers) if name in gone]):
        raise EditedLayersError(saved)


def _page(atlas: Atlas, order: Order) -> dict[Path, bytes]:
    if not order.page:
        return {}
    _say("drawing the page")
    page = make_page(atlas, worldview=order.worldview, tiles=order.tiles)
    return {order.page: page.html().encode()}


def _plates(atlas: Atlas, order: Order) -> dict[Path, bytes]:
    if not order.plates:
        return {}
    plates = draw_plates(atlas, worldview=order.worldview, language=order.language, say=_say)
    return {order.plates / name: data for name, data in plates.items()}


def _pack(atlas: Atlas, order: Order) -> tuple[dict[Path, bytes], list[Path]]:
    if not order.pack:
        return {}, []
    _say("packing")
    return pack_changes(order.pack, atlas=atlas, force=order.force)


def _counted(atlas: Atlas, data: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a line for each layer that is written."""
    for name, layer in atlas.layers.items():
        if content := data.get(f"{name}.geojson"):
            length = f"{layer['len_km'].sum():>9,.0f} km" if "len_km" in layer else ""
            yield f"  {name:<10}{len(layer):>5} features {len(content):>9,} bytes {length}".rstrip()


def _summarise(made: _Result, order: Order) -> None:
    """Say what was made, and where it lies."""
    for line in made.said:
        print(line)
    if made.data:
        print(f"layers: {order.layers}")
    if order.plates:
        print(f"plates: {order.plates}")
    if order.pack:
        print(f"pack:   {order.pack.resolve()} (version {made.version})")
    if order.page:
        print(f"map:    {order.page} ({len(made.drawn[order.page]):,} bytes)")


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)
