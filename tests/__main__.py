"""All that must hold before a change lands: `python -m tests`.

Sets up a browser if there is none, then runs format, lint, the types of both languages and tests,
all of them, and exits with 1 if any failed. Arguments are handed to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.chromium import HOW_TO_GET_IT, find_browser

ROOT = Path(__file__).resolve().parent.parent
DEBIAN = ["chromium", "libatomic1"]  # the library is what Playwright's driver needs
CHECKS = [
    ["ruff", "format", "--check", "."],
    ["ruff", "check", "."],
    ["mypy"],
    ["tests.tsc"],
    ["pytest"],
]


def main() -> int:
    """Run every check; return 0 if all passed."""
    if not find_browser():
        _install_browser()
    failed = []
    for check in CHECKS:
        arguments = sys.argv[1:] if check == ["pytest"] else []
        command = [sys.executable, "-m", *check, *arguments]
        print("+", " ".join(check), flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(check[0])
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _install_browser() -> None:
    """Install Debian's Chromium when root, Playwright's own otherwise."""
    debian = os.geteuid() == 0 and shutil.which("apt-get")
    commands = [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN],
    ]
    for command in (
        commands if debian else [[sys.executable, "-m", "playwright", "install", "chromium"]]
    ):
        print("+", " ".join(command), flush=True)
        subprocess.run(
            command, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
    if not find_browser():
        print(HOW_TO_GET_IT)  # the browser tests will fail and say it again


if __name__ == "__main__":
    sys.exit(main())
