"""Files of a user's own, read as frames: what a GIS saves, and tables with positions."""

from __future__ import annotations

import codecs
import gc
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.util import vsi_path

from geo.errors import AtlasError, DataError, InputError, LayerError, MissingExtraError, Problem
from geo.input import check_regular, is_there
from geo.own.counts import WEIGHT, count_points
from geo.own.features import (
    AS_IT_IS,
    GEOMETRY,
    NOTES,
    WITHOUT_MEASURES,
    check_layers,
    is_shapefile,
    read_features,
)
from geo.own.layer import Layer
from geo.own.markup import ROW, Told, columns_of, take_out, with_linked
from geo.own.parquet import read_rows
from geo.own.table import read_positions

_Reader = Callable[[Path, str], gpd.GeoDataFrame]
_OF_TRACKS = ("route_points", "track_points")
"""Layers of a GPX file that hold the vertices of the others."""
_OF_GLOBES = ("tessellate", "extrude", "visibility", "drawOrder", "altitudeMode")
"""Fields of KML that say how a globe draws a feature."""
_MENDED = re.compile(
    "Non closed ring|organizePolygons|features with id|leaving as string|successfully"
    "|converted correctly"
)
"""What drivers say of what they understand nevertheless, or what is understood here."""
_MEASURED = "Measured (M) geometry types"
"""What they say of positions that have measures along a line beside degrees."""
_OF_ANY = re.compile("Geometry type is not supported: (2147483648|[123]000)$")
"""What they say of layers of geometry of any kind that has heights or measures."""
_PARTS = {".shp": (".dbf", ".shx", ".prj", ".cpg"), ".gpkg": (".gpkg-wal",)}
"""Ends of the names of files that belong to one of some kind, whether or not they are there."""
_ENCRYPTED = 1
"""What is set among the bits of a file in an archive that needs a password."""
_LEFT, _BEGINS_LEFT = ("__MACOSX", "$RECYCLE.BIN"), (".", "~$")
"""What systems and programs leave in archives: folders, and how names of files begin."""
_INDEX = re.compile(r"[^/\\]+\.shx")
_DRIVE = re.compile(r"[A-Za-z]")
_LONGEST = 200
"""So many letters of what a driver says are told."""


class _NoSuchLayerError(LayerError):
    """A layer is named that a file has not, or none is and it has several."""


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Look for no garbage: among so much that is needed it takes as long as much else."""
    is_usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_usual:
            gc.enable()


@_nothing_thrown_away()
def read_layer(told: str, **asked: Any) -> Layer:  # noqa: ANN401 - words of `Layer`
    """Return the layer that `FILE[#LAYER][:NAME]` means, called as its file if no name is given.

    A path may hold colons itself, as on Windows, and signs #: what is a file is one. Of very many
    points it holds the cells that count them. What is `asked` besides is told to `Layer`.

    Raises
    ------
    LayerError
        If there is no such file, if it cannot be read, or if it has several layers and none is
        named.
    InputError
        If disk or permission refuse.
    MissingExtraError
        If GeoParquet is asked for and `pyarrow` is not installed.
    """
    path, meant = _parted(told)
    read = _reader(path)
    try:
        check_regular(path)
        with _reading(path), path.open("rb"):  # drivers tell in many words what is refused
            frame, within, name = _first_there(path, read, meant)
    except DataError as error:
        first, *more = error.problems
        raise LayerError(f"{first}{f'; and {len(more)} more' if more else ''}") from None
    if asked and WEIGHT in frame.attrs:
        expected = f"no {' and no '.join(asked)}: so many points are counted in cells, without them"
        raise LayerError(Problem(path.name, "", "", "", expected))
    asked = {"tooltip": frame.attrs.get(WEIGHT), **asked}
    try:
        layer = Layer(frame, name=name or within or path.stem, **asked)
    except LayerError as error:
        raise LayerError(f"{path.name}: {error}") from None
    layer.notes += frame.attrs.get(NOTES, [])
    return layer


def files_of(told: str) -> list[Path]:
    """Return the file that `FILE[#LAYER][:NAME]` means, and those beside it that are parts of it.

    Raises
    ------
    LayerError
        If there is no such file.
    """
    path, _ = _parted(told)
    return [path, *(path.with_suffix(end) for end in _PARTS.get(path.suffix.lower(), ()))]


def _parted(told: str) -> tuple[Path, list[tuple[str, str]]]:
    """Return the file that is meant, the longest that is one; and what may be its layer and name.

    Names of layers may hold colons: `#a:b` may be the layer a:b, or the layer a, to be called b.
    """
    if told and is_there(Path(told)):
        return Path(told), [("", "")]
    for at in reversed(range(1, len(told))):
        before, mark, after = told[:at], told[at], told[at + 1 :]
        if mark not in ":#" or _DRIVE.fullmatch(before) or not is_there(Path(before)):
            continue
        if mark == ":":
            return Path(before), [("", after)]
        colons = [place for place, letter in enumerate(after) if letter == ":"]
        named = [(after[:place], after[place + 1 :]) for place in reversed(colons)]
        return Path(before), [(after, ""), *named]
    raise LayerError(
        f"{told[:_LONGEST]}: no such file; FILE[#LAYER][:NAME] is one on this computer"
    )


def _first_there(
    path: Path, read: _Reader, meant: list[tuple[str, str]]
) -> tuple[gpd.GeoDataFrame, str, str]:
    """Return the first layer that a file has of those that may be meant, and what it is called."""
    for within, name in meant:
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                frame = read(path, within)
        except _NoSuchLayerError as error:
            missing = error
            continue
        frame.attrs[NOTES] = [*frame.attrs.get(NOTES, []), *_told_by_drivers(said)]
        return frame, within, name
    raise missing


def _told_by_drivers(said: list[warnings.WarningMessage]) -> list[str]:
    """Return in one line what drivers do not understand of a file, and what they leave out."""
    texts = [str(each.message) for each in said if "pyogrio" in Path(each.filename).parts]
    plain = [text for text in texts if _MEASURED not in text]
    told = [*dict.fromkeys(text for text in plain if not _MENDED.search(text))]
    more = f"; and {len(told) - 1} more" if told[1:] else ""
    without = [WITHOUT_MEASURES] if len(plain) < len(texts) else []
    return without + [
        f"said while it was read: {' '.join(each.split())[:_LONGEST]}{more}" for each in told[:1]
    ]


def _reader(path: Path) -> _Reader:
    if (read := _READERS.get(path.suffix.lower())) is None:
        usual = f"a file that ends with {', '.join(sorted(_READERS))}"
        expected = _INSTEAD.get(path.suffix.lower(), usual)
        raise LayerError(Problem(path.name, "", "", path.suffix, expected))
    return read


def _read_csv(path: Path, within: str) -> gpd.GeoDataFrame:
    _chosen(path, [path.stem], within)
    return read_positions(path)


def _read_parquet(path: Path, within: str) -> gpd.GeoDataFrame:
    _chosen(path, [path.stem], within)
    with _reading(path):
        counted = count_points(path)
        if counted is not None:
            return counted
        return read_rows(path)


def _read_file(path: Path, within: str) -> gpd.GeoDataFrame:
    source = _source_of(path)
    return _read_of(path, source, _chosen(path, _layers(path, source), within))


def _read_zip(path: Path, within: str) -> gpd.GeoDataFrame:
    """Read a shapefile of an archive, and nothing else of it."""
    with _reading(path), zipfile.ZipFile(path) as archive:
        # old Windows writes backslashes
        flags = {each.filename.replace("\\", "/"): each.flag_bits for each in archive.infolist()}
    names = [each for each in flags if each.lower().endswith(".shp") and not _is_left(each)]
    if any(flags[each] & _ENCRYPTED for each in names):
        raise LayerError(Problem(path.name, "", "", "", "an archive that is not encrypted"))
    stems = [Path(each).stem for each in names]
    held = {
        stem if stems.count(stem) == 1 else each[:-4]: each
        for stem, each in zip(stems, names, strict=True)
    }
    if not held:
        raise LayerError(
            Problem(path.name, "", "", "", "a shapefile in this archive; unpack others")
        )
    source = f"/vsizip/{path.resolve()}/{held[_chosen(path, [*held], within)]}"
    return _read_of(path, source, _chosen(path, _layers(path, source), ""))


def _is_left(name: str) -> bool:
    """Tell whether a system or a program left a file in an archive, and no user put it there."""
    parts = PurePosixPath(name).parts
    return any(part.upper() in _LEFT or part.startswith(_BEGINS_LEFT) for part in parts)


def _read_together(path: Path, within: str) -> gpd.GeoDataFrame:
    """Read all layers of a file whose layers are but folders, as one, with its extension data."""
    with _reading(path), TemporaryDirectory() as folder:
        document, end, unread = _document_of(path)
        content, extended, lost = take_out(document)
        nothing = Problem(
            path.name, "", "", "", "; ".join(["at least one feature", *lost, *unread])
        )
        if not extended:
            raise LayerError(nothing)
        plain = Path(folder) / f"{path.stem}{end}"
        plain.write_bytes(content)
        source = _source_of(plain)
        held = [each for each in _layers(plain, source) if each not in _OF_TRACKS]
        wanted = [_chosen(path, held, within)] if within else held
        frames = [_read_of(plain, source, each) for each in wanted]
        full = [frame for frame in frames if len(frame)]
        if not full:
            raise LayerError(nothing)
        found = _extended(pd.concat(full, ignore_index=True), extended)
    if not within and (lacking := len(extended) - len(found)) > 0:
        told = f"left out, not read by the driver: {lacking} of {len(extended)} features"
        found.attrs[NOTES].append(told)
    found.attrs[NOTES] += [*lost, *unread]
    return found


def _document_of(path: Path) -> tuple[bytes, str, list[str]]:
    """Return a document of markup, what the names of such end with, and what is left out beside it.

    Of an archive of KML that is by its format the first one, and what it links to.
    """
    end = path.suffix.lower()
    if end != ".kmz":
        return path.read_bytes(), end, []
    with zipfile.ZipFile(path) as archive:
        names = [each for each in archive.namelist() if each.lower().endswith(".kml")]
        names = [each for each in names if not _is_left(each)]
        if not names:
            raise LayerError(Problem(path.name, "", "", "", "a document of KML in this archive"))
        documents = {each: archive.read(each) for each in names}
    whole = with_linked(names[0], documents)
    told = f"left out, not linked to by the first document of the archive: {', '.join(documents)}"
    return whole, ".kml", [told[:_LONGEST]] if documents else []


def _extended(frame: gpd.GeoDataFrame, extended: Sequence[Told]) -> gpd.GeoDataFrame:
    """Return features with a column for each title of their extension data, beside their fields."""
    told = frame.drop(columns=[GEOMETRY, ROW, *_OF_GLOBES], errors="ignore")
    told = told.replace({"": None}).dropna(axis="columns", how="all")
    numbers = frame.get(ROW, pd.Series(None, frame.index, dtype=object))
    rows = [{} if pd.isna(each) else extended[int(each)] for each in numbers]
    columns, notes = columns_of(rows, [GEOMETRY, *map(str, told)])
    for title, values in columns.items():
        told[title] = pd.Series(values, dtype=object)
    found = gpd.GeoDataFrame(told, geometry=frame[GEOMETRY], crs=frame.crs)
    found.attrs[NOTES] = notes
    return found


def _source_of(path: Path) -> str:
    """Return a file as a source of features, which pyogrio reads as an address if it can."""
    told = str(path)
    return told if vsi_path(told) == told else f"{AS_IT_IS}{told}"


def _read_of(path: Path, source: str, layer: str) -> gpd.GeoDataFrame:
    """Read a layer of a file, or of a part of it."""
    with _reading(path):
        try:
            frame = read_features(source, layer)
        except UnicodeDecodeError:
            told = f"{layer}.cpg beside it, which says how letters are written, such as CP1251"
            expected = told if is_shapefile(source) else "text encoded as UTF-8"
            raise LayerError(Problem(path.name, "", "", "", expected)) from None
    if is_shapefile(source) and [*frame] == ["geometry"]:
        expected = f"{layer}.dbf beside it, with its columns"
        raise LayerError(Problem(path.name, "", "", "", expected))
    if not isinstance(frame, gpd.GeoDataFrame):
        raise LayerError(Problem(path.name, "", "", layer, "a layer with geometry"))
    return frame


def _layers(path: Path, source: str) -> list[str]:
    """Return the layers that a file has, without its plain tables if it has others."""
    with _reading(path):
        held = [(str(name), geometry) for name, geometry in pyogrio.list_layers(source)]
        if held[1:]:
            check_layers(source, held[0][0])
    return [name for name, geometry in held if geometry] or [name for name, _ in held]


def _chosen(path: Path, held: list[str], within: str) -> str:
    """Return the layer that is meant: the one that is named, or the only one."""
    if within in held:
        return within
    if len(held) == 1 and not within:
        return held[0]
    listed = ", ".join(f"{path.name}#{each}" for each in held)
    expected = f"one of its layers: {listed}" if held else "a file with a layer"
    raise _NoSuchLayerError(Problem(path.name, "", "", within, expected))


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tell in one line what goes wrong while a file is read, whoever finds it."""
    try:
        yield
    except AtlasError:
        raise
    except ImportError:
        raise MissingExtraError("pack") from None
    except PermissionError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except Exception as error:  # noqa: BLE001 - drivers raise anything on what a file may hold
        told = " ".join(str(error).split()).split("; It might help")[0]
        told = told.replace(str(path), path.name)[:_LONGEST] or type(error).__name__
        expected = f"a file that can be read ({told})"
        if missing := _INDEX.search(told):
            expected = f"{missing[0]} beside it, with the places of its features"
        if _OF_ANY.search(told):
            expected = "layers of one kind of geometry, or without heights (ogr2ogr -dim XY)"
        if _is_wide(path):
            expected = "text encoded as UTF-8, it is UTF-16, as PowerShell writes what is sent by >"
        raise LayerError(Problem(path.name, "", "", "", expected)) from None


def _is_wide(path: Path) -> bool:
    """Tell whether a file says of itself that its letters have two bytes each."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return False


_READERS: dict[str, _Reader] = {
    ".csv": _read_csv,
    ".fgb": _read_file,
    ".geojson": _read_file,
    ".geojsonl": _read_file,
    ".geojsons": _read_file,
    ".geoparquet": _read_parquet,
    ".gpkg": _read_file,
    ".gpx": _read_together,
    ".json": _read_file,
    ".kml": _read_together,
    ".kmz": _read_together,
    ".ndjson": _read_file,
    ".parquet": _read_parquet,
    ".shp": _read_file,
    ".tsv": _read_csv,
    ".zip": _read_zip,
}
"""What reads a file, by the end of its name."""
_INSTEAD = {
    **dict.fromkeys((".ods", ".xls", ".xlsx"), "a table that the spreadsheet saved as CSV UTF-8"),
    **dict.fromkeys(_PARTS[".shp"], "the .shp that it belongs to"),
}
"""What is read in place of a file, by the end of its name."""
