"""The benchmarks, as one calls them: what they take is told, and what cannot be is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).parent.parent / "benchmarks").glob("*.py"))
PROGRAMS = [each for each in SCRIPTS if "__main__" in each.read_text("utf-8")]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.stem)
def test_a_benchmark_answers_what_is_asked_of_it(program: Path, tmp_path: Path) -> None:
    def run(argument: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(program), argument]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    told = run("--help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"usage: {program.name}")
    for wrong in ("nowhere/0", "0"):
        refused = run(wrong)
        assert refused.returncode == 2
        assert wrong in refused.stderr.splitlines()[-1]
        assert "Traceback" not in refused.stderr
