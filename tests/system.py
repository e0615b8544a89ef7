"""What some tests need beside this package, and what is left out without it.

A test names the packages of Debian that it needs: `@pytest.mark.system("gdal-bin")`. Where one is
missing, the test is left out and the end of the run says so, and so is a module of tests that
imports a package of the optional extras that is missing; with `UTTARAPATH_COMPLETE=1`, as in CI,
nothing is left out and the test fails.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Generator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

_Report = TypeVar("_Report", pytest.CollectReport, pytest.TestReport)

COMPLETE = "UTTARAPATH_COMPLETE"
SYSTEM_PYTHON = "/usr/bin/python3"
POSTGRESQL = max(Path("/usr/lib/postgresql").glob("*"), default=Path("none"))
PROBES = {
    "firefox-esr": ["firefox-esr", "--version"],
    "gdal-bin": ["ogr2ogr", "--version"],
    "python3-gdal": [SYSTEM_PYTHON, "-c", "import osgeo_utils.samples.validate_gpkg"],
    "libreoffice-calc-nogui": ["soffice", "--version"],
    "r-cran-sf": ["Rscript", "-e", "library(sf)"],
    "postgresql-postgis": ["test", "-e", f"{POSTGRESQL}/lib/postgis-3.so"],
    "python3-qgis": [SYSTEM_PYTHON, "-c", "import qgis.core"],
}
"""How to find out that a package of Debian is there: a command that succeeds."""
_LACKS = re.compile(r"ModuleNotFoundError: No module named '(\w+)|MissingExtraError: .*\[(\w+)\]")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test that needs what this machine lacks."""
    if os.environ.get(COMPLETE):
        return
    needed = [package for mark in item.iter_markers("system") for package in mark.args]
    if missing := [package for package in needed if not _is_there(package)]:
        pytest.skip(f"needs {', '.join(missing)}")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Leave out a module that imports what this environment lacks."""
    return _leaving_out((yield))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave out a test that asks for an extra that is not installed."""
    return _leaving_out((yield))


def _leaving_out(report: _Report) -> _Report:
    lacks = _LACKS.search(str(report.longrepr)) if report.failed else None
    if lacks and lacks[1] != "geo" and not os.environ.get(COMPLETE):
        report.outcome = "skipped"
        needs = lacks[1] or f"the extra {lacks[2]}"
        report.longrepr = (report.nodeid, 0, f"Skipped: needs {needs}, see pyproject.toml")
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested, and how to have it tested."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    left_out = Counter(reason.removeprefix("Skipped: ") for reason in reasons)
    if not left_out:
        return
    terminalreporter.section("left out: what this machine lacks")
    for needs, count in sorted(left_out.items()):
        terminalreporter.line(f"{count} tests or modules: {needs}")
    terminalreporter.line(
        "pip install -e '.[test]'; programs are packages of Debian;"
        f" {COMPLETE}=1 lets nothing be left out"
    )


@cache
def _is_there(package: str) -> bool:
    with suppress(OSError):
        return not subprocess.run(PROBES[package], capture_output=True, check=False).returncode
    return False
