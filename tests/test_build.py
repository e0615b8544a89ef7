"""The command: what it writes, what it refuses, and how it says so."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from geo.__main__ import build_map, main
from geo.api import Atlas, open_atlas
from geo.page.page import Page, make_page
from tests.changing import change, contents
from tests.pages import page_data, page_text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("build", "check", "lint", "pack", "plates", "new")

Said = pytest.CaptureFixture[str]


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new atlas that was built once."""
    folder = tmp_path_factory.mktemp("built") / "atlas"
    assert run("new", folder) == 0
    assert run("build", folder) == 0
    return folder


@pytest.fixture
def atlas(built: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "atlas"))


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    there.mkdir()
    told = subprocess.run(
        [sys.executable, ROOT / "build_map.py", "--out", "map.html", "--layers", "layers"],
        capture_output=True,
        text=True,
        cwd=there,
        env={**os.environ, "PYTHONHASHSEED": "4711", "XDG_CACHE_HOME": str(tmp_path / "caches")},
        check=True,
    )
    assert "\nlayers: layers\nmap:    map.html (" in told.stdout
    assert "reading facts ..." in told.stderr
    places = ["--out", str(here / "map.html"), "--layers", str(here / "layers")]
    assert build_map("", places) == 0
    made = contents(here)
    assert made == contents(there)
    assert build_map("", [*places, "--from-layers"]) == 0
    assert contents(here) == made


def test_help_teaches_quickly() -> None:
    code = (
        "import sys, geo.__main__\n"
        "for words in [], *([word] for word in sys.argv[1:]):\n"
        "    try:\n"
        "        geo.__main__.main([*words, '--help'])\n"
        "    except SystemExit as end:\n"
        "        assert end.code == 0\n"
        "assert 'numpy' not in sys.modules\n"
    )
    command = [sys.executable, "-c", code, *COMMANDS]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    lines = " ".join(told.stdout.split())
    for words in (
        *(f"usage: python -m geo {command} " for command in COMMANDS),
        *("--out", "--layers", "--pack", "--plates", "--worldview", "--tiles"),
        *("--from-layers", "--force", "--open"),
        "python -m geo build my-atlas --open",
        "no longer works offline",
        "exit codes: 0 success",
    ):
        assert words in lines


def test_an_atlas_is_built_in_its_own_folder(built: Path) -> None:
    made = contents(built)
    for name in ("map.html", "published/places.geojson", "published/SHA256SUMS"):
        assert made[name]
    assert page_data(made["map.html"].decode())["edition"]["title"] == "Two lands"


@pytest.mark.slow
def test_the_atlas_that_ships_is_the_usual_one(capsys: Said) -> None:
    assert run("check") == 0
    assert capsys.readouterr().out == f"up to date: {ROOT / 'layers'}\n"
    assert run("lint") == 0
    assert capsys.readouterr().out == "nothing found\n"


def test_the_view_changes_the_page_and_no_layer(atlas: Path) -> None:
    before = contents(atlas / "published")
    assert run("build", atlas, "--from-layers", "--worldview", "alderland") == 0
    page = page_data((atlas / "map.html").read_text("utf-8"))
    assert page["view"]["worldview"] == "alderland"
    assert contents(atlas / "published") == before


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        (main, ["build", "--ouch"], "--ouch"),
        (main, ["build", "--work", "x"], "--work"),
        (main, [], "COMMAND"),
        (main, ["new"], "DIR"),
        (main, ["pack"], "TARGET"),
        (main, ["build", "--out", ROOT / "layers" / "x.html"], "needs a place of its own"),
        (lambda words: build_map("", words), ["--check", "--from-layers"], "--check"),
        (lambda words: build_map("", words), ["--check", "--plates", "plates"], "--plates"),
        (lambda words: build_map("", words), ["my-atlas"], "my-atlas"),
    ],
)
def test_wrong_usage_exits_with_2(
    command: Callable[[list[str]], int], arguments: list[object], said: str, capsys: Said
) -> None:
    with pytest.raises(SystemExit) as end:
        command([str(argument) for argument in arguments])
    assert end.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--worldview", "boulder"], "'boulder': it is international or alderland"),
        (["--tiles", "OpenTopMap"], "OpenTopoMap"),
        (["--tiles", "OpenTopoMap", "--worldview", "alderland"], "tiles bring their own borders"),
    ],
)
def test_what_is_not_there_to_be_chosen_exits_with_2(
    atlas: Path, options: list[str], said: str, capsys: Said
) -> None:
    before = contents(atlas)
    assert run("build", atlas, *options) == 2
    assert said in capsys.readouterr().err
    assert contents(atlas) == before


def test_tiles_are_asked_for_by_name(atlas: Path) -> None:
    assert run("build", atlas, "--from-layers", "--tiles", "OpenTopoMap") == 0
    assert "https://a.tile.opentopomap.org" in (atlas / "map.html").read_text("utf-8")


def test_check_names_what_differs_and_writes_nothing(atlas: Path, capsys: Said) -> None:
    assert run("check", atlas) == 0
    assert capsys.readouterr().out == f"up to date: {atlas / 'published'}\n"
    (atlas / "published" / "places.geojson").unlink()
    (atlas / "published" / "fairs.geojson").write_bytes(b"{}")
    before = contents(atlas)
    assert run("check", atlas) == 1
    named = [atlas / "published" / f"{name}.geojson" for name in ("fairs", "places")]
    assert capsys.readouterr().out == "".join(f"differs: {path}\n" for path in named)
    assert contents(atlas) == before


def test_edited_layers_are_kept_unless_forced(atlas: Path, capsys: Said) -> None:
    places = atlas / "published" / "places.geojson"
    change(places, "Westport", "by hand")
    before = contents(atlas)
    assert run("build", atlas) == 1
    assert "edited since the last build: places.geojson" in capsys.readouterr().err
    assert contents(atlas) == before
    assert run("build", atlas, "--force") == 0
    assert b"by hand" not in places.read_bytes()


def test_lines_with_other_ends_as_git_gives_them_are_not_edited(atlas: Path) -> None:
    before = contents(atlas)
    for path in (atlas / "published").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check", atlas) == 0
    assert run("build", atlas, "--from-layers") == 0
    page = page_data((atlas / "map.html").read_text("utf-8"))
    assert page["edition"]["version"] == "0.1.0"
    assert run("build", atlas) == 0
    assert contents(atlas) == before


@pytest.mark.parametrize(("edit", "told"), [("", "removed: "), ("by hand", "kept:   ")])
def test_a_layer_that_leaves_the_atlas_takes_its_file_along_unless_it_was_edited(
    edit: str, told: str, atlas: Path, capsys: Said
) -> None:
    change(atlas / "atlas.toml", ', "fairs"]', "]")
    (atlas / "layers" / "fairs.toml").unlink()
    shutil.rmtree(atlas / "story")
    mine, fairs = atlas / "published" / "mine.csv", atlas / "published" / "fairs.geojson"
    mine.write_bytes(b"notes")
    if edit:
        change(fairs, "Westport", edit)
    assert run("build", atlas) == 0
    assert f"{told}{fairs}" in capsys.readouterr().out
    assert fairs.exists() == bool(edit)
    assert mine.read_bytes() == b"notes"
    assert "fairs" not in (atlas / "published" / "SHA256SUMS").read_text("utf-8")


def test_a_list_of_sums_has_no_power_over_other_folders(atlas: Path) -> None:
    thesis = atlas / "thesis.csv"
    thesis.write_bytes(b"")
    with (atlas / "published" / "SHA256SUMS").open("a") as file:
        file.write(f"{hashlib.sha256(b'').hexdigest()}  ../thesis.csv\n")
    assert run("build", atlas) == 0
    assert thesis.exists()


def test_what_a_killed_run_left_half_done_is_not_taken_for_an_edit(atlas: Path) -> None:
    folder = atlas / "published"
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
    assert run("build", atlas) == 0
    assert {path.read_bytes()[-1:] for path in folder.glob("*.geojson")} == {b"\n"}
    assert not list(folder.glob(".*"))


def test_a_run_without_a_change_writes_what_was_built_before(atlas: Path, capsys: Said) -> None:
    assert run("build", atlas) == 0
    said, before = capsys.readouterr().out, contents(atlas)
    (atlas / "map.html").unlink()
    shutil.rmtree(atlas / "published")
    assert run("build", atlas) == 0
    again = capsys.readouterr()
    assert again.out == said
    assert "nothing has changed since an earlier build" in again.err
    assert "reading" not in again.err
    assert contents(atlas) == before


@pytest.mark.parametrize(
    "then",
    [
        lambda atlas: change(atlas / "facts" / "places.csv", "Westport", "Westhaven"),
        lambda atlas: change(atlas / "atlas.toml", "Two lands", "Two other lands"),
        lambda atlas: change(atlas / "words" / "en.toml", "half built", "built by half"),
        lambda atlas: (atlas / "facts" / "notes.csv").write_text("a\n", "utf-8"),
        lambda atlas: (atlas / "story" / "notes.toml").write_text("a = 1\n", "utf-8"),
        lambda atlas: (atlas / "published" / "places.geojson").write_text("mine", "utf-8"),
    ],
)
@pytest.mark.parametrize("words", [[], ["--from-layers"]])
def test_a_run_after_any_change_is_a_whole_one(
    atlas: Path, capsys: Said, then: Callable[[Path], object], words: list[str]
) -> None:
    for _ in range(2):
        assert run("build", atlas, *words) == 0
    assert "nothing has changed" in capsys.readouterr().err
    then(atlas)
    run("build", atlas, *words)
    assert "nothing has changed" not in capsys.readouterr().err


def test_only_what_was_written_is_told(atlas: Path, capsys: Said) -> None:
    assert run("build", atlas) == 0
    assert f"layers: {atlas / 'published'}" in capsys.readouterr().out
    assert run("build", atlas, "--from-layers") == 0
    assert capsys.readouterr().out.startswith("map:    ")


def test_an_atlas_of_another_name_is_another(atlas: Path) -> None:
    for folder in (atlas, Path(shutil.copytree(atlas, atlas.with_name("other")))):
        assert run("build", folder) == 0
        assert page_data((folder / "map.html").read_text("utf-8"))["name"] == folder.name


def test_an_atlas_called_by_no_name_is_the_one_that_it_is(
    atlas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (atlas, Path(shutil.copytree(atlas, atlas.with_name("other")))):
        monkeypatch.chdir(folder)
        assert run("build", Path()) == 0
        assert page_data((folder / "map.html").read_text("utf-8"))["name"] == folder.name


def test_layers_that_were_edited_are_not_replaced_by_an_earlier_build(
    atlas: Path, capsys: Said
) -> None:
    assert run("build", atlas) == 0
    change(atlas / "published" / "places.geojson", "Westport", "Westport by hand")
    before = contents(atlas)
    assert run("build", atlas) == 1
    assert "places.geojson" in capsys.readouterr().err
    assert contents(atlas) == before


@pytest.mark.parametrize("words", [["--from-layers"], ["--worldview", "alderland"], ["--pack"]])
def test_a_run_for_something_else_is_a_whole_one(
    atlas: Path, tmp_path: Path, capsys: Said, words: list[str]
) -> None:
    change(atlas / "atlas.toml", "Two lands", f"Two lands, {words[0]}")
    for _ in range(2):
        assert run("build", atlas) == 0
    assert "nothing has changed" in capsys.readouterr().err
    assert run("build", atlas, *words, *([tmp_path / "pack"] if words == ["--pack"] else [])) == 0
    assert "nothing has changed" not in capsys.readouterr().err


def test_what_was_edited_during_a_run_is_not_taken_for_done(
    atlas: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(shown: Atlas, *, worldview: str, tiles: str | None) -> Page:
        change(atlas / "facts" / "places.csv", "Westport", "Westhaven")
        return make_page(shown, worldview=worldview, tiles=tiles)

    change(atlas / "atlas.toml", "Two lands", "Two lands in haste")
    with monkeypatch.context() as patch:
        patch.setattr("geo.build.make_page", make)
        assert run("build", atlas) == 0
    assert "Westhaven" not in page_text((atlas / "map.html").read_text("utf-8"))
    assert run("build", atlas) == 0
    assert "nothing has changed" not in capsys.readouterr().err
    assert "Westhaven" in page_text((atlas / "map.html").read_text("utf-8"))


def test_a_page_of_what_was_saved_before_it_was_read_is_not_kept_for_what_was_there(
    atlas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*arguments: str | Path, layers: Path | None) -> Atlas:
        change(atlas / "facts" / "places.csv", "Westport", "Westhaven")
        return open_atlas(*arguments, layers=layers)

    change(atlas / "atlas.toml", "Two lands", "Two lands in a hurry")
    with monkeypatch.context() as patch:
        patch.setattr("geo.build.open_atlas", read)
        assert run("build", atlas) == 0
    assert "Westhaven" in page_text((atlas / "map.html").read_text("utf-8"))
    change(atlas / "facts" / "places.csv", "Westhaven", "Westport")
    assert run("build", atlas) == 0
    assert "Westhaven" not in page_text((atlas / "map.html").read_text("utf-8"))


def test_what_is_kept_changes_no_byte(
    atlas: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run("build", atlas) == 0
    change(atlas / "facts" / "places.csv", "Westport", "Westhaven")
    assert run("build", atlas) == 0
    warm = contents(atlas)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (atlas / "map.html").unlink()
    assert run("build", atlas) == 0
    assert contents(atlas) == warm


def test_the_page_follows_layers_that_were_edited(atlas: Path) -> None:
    places = atlas / "published" / "places.geojson"
    change(places, '"name":"Westport"', '"name":"Westport by hand"')
    edited = places.read_bytes()
    assert run("build", atlas, "--from-layers") == 0
    page = page_text((atlas / "map.html").read_text("utf-8"))
    assert "Westport by hand" in page
    assert '"version":"0.1.0+edited"' in page
    assert places.read_bytes() == edited


def test_layers_that_are_broken_leave_the_page(atlas: Path, capsys: Said) -> None:
    (atlas / "published" / "places.geojson").write_bytes(b"{}")
    before = contents(atlas)
    assert run("build", atlas, "--from-layers") == 1
    assert capsys.readouterr().err.endswith(
        "places.geojson: expected a FeatureCollection of GeoJSON\n"
    )
    assert contents(atlas) == before


def test_a_wrong_cell_is_named_and_nothing_written(atlas: Path, capsys: Said) -> None:
    change(atlas / "facts" / "fairs.csv", "2024-09-14", "2024-19-14")
    before = contents(atlas)
    assert run("build", atlas) == run("lint", atlas) == run("check", atlas) == 1
    assert "fairs.csv, row 2, column start: '2024-19-14'" in capsys.readouterr().err
    assert contents(atlas) == before


def test_what_cannot_be_right_is_listed(atlas: Path, capsys: Said) -> None:
    change(atlas / "facts" / "fairs.csv", "2025-09-15", "2025-08-15")
    assert run("lint", atlas) == 1
    assert "harvest-2025" in capsys.readouterr().out
    assert run("build", atlas) == 1
    assert "harvest-2025" in capsys.readouterr().err


def test_a_folder_that_is_no_atlas_is_named(tmp_path: Path, capsys: Said) -> None:
    assert run("build", tmp_path) == 1
    assert f"atlas.toml: expected this file in {tmp_path}" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_exits_with_3(atlas: Path, capsys: Said) -> None:
    if os.geteuid() == 0:
        locked = Path("/proc/no-such-folder/map.html")  # root may write anywhere else
    else:
        (atlas / "locked").mkdir(mode=0o555)
        locked = atlas / "locked" / "map.html"
    before = contents(atlas)
    assert run("build", atlas, "--out", locked) == 3
    assert "nothing was replaced" in capsys.readouterr().err
    assert contents(atlas) == before


def test_a_new_atlas_takes_the_place_of_nothing(atlas: Path, capsys: Said) -> None:
    before = contents(atlas)
    assert run("new", atlas) == 3
    assert "not empty; nothing was written" in capsys.readouterr().err
    assert contents(atlas) == before


def test_a_pack_is_written_from_what_is_published(atlas: Path, capsys: Said) -> None:
    pytest.importorskip("pyarrow")
    before = contents(atlas)
    target = atlas.parent / "mine.zip"
    assert run("pack", atlas, target) == 0
    assert f"pack:   {target} (version 0.1.0)\n" in capsys.readouterr().out
    with zipfile.ZipFile(target) as archive:
        assert archive.read("layers/fairs.geojson") == before["published/fairs.geojson"]
    assert contents(atlas) == before
    assert run("pack", atlas, atlas) == 3  # TARGET was forgotten, or stands first
    assert contents(atlas) == before


def test_plates_are_drawn_from_what_is_published(atlas: Path) -> None:
    pytest.importorskip("matplotlib")
    before = contents(atlas)
    assert run("plates", atlas, atlas.parent / "plates", "--worldview", "alderland") == 0
    made = {path.name for path in (atlas.parent / "plates").iterdir()}
    assert made == {"atlas.svg", "atlas.png", "atlas.pdf"}
    assert contents(atlas) == before


def test_an_extra_that_is_missing_exits_with_2(
    atlas: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert run("plates", atlas, atlas / "plates") == 2
    assert "pip install -c constraints.txt -e '.[plates]'" in capsys.readouterr().err


def test_a_library_that_came_with_an_update_is_named_with_what_to_do(
    atlas: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def load(_: Path) -> Atlas:
        raise PackageNotFoundError("rjsmin")

    monkeypatch.setattr("geo.api.open_atlas", load)
    assert run("lint", atlas) == 2
    assert "error: rjsmin is not installed: install the toolkit again" in capsys.readouterr().err


def test_a_run_may_be_stopped(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geo.build.draw_plates", stop)
    before = contents(atlas)
    assert run("build", atlas, "--plates", atlas / "plates") == 130
    assert contents(atlas) == before


def test_the_page_is_opened_when_asked_for(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert run("build", atlas, "--open") == 0
    assert opened == [(atlas / "map.html").as_uri()]


def test_a_console_that_lacks_letters_is_no_hindrance(
    atlas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = atlas.rename(atlas.with_name("атлас"))
    console = io.TextIOWrapper(io.BytesIO(), "cp1252")
    monkeypatch.setattr("sys.stdout", console)
    assert run("build", folder) == run("check", folder) == 0
    console.seek(0)
    assert r"\u0430\u0442\u043b\u0430\u0441" in console.read()
