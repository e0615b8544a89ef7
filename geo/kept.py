"""What a run made, kept for the next one under a hash of all that it was made of.

It lies in the folder where the system has the caches of a user, and is taken up if all that it is
made of is the same: what it was given, the toolkit, Python and the libraries. So what a run writes
never depends on what is kept, and the folder may be removed at any time.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from zlib import crc32

import platformdirs
import pyproj
import shapely

from geo.input import read_bytes

HOME = Path(__file__).parent
LATEST = 8
"""So many things of a kind are kept: those that were taken up last."""
_MARK = 4
"""So many bytes stand before the content of a file."""


def kept(kind: str, made_of: Iterable[bytes], make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever was kept
    """Return what is kept of a kind of things and made of the same, or make it and keep it.

    Parameters
    ----------
    kind
        What such things are called.
    made_of
        All that `make` makes it of, besides the toolkit and what that stands on: never a file that
        it reads by itself, which may change meanwhile.
    make
        Returns text, bytes, numbers, and lists, tuples and dictionaries of them.
    """
    under = sum_of(made_of)
    found = find(kind, under)
    if found is None:
        found = make()
        keep(kind, under, found)
    return found


def find(kind: str, under: str) -> Any:  # noqa: ANN401 - whatever was kept
    """Return what is kept of a kind under a hash, see `sum_of`; nothing if it is not."""
    path = _path(kind, under)
    with suppress(OSError, ValueError, EOFError):  # it is not there, or empty
        told = memoryview(read_bytes(path))
        if told[:_MARK] != _mark(told[_MARK:]):  # it is not whole
            return None
        with suppress(OSError):  # whose cache it is may let others read alone
            os.utime(path)
        return marshal.loads(told[_MARK:])  # noqa: S302 - nobody but the user can write there
    return None


def keep(kind: str, under: str, thing: Any) -> None:  # noqa: ANN401 - whatever is kept
    """Keep a thing for those who look for it under a hash."""
    path = _path(kind, under)
    content = marshal.dumps(thing)
    with suppress(OSError):  # a disk that takes no more, or may not be written to
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, part = mkstemp(dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.writelines([_mark(content), content])
            Path(part).replace(path)
        except OSError:
            Path(part).unlink()
        alike = (each for each in path.parent.iterdir() if _kind(each) == kind)
        for former in sorted(alike, key=_used)[:-LATEST]:
            former.unlink()


def sum_of(parts: Iterable[bytes]) -> str:
    """Return a hash of some parts, and of the code that makes something of them."""
    total = sha256(CODE)
    for part in parts:
        total.update(b"%d\n" % len(part))  # told how long, none runs into the next
        total.update(part)
    return total.hexdigest()


def entries(folder: Path, without: Path | None = None) -> Iterator[os.DirEntry[str]]:
    """Yield all that lies in a folder and below and is not hidden, in order; links are followed.

    A folder `without` is passed over.

    Raises
    ------
    OSError
        If disk or permission refuse to list a folder that is there.
    """
    folders, walked = [folder], set()
    for each in folders:  # those within are put behind
        with suppress(FileNotFoundError):
            if (here := identity(each.stat())) in walked:
                continue
            walked.add(here)
            for entry in sorted(os.scandir(each), key=attrgetter("name")):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    if entry.name == "__pycache__" or Path(entry) == without:
                        continue
                    folders.append(Path(entry))
                yield entry


def identity(found: os.stat_result) -> tuple[int, int]:
    """Return what is the same of a file or folder by whatever way it is reached."""
    return found.st_dev, found.st_ino


def _mark(content: bytes | memoryview) -> bytes:
    """Return what tells whether a file has all of its content."""
    return crc32(content).to_bytes(_MARK, "big")


def _path(kind: str, under: str) -> Path:
    folder = platformdirs.user_cache_path("uttarapath", appauthor=False)
    return folder / f"{kind}-{under}.kept"


def _kind(path: Path) -> str:
    return path.name.rpartition("-")[0]


def _used(path: Path) -> float:
    """Return when a thing was last taken up; another run may have removed it by now."""
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _code() -> bytes:
    """Return what tells the code of the toolkit, and what that stands on, from any other."""
    total = sha256()
    for part in (sys.version, shapely.geos_version_string, pyproj.proj_version_str, *_installed()):
        total.update(f"{part}\n".encode())
    for entry in entries(HOME):
        if entry.name.endswith(".py"):
            total.update(Path(entry).read_bytes())
    return total.digest()


def _installed() -> list[str]:
    """Return the names of all libraries that Python finds, each with its version."""
    return sorted({path.name for folder in sys.path for path in Path(folder).glob("*.*-info")})


CODE = _code()
"""Taken before any of it runs: whoever changes it meanwhile has still the one that runs here."""
