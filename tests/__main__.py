"""All that must hold before a change lands: `python -m tests`.

Sets up a browser if there is none, then runs format, lint, the types of both languages and tests,
all of them, and exits with 1 if any failed. Arguments are handed to pytest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.chromium import HOW_TO_GET_IT, find_browser

ROOT = Path(__file__).resolve().parent.parent
DEBIAN = ["chromium-headless-shell", "libatomic1"]  # the library is what Playwright's driver needs
CHECKS = [
    ["ruff", "format", "--check", "."],
    ["ruff", "check", "."],
    ["mypy"],
    ["tests.tsc"],
    ["pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal"],
]
FAST = ["-m", "not slow and not versions"]
VERSIONS = [["pytest", "tests/test_versions.py", "-m", "versions", "--numprocesses=2"]]


def main() -> int:
    """Run the checks that are asked for; return 0 if all passed."""
    parser = argparse.ArgumentParser("python -m tests", description=__doc__.partition("\n\n")[2])
    parser.add_argument("--fast", action="store_true", help="leave out the slow tests")
    parser.add_argument(
        "--versions",
        action="store_true",
        help="do this alone: fetch the lowest and the newest versions allowed, build with both",
    )
    asked, others = parser.parse_known_args()
    if asked.fast:
        others = [*FAST, *others]
    elif not find_browser():
        _install_browser()
    failed = []
    for check in VERSIONS if asked.versions else CHECKS:
        own = others if check[0] == "pytest" else []
        command = [sys.executable, "-m", *check, *own]
        print("+", *check, *own, flush=True)
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
