"""What a run made, kept for the next one under a hash of all that it was made of.

It lies in the folder where the system has the caches of a user, and is taken up if all that it is
made of is the same: what it was given, the toolkit, Python and the libraries. So what a run writes
never depends on what is kept, and the folder may be removed at any time.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import platformdirs
import pyproj
import shapely

from geo.input import read_bytes

HOME = Path(__file__).parent
LATEST = 8
"""So many things of a kind are kept: those that were taken up last."""
LIBRARIES = (
    *("geopandas", "pandas", "numpy", "shapely", "pyproj", "pyogrio"),
    *("ftfy", "lz4", "rjsmin", "xyzservices"),
)
"""What else takes part in a run."""


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
        Returns what JSON can hold. Of what is kept, tuples come back as lists.
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
    with suppress(OSError, ValueError):  # it is not there, or not whole
        found = json.loads(read_bytes(path))
        with suppress(OSError):  # whose cache it is may let others read alone
            os.utime(path)
        return found
    return None


def keep(kind: str, under: str, thing: Any) -> None:  # noqa: ANN401 - whatever is kept
    """Keep a thing for those who look for it under a hash."""
    path = _path(kind, under)
    text = json.dumps(thing, separators=(",", ":"))
    with suppress(OSError):  # a disk that takes no more, or may not be written to
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, part = mkstemp(dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(text.encode())
            Path(part).replace(path)
        except OSError:
            Path(part).unlink()
        for former in sorted(path.parent.iterdir(), key=_used)[:-LATEST]:
            former.unlink()


def sum_of(parts: Iterable[bytes]) -> str:
    """Return a hash of some parts, and of the code that makes something of them."""
    total = sha256(CODE)
    for part in parts:
        total.update(b"%d\n" % len(part) + part)  # told how long, none runs into the next
    return total.hexdigest()


def entries(folder: Path, without: Path | None = None) -> Iterator[Path]:
    """Yield all that lies in a folder and below and is not hidden, in order; links are followed.

    What lies in a folder `without` is passed over.

    Raises
    ------
    OSError
        If disk or permission refuse to list a folder that is there.
    """
    walked: set[str] = set()
    for where, folders, names in os.walk(folder, onerror=_complain, followlinks=True):
        walked.add(os.path.realpath(where))
        here = Path(where)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__pycache__")) and here / name != without
        )
        yield from (here / name for name in folders)
        folders[:] = [name for name in folders if os.path.realpath(here / name) not in walked]
        yield from (here / name for name in sorted(names) if not name.startswith("."))


def _complain(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _path(kind: str, under: str) -> Path:
    return platformdirs.user_cache_path("uttarapath", appauthor=False) / kind / f"{under}.json"


def _used(path: Path) -> float:
    """Return when a thing was last taken up; another run may have removed it by now."""
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _code() -> bytes:
    """Return what tells the code of the toolkit, and what that stands on, from any other."""
    total = sha256()
    engines = (sys.version, shapely.geos_version_string, pyproj.proj_version_str)
    for part in (*engines, *map(_named, LIBRARIES)):
        total.update(f"{part}\n".encode())
    for path in entries(HOME):
        if path.suffix == ".py":
            total.update(path.read_bytes())
    return total.digest()


def _named(library: str) -> str:
    """Return name and version of a library; one that is missing is told by what needs it."""
    with suppress(PackageNotFoundError):
        return f"{library} {version(library)}"
    return library


CODE = _code()
"""Taken before any of it runs: whoever changes it meanwhile has still the one that runs here."""
