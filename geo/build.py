"""The run from facts to files, with progress on the way and a summary at the end."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from geo.api import SHIPPED, open_atlas
from geo.errors import EditedLayersError, LintError
from geo.linter.rules import lint
from geo.model.atlas import Atlas
from geo.output import recover, write_files
from geo.pack import check_target, pack_changes
from geo.page.document import draw_page
from geo.plates import draw_plates, require_extra
from geo.publish.files import data_files, differing_files, edited_files, touched_files


@dataclass(frozen=True)
class Drawing:
    """What a run draws from the layers, and where that goes.

    `page` is the file of the page; `worldview` says whose borders are shown, `tiles` names a
    provider of online tiles for the page, see `draw_page`; `plates` is the folder of the plates,
    `pack` the folder or the zip of the pack, or None for none.
    """

    page: Path
    worldview: str = ""
    tiles: str | None = None
    plates: Path | None = None
    pack: Path | None = None


def build(layers_folder: Path, drawing: Drawing, *, force: bool = False) -> None:
    """Build the layers from the facts, draw from them, and write all of it.

    Parameters
    ----------
    layers_folder
        Where the layers go; they hold the borders of all views.
    drawing
        What to draw.
    force
        Replace layers and an earlier pack even if somebody edited them since they were written.

    Raises
    ------
    DataError
        If facts or geometry are wrong.
    LintError
        If the linter finds what cannot be right.
    EditedLayersError
        If layers were edited and `force` is not set.
    MissingExtraError
        If plates are wanted and what draws them is not installed.
    OutputError
        If a file cannot be written, or the pack would take the place of something else. In each
        of these cases nothing has changed on disk.
    """
    started = _start(layers_folder, drawing, force=force)
    atlas = _from_facts()
    files = data_files(atlas)
    edited = edited_files(files, layers_folder)
    if edited and not force:
        raise EditedLayersError(edited)
    drawn = _draw(atlas, drawing)
    packed, removed = _pack(atlas, drawing.pack, force=force)
    published = {layers_folder / name: data for name, data in files.items()}
    write_files(published, drawn, packed, removed=removed)
    _summarise(atlas, layers_folder, drawing, started)


def rebuild_page(layers_folder: Path, drawing: Drawing, *, force: bool = False) -> None:
    """Draw from the layers as they lie in a folder.

    Layers that were edited since they were written give a pack whose version says so.

    Raises
    ------
    DataError
        If a layer does not hold what it must.
    LintError
        If the linter finds what cannot be right.
    MissingExtraError
        If plates are wanted and what draws them is not installed.
    OutputError
        As `build`; the former files are untouched.
    """
    started = _start(layers_folder, drawing, force=force)
    _say("reading layers")
    atlas = _linted(open_atlas(SHIPPED, layers=layers_folder))
    drawn = _draw(atlas, drawing)
    if touched_files(layers_folder):
        atlas = replace(atlas, version=f"{atlas.version}+edited")
    packed, removed = _pack(atlas, drawing.pack, force=force)
    write_files(drawn, packed, removed=removed)
    _summarise(atlas, layers_folder, drawing, started)


def check(layers_folder: Path) -> int:
    """Build the layers afresh, write nothing, and name the files that differ.

    Returns
    -------
    int
        0 if the folder holds exactly what a build would write, else 1.
    """
    recover([layers_folder])
    differing = differing_files(data_files(_from_facts()), layers_folder)
    for name in differing:
        print(f"differs: {layers_folder / name}")
    if not differing:
        print(f"up to date: {layers_folder}")
    return 1 if differing else 0


def _from_facts() -> Atlas:
    _say("reading facts")
    return _linted(open_atlas(SHIPPED))


def _linted(atlas: Atlas) -> Atlas:
    _say("linting")
    if findings := lint(atlas):
        raise LintError(findings)
    return atlas


def _start(layers_folder: Path, drawing: Drawing, *, force: bool) -> float:
    if drawing.plates:
        require_extra()
    recover([layers_folder, drawing.page.parent])
    if drawing.pack:
        check_target(drawing.pack, force=force)
    return time.perf_counter()


def _draw(atlas: Atlas, drawing: Drawing) -> dict[Path, bytes]:
    _say("drawing the page")
    page = draw_page(atlas, worldview=drawing.worldview, tiles=drawing.tiles)
    html: str = page.get_root().render()
    files = {drawing.page: html.encode()}
    if drawing.plates:
        plates = draw_plates(
            atlas,
            worldview=drawing.worldview,
            say=lambda name: _say(f"drawing the plate {name}"),
        )
        files |= {drawing.plates / name: data for name, data in plates.items()}
    return files


def _pack(
    atlas: Atlas, target: Path | None, *, force: bool
) -> tuple[dict[Path, bytes], list[Path]]:
    if target is None:
        return {}, []
    _say("packing")
    return pack_changes(target, atlas=atlas, force=force)


def _summarise(atlas: Atlas, folder: Path, drawing: Drawing, started: float) -> None:
    for name, layer in atlas.layers.items():
        length = f"{layer['len_km'].sum():>9,.0f} km" if "len_km" in layer else ""
        size = (folder / f"{name}.geojson").stat().st_size
        print(f"  {name:<10}{len(layer):>5} features {size:>9,} bytes {length}".rstrip())
    seconds = time.perf_counter() - started
    print(f"layers: {folder}")
    if drawing.plates:
        print(f"plates: {drawing.plates}")
    if drawing.pack:
        print(f"pack:   {drawing.pack.resolve()} (version {atlas.version})")
    print(f"map:    {drawing.page} ({drawing.page.stat().st_size:,} bytes, {seconds:.1f} s)")


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)
