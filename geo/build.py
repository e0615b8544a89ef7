"""The run from facts to files, with progress on the way and a summary at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.atlas import build_map
from geo.countries import country_shapes
from geo.errors import EditedLayersError, LintError
from geo.facts import read_facts
from geo.figures import figure_files, require_extra
from geo.layers import build_layers
from geo.linter import lint
from geo.output import write_files
from geo.published import data_files, differing_files, edited_files, load_data


def build(
    layers_folder: Path, page: Path, *, force: bool = False, figures: Path | None = None
) -> None:
    """Build layers and page from the facts and write them.

    Parameters
    ----------
    layers_folder
        Where the layers go.
    page
        Where the page goes.
    force
        Replace layers even if somebody edited them since the last build.
    figures
        Where the figures go; by default none are drawn.

    Raises
    ------
    MissingExtraError
        If the figures need a package that is not installed.
    DataError
        If facts or geometry are wrong.
    LintError
        If the linter finds what cannot be right.
    EditedLayersError
        If layers were edited and `force` is not set.
    OutputError
        If a file cannot be written. In each of these cases nothing has changed on disk.
    """
    started = time.perf_counter()
    _prepare(figures)
    layers, tables = _from_facts()
    files = data_files(layers, tables)
    edited = edited_files(files, layers_folder)
    if edited and not force:
        raise EditedLayersError(edited)
    _say("drawing the page")
    html = _render(layers, tables)
    drawn = _draw(layers, figures)
    write_files(
        {**{layers_folder / name: data for name, data in files.items()}, page: html, **drawn}
    )
    _summarise(layers, layers_folder, page, started, figures)


def rebuild_page(layers_folder: Path, page: Path, *, figures: Path | None = None) -> None:
    """Build the page alone, and figures if wanted, from the layers as they lie in a folder.

    Raises
    ------
    MissingExtraError
        If the figures need a package that is not installed.
    DataError
        If a layer does not hold what it must.
    OutputError
        If the page cannot be written; the former page is untouched.
    """
    started = time.perf_counter()
    _prepare(figures)
    _say("reading layers")
    layers, tables = load_data(layers_folder)
    _say("drawing the page")
    write_files({page: _render(layers, tables), **_draw(layers, figures)})
    _summarise(layers, layers_folder, page, started, figures)


def check(layers_folder: Path) -> int:
    """Build the layers afresh, write nothing, and name the files that differ.

    Returns
    -------
    int
        0 if the folder holds exactly what a build would write, else 1.
    """
    differing = differing_files(data_files(*_from_facts()), layers_folder)
    for name in differing:
        print(f"differs: {layers_folder / name}")
    if not differing:
        print(f"up to date: {layers_folder}")
    return 1 if differing else 0


def _from_facts() -> tuple[dict[str, gpd.GeoDataFrame], dict[str, pd.DataFrame]]:
    _say("reading facts")
    facts = read_facts(country_shapes())
    _say("building layers")
    layers, tables = build_layers(facts), facts.published()
    _say("linting")
    if findings := lint(layers, tables):
        raise LintError(findings)
    return layers, tables


def _render(layers: Mapping[str, gpd.GeoDataFrame], tables: Mapping[str, pd.DataFrame]) -> bytes:
    html: str = build_map(layers, tables).get_root().render()
    return html.encode()


def _prepare(figures: Path | None) -> None:
    """Fail before anything is built, rather than after, if figures are wanted and cannot be."""
    if figures:
        require_extra()


def _draw(layers: Mapping[str, gpd.GeoDataFrame], figures: Path | None) -> dict[Path, bytes]:
    if not figures:
        return {}
    files = figure_files(layers, say=lambda name: _say(f"drawing the plate {name}"))
    return {figures / name: data for name, data in files.items()}


def _summarise(
    layers: Mapping[str, gpd.GeoDataFrame],
    folder: Path,
    page: Path,
    started: float,
    figures: Path | None,
) -> None:
    for name, layer in layers.items():
        length = f"{layer['len_km'].sum():>9,.0f} km" if "len_km" in layer else ""
        size = (folder / f"{name}.geojson").stat().st_size
        print(f"  {name:<10}{len(layer):>5} features {size:>9,} bytes {length}".rstrip())
    seconds = time.perf_counter() - started
    print(f"layers: {folder}")
    if figures:
        print(f"figures: {figures}")
    print(f"map:    {page} ({page.stat().st_size:,} bytes, {seconds:.1f} s)")


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)
