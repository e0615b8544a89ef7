"""Change files as people do who edit them, and see what a folder holds.

A test whose change finds nothing to change fails.
"""

from __future__ import annotations

import re
from pathlib import Path


def change(path: Path, old: str, new: str) -> None:
    """Put a text in a file wherever another stands."""
    text = path.read_text("utf-8")
    assert old in text, f"no {old!r} in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def rework(path: Path, *changes: tuple[str, str]) -> None:
    """Put texts in a file in place of what patterns match."""
    text = path.read_text("utf-8")
    for pattern, by in changes:
        text, times = re.subn(pattern, by, text, flags=re.MULTILINE | re.DOTALL)
        assert times, f"nothing like {pattern!r} in {path.name}"
    path.write_text(text, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what the files in a folder hold, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
