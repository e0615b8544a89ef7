"""What a run keeps for the next one: taken up only if it is of the same, and never needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have caches that are empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches" / "uttarapath"


def counted(thing: object) -> tuple[list[int], Callable[[], object]]:
    made: list[int] = []

    def make() -> object:
        made.append(1)
        return thing

    return made, make


def test_a_thing_is_made_once_for_the_same_and_anew_for_anything_else() -> None:
    made, make = counted({"a": [1.1, None], "ж": "\u2028"})
    for parts, times in (
        ([b"ab", b"c"], 1),
        ([b"ab", b"c"], 1),
        ([b"a", b"bc"], 2),
        ([b"abc"], 3),
        ([b"ab", b"c"], 3),
    ):
        assert kept.kept("thing", parts, make) == {"a": [1.1, None], "ж": "\u2028"}
        assert len(made) == times
    kept.kept("other", [b"ab", b"c"], make)
    assert len(made) == 4


def test_other_code_makes_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made, make = counted(1)
    kept.kept("thing", [], make)
    monkeypatch.setattr(kept, "CODE", b"other")
    kept.kept("thing", [], make)
    assert len(made) == 2


@pytest.mark.parametrize("damage", ["emptied", "zeroed", "cut", "grown", "changed"])
def test_what_is_not_whole_is_made_anew(folder: Path, damage: str) -> None:
    made, make = counted([1, 2])
    kept.kept("thing", [], make)
    (path,) = folder.rglob("*.kept")
    whole = path.read_bytes()
    cut = whole[:-1]
    others = {"emptied": b"", "zeroed": bytes(4), "cut": cut, "grown": whole + b"0"}
    path.write_bytes(others.get(damage, cut + b"?"))
    assert kept.kept("thing", [], make) == [1, 2]
    assert len(made) == 2
    assert kept.kept("thing", [], make) == [1, 2]
    assert len(made) == 2


def test_a_pipe_in_the_place_of_a_thing_is_not_waited_for(folder: Path) -> None:
    kept.kept("thing", [], lambda: 1)
    (path,) = folder.rglob("*.kept")
    path.unlink()
    os.mkfifo(path)
    assert kept.kept("thing", [], lambda: 2) == 2
    assert kept.kept("thing", [], lambda: 3) == 2


def test_what_may_be_read_and_not_touched_is_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    made, make = counted(1)

    def refuse(path: Path) -> None:
        raise PermissionError(path)

    monkeypatch.setattr("os.utime", refuse)
    assert kept.kept("thing", [], make) == kept.kept("thing", [], make) == 1
    assert len(made) == 1


def test_a_folder_that_cannot_be_written_is_no_matter(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file is here", "utf-8")
    made, make = counted([1])
    assert kept.kept("thing", [], make) == kept.kept("thing", [], make) == [1]
    assert len(made) == 2


def test_those_taken_up_last_are_kept(folder: Path) -> None:
    kept.keep("some-thing", kept.sum_of([]), "another kind")
    for number in range(kept.LATEST + 3):
        kept.keep("thing", kept.sum_of([b"%d" % number]), number)
        for path in folder.rglob("*.kept"):
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 10))
        assert kept.find("thing", kept.sum_of([b"0"])) == 0
    assert len([*folder.rglob("*.*")]) == kept.LATEST + 1
    assert kept.find("thing", kept.sum_of([b"1"])) is None
    assert kept.find("some-thing", kept.sum_of([])) == "another kind"


def test_entries_are_found_behind_links_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    home, far = tmp_path / "home", tmp_path / "far"
    for path in (home / "b" / "one.txt", home / "a.py", far / "two.txt", home / ".git" / "three"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (home / "link").symlink_to(far)
    (far / "round").symlink_to(home)
    (home / "nowhere").symlink_to("gone")
    os.mkfifo(home / "pipe")
    names = ("a.py", "b", "link", "nowhere", "pipe", "b/one.txt", "link/round", "link/two.txt")
    assert [*map(Path, kept.entries(home))] == [home / name for name in names]
    assert [*kept.entries(tmp_path / "none")] == []


def test_another_version_of_a_library_makes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    before = kept._code()
    (tmp_path / "some_library-1.0.dist-info").mkdir()
    first = kept._code()
    (tmp_path / "some_library-1.0.dist-info").rename(tmp_path / "some_library-1.1.dist-info")
    assert len({before, first, kept._code()}) == 3
