"""Files opened: what is no file is named, whatever it was meant to be."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import DataError, InputError
from geo.input import LARGEST_MB, read_bytes, read_json, read_text
from tests.test_build import built, run  # noqa: F401 - a fixture
from tests.test_output import unprivileged

INPUTS = {
    "atlas.toml": "build",
    "layers/places.toml": "build",
    "words/fr.toml": "build",
    "story/1-railway.toml": "build",
    "facts/places.csv": "build",
    "facts/claims.csv": "build",
    "geometry/countries.geojson": "build",
    "geometry/provenance.toml": "build",
    "geometry/areas.geojson": "build",
    "geometry/land.geojson": "build",
    "geometry/lakes.geojson": "build",
    "geometry/railways.geojson": "build",
    "geometry/relief.json": "build",
    "labels.json": "build",
    "phrases.json": "build",
    "published/SHA256SUMS": "build",
    "published/places.geojson": "pack",
    "published/claims.csv": "pack",
}
"""Files that a build reads, or one from layers."""


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def large(path: Path) -> None:
    path.touch()
    os.truncate(path, LARGEST_MB * 10**6 + 1)


KINDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "expected a regular file"),
    "pipe": (os.mkfifo, "expected a regular file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "expected a regular file"),
    "link to nothing": (lambda path: path.symlink_to("nowhere"), "expected this file in"),
    "nothing": (Path.resolve, "expected this file in"),
    "large": (large, f"expected a file of at most {LARGEST_MB} MB"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_named(tmp_path: Path, kind: str) -> None:
    make, expected = KINDS[kind]
    make(tmp_path / "x.csv")
    with pytest.raises(DataError, match=rf"x\.csv: {expected}"):
        read_bytes(tmp_path / "x.csv")


def test_a_file_is_called_as_one_wishes(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"story/x\.toml: expected this file in"):
        read_bytes(tmp_path / "x.toml", "story/x.toml")


def test_a_loop_of_links_is_named(tmp_path: Path) -> None:
    loop(tmp_path / "x.csv")
    with pytest.raises(InputError, match=r"x\.csv: cannot be read \(Too many levels"):
        read_bytes(tmp_path / "x.csv")


def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.touch(0o000)
    for parent in tmp_path.parents:
        parent.chmod(parent.stat().st_mode | 0o055)
    tmp_path.chmod(0o755)
    with unprivileged(), pytest.raises(InputError, match=r"x\.csv: cannot be read \(Permission"):
        read_bytes(path)


@pytest.mark.parametrize(
    ("data", "line", "byte"), [(b"a\nb\xff", 2, "ff"), (b"a\0", 1, "00"), (b"\xff\xfea\0", 1, "ff")]
)
def test_what_is_no_text_is_named_by_line(
    tmp_path: Path, data: bytes, line: int, byte: str
) -> None:
    (tmp_path / "x.toml").write_bytes(data)
    expected = rf"x\.toml, row {line}: 'byte {byte}': expected text encoded as UTF-8$"
    with pytest.raises(DataError, match=expected):
        read_text(tmp_path / "x.toml")


def test_text_may_have_a_mark_of_byte_order(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b'\xef\xbb\xbf["\\ud83d\\ude82", NaN]')
    assert read_json(tmp_path / "x.json") == ["\N{STEAM LOCOMOTIVE}", None]


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_is_opened_with_the_same_care(
    built: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    atlas = Path(shutil.copytree(built, tmp_path / "atlas"))
    (atlas / name).unlink(missing_ok=True)
    loop(atlas / name)
    more = [tmp_path / "pack"] if INPUTS[name] == "pack" else []
    assert run(INPUTS[name], atlas, *more) == 3
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"error: {atlas / name}: cannot be read (Too many levels of symbolic links)"
