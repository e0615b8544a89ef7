"""The pack as a folder or as one zip: what changes on disk, and one call that does it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.output import write_files
from geo.pack.folder import check_target, placed
from geo.publish.files import load_data
from geo.read.facts import Edition, read_edition

Changes = tuple[dict[Path, bytes], list[Path]]
"""Contents by path, and the files that go."""


def pack_changes(
    target: Path,
    layers: Mapping[str, gpd.GeoDataFrame],
    tables: Mapping[str, pd.DataFrame],
    edition: Edition,
    *,
    force: bool = False,
) -> Changes:
    """Return what `write_pack` writes and removes, and leave the disk as it is.

    The parameters are those of `write_pack`, and so are the errors.
    """
    from geo.pack.contents import pack_files  # noqa: PLC0415  it needs pyarrow, and the page does not

    files = pack_files(layers, tables, edition)
    check_target(target, force=force)
    return placed(target, files)


def write_pack(
    target: str | Path,
    layers: Mapping[str, gpd.GeoDataFrame] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    edition: Edition | None = None,
    *,
    force: bool = False,
) -> Path:
    """Write the layers and tables in every format, with their documentation.

    Equal data give equal bytes, on any day and any machine with the locked versions; for the
    GeoPackage, with the same version of SQLite too.

    Parameters
    ----------
    target
        A folder, or a file that ends with `.zip`. An earlier pack there is replaced in one step.
    layers
        All layers by name, in EPSG:4326 (lon/lat), with the columns of `schema.toml`; by default
        the published ones.
    tables
        All tables by name; by default the published ones.
    edition
        Title, version and data date to write into every file; by default those of the package.
    force
        Replace an earlier pack even if somebody edited files in it.

    Returns
    -------
    Path
        Where the pack is.

    Raises
    ------
    MissingExtraError
        If the extra `pack` is not installed.
    OutputError
        If something that is no pack of ours stands in the way, or if the disk refuses.
    DataError
        If the layers do not hold what they must. In each case nothing has changed on disk.
    """
    target = Path(target)
    check_target(target, force=force)
    if layers is None or tables is None:
        published_layers, published_tables = load_data()
        layers = published_layers if layers is None else layers
        tables = published_tables if tables is None else tables
    written, removed = pack_changes(target, layers, tables, edition or read_edition(), force=force)
    write_files(written, removed=removed)
    return target.resolve()
