"""The command: what it writes, what it refuses, and how it says so."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: object, seed: str = "0", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "build_map.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    result = run("--out", folder / "map.html", "--layers", folder / "layers", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert str(folder / "map.html") in result.stdout
    assert "reading facts ..." in result.stderr
    return folder


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    result = run("--out", tmp_path / "map.html", "--layers", tmp_path / "layers", seed="4711")
    assert result.returncode == 0, result.stderr
    assert contents(tmp_path) == contents(built)


def test_help_teaches_quickly() -> None:
    result = run("--help")
    assert result.returncode == 0
    for word in (
        "--out",
        "--layers",
        "--check",
        "--from-layers",
        "--open",
        "--worldview",
        "--force",
        "--tiles",
        "no longer works offline",
        "--plates",
        "exit codes",
    ):
        assert word in " ".join(result.stdout.split())


def test_the_view_changes_the_page_and_no_layer(copy: Path) -> None:
    before = contents(copy / "layers")
    page = copy / "map.html"
    result = run(
        "--from-layers", "--worldview", "india", "--out", page, "--layers", copy / "layers"
    )
    assert result.returncode == 0, result.stderr
    assert '"worldview":"india"' in page.read_text("utf-8")
    assert contents(copy / "layers") == before


def test_wrong_usage_exits_with_2() -> None:
    assert run("--ouch").returncode == 2
    assert run("--worldview", "other").returncode == 2
    result = run("--check", "--from-layers")
    assert result.returncode == 2
    assert "--check" in result.stderr
    result = run("--check", "--plates", "plates")
    assert result.returncode == 2
    assert "--plates" in result.stderr
    result = run("--out", ROOT / "layers" / "places.geojson")
    assert result.returncode == 2
    assert "needs a place of its own" in result.stderr


def test_tiles_are_asked_for_by_a_name_that_exists(copy: Path) -> None:
    arguments = ("--from-layers", "--out", copy / "map.html", "--layers", copy / "layers")
    before = contents(copy)
    result = run(*arguments, "--tiles", "OpenTopMap")
    assert result.returncode == 2
    assert "OpenTopoMap" in result.stderr
    assert contents(copy) == before
    assert run(*arguments, "--tiles", "OpenTopoMap").returncode == 0
    assert "https://a.tile.opentopomap.org" in (copy / "map.html").read_text("utf-8")


def test_check_is_content_with_what_was_built(built: Path) -> None:
    result = run("--check", "--layers", built / "layers")
    assert (result.returncode, result.stdout) == (0, f"up to date: {built / 'layers'}\n")


def test_check_names_what_differs_and_writes_nothing(copy: Path) -> None:
    (copy / "layers" / "places.geojson").unlink()
    (copy / "layers" / "instc.geojson").write_bytes(b"{}")
    before = contents(copy)
    result = run("--check", "--layers", copy / "layers")
    assert result.returncode == 1
    assert [line.rsplit("/")[-1] for line in result.stdout.splitlines()] == [
        "instc.geojson",
        "places.geojson",
    ]
    assert contents(copy) == before


def test_edited_layers_are_kept_unless_forced(copy: Path) -> None:
    places = copy / "layers" / "places.geojson"
    places.write_bytes(places.read_bytes().replace(b"Bafq", b"by hand"))
    before = contents(copy)
    arguments = ("--out", copy / "map.html", "--layers", copy / "layers")
    result = run(*arguments)
    assert result.returncode == 1
    assert "edited since the last build: places.geojson" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(copy) == before
    assert run(*arguments, "--force").returncode == 0
    assert b"by hand" not in places.read_bytes()


def test_what_a_killed_run_left_half_done_is_not_taken_for_an_edit(copy: Path) -> None:
    folder = copy / "layers"
    code = (
        "import itertools, os, pathlib, signal, sys\n"
        "from geo.output import write_files\n"
        "from geo.publish.files import SUMS, sums\n"
        "folder, calls = pathlib.Path(sys.argv[1]), itertools.count()\n"
        "replace = pathlib.Path.replace\n"
        "def die_at_third(part, target):\n"
        "    if next(calls) == 2:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return replace(part, target)\n"
        "pathlib.Path.replace = die_at_third\n"
        "new = {path.name: path.read_bytes() + b' ' for path in folder.glob('*.geojson')}\n"
        "files = {**new, SUMS: sums(new)}\n"
        "write_files({folder / name: data for name, data in files.items()})\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    states = {path.read_bytes()[-1:] for path in folder.glob("*.geojson")}
    assert states == {b"\n", b" "}
    result = run("--out", copy / "map.html", "--layers", folder)
    assert result.returncode == 0, result.stderr
    assert {path.read_bytes()[-1:] for path in folder.glob("*.geojson")} == {b"\n"}
    assert not list(folder.glob(".*"))


def test_the_page_follows_layers_that_were_edited(copy: Path) -> None:
    places = copy / "layers" / "places.geojson"
    places.write_text(
        places.read_text("utf-8").replace('"name":"Bafq"', '"name":"Bafgh by hand"'), "utf-8"
    )
    edited = places.read_bytes()
    result = run("--from-layers", "--out", copy / "map.html", "--layers", copy / "layers")
    assert result.returncode == 0, result.stderr
    assert "Bafgh by hand" in (copy / "map.html").read_text("utf-8")
    assert places.read_bytes() == edited


def test_layers_that_are_broken_leave_the_page(copy: Path) -> None:
    (copy / "layers" / "places.geojson").write_bytes(b"{}")
    before = contents(copy)
    result = run("--from-layers", "--out", copy / "map.html", "--layers", copy / "layers")
    assert result.returncode == 1
    assert result.stderr.endswith("places.geojson: expected a GeoJSON file in UTF-8\n")
    assert contents(copy) == before


def test_a_folder_that_cannot_be_written_exits_with_3(copy: Path) -> None:
    if os.geteuid() == 0:
        locked = Path("/proc/no-such-folder/map.html")  # root may write anywhere else
    else:
        (copy / "locked").mkdir(mode=0o555)
        locked = copy / "locked" / "map.html"
    before = contents(copy)
    result = run("--out", locked, "--layers", copy / "layers")
    assert result.returncode == 3
    assert "nothing was replaced" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(copy) == before
