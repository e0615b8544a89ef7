"""The page's JavaScript without a page: the unit tests in `tests/js`, run by Node."""

from __future__ import annotations

import subprocess

from tests.node import SCRIPTS, find_program


def test_units() -> None:
    files = sorted(SCRIPTS.glob("*.test.js"))
    assert files
    ran = subprocess.run(
        [find_program("node"), "--test", *files], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
