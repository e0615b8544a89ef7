"""A run that is killed, or refused by the disk, at each of its moments: `-m tests.moments FOLDER`.

A moment is just before a call to the system that opens, locks, links, renames or removes. What is
found afterwards is printed, a JSON object to a line.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from math import inf
from pathlib import Path
from unittest.mock import patch

from geo.errors import OutputError
from geo.output import recover, write_files
from tests.changing import contents

CALLS = {"open", "os.mkdir", "os.rmdir", "os.link", "os.rename", "os.remove", "fcntl.flock"}
OLD = {"layers/a": b"old a", "layers/b": b"old b", "map": b"old map", "pack/x/c": b"old c"}
NEW = {"layers/a": b"new a", "layers/b": b"new b", "map": b"new map", "plates/d": b"new d"}
FOLDERS = ("", "layers", "plates", "pack/x")
OUTPUT_ERROR, OTHER_ERROR, NEVER = 3, 1, 9
"""How an act ends, but for being killed."""


def restore(folder: Path) -> None:
    """Put the old set in place."""
    write_files({folder / name: data for name, data in OLD.items()}, removed=[folder / "plates/d"])


def renew(folder: Path) -> None:
    """Put the new set in place."""
    write_files({folder / name: data for name, data in NEW.items()}, removed=[folder / "pack/x/c"])


def struck(act: Callable[[], None], moment: int, strike: Callable[[], None], last: float) -> int:
    """Act in a process of its own, strike from one moment to another, and return its end."""
    if process := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    now = 0

    def hook(event: str, _: tuple[object, ...]) -> None:
        nonlocal now
        if event in CALLS:
            now += 1
            if moment <= now <= last:
                strike()

    sys.addaudithook(hook)
    end = 0
    try:
        act()
    except OutputError:
        end = OUTPUT_ERROR
    except BaseException:  # noqa: BLE001  a process of its own has no other way to tell
        end = OTHER_ERROR
    os._exit(end if now >= moment else NEVER)


def die() -> None:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    """Refuse a call, as a full disk would."""
    raise OSError(28, "No space left on device")


def told(folder: Path) -> dict[str, object]:
    """Tell which set is there, and what is there besides."""
    found = contents(folder)
    name, kept = next(
        (
            (name, kept)
            for name, kept in (("old", OLD), ("new", NEW))
            if kept.items() <= found.items()
        ),
        ("", {}),
    )
    return {"set": name, "beside": sorted(found.keys() - kept)}


def kills(folder: Path) -> Iterator[dict[str, object]]:
    """Kill a run at each moment, and what recovers from it at some moment too."""
    for moment in count(1):
        restore(folder)
        end = struck(lambda: renew(folder), moment, die, moment)
        if end == NEVER:
            return
        again = 1 + moment % 10
        struck(lambda: recover([folder / "layers"]), again, die, again)
        recover(folder / name for name in FOLDERS)
        yield {"kind": "killed", "end": end, **told(folder)}


def refusals(folder: Path, kind: str, *, calls: float) -> Iterator[dict[str, object]]:
    """Refuse some calls from each moment on."""
    for moment in count(1):
        restore(folder)
        end = struck(lambda: renew(folder), moment, refuse, moment + calls - 1)
        if end == NEVER:
            return
        before = told(folder)["set"]
        recover(folder / name for name in FOLDERS)
        yield {"kind": kind, "end": end, "before": before, **told(folder)}


if __name__ == "__main__":
    scratch = Path(sys.argv[1])
    with patch("os.fsync"):  # a kill, unlike a loss of power, needs nothing on the disk itself
        for outcome in (
            *kills(scratch),
            *refusals(scratch, "refused once", calls=1),
            *refusals(scratch, "refused from then on", calls=inf),
        ):
            print(json.dumps(outcome))
