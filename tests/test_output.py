"""Writing: whole files or none, whatever happens."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir

import pytest

from geo.errors import OutputError
from geo.output import write_files

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


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_files({tmp_path / "a": b"old", tmp_path / "b": b"old"})
    with largest_file(1000), pytest.raises(OutputError, match="nothing was replaced"):
        write_files({tmp_path / "a": b"new", tmp_path / "b": b"x" * 5000})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a": b"old",
        "b": b"old",
    }


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


def test_a_replacement_that_fails_says_what_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def fail_at_b(part: Path, target: Path) -> Path:
        if target.name == "b":
            raise PermissionError(1, "Operation not permitted")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", fail_at_b)
    with pytest.raises(OutputError, match="b: Operation not permitted; replaced before: a"):
        write_files({tmp_path / name: b"new" for name in "abc"})
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_killed_writer_leaves_whole_files(tmp_path: Path) -> None:
    size = 2_000_000
    code = (
        "import itertools, pathlib, sys; from geo.output import write_files\n"
        "for n in itertools.count():\n"
        f"    data = bytes([48 + n % 10]) * {size}\n"
        "    write_files({pathlib.Path(sys.argv[1], name): data for name in 'abc'})\n"
    )
    moments = random.Random(1)  # noqa: S311  # repeatable, not secret
    for _ in range(3):
        write_files({tmp_path / "a": b"0" * size, tmp_path / "b": b"0" * size})
        (tmp_path / "c").unlink(missing_ok=True)
        writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
        while not (tmp_path / "c").exists():
            time.sleep(0.01)
        time.sleep(moments.random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        for path in tmp_path.glob("[abc]"):
            data = path.read_bytes()
            assert len(data) == size
            assert len(set(data)) == 1
    write_files({tmp_path / "a": b"1", tmp_path / "b": b"2", tmp_path / "c": b"3"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]
