"""The types of the page's JavaScript: `python -m tests.tsc`.

No package index for Python has TypeScript: the version that `tests/js/package.json` names is
installed once into the user's cache.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.node import SCRIPTS, find_program, npm

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "uttarapath"


def main() -> int:
    """Check the types; return what the compiler returns."""
    node = find_program()
    environment = {**os.environ, "PATH": os.pathsep.join([str(node.parent), os.environ["PATH"]])}
    version = json.loads((SCRIPTS / "package.json").read_text())["devDependencies"]["typescript"]
    packages = CACHE / f"typescript-{version}" / "node_modules"
    if not (packages / ".package-lock.json").exists():  # npm writes it last
        install = [*npm(), "install", "--prefix", str(packages.parent)]
        quietly = ["--no-audit", "--no-fund", "--no-package-lock"]
        packages.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([*install, *quietly, f"typescript@{version}"], check=True, env=environment)
    compiler = packages / "typescript" / "bin" / "tsc"
    return subprocess.run([node, compiler, "-p", SCRIPTS], check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
