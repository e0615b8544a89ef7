"""Write the files of one run in one step: all of them, or none.

However a run ends, a reader finds whole files, and all of them are of the same run:

1. A journal is opened and locked in each folder that is written to. It names every target of the
   run. The lock ends with the process, so none is ever stale.
2. The new files are written beside their targets and flushed. What stands at the targets is
   kept beside them too.
3. A mark at the end of the first journal says that all is staged. From here on the run counts: each
   new file stands at its target or beside it, as long as the mark does.
4. The new files are renamed to their targets. If that fails, those that were replaced are put back.
5. The mark is taken off, what is left beside the targets goes, and the journals with it.

If a process is killed, `recover` ends what it began: before the mark nothing has changed, after it
the renames that are missing are made up for. A journal has power over folders that hold the same
journal, and over no other, so one that came with files from elsewhere cannot reach out of them.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from errno import ENOSPC
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import Literal, Self

from geo.errors import OutputError

if sys.platform == "win32":
    import msvcrt

    def _lock(file: FileIO) -> None:
        file.seek(1 << 30)  # far behind what is read: Windows bars others from what is locked
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _flush(folder: Path) -> None:
        """Leave it to the system, which offers no way."""

else:
    import fcntl

    def _lock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _flush(folder: Path) -> None:
        """Have the names in a folder on the disk itself, where its kind of disk can."""
        with suppress(OSError):
            number = os.open(folder, os.O_DIRECTORY)
            try:
                os.fsync(number)
            finally:
                os.close(number)


JOURNAL = ".uttarapath-journal"
_BESIDE = re.compile(r"\.[0-9a-f]{8}-[0-9]+\.(part|former)")
_MARK = b"staged\n"
_UNCHANGED = "nothing was replaced"
_UNFINISHED = "the next run ends what was begun here"

_Journals = dict[Path, FileIO]


@dataclass(frozen=True)
class _Plan:
    """What a run replaces and removes, as its journals tell it: the first line of each."""

    line: bytes
    token: str = ""
    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()

    @classmethod
    def of(cls, written: Iterable[Path], removed: Iterable[Path]) -> Self:
        """Plan a run, under names that no other run has."""
        lists = {"written": [*map(str, written)], "removed": [*map(str, removed)]}
        return cls.read(json.dumps({"token": secrets.token_hex(4), **lists}).encode() + b"\n")

    @classmethod
    def read(cls, journal: bytes) -> Self:
        """Read a journal; one that was not written to its end plans nothing."""
        line = journal[: journal.find(b"\n") + 1] or journal
        try:
            told = json.loads(line)
            written, removed = (tuple(map(Path, told[key])) for key in ("written", "removed"))
            bytes.fromhex(told["token"])
        except (ValueError, TypeError, KeyError):
            return cls(line)
        return cls(line, told["token"], written, removed)

    @property
    def targets(self) -> tuple[Path, ...]:
        return self.written + self.removed

    @property
    def folders(self) -> list[Path]:
        """Folders of the targets; the first one has the journal that counts."""
        return sorted({target.parent for target in self.targets})

    def within(self, journals: _Journals) -> list[Path]:
        """Targets in the folders that have their journal, and so in its power."""
        return [target for target in self.targets if target.parent in journals]

    def staged(self, target: Path) -> Path:
        return self._beside(target, "part")

    def former(self, target: Path) -> Path:
        return self._beside(target, "former")

    def _beside(self, target: Path, what: str) -> Path:
        """Name a file beside a target by its number: a longer name than its own might not do."""
        return target.with_name(f".{self.token}-{self.targets.index(target)}.{what}")


def write_files(
    *parts: Mapping[Path, bytes],
    removed: Iterable[Path] = (),
    guard: Callable[[], object] = lambda: None,
) -> None:
    """Write and remove files in one step, or leave all as they were.

    Folders are made where they are missing, and go where nothing is left in them. A link to a
    file stays a link: what it points to is replaced. A file keeps its permissions, and one that
    holds its content already stays as it is.

    Parameters
    ----------
    *parts
        Contents by path, such as layers, page, plates and pack.
    removed
        Files that go in the same step.
    guard
        Asked when all is staged; raises if something at the targets must not be lost.

    Raises
    ------
    OutputError
        If the disk is full, a folder cannot be written, a target is no regular file, another run
        writes here, or the like.
    """
    named: dict[Path, bytes] = {}
    for path, data in chain.from_iterable(part.items() for part in parts):
        target = Path(os.path.realpath(path))
        if target in named:
            raise OutputError(f"{path}: two files are meant for this place; {_UNCHANGED}")
        named[target] = data
    contents = {path: data for path, data in named.items() if not _holds(path, data)}
    gone = {path.parent.resolve() / path.name for path in removed}
    plan = _Plan.of(contents, sorted(gone - set(named)))
    if not plan.targets:
        return
    recover(plan.folders)
    made: list[Path] = []
    try:
        for folder in plan.folders:
            with _naming(folder):
                made += [path for path in (folder, *folder.parents) if not path.exists()]
                folder.mkdir(parents=True, exist_ok=True)
        _write(plan, contents, guard)
    except BaseException:
        _remove_empty(made)
        raise
    _remove_empty(plan.folders)


def _holds(path: Path, data: bytes) -> bool:
    """Tell whether a file has a content already."""
    with suppress(OSError):
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    return False


def is_passing(path: Path) -> bool:
    """Tell whether a file is one of those that stand beside targets while a run writes."""
    return path.name == JOURNAL or _BESIDE.fullmatch(path.name) is not None


def recover(folders: Iterable[Path]) -> None:
    """End what a killed run began in some folders: finish it if all was staged, else undo it.

    Raises
    ------
    OutputError
        If a run is writing there now, or the disk refuses.
    """
    for folder in folders:
        with _naming(folder, _UNFINISHED), suppress(FileNotFoundError, NotADirectoryError):
            _end(folder.resolve(), (folder / JOURNAL).read_bytes())


def _end(folder: Path, journal: bytes) -> None:
    """End the run of which a journal tells, in all folders that have the same journal, or begun."""
    plan = _Plan.read(journal)
    with ExitStack() as stack:
        own: _Journals = {}
        is_staged = False
        for each in sorted({folder, *plan.folders}):
            with suppress(FileNotFoundError, NotADirectoryError, ValueError):
                file = stack.enter_context(_opened(each / JOURNAL, "r+b"))
                told = file.read()
                if plan.line.startswith(_Plan.read(told).line):  # or was to be, when it was killed
                    own[each] = file
                    is_staged |= told == plan.line + _MARK
        if is_staged:
            _replace(plan, own, _UNFINISHED)
        _clear(plan, own)


def _write(plan: _Plan, contents: Mapping[Path, bytes], guard: Callable[[], object]) -> None:
    journals: _Journals = {}
    with ExitStack() as stack:
        try:
            for folder in plan.folders:
                with _naming(folder):
                    journals[folder] = stack.enter_context(_opened(folder / JOURNAL, "a+b"))
                    _append(journals[folder], plan.line)
            for target, data in contents.items():
                with _naming(target):
                    _stage(plan, target, data)
            for folder in plan.folders:
                _flush(folder)
            guard()
            with _naming(plan.folders[0]):
                _append(journals[plan.folders[0]], _MARK)
        except BaseException:
            _clear(plan, journals)
            raise
        try:
            _replace(plan, journals)
        except BaseException as error:
            _put_back(plan, error)
            _clear(plan, journals)
            raise
        _clear(plan, journals)


def _stage(plan: _Plan, target: Path, data: bytes) -> None:
    """Write data through to disk beside their target, and have a second name for what is there."""
    if os.path.lexists(target) and not target.is_file():  # a link is one that leads nowhere
        raise OSError(0, "is no regular file")
    with plan.staged(target).open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, plan.staged(target))
        try:
            plan.former(target).hardlink_to(target)
        except OSError:  # not every disk knows links
            shutil.copy2(target, plan.former(target))


def _replace(plan: _Plan, journals: _Journals, outcome: str = _UNCHANGED) -> None:
    """Put the new files in place and the removed ones aside; what was done already stays done."""
    for target in plan.within(journals):
        with _naming(target, outcome), suppress(FileNotFoundError):
            if target in plan.written:
                plan.staged(target).replace(target)
            else:
                target.replace(plan.former(target))


def _put_back(plan: _Plan, reason: BaseException) -> None:
    """Put the former files in place and the new ones aside: the mark still stands."""
    for target in plan.targets:
        staged, former = plan.staged(target), plan.former(target)
        try:
            if staged.exists():
                continue  # it was not replaced
            if target in plan.written:
                target.replace(staged)
            if os.path.lexists(former):
                former.replace(target)
        except OSError as error:
            said = str(reason).removesuffix(_UNCHANGED)
            raise OutputError(f"{said}{target} cannot be put back; {_UNFINISHED}") from error


def _clear(plan: _Plan, journals: _Journals) -> None:
    """Take off the mark, then remove what is left beside the targets, and the journals."""
    for folder, journal in journals.items():
        _flush(folder)
        if os.fstat(journal.fileno()).st_size > len(plan.line):
            with _naming(folder, _UNFINISHED):
                journal.truncate(len(plan.line))
                os.fsync(journal.fileno())
    for target in plan.within(journals):
        with _naming(target, _UNFINISHED):
            plan.staged(target).unlink(missing_ok=True)
            plan.former(target).unlink(missing_ok=True)
    for folder, journal in reversed(journals.items()):  # that of a folder after those inside it
        with _naming(folder, _UNFINISHED):
            _remove(folder / JOURNAL, journal)


def _opened(path: Path, mode: Literal["a+b", "r+b"]) -> FileIO:
    """Return a journal locked: a new one (a+b), or the one that is there (r+b)."""
    journal = path.open(mode, buffering=0)
    try:
        _lock(journal)
        is_there = os.path.samestat(os.fstat(journal.fileno()), path.stat())
        is_free = is_there and (mode == "r+b" or not path.stat().st_size)
    except (BlockingIOError, PermissionError, FileNotFoundError):
        is_free = False
    if not is_free:
        journal.close()
        raise OutputError(f"{path.parent}: another run is writing here; {_UNCHANGED}")
    journal.seek(0)
    return journal


def _append(journal: FileIO, line: bytes) -> None:
    if journal.write(line) < len(line):
        raise OSError(ENOSPC, os.strerror(ENOSPC))
    os.fsync(journal.fileno())


def _remove(path: Path, journal: FileIO) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:  # Windows keeps what is open
        journal.close()
        with suppress(PermissionError):  # and the next run has it open
            path.unlink(missing_ok=True)


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in sorted(folders, reverse=True):
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def _naming(path: Path, outcome: str = _UNCHANGED) -> Iterator[None]:
    """Say of a refusal of the disk which file it concerns, and what comes of it."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; {outcome}") from error
