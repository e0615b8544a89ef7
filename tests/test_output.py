"""Writing: whole files or none, whatever happens."""

from __future__ import annotations

import fcntl
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir

import pytest

from geo.errors import OutputError
from geo.output import JOURNAL, recover, write_files
from tests.changing import contents
from tests.moments import OUTPUT_ERROR

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534


@contextmanager
def unprivileged() -> Iterator[None]:
    """Drop what root may do, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_files_and_folders_are_made(tmp_path: Path) -> None:
    write_files({tmp_path / "new" / "a": b"1", tmp_path / "b": b"2"})
    assert (tmp_path / "new" / "a").read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "new"]


def test_what_holds_its_content_already_stays_as_it_is(tmp_path: Path) -> None:
    same, other, gone = (tmp_path / name for name in ("same", "other", "gone"))
    write_files({same: b"one", other: b"two", gone: b"three"})
    before = same.stat()
    write_files({same: b"one", other: b"owt"}, removed=[same, gone])
    assert same.stat() == before
    assert contents(tmp_path) == {"same": b"one", "other": b"owt"}


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_files({tmp_path / "a": b"old", tmp_path / "b": b"old"})
    with largest_file(1000), pytest.raises(OutputError, match="nothing was replaced"):
        write_files({tmp_path / "a": b"new", tmp_path / "b": b"x" * 5000})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a": b"old",
        "b": b"old",
    }


def test_a_disk_without_room_for_a_journal_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_files({tmp_path / "a": b"old"})
    with largest_file(10), pytest.raises(OutputError, match="No space left on device; nothing was"):
        write_files({tmp_path / "a": b"new", tmp_path / "x" / "b": b"new"})
    assert contents(tmp_path) == {"a": b"old"}


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    target = tmp_path / "locked" / "map.html"
    write_files({target: b"old"})
    target.parent.chmod(0o555)
    own = takewhile(lambda parent: parent != Path(gettempdir()), [tmp_path, *tmp_path.parents])
    for parent in own:
        parent.chmod(parent.stat().st_mode | 0o055)
    with unprivileged(), pytest.raises(OutputError, match=r"locked.*: Permission denied"):
        write_files({target: b"new"})
    target.parent.chmod(0o755)
    assert target.read_bytes() == b"old"
    assert len(list(target.parent.iterdir())) == 1


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.html").mkdir()
    with pytest.raises(OutputError, match=r"map\.html: is no regular file; nothing was replaced"):
        write_files({tmp_path / "a": b"new", tmp_path / "map.html": b"new"})
    assert not (tmp_path / "a").exists()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_files({tmp_path / "link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="pipe: is no regular file"):
        write_files({tmp_path / "pipe": b"new"})
    assert (tmp_path / "pipe").is_fifo()


def test_what_is_removed_goes_in_the_same_step(tmp_path: Path) -> None:
    write_files({tmp_path / "pack" / name: b"old" for name in ("a", "b", "csv/c")})
    write_files(
        {tmp_path / "pack" / "a": b"new"},
        removed=[tmp_path / "pack" / "b", tmp_path / "pack" / "csv" / "c"],
    )
    assert [path.name for path in (tmp_path / "pack").iterdir()] == ["a"]


def test_two_files_for_one_place_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a")
    with pytest.raises(OutputError, match="link: two files are meant for this place"):
        write_files({tmp_path / "a": b"page"}, {tmp_path / "link": b"plate"})
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_a_failure_leaves_no_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "map.html").mkdir()
    with pytest.raises(OutputError, match="is no regular file"):
        write_files({tmp_path / "new" / "deep" / "a": b"1", tmp_path / "map.html": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


@pytest.mark.parametrize("failing", range(4))
@pytest.mark.parametrize("linked", [True, False])
def test_what_was_replaced_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, *, linked: bool
) -> None:
    write_files({tmp_path / name: b"old" for name in ("a", "x/b", "c")})
    replace, calls = Path.replace, iter(range(9))

    def fail_once(part: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise PermissionError(1, "Operation not permitted")
        return replace(part, target)

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(1, f"{path.name} is no link to {target.name}")

    monkeypatch.setattr(Path, "replace", fail_once)
    if not linked:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(OutputError, match=r"/[abcd]: Operation not permitted; nothing was replace"):
        write_files(
            {tmp_path / name: b"new" for name in ("a", "x/b", "y/d")}, removed=[tmp_path / "c"]
        )
    assert contents(tmp_path) == {"a": b"old", "x/b": b"old", "c": b"old"}
    assert not (tmp_path / "y").exists()


def test_files_keep_their_permissions(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o600)
    write_files({tmp_path / "a": b"new"})
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 255)
    for data in (b"old", b"new"):
        write_files({target: data})
    assert contents(tmp_path) == {target.name: b"new"}


def test_a_loop_of_links_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match=r"loop: .*nothing was replaced"):
        write_files({tmp_path / "loop": b"new"})
    assert (tmp_path / "loop").is_symlink()


def test_a_guard_has_the_last_word(tmp_path: Path) -> None:
    write_files({tmp_path / "a": b"old"})

    def refuse() -> None:
        (tmp_path / "a").write_bytes(b"saved while others draw")
        raise OutputError("edited")

    with pytest.raises(OutputError, match="edited"):
        write_files({tmp_path / "a": b"new", tmp_path / "b" / "c": b"new"}, guard=refuse)
    assert contents(tmp_path) == {"a": b"saved while others draw"}


def test_a_second_run_is_refused_while_one_writes(tmp_path: Path) -> None:
    write_files({tmp_path / "b" / "map": b"old"})
    with (tmp_path / "b" / JOURNAL).open("ab") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="b: another run is writing here"):
            write_files({tmp_path / "a" / "x": b"new", tmp_path / "b" / "map": b"new"})
        with pytest.raises(OutputError, match="b: another run is writing here"):
            recover([tmp_path / "b"])
    assert contents(tmp_path) == {"b/map": b"old", f"b/{JOURNAL}": b""}
    write_files({tmp_path / "b" / "map": b"new"})
    assert contents(tmp_path) == {"b/map": b"new"}


def test_two_runs_at_once_do_not_mix_their_files(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from geo.output import OutputError, write_files\n"
        "folder, refused = pathlib.Path(sys.argv[1]), 0\n"
        "for _ in range(25):\n"
        "    try:\n"
        "        write_files({folder / name: sys.argv[2].encode() * 9999 for name in 'abc'})\n"
        "    except OutputError as error:\n"
        "        assert 'another run is writing here' in str(error)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    runs = [subprocess.Popen([*command, word]) for word in "12"]
    assert [run.wait() for run in runs] == [0, 0]
    assert sorted(contents(tmp_path)) == ["a", "b", "c"]
    assert len(set(contents(tmp_path).values())) == 1


@pytest.mark.slow
def test_a_run_that_is_struck_at_any_moment_is_all_or_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.moments", str(tmp_path)]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    for outcome in outcomes:
        assert outcome["set"] in ("old", "new"), outcome
        assert outcome["beside"] == [], outcome
        assert outcome["end"] in (0, OUTPUT_ERROR, -signal.SIGKILL), outcome
        if outcome["kind"] == "refused once":  # no need to wait for the next run
            assert outcome["before"] == outcome["set"], outcome
    seen = Counter((outcome["kind"], outcome["set"]) for outcome in outcomes)
    assert min(seen["killed", word] for word in ("old", "new")) > 10
    assert min(seen["refused once", word] for word in ("old", "new")) > 10


@pytest.mark.parametrize("text", [b"", b'{"token": "ab', b"[1]\n", b'{"written": 3}\n', b"\xff\n"])
def test_a_journal_that_tells_nothing_is_no_hindrance(tmp_path: Path, text: bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(text)
    write_files({tmp_path / "a": b"new"})
    assert contents(tmp_path) == {"a": b"new"}


@pytest.mark.parametrize("begun", [0, 20, 60])
def test_a_journal_that_was_only_begun_goes_with_its_run(tmp_path: Path, begun: int) -> None:
    targets = {"written": [str(tmp_path / "a"), str(tmp_path / "x" / "c")], "removed": []}
    line = json.dumps({"token": "0123abcd", **targets}) + "\n"
    (tmp_path / "x").mkdir()
    (tmp_path / JOURNAL).write_text(line)
    (tmp_path / "x" / JOURNAL).write_text(line[:begun])
    recover([tmp_path])
    assert contents(tmp_path) == {}


def test_a_journal_from_elsewhere_reaches_no_other_folder(tmp_path: Path) -> None:
    for name in ("mine/thesis", "mine/.ab-0.part", "unpacked/a"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"old")
    targets = {"written": [str(tmp_path / "mine/thesis")], "removed": [str(tmp_path / "mine/b")]}
    text = json.dumps({"token": "ab", **targets}) + "\nstaged\n"
    (tmp_path / "unpacked" / JOURNAL).write_text(text)
    before = contents(tmp_path / "mine")
    recover([tmp_path / "unpacked"])
    assert contents(tmp_path / "mine") == before
    assert contents(tmp_path / "unpacked") == {"a": b"old"}


def test_a_killed_writer_leaves_whole_files_of_one_run(tmp_path: Path) -> None:
    size = 2_000_000
    code = (
        "import itertools, pathlib, sys; from geo.output import write_files\n"
        "for n in itertools.count():\n"
        f"    data = bytes([48 + n % 10]) * {size}\n"
        "    write_files({pathlib.Path(sys.argv[1], name): data for name in ('a', 'b', 'x/c')})\n"
    )
    moments = random.Random(1)  # noqa: S311  # repeatable, not secret
    for _ in range(2):
        writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
        while not (tmp_path / "x" / "c").exists():
            time.sleep(0.01)
        time.sleep(moments.random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        for name in ("a", "b", "x/c"):
            data = (tmp_path / name).read_bytes()
            assert len(data) == size
            assert len(set(data)) == 1
        recover([tmp_path])
        assert sorted(contents(tmp_path)) == ["a", "b", "x/c"]
        assert len(set(contents(tmp_path).values())) == 1
        (tmp_path / "x" / "c").unlink()
