"""The published data set as files, and how it differs from a folder."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.input import is_there, read_bytes
from geo.model.atlas import Atlas
from geo.model.licences import spdx
from geo.model.registers import registers
from geo.model.rows import columns
from geo.publish.dictionary import filled, to_dictionary
from geo.publish.geojson import to_geojson

SUMS = "SHA256SUMS"


def data_files(atlas: Atlas) -> dict[str, bytes]:
    """Return the files of the data set by name, the list of their sums last.

    Every layer bears the version and the data date of the atlas.
    """
    files = {}
    for name, layer in atlas.layers.items():
        files[f"{name}.geojson"] = collection(name, layer, atlas)
    for name, table in {**atlas.tables, **registers(atlas)}.items():
        files[f"{name}.csv"] = to_csv(table)
    template = Path(__file__).with_name("layers_readme.md")
    files["README.md"] = filled(template, atlas, dictionary=to_dictionary(atlas.spec))
    return {**files, SUMS: sums(files)}


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV: whole numbers without decimals, cells that are missing empty."""
    cells = columns(frame)
    cells.pop("geometry", None)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(cells)
    writer.writerows(zip(*cells.values(), strict=True))
    return text.getvalue().encode()


def collection(name: str, frame: gpd.GeoDataFrame, atlas: Atlas) -> bytes:
    """Return a layer, or a table that has geometry, as GeoJSON that says what it is."""
    members = {
        "name": name,
        "version": atlas.version,
        "data_date": atlas.date,
        "licence": spdx(frame),
    }
    return to_geojson(frame, f"{name}.geojson", members)


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the list of the sums of files, as `sha256sum` writes and checks it."""
    return "".join(f"{_sum(data)}  {name}\n" for name, data in sorted(files.items())).encode()


def touched_files(folder: Path) -> list[str]:
    """Name the files that are not, or no longer, as the list of sums in a folder says."""
    return [name for name, total in recorded(folder).items() if _sum_of(folder / name) != total]


def edited_files(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Name the files in a folder that were changed since they were written, or are not ours.

    A file that already holds the new bytes is not edited, whatever the list of sums says.
    """
    told = recorded(folder)
    return [
        name
        for name, data in files.items()
        if name != SUMS
        and is_there(folder / name)
        and _sum_of(folder / name) not in (told.get(name), _sum(data))
    ]


def former_files(files: Collection[str], folder: Path) -> tuple[list[str], list[str]]:
    """Name the files that an earlier run wrote here and the data set has no more.

    First those that are as they were written, then those that somebody edited. A list of sums has
    no power over files elsewhere.
    """
    edited = touched_files(folder)
    former = [
        name
        for name in recorded(folder)
        if name not in files and Path(name).name == name and (folder / name).is_file()
    ]
    return [x for x in former if x not in edited], [x for x in former if x in edited]


def differing_files(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Name the files that a folder lacks, holds otherwise, or holds beyond the data set."""
    kinds = {Path(name).suffix for name in files}
    present = {path.name for path in folder.glob("*") if path.suffix in kinds}
    return sorted(
        name
        for name in present | set(files)
        if name not in files or _sum_of(folder / name) != _sum(files[name])
    )


def changed_names(found: Mapping[str, bytes | None]) -> list[str]:
    """Name what among the contents of a folder is not as its list of sums says, or not listed.

    What is no regular file has no content.
    """
    recorded = listed(found.get(SUMS) or b"")
    return sorted(
        name
        for name in (found.keys() | recorded.keys()) - {SUMS}
        if (data := found.get(name)) is None or _sum(data) != recorded.get(name)
    )


def recorded(folder: Path) -> dict[str, str]:
    """Return the sums of the files in a folder by name, as they were when they were written."""
    path = folder / SUMS
    return listed(read_bytes(path)) if is_there(path) else {}


def listed(listing: bytes) -> dict[str, str]:
    """Return what a list of sums says, by the names of files."""
    lines = listing.decode("utf-8", "replace").splitlines()
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {name: total for total, name in pairs}


def _sum_of(path: Path) -> str:
    """Return the sum of a file, or nothing if it is no regular file.

    On Windows git gives lines other ends: nobody edited them.
    """
    return _sum(path.read_bytes().replace(b"\r\n", b"\n")) if path.is_file() else ""


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
