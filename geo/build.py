"""One run: everything is computed first, then all files are written in one step.

A run over files that are all as the last one left them changes nothing, and is told from its hash.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from geo import kept
from geo.api import Atlas, open_atlas
from geo.errors import EditedLayersError, LintError
from geo.model.cells import TEXT
from geo.output import recover, write_files
from geo.own.join import join
from geo.own.layer import Layer
from geo.pack import check_target, guard_target, pack_changes
from geo.page.page import make_page
from geo.plates import draw_plates, require_extra
from geo.publish.files import (
    data_files,
    differing_files,
    edited_files,
    former_files,
    touched_files,
)


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
    files = None if order.added or order.plates or order.pack else _files(order)
    said = files and kept.find("run", _state(order, files))
    if said:
        _say("nothing has changed since the last run")
    else:
        run = _run(order)
        said = run.said
        if files:  # as they were before, for somebody may have edited one meanwhile
            files |= {_real(path): _sum(data) for path, data in run.written.items()}
            files = {path: total for path, total in files.items() if path not in run.removed}
            kept.keep("run", _state(order, files), said)
    print("\n".join(said))
    print(f"done in {time.perf_counter() - started:.1f} s", file=sys.stderr)


def _files(order: Order) -> dict[str, str]:
    """Return the sums of all that a run is made of, and of what stands where it goes.

    Nothing if disk or permission refuse to tell.
    """
    folders = [kept.HOME, order.folder, order.layers]
    paths = [path for folder in folders for path in kept.files_in(folder)]
    if order.page and order.page.is_file():
        paths.append(order.page)
    try:
        return {path: _sum(Path(path).read_bytes()) for path in {_real(path) for path in paths}}
    except OSError:
        return {}


def _state(order: Order, files: Mapping[str, str]) -> str:
    told = (part.encode() for item in sorted(files.items()) for part in item)
    return kept.sum_of([repr(order).encode(), *told])


def _real(path: Path) -> str:
    return os.path.realpath(path)


def _sum(data: bytes) -> str:
    return sha256(data).hexdigest()


class _Run(NamedTuple):
    """What a run wrote and removed, and what there is to say of it."""

    written: Mapping[Path, bytes]
    removed: Collection[str]
    said: list[str]


def _run(order: Order) -> _Run:
    """Make all that is ordered."""
    atlas = _linted(order.folder, order.layers if order.from_layers else None)
    data = {} if order.from_layers or order.added else data_files(atlas)
    atlas, notes = _with_own(atlas, order)
    _guard(data, order)
    drawn = {**_page(atlas, order), **_plates(atlas, order)}
    packed, removed = _pack(atlas, order)
    named = {order.layers / name: content for name, content in data.items()}
    gone, edited = former_files(data, order.layers) if data else ([], [])
    # somebody may have saved an edit while the page was drawn
    write_files(
        *(named, drawn, packed),
        removed=[*(order.layers / name for name in gone), *removed],
        guard=lambda: _guard(data, order, gone),
    )
    said = [
        *(f"note:   {note}" for note in notes),
        *(f"removed: {order.layers / name} (no longer in the atlas)" for name in gone),
        *(f"kept:   {order.layers / name} (no longer in the atlas, but edited)" for name in edited),
        *_summary(atlas, order, {**named, **drawn}),
    ]
    return _Run({**named, **drawn}, {_real(order.layers / name) for name in gone}, said)


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
        raise LintError(findings)
    is_edited = layers and touched_files(layers)
    return replace(atlas, version=f"{atlas.version}+edited") if is_edited else atlas


def _with_own(atlas: Atlas, order: Order) -> tuple[Atlas, list[str]]:
    """Return an atlas with the layers that are added, and what of these is left out."""
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
    if saved := [name for name in touched_files(order.layers) if name in gone]:
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


def _summary(atlas: Atlas, order: Order, files: Mapping[Path, bytes]) -> Iterator[str]:
    """Yield a line for each layer that was written, and where everything lies."""
    for name, layer in atlas.layers.items():
        if data := files.get(order.layers / f"{name}.geojson"):
            length = f"{layer['len_km'].sum():>9,.0f} km" if "len_km" in layer else ""
            yield f"  {name:<10}{len(layer):>5} features {len(data):>9,} bytes {length}".rstrip()
    if not order.added:
        yield f"layers: {order.layers}"
    if order.plates:
        yield f"plates: {order.plates}"
    if order.pack:
        yield f"pack:   {order.pack.resolve()} (version {atlas.version})"
    if order.page:
        yield f"map:    {order.page} ({len(files[order.page]):,} bytes)"


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)
